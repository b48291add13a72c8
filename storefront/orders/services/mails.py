"""Mails of orders: announced in the transaction of what they tell, sent by the outbox once."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from catalog.announce import announce, announce_many

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
    TO_FACILITY = "to_facility"  # to its people: a new part to accept
    TO_CENTER = "to_center"  # to central officers: a proof, a refund by hand, a return


def mail_announce(
    kind: MailKind, *, shop_order_id: int, part_id: int | None = None, about: int | None = None
) -> None:
    """Have a mail sent once this transaction has committed. part_id: of a facility order; about:
    key of the parcel, refund, proof or return that it is of."""
    announce(
        TASK,
        key=f"{kind}:{shop_order_id}:{part_id or 0}:{about or 0}",
        kind=kind.value,
        shop_order_id=shop_order_id,
        part_id=part_id,
        about=about,
    )


def mails_announce(kind: MailKind, shop_order_ids: Iterable[int]) -> None:
    """The same for many orders at once, of each as a whole."""
    told = [
        (
            f"{kind}:{key}:0:0",
            {"kind": kind.value, "shop_order_id": key, "part_id": None, "about": None},
        )
        for key in shop_order_ids
    ]
    announce_many(TASK, told)
