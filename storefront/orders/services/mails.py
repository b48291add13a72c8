"""Mails of orders: announced in the transaction of what they tell, sent by the outbox once."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from catalog.announce import announce_many
from storefront.orders.acting import as_shop
from storefront.orders.models import OrderMail

TASK = "storefront.order_mail"


class MailKind(StrEnum):
    """What a mail tells; each is written as HTML and as plain text of the same words."""

    PLACED = "placed"  # with how to pay
    PAID = "paid"
    ACCEPTED = "accepted"
    LATE = "late"
    SHIPPED = "shipped"
    READY = "ready"
    DONE = "done"
    CANCELLED = "cancelled"
    CANCEL_DECLINED = "cancel_declined"
    REFUNDED = "refunded"
    RETURN_DECIDED = "return_decided"
    PROOF_REFUSED = "proof_refused"
    TO_FACILITY = "to_facility"  # to its people: a part to accept, a wish of the buyer
    # to central officers; a kind for each table that `about` is a key of
    TO_CENTER = "to_center"  # a return, a proof
    CENTER_REFUND = "center_refund"  # a refund by hand
    CENTER_MONEY = "center_money"  # a dispute, money that went back by nobody here


def mail_announce(
    kind: MailKind,
    *,
    shop_order_id: int,
    part_id: int | None = None,
    about: int | None = None,
    again: bool = False,
) -> None:
    """Have a mail sent once this transaction has committed. part_id: of a facility order; about:
    key of the parcel, refund, proof or return that it is of; again: it can have been told of the
    same before, which is otherwise now: whoever was told is told anew."""
    if again:
        rows = OrderMail.objects.filter(shop_order=shop_order_id, kind=kind.value)
        with as_shop():
            rows.filter(part=part_id or 0, about=about or 0).delete()
    announce_many(TASK, [_told(kind, shop_order_id, part_id, about)])


def order_mails_announce(shop_order_id: int, mails: Iterable[tuple[MailKind, int | None]]) -> None:
    """The same for several of one order, each with the part it is of."""
    announce_many(TASK, [_told(kind, shop_order_id, part_id) for kind, part_id in mails])


def mails_announce(kind: MailKind, shop_order_ids: Iterable[int]) -> None:
    """The same for many orders at once, of each as a whole."""
    announce_many(TASK, [_told(kind, key) for key in shop_order_ids])


def _told(
    kind: MailKind, shop_order_id: int, part_id: int | None = None, about: int | None = None
) -> tuple[str, dict[str, object]]:
    """Key and arguments of the job."""
    return (
        f"{kind}:{shop_order_id}:{part_id or 0}:{about or 0}",
        {"kind": kind.value, "shop_order_id": shop_order_id, "part_id": part_id, "about": about},
    )
