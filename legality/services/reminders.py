"""Papers that end: who is to be told of which, once for each step towards the last day."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from catalog.announce import announce_many
from catalog.dates import LEGAL_ZONE
from catalog.models.memberships import OF_FACILITIES, OF_OFFICES
from legality.models import NightRun

# Days before the last one. A paper is told of at the step that it has reached: of a step that
# passed while the machine was off nothing is said when the next has come too.
STEPS = (90, 30, 7, 0)
DAILY_MAIL = "legality.daily_mail"
MORNING = time(6)  # nobody's phone rings at midnight for a paper that ends in three months

# A paper is renewed when each thing that it covers is covered by another that is verified, of the
# same kind and facility, holds longer, and begins no later than the day after: by the same cover,
# or by the brand or the facility as a whole. What covers nothing stands for its facility.
_REMIND = """WITH due AS MATERIALIZED (
 SELECT c.id, c.facility_id, c.kind_id, c.expires_on,
  (SELECT min(step) FROM unnest(%(steps)s::int[]) step
    WHERE greatest(c.expires_on - %(on)s, 0) <= step) AS days
 FROM legality_certificate c
 WHERE c.state = 'verified' AND c.expires_on <= %(on)s + %(first)s)
INSERT INTO legality_reminder (certificate_id, facility_id, expires_on, days, made_on)
SELECT due.id, due.facility_id, due.expires_on, due.days, %(on)s FROM due
WHERE NOT EXISTS (SELECT 1 FROM legality_reminder r WHERE r.certificate_id = due.id
  AND r.expires_on = due.expires_on AND r.days <= due.days)
 AND EXISTS (
  SELECT 1 FROM (
   SELECT v.listing_id, v.variant_id, v.facility_id,
    coalesce(v.brand_id, (SELECT l.brand_id FROM catalog_listing l WHERE l.id = v.listing_id))
     AS brand_id
   FROM legality_certificatecover v WHERE v.certificate_id = due.id
   UNION ALL
   SELECT NULL, NULL, due.facility_id, NULL WHERE NOT EXISTS (
    SELECT 1 FROM legality_certificatecover v WHERE v.certificate_id = due.id)
  ) need
  WHERE NOT EXISTS (
   SELECT 1 FROM (
    SELECT w.certificate_id AS id FROM legality_certificatecover w
     WHERE w.listing_id = need.listing_id
      AND (w.variant_id IS NULL OR w.variant_id = need.variant_id)
    UNION ALL
    SELECT w.certificate_id FROM legality_certificatecover w WHERE w.brand_id = need.brand_id
    UNION ALL
    SELECT w.certificate_id FROM legality_certificatecover w WHERE w.facility_id = due.facility_id
    UNION ALL
    SELECT o.id FROM legality_certificate o WHERE need.facility_id = o.facility_id
     AND o.kind_id = due.kind_id AND NOT EXISTS (
      SELECT 1 FROM legality_certificatecover w WHERE w.certificate_id = o.id)
   ) other JOIN legality_certificate q ON q.id = other.id
   WHERE q.id <> due.id AND q.facility_id = due.facility_id AND q.kind_id = due.kind_id
    AND q.state = 'verified' AND (q.expires_on IS NULL OR q.expires_on > due.expires_on)
    AND (q.issued_on IS NULL OR q.issued_on <= due.expires_on + 1)))
ON CONFLICT DO NOTHING"""

# Whoever keeps a facility with a reminder of the day, its office's people, and those of offices
# where something waits to be reviewed.
_TELL = """WITH facilities AS (
 SELECT DISTINCT r.facility_id AS id FROM legality_reminder r WHERE r.made_on = %(on)s
), offices AS (
 SELECT f.office_id AS id FROM catalog_facility f JOIN facilities ON facilities.id = f.id
 UNION
 SELECT f.office_id FROM legality_review w JOIN catalog_facility f ON f.id = w.facility_id
  WHERE w.state = 'waiting')
INSERT INTO legality_notice (user_id, day, made_at)
SELECT DISTINCT m.user_id, %(on)s::date, %(now)s::timestamptz FROM catalog_membership m
JOIN account_user u ON u.id = m.user_id AND u.is_active
WHERE m.begins_at <= %(now)s AND (m.ends_at IS NULL OR m.ends_at > %(now)s)
 AND (m.role = ANY(%(of_facilities)s) AND m.facility_id IN (SELECT id FROM facilities)
  OR m.role = ANY(%(of_offices)s) AND m.office_id IN (SELECT id FROM offices))
ORDER BY 1 ON CONFLICT DO NOTHING RETURNING user_id"""


@transaction.atomic
def reminders_make(*, on: date) -> int:
    """Write down of which papers people are told on a legal date, and announce the mails, one a
    person; how many papers. Once a date: another run finds that it was done.

    A paper that is checked later on that date is told of on the next.
    """
    run = night_of(on)
    if run.reminded_at is not None:
        return 0
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_REMIND, {"on": on, "steps": list(STEPS), "first": max(STEPS)})
        papers: int = cursor.rowcount
        cursor.execute(
            _TELL,
            {
                "on": on,
                "now": now,
                "of_facilities": [role.value for role in OF_FACILITIES],
                "of_offices": [role.value for role in OF_OFFICES],
            },
        )
        people = [row[0] for row in cursor.fetchall()]
    _announce(people, on, now)
    run.reminded_at = now
    run.save(update_fields=["reminded_at"])
    return papers


def night_of(on: date) -> NightRun:
    """The row of a legal date, locked: whoever comes second waits for the first."""
    NightRun.objects.bulk_create([NightRun(on=on)], ignore_conflicts=True)
    return NightRun.objects.select_for_update().get(on=on)


def _announce(people: list[int], on: date, now: datetime) -> None:
    due = max(now, datetime.combine(on, MORNING, LEGAL_ZONE))
    told: list[tuple[str, dict[str, Any]]] = [
        (f"{user_id} {on}", {"user_id": user_id, "day": str(on)}) for user_id in people
    ]
    announce_many(DAILY_MAIL, told, due_at=due)
