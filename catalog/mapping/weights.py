"""Weights to whole grams."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from catalog.mapping.numbers import number_of, spelled_fractions
from catalog.mapping.values import Flaw, Value, flaw, is_nothing, odd_flaw, text_of

GRAMS_OF_A_KILO = 1000
MOST_GRAMS = 100_000_000
_UNITS = {
    "mg": "0.001", "g": "1", "gr": "1", "gm": "1", "grm": "1", "gram": "1", "grams": "1",
    "ons": "100", "kg": "1000", "kilo": "1000", "kilogram": "1000", "kgs": "1000",
    "kwintal": "100000", "kuintal": "100000", "ton": "1000000",
}  # fmt: skip
_VOLUMES = {"ml", "cc", "l", "lt", "ltr", "liter", "litre"}
_MEASURE = re.compile(r"(?i)^±?\s*([\d.,]+)\s*([a-z]+)?\.?(?:\s*(?:/|per)\s*[\w ]+)?$")
_LENGTHS = re.compile(r"(?i)\b(?:cm|mm|m|meter|inch|inci)\b|\d\s*[x×]\s*\d")


class Bare(NamedTuple):
    """A weight whose unit is not said."""

    number: Decimal


class Measure(NamedTuple):
    """Something that is a size but no weight ("500 ml", "20 x 30 cm"), as it was written."""

    text: str


def weight_of(value: Value, *, unit: str = "") -> int | Bare | Measure | Flaw | None:
    """Grams. unit: what the heading says ("gram", "kg"), for cells that say none."""
    if bad := odd_flaw(value):
        return bad
    text = text_of(value)
    if is_nothing(text) or text in {"0", "0.0"}:
        return None
    if isinstance(value, bool):
        return flaw("weight_unread", text=text)
    if isinstance(value, int | float):
        return _grams(Decimal(str(value)), unit, text)
    return _of_text(text, unit)


def _of_text(text: str, unit: str) -> int | Bare | Measure | Flaw:
    found = _MEASURE.match(spelled_fractions(text))
    number = number_of(found[1]) if found else None
    if found is None or number is None:
        return Measure(text) if _LENGTHS.search(text) else flaw("weight_unread", text=text)
    own = (found[2] or "").casefold()
    if own in _VOLUMES:
        return Measure(text)
    if own and own not in _UNITS:
        return Measure(text) if _LENGTHS.search(text) else flaw("weight_unread", text=text)
    return _grams(number, own or unit, text)


def _grams(number: Decimal, unit: str, text: str) -> int | Bare | Flaw:
    if not unit:
        return Bare(number)
    grams = number * Decimal(_UNITS[unit])
    if not 0 < grams <= MOST_GRAMS:
        return flaw("weight_unread", text=text)
    return max(1, int(grams.to_integral_value()))


def unit_named(heading: str) -> str:
    """The unit that a heading names ("Berat (gr)" → "gr"), else ""."""
    words = re.findall(r"[a-z]+", heading.casefold())
    return next(
        (
            word
            for word in words
            if word in _UNITS and word != "g" or word == "g" and "(g" in heading.casefold()
        ),
        "",
    )


def weight_said(grams: int) -> str:
    """ "250 g", "1,5 kg"."""
    if grams < GRAMS_OF_A_KILO:
        return f"{grams} g"
    return f"{(Decimal(grams) / GRAMS_OF_A_KILO).normalize():f} kg".replace(".", ",")
