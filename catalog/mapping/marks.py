"""Small cells: yes and no, numbers of pieces, how goods leave, how long making takes."""

from __future__ import annotations

import re
from typing import NamedTuple

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
from catalog.types import Delivery

_YES = frozenset(
    {
        "ya",
        "y",
        "v",
        "✓",
        "✔",
        "√",
        "☑",
        "✅",
        "1",
        "iya",
        "yes",
        "true",
        "benar",
        "ada",
        "unggulan",
    }
    | {"produk unggulan", "bisa", "dapat", "betul", "sudah", "*", "ü", "ok", "oke", "siap"}
)
_NO = frozenset(
    {
        "tidak",
        "t",
        "tdk",
        "no",
        "n",
        "0",
        "false",
        "bukan",
        "belum",
        "☐",
        "✗",
        "✘",
        "❌",
        "tidak bisa",
    }
    | {"non unggulan", "biasa", "tidak dapat", "reguler"}
)
YES, NO = "ya", "tidak"
MOST_PIECES = 1_000_000
MOST_DAYS = 730
_COUNT = re.compile(r"(?i)^±?\s*([\d.,]+)\s*([a-z²]+(?:\s+[a-z]+)?)?\.?(?:\s*/.*)?$")
_DOZENS = {"lusin": 12, "kodi": 20, "gross": 144}
_NO_STOCK = frozenset(
    {"habis", "kosong", "sold out", "pesanan", "by order", "po", "pre order", "sesuai pesanan"}
)
_DELIVERIES = (
    (
        Delivery.LOCAL_COURIER,
        re.compile(r"(?i)kurir (?:setempat|lokal)|gosend|go-send|grab|ojek|antar"),
    ),
    (
        Delivery.PICKUP,
        re.compile(r"(?i)ambil|di ?tempat|pick ?up|cod|tidak (?:bisa|dapat)? ?(?:di)?kirim"),
    ),
    (
        Delivery.PARCEL,
        re.compile(r"(?i)kirim|paket|ekspedisi|\bjne\b|j&t|\bpos\b|sicepat|luar kota"),
    ),
)
_TIME = re.compile(
    r"(?i)^(?:±|sekitar|maks(?:imal)?\.?|po|pre[- ]?order)?\s*(\d{1,3})(?:\s*(?:[-–]|"
    r"s/d|sampai)\s*(\d{1,3}))?\s*(hari|hr|minggu|mgg|bulan|bln)?\b"
)
_DAYS = {"hari": 1, "hr": 1, "minggu": 7, "mgg": 7, "bulan": 30, "bln": 30, "": 1}
_READY = re.compile(r"(?i)^(?:ready|siap|tersedia|langsung|ada)\b")


class Uncounted(NamedTuple):
    """Stock that is said without a number ("tersedia")."""

    text: str


def yes_of(value: Value, *, topic: str) -> bool | Flaw | Doubt | None:
    """Yes or no; None when empty. topic: the field, for the question what an odd sign means."""
    if bad := odd_flaw(value):
        return bad
    if isinstance(value, bool):
        return value
    text = text_of(value).casefold().strip(" .()")
    if text in _YES:
        return True
    if text in _NO:
        return False
    if is_nothing(text):
        return None
    choices = (Choice(YES, "ya"), Choice(NO, "tidak"))
    return Doubt(topic, text, "ask_sign", choices, (("text", text_of(value)),))


def count_of(value: Value) -> int | Uncounted | Flaw | None:
    """Pieces on hand."""
    if bad := odd_flaw(value):
        return bad
    text = text_of(value)
    if text.casefold() in _NO_STOCK:
        return 0
    if is_nothing(text) or isinstance(value, bool):
        return None
    found = _COUNT.match(text)
    number = number_of(found[1]) if found else None
    if found is None or number is None:
        return flaw("count_unread", text=text) if any(map(str.isdigit, text)) else Uncounted(text)
    pieces = number * _DOZENS.get((found[2] or "").casefold(), 1)
    if pieces != pieces.to_integral() or not 0 <= pieces <= MOST_PIECES:
        return flaw("count_unread", text=text)
    return int(pieces)


def delivery_of(value: Value) -> Delivery | Flaw | Doubt | None:
    """How goods leave the facility; a plain yes is a parcel, a plain no is picking up."""
    text = text_of(value)
    for delivery, pattern in _DELIVERIES:
        if isinstance(value, str) and pattern.search(text) and text.casefold() not in _YES | _NO:
            return delivery
    said = yes_of(value, topic="dikirim")
    if isinstance(said, bool):
        return Delivery.PARCEL if said else Delivery.PICKUP
    return said


def lead_days_of(value: Value) -> int | Flaw | None:
    """Days that making takes, the longer end of a range; None for goods that lie ready."""
    if bad := odd_flaw(value):
        return bad
    text = text_of(value)
    if is_nothing(text) or _READY.match(text) or isinstance(value, bool):
        return None
    found = _TIME.match(text)
    if found is None:
        return flaw("days_unread", text=text)
    days = int(found[2] or found[1]) * _DAYS[(found[3] or "").casefold()]
    if days > MOST_DAYS:
        return flaw("days_unread", text=text)
    return days or None
