"""Reference data as its keepers see it: how much there is, and what people made their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from catalog.models import AuditEntry
from catalog.types import Role


def kept_by_people(table: str, actions: Iterable[str], *, also: str = "") -> frozenset[str]:
    """Keys of rows that people changed by these acts: what comes with the shop leaves them alone.
    also: a value of the acts' detail that comes with the keys. One statement."""
    rows = AuditEntry.objects.filter(subject_table=table, action__in=list(actions))
    rows = rows.exclude(actor_role=Role.SYSTEM.value)
    found = set(rows.values_list("subject_id", f"detail__{also}" if also else "subject_id"))
    return frozenset(str(one) for pair in found for one in pair if one is not None)


_TASKS = """SELECT
 (SELECT count(*) FROM catalog_facility WHERE is_open),
 (SELECT count(*) FROM catalog_facility WHERE NOT is_open),
 (SELECT count(*) FROM catalog_regionaloffice),
 (SELECT count(*) FROM catalog_regionaloffice WHERE NOT is_confirmed),
 (SELECT count(*) FROM catalog_province), (SELECT count(*) FROM catalog_regency),
 (SELECT count(*) FROM catalog_partner), (SELECT count(*) FROM product_category),
 (SELECT count(*) FROM catalog_searchterm WHERE is_on),
 (SELECT count(*) FROM catalog_searchterm WHERE NOT is_on),
 (SELECT count(*) FROM page_page), (SELECT count(*) FROM menu_menuitem),
 (SELECT count(*) FROM {papers}), (SELECT count(*) FROM {papers} WHERE certainty = 'U')"""


class ReferenceCounts(NamedTuple):
    """How much there is of each."""

    facilities: int
    closed_facilities: int
    offices: int
    unconfirmed_offices: int
    provinces: int
    regencies: int
    partners: int
    kinds: int
    terms: int
    terms_off: int
    pages: int
    menu_items: int
    certificate_kinds: int
    uncertain_kinds: int


def reference_counts(papers: str) -> ReferenceCounts:
    """One statement. papers: the table of kinds of papers, which is not the catalogue's."""
    with connection.cursor() as cursor:
        cursor.execute(_TASKS.format(papers=connection.ops.quote_name(papers)))
        return ReferenceCounts(*cursor.fetchone())
