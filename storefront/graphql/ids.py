"""Relay's global ids: base64 of "Type:key", as Saleor makes them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable

_LARGEST = 2**31 - 1


def global_id(kind: str, key: object) -> str:
    """The id of a row. kind: the GraphQL type's name."""
    return b64encode(f"{kind}:{key}".encode()).decode()


def text_key(kind: str, given: str | None) -> str | None:
    """The key in an id; None when it is an id of another type, or none at all."""
    try:
        found, _, key = b64decode(given or "", validate=True).decode().partition(":")
    except ValueError:
        return None
    return key if found == kind and key else None


def key_of(kind: str, given: str | None) -> int | None:
    """`text_key` of a type whose keys are numbers."""
    key = text_key(kind, given)
    if key is None or not (key.isascii() and key.isdigit()) or len(key) > len(str(_LARGEST)):
        return None
    number = int(key)
    return number if 0 < number <= _LARGEST else None


def keys_of(kind: str, given: Iterable[str | None]) -> tuple[int, ...]:
    """The keys of those ids that are of the type; the others name nothing that is there."""
    return tuple(key for one in given if (key := key_of(kind, one)) is not None)
