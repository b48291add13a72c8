"""What was done to an order, as central officers read it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from catalog.errors import NotFound
from catalog.planned import planned_rows
from catalog.policies.abilities import Act, can_everywhere
from catalog.types import Actor
from storefront.orders.acting import as_shop

MOST = 200
_ACTS = """
WITH parts AS (SELECT id FROM orders_facilityorder WHERE shop_order_id = %(order)s::int),
attempts AS (SELECT id FROM orders_paymentattempt WHERE shop_order_id = %(order)s::int),
about AS (
  SELECT 'orders_shoporder' AS subject, %(order)s::bigint AS key
  UNION ALL SELECT 'orders_facilityorder', id FROM parts
  UNION ALL SELECT 'orders_paymentattempt', id FROM attempts
  UNION ALL SELECT 'orders_refund', id FROM orders_refund WHERE shop_order_id = %(order)s::int
  UNION ALL SELECT 'orders_moneymove', id FROM orders_moneymove WHERE shop_order_id = %(order)s::int
  UNION ALL SELECT 'orders_transferproof', id FROM orders_transferproof
    WHERE attempt_id IN (SELECT id FROM attempts)
  UNION ALL SELECT 'orders_returnrequest', id FROM orders_returnrequest
    WHERE facility_order_id IN (SELECT id FROM parts)
  UNION ALL SELECT 'orders_parcel', id FROM orders_parcel
    WHERE facility_order_id IN (SELECT id FROM parts))
SELECT a.at, a.action, CASE a.actor_role WHEN 'system' THEN '' ELSE a.actor_name END,
  a.actor_role, coalesce(a.detail ->> 'amount', '')
FROM about CROSS JOIN LATERAL (
  SELECT * FROM catalog_auditentry e
  WHERE e.subject_table = about.subject AND e.subject_id = about.key::text
  ORDER BY e.at DESC LIMIT %(most)s::int  -- by the index of one subject, not the newest of all
) a
ORDER BY a.id DESC LIMIT %(most)s::int
"""


class ActDone(NamedTuple):
    """One act. name: "" for what the shop did, for a buyer or by itself; role: by its word; amount:
    rupiah as text, "" for none."""

    at: datetime
    action: str
    name: str
    role: str
    amount: str


def order_acts(*, actor: Actor, shop_order_id: int) -> tuple[ActDone, ...]:
    """The newest first. One statement. Raises NotFound."""
    if not can_everywhere(actor, Act.ORDER_SEE):
        raise NotFound
    with as_shop():
        rows = planned_rows(_ACTS, {"order": shop_order_id, "most": MOST})
    return tuple(ActDone(*row) for row in rows)
