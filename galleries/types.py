"""galleries' plain values: a picture with its words, albums as visitors see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Widths every picture is made in, in pixels, as far as the original reaches.
WIDTHS = (160, 320, 480, 640, 960, 1600)
FORMATS = ("avif", "webp", "jpg")


@dataclass(frozen=True)
class Photo:
    """A picture with its alternative text.

    key: content hash; width, height: of the original; widths: renditions that exist in every
    format, empty while they are being made; original: its name in the public storage.
    """

    id: int
    key: str
    width: int
    height: int
    widths: tuple[int, ...]
    original: str
    alt: str


@dataclass(frozen=True)
class AlbumLine:
    """An album in a list; cover is its first photo that is not withdrawn."""

    slug: str
    title: str
    facility_slug: str
    facility_name: str
    province_name: str
    made_on: date
    photos: int
    cover: Photo | None


@dataclass(frozen=True)
class AlbumPhotoInfo:
    """A photo in an album. unit: the workshop's name or empty; listing_ids: goods in it."""

    position: int
    photo: Photo
    caption: str
    taken_on: date | None
    unit: str
    listing_ids: tuple[int, ...]


@dataclass(frozen=True)
class AlbumInfo:
    """An album in full."""

    slug: str
    title: str
    intro: str
    facility_slug: str
    facility_name: str
    made_on: date
    photos: tuple[AlbumPhotoInfo, ...]
