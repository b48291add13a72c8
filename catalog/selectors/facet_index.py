"""The public cards as sets of bits, kept in the process, so that counting costs no statement.

Each value that filters know ("category 7", "halal", "in stock") is a whole number whose bit n is
set when the card at place n has it: narrowing is `&`, counting is `bit_count`. Places are handed
out in blocks of 64, each block to one facility, so that the goods of all facilities are counted
by looking at each word once. With 200,000 cards a set is 25 KB.

The index reads all cards once a day and then only what changed, at most once a second and
whenever what is kept has to be forgotten (catalog.kept).
"""

from __future__ import annotations

import struct
import threading
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, reduce
from itertools import compress
from operator import and_, or_
from typing import Any

from django.db import connection

from catalog.kept import kept
from catalog.selectors.facet_book import Book
from catalog.selectors.facet_rows import (
    FacetColumns,
    FacetRead,
    FacetRow,
    bounds,
    facets_of_all,
    facets_of_changed,
)

BLOCK = 64
MOST_BOUNDS = 64  # prices that somebody typed, each a set of its own
_FULL, _NONE = b"\xff" * 8, b"\x00" * 8
_NO_PRICE = 2**62
_FLAGS = (1, 2, 4, 8)
_FIRST_PAPER = 16


def bits_of(places: Iterable[int], size: int) -> int:
    """The set of these places, of a set of `size` places."""
    packed = bytearray(size // 8)
    for place in places:
        packed[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(packed, "little")


class FacetIndex:
    """All public cards of one legal date. Use `index_now`; none but this module changes one.

    kept: answers that hold until a card changes, for whoever asks.
    """

    def __init__(self, on: date) -> None:
        self.on = on
        self.snapshot = ""
        self.kept: dict[Any, Any] = {}
        self.blocks: list[int] = []  # the facility of each block
        self.present = 0
        self.categories: dict[int, int] = {}
        self.papers: dict[str, int] = {}
        self.flags: dict[int, int] = dict.fromkeys(_FLAGS, 0)
        self._listings = array("q")  # the listing at each place
        self._prices = array("q")
        self._categories = array("q")
        self._marks: list[int] = []  # flags, then papers, as bits; equal ones are one object
        self._paper_bits: dict[str, int] = {}
        self._book = Book()
        self._free: defaultdict[int, array[int]] = defaultdict(lambda: array("i"))
        self._bounds: dict[int, int] = {}

    @property
    def size(self) -> int:
        """How many places there are."""
        return len(self.blocks) * BLOCK

    def _take(self, facility_id: int) -> int:
        """A free place in a block of the facility."""
        free = self._free[facility_id]
        if not free:
            start = self.size
            self.blocks.append(facility_id)
            self._listings.extend([0] * BLOCK)
            self._prices.extend([_NO_PRICE] * BLOCK)
            self._categories.extend([0] * BLOCK)
            self._marks.extend([0] * BLOCK)
            free.extend(range(start + BLOCK - 1, start - 1, -1))
        return free.pop()

    def _leave(self, listing_id: int) -> int | None:
        """Free the place of a card, if it has one."""
        place = self._book.pop(listing_id)
        if place is not None:
            self._listings[place], self._prices[place] = 0, _NO_PRICE
            self._free[self.blocks[place // BLOCK]].append(place)
        return place

    @classmethod
    def of(cls, on: date, read: FacetColumns) -> FacetIndex:
        """An index of every public card."""
        index = cls(on)
        index.snapshot = read.snapshot
        places = index._places_for(read)
        index.present = bits_of(places, index.size)
        index.categories = index._sets_of(read.categories, places)
        index.categories.pop(0, None)  # cards without one
        for place, flags in zip(places, read.flags, strict=True):
            index._marks[place] = flags
        papers = {code: index._hold(code, cards) for code, cards in read.papers.items()}
        index.papers = {code: found for code, found in papers.items() if found}
        marks = index._sets_of(read.flags, places)
        for flag in index.flags:
            index.flags[flag] = reduce(or_, (marks[key] for key in marks if key & flag), 0)
        return index

    def _places_for(self, read: FacetColumns) -> array[int]:
        """Hand out a place to each card."""
        places = array("i")
        for listing_id, facility_id in zip(read.listings, read.facilities, strict=True):
            place = self._take(facility_id)
            self._book.put(listing_id, place)
            self._listings[place] = listing_id
            places.append(place)
        for place, price, category in zip(places, read.prices, read.categories, strict=True):
            self._prices[place], self._categories[place] = price, category
        return places

    def _hold(self, code: str, listing_ids: Iterable[int]) -> int:
        """Mark those of some listings that have a place with a paper; their places."""
        places = self.spots_of(listing_ids)
        bit, known = self._bit_of(code), dict[int, int]()
        for place in places:
            marks = self._marks[place] | bit
            self._marks[place] = known.setdefault(marks, marks)
        return bits_of(places, self.size)

    def _bit_of(self, code: str) -> int:
        """The bit of a paper in a card's marks."""
        return self._paper_bits.setdefault(code, _FIRST_PAPER << len(self._paper_bits))

    def _sets_of(self, values: array[int], places: array[int]) -> dict[Any, int]:
        """The places of each value of a column."""
        packed = defaultdict[int, bytearray](lambda: bytearray(self.size // 8))
        for value, place in zip(values, places, strict=True):
            packed[value][place >> 3] |= 1 << (place & 7)
        return {value: int.from_bytes(found, "little") for value, found in packed.items()}

    def changed(self, read: FacetRead) -> FacetIndex:
        """The index after a change; whoever counts in this one meanwhile is not disturbed."""
        if not read.rows:
            self.snapshot = read.snapshot
            return self
        copy = FacetIndex(self.on)
        copy.blocks, copy.present, copy.flags = self.blocks[:], self.present, self.flags
        copy.categories, copy.papers, copy._bounds = self.categories, self.papers, self._bounds
        copy._listings, copy._prices = self._listings[:], self._prices[:]
        copy._categories, copy._marks = self._categories[:], self._marks[:]
        copy._paper_bits = self._paper_bits.copy()
        copy._book = self._book.copy()
        copy._free.update({facility: free[:] for facility, free in self._free.items()})
        copy.apply(read)
        return copy

    def apply(self, read: FacetRead) -> None:
        """Take in what was read. For an index that nobody else has."""
        self.snapshot = read.snapshot
        left = [self._leave(row.listing_id) for row in read.rows]
        there = {self._enter(row): row for row in read.rows if row.facility_id is not None}
        stale = bits_of((*(place for place in left if place is not None), *there), self.size)
        self._set_values(there, ~stale)

    def _enter(self, row: FacetRow) -> int:
        place = self._take(row.facility_id or 0)
        self._book.put(row.listing_id, place)
        self._listings[place], self._prices[place] = row.listing_id, row.price
        self._categories[place] = row.category_id or 0
        papers = map(self._bit_of, (row.papers or "").split())
        self._marks[place] = reduce(or_, papers, row.flags)
        return place

    def _set_values(self, there: Mapping[int, FacetRow], others: int) -> None:
        """Write every set anew at the places of `there`; `others` are left as they are."""
        categories, papers = defaultdict[int, list[int]](list), defaultdict[str, list[int]](list)
        flags = defaultdict[int, list[int]](list)
        for place, row in there.items():
            if row.category_id is not None:
                categories[row.category_id].append(place)
            for code in (row.papers or "").split():
                papers[code].append(place)
            if row.flags:
                flags[row.flags].append(place)
        self.present = self.present & others | bits_of(there, self.size)
        self.categories = self._joined(self.categories, categories, others)
        self.papers = self._joined(self.papers, papers, others)
        self.flags = self._joined(self.flags, _single(flags), others)
        self._bounds = {
            price: found & others
            | bits_of((place for place, row in there.items() if row.price <= price), self.size)
            for price, found in self._bounds.items()
        }

    def _joined(
        self, known: Mapping[Any, int], added: Mapping[Any, list[int]], others: int
    ) -> dict[Any, int]:
        joined = {key: found & others for key, found in known.items()}
        for key, places in added.items():
            joined[key] = joined.get(key, 0) | bits_of(places, self.size)
        return joined

    def at_most(self, price: int) -> int:
        """Places whose price in sen is at most this."""
        found = self._bounds.get(price)
        if found is None:
            signs = ["1" if known <= price else "0" for known in reversed(self._prices)]
            found = int("".join(signs) or "0", 2)
            if len(self._bounds) >= MOST_BOUNDS:
                self._bounds = {}
            self._bounds[price] = found
        return found

    def of_facilities(self, facility_ids: Iterable[int]) -> int:
        """Places of these facilities' goods, free ones included."""
        chosen = set(facility_ids)
        packed = b"".join([_FULL if block in chosen else _NONE for block in self.blocks])
        return int.from_bytes(packed, "little")

    def of_listings(self, listing_ids: Iterable[int]) -> int:
        """Places of these listings; unknown ones are left out."""
        return bits_of(self.spots_of(listing_ids), self.size)

    def by_facility(self, places: int) -> dict[int, int]:
        """How many of these places each facility has; facilities without any are absent."""
        counts: dict[int, int] = {}
        words = self._words(places)
        # what a search leaves stands in few of many thousand words
        for facility_id, word in compress(zip(self.blocks, words, strict=True), words):
            counts[facility_id] = counts.get(facility_id, 0) + word.bit_count()
        return counts

    @cached_property
    def goods(self) -> Mapping[int, int]:
        """How many public goods each facility has; facilities without any are absent."""
        return self.by_facility(self.present)

    @cached_property
    def facility_ids(self) -> frozenset[int]:
        """Facilities that have public goods."""
        return frozenset(self.goods)

    @cached_property
    def papers_shown(self) -> frozenset[str]:
        """Codes of papers that public goods show."""
        return frozenset(code for code, places in self.papers.items() if places & self.present)

    def among(self, places: int, listing_ids: Iterable[int]) -> set[int]:
        """Those of some listings that stand at these places."""
        packed = (places & self.present).to_bytes(self.size // 8, "little")
        return {
            key
            for key, place in self._book.of(listing_ids)
            if packed[place >> 3] >> (place & 7) & 1
        }

    def spots_of(self, listing_ids: Iterable[int]) -> list[int]:
        """The place of each of some listings; unknown ones are left out."""
        return [place for _key, place in self._book.of(listing_ids)]

    def spots_at(self, spots: Sequence[int], fits: Sequence[int]) -> Sequence[int]:
        """Those of some places that stand in all of some sets."""
        if not fits:
            return spots
        packed = (reduce(and_, fits) & self.present).to_bytes(self.size // 8, "little")
        return [spot for spot in spots if packed[spot >> 3] >> (spot & 7) & 1]

    def categories_at(self, spots: Sequence[int]) -> Counter[int]:
        """How many of some places have each category."""
        return Counter(map(self._categories.__getitem__, spots))

    def marks_at(self, spots: Sequence[int]) -> Counter[int | str]:
        """How many of some places have each flag and each paper, by its code."""
        counts: Counter[int | str] = Counter()
        bits: list[tuple[int | str, int]] = [(flag, flag) for flag in _FLAGS]
        bits += self._paper_bits.items()
        for marks, count in Counter(map(self._marks.__getitem__, spots)).items():
            for name, bit in bits:
                if marks & bit:
                    counts[name] += count
        return counts

    def facilities_at(self, spots: Sequence[int]) -> Counter[int]:
        """How many of some places each facility has."""
        return Counter([self.blocks[spot // BLOCK] for spot in spots])

    def prices_at(self, spots: Sequence[int]) -> list[int]:
        """The price in sen at each of some places."""
        return [self._prices[spot] for spot in spots]

    def listings_at(self, places: int) -> list[int]:
        """The listings at these places."""
        found = []
        for number, word in enumerate(self._words(places)):
            left = word
            while left:
                lowest = left & -left
                found.append(self._listings[number * BLOCK + lowest.bit_length() - 1])
                left ^= lowest
        return found

    def _words(self, places: int) -> tuple[int, ...]:
        count = len(self.blocks)
        return struct.unpack(f"<{count}Q", places.to_bytes(count * 8, "little"))


def _single(flags: Mapping[int, list[int]]) -> dict[int, list[int]]:
    """Places by each single mark, from places by their marks together."""
    return {
        mark: [place for marks, places in flags.items() if marks & mark for place in places]
        for mark in _FLAGS
    }


_lock = threading.Lock()
_shared: dict[date, tuple[object, FacetIndex]] = {}


@kept(seconds=1)
def _turn() -> object:
    """Another object whenever it is time to look again."""
    return object()


def _fresh(on: date) -> FacetIndex:
    return FacetIndex.of(on, facets_of_all(on))


def _brought_up(index: FacetIndex) -> FacetIndex:
    """The index with what changed since; a new one when the database is another one."""
    read = facets_of_changed(index.on, index.snapshot)
    if bounds(read.snapshot)[1] < bounds(index.snapshot)[1]:
        return _fresh(index.on)
    return index.changed(read)


def index_now(on: date) -> FacetIndex:
    """The cards that are public on a legal date, at most a second old.

    One statement a second. Inside a transaction, which may see what nobody else does, it is read
    whole and not kept.
    """
    if connection.in_atomic_block:
        return _fresh(on)
    with _lock:
        turn = _turn()
        known = _shared.get(on)
        if known is not None and known[0] is turn:
            return known[1]
        index = _brought_up(known[1]) if known else _fresh(on)
        if on not in _shared and len(_shared) > 1:  # yesterday is over
            _shared.clear()
        _shared[on] = (turn, index)
        return index


def index_drop() -> None:
    """Read all cards anew next time: after a load that switched triggers off."""
    with _lock:
        _shared.clear()
