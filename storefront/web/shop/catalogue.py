"""The catalogue: a list to narrow and the page where small screens choose how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.selectors.facets import facets
from catalog.selectors.listings import PAGE, cards
from catalog.selectors.regions import province_lines
from catalog.types import Card, CatalogQuery, Facets, FacetValue, Sort
from legality.selectors import paper_words
from storefront.web import addresses
from storefront.web.components.facets import Group, groups_html, ticks_html
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page
from storefront.web.formats import rupiah, rupiah_range
from storefront.web.shop.applied import (
    Applied,
    applied_values,
    flag_label,
    promoted,
)
from storefront.web.shop.parameters import (
    FLAGS,
    GROUPS,
    YES,
    Parameters,
    Vocabulary,
    address_query,
    parse,
    without,
)

_RANGES = ((None, 25_000), (25_000, 50_000), (50_000, 200_000), (200_000, None))
_NEAR = 4


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request to the catalogue, read: what it means and what the words are today."""

    language: str
    on: date
    everything: Facets
    words: Vocabulary
    parameters: Parameters

    @property
    def query(self) -> CatalogQuery:
        return self.parameters.query


def _facets(query: CatalogQuery, language: str, on: date) -> Facets:
    return facets(query, language=language, on=on, paper_words=paper_words(language))


def _asked(request: HttpRequest) -> _Asked:
    language, on = language_of(), legal_today()
    everything = _facets(CatalogQuery(), language, on)
    words = Vocabulary.of(everything, province_lines(language, on))
    return _Asked(language, on, everything, words, parse(request.GET, words))


def _counts(asked: _Asked) -> Facets:
    return (
        _facets(asked.query, asked.language, asked.on)
        if asked.query.is_filtered
        else (asked.everything)
    )


def _flag_values(found: Facets) -> list[tuple[str, FacetValue]]:
    return [
        (parameter, FacetValue(YES, flag_label(parameter), getattr(found, flag)))
        for parameter, flag in FLAGS.items()
    ]


def _groups(query: CatalogQuery, found: Facets) -> tuple[list[Group], list[Group]]:
    """Flags as groups of one, and the groups of values."""
    flags = [
        Group(parameter, "", [value], [YES] if getattr(query, FLAGS[parameter]) else [])
        for parameter, value in _flag_values(found)
    ]
    titles = {
        "jenis": _("Kind of goods"),
        "surat": _("Papers"),
        "provinsi": _("Province"),
        "fasilitas": _("Facility"),
    }
    valued = [
        Group(
            parameter, title, getattr(found, GROUPS[parameter]), getattr(query, GROUPS[parameter])
        )
        for parameter, title in titles.items()
    ]
    return flags, valued


def _ranges(query: CatalogQuery, language: str) -> list[dict[str, object]]:
    """The ready price ranges as buttons."""
    found = []
    for low, high in _RANGES:
        bounds = tuple(None if bound is None else Decimal(bound) for bound in (low, high))
        if bounds[0] is None:
            label = _("Up to %(price)s") % {"price": rupiah(Decimal(high or 0), language)}
        elif bounds[1] is None:
            label = _("From %(price)s") % {"price": rupiah(Decimal(low or 0), language)}
        else:
            label = rupiah_range(bounds[0], bounds[1], language)
        is_on = bounds == (query.price_from, query.price_to)
        found.append({"value": f"{low or ''}-{high or ''}", "label": label, "is_on": is_on})
    return found


def _sorts(query: CatalogQuery) -> list[dict[str, object]]:
    labels = {
        Sort.NEWEST: _("Newest"),
        Sort.CHEAPEST: _("Cheapest first"),
        Sort.DEAREST: _("Dearest first"),
    }
    return [
        {"value": sort.value, "label": label, "is_on": sort is query.sort}
        for sort, label in labels.items()
    ]


def _form(asked: _Asked, found: Facets, place: str) -> dict[str, object]:
    """What the form of filters shows, in the list and on its own page."""
    flags, valued = _groups(asked.query, found)
    return {
        "place": place,
        "flags": ticks_html(flags, place, asked.language),
        "groups": groups_html(valued, place, asked.language),
        "ranges": _ranges(asked.query, asked.language),
        "price_from": asked.query.price_from,
        "price_to": asked.query.price_to,
        "sort": asked.query.sort.value,
    }


def _heading(asked: _Asked) -> str:
    """The page's name: of the one kind, province or facility it is about, else the catalogue."""
    query, labels = asked.query, asked.words.labels
    for parameter, group in GROUPS.items():
        values = getattr(query, group)
        if len(values) == 1 and CatalogQuery(**{group: values}, sort=query.sort) == query:
            label = labels[parameter][values[0]]
            if parameter in ("provinsi", "fasilitas"):
                return _("Goods from %(place)s") % {"place": label}
            return label
    return _("Catalogue")


def _promoted_counts(found: Facets) -> dict[tuple[str, str], int]:
    counts = {("surat", value.value): value.count for value in found.papers}
    return counts | {(parameter, ""): getattr(found, flag) for parameter, flag in FLAGS.items()}


