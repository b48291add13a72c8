"""Taking pictures in, showing them, making their renditions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from catalog.announce import announce
from catalog.audit import audit
from catalog.errors import NotFound
from catalog.models import Facility, Listing
from catalog.policies.abilities import Act, require
from catalog.policies.scope import facilities_managed_by, listings_managed_by
from catalog.storage import picture_name, public_read, public_write
from catalog.types import Actor
from galleries.imaging import CleanPicture, picture_clean, renditions, widths_of
from galleries.models import Album, AlbumPhoto, ListingPhoto, Picture

RENDER = "galleries.picture_render"


def picture_add(*, actor: Actor, upload: bytes) -> Picture:
    """Take a picture in; the same picture twice is one. Renditions are made by the worker.

    Raises NotAllowed, PictureRefused. The file is written before the row, outside of any
    transaction of its own: a file without a row harms nobody.
    """
    require(actor, Act.PICTURE_ADD)
    return picture_keep(actor=actor, clean=picture_clean(upload))


def picture_keep(*, actor: Actor, clean: CleanPicture) -> Picture:
    """Keep a picture that is clean already."""
    name = picture_name(clean.key, None, "webp")
    public_write(name, clean.content)
    with transaction.atomic():
        picture, made = Picture.objects.get_or_create(
            key=clean.key,
            defaults={"width": clean.width, "height": clean.height, "original": name},
        )
        if made:
            audit(actor, "picture.added", picture)
            announce(RENDER, key=clean.key, picture_id=picture.pk)
    return picture


def picture_render(*, picture_id: int) -> None:
    """Make every rendition of a picture, then say so. Twice changes nothing more.

    The database says it on the cards; encoding happens outside of any transaction.
    """
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is None or picture.widths:
        return
    widths = widths_of(picture.width)
    for (width, extension), content in renditions(public_read(picture.original), widths).items():
        public_write(picture_name(picture.key, width, extension), content)
    Picture.objects.filter(pk=picture_id).update(widths=list(widths))


@dataclass(frozen=True)
class PhotoDraft:
    """A picture with its words in both languages."""

    picture_id: int
    alt: str
    alt_en: str


@transaction.atomic
def listing_photos_set(*, actor: Actor, listing_id: int, photos: tuple[PhotoDraft, ...]) -> None:
    """Replace a listing's pictures; the first stands on its card.

    Raises NotFound (out of scope), NotAllowed.
    """
    require(actor, Act.PICTURE_ADD)
    listing = Listing.objects.filter(listings_managed_by(actor), pk=listing_id).first()
    if listing is None:
        raise NotFound
    ListingPhoto.objects.filter(listing=listing).delete()
    ListingPhoto.objects.bulk_create(
        ListingPhoto(listing=listing, position=position, **vars(photo))
        for position, photo in enumerate(photos)
    )
    audit(actor, "listing.photos_set", listing, count=len(photos))


@dataclass(frozen=True)
class AlbumPhotoDraft:
    """A photo of an album with its words; fields as of AlbumPhoto."""

    picture_id: int
    caption: str
    caption_en: str
    alt: str
    alt_en: str
    taken_on: date | None
    unit_id: int | None
    listing_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class AlbumDraft:
    """An album to be made; fields as of Album."""

    facility_id: int
    slug: str
    title: str
    title_en: str
    intro: str
    intro_en: str
    made_on: date


@transaction.atomic
def album_create(*, actor: Actor, draft: AlbumDraft, photos: Iterable[AlbumPhotoDraft]) -> Album:
    """Make a public album. Raises NotFound (facility out of scope), NotAllowed."""
    require(actor, Act.PICTURE_ADD)
    managed = Facility.objects.filter(facilities_managed_by(actor))
    if not managed.filter(pk=draft.facility_id).exists():
        raise NotFound
    album = Album.objects.create(**vars(draft))
    for position, photo in enumerate(photos):
        values = {**vars(photo)}
        listing_ids = values.pop("listing_ids")
        row = AlbumPhoto.objects.create(album=album, position=position, **values)
        row.listings.set(listing_ids)
    audit(actor, "album.created", album, slug=album.slug)
    return album
