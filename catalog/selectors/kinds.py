"""Kinds of goods with their counts and a picture each."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from catalog.prepared import prepared_rows
from catalog.saleor_adapter.kinds import kind_rows
from catalog.selectors.facet_index import index_now
from catalog.selectors.open_cards import OPEN
from catalog.shown import KindLine
from catalog.types import CardPhoto

_NEWEST = """SELECT kind.id, newest.* FROM unnest(%(kinds)s::int[]) kind(id)
 CROSS JOIN LATERAL (
  SELECT c.photo_key, c.photo_width, c.photo_height, c.{alt}, c.photo_widths FROM catalog_card c
  WHERE c.category_id = kind.id AND {open} AND c.photo_key <> ''
  ORDER BY c.is_sold_out, c.published_at DESC, c.listing_id DESC LIMIT 1) newest"""


@lru_cache(maxsize=2)
def _newest_sql(alt: str) -> str:
    return _NEWEST.format(alt=alt, open=OPEN)


def _photos(kinds: list[int], language: str, on: date) -> dict[int, CardPhoto]:
    """The picture of each kind's newest goods, those that can be bought first. One statement."""
    sql = _newest_sql("photo_alt" if language == "id" else "photo_alt_en")
    rows = prepared_rows(sql, {"kinds": kinds, "on": on})
    return {row[0]: CardPhoto(*(*row[1:5], tuple(row[5]))) for row in rows}


def kinds_public(*, language: str, on: date) -> list[KindLine]:
    """Kinds that have public goods, in their order, each with the picture of one.

    One statement besides the index's own (two more when the names are not kept).
    """
    goods = {kind: places.bit_count() for kind, places in index_now(on).categories.items()}
    photos = _photos([kind for kind, count in goods.items() if count], language, on)
    indonesian = language == "id"
    return [
        KindLine(
            kind.id,
            kind.slug,
            kind.name if indonesian else kind.name_en,
            kind.description if indonesian else kind.description_en,
            goods[kind.id],
            photos.get(kind.id),
        )
        for kind in kind_rows()
        if goods.get(kind.id)
    ]
