"""What narrows a list right now, as words with the address that takes each away."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.types import CatalogQuery
from storefront.web import addresses
from storefront.web.formats import rupiah, rupiah_range
from storefront.web.shop.parameters import (
    FLAGS,
    GROUPS,
    PRICES,
    Vocabulary,
    address_query,
    with_value,
    without,
)


@dataclass(frozen=True, slots=True)
class Applied:
    """A value in force. group: "jenis", "stok" ... or "harga"; address: the list without it."""

    group: str
    value: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Promoted:
    """A filter that stands above the list, to be switched by one touch."""

    label: str
    address: str
    is_on: bool
    count: int


def flag_label(parameter: str) -> str:
    """The word of a flag."""
    return {"stok": _("In stock"), "unggulan": _("Flagship"), "kirim": _("Can be shipped")}[
        parameter
    ]


def price_label(query: CatalogQuery, language: str) -> str:
    """The price bounds in words; empty when there are none."""
    low, high = query.price_from, query.price_to
    if low is not None and high is not None:
        return rupiah_range(low, high, language)
    if low is not None:
        return _("From %(price)s") % {"price": rupiah(low, language)}
    if high is not None:
        return _("Up to %(price)s") % {"price": rupiah(high, language)}
    return ""


def applied_values(query: CatalogQuery, words: Vocabulary, language: str) -> list[Applied]:
    """All values in force, in the order of the address."""

    def one(parameter: str, value: str, label: str) -> Applied:
        rest = address_query(without(query, parameter, value))
        return Applied(parameter, value, label, addresses.catalog(language, rest))

    found = [
        one(parameter, value, words.labels[parameter][value])
        for parameter, group in GROUPS.items()
        for value in getattr(query, group)
    ]
    found += [one(name, "", flag_label(name)) for name in FLAGS if getattr(query, FLAGS[name])]
    if any(getattr(query, name) is not None for name in PRICES.values()):
        found.append(one("harga", "", price_label(query, language)))
    return found


def promoted(
    query: CatalogQuery, counts: dict[tuple[str, str], int], words: Vocabulary, language: str
) -> list[Promoted]:
    """The filters asked for most: two papers, stock, flagship."""
    wanted = [("surat", "halal"), ("surat", "pirt"), ("stok", ""), ("unggulan", "")]
    chips = []
    for parameter, value in wanted:
        if value and value not in words.labels[parameter]:
            continue
        label = words.labels[parameter][value] if value else flag_label(parameter)
        is_on = (
            value in getattr(query, GROUPS[parameter])
            if value
            else bool(getattr(query, FLAGS[parameter]))
        )
        target = without(query, parameter, value) if is_on else with_value(query, parameter, value)
        chips.append(
            Promoted(
                label,
                addresses.catalog(language, address_query(target)),
                is_on,
                counts.get((parameter, value), 0),
            )
        )
    return chips
