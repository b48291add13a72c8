"""The gallery: albums of facilities, and a page for every photo that needs no script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.errors import NotFound
from catalog.selectors.listings import cards
from catalog.types import Card, CatalogQuery
from galleries.selectors import album_public, albums_public
from galleries.types import AlbumInfo, AlbumLine, AlbumPhotoInfo
from storefront.web import addresses, structured
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page
from storefront.web.shop.share import share_of_album, share_of_shop

ALBUMS_ON_A_PAGE = 24
GOODS_OF_ALBUM, GOODS_OF_PHOTO = 8, 4
# Pictures that load at once: the first row of a wide screen, the first two of a phone.
EAGER = 3
_WIDE = "(min-width:1248px) 792px,(min-width:720px) 64vw,100vw"
_PHONE_HALF = "calc(50vw - 22px)"
_HALF = f"(min-width:1248px) 588px,(min-width:720px) 47vw,{_PHONE_HALF}"
_FIRST = "(min-width:1248px) 384px,(min-width:720px) 31vw,100vw"
_THIRD = f"(min-width:1248px) 384px,(min-width:720px) 31vw,{_PHONE_HALF}"

_PAGE_NUMBER = re.compile("[0-9]{1,4}")

T = TypeVar("T")


@dataclass(frozen=True)
class PhotoPage:
    """One photo with the way to its neighbours. number: which of the shown ones it is, from 1;
    previous, following: positions, None at the ends."""

    shown: AlbumPhotoInfo
    number: int
    count: int
    previous: int | None
    following: int | None


@dataclass(frozen=True)
class Tile(Generic[T]):
    """A photo or album in a grid. css: how many columns it takes; the rest of its picture."""

    item: T
    css: str
    sizes: str
    loading: str


def grid_of(items: Sequence[T], *, lead: bool = True) -> list[Tile[T]]:
    """Items laid out so that no row stays short: in threes after a large first one, or after two
    or four halves, whichever comes out even; on phones in pairs.

    lead: whether the first may be large on wide screens as well; else it is so on phones alone.
    """
    halves = {0: 0, 1: 4, 2: 2}[len(items) % 3]
    tiles = []
    for index, item in enumerate(items):
        css, sizes = ("is-half", _HALF) if index < halves else ("", _THIRD)
        if halves == 0 and index == 0:
            css, sizes = ("is-wide", _WIDE) if lead else ("is-first", _FIRST)
        if index == len(items) - 1 and (len(items) - (halves == 0)) % 2:
            css, sizes = f"{css} is-end".strip(), sizes.replace(_PHONE_HALF, "100vw")
        loading = "first" if index == 0 else "eager" if index < EAGER else "lazy"
        tiles.append(Tile(item, css, sizes, loading))
    return tiles


def photo_address(facility_slug: str, slug: str, position: int, language: str) -> str:
    """A photo's own page; counted from 1, and kept when a photo before it is withdrawn."""
    return f"{addresses.album(facility_slug, slug, language)}{position + 1}/"


def goods_shown(ids: tuple[int, ...], language: str, limit: int) -> list[Card]:
    """Public goods among the ids. One statement, none without ids."""
    if not ids:
        return []
    query = CatalogQuery(only=ids)
    return cards(query, language=language, on=legal_today(), limit=limit).cards


