"""Requests to send goods back, for central officers: what waits, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.errors import NotFound
from catalog.policies.abilities import Act, can_everywhere
from catalog.storage import private_read
from catalog.types import Actor
from storefront.orders.acting import as_shop
from storefront.orders.models import ReturnPhoto, ReturnRequest
from storefront.orders.selectors.orders import order_shown_by_id
from storefront.orders.selectors.refund_due import RefundDue, refund_due
from storefront.orders.shown import LineShown, PartShown
from storefront.orders.types import ReturnState

MOST_ROWS = 50


@dataclass(frozen=True)
class ReturnRow:
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
    many; due: what all of it would give back, with its delivery; method: how it was paid."""

    row: ReturnRow
    note: str
    part: PartShown
    lines: tuple[tuple[LineShown, int], ...]
    photos: int
    due: RefundDue
    method: str


def return_photo_name(key: str) -> str:
    """Name of a photo in the private storage. key: cannot be guessed."""
    return f"kembali/{key[:2]}/{key}.webp"


def _require(actor: Actor) -> None:
    """Raises NotFound for who does not look into orders of the whole shop."""
    if not can_everywhere(actor, Act.ORDER_SEE):
        raise NotFound


def returns_list(*, actor: Actor, waiting: bool, before: int = 0) -> tuple[ReturnRow, ...]:
    """Those that wait, the oldest first, or those that were decided, the latest first; of these
    with keys below `before`, when given. At most MOST_ROWS. One statement. Raises NotFound."""
    _require(actor)
    with as_shop():
        rows = ReturnRequest.objects.select_related("facility_order__facility__regency__province")
        if waiting:
            rows = rows.filter(state=ReturnState.ASKED).order_by("asked_at", "pk")
        else:
            rows = rows.exclude(state=ReturnState.ASKED).order_by("-pk")
            rows = rows.filter(pk__lt=before) if before else rows
        return tuple(_row(row) for row in rows[:MOST_ROWS])


def _row(row: ReturnRequest) -> ReturnRow:
    facility = row.facility_order.facility
    return ReturnRow(
        id=row.pk,
        number=row.facility_order.number,
        facility=facility.short_name,
        zone=facility.regency.province.zone,
        reason=row.reason,
        state=ReturnState(row.state),
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        decided_name=row.decided_name,
    )


def return_sheet(*, actor: Actor, return_id: int, language: str) -> ReturnSheet:
    """One request with what an officer needs to decide: no name, address or phone of the buyer.
    Raises NotFound."""
    _require(actor)
    with as_shop():
        rows = ReturnRequest.objects.select_related("facility_order__facility__regency__province")
        row = rows.filter(pk=return_id).first()
        if row is None:
            raise NotFound
        order = order_shown_by_id(row.facility_order.shop_order_id, language=language)
        part = next(part for part in order.parts if part.id == row.facility_order_id)
        pieces = {line.line_id: line.quantity for line in row.lines.all()}
        return ReturnSheet(
            row=_row(row),
            note=row.note,
            part=part,
            lines=tuple((line, pieces[line.id]) for line in part.lines if line.id in pieces),
            photos=row.photos.count(),
            due=refund_due(part.id, pieces, with_delivery=True),
            method=order.method,
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
