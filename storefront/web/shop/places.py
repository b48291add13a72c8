"""Where goods are made: the list of facilities, and each one's page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import groupby
from urllib.parse import quote_plus, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.selectors.facilities import facilities_public, facility_public, flagship_ids
from catalog.selectors.listings import cards
from catalog.selectors.regions import province_public
from catalog.shown import FacilityInfo, FacilityLine, OpenHours
from catalog.types import Card, CatalogQuery
from galleries.selectors import album_public, albums_public
from galleries.types import AlbumInfo, AlbumLine, AlbumPhotoInfo
from legality.selectors import papers_of_facility
from storefront.web import addresses, contacts, structured
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page
from storefront.web.formats import weekday
from storefront.web.shop.delivery_terms import terms_lines
from storefront.web.shop.share import share_of_facility, share_of_shop

KINDS = {
    "lapas": "Lapas",
    "lapas_narkotika": "Lapas Narkotika",
    "lapas_perempuan": "Lapas Perempuan",
    "lapas_terbuka": "Lapas Terbuka",
    "rutan": "Rutan",
    "lpka": "LPKA",
    "bapas": "Bapas",
}
GOODS_FETCHED, GOODS_SHOWN = 24, 12
PAPERS_SHOWN, PAPERS_LISTED = 6, 24  # a large facility holds thousands, most of one thing each
MOST_LISTED = 200  # about 20 KB of page; with more, the list is one of provinces
PHOTO_ROW = 3
NEIGHBOUR_GOODS = 4
_LONGEST_SEARCH, _NEAR_NAMES = 80, 3
# What people type for a word of the names.
_SAME_WORDS = {"lp": "lapas", "klas": "kelas", "lembaga": "", "pemasyarakatan": ""}
_MAP = "https://www.openstreetmap.org/search?query="


@dataclass(frozen=True)
class ProvinceGroup:
    """Facilities of one province. goods: how many public goods they have together."""

    name: str
    slug: str
    facilities: list[FacilityLine]
    goods: int


@dataclass(frozen=True)
class KindChoice:
    """A kind of facility to narrow the list by; no code means all."""

    label: str
    count: int
    address: str
    is_on: bool


@dataclass(frozen=True)
class HoursLine:
    """Days with the same hours, as "Senin–Kamis"."""

    days: str
    opens: str
    closes: str


# --- The list of facilities


def _words(text: str) -> list[str]:
    """The words of a name as they are compared."""
    bare = re.sub(r"[^a-z0-9]+", " ", text.casefold()).split()
    return [same for word in bare if (same := _SAME_WORDS.get(word, word))]


def _names(line: FacilityLine) -> str:
    every = (line.short_name, line.official_name, *line.aliases, KINDS.get(line.kind, ""))
    return " ".join(_words(" ".join((*every, line.regency_name, line.province_name))))


def facilities_matching(lines: Iterable[FacilityLine], search: str) -> list[FacilityLine]:
    """Those in whose names, aliases or places every word of the search occurs."""
    words = _words(search)
    return [line for line in lines if all(word in _names(line) for word in words)]


def near_names(lines: Iterable[FacilityLine], search: str) -> list[FacilityLine]:
    """Facilities whose name is nearly what was typed, at most three."""
    known: dict[str, FacilityLine] = {}
    for line in lines:
        for name in (line.short_name, *line.aliases):
            known.setdefault(" ".join(_words(name)), line)
    found = get_close_matches(" ".join(_words(search)), list(known), n=6, cutoff=0.6)
    return list(dict.fromkeys(known[name] for name in found))[:_NEAR_NAMES]


def by_province(lines: Iterable[FacilityLine]) -> list[ProvinceGroup]:
    """Facilities grouped by province, in the order given; within it by kind, then name."""
    order = list(KINDS)
    groups = []
    for (slug, name), members in groupby(
        lines, lambda line: (line.province_slug, line.province_name)
    ):
        found = sorted(members, key=lambda line: (order.index(line.kind), line.short_name))
        groups.append(ProvinceGroup(name, slug, found, sum(line.goods for line in found)))
    return groups


def _kind_choices(
    lines: Sequence[FacilityLine], kind: str, search: str, language: str
) -> list[KindChoice]:
    path = addresses.facilities(language)

    def choice(code: str, label: str, count: int) -> KindChoice:
        query = urlencode([(k, v) for k, v in (("cari", search), ("jenis", code)) if v])
        return KindChoice(label, count, f"{path}?{query}" if query else path, code == kind)

    found = [choice("", gettext("All"), len(lines))]
    for code, label in KINDS.items():
        count = sum(line.kind == code for line in lines)
        if count:
            found.append(choice(code, label, count))
    return found


@require_safe
@domain_errors_as_page
def facility_list(request: HttpRequest) -> HttpResponse:
    """All facilities by province, narrowed by a name (`cari`) and a kind (`jenis`)."""
    language = language_of()
    search = request.GET.get("cari", "").strip()[:_LONGEST_SEARCH]
    kind = request.GET.get("jenis", "")
    kind = kind if kind in KINDS else ""
    every = facilities_public(language=language, on=legal_today())
    matching = facilities_matching(every, search)
    shown = [line for line in matching if not kind or line.kind == kind]
    crumbs = structured.trail(language, (gettext("Lapas & Rutan"), addresses.facilities(language)))
    description = gettext("Facilities that make goods, by province, with what each is good at.")
    query = urlencode([(k, v) for k, v in (("cari", search), ("jenis", kind)) if v])
    return render(
        request,
        "shop/facility_list.html",
        {
            "groups": by_province(shown),
            "is_long": len(shown) > MOST_LISTED,
            "shown_total": len(shown),
            "search": search,
            "kind": kind,
            "kinds": _kind_choices(matching, kind, search, language),
            "near": [] if shown else near_names(every, search),
            "canonical": addresses.absolute(addresses.facilities(language)),
            "other_query": query,
            "description": description,
            "trail": crumbs[:-1],
            "og": share_of_shop(
                title=gettext("Lapas & Rutan"), description=description, language=language
            ),
            "structured": [structured.breadcrumbs(crumbs)],
        },
    )


# --- One facility


def hours_lines(spans: Sequence[OpenHours], language: str) -> list[HoursLine]:
    """Opening hours with neighbouring days of the same hours joined."""
    runs: list[tuple[list[OpenHours], list[OpenHours]]] = []
    for _day, members in groupby(spans, lambda span: span.weekday):
        day = list(members)
        first, last = runs[-1] if runs else (day, day)
        if runs and last[0].weekday + 1 == day[0].weekday and _times(last) == _times(day):
            runs[-1] = (first, day)
        else:
            runs.append((day, day))
    return [
        HoursLine(_days(first[0], last[0], language), span.opens, span.closes)
        for first, last in runs
        for span in first
    ]


def _times(day: Sequence[OpenHours]) -> list[tuple[str, str]]:
    return [(span.opens, span.closes) for span in day]


def _days(first: OpenHours, last: OpenHours, language: str) -> str:
    name = weekday(first.weekday, language)
    return name if first == last else f"{name}–{weekday(last.weekday, language)}"


def _goods_of(info: FacilityInfo, language: str) -> list[Card]:
    """The facility's goods, flagships first. One statement, two where there are many goods."""
    own = CatalogQuery(facilities=(info.slug,))
    on = legal_today()
    found = cards(own, language=language, on=on, limit=GOODS_FETCHED).cards
    if info.goods > GOODS_FETCHED:
        ids = flagship_ids(facility_id=info.id, on=on)
        forward = replace(own, flagship=True, only=ids)
        flagships = cards(forward, language=language, on=on, limit=2).cards if ids else []
        found = [*flagships, *(card for card in found if card not in flagships)]
    return sorted(found, key=lambda card: not card.is_flagship)[:GOODS_SHOWN]


