"""What the words of a query mean: which of them name filters, and which are looked for.

Pure: the words and the lexicon in, the meaning out. A place that is also a word of goods' names
("tenun Toraja") is a filter only when something says so ("dari Toraja"); else it is looked for
like any word, and goods from there are found by it too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.selectors.search_prices import Price
from catalog.selectors.search_terms import KINDS, Lexicon, Maker, Place, longest, maker_words
from catalog.types import CatalogQuery

FILTERS = ("price", "facility", "paper", "flag", "place")
NOWHERE = "facility without goods"
_FROM = frozenset({"dari", "asal", "di", "from", "in", "daerah", "wilayah", "provinsi", "province"})
_TYPES = frozenset({"kota", "kabupaten", "kab", "provinsi", "prov", "province", "daerah"})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a query and what it was taken for. means: in words for who asks why."""

    kind: str
    text: str
    means: str = ""


@dataclass(slots=True)
class Meaning:
    """A query read: filters, words to look for, and the facility that it is the name of."""

    words: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    provinces: list[str] = field(default_factory=list)
    facilities: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    price: Price | None = None
    named: tuple[Maker, ...] = ()

    @property
    def query(self) -> CatalogQuery:
        """The filters alone."""
        low, high = (self.price.low, self.price.high) if self.price else (None, None)
        flags: dict[str, Any] = dict.fromkeys(self.flags, True)
        return replace(
            CatalogQuery(
                provinces=tuple(dict.fromkeys(self.provinces)),
                facilities=tuple(dict.fromkeys(self.facilities)),
                papers=tuple(dict.fromkeys(self.papers)),
                price_from=low,
                price_to=high,
            ),
            **flags,
        )

    def said(self, *kinds: str) -> list[str]:
        """The pieces of the query that were taken for these kinds."""
        return [part.text for part in self.parts if part.kind in kinds]

    @property
    def facility_slug(self) -> str:
        """The facility that the whole query is the name of; empty when it is none or several."""
        is_name = not self.words and len(self.named) == 1
        return self.named[0].slug if is_name else ""


def meaning_of(
    words: Sequence[str], price: Price | None, known: Lexicon, is_name: Callable[[str], bool]
) -> Meaning:
    """Read the words from left to right, the longest phrase first.

    is_name: whether a word stands in a name of goods.
    """
    reader = _Reader(maker_words(words, known.makers), known, is_name)
    meaning = reader.read()
    meaning.price = price
    if price:
        meaning.parts.append(Part("price", price.said, f"{price.low or ''}..{price.high or ''}"))
    return meaning


class _Reader:
    """One pass over the words of one query."""

    def __init__(
        self, words: Sequence[str], known: Lexicon, is_name: Callable[[str], bool]
    ) -> None:
        self._words = words
        self._known = known
        self._is_name = is_name
        self._meaning = Meaning()

    def read(self) -> Meaning:
        at = 0
        readers = (self._facility, self._paper, self._flag, self._place, self._stop, self._kind)
        while at < len(self._words):
            taken = next((length for reader in readers if (length := reader(at))), 0)
            if not taken:
                self._look_for(at)
            at += taken or 1
        return self._meaning

    def _say(self, kind: str, at: int, length: int, means: str = "") -> int:
        text = " ".join(self._words[at : at + length])
        self._meaning.parts.append(Part(kind, text, means))
        return length

    def _look_for(self, at: int) -> None:
        self._meaning.words.append(self._words[at])
        self._say("word", at, 1)

    def _facility(self, at: int) -> int:
        found = longest(self._known.facilities, self._words, at)
        if not found:
            return 0
        self._meaning.named += found[1]
        with_goods = [maker.slug for maker in found[1] if maker.has_goods]
        self._meaning.facilities += with_goods
        kind = "facility" if with_goods else NOWHERE
        return self._say(kind, at, found[0], ", ".join(maker.slug for maker in found[1]))

    def _paper(self, at: int) -> int:
        found = longest(self._known.papers, self._words, at)
        if not found:
            return 0
        self._meaning.papers += found[1]
        return self._say("paper", at, found[0], ", ".join(found[1]))

    def _flag(self, at: int) -> int:
        found = longest(self._known.flags, self._words, at)
        if not found:
            return 0
        self._meaning.flags.append(found[1])
        return self._say("flag", at, found[0], found[1])

    def _place(self, at: int) -> int:
        skipped = 0
        while at + skipped < len(self._words) and self._words[at + skipped] in _FROM | _TYPES:
            skipped += 1
        found = longest(self._known.places, self._words, at)
        if found:
            skipped = 0
        else:
            found = longest(self._known.places, self._words, at + skipped)
        if not found:
            return 0
        length, place = found
        named = self._words[at + skipped : at + skipped + length]
        if not skipped and all(map(self._is_name, named)):
            return 0
        self._take(place)
        return self._say(
            "place", at, skipped + length, ", ".join((*place.provinces, *place.facilities))
        )

    def _take(self, place: Place) -> None:
        self._meaning.provinces += place.provinces
        if not place.provinces:
            self._meaning.facilities += place.facilities

    def _stop(self, at: int) -> int:
        found = longest(self._known.stops, self._words, at)
        return self._say("stop", at, found[0]) if found else 0

    def _kind(self, at: int) -> int:
        """ "lapas" beside other words says no more than that this is this shop."""
        alone = len(self._words) == 1
        return self._say("stop", at, 1) if self._words[at] in KINDS and not alone else 0
