"""Pictures and albums as visitors see them; withdrawn photos are nowhere."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q

from catalog.errors import NotFound
from catalog.prepared import prepared_rows
from galleries.models import ListingPhoto, Picture
from galleries.types import AlbumInfo, AlbumLine, AlbumPhotoInfo, Photo


def _photo(row: ListingPhoto, language: str) -> Photo:
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


_PHOTOS = """(SELECT json_agg(json_build_array(lp.id, p.key, p.width, p.height, p.widths,
  p.original, lp.alt{end}) ORDER BY lp.position)::text
 FROM galleries_listingphoto lp JOIN galleries_picture p ON p.id = lp.picture_id
 WHERE lp.listing_id = {listing})"""


def photos_column(language: str, listing: str = "shown.id") -> str:
    """SQL of a listing's pictures as `photos_of` reads them. listing: SQL of the listing's id."""
    return _PHOTOS.format(end="" if language == "id" else "_en", listing=listing)


def photos_of(packed: str | None) -> tuple[Photo, ...]:
    """The pictures that `photos_column` packed, in their order."""
    rows: list[Any] = json.loads(packed or "[]")
    return tuple(Photo(*(*row[:4], tuple(row[4]), *row[5:])) for row in rows)


def photos_of_listing(*, listing_id: int, language: str) -> tuple[Photo, ...]:
    """A listing's pictures in their order. One statement."""
    sql = f"SELECT {photos_column(language, '%(listing)s')}"
    return photos_of(prepared_rows(sql, {"listing": listing_id})[0][0])


def photos_by_listing(*, listing_ids: Sequence[int], language: str) -> dict[int, tuple[Photo, ...]]:
    """`photos_of_listing` for many. One statement."""
    found: dict[int, list[Photo]] = defaultdict(list)
    rows = ListingPhoto.objects.filter(listing_id__in=listing_ids).select_related("picture")
    for row in rows.order_by("listing_id", "position"):
        found[row.listing_id].append(_photo(row, language))
    return {listing_id: tuple(photos) for listing_id, photos in found.items()}


class EditedPhoto(NamedTuple):
    """A picture as its facility edits it, with its words in both languages."""

    picture_id: int
    photo: Photo
    alt: str
    alt_en: str


def photos_edited(*, listing_id: int) -> tuple[EditedPhoto, ...]:
    """A listing's pictures in their order. One statement."""
    rows = ListingPhoto.objects.filter(listing_id=listing_id).select_related("picture")
    return tuple(
        EditedPhoto(row.picture_id, _photo(row, "id"), row.alt, row.alt_en)
        for row in rows.order_by("position")
    )


def pictures_of(*, facility_id: int, picture_ids: Sequence[int]) -> dict[int, Photo]:
    """Pictures that a facility brought or shows, by key; others are left out. One statement."""
    if not picture_ids:
        return {}
    own = (
        Q(brought__facility_id=facility_id)
        | Q(listing_photos__listing__facility_id=facility_id)
        | Q(album_photos__album__facility_id=facility_id)
    )
    rows = Picture.objects.filter(own, pk__in=picture_ids).distinct()
    return {
        row.pk: Photo(
            row.pk, row.key, row.width, row.height, tuple(row.widths), row.original, alt=""
        )
        for row in rows
    }


_PHOTO = """json_build_array(shown.id, p.key, p.width, p.height, p.widths, p.original,
  shown.alt{end})"""

