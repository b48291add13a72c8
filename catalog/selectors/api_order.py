"""Orders of goods, and places in them as cursors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from catalog.cursors import amount_of, flag_of, moment_of, values_of
from catalog.errors import Invalid
from catalog.saleor_adapter import api_filters


class GoodsSort(StrEnum):
    """Orders of a list; SHOP is the pages' (newest first, sold out last), SCORE a search's."""

    SHOP = "shop"
    NAME = "name"
    PRICE = "price"
    DATE = "date"
    TYPE = "type"
    VALUE = "value"
    PLACE = "place"
    SCORE = "score"


@dataclass(frozen=True)
class GoodsOrder:
    """How a list is ordered. attribute_id: for VALUE."""

    sort: GoodsSort = GoodsSort.SHOP
    descending: bool = False
    attribute_id: int = 0


class Key(NamedTuple):
    """A column of an order. read: checks and makes the value that a cursor holds."""

    sql: str
    descending: bool
    read: Callable[[Any], Any]


def _whole(value: Any) -> int:
    if type(value) is not int or not -(2**31) <= value < 2**31:
        raise ValueError(value)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(value)
    value.encode()
    return value


def _firsts(order: GoodsOrder) -> list[Key]:
    """The columns of an order but the last."""
    down = order.descending
    name = Key("c.name", down, _text)
    by_type = Key(api_filters.type_name("c.product_id"), down, _text)
    value = api_filters.value_name("c.product_id", "%(order_attribute)s")
    place = api_filters.place_in_collection("c.product_id", "{key}")
    return {
        GoodsSort.SHOP: [
            Key("c.is_sold_out", False, flag_of),
            Key("c.published_at", True, moment_of),
        ],
        GoodsSort.NAME: [name],
        GoodsSort.PRICE: [Key("c.price_min", down, amount_of)],
        GoodsSort.DATE: [Key("c.published_at", down, moment_of)],
        GoodsSort.TYPE: [by_type, name],
        GoodsSort.VALUE: [Key(value, down, _text), name],
        GoodsSort.PLACE: [Key(place, False, _whole)],
        GoodsSort.SCORE: [Key("(%(scores)s::jsonb ->> c.listing_id::text)::int", True, _whole)],
    }[order.sort]


def keys_of(order: GoodsOrder) -> list[Key]:
    """The columns of an order; the listing's id at the end makes every place unique."""
    down = order.sort in (GoodsSort.SHOP, GoodsSort.SCORE) or order.descending
    return [*_firsts(order), Key("c.listing_id", down, _whole)]


def place_of(keys: list[Key], cursor: str) -> list[Any]:
    """The values of a cursor. Raises Invalid for one of another list."""
    try:
        values = values_of(cursor, len(keys))
        return [key.read(value) for key, value in zip(keys, values, strict=True)]
    except ValueError as error:
        raise Invalid(field="cursor", reason="This place in the list does not exist.") from error


def beyond(keys: list[Key], name: str, *, backwards: bool, number: int = 0) -> str:
    """The rows strictly after the place `name`0, `name`1, ... (before it when backwards).

    Each column but the last is bounded by itself as well, so that an index can be entered there.
    """
    key, rest = keys[0], keys[1:]
    sign = "<" if key.descending != backwards else ">"
    here = f"%({name}{number})s"
    if not rest:
        return f"{key.sql} {sign} {here}"
    deeper = beyond(rest, name, backwards=backwards, number=number + 1)
    return f"({key.sql} {sign}= {here} AND ({key.sql} {sign} {here} OR {deeper}))"
