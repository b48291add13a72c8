"""How many goods are left of each value that filters know.

A list is counted by sets of all cards at once (`Counting`), what a search found card by card
(`FewCounting`): it is at most some hundred cards, whose counting must not cost the more the more
goods there are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from catalog.saleor_adapter.kinds import kind_rows
from catalog.selectors.facet_index import FacetIndex
from catalog.selectors.facet_places import Places
from catalog.selectors.facet_rows import SEN, Flag
from catalog.types import PRICE_RANGES, CatalogQuery

FLAGS = {
    "in_stock": Flag.IN_STOCK,
    "flagship": Flag.FLAGSHIP,
    "shippable": Flag.SHIPPABLE,
    "made_to_order": Flag.MADE_TO_ORDER,
}


def _kinds(index: FacetIndex, query: CatalogQuery, _places: Places) -> int:
    wanted = set(query.kinds)
    return _union(index.categories.get(row.id, 0) for row in kind_rows() if row.slug in wanted)


def _provinces(index: FacetIndex, query: CatalogQuery, places: Places) -> int:
    return index.of_facilities(places.of_provinces(query.provinces))


def _offices(index: FacetIndex, query: CatalogQuery, places: Places) -> int:
    return index.of_facilities(places.of_offices(query.offices))


def _facilities(index: FacetIndex, query: CatalogQuery, places: Places) -> int:
    return index.of_facilities(places.ids[slug] for slug in query.facilities if slug in places.ids)


def _papers(index: FacetIndex, query: CatalogQuery, _places: Places) -> int:
    return _union(index.papers.get(code, 0) for code in query.papers)


def _union(sets: Any) -> int:
    joined = 0
    for places in sets:
        joined |= places
    return joined


def _between(index: FacetIndex, low: Decimal | None, high: Decimal | None) -> int:
    """Cards whose price lies within bounds, both included."""
    found = index.present if high is None else index.at_most(int(high * SEN))
    return found if low is None else found & ~index.at_most(_below(low))


def _below(low: Decimal) -> int:
    """The largest number of sen under a price."""
    exact = low * SEN
    whole = int(exact)
    return whole - 1 if whole == exact else whole


_GROUPS: dict[str, Callable[[FacetIndex, CatalogQuery, Places], int]] = {
    "kinds": _kinds,
    "provinces": _provinces,
    "offices": _offices,
    "facilities": _facilities,
    "papers": _papers,
}


def fits_of(index: FacetIndex, query: CatalogQuery, places: Places) -> dict[str, int]:
    """The places that fit each group that asks for something; what was found by words is not one
    of them."""
    fits = {
        group: find(index, query, places)
        for group, find in _GROUPS.items()
        if getattr(query, group)
    }
    fits |= {name: index.flags[mark] for name, mark in FLAGS.items() if getattr(query, name)}
    if query.price_from is not None or query.price_to is not None:
        fits["prices"] = _between(index, query.price_from, query.price_to)
    if query.without:
        fits["without"] = ~index.of_listings(query.without)
    if query.only:
        fits["only"] = index.of_listings(query.only)
    return fits


@dataclass(frozen=True)
class Counting:
    """One list being counted. fits: places by group; known: counts by facility, by group."""

    index: FacetIndex
    places: Places
    fits: Mapping[str, int]
    known: dict[str, dict[int, int]] = field(default_factory=dict)

    def left(self, group: str = "") -> int:
        """Places that fit all groups but one, whose own choice does not narrow its counts."""
        found = self.index.present
        for name, fit in self.fits.items():
            if name != group:
                found &= fit
        return found

    @property
    def total(self) -> int:
        """How many goods are left."""
        return self.left().bit_count()

    def of(self, group: str, sets: Mapping[Any, int]) -> dict[Any, int]:
        """How many are left of each value of a group."""
        left = self.left(group)
        return {key: (left & places).bit_count() for key, places in sets.items()}

    def by_facility(self, group: str) -> dict[int, int]:
        """How many are left of each facility that has any."""
        narrowed = group if group in self.fits else ""
        if narrowed not in self.known:
            self.known[narrowed] = self.index.by_facility(self.left(narrowed))
        return self.known[narrowed]

    def by(self, group: str, name: str) -> dict[Any, int]:
        """How many are left by an attribute of the facility's place."""
        return _by(self.by_facility(group), self.places, name)

    def flag(self, name: str) -> int:
        """How many are left with a mark."""
        return (self.left(name) & self.index.flags[FLAGS[name]]).bit_count()

    def prices(self) -> list[int]:
        """How many are left in each ready range."""
        left = self.left("prices")
        return [(left & _between(self.index, *ends)).bit_count() for ends in PRICE_RANGES]


