"""Public albums in full, many at once, in both languages: what the API reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from catalog.kept import kept
from galleries.models import Album, AlbumPhoto
from galleries.types import Photo


@dataclass(frozen=True)
class AlbumRow:
    """An album that has a photo to show."""

    id: int
    slug: str
    title: str
    title_en: str
    intro: str
    intro_en: str
    facility_id: int
    facility_slug: str
    made_on: date


@dataclass(frozen=True)
class AlbumPhotoRow:
    """A photo of an album, texts in one language; listing_ids: goods in it, public or not."""

    album_id: int
    position: int
    photo: Photo
    caption: str
    taken_on: date | None
    unit: str
    listing_ids: tuple[int, ...]


@kept(seconds=5)
def album_rows() -> tuple[AlbumRow, ...]:
    """All public albums of open facilities, newest first. One statement when not kept."""
    shown = AlbumPhoto.objects.filter(album=OuterRef("pk"), is_withdrawn=False)
    albums = Album.objects.filter(Exists(shown), is_public=True, facility__is_open=True)
    return tuple(
        AlbumRow(
            id=album.pk,
            slug=album.slug,
            title=album.title,
            title_en=album.title_en,
            intro=album.intro,
            intro_en=album.intro_en,
            facility_id=album.facility_id,
            facility_slug=album.facility.slug,
            made_on=album.made_on,
        )
        for album in albums.select_related("facility").order_by("-made_on", "-pk")
    )


def photos_by_album(album_ids: Sequence[int], language: str) -> dict[int, list[AlbumPhotoRow]]:
    """The photos of albums that are not withdrawn, in their order. Two statements."""
    found: dict[int, list[AlbumPhotoRow]] = {}
    rows = AlbumPhoto.objects.filter(album_id__in=album_ids, is_withdrawn=False)
    rows = rows.select_related("picture", "unit").prefetch_related("listings")
    for row in rows.order_by("album_id", "position"):
        found.setdefault(row.album_id, []).append(_photo_row(row, indonesian=language == "id"))
    return found


def _photo_row(row: AlbumPhoto, *, indonesian: bool) -> AlbumPhotoRow:
    picture = row.picture
    unit = row.unit
    return AlbumPhotoRow(
        album_id=row.album_id,
        position=row.position,
        photo=Photo(
            id=row.pk,
            key=picture.key,
            width=picture.width,
            height=picture.height,
            widths=tuple(picture.widths),
            original=picture.original,
            alt=row.alt if indonesian else row.alt_en,
        ),
        caption=row.caption if indonesian else row.caption_en,
        taken_on=row.taken_on,
        unit="" if unit is None else unit.name if indonesian else unit.name_en,
        listing_ids=tuple(listing.pk for listing in row.listings.all()),
    )
