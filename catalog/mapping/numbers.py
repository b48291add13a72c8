"""Numbers as Indonesians write them: 15.000, 15 000, 1,5, 12.500,00, and 15,000 as English does."""

from __future__ import annotations

import re
from decimal import Decimal

_GROUPED = re.compile(r"\d{1,3}(?:([.,  '])\d{3})(?:\1\d{3})*$")
_GROUPED_CENTS = re.compile(r"(\d{1,3}(?:([.,])\d{3})+)([.,])(\d{1,2})$")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?$")
_OF_ONE = {"2": "0,5", "4": "0,25", "8": "0,125"}
_SLASHED = re.compile(r"(?<![\d/.,])1/([248])(?![\d/])")
_LONGEST = 20
FRACTIONS = {"¼": "0,25", "½": "0,5", "¾": "0,75", "⅓": "0,333", "⅔": "0,667", "⅛": "0,125"}


def number_of(text: str) -> Decimal | None:
    """The number that a text is, None when it is none.

    A point or comma before exactly three digits parts thousands; before one or two digits, or
    more than three, it parts the fraction. "0,250" begins with a bare zero: that is a fraction.
    """
    text = text.strip()
    if not text.isascii() or len(text) > _LONGEST:
        return None
    if _GROUPED.match(text) and not text.startswith("0"):
        return Decimal(re.sub(r"\D", "", text))
    if (found := _GROUPED_CENTS.match(text)) and found[2] != found[3]:
        return Decimal(re.sub(r"\D", "", found[1]) + "." + found[4])
    if _PLAIN.match(text):
        return Decimal(text.replace(",", "."))
    return None


def spelled_fractions(text: str) -> str:
    """ "¼" and "1/4" as decimal fractions; "1 ½" as 1,5."""
    for sign, decimal in FRACTIONS.items():
        text = re.sub(rf"(\d+)\s*{sign}", rf"\g<1>{decimal[1:]}", text).replace(sign, decimal)
    return _SLASHED.sub(lambda found: _OF_ONE[found[1]], text)
