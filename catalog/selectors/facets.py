"""By what a list can be narrowed further, and how much each choice would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalog.saleor_adapter.kinds import kind_rows
from catalog.selectors.facet_counting import FLAGS, Counting, FewCounting, counting_of, fits_of
from catalog.selectors.facet_index import FacetIndex, index_now
from catalog.selectors.facet_places import Places, places_now, places_read
from catalog.types import CatalogQuery, Facets, FacetValue, Sort


def ranked_that_fit(query: CatalogQuery, index: FacetIndex) -> CatalogQuery:
    """The query with only those of its ranked listings that its filters leave, so that a page of
    the best need not ask the database for the others."""
    if query.ranked is None:
        return query
    fits = fits_of(index, query, _places_of(index))
    if not fits:
        return query
    left = Counting(index, _places_of(index), fits).left()
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
    return Fitting(index, Counting(index, places, fits_of(index, query, places)).left())


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
    counting = counting_of(index, places, query)
    return Facets(
        total=counting.total,
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
        **{name: counting.flag(name) for name in FLAGS},
    )


def _held(sets: Mapping[Any, int]) -> dict[Any, int]:
    """Without values that nothing public has any more."""
    return {key: places for key, places in sets.items() if places}


def _kind_values(counting: Counting | FewCounting, language: str) -> list[FacetValue]:
    counts = counting.of("kinds", _held(counting.index.categories))
    return _by_count(
        [
            FacetValue(row.slug, row.name if language == "id" else row.name_en, counts[row.id])
            for row in kind_rows()
            if row.id in counts
        ]
    )


def _facility_values(counting: Counting | FewCounting) -> list[FacetValue]:
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


def _province_values(counting: Counting | FewCounting, language: str) -> list[FacetValue]:
    counts = counting.by("provinces", "province_code")
    held = _held_places(counting, "province_code")
    return _by_count(
        [
            FacetValue(row.slug, row.name if language == "id" else row.name_en, counts[row.code])
            for row in counting.places.provinces.values()
            if row.code in held
        ]
    )


def _office_values(counting: Counting | FewCounting, language: str) -> list[FacetValue]:
    counts = counting.by("offices", "office_id")
    held = _held_places(counting, "office_id")
    return _by_count(
        [
            FacetValue(row.slug, row.name if language == "id" else row.name_en, counts[row.id])
            for row in counting.places.offices.values()
            if row.id in held
        ]
    )


def _held_places(counting: Counting | FewCounting, name: str) -> set[Any]:
    """The values of an attribute that facilities with public goods have."""
    index, facilities = counting.index, counting.places.facilities
    known = index.kept.get(("held", name))
    if known is None or known[0] is not facilities:
        held = {getattr(facilities[key], name) for key in index.facility_ids if key in facilities}
        index.kept["held", name] = known = (facilities, held)
    found: set[Any] = known[1]
    return found