# The few albums that are asked for are chosen before their photos are looked at.
_LINES = """SELECT a.slug, a.title{end}, f.slug, f.short_name, pr.name{end}, a.made_on,
 (SELECT count(*) FROM galleries_albumphoto shown
  WHERE shown.album_id = a.id AND NOT shown.is_withdrawn),
 (SELECT {photo}::text FROM galleries_albumphoto shown
  JOIN galleries_picture p ON p.id = shown.picture_id
  WHERE shown.album_id = a.id AND NOT shown.is_withdrawn ORDER BY shown.position LIMIT 1)
 FROM (SELECT album.* FROM galleries_album album
  JOIN catalog_facility place ON place.id = album.facility_id AND place.is_open
  WHERE album.is_public AND {asked} AND EXISTS (SELECT 1 FROM galleries_albumphoto shown
   WHERE shown.album_id = album.id AND NOT shown.is_withdrawn)
  ORDER BY album.made_on DESC, album.id DESC LIMIT %(limit)s::bigint) a
 JOIN catalog_facility f ON f.id = a.facility_id
 JOIN catalog_regency r ON r.code = f.regency_id
 JOIN catalog_province pr ON pr.code = r.province_id
 ORDER BY a.made_on DESC, a.id DESC"""

_ALBUM = """SELECT a.title{end}, a.intro{end}, f.slug, f.short_name, a.made_on, shown.position,
 {photo}::text, shown.caption{end}, shown.taken_on, coalesce(u.name{end}, ''),
 ARRAY(SELECT goods.listing_id FROM galleries_albumphoto_listings goods
  WHERE goods.albumphoto_id = shown.id ORDER BY goods.listing_id DESC)
 FROM galleries_album a JOIN catalog_facility f ON f.id = a.facility_id AND f.is_open
 JOIN galleries_albumphoto shown ON shown.album_id = a.id AND NOT shown.is_withdrawn
 JOIN galleries_picture p ON p.id = shown.picture_id
 LEFT JOIN catalog_productionunit u ON u.id = shown.unit_id
 WHERE a.is_public AND f.slug = %(facility)s AND a.slug = %(slug)s ORDER BY shown.position"""

_ADDRESSES = """SELECT a.slug, array_agg(shown.position ORDER BY shown.position)
 FROM galleries_album a JOIN catalog_facility f ON f.id = a.facility_id AND f.is_open
 JOIN galleries_albumphoto shown ON shown.album_id = a.id AND NOT shown.is_withdrawn
 WHERE a.is_public AND f.slug = %(facility)s GROUP BY a.id ORDER BY a.made_on DESC, a.id DESC"""


@lru_cache(maxsize=8)
def _sql(template: str, language: str, asked: str = "true") -> str:
    end = "" if language == "id" else "_en"
    return template.format(end=end, photo=_PHOTO.format(end=end), asked=asked)


def _photo_of(packed: str) -> Photo:
    """A picture as `_PHOTO` packed it."""
    row: list[Any] = json.loads(packed)
    return Photo(*(*row[:4], tuple(row[4]), *row[5:]))


def albums_public(
    *, language: str, facility_slug: str | None = None, limit: int | None = None
) -> list[AlbumLine]:
    """Public albums that have a photo to show, newest first. One statement."""
    asked = "true" if facility_slug is None else "place.slug = %(facility)s"
    wanted: dict[str, Any] = {"limit": limit}
    if facility_slug is not None:
        wanted["facility"] = facility_slug
    rows = prepared_rows(_sql(_LINES, language, asked), wanted)
    return [AlbumLine(*(*row[:7], _photo_of(row[7]))) for row in rows]


def album_public(*, facility_slug: str, slug: str, language: str) -> AlbumInfo:
    """One album in full. One statement. Raises NotFound."""
    wanted = {"facility": facility_slug, "slug": slug}
    rows = prepared_rows(_sql(_ALBUM, language), wanted)
    if not rows:
        raise NotFound
    photos = tuple(
        AlbumPhotoInfo(*(row[5], _photo_of(row[6]), *row[7:10], tuple(row[10]))) for row in rows
    )
    return AlbumInfo(*(slug, *rows[0][:5], photos))


def album_addresses(facility_slug: str) -> list[tuple[str, list[int]]]:
    """A facility's public albums, newest first: slug and positions of photos. One statement."""
    return prepared_rows(_ADDRESSES, {"facility": facility_slug})
