"""The shop in numbers; each is counted, none is rounded up."""

from __future__ import annotations

from datetime import date

from django.db import connection

from catalog.kept import kept
from catalog.types import ShopNumbers


@kept(seconds=5)
def shop_numbers(*, on: date) -> ShopNumbers:
    """Public goods, the facilities and provinces they come from, goods with a paper in force.

    One statement; may be 5 s old.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT c.facility_id), count(DISTINCT c.province_code),"
            " count(*) FILTER (WHERE EXISTS (SELECT 1 FROM catalog_cardpaper p"
            "  WHERE p.card_id = c.listing_id AND (p.until IS NULL OR p.until >= %(on)s)))"
            " FROM catalog_card c"
            " WHERE c.is_open AND (c.cleared_until IS NULL OR c.cleared_until >= %(on)s)",
            {"on": on},
        )
        return ShopNumbers(*cursor.fetchone())
