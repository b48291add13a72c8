"""Requests to send goods back, for central officers: what waits, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from catalog.errors import NotFound
from catalog.planned import planned_rows
from catalog.policies.abilities import Act, can_everywhere
from catalog.storage import private_read
from catalog.types import Actor
from storefront.orders.acting import as_shop
from storefront.orders.models import FacilityOrderLine, ReturnLine, ReturnPhoto
from storefront.orders.rules.files import return_photo_name
from storefront.orders.selectors.refund_due import RefundDue, refund_due
from storefront.orders.types import ReturnState

MOST_ROWS = 50
_MOST_KEY = 2**63 - 1  # the planner takes no larger one; an address may hold any


class ReturnRow(NamedTuple):
    """A request in the list."""

    id: int
    number: str
    facility: str
    zone: str
    reason: str
    state: ReturnState
    asked_at: datetime
    decided_at: datetime | None
    decided_name: str


@dataclass(frozen=True)
class ReturnSheet:
    """One request. lines: each with the pieces asked for (once decided: agreed to); photos: how
    many; due: what all of it would give back, with its delivery."""

    row: ReturnRow
    note: str
    lines: tuple[tuple[FacilityOrderLine, int], ...]
    photos: int
    due: RefundDue


def _require(actor: Actor) -> None:
    """Raises NotFound for who does not look into orders of the whole shop."""
    if not can_everywhere(actor, Act.ORDER_SEE):
        raise NotFound


_ROWS = """SELECT r.id, part.number, f.short_name, p.zone, r.reason, r.state, r.asked_at,
 r.decided_at, r.decided_name, r.note, r.facility_order_id,
 (SELECT count(*) FROM orders_returnphoto photo WHERE photo.request_id = r.id)
FROM orders_returnrequest r JOIN orders_facilityorder part ON part.id = r.facility_order_id
JOIN catalog_facility f ON f.id = part.facility_id JOIN catalog_regency k ON k.code = f.regency_id
JOIN catalog_province p ON p.code = k.province_id WHERE"""
_WAITING = f"{_ROWS} r.state = 'asked' ORDER BY r.asked_at, r.id LIMIT {MOST_ROWS}"
_DECIDED = f"""{_ROWS} r.state <> 'asked' AND (%(before)s::bigint = 0 OR r.id < %(before)s)
ORDER BY r.id DESC LIMIT {MOST_ROWS}"""


def returns_list(*, actor: Actor, waiting: bool, before: int = 0) -> tuple[ReturnRow, ...]:
    """Those that wait, the oldest first, or those that were decided, the latest first; of these
    with keys below `before`, when given. At most MOST_ROWS. One statement. Raises NotFound."""
    _require(actor)
    with as_shop():
        rows = planned_rows(_WAITING if waiting else _DECIDED, {"before": before})
        return tuple(map(_row, rows))


def _row(row: Sequence[Any]) -> ReturnRow:
    return ReturnRow._make([*row[:5], ReturnState(row[5]), *row[6:9]])


def return_sheet(*, actor: Actor, return_id: int) -> ReturnSheet:
    """One request with what an officer needs to decide: no name, address or phone of the buyer.
    Six statements. Raises NotFound."""
    _require(actor)
    if return_id > _MOST_KEY:
        raise NotFound
    with as_shop():
        found = planned_rows(f"{_ROWS} r.id = %(id)s", {"id": return_id})
        if not found:
            raise NotFound
        *_told, note, part_id, photos = found[0]
        asked = ReturnLine.objects.filter(request=return_id).select_related("line").order_by("line")
        lines = tuple((row.line, row.quantity) for row in asked)
        pieces = {line.pk: quantity for line, quantity in lines}
        return ReturnSheet(
            row=_row(found[0]),
            note=note,
            lines=lines,
            photos=photos,
            due=refund_due(part_id, pieces, with_delivery=True),
        )


def return_photo(*, actor: Actor, return_id: int, place: int) -> bytes:
    """A photo, WebP; place: 1 for the first. Raises NotFound."""
    _require(actor)
    with as_shop():
        photos = ReturnPhoto.objects.filter(request_id=return_id).order_by("pk")
        keys = list(photos.values_list("key", flat=True))
    if not 1 <= place <= len(keys):
        raise NotFound
    return private_read(return_photo_name(keys[place - 1]))
