"""At which place of the index each listing stands, in a tenth of what a dictionary takes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

_NOWHERE = -1
_LEAF_BITS = 8
_LEAF = 1 << _LEAF_BITS
_WITHIN = _LEAF - 1


class Book:
    """Places by listing, in leaves of 256 neighboring numbers.

    A copy shares the leaves with what it was copied from until one of the two writes on them, so
    copying is cheap however many listings there are.
    """

    __slots__ = ("_leaves", "_own")

    def __init__(self) -> None:
        self._leaves: dict[int, array[int]] = {}
        self._own: set[int] = set()  # leaves that no copy shares

    def copy(self) -> Book:
        """The same places; from now on none of the two changes the other."""
        copy = Book()
        copy._leaves = self._leaves.copy()
        self._own = set()
        return copy

    def put(self, listing_id: int, place: int) -> None:
        """Note the place of a listing."""
        self._leaf(listing_id)[listing_id & _WITHIN] = place

    def pop(self, listing_id: int) -> int | None:
        """Forget the place of a listing; the place, if there was one."""
        leaf = self._leaves.get(listing_id >> _LEAF_BITS)
        place = _NOWHERE if leaf is None else leaf[listing_id & _WITHIN]
        if place == _NOWHERE:
            return None
        self._leaf(listing_id)[listing_id & _WITHIN] = _NOWHERE
        return place

    def of(self, listing_ids: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Each listing that has a place, with it."""
        leaves = self._leaves
        for listing_id in listing_ids:
            leaf = leaves.get(listing_id >> _LEAF_BITS)
            if leaf is not None and (place := leaf[listing_id & _WITHIN]) != _NOWHERE:
                yield listing_id, place

    def _leaf(self, listing_id: int) -> array[int]:
        """The leaf on which a listing stands, to write on."""
        number = listing_id >> _LEAF_BITS
        if number not in self._own:
            known = self._leaves.get(number)
            self._leaves[number] = known[:] if known else array("i", [_NOWHERE]) * _LEAF
            self._own.add(number)
        return self._leaves[number]
