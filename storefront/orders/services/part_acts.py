"""What every act of a facility on its part of an order does: ask, hold, move, tell."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from catalog.audit import audit
from catalog.errors import NotFound, WrongState
from catalog.plain_text import one_line
from catalog.policies.abilities import Act, require
from catalog.types import Actor
from storefront.orders.acting import as_shop
from storefront.orders.errors import PartChanged
from storefront.orders.models import FacilityOrder, OrderStep, ShopOrder
from storefront.orders.policies import parts_seen_by
from storefront.orders.services.locking import part_locked
from storefront.orders.services.mails import MailKind, mail_announce
from storefront.orders.types import (
    FACILITY_ORDER_MOVES,
    FacilityOrderState,
    OrderState,
    StepKind,
)

NOTE_MOST = 200


@contextmanager
def part_held(
    actor: Actor, facility_order_id: int, seen: int | None = None
) -> Iterator[tuple[ShopOrder, FacilityOrder]]:
    """The order and the part, locked until what is done here is committed.

    seen: key of the newest step that whoever acts has seen, 0 for none; None: acts whatever it is.
    Raises NotFound, NotAllowed, PartChanged.
    """
    with transaction.atomic():
        if not FacilityOrder.objects.filter(parts_seen_by(actor), pk=facility_order_id).exists():
            raise NotFound
        with as_shop():
            order, part = part_locked(facility_order_id)
        require(actor, Act.ORDER_HANDLE, part.facility_id)
        if seen is not None and seen != _newest(part):
            raise PartChanged
        yield order, part


def _newest(part: FacilityOrder) -> int:
    newest = OrderStep.objects.filter(facility_order=part).order_by("-pk")
    return newest.values_list("pk", flat=True).first() or 0


def part_move(part: FacilityOrder, wanted: FacilityOrderState, *fields: str) -> None:
    """Raises WrongState."""
    if wanted not in FACILITY_ORDER_MOVES[FacilityOrderState(part.state)]:
        raise WrongState(current=part.state, wanted=wanted.value)
    part.state = wanted.value
    part.save(update_fields=["state", *fields])


def part_tell(
    actor: Actor, part: FacilityOrder, kind: StepKind, note: str = "", **data: object
) -> OrderStep:
    """Write a step of its timeline, and that it was done."""
    step = OrderStep.objects.create(
        shop_order_id=part.shop_order_id,
        facility_order=part,
        facility_id=part.facility_id,
        kind=kind.value,
        actor_name=actor.name,
        note=note,
        data=data,
    )
    audit(actor, f"order.{kind.value}", part, number=part.number, **data)
    return step


def part_mail(
    kind: MailKind, part: FacilityOrder, about: int | None = None, *, again: bool = False
) -> None:
    """Have the buyer told of it. again: as in `mail_announce`."""
    mail_announce(kind, shop_order_id=part.shop_order_id, part_id=part.pk, about=about, again=again)


def due_said(order: ShopOrder, part: FacilityOrder) -> dict[str, str]:
    """What is due when it is fetched, for the step that tells the facility so: of whole orders it
    reads nothing itself."""
    if order.state != OrderState.DUE_AT_PICKUP:
        return {}
    return {"due": str(part.goods_total - part.discount_total + part.delivery_price)}


def note_kept(text: str) -> str:
    """What somebody said, as it is kept."""
    return one_line(text)[:NOTE_MOST]
