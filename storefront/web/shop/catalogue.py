"""The catalogue: a list to narrow and the page where small screens choose how.

A search shows the same list at another place: see `list_page`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from catalog.selectors.facets import ranked_that_fit
from catalog.selectors.listings import PAGE, cards
from catalog.types import Card, CatalogQuery, Searched
from storefront.web import addresses
from storefront.web.errors import domain_errors_as_page
from storefront.web.shop.applied import (
    applied_values,
    heading,
    label_of,
    promoted,
)
from storefront.web.shop.asked import Asked, asked_of
from storefront.web.shop.filter_form import form_of, order_hidden, sorts_of, starts_of
from storefront.web.shop.parameters import price_complaint, values_in_force, without

_NEAR = 4
_REMOVERS = 12  # each holds the whole address, which grows with every value


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list stands. address: its path for a language and a query string; more: what its
    template shows beside the list, from what was searched for and the language."""

    template: str
    address: Callable[[str, str], str]
    more: Callable[[Searched, str], Mapping[str, object]] | None = None


CATALOG = Place("shop/catalog.html", addresses.catalog)


@dataclass(frozen=True, slots=True)
class _WayOut:
    """A group of filters to drop. rest: the query without it; total: how many goods that has."""

    group: str
    label: str
    rest: CatalogQuery
    total: int
    address: str


def _ways_out(asked: Asked) -> list[_WayOut]:
    """The groups whose removal brings goods back, best first; the kind is given up last."""
    ways = []
    chosen = values_in_force(asked.query)
    for group in dict.fromkeys(parameter for parameter, _value in chosen):
        values = [value for parameter, value in chosen if parameter == group]
        if any(asked.is_understood(group, value) for value in values):
            continue  # what the words name goes with the words
        rest = without(asked.query, group)
        label = ", ".join(label_of(asked, group, value) for value in values[:3])
        address = asked.address(without(asked.parameters.query, group))
        ways.append(_WayOut(group, label, rest, asked.facets(rest).total, address))
    found = [way for way in ways if way.total]
    return sorted(found, key=lambda way: (way.group == "jenis", -way.total))


def _near(asked: Asked, ways: Sequence[_WayOut]) -> Sequence[Card]:
    """Goods close to what was asked for: of the same kind as long as there are any."""
    kinds = CatalogQuery(kinds=asked.query.kinds)
    kept_kind = [way.rest for way in ways if way.group != "jenis"] + [kinds]
    other = [way.rest for way in ways] + [CatalogQuery()]
    for query in (*(kept_kind if asked.query.kinds else ()), *other):
        if asked.facets(query).total:
            return cards(query, language=asked.language, on=asked.on, limit=_NEAR).cards
    return ()


def _nothing(asked: Asked) -> dict[str, object]:
    """What a list without goods offers: the filters to drop, and goods that are near."""
    ways = _ways_out(asked)
    return {"ways": ways, "near": _near(asked, ways)}


def _complaints(asked: Asked) -> list[str]:
    """Sentences for the top of the page; those of prices also stand at their fields."""
    prices = [price_complaint(value) for value in asked.parameters.wrong_prices.values()]
    return [*asked.parameters.complaints, *prices]


def _applied(asked: Asked) -> dict[str, object]:
    """What narrows the list. Of very many values only the first can be taken away here."""
    count = len(values_in_force(asked.query))
    return {
        "applied": applied_values(asked, _REMOVERS),
        "applied_count": count,
        "applied_rest": max(0, count - _REMOVERS),
        "clear_address": _clear_address(asked),
    }


def _clear_address(asked: Asked) -> str:
    """The list without filters; words that name some are taken as they stand."""
    bare = CatalogQuery(sort=asked.query.sort, near=asked.parameters.query.near)
    says_filters = bool(values_in_force(asked.understood))
    return asked.literal_address(bare) if says_filters else asked.address(bare)


