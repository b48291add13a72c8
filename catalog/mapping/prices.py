"""Prices to whole rupiah."""

from __future__ import annotations

import re
from decimal import Decimal

from catalog.mapping.numbers import number_of
from catalog.mapping.values import (
    Choice,
    Doubt,
    Flaw,
    Value,
    flaw,
    is_nothing,
    odd_flaw,
    text_of,
)

MOST = Decimal(9_999_999_999)
# Cheaper than this nothing is sold: a bare 15 was meant as 15.000, or is a slip.
LEAST_BELIEVED = Decimal(100)
_SCALES = {
    "rb": 1000, "rbu": 1000, "ribu": 1000, "k": 1000, "jt": 1_000_000, "juta": 1_000_000,
}  # fmt: skip
_CURRENCY = re.compile(r"(?i)\b(?:rp|idr|rupiah)\b\.?|\brp\.?(?=\s*\d)|@")
# what a price is for ("/pcs", "per bungkus"), and Excel's or a clerk's ending ",-"
_PER = re.compile(r"(?i)\s*(?:(?<![sS])/|\bper\b|\btiap\b)\s*(?!\d)[\w .()²-]*$")
_ENDING = re.compile(r"[.,]?\s*[-–—=]+\s*$|,\s*$")
_RANGE = re.compile(r"(?i)\s*(?:[-–—]|~|s/d|s\.d\.?|\bsd\b|\bsampai(?:\s+dengan)?\b|\bhingga\b)\s*")
_AMOUNT = re.compile(r"(?i)^([\d.,  ']+?)\s*(rbu|rb|ribu|k|jt|juta)?\.?$")


def price_of(value: Value, *, scale: int = 1) -> Decimal | Flaw | Doubt | None:
    """A price in whole rupiah. scale: 1000 for a column of "Harga (ribu rupiah)".

    A range and an amount that is too small to be meant are doubts.
    """
    if bad := odd_flaw(value):
        return bad
    if isinstance(value, bool):
        return flaw("price_unread", text=text_of(value))
    if isinstance(value, int | float):
        return _checked(Decimal(str(value)) * scale, text_of(value))
    text = text_of(value)
    if is_nothing(text):
        return None
    return _of_text(text, scale)


def _of_text(text: str, scale: int) -> Decimal | Flaw | Doubt | None:
    bare = _PER.sub("", _CURRENCY.sub(" ", text))
    bare = " ".join(_ENDING.sub("", bare.strip()).split())
    parts = [part for part in _RANGE.split(bare) if part]
    if len(parts) == len(("low", "high")):
        return _of_range(text, parts, scale)
    found = _amount(bare)
    if found is None:
        return flaw("price_unread", text=text)
    amount, suffix = found
    return _checked(amount * (suffix or scale), text)


def _amount(text: str) -> tuple[Decimal, int] | None:
    """The number and the scale its ending names, 0 when it names none."""
    found = _AMOUNT.match(text)
    number = number_of(found[1]) if found else None
    if found is None or number is None:
        return None
    return number, _SCALES.get((found[2] or "").lower(), 0)


def _of_range(text: str, parts: list[str], scale: int) -> Flaw | Doubt:
    low, high = _amount(parts[0]), _amount(parts[1])
    if low is None or high is None:
        return flaw("price_unread", text=text)
    # "10-15rb": the ending stands once for both
    low_scale = low[1] or (high[1] if low[0] < LEAST_BELIEVED * 10 else 0) or scale
    ends = [low[0] * low_scale, high[0] * (high[1] or scale)]
    if any(end != end.to_integral() or not 0 < end <= MOST for end in ends):
        return flaw("price_unread", text=text)
    labels = [Choice(str(int(end)), rupiah(end)) for end in sorted(set(ends))]
    return Doubt("harga", text, "ask_price_range", tuple(labels), (("text", text),), is_free=True)


def _checked(amount: Decimal, text: str) -> Decimal | Flaw | Doubt | None:
    if amount == 0:
        return None
    if amount < 0 or amount > MOST:
        return flaw("price_unread", text=text)
    if amount < LEAST_BELIEVED:
        choices = (
            [Choice(str(int(amount)), rupiah(amount))] if amount == amount.to_integral() else []
        )
        larger = amount * 1000
        choices.append(Choice(str(int(larger)), rupiah(larger)))
        return Doubt(
            "harga", text, "ask_price_small", tuple(choices), (("text", text),), is_free=True
        )
    if amount != amount.to_integral():
        return flaw("price_cents", text=text)
    return amount.quantize(Decimal(1))


def rupiah(amount: Decimal) -> str:
    """ "Rp15.000"."""
    return f"Rp{int(amount):,}".replace(",", ".")


def answered_price(answer: str) -> Decimal | None:
    """What an answer to a doubt about a price says, None when it is no price."""
    found = _amount(_CURRENCY.sub(" ", answer).strip())
    if found is None:
        return None
    amount = found[0] * (found[1] or 1)
    return amount if 0 < amount <= MOST and amount == amount.to_integral() else None