def _message_url(info: FacilityInfo, language: str) -> str:
    return contacts.message_url(
        whatsapp=info.whatsapp,
        to=info.short_name,
        lines=(gettext("Hello, I would like to ask about your goods."),),
        language=language,
    )


def _newest(albums: Sequence[AlbumLine], language: str) -> AlbumInfo | None:
    if not albums:
        return None
    first = albums[0]
    return album_public(facility_slug=first.facility_slug, slug=first.slug, language=language)


def _whole_rows(album: AlbumInfo | None) -> tuple[AlbumPhotoInfo, ...]:
    """An album's photos after the first, which stands at the page's head: two rows, one or less."""
    photos = album.photos[1:] if album else ()
    for count in (2 * PHOTO_ROW, PHOTO_ROW):
        if len(photos) >= count:
            return photos[:count]
    return photos


@dataclass(frozen=True)
class Neighbours:
    """What a facility without goods shows instead: others of its province. goods: how many."""

    goods: int
    cards: list[Card]


def _neighbours(info: FacilityInfo, language: str) -> Neighbours | None:
    """Nothing where the facility has goods itself. Two statements."""
    if info.goods:
        return None
    on = legal_today()
    province = province_public(slug=info.province_slug, language=language, on=on)
    query = CatalogQuery(provinces=(info.province_slug,))
    found = cards(query, language=language, on=on, limit=NEIGHBOUR_GOODS).cards
    return Neighbours(province.goods, found)


@require_safe
@domain_errors_as_page
def facility_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One facility: goods, gallery, workshops, papers, when and where to pick up, its story."""
    language = language_of()
    info = facility_public(slug=slug, language=language, on=legal_today())
    held = papers_of_facility(
        facility_id=info.id, language=language, on=legal_today(), limit=PAPERS_LISTED + 1
    )
    papers = held[:PAPERS_LISTED]
    albums = albums_public(language=language, facility_slug=slug)
    album = _newest(albums, language)
    crumbs = structured.trail(
        language,
        (gettext("Lapas & Rutan"), addresses.facilities(language)),
        (info.short_name, addresses.facility(slug, language)),
    )
    return render(
        request,
        "shop/facility.html",
        {
            "facility": info,
            "kind_label": KINDS.get(info.kind, ""),
            "goods": _goods_of(info, language),
            "neighbours": _neighbours(info, language),
            "album": album,
            "photos": _whole_rows(album),
            "albums": albums[1:],
            "papers": papers[:PAPERS_SHOWN],
            "more_papers": papers[PAPERS_SHOWN:],
            "has_further_papers": len(held) > PAPERS_LISTED,
            "hours": hours_lines(info.hours, language),
            "deliveries": terms_lines(info.id, language),
            "message_url": _message_url(info, language),
            "map_url": _MAP + quote_plus(f"{info.official_name}, {info.regency_name}"),
            "description": _description(info),
            "trail": crumbs[:-1],
            "og": share_of_facility(
                title=info.official_name,
                description=_description(info),
                slug=slug,
                language=language,
            ),
            "structured": [
                structured.facility(info, papers=papers, language=language),
                structured.breadcrumbs(crumbs),
            ],
        },
    )


def _description(info: FacilityInfo) -> str:
    place = f"{info.short_name}, {info.province_name}."
    return f"{info.craft_line}. {place}" if info.craft_line else place
