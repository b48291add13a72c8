"""What a catalogue address asks for, read in one place, and written back in one order.

Values that mean nothing are left out and said on the page; nothing here raises for what a visitor
can type. Whether a cursor fits is for the selector to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.types import CatalogQuery, Facets, ProvinceLine, Sort

# Parameter of the address and field of the query, in the order of the canonical address.
GROUPS = {"jenis": "kinds", "provinsi": "provinces", "fasilitas": "facilities", "surat": "papers"}
FLAGS = {"stok": "in_stock", "unggulan": "flagship", "kirim": "shippable"}
PRICES = {"harga-dari": "price_from", "harga-sampai": "price_to"}
YES = "ya"
RANGE, SORT, AFTER = "kisaran", "urut", "setelah"
_PRICE = re.compile(r"(?:Rp)?\s*(\d{1,3}(?:[.,\s]\d{3})+|\d{1,12})", re.IGNORECASE)
_SORTS = frozenset(sort.value for sort in Sort)
_Bounds = tuple[Decimal | None, Decimal | None]
_SAID = 40  # letters of an unknown value that a page repeats


@dataclass(frozen=True)
class Vocabulary:
    """Values that the catalogue knows today, with their labels, by parameter."""

    labels: Mapping[str, Mapping[str, str]]
    without_goods: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, everything: Facets, provinces: Iterable[ProvinceLine] = ()) -> Vocabulary:
        """From the facets of the unfiltered catalogue: values that nothing has are unknown.

        without_goods: names of provinces by slug, for those that have none today.
        """
        return cls(
            {
                parameter: {value.value: value.label for value in getattr(everything, group)}
                for parameter, group in GROUPS.items()
            },
            {line.slug: line.name for line in provinces if not line.goods},
        )


@dataclass(frozen=True)
class Parameters:
    """A read address. after: the cursor as it came; complaints: sentences for the page."""

    query: CatalogQuery
    after: str
    complaints: tuple[str, ...]

    def canonical(self) -> str:
        """The query string that this address should have."""
        return address_query(self.query, self.after)


def address_query(query: CatalogQuery, after: str = "") -> str:
    """A query as it stands in an address: fixed order of groups, values sorted, nothing idle."""
    pairs = [
        (parameter, value)
        for parameter, group in GROUPS.items()
        for value in sorted(getattr(query, group))
    ]
    pairs += [(parameter, YES) for parameter, flag in FLAGS.items() if getattr(query, flag)]
    pairs += [
        (parameter, f"{price:f}")
        for parameter, name in PRICES.items()
        if (price := getattr(query, name)) is not None
    ]
    if query.sort is not Sort.NEWEST:
        pairs.append((SORT, query.sort.value))
    if after:
        pairs.append((AFTER, after))
    return urlencode(pairs)


def parse(given: QueryDict, vocabulary: Vocabulary) -> Parameters:
    """Read an address. Unknown parameters are ignored, as trackers add them."""
    reader = _Reader(given, vocabulary)
    low, high = reader.prices()
    query = CatalogQuery(
        kinds=reader.values("jenis"),
        provinces=reader.values("provinsi"),
        facilities=reader.values("fasilitas"),
        papers=reader.values("surat"),
        in_stock=reader.flag("stok"),
        flagship=reader.flag("unggulan"),
        shippable=reader.flag("kirim"),
        price_from=low,
        price_to=high,
        sort=reader.sort(),
    )
    return Parameters(query, given.get(AFTER, ""), tuple(reader.complaints))


class _Reader:
    """Reads one address and collects what it had to leave out."""

    def __init__(self, given: QueryDict, vocabulary: Vocabulary) -> None:
        self._given = given
        self._labels = vocabulary.labels
        self._without_goods = vocabulary.without_goods
        self.complaints: list[str] = []

    def _leave_out(self, values: Iterable[str]) -> None:
        for value in values:
            said = value if len(value) <= _SAID else value[:_SAID] + "…"
            self.complaints.append(
                _("“%(value)s” is not something this list knows, so it is left out.")
                % {"value": said}
            )

    def values(self, parameter: str) -> tuple[str, ...]:
        asked = {value for value in self._given.getlist(parameter) if value}
        known = self._labels[parameter]
        unknown = sorted(asked - known.keys())[:3]
        empty = self._without_goods if parameter == "provinsi" else {}
        self.complaints += [
            _("There are no goods from %(place)s yet, so goods from other places are shown.")
            % {"place": empty[value]}
            for value in unknown
            if value in empty
        ]
        self._leave_out(value for value in unknown if value not in empty)
        return tuple(sorted(asked & known.keys()))

    def flag(self, parameter: str) -> bool:
        value = self._given.get(parameter, "")
        if value and value != YES:
            self._leave_out([value])
        return value == YES

    def sort(self) -> Sort:
        value = self._given.get(SORT, "")
        if value in _SORTS:
            return Sort(value)
        if value:
            self._leave_out([value])
        return Sort.NEWEST

    def prices(self) -> _Bounds:
        low, high = self._range() or (self._price("harga-dari"), self._price("harga-sampai"))
        if low is not None and high is not None and low > high:
            self.complaints.append(
                _("The lowest price was above the highest, so the two changed places.")
            )
            low, high = high, low
        return low, high

    def _range(self) -> _Bounds | None:
        """A ready range, "25000-50000" with either side open, as the buttons send it."""
        value = self._given.get(RANGE, "")
        if not value:
            return None
        found = re.fullmatch(r"(\d{0,12})-(\d{0,12})", value)
        if found is None:
            self._leave_out([value])
            return None
        low, high = found.groups()
        return (Decimal(low) if low else None, Decimal(high) if high else None)

    def _price(self, parameter: str) -> Decimal | None:
        """A price as people type it: 15000, 15.000, Rp15.000. Zero and nothing mean no bound."""
        value = self._given.get(parameter, "").strip()
        if not value:
            return None
        found = _PRICE.fullmatch(value)
        if found is None:
            self.complaints.append(
                _("“%(value)s” is not a price. Write whole rupiah, for example 15000.")
                % {"value": value[:_SAID]}
            )
            return None
        amount = Decimal(re.sub(r"[.,\s]", "", found.group(1)))
        return amount or None


def _changed(query: CatalogQuery, name: str, value: object) -> CatalogQuery:
    changes: dict[str, Any] = {name: value}
    return replace(query, **changes)


def without(query: CatalogQuery, parameter: str, value: str = "") -> CatalogQuery:
    """The query without one value of a group (or the whole group), a flag, or the price."""
    if parameter in GROUPS:
        group = GROUPS[parameter]
        kept = tuple(v for v in getattr(query, group) if value and v != value)
        return _changed(query, group, kept)
    if parameter in FLAGS:
        return _changed(query, FLAGS[parameter], False)
    return replace(query, price_from=None, price_to=None)


def with_value(query: CatalogQuery, parameter: str, value: str) -> CatalogQuery:
    """The query with one more value of a group, or a flag set."""
    if parameter in GROUPS:
        group = GROUPS[parameter]
        return _changed(query, group, (*getattr(query, group), value))
    return _changed(query, FLAGS[parameter], True)