@dataclass(frozen=True, slots=True)
class _WayOut:
    """A group of filters to drop. rest: the query without it; total: how many goods that has."""

    group: str
    label: str
    rest: CatalogQuery
    total: int
    address: str


def _ways_out(asked: _Asked, applied: Sequence[Applied]) -> list[_WayOut]:
    """The groups whose removal brings goods back, best first; the kind is given up last."""
    ways = []
    for group in dict.fromkeys(value.group for value in applied):
        rest = without(asked.query, group)
        label = ", ".join(value.label for value in applied if value.group == group)
        total = _facets(rest, asked.language, asked.on).total
        address = addresses.catalog(asked.language, address_query(rest))
        ways.append(_WayOut(group, label, rest, total, address))
    found = [way for way in ways if way.total]
    return sorted(found, key=lambda way: (way.group == "jenis", -way.total))


def _near(asked: _Asked, ways: Sequence[_WayOut]) -> Sequence[Card]:
    """Goods close to what was asked for: of the same kind as long as there are any."""
    kinds = CatalogQuery(kinds=asked.query.kinds)
    kept_kind = [way.rest for way in ways if way.group != "jenis"] + [kinds]
    other = [way.rest for way in ways] + [CatalogQuery()]
    for query in (*(kept_kind if asked.query.kinds else ()), *other):
        found = cards(query, language=asked.language, on=asked.on, limit=_NEAR).cards
        if found:
            return found
    return ()


def _nothing(asked: _Asked, applied: Sequence[Applied]) -> dict[str, object]:
    """What a list without goods offers: the filters to drop, and goods that are near."""
    ways = _ways_out(asked, applied)
    return {"ways": ways, "near": _near(asked, ways)}


def _list(
    asked: _Asked, found: Facets, shown: Sequence[Card], after: str | None
) -> dict[str, object]:
    query, language = asked.query, asked.language
    applied = applied_values(query, asked.words, language)
    here = address_query(query)
    return {
        "heading": _heading(asked),
        "found": found,
        "cards": shown,
        "complaints": asked.parameters.complaints,
        "applied": applied,
        "promoted": promoted(query, _promoted_counts(found), asked.words, language),
        "sorts": _sorts(query),
        "filters_address": addresses.filters(language, here),
        "clear_address": addresses.catalog(language),
        "more_address": addresses.catalog(language, address_query(query, after)) if after else "",
        "start_address": addresses.catalog(language, here) if asked.parameters.after else "",
        "count": PAGE,
        "canonical": addresses.absolute(addresses.catalog(language, asked.parameters.canonical())),
        "other_query": asked.parameters.canonical(),
        "form": _form(asked, found, "s"),
        **({} if shown else _nothing(asked, applied)),
    }


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _elsewhere(request: HttpRequest, asked: _Asked, path: str) -> HttpResponse | None:
    """A redirect to the one way of writing this address; none while the page has to complain.

    htmx is answered at once and told the address instead, as a second round trip is slow on
    weak signals.
    """
    wanted = asked.parameters.canonical()
    is_right = request.META.get("QUERY_STRING", "") == wanted
    if asked.parameters.complaints or is_right or _is_htmx(request):
        return None
    return _varied(HttpResponseRedirect(f"{path}?{wanted}" if wanted else path))


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    return response


def _told(request: HttpRequest, response: HttpResponse, header: str, asked: _Asked) -> HttpResponse:
    """The answer, telling htmx the canonical address when it asked for another way of writing."""
    wanted = asked.parameters.canonical()
    if _is_htmx(request) and request.META.get("QUERY_STRING", "") != wanted:
        response[header] = f"{request.path}?{wanted}" if wanted else request.path
        response["Cache-Control"] = "no-store"
        return _varied(response)
    return response


@require_safe
@domain_errors_as_page
def catalog(request: HttpRequest) -> HttpResponse:
    """The list. Two statements: cards, and counts (kept when nothing is chosen)."""
    asked = _asked(request)
    moved = _elsewhere(request, asked, addresses.catalog(asked.language))
    if moved is not None:
        return moved
    page = cards(
        asked.query, language=asked.language, on=asked.on, after=asked.parameters.after or None
    )
    context = _list(asked, _counts(asked), page.cards, page.after)
    return _told(request, render(request, "shop/catalog.html", context), "HX-Push-Url", asked)


@require_safe
@domain_errors_as_page
def filters(request: HttpRequest) -> HttpResponse:
    """The choices as a page of their own, for small screens."""
    asked = _asked(request)
    moved = _elsewhere(request, asked, addresses.filters(asked.language))
    if moved is not None:
        return moved
    found = _counts(asked)
    here = address_query(asked.query)
    context = {
        "found": found,
        "form": _form(asked, found, "f"),
        "complaints": asked.parameters.complaints,
        "back_address": addresses.catalog(asked.language, here),
        "clear_address": addresses.filters(asked.language),
        "is_filtered": asked.query.is_filtered,
        "canonical": addresses.absolute(addresses.catalog(asked.language)),
        "other_query": here,
    }
    return _told(request, render(request, "shop/filter.html", context), "HX-Replace-Url", asked)
