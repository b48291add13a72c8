"""Pictures and albums as visitors see them; withdrawn photos are nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Prefetch, QuerySet

from catalog.errors import NotFound
from galleries.models import Album, AlbumPhoto, ListingPhoto, Picture
from galleries.types import AlbumInfo, AlbumLine, AlbumPhotoInfo, Photo


def _photo(row: ListingPhoto | AlbumPhoto, language: str) -> Photo:
    picture: Picture = row.picture
    return Photo(
        id=row.pk,
        key=picture.key,
        width=picture.width,
        height=picture.height,
        widths=tuple(picture.widths),
        original=picture.original,
        alt=row.alt if language == "id" else row.alt_en,
    )


def photos_of_listing(*, listing_id: int, language: str) -> tuple[Photo, ...]:
    """A listing's pictures in their order. One statement."""
    alt = "lp.alt" if language == "id" else "lp.alt_en"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT lp.id, p.key, p.width, p.height, p.widths, p.original, {alt}"
            " FROM galleries_listingphoto lp JOIN galleries_picture p ON p.id = lp.picture_id"
            " WHERE lp.listing_id = %s ORDER BY lp.position",
            [listing_id],
        )
        rows: list[Any] = cursor.fetchall()
    return tuple(Photo(*(*row[:4], tuple(row[4]), *row[5:])) for row in rows)


def photos_by_listing(*, listing_ids: Sequence[int], language: str) -> dict[int, tuple[Photo, ...]]:
    """`photos_of_listing` for many. One statement."""
    found: dict[int, list[Photo]] = defaultdict(list)
    rows = ListingPhoto.objects.filter(listing_id__in=listing_ids).select_related("picture")
    for row in rows.order_by("listing_id", "position"):
        found[row.listing_id].append(_photo(row, language))
    return {listing_id: tuple(photos) for listing_id, photos in found.items()}


def _public_albums() -> QuerySet[Album]:
    shown = AlbumPhoto.objects.filter(is_withdrawn=False).select_related("picture", "unit")
    return (
        Album.objects.filter(is_public=True, facility__is_open=True)
        .select_related("facility__regency__province")
        .prefetch_related(Prefetch("photos", shown.order_by("position"), to_attr="shown"))
    )


def albums_public(
    *, language: str, facility_slug: str | None = None, limit: int | None = None
) -> list[AlbumLine]:
    """Public albums that have a photo to show, newest first. Two statements."""
    albums = _public_albums().filter(photos__is_withdrawn=False).distinct()
    if facility_slug is not None:
        albums = albums.filter(facility__slug=facility_slug)
    indonesian = language == "id"
    return [
        AlbumLine(
            slug=album.slug,
            title=album.title if indonesian else album.title_en,
            facility_slug=album.facility.slug,
            facility_name=album.facility.short_name,
            province_name=(
                album.facility.regency.province.name
                if indonesian
                else album.facility.regency.province.name_en
            ),
            made_on=album.made_on,
            photos=len(shown_photos(album)),
            cover=_photo(shown_photos(album)[0], language),
        )
        for album in albums.order_by("-made_on", "-pk")[:limit]
    ]


def shown_photos(album: Album) -> list[AlbumPhoto]:
    """The photos that `_public_albums` fetched."""
    photos: list[AlbumPhoto] = getattr(album, "shown")  # noqa: B009
    return photos


def album_public(*, facility_slug: str, slug: str, language: str) -> AlbumInfo:
    """One album in full. Three statements. Raises NotFound."""
    shown = (
        AlbumPhoto.objects.filter(is_withdrawn=False)
        .select_related("picture", "unit")
        .prefetch_related("listings")
        .order_by("position")
    )
    album = (
        Album.objects.filter(
            is_public=True, facility__is_open=True, facility__slug=facility_slug, slug=slug
        )
        .select_related("facility")
        .prefetch_related(Prefetch("photos", shown, to_attr="shown"))
        .first()
    )
    if album is None or not shown_photos(album):
        raise NotFound
    indonesian = language == "id"
    return AlbumInfo(
        slug=album.slug,
        title=album.title if indonesian else album.title_en,
        intro=album.intro if indonesian else album.intro_en,
        facility_slug=album.facility.slug,
        facility_name=album.facility.short_name,
        made_on=album.made_on,
        photos=tuple(
            AlbumPhotoInfo(
                position=row.position,
                photo=_photo(row, language),
                caption=row.caption if indonesian else row.caption_en,
                taken_on=row.taken_on,
                unit=_unit_name(row, indonesian),
                listing_ids=tuple(listing.pk for listing in row.listings.all()),
            )
            for row in shown_photos(album)
        ),
    )


def _unit_name(row: AlbumPhoto, indonesian: bool) -> str:
    if row.unit is None:
        return ""
    return row.unit.name if indonesian else row.unit.name_en
