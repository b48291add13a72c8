"""Taking pictures in, showing them, making their renditions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from catalog.announce import announce
from catalog.audit import audit
from catalog.errors import NotFound
from catalog.models import Facility, Listing, ProductionUnit
from catalog.policies.abilities import Act, require, require_everywhere
from catalog.policies.scope import facilities_managed_by
from catalog.services.listings import listing_for_update
from catalog.storage import picture_name, public_read, public_write
from catalog.types import Actor, Role
from galleries.imaging import CleanPicture, picture_clean, renditions, widths_of
from galleries.models import Album, AlbumPhoto, ListingPhoto, Picture, PictureBrought

RENDER = "galleries.picture_render"


def picture_add(*, actor: Actor, upload: bytes, facility_id: int | None = None) -> Picture:
    """Take a picture in; the same picture twice is one. Renditions are made by the worker.

    facility_id: who brings it and may show it; None for those who act everywhere. Raises NotFound
    (facility out of scope), NotAllowed, PictureRefused. The file is written before the row, outside
    of any transaction of its own: a file without a row harms nobody.
    """
    if facility_id is None:
        require_everywhere(actor, Act.PICTURE_ADD)
    else:
        _facility_require(actor, facility_id)
    picture = picture_keep(actor=actor, clean=picture_clean(upload))
    if facility_id is not None:
        with transaction.atomic():
            PictureBrought.objects.get_or_create(picture=picture, facility_id=facility_id)
    return picture


def _facility_require(actor: Actor, facility_id: int) -> None:
    managed = Facility.objects.filter(facilities_managed_by(actor))
    if not managed.filter(pk=facility_id).exists():
        raise NotFound
    require(actor, Act.PICTURE_ADD, facility_id)


def _brought_require(actor: Actor, facility_id: int, picture_ids: Iterable[int]) -> None:
    """Raises NotFound unless the facility brought or shows every picture; the shop may show all."""
    missing = set(picture_ids)
    if not missing or actor.role is Role.SYSTEM:
        return
    for rows in (
        PictureBrought.objects.filter(facility_id=facility_id),
        ListingPhoto.objects.filter(listing__facility_id=facility_id),
        AlbumPhoto.objects.filter(album__facility_id=facility_id),
    ):
        found = rows.filter(picture_id__in=missing).values_list("picture_id", flat=True)
        missing -= set(found)
        if not missing:
            return
    raise NotFound


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
            announce(RENDER, key=clean.key, can_wait=True, picture_id=picture.pk)
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

    Raises NotFound (out of scope, or a picture that its facility did not bring), NotAllowed.
    """
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.PICTURE_ADD, listing.facility_id)
    _brought_require(actor, listing.facility_id, (photo.picture_id for photo in photos))
    former = ListingPhoto.objects.filter(listing=listing)
    # who takes a picture out may put it in again, whoever gave it
    PictureBrought.objects.bulk_create(
        [
            PictureBrought(picture_id=row.picture_id, facility_id=listing.facility_id)
            for row in former
        ],
        ignore_conflicts=True,
    )
    former.delete()
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


def _own_require(facility_id: int, photos: Iterable[AlbumPhotoDraft]) -> None:
    """Raises NotFound unless workshops and goods that the photos name are the facility's."""
    units = {photo.unit_id for photo in photos if photo.unit_id is not None}
    listings = {key for photo in photos for key in photo.listing_ids}
    for model, keys in ((ProductionUnit, units), (Listing, listings)):
        if model.objects.filter(facility_id=facility_id, pk__in=keys).count() != len(keys):
            raise NotFound


@transaction.atomic
def album_create(*, actor: Actor, draft: AlbumDraft, photos: Iterable[AlbumPhotoDraft]) -> Album:
    """Make a public album.

    Raises NotFound (facility out of scope, or a picture that it did not bring, or a workshop or
    goods of another), NotAllowed.
    """
    _facility_require(actor, draft.facility_id)
    photos = list(photos)
    _own_require(draft.facility_id, photos)
    _brought_require(actor, draft.facility_id, (photo.picture_id for photo in photos))
    album = Album.objects.create(**vars(draft))
    for position, photo in enumerate(photos):
        values = {**vars(photo)}
        listing_ids = values.pop("listing_ids")
        row = AlbumPhoto.objects.create(album=album, position=position, **values)
        row.listings.set(listing_ids)
    audit(actor, "album.created", album, slug=album.slug)
    return album
