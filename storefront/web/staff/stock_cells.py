"""What people type into the cells of prices and stocks, read with patience."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext, gettext_noop

from catalog.listing_rules import STOCK_MOST
from catalog.mapping.numbers import number_of
from catalog.mapping.prices import MOST, price_of
from catalog.mapping.values import Doubt, Flaw

LONGEST = 40
_PIECES = re.compile(r"([-+−]?)\s*([\d.,' ]+?)\s*(rb|ribu)?", re.IGNORECASE)
_RUPIAH = re.compile(r"(?i)^\s*rp\.?\s*")


class Unread(ValueError):
    """A cell cannot be read; `sentence` says what to write instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def price_typed(text: str) -> Decimal:
    """Whole rupiah: "15.000", "Rp15.000,-", "15rb". Raises Unread."""
    if not text.strip():
        raise Unread(gettext("Write a price."))
    number = number_of(_RUPIAH.sub("", text))
    if number is not None and number > MOST:
        raise Unread(gettext("That is too much for a price: at most Rp9.999.999.999."))
    found = price_of(text[:LONGEST])
    if isinstance(found, Decimal):
        return found
    raise Unread(_price_sentence(found))


def _price_sentence(found: Doubt | Flaw | None) -> str:
    if found is None:
        return gettext("A price is above 0.")
    if isinstance(found, Doubt) and found.code == "ask_price_small":
        meant = found.choices[-1].label
        return gettext("Did you mean %(price)s? Then write it in full, or for example 15rb.") % {
            "price": meant
        }
    if isinstance(found, Doubt):
        return gettext("Write one price, not a range.")
    if found.code == "price_cents":
        return gettext("Prices are whole rupiah, without sen.")
    return gettext("Write the price in rupiah, for example 15.000 or 15rb.")


def pieces_typed(text: str) -> int:
    """A number of pieces, 0 or more: "12", "1.200", "2rb". Raises Unread."""
    if not text.strip():
        raise Unread(gettext("Write how many pieces."))
    parts = _PIECES.fullmatch(text.strip()[:LONGEST])
    number = number_of(parts[2]) if parts else None
    if parts is None or number is None:
        raise Unread(gettext("Write a whole number of pieces, for example 12."))
    if parts[1] not in {"", "+"}:
        raise Unread(gettext("Write a number of 0 or more, without a minus."))
    number *= 1000 if parts[3] else 1
    if number != number.to_integral():
        raise Unread(gettext("Pieces are whole: write for example 1 or 2."))
    if number > STOCK_MOST:
        raise Unread(gettext("That is more than a facility can have."))
    return int(number)


def key_typed(text: str) -> int | None:
    """A row's key of an address or a hidden field; None when it is none."""
    return int(text) if re.fullmatch(r"[1-9]\d{0,17}", text, re.ASCII) else None


def seen_typed(text: str) -> int | None:
    """The bare number that a page of ours showed, out of a hidden field; None when it is none."""
    return int(text) if re.fullmatch(r"\d{1,12}", text, re.ASCII) else None


# Reasons in the words of the ledger; what people say comes first.
REASONS = {
    "produced": gettext_noop("Made"),
    "sold": gettext_noop("Sold at the gallery"),
    "damaged": gettext_noop("Damaged or lost"),
    "counted": gettext_noop("Counted"),
    "corrected": gettext_noop("Corrected"),
    "opening": gettext_noop("First stock"),
    "sheet": gettext_noop("From a sheet"),
    "order": gettext_noop("For an order"),
    "undone": gettext_noop("Taken back"),
    "other": gettext_noop("Other change"),
}
# Shape and word, so that color says nothing alone.
STATES = {
    "draft": ("○", gettext_noop("Draft")),
    "submitted": ("◐", gettext_noop("Submitted")),
    "published": ("●", gettext_noop("Public")),
    "suspended": ("■", gettext_noop("Suspended")),
    "archived": ("□", gettext_noop("Archived")),
}
