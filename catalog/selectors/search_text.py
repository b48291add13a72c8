"""Texts as people type them, brought to the plain words that the index knows. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

MOST_LETTERS = 200
MOST_WORDS = 12
WORD_LENGTH = 40  # letters of a word that count
_LETTERS = re.compile(r"[a-z0-9]+")
# Control signs, zero-width and direction marks, halves of characters, private signs.
_SILENT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Letters that do not fall apart into a plain one and a mark.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def clean(text: str) -> str:
    """One line of at most MOST_LETTERS letters, without signs that cannot be seen."""
    seen = "".join(
        " " if letter.isspace() else letter
        for letter in text[: 4 * MOST_LETTERS]
        if letter.isspace() or unicodedata.category(letter) not in _SILENT
    )
    return " ".join(seen.split())[:MOST_LETTERS].rstrip()


def plain(text: str) -> str:
    """Small letters without accents and signs, as `catalog_search_plain` makes them."""
    if text.isascii():
        return " ".join(_LETTERS.findall(text.lower()))
    folded = unicodedata.normalize("NFKD", text.lower()).translate(_PLAIN)
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return " ".join(_LETTERS.findall(bare))


def words_in(text: str) -> list[str]:
    """The plain words of a text, at most MOST_WORDS; one said twice in a row ("tas-tas") once."""
    found: list[str] = []
    for word in plain(text).split():
        if not found or found[-1] != word:
            found.append(word[:WORD_LENGTH])
    return found[:MOST_WORDS]


# Spellings that sound alike: of old books, of chat, of other tongues.
_ALIKE = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"oe", "u"), (r"dj", "j"), (r"tj", "c"), (r"sj", "sy"), (r"kh|q|ck", "k"), (r"x", "ks"),
        (r"ph|v", "f"), (r"f", "p"), (r"z", "s"), (r"th", "t"), (r"dh", "d"), (r"ie|y\b", "i"),
        (r"(?<=[aiueo])h\b", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


def sound(word: str) -> str:
    """A word as it is heard: batiq and bathik are batik, phinisi is pinisi."""
    for pattern, heard in _ALIKE:
        word = pattern.sub(heard, word)
    return word


def distance(one: str, other: str) -> int:
    """How many letters to add, drop, change or swap with their neighbour to get the other."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        above, before = before, row
        row = [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


_MAY_DIFFER = (4, 6, 10)  # from how many letters on a word may differ by one, two, three


def likeness(typed: str, known: str) -> float:
    """0 (another word) to 1 (the same by ear). Short words may differ by less."""
    heard, meant = sound(typed), sound(known)
    most = bisect_right(_MAY_DIFFER, len(heard))
    apart = distance(heard, meant)
    if apart > most:
        return 0.0
    first = 0.1 if typed[0] != known[0] else 0.0
    return 1 - apart / (len(heard) + 1) - first - 0.01 * distance(typed, known)


_VOWELS = "aiueo"
_ENDINGS = ("nya", "lah", "kah", "kan", "an", "ku", "mu", "i", "es", "s")
# What a beginning may stand for; a nasal swallows the root's first letter.
_BEGINNINGS = (
    ("meny", ("s",)), ("peny", ("s",)), ("meng", ("", "k")), ("peng", ("", "k")),
    ("mem", ("", "p")), ("pem", ("", "p")), ("men", ("", "t")), ("pen", ("", "t")),
    ("me", ("",)), ("pe", ("",)), ("ber", ("",)), ("ter", ("",)), ("di", ("",)), ("se", ("",)),
)  # fmt: skip
_SHORTEST = 3


def roots(word: str) -> tuple[str, ...]:
    """Words that this one may be a form of, likeliest first; only the shop's own words count."""
    found: dict[str, None] = {}
    for stem in (word, *_without_ending(word)):
        for root in (stem, *_without_beginning(stem)):
            if root != word and len(root) >= _SHORTEST:
                found[root] = None
    return tuple(found)


def _without_ending(word: str) -> Iterator[str]:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            yield word[: -len(ending)]


def _without_beginning(word: str) -> Iterator[str]:
    for beginning, lost in _BEGINNINGS:
        if word.startswith(beginning):
            rest = word[len(beginning) :]
            for letter in lost:
                if len(rest) >= _SHORTEST and (not letter or rest[0] in _VOWELS):
                    yield letter + rest
            return
