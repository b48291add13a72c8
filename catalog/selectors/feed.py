"""Everything on sale, in one statement that is read in parts: for feeds of goods."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from catalog.saleor_adapter.products import (
    GOODS_WIDTH,
    ProductGoods,
    goods_columns,
    goods_join,
    goods_of,
)
from catalog.selectors.listings import card_of, columns
from catalog.selectors.open_cards import OPEN
from catalog.types import Card

_PART = 200  # rows that are in this process at a time
_FEED = """SELECT {more}coalesce(b.name, ''), {goods}, {card}
 FROM catalog_card c JOIN catalog_listing shown ON shown.id = c.listing_id
 JOIN product_product p ON p.id = c.product_id {goods_join}
 JOIN catalog_facility f ON f.id = c.facility_id AND f.is_open
 LEFT JOIN catalog_brand b ON b.id = shown.brand_id
 WHERE {open} AND (%(facility)s = '' OR c.facility_slug = %(facility)s)
 ORDER BY c.listing_id"""


class FeedGoods(NamedTuple):
    """A listing as feeds have it. brand: the mark that it is sold under, "" for none; more: the
    values of the further columns that were asked for."""

    card: Card
    goods: ProductGoods
    brand: str
    more: tuple[Any, ...]


@lru_cache(maxsize=8)
def _sql(language: str, more: tuple[str, ...]) -> str:
    return _FEED.format(
        more="".join(f"{column}, " for column in more),
        goods=goods_columns(language),
        goods_join=goods_join(language),
        card=columns(language),
        open=OPEN,
    )


def feed_goods(
    more: tuple[str, ...], *, language: str, on: date, facility_slug: str = ""
) -> Iterator[FeedGoods]:
    """Public goods in the order they were made, of one facility or of all.

    more: SQL over `catalog_listing shown`, for what other packages know of a listing. One statement
    whose rows stay with the database until they are read, so that memory does not grow with the
    catalogue. Raises DatabaseError.
    """
    with connection.chunked_cursor() as cursor:
        cursor.itersize = _PART  # type: ignore[attr-defined]
        cursor.execute(_sql(language, more), {"on": on, "facility": facility_slug})
        for row in cursor:
            yield _goods_of(row, len(more), language, on)


def _goods_of(row: Sequence[Any], width: int, language: str, on: date) -> FeedGoods:
    after_brand = width + 1
    after_goods = after_brand + GOODS_WIDTH
    return FeedGoods(
        card=card_of(row[after_goods:], language, on),
        goods=goods_of(row[after_brand:after_goods]),
        brand=row[width],
        more=tuple(row[:width]),
    )
