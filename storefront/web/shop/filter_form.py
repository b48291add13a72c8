"""The form of filters and the choice of an order, in the list and on the page for small screens."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.types import PRICE_RANGES, FacetValue, Sort
from storefront.web.components.facets import Group, groups_html, ticks_html
from storefront.web.formats import number
from storefront.web.shop.applied import flag_label, price_label
from storefront.web.shop.asked import FROM_WORDS, Asked
from storefront.web.shop.parameters import (
    FLAGS,
    GROUPS,
    LITERAL,
    NEAR,
    PRICES,
    SORT,
    TEXT,
    YES,
    default_sort,
    price_complaint,
)


def _flags(asked: Asked) -> list[Group]:
    """Flags as groups of one value."""
    return [
        Group(
            parameter,
            "",
            [FacetValue(YES, flag_label(parameter), getattr(asked.found, flag))],
            [YES] if getattr(asked.query, flag) else [],
            [YES] if asked.is_understood(parameter) else [],
        )
        for parameter, flag in FLAGS.items()
    ]


def _groups(asked: Asked) -> list[Group]:
    titles = {
        "jenis": _("Kind of goods"),
        "surat": _("Papers"),
        "provinsi": _("Province"),
        "kantor": _("Regional office"),
        "fasilitas": _("Facility"),
    }
    return [
        Group(
            parameter,
            title,
            getattr(asked.found, GROUPS[parameter]),
            getattr(asked.query, GROUPS[parameter]),
            getattr(asked.understood, GROUPS[parameter]),
        )
        for parameter, title in titles.items()
    ]


def _ranges(asked: Asked) -> list[dict[str, object]]:
    """The ready price ranges as buttons; the pressed one takes the price away."""
    query = asked.query
    found = []
    for (low, high), count in zip(PRICE_RANGES, asked.found.prices, strict=True):
        is_on = (low, high) == (query.price_from, query.price_to)
        bounds = type(query)(price_from=low, price_to=high)
        found.append(
            {
                "value": "-" if is_on else f"{low or ''}-{high or ''}",
                "label": price_label(bounds, asked.language),
                "count": number(count, asked.language),
                "is_on": is_on,
                "is_none": not count and not is_on,
            }
        )
    return found


def _prices(asked: Asked, place: str) -> list[dict[str, object]]:
    """The two fields: what was typed stays in them, with what is wrong beside it."""
    labels = {"harga-dari": _("from"), "harga-sampai": _("up to")}
    wrong = asked.parameters.wrong_prices
    fields: list[dict[str, object]] = []
    for parameter, name in PRICES.items():
        amount: Decimal | None = getattr(asked.query, name)
        typed = wrong.get(parameter, "")
        fields.append(
            {
                "name": parameter,
                "id": f"{place}-{parameter}",
                "label": labels[parameter],
                "value": typed or ("" if amount is None else f"{amount:f}"),
                "complaint": price_complaint(typed) if typed else "",
            }
        )
    return fields


def form_of(asked: Asked, place: str) -> dict[str, object]:
    """What the form shows. place: prefix of its ids."""
    parameters = asked.parameters
    hidden = [(TEXT, parameters.text), (LITERAL, YES if parameters.is_literal else "")]
    hidden += [(FROM_WORDS, mark) for mark in asked.marks_of_words]
    return {
        "place": place,
        "flags": ticks_html(_flags(asked), place, asked.language),
        "groups": groups_html(_groups(asked), place, asked.language),
        "ranges": _ranges(asked),
        "prices": _prices(asked, place),
        "hidden": [(name, value) for name, value in hidden if value],
    }


def order_hidden(asked: Asked) -> list[tuple[str, str]]:
    """The order as hidden fields, for the form that has no choice of it."""
    query = asked.parameters.query
    chosen = []
    if query.sort is not default_sort(asked.parameters.text):
        chosen.append((SORT, query.sort.value))
    if query.sort is Sort.NEAREST and query.near:
        chosen.append((NEAR, query.near))
    return chosen


def sorts_of(asked: Asked) -> list[dict[str, object]]:
    """Orders to choose from; the best match only where something was searched for."""
    labels = {
        Sort.BEST: _("Best match"),
        Sort.NEWEST: _("Newest"),
        Sort.CHEAPEST: _("Cheapest first"),
        Sort.DEAREST: _("Dearest first"),
        Sort.NEAREST: _("Nearest"),
    }
    return [
        {"value": sort.value, "label": label, "is_on": sort is asked.query.sort}
        for sort, label in labels.items()
        if sort is not Sort.BEST or asked.parameters.text
    ]


def starts_of(asked: Asked) -> dict[str, Any]:
    """Where "Terdekat" starts: provinces, and the kab/kota of the chosen one; empty for other
    orders."""
    near = asked.query.near
    if asked.query.sort is not Sort.NEAREST:
        return {}
    names = asked.words.starts
    inside = [code for code in names if near and len(code) > len(near[:2]) and code[:2] == near[:2]]
    provinces = [(code, name) for code, name in names.items() if len(code) == len("72")]
    return {
        "is_missing": not near,
        "provinces": [_choice(code, name, near[:2]) for code, name in _sorted(provinces)],
        "regencies": [_choice(c, n, near) for c, n in _sorted((c, names[c]) for c in inside)],
        "code": near[:2],
    }


def _sorted(places: Any) -> list[tuple[str, str]]:
    return sorted(places, key=lambda place: place[1])


def _choice(code: str, name: str, chosen: str) -> dict[str, object]:
    return {"value": code, "label": name, "is_on": code == chosen}
