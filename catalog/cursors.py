"""Places in lists, as text that can stand in an address: written, and read with suspicion.

What a visitor sends back was perhaps never written here, so every value is checked before it
meets the database.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

_SNAPSHOT = re.compile(r"(\d{1,19}):(\d{1,19}):((?:\d{1,19}(?:,\d{1,19}){0,199})?)", re.ASCII)
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?", re.ASCII)


def cursor_of(place: Sequence[object]) -> str:
    """The values of a place, as text without signs that an address would escape."""
    packed = json.dumps(place, separators=(",", ":"), default=_as_text)
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def values_of(cursor: str, count: int) -> list[Any]:
    """What stands in a cursor. Raises ValueError when it does not hold `count` values."""
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except RecursionError as error:
        raise ValueError(cursor) from error
    if not isinstance(values, list) or len(values) != count:
        raise ValueError(cursor)
    return values


def amount_of(value: Any) -> Decimal:
    """Rupiah as they were written. Raises ValueError."""
    if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
        raise ValueError(value)
    return Decimal(value)


def moment_of(value: Any) -> datetime:
    """An aware moment in UTC. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError(value)
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(value) from error


def key_of(value: Any) -> int:
    """A row's key. Raises ValueError."""
    if type(value) is not int or not 0 < value < 2**63:
        raise ValueError(value)
    return value


def whole_of(value: Any) -> int:
    """A whole number. Raises ValueError."""
    if type(value) is not int or not -(2**62) < value < 2**62:
        raise ValueError(value)
    return value


def snapshot_of(value: Any) -> str:
    """What PostgreSQL writes for a snapshot: oldest:next:in,progress. Raises ValueError."""
    found = _SNAPSHOT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(value)
    oldest, following = int(found[1]), int(found[2])
    under_way = [int(number) for number in found[3].split(",") if number]
    is_right = 0 < oldest <= following < 2**63 and under_way == sorted(set(under_way))
    if not is_right or any(not oldest <= number < following for number in under_way):
        raise ValueError(value)
    return found[0]


def flag_of(value: Any) -> bool:
    """True or false. Raises ValueError."""
    if type(value) is not bool:
        raise ValueError(value)
    return value
