"""Kinds of goods with their counts and a picture each."""

from __future__ import annotations

from datetime import date

from django.db import connection

from catalog.saleor_adapter.kinds import kind_rows
from catalog.types import CardPhoto, KindLine

_NEWEST_AND_COUNT = """SELECT c.category_id, count(*),
 (array_agg(c.listing_id ORDER BY c.is_sold_out, c.flagship_until IS NULL, c.published_at DESC)
  FILTER (WHERE c.photo_key <> ''))[1]
 FROM catalog_card c
 WHERE c.is_open AND (c.cleared_until IS NULL OR c.cleared_until >= %s) GROUP BY 1"""


def kinds_public(*, language: str, on: date) -> list[KindLine]:
    """Kinds that have public goods, in their order, each with the picture of one. One statement
    (two more when the names are not kept)."""
    alt = "photo_alt" if language == "id" else "photo_alt_en"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT n.category_id, n.count, c.photo_key, c.photo_width, c.photo_height, c.{alt},"
            f" c.photo_widths FROM ({_NEWEST_AND_COUNT}) n(category_id, count, listing_id)"
            " LEFT JOIN catalog_card c ON c.listing_id = n.listing_id",
            [on],
        )
        found = {row[0]: row for row in cursor.fetchall()}
    indonesian = language == "id"
    return [
        KindLine(
            kind.id,
            kind.slug,
            kind.name if indonesian else kind.name_en,
            kind.description if indonesian else kind.description_en,
            row[1],
            CardPhoto(row[2], row[3], row[4], row[5], tuple(row[6])) if row[2] else None,
        )
        for kind in kind_rows()
        if (row := found.get(kind.id)) is not None
    ]
