"""Patterns of numbers, as officers write them, and why none of them can hold the shop up.

A pattern is a regular expression of a small kind: letters, digits, classes of them, groups,
alternatives and repetitions. It is tried on a number alone, which is at most `MOST_LETTERS` long,
and the ways in which it could be tried there are counted beforehand, at every repetition and
alternative: one that has more than MOST_WAYS is refused when it is saved and never run. So a try
costs at most MOST_WAYS looks at each letter, whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined] # what all our Pythons have
from re import _parser as parser  # type: ignore[attr-defined]
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext_noop

from catalog.paper_numbers import MOST_LETTERS

MOST_WAYS = 500
MOST_PATTERN = 300
_MOST_STEPS = 1_000
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
# Of digits and capitals alone, as numbers are compared.
_CATEGORIES: Mapping[Any, Callable[[str], bool]] = {
    codes.CATEGORY_DIGIT: str.isdigit,
    codes.CATEGORY_NOT_DIGIT: str.isalpha,
    codes.CATEGORY_SPACE: str.isspace,
    codes.CATEGORY_NOT_WORD: str.isspace,
}
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
    the letters of what it fits; examples: texts of its alternatives, digits counted up, so that
    they are plainly nobody's."""

    compiled: re.Pattern[str]
    ways: int
    shortest: int
    longest: int
    examples: tuple[str, ...] = ()

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
    return NumberPattern(
        compiled,
        _ways(parsed),
        int(shortest),
        min(int(longest), MOST_LETTERS),
        _examples(parsed),
    )


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


def _examples(parsed: Any) -> tuple[str, ...]:
    """One text of each of the form's alternatives that is no longer than a number."""
    forms = [parsed]
    if len(parsed) == 1 and parsed[0][0] is codes.BRANCH:
        forms = parsed[0][1][1]
    texts = [_Example().of(form) for form in forms]
    return tuple(text for text in texts if text)


class _Example:
    """A text of a form, the first of its alternatives taken."""

    def __init__(self) -> None:
        self._text = ""
        self._steps = 0  # groups may be repeated within groups, of which nothing comes

    def of(self, parsed: Any) -> str:
        """The text; "" when it is longer than a number."""
        self._add(parsed)
        return self._text if self._steps < _MOST_STEPS and len(self._text) <= MOST_LETTERS else ""

    def _add(self, parsed: Iterable[tuple[Any, Any]]) -> None:
        for code, given in parsed:
            self._steps += 1
            if self._steps >= _MOST_STEPS:
                return
            if code is codes.LITERAL:
                self._text += chr(given)
            elif code is codes.IN:
                self._text += _one_of(given, sum(map(str.isdigit, self._text)) + 1)
            else:
                self._add_all(code, given)

    def _add_all(self, code: Any, given: Any) -> None:
        if code is codes.SUBPATTERN:
            self._add(given[-1])
        elif code is codes.BRANCH:
            self._add(given[1][0])
        elif code is codes.MAX_REPEAT:
            for _time in range(min(int(given[0]), MOST_LETTERS + 1)):
                if self._steps >= _MOST_STEPS:
                    return
                self._steps += 1
                self._add(given[2])


def _one_of(given: Any, nth: int) -> str:
    """A letter of a class: the digit whose turn it is, where it may be."""
    wanted = [str((nth + more) % 10) for more in range(10)] + list(ascii_uppercase)
    return next((letter for letter in wanted if _is_of(given, letter)), "")


def _is_of(given: Any, letter: str) -> bool:
    is_of = False
    for code, value in given:
        if code is codes.LITERAL:
            is_of |= letter == chr(value)
        elif code is codes.RANGE:
            is_of |= value[0] <= ord(letter) <= value[1]
        elif code is codes.CATEGORY:
            is_of |= _CATEGORIES.get(value, str.isalnum)(letter)
    return is_of is not any(code is codes.NEGATE for code, _value in given)
