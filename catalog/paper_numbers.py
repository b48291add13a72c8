"""The number of a paper as it is compared, however it was typed. Knows no kind of paper.

Numbers are compared by capitals and digits alone, without the words that people put before them,
with O and I or l turned into the digits they stand for. Everything goes letter by letter, and the
patterns below see short texts only, so that a text of any length costs steps in its length.
"""

from __future__ import annotations

import re
import unicodedata

# A number longer than this is none: the column that holds one is no longer.
MOST_LETTERS = 80
# Words that stand before numbers. They name the scheme or just say "number", and are no part of it.
_WORDS = (
    "SPP?P?IRT", "PP?IRT", "BPOMRI", "BPOM", "NKV", "NIB", "SERTIFIKAT", "HALAL", "BPJPH", "MEREK",
    "IZINEDAR",
)  # fmt: skip
_SCHEME = re.compile(rf"(?:(?:{'|'.join(_WORDS)})(?:NOMOR|NO|REG)?)+(?=[A-Z]{{0,4}}[0-9])")
_NUMBER = re.compile(r"(?:NOMOR|NO|REG)(?=(?:ID[MDPSG]?|M[DL])?[0-9])")
# Letters that are typed for digits, and the letters that known numbers begin with. Before numbers
# of other beginnings only what follows the first digit is a digit for certain.
_ALIKE = str.maketrans("OIL", "011")
_BEGIN = re.compile(r"([DJ]?)[1IL]D(?=[MDPSG]?[0-9OIL]{8}[0-9OIL]*$)")
_KNOWN = re.compile(r"((?:ID[MDPSG]?|[DJ]ID|M[DL]|EC)?)([0-9OIL]{8,})$")
_OTHER = re.compile(r"([A-Z]{1,4})([0-9][0-9OIL]{7,})$")
_FEWEST_DIGITS = 6


def folded(text: str) -> str:
    """Capitals and digits of a text alone, whatever their width or alphabet of digits. One step a
    letter."""
    return "".join(map(_letter, text))


def _letter(letter: str) -> str:
    if not letter.isascii():
        if letter.isdecimal():
            return str(unicodedata.decimal(letter))
        plain = unicodedata.normalize("NFKC", letter)
        # what unfolds into several (a fraction, a ligature) was never typed for one
        letter = plain if len(plain) == 1 and plain.isascii() else ""
    return letter.upper() if letter.isalnum() else ""


def without_words(bare: str) -> str:
    """A folded text without the words before its number."""
    while found := _SCHEME.match(bare) or _NUMBER.match(bare):
        bare = bare[found.end() :]
    return bare


def with_digits(bare: str) -> str:
    """A folded number with digits where O, I or L stand for them."""
    bare = _BEGIN.sub(r"\1ID", bare, count=1)
    found = _KNOWN.match(bare) or _OTHER.match(bare)
    if found is None or sum(map(str.isdigit, found[2])) < _FEWEST_DIGITS:
        return bare
    return found[1] + found[2].translate(_ALIKE)


def normal_number(text: str) -> str:
    """A number as it is compared. normal_number(normal_number(x)) is normal_number(x)."""
    bare, before = folded(text), ""
    while bare != before and len(bare) <= MOST_LETTERS:
        bare, before = with_digits(without_words(bare)), bare
    return bare