def _list(asked: Asked, shown: Sequence[Card], after: str | None) -> dict[str, object]:
    language, parameters = asked.language, asked.parameters
    canonical = parameters.canonical()
    return {
        "heading": heading(asked),
        "found": asked.found,
        "cards": shown,
        "complaints": _complaints(asked),
        **_applied(asked),
        "promoted": promoted(asked),
        "sorts": sorts_of(asked),
        "starts": starts_of(asked),
        "filters_address": addresses.filters(language, parameters.with_query(parameters.query)),
        "more_address": asked.place(parameters.onwards(after)) if after else "",
        "start_address": asked.address(parameters.query) if parameters.after else "",
        "count": PAGE,
        "canonical": addresses.absolute(asked.place(canonical)),
        "other_query": canonical,
        "list_address": asked.place(""),
        "form": form_of(asked, "s"),
        **({} if shown else _nothing(asked)),
    }


def _searched(asked: Asked, place: Place) -> dict[str, object]:
    """What a search adds to the list."""
    if asked.searched is None:
        return {}
    return {
        "searched": asked.searched,
        "text": asked.parameters.text,
        "is_literal": asked.parameters.is_literal,
        "literal_address": asked.literal_address(asked.written_out),
        **(place.more(asked.searched, asked.language) if place.more else {}),
    }


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _has_complaints(asked: Asked) -> bool:
    return bool(asked.parameters.complaints or asked.parameters.wrong_prices)


def _elsewhere(request: HttpRequest, asked: Asked, path: str) -> HttpResponse | None:
    """A redirect to the one way of writing this address; none while the page has to complain.

    htmx is answered at once and told the address instead, as a second round trip is slow on
    weak signals.
    """
    wanted = asked.parameters.canonical()
    is_right = request.META.get("QUERY_STRING", "") == wanted and request.path == path
    if _has_complaints(asked) or is_right or _is_htmx(request):
        return None
    return _varied(HttpResponseRedirect(f"{path}?{wanted}" if wanted else path))


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    return response


def _told(request: HttpRequest, response: HttpResponse, header: str, asked: Asked) -> HttpResponse:
    """The answer, telling htmx the canonical address when it asked for another way of writing."""
    wanted = asked.parameters.canonical()
    if _is_htmx(request) and request.META.get("QUERY_STRING", "") != wanted:
        response[header] = f"{request.path}?{wanted}" if wanted else request.path
        response["Cache-Control"] = "no-store"
        return _varied(response)
    return response


def list_page(request: HttpRequest, place: Place = CATALOG) -> HttpResponse:
    """A whole list: filters, order, cards, the way to more of them, or out of an empty one.

    Counts come from memory; one statement for the cards, and those of a search.
    """
    asked = asked_of(request)
    moved = _elsewhere(request, asked, asked.place(""))
    if moved is not None:
        return moved
    after = asked.parameters.after or None
    query = ranked_that_fit(asked.query, asked.index)
    page = cards(query, language=asked.language, on=asked.on, after=after)
    context = {**_list(asked, page.cards, page.after), **_searched(asked, place)}
    return _told(request, render(request, place.template, context), "HX-Push-Url", asked)


@require_safe
@domain_errors_as_page
def catalog(request: HttpRequest) -> HttpResponse:
    """The list of all goods."""
    return list_page(request)


@require_safe
@domain_errors_as_page
def filters(request: HttpRequest) -> HttpResponse:
    """The choices as a page of their own, for small screens."""
    asked = asked_of(request)
    moved = _elsewhere(request, asked, addresses.filters(asked.language))
    if moved is not None:
        return moved
    query = asked.parameters.query
    here = asked.parameters.with_query(query)
    bare = CatalogQuery(sort=query.sort, near=query.near)
    context = {
        "found": asked.found,
        "form": form_of(asked, "f"),
        "order": order_hidden(asked),
        "complaints": _complaints(asked),
        "list_address": asked.place(""),
        "back_address": asked.place(here),
        "clear_address": addresses.filters(asked.language, asked.parameters.with_query(bare)),
        "is_filtered": bool(values_in_force(query)),
        "canonical": addresses.absolute(addresses.catalog(asked.language)),
        "other_query": here,
    }
    return _told(request, render(request, "shop/filter.html", context), "HX-Replace-Url", asked)
