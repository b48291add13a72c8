"""The shop in numbers; each is counted, none is rounded up."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_

from django.db import connection

from catalog.kept import kept
from catalog.selectors.facet_index import index_now
from catalog.shown import ShopNumbers

_PROVINCES = """SELECT count(DISTINCT r.province_id) FROM catalog_facility f
 JOIN catalog_regency r ON r.code = f.regency_id WHERE f.id = ANY(%s)"""


@kept(seconds=5)
def shop_numbers(*, on: date) -> ShopNumbers:
    """Public goods, the facilities and provinces they come from, goods with a paper in force.

    One statement besides the index's own; may be 5 s old.
    """
    index = index_now(on)
    with_papers = reduce(or_, index.papers.values(), 0)
    with connection.cursor() as cursor:
        cursor.execute(_PROVINCES, [list(index.facility_ids)])
        (provinces,) = cursor.fetchone()
    return ShopNumbers(
        index.present.bit_count(), len(index.facility_ids), provinces, with_papers.bit_count()
    )