def _by(counts: Mapping[int, int], places: Places, name: str) -> dict[Any, int]:
    found: defaultdict[Any, int] = defaultdict(int)
    for facility_id, count in counts.items():
        if facility_id in places.facilities:
            found[getattr(places.facilities[facility_id], name)] += count
    return found


@dataclass(frozen=True)
class FewCounting:
    """What a search found being counted. spots: places of what it found.

    fits: of the other filters, as in Counting; known: answers by group.
    """

    index: FacetIndex
    places: Places
    fits: Mapping[str, int]
    spots: Sequence[int]
    known: dict[tuple[str, str], Any] = field(default_factory=dict)

    def _once(self, what: str, group: str, count: Callable[[], Any]) -> Any:
        """Groups without a choice of their own all count the same cards."""
        key = what, group if group in self.fits else ""
        if key not in self.known:
            self.known[key] = count()
        return self.known[key]

    def _left(self, group: str) -> Sequence[int]:
        """The spots that fit all groups but one."""
        others = [fit for name, fit in self.fits.items() if name != group]
        return self.index.spots_at(self.spots, others)

    def left(self, group: str = "") -> Sequence[int]:
        """As of Counting, but the places one by one."""
        found: Sequence[int] = self._once("left", group, lambda: self._left(group))
        return found

    @property
    def total(self) -> int:
        """How many goods are left."""
        return len(self.left())

    def of(self, group: str, sets: Mapping[Any, int]) -> dict[Any, int]:
        """How many are left of each value of a group."""
        return {key: self._values(group)[key] for key in sets}

    def _values(self, group: str) -> Counter[Any]:
        if group == "kinds":
            counts = self._once("kinds", group, lambda: self.index.categories_at(self.left(group)))
        else:
            counts = self._once("marks", group, lambda: self.index.marks_at(self.left(group)))
        found: Counter[Any] = counts
        return found

    def by_facility(self, group: str) -> Mapping[int, int]:
        """How many are left of each facility that has any."""
        found: Mapping[int, int] = self._once(
            "facilities", group, lambda: self.index.facilities_at(self.left(group))
        )
        return found

    def by(self, group: str, name: str) -> dict[Any, int]:
        """How many are left by an attribute of the facility's place."""
        return _by(self.by_facility(group), self.places, name)

    def flag(self, name: str) -> int:
        """How many are left with a mark."""
        return self._values(name)[FLAGS[name]]

    def prices(self) -> list[int]:
        """How many are left in each ready range."""
        prices = sorted(self.index.prices_at(self.left("prices")))
        return [_in_range(prices, *ends) for ends in PRICE_RANGES]


def _in_range(prices: Sequence[int], low: Decimal | None, high: Decimal | None) -> int:
    """How many of sorted prices in sen lie within bounds, both included."""
    below = 0 if low is None else bisect_right(prices, _below(low))
    return (len(prices) if high is None else bisect_right(prices, int(high * SEN))) - below


def counting_of(index: FacetIndex, places: Places, query: CatalogQuery) -> Counting | FewCounting:
    """How to count what a query leaves."""
    if query.ranked is None:
        return Counting(index, places, fits_of(index, query, places))
    spots = index.spots_of(listing_id for listing_id, _score in query.ranked)
    return FewCounting(index, places, fits_of(index, query, places), spots)
