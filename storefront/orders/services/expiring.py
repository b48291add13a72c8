"""Orders that nobody paid, or fetched, in time: ended by sets, each once.

Rows that somebody else holds are left for the next time: money that comes in this moment wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from catalog.announce import announce
from catalog.audit import audit_entry
from catalog.models import AuditEntry
from catalog.saleor_adapter.stock import stock_lock
from storefront.orders.acting import SHOP, as_shop
from storefront.orders.models import OrderStep
from storefront.orders.rules.deadlines import PICKUP_WAITS
from storefront.orders.saleor_adapter.orders import allocations_drop
from storefront.orders.services.giving_back import vouchers_give_back
from storefront.orders.services.mails import MailKind, mails_announce
from storefront.orders.services.payments import attempts_end
from storefront.orders.types import AttemptState, CancelCause, StepKind

ROUND = "orders.expire"
EVERY = timedelta(seconds=60)
BATCH = 500  # orders in one transaction: short enough that nobody waits for its locks

_UNPAID = """SELECT order_id FROM orders_shoporder
WHERE state = 'unpaid' AND pay_by <= %(now)s
ORDER BY order_id LIMIT %(batch)s FOR UPDATE SKIP LOCKED"""
# Ready for three days, all that is left of it, and not fetched.
_UNFETCHED = """SELECT o.order_id FROM orders_shoporder o
WHERE o.state = 'due_at_pickup' AND NOT EXISTS (SELECT FROM orders_facilityorder f
  WHERE f.shop_order_id = o.order_id AND f.state NOT IN ('ready', 'done', 'cancelled'))
 AND (SELECT max(s.at) FROM orders_orderstep s
  WHERE s.shop_order_id = o.order_id AND s.kind = 'ready') <= %(before)s
ORDER BY o.order_id LIMIT %(batch)s FOR UPDATE OF o SKIP LOCKED"""
# An order one of whose parts somebody holds is left out as a whole.
_PARTS = """SELECT id, shop_order_id, facility_id FROM orders_facilityorder
WHERE shop_order_id = ANY (%s) ORDER BY id FOR UPDATE SKIP LOCKED"""
_ALL_PARTS = """SELECT shop_order_id, count(*) FROM orders_facilityorder
WHERE shop_order_id = ANY (%s) GROUP BY shop_order_id"""
_LINES = """UPDATE orders_facilityorderline SET cancelled = quantity - handed_over
WHERE facility_order_id = ANY (%s) RETURNING variant_id, order_line_id"""
_END = """UPDATE orders_facilityorder SET state = 'cancelled', cancelled_at = %(now)s,
 cancel_cause = %(cause)s WHERE id = ANY (%(parts)s) AND state NOT IN ('cancelled', 'done')"""


def round_run(*, now: datetime) -> int:
    """A job: a round, after the next one was announced, so that rounds go on whatever becomes of
    this one. They go by the outbox: each is done by one worker, and late rather than never."""
    round_announce(due_at=now + EVERY)
    return orders_expire(now=now)


@transaction.atomic
def round_announce(*, due_at: datetime) -> None:
    """Have a round run; nothing where one waits already."""
    announce(ROUND, key="round", due_at=due_at)


def orders_expire(*, now: datetime) -> int:
    """End what was not paid by its time, or lies ready unfetched for three days; how many orders.

    Stock and vouchers go back once, however many workers do this at once. A constant number of
    statements for each five hundred orders, beside what the database does for each.
    """
    ended = 0
    with as_shop():
        while True:
            with transaction.atomic():
                found, done = _expire_some(now)
            ended += done
            if found < BATCH:
                return ended


def _expire_some(now: datetime) -> tuple[int, int]:
    """How many were due, and how many of them ended."""
    due = _due(now)
    parts = _parts_held(due) if due else {}
    orders = sorted({order for order, _facility in parts.values()})
    if orders:
        attempts_end(shop_order_ids=orders, state=AttemptState.EXPIRED)
        vouchers_give_back(orders)
        _stock_back(list(parts))
        _end(list(parts), now)
        _tell(parts, orders)
    return len(due), len(orders)


def _due(now: datetime) -> list[int]:
    given: dict[str, datetime | int] = {"now": now, "before": now - PICKUP_WAITS, "batch": BATCH}
    with connection.cursor() as cursor:
        cursor.execute(_UNPAID, given)
        found = [row[0] for row in cursor.fetchall()]
        if len(found) < BATCH:
            cursor.execute(_UNFETCHED, given)
            found += [row[0] for row in cursor.fetchall()]
    return found


def _parts_held(orders: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Order and facility of each part, of orders all of whose parts are ours to end."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, [list(orders)])
        held = {part: (order, facility) for part, order, facility in cursor.fetchall()}
        cursor.execute(_ALL_PARTS, [list(orders)])
        wanted = dict(cursor.fetchall())
    for order, _facility in held.values():
        wanted[order] -= 1
    return {part: row for part, row in held.items() if not wanted[row[0]]}


def _stock_back(parts: Sequence[int]) -> None:
    """Which pieces are no longer to be delivered, and their promises to nobody."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [list(parts)])
        lines = cursor.fetchall()
    stock_lock({variant for variant, _line in lines if variant})
    allocations_drop([line for _variant, line in lines])


def _end(parts: Sequence[int], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_END, {"parts": list(parts), "now": now, "cause": CancelCause.UNPAID.value})


def _tell(parts: dict[int, tuple[int, int]], orders: Sequence[int]) -> None:
    OrderStep.objects.bulk_create(
        OrderStep(
            shop_order_id=order,
            facility_order_id=part,
            facility_id=facility,
            kind=StepKind.CANCELLED,
            data={"cause": CancelCause.UNPAID.value},
        )
        for part, (order, facility) in parts.items()
    )
    AuditEntry.objects.bulk_create(
        audit_entry(SHOP, "order.expired", "orders_shoporder", order, {}) for order in orders
    )
    mails_announce(MailKind.CANCELLED, orders)
