"""Baskets as their buyers see them: all that is known of the goods now, beside what was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from catalog.dates import legal_today
from catalog.together import Asked, rows_together
from storefront.orders.acting import as_shop
from storefront.orders.baskets import BasketChange, BasketItem, BasketPart, GoodsOnSale
from storefront.orders.rules.baskets import changes_of, digest_of
from storefront.orders.rules.vouchers import VoucherTerms, discounts, refusal
from storefront.orders.saleor_adapter.basket_rows import (
    Head,
    Place,
    chosen_asked,
    chosen_from,
    head_asked,
    head_from,
    lines_asked,
    lines_from,
)
from storefront.orders.saleor_adapter.checkout import (
    newest_of,
    pieces_of,
    times_of,
    variants_on_sale,
)
from storefront.orders.saleor_adapter.vouchers import voucher_terms
from storefront.orders.selectors.addresses import (
    AddressShown,
    address_from,
    basket_address_asked,
)
from storefront.orders.types import DeliveryKind

__all__ = [
    "Basket",
    "BasketChange",
    "BasketItem",
    "BasketPart",
    "basket_count",
    "basket_of_user",
    "basket_read",
    "basket_times",
    "basket_with",
    "goods_on_sale",
]


@dataclass(frozen=True)
class Basket:
    """A basket.

    quantity: pieces; goods_total: rupiah of what can be bought, before discounts; voucher: its
    terms while it counts here; discounts: what it takes off, by line; changes: what has to be
    accepted first; digest: of all that a buyer accepts by that; method: of payment, "" until then;
    made_at, changed_at: the basket itself.
    """

    token: UUID
    user_id: int | None
    parts: tuple[BasketPart, ...]
    quantity: int
    goods_total: Decimal
    voucher_code: str
    voucher: VoucherTerms | None
    changes: tuple[BasketChange, ...]
    digest: str
    address: AddressShown | None
    email: str
    phone: str
    method: str
    made_at: datetime
    changed_at: datetime
    discounts: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def items(self) -> tuple[BasketItem, ...]:
        """All lines, in the order of the parts."""
        return tuple(item for part in self.parts for item in part.items)

    @property
    def discount_total(self) -> Decimal:
        """Rupiah that the voucher takes off the goods."""
        return sum(self.discounts.values(), Decimal(0))


def basket_count(token: UUID) -> int:
    """How many pieces a basket has; 0 for one that is not there. One statement."""
    with as_shop():
        return pieces_of(token)


def basket_read(token: UUID, *, language: str, lock: bool = False) -> Basket | None:
    """A basket, None when there is none. At most five statements, whatever it holds, four of them
    in one message.

    lock: nobody else changes it until the transaction ends; what is then locked further comes after
    (stock, then the voucher's row).
    """
    found = basket_with(token, (), language=language, lock=lock)
    return found[0] if found else None


def basket_with(
    token: UUID, more: Sequence[Asked], *, language: str, lock: bool = False
) -> tuple[Basket, list[Any]] | None:
    """A basket as `basket_read` gives it, and the rows of further statements, which come in the
    same message."""
    asked = [
        head_asked(token),
        lines_asked(token, language=language, on=legal_today()),
        basket_address_asked(token),
        chosen_asked(token),
        *more,
    ]
    with as_shop():
        if lock:  # what follows sees what was committed until the lock was given
            asked.insert(0, head_asked(token, lock=True))
        heads, lines, address, chosen, *others = rows_together(asked)[1 if lock else 0 :]
        head = head_from(heads)
        if head is None:
            return None
        voucher = voucher_terms(head.voucher_code)
    parts = _parts(lines_from(lines), chosen_from(chosen))
    return _basket(head, parts, voucher, address_from(address, head.email)), others


def _parts(
    lines: Sequence[tuple[Place, BasketItem]], chosen: Mapping[int, tuple[str, str]]
) -> tuple[BasketPart, ...]:
    """Lines by facility, the one that was begun with first."""
    groups: dict[Place, list[BasketItem]] = {}
    for place, item in lines:
        groups.setdefault(place, []).append(item)
    return tuple(_part(place, items, chosen) for place, items in groups.items())


def _part(
    place: Place, items: Sequence[BasketItem], chosen: Mapping[int, tuple[str, str]]
) -> BasketPart:
    kind, service = chosen.get(place.facility_id, ("", ""))
    return BasketPart(
        *place, items=tuple(items), kind=DeliveryKind(kind) if kind else None, service=service
    )


def _basket(
    head: Head,
    parts: tuple[BasketPart, ...],
    voucher: VoucherTerms | None,
    address: AddressShown | None,
) -> Basket:
    items = [item for part in parts for item in part.items]
    bought = [item for item in items if item.on_sale]
    changes = changes_of(items)
    refused = None
    if head.voucher_code and items:
        refused = refusal(voucher, bought, now=timezone.now())
    if refused:
        changes = (*changes, BasketChange(0, "voucher", head.voucher_code, refused.value))
        voucher = None
    off = discounts(voucher, bought)
    return Basket(
        token=head.token,
        user_id=head.user_id,
        parts=parts,
        quantity=sum(item.quantity for item in items),
        goods_total=sum((item.cost for item in bought), Decimal(0)),
        voucher_code=head.voucher_code,
        voucher=voucher,
        changes=changes,
        digest=digest_of(items, changes, head.voucher_code, off),
        address=address,
        email=head.email,
        phone=head.phone,
        method=head.method,
        made_at=head.made_at,
        changed_at=head.changed_at,
        discounts=off,
    )


def basket_of_user(user_id: int) -> UUID | None:
    """The basket of an account that changed last, None without one. One statement."""
    with as_shop():
        return newest_of(user_id)


def basket_times(token: UUID) -> tuple[datetime, datetime] | None:
    """When a basket was made and when it was changed last, None without one. One statement."""
    with as_shop():
        return times_of(token)


def goods_on_sale(variant_ids: Sequence[int], *, language: str) -> dict[int, GoodsOnSale]:
    """Of these variants those that are on sale. One statement."""
    with as_shop():
        return variants_on_sale(variant_ids, on=legal_today(), language=language)
