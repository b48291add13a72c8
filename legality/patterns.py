"""Patterns of numbers, as officers write them, and why none of them can hold the shop up.

A pattern is a regular expression of a small kind: letters, digits, classes of them, groups,
alternatives and repetitions. It is tried on a number alone, which is at most `MOST_LETTERS` long,
and the ways in which it could be tried there are counted beforehand, at every repetition and
alternative: one that has more than MOST_WAYS is refused when it is saved and never run. So a try
costs at most MOST_WAYS looks at each letter, whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined] # what all our Pythons have
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from django.utils.translation import gettext_noop

from catalog.paper_numbers import MOST_LETTERS

MOST_WAYS = 500
MOST_PATTERN = 300
# What a part of a number may be called. UNREAD parts are kept in the number and told to nobody:
# what they mean is not established.
UNREAD = "undecoded"
PARTS = (
    "packaging", "group", "region", "product", "producer", "year", "province", "counter", "month",
    "registered_year", "filed_year", "record", "unit", "area", "serial", UNREAD,
)  # fmt: skip

NO_PATTERN = gettext_noop("This is no regular expression.")
TOO_LONG = gettext_noop("This pattern is too long.")
NOT_TAKEN = gettext_noop(
    "A pattern may hold letters, digits, classes, groups, alternatives and repetitions alone."
)
TOO_MANY_WAYS = gettext_noop(
    "This pattern could be tried in too many ways. Say how often each part comes, as in \\d{9}."
)
UNKNOWN_PART = gettext_noop("The parts of a number are called: %(parts)s.")
# Signs that classes may come to read otherwise in a later Python.
_UNSETTLED = ("[[", "[^[", "--", "&&", "~~", "||")
_ONE = {codes.LITERAL, codes.IN, codes.CATEGORY, codes.AT}


class PatternRefused(ValueError):
    """A pattern that is not run. sentence: an English msgid, with its params."""

    def __init__(self, sentence: str, **params: str) -> None:
        self.sentence = sentence
        self.params: Mapping[str, str] = params
        super().__init__(sentence % params if params else sentence)


@dataclass(frozen=True)
class NumberPattern:
    """A pattern that may be run. ways: in how many it could be tried at most; shortest, longest:
    the letters of what it fits."""

    compiled: re.Pattern[str]
    ways: int
    shortest: int
    longest: int

    @property
    def parts(self) -> frozenset[str]:
        """Names of its groups."""
        return frozenset(self.compiled.groupindex)

    def fit(self, number: str) -> dict[str, str] | None:
        """The parts of a number, None when it is of another form."""
        found = self.compiled.fullmatch(number) if len(number) <= MOST_LETTERS else None
        return None if found is None else {k: v for k, v in found.groupdict().items() if v}


@lru_cache(maxsize=512)
def pattern_made(text: str) -> NumberPattern:
    """A pattern ready to be run. Raises PatternRefused."""
    if len(text) > MOST_PATTERN:
        raise PatternRefused(TOO_LONG)
    if any(signs in text for signs in _UNSETTLED):
        raise PatternRefused(NOT_TAKEN)
    try:
        parsed = parser.parse(text)
        compiled = re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternRefused(NO_PATTERN) from error
    if not compiled.groupindex.keys() <= set(PARTS):
        raise PatternRefused(UNKNOWN_PART, parts=", ".join(PARTS))
    if compiled.flags != re.UNICODE:
        raise PatternRefused(NOT_TAKEN)
    shortest, longest = parsed.getwidth()
    return NumberPattern(compiled, _ways(parsed), int(shortest), min(int(longest), MOST_LETTERS))


def pattern_or_none(text: str) -> NumberPattern | None:
    """The same; None for what is empty or refused: rows may be older than this check."""
    try:
        return pattern_made(text) if text else None
    except PatternRefused:
        return None


def _ways(parsed: Iterable[tuple[Any, Any]]) -> int:
    """In how many ways a sequence can be tried. Raises PatternRefused beyond MOST_WAYS."""
    ways = 1
    for code, given in parsed:
        ways *= _ways_of(code, given)
        if ways > MOST_WAYS:
            raise PatternRefused(TOO_MANY_WAYS)
    return ways


def _ways_of(code: Any, given: Any) -> int:
    if code in _ONE:
        return 1
    if code is codes.SUBPATTERN:
        return _ways(given[-1])
    if code is codes.BRANCH:
        return sum(map(_ways, given[1]))
    if code is codes.MAX_REPEAT:
        fewest, most, inner = given
        return _ways_repeated(int(fewest), min(int(most), MOST_LETTERS + 1), _ways(inner))
    raise PatternRefused(NOT_TAKEN)


def _ways_repeated(fewest: int, most: int, each: int) -> int:
    total, power = 0, 1
    for times in range(most + 1):
        total += power if times >= fewest else 0
        power *= each
        if max(total, power if times < fewest else 0) > MOST_WAYS:
            raise PatternRefused(TOO_MANY_WAYS)
    return max(total, 1)
