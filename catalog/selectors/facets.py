"""By what a list can be narrowed further, and how much each choice would leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from catalog.saleor_adapter.kinds import kind_rows
from catalog.selectors.facet_index import FacetIndex, index_now
from catalog.selectors.facet_places import Places, places_now, places_read
from catalog.selectors.facet_rows import SEN, Flag
from catalog.types import PRICE_RANGES, CatalogQuery, Facets, FacetValue, Sort

_FLAGS = {
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


def _fits(index: FacetIndex, query: CatalogQuery, places: Places) -> dict[str, int]:
    """The places that fit each group that asks for something."""
    fits = {
        group: find(index, query, places)
        for group, find in _GROUPS.items()
        if getattr(query, group)
    }
    fits |= {name: index.flags[mark] for name, mark in _FLAGS.items() if getattr(query, name)}
    if query.price_from is not None or query.price_to is not None:
        fits["prices"] = _between(index, query.price_from, query.price_to)
    if query.ranked is not None:
        fits["ranked"] = index.of_listings([listing_id for listing_id, _score in query.ranked])
    if query.without:
        fits["without"] = ~index.of_listings(query.without)
    if query.only:
        fits["only"] = index.of_listings(query.only)
    return fits


def ranked_that_fit(query: CatalogQuery, index: FacetIndex) -> CatalogQuery:
    """The query with only those of its ranked listings that its filters leave, so that a page of
    the best need not ask the database for the others."""
    if query.ranked is None:
        return query
    fits = _fits(index, replace(query, ranked=None), _places_of(index))
    if not fits:
        return query
    left = _Counting(index, _places_of(index), fits).left()
    fitting = index.among(left, [listing_id for listing_id, _score in query.ranked])
    return replace(query, ranked=tuple(one for one in query.ranked if one[0] in fitting))


@dataclass(frozen=True, slots=True)
class Fitting:
    """The public goods that fit filters, without a statement of their own."""

    index: FacetIndex
    places: int

    @property
    def count(self) -> int:
        """How many there are."""
        return self.places.bit_count()

    def listings(self) -> list[int]:
        """All of them."""
        return self.index.listings_at(self.places)

    def among(self, listing_ids: Iterable[int]) -> set[int]:
        """Those of some listings that fit."""
        return self.index.among(self.places, listing_ids)


def fitting(query: CatalogQuery, *, on: date) -> Fitting:
    """What fits the filters of a query, as the lists count it."""
    index = index_now(on)
    places = _places_of(index)
    return Fitting(index, _Counting(index, places, _fits(index, query, places)).left())


@dataclass(frozen=True)
class _Counting:
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
        counts: defaultdict[Any, int] = defaultdict(int)
        for facility_id, count in self.by_facility(group).items():
            if facility_id in self.places.facilities:
                counts[getattr(self.places.facilities[facility_id], name)] += count
        return counts

    def flag(self, name: str) -> int:
        """How many are left with a mark."""
        return (self.left(name) & self.index.flags[_FLAGS[name]]).bit_count()

    def prices(self) -> list[int]:
        """How many are left in each ready range."""
        left = self.left("prices")
        return [(left & _between(self.index, *ends)).bit_count() for ends in PRICE_RANGES]


def _by_count(values: list[FacetValue]) -> list[FacetValue]:
    return sorted(values, key=lambda value: (-value.count, value.label))


def facets(
    query: CatalogQuery,
    *,
    language: str,
    on: date,
    paper_words: Mapping[str, str] | None = None,
    index: FacetIndex | None = None,
) -> Facets:
    """Exact counts of every value, the largest first; values that nothing public has are left out.

    paper_words: a paper's word by its kind's code, given by who knows legality; the code where
    it is missing. index: the cards to count, the present ones when not given. The cards may be a
    second old, names of places five; no statement when both are kept.
    """
    index = index or index_now(on)
    words = paper_words or {}
    query = replace(query, sort=Sort.NEWEST, near="")
    if query.is_filtered:
        return _counted(query, index, _places_of(index), language, words)
    return _everything(index, language, words)


def _everything(index: FacetIndex, language: str, words: Mapping[str, str]) -> Facets:
    """Counts without any choice, kept with the index as long as names stay the same."""
    places, kinds = _places_of(index), kind_rows()
    known = index.kept.get((language, *words.items()))
    if known is None or known[0] is not places or known[1] is not kinds:
        found = _counted(CatalogQuery(), index, places, language, words)
        index.kept[(language, *words.items())] = known = (places, kinds, found)
    answer: Facets = known[2]
    return answer


def _places_of(index: FacetIndex) -> Places:
    """Names of places, read anew when goods of an unknown facility appeared."""
    places = places_now()
    return places if index.facility_ids <= places.facilities.keys() else places_read()


def _counted(
    query: CatalogQuery,
    index: FacetIndex,
    places: Places,
    language: str,
    words: Mapping[str, str],
) -> Facets:
    counting = _Counting(index, places, _fits(index, query, places))
    left = counting.left()
    return Facets(
        total=left.bit_count(),
        facility_total=len(counting.by_facility("")),
        kinds=_kind_values(counting, language),
        provinces=_province_values(counting, language),
        offices=_office_values(counting, language),
        facilities=_facility_values(counting),
        papers=_by_count(
            [
                FacetValue(code, words.get(code, code), count)
                for code, count in counting.of("papers", _held(index.papers)).items()
            ]
        ),
        prices=counting.prices(),
        **{name: counting.flag(name) for name in _FLAGS},
    )


def _held(sets: Mapping[Any, int]) -> dict[Any, int]:
    """Without values that nothing public has any more."""
    return {key: places for key, places in sets.items() if places}


def _kind_values(counting: _Counting, language: str) -> list[FacetValue]:
    counts = counting.of("kinds", _held(counting.index.categories))
    return _by_count(
        [
            FacetValue(row.slug, row.name if language == "id" else row.name_en, counts[row.id])
            for row in kind_rows()
            if row.id in counts
        ]
    )


def _facility_values(counting: _Counting) -> list[FacetValue]:
    counts = counting.by_facility("facilities")
    left_out = _without_any(counting.index, counting.places)
    facilities = counting.places.facilities
    some = [
        FacetValue(facilities[key].slug, facilities[key].name, count)
        for key, count in counts.items()
        if key in left_out
    ]
    return _by_count(some) + [value for key, value in left_out.items() if key not in counts]


def _without_any(index: FacetIndex, places: Places) -> Mapping[int, FacetValue]:
    """Facilities with public goods, of which none is left, in the order of their names. There are
    hundreds, and a search leaves goods of few, so they are made once."""
    known = index.kept.get("facilities without any")
    if known is None or known[0] is not places:
        held = [places.facilities[key] for key in index.facility_ids if key in places.facilities]
        held.sort(key=lambda at: at.name)
        known = (places, {at.id: FacetValue(at.slug, at.name, 0) for at in held})
        index.kept["facilities without any"] = known
    found: Mapping[int, FacetValue] = known[1]
    return found


def _province_values(counting: _Counting, language: str) -> list[FacetValue]:
    counts = counting.by("provinces", "province_code")
    held = _held_places(counting, "province_code")
    return _by_count(
        [
            FacetValue(row.slug, row.name if language == "id" else row.name_en, counts[row.code])
            for row in counting.places.provinces.values()
            if row.code in held
        ]
    )


def _office_values(counting: _Counting, language: str) -> list[FacetValue]:
    counts = counting.by("offices", "office_id")
    held = _held_places(counting, "office_id")
    return _by_count(
        [
            FacetValue(row.slug, row.name if language == "id" else row.name_en, counts[row.id])
            for row in counting.places.offices.values()
            if row.id in held
        ]
    )


def _held_places(counting: _Counting, name: str) -> set[Any]:
    """The values of an attribute that facilities with public goods have."""
    index, facilities = counting.index, counting.places.facilities
    known = index.kept.get(("held", name))
    if known is None or known[0] is not facilities:
        held = {getattr(facilities[key], name) for key in index.facility_ids if key in facilities}
        index.kept["held", name] = known = (facilities, held)
    found: set[Any] = known[1]
    return found