def _page_of(albums: list[AlbumLine], asked: str) -> tuple[list[AlbumLine], int, bool]:
    """One page of the albums, its number, whether more follow. Odd numbers mean the first."""
    last = max(1, -(-len(albums) // ALBUMS_ON_A_PAGE))
    number = int(asked) if _PAGE_NUMBER.fullmatch(asked) else 1
    number = min(max(number, 1), last)
    start = (number - 1) * ALBUMS_ON_A_PAGE
    return albums[start : start + ALBUMS_ON_A_PAGE], number, number < last


@require_safe
@domain_errors_as_page
def album_list(request: HttpRequest) -> HttpResponse:
    """All albums, newest first."""
    language = language_of()
    albums = albums_public(language=language)
    shown, number, has_more = _page_of(albums, request.GET.get("halaman", ""))
    path = addresses.galleries(language)
    crumbs = _crumbs(language)
    description = gettext(
        "Photographs of the workshops, their tools and their goods. No faces, no names."
    )
    return render(
        request,
        "shop/gallery.html",
        {
            "tiles": grid_of(shown, lead=False),
            "album_total": len(albums),
            "photo_total": sum(album.photos for album in albums),
            "facility_total": len({album.facility_slug for album in albums}),
            "more_address": f"{path}?halaman={number + 1}" if has_more else "",
            "start_address": path if number > 1 else "",
            "canonical": addresses.absolute(path if number == 1 else f"{path}?halaman={number}"),
            "other_query": f"halaman={number}" if number > 1 else "",
            "description": description,
            "trail": crumbs[:-1],
            "og": share_of_shop(
                title=gettext("Gallery"), description=description, language=language
            ),
            "structured": [structured.breadcrumbs(crumbs)],
        },
    )


@require_safe
@domain_errors_as_page
def album_page(request: HttpRequest, facility_slug: str, slug: str) -> HttpResponse:
    """One album: its photos, then the goods that can be seen in them."""
    language = language_of()
    album = album_public(facility_slug=facility_slug, slug=slug, language=language)
    ids = tuple(dict.fromkeys(i for shown in album.photos for i in shown.listing_ids))
    crumbs = _crumbs(language, album)
    return render(
        request,
        "shop/album.html",
        {
            "album": album,
            "tiles": grid_of(album.photos),
            "goods": goods_shown(ids, language, GOODS_OF_ALBUM),
            "trail": crumbs[:-1],
            "description": album.intro or album.title,
            "og": _share(album, language),
            "structured": [
                structured.gallery(album, language=language),
                structured.breadcrumbs(crumbs),
            ],
        },
    )


def _photo_at(album: AlbumInfo, position: int) -> PhotoPage:
    """Raises NotFound when the album shows no photo at this position."""
    positions = [shown.position for shown in album.photos]
    if position not in positions:
        raise NotFound
    at = positions.index(position)
    return PhotoPage(
        shown=album.photos[at],
        number=at + 1,
        count=len(positions),
        previous=positions[at - 1] if at else None,
        following=positions[at + 1] if at + 1 < len(positions) else None,
    )


@require_safe
@domain_errors_as_page
def photo_page(request: HttpRequest, facility_slug: str, slug: str, number: int) -> HttpResponse:
    """One photo, large, with its words and the goods in it. A withdrawn one is NotFound.

    number: as it stands in the address, one more than the photo's position.
    """
    language = language_of()
    album = album_public(facility_slug=facility_slug, slug=slug, language=language)
    page = _photo_at(album, number - 1)
    crumbs = _crumbs(language, album)
    return render(
        request,
        "shop/photo.html",
        {
            "album": album,
            "page": page,
            "heading": gettext("Photo %(n)s of %(of)s") % {"n": page.number, "of": page.count},
            "shown": page.shown,
            "goods": goods_shown(page.shown.listing_ids, language, GOODS_OF_PHOTO),
            "trail": crumbs,
            "og": _share(album, language),
            "structured": [structured.breadcrumbs(crumbs)],
        },
    )


def _crumbs(language: str, album: AlbumInfo | None = None) -> list[structured.Crumb]:
    steps = [(gettext("Gallery"), addresses.galleries(language))]
    if album is not None:
        path = addresses.album(album.facility_slug, album.slug, language)
        steps.append((album.title, path))
    return structured.trail(language, *steps)


def _share(album: AlbumInfo, language: str) -> dict[str, str]:
    return share_of_album(
        title=f"{album.title}, {album.facility_name}",
        description=album.intro or album.title,
        facility_slug=album.facility_slug,
        slug=album.slug,
        language=language,
    )
