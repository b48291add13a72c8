"""Changes of stock, out of the ledger, which is their history."""

from __future__ import annotations

from typing import Any

from catalog.planned import planned_rows
from catalog.selectors.history_types import BEFORE, GOODS, MOST, Asked, Change, Field, Who
from catalog.types import Role, StockReason

_MOVES = """
SELECT s.id, s.at, s.variant_id::text, s.sku, s.reason, s.change, s.balance, s.note, s.user_id,
  s.actor_name, l.id::text, l.product_id
FROM (
  SELECT * FROM catalog_stockmove s
  WHERE s.facility_id = %(facility)s AND s.id < %(before)s{narrower}
  ORDER BY s.id DESC LIMIT %(most)s
) s
LEFT JOIN product_productvariant v ON v.id = s.variant_id
LEFT JOIN catalog_listing l ON l.product_id = v.product_id
ORDER BY s.id DESC
"""
# also of what is gone by now: the events know it
_PRODUCT = """(SELECT coalesce(
  (SELECT product_id FROM catalog_listing WHERE id = %(key)s::bigint),
  (SELECT product_id FROM catalog_listingevent WHERE pgh_obj_id = %(key)s::bigint LIMIT 1)))"""
_OF_ONE = f""" AND s.variant_id IN (
  SELECT id FROM product_productvariant WHERE product_id = {_PRODUCT}
  UNION SELECT pgh_obj_id FROM catalog_variantevent WHERE product_id = {_PRODUCT})"""


def moves(asked: Asked) -> list[Change]:
    """The latest of what is asked for, one more than a page shows. One statement, none where stock
    is not asked for."""
    if asked.facility_id is None or asked.group not in ("", GOODS):
        return []
    narrower = _OF_ONE if asked.key else ""
    if asked.person is not None:
        narrower += " AND s.user_id = %(person)s"
    parameters: dict[str, str | int | None] = {
        "facility": asked.facility_id,
        "before": asked.before[1],
        "key": asked.key or None,
        "person": asked.person,
        "most": MOST + 1,
    }
    rows = planned_rows(_MOVES.format(narrower=narrower), parameters)
    return [_move(row, asked.key) for row in rows]


def _move(row: Any, of: str) -> Change:
    number, at, variant, sku, reason, change, balance, note, user, name, listing, product = row
    return Change(
        number=number,
        at=at,
        what="stock",
        kind="stock",
        key=variant,
        group=GOODS,
        home=listing or of,
        fields=(Field("stock", balance - change, balance),),
        row={"sku": sku, "variant_id": int(variant), "product_id": product, "reason": reason},
        who=_who(name, user, reason),
        note=note,
    )


def _who(name: str, user: int | None, reason: str) -> Who:
    """The ledger keeps no role: names without an account are the shop's own commands and jobs.
    What was there when it was begun nobody brought."""
    if user is None and name:
        return Who(name, Role.SYSTEM.value)
    if not name and reason == StockReason.OPENING:
        return Who(role=BEFORE)
    return Who(name, user=user)
