"""What a day changes of papers: those that ended are marked, those that begin are shown."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, transaction

from catalog.audit import audit_entry
from catalog.models import AuditEntry
from catalog.types import Actor
from legality.models import Certificate
from legality.services.publication import listings_reconcile

MONTH = timedelta(days=31)
BATCH = 250  # papers a transaction: who edits one of them waits for no more than that

_EXPIRE = """WITH ended AS (
 SELECT id FROM legality_certificate WHERE state = 'verified' AND expires_on < %(on)s
 ORDER BY id LIMIT %(batch)s FOR NO KEY UPDATE {skip})
UPDATE legality_certificate c SET state = 'expired' FROM ended WHERE c.id = ended.id
RETURNING c.id, c.expires_on"""
_EXPIRE_FREE = _EXPIRE.format(skip="SKIP LOCKED")
_EXPIRE_ALL = _EXPIRE.format(skip="")

# Papers that had not begun when they were checked, and whose goods do not show their kind yet.
_BEGUN = """SELECT array_agg(DISTINCT goods.id ORDER BY goods.id) FROM legality_certificate c
CROSS JOIN LATERAL (
 SELECT v.listing_id AS id FROM legality_certificatecover v
  WHERE v.certificate_id = c.id AND v.listing_id IS NOT NULL
 UNION ALL
 SELECT l.id FROM legality_certificatecover v JOIN catalog_listing l ON l.brand_id = v.brand_id
  WHERE v.certificate_id = c.id) goods
JOIN catalog_listing own ON own.id = goods.id AND own.facility_id = c.facility_id
LEFT JOIN catalog_cardpaper shown ON shown.card_id = goods.id AND shown.code = c.kind_id
WHERE c.state = 'verified' AND c.issued_on > %(since)s AND c.issued_on <= %(on)s
 AND (c.expires_on IS NULL OR c.expires_on >= %(on)s)
 AND (shown.code IS NULL OR shown.until < coalesce(c.expires_on, 'infinity'))"""


def certificates_expire(*, actor: Actor, on: date) -> int:
    """Mark papers that ended before `on`; how many were marked.

    Batch by batch, each in a transaction of its own. What somebody is changing just now comes
    last: several machines share the work, and none of them leaves a paper out.
    """
    marked = 0
    for statement in (_EXPIRE_FREE, _EXPIRE_ALL):
        while done := _expire_some(actor, on, statement):
            marked += done
    return marked


@transaction.atomic
def _expire_some(actor: Actor, on: date, statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"on": on, "batch": BATCH})
        rows = cursor.fetchall()
    table = Certificate._meta.db_table
    AuditEntry.objects.bulk_create(
        audit_entry(actor, "certificate.expired", table, key, {"ended": str(ended)})
        for key, ended in rows
    )
    return len(rows)


def certificate_expire_due(*, actor: Actor, on: date) -> int:
    """Mark papers that ended before `on`, take goods that nothing clears any more off sale.

    Running it twice, late or on two machines at once changes nothing more. How many papers were
    marked comes back.
    """
    marked = certificates_expire(actor=actor, on=on)
    listings_reconcile(actor=actor, on=on)
    return marked


def papers_begun_show(*, on: date) -> int:
    """Put papers on cards that were checked before they began, and have begun by `on`.

    Looks a month back, so that a machine that was off loses none. How many goods were looked at.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN, {"on": on, "since": on - MONTH})
        goods = cursor.fetchone()[0]
        if goods:
            cursor.execute("SELECT legality_card_papers(%s::bigint[])", [goods])
    return len(goods or ())
