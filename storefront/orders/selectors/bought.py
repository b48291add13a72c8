"""What a buyer has ordered already: for limits a buyer, and vouchers that count once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Buyer:
    """Whom an order is of, as far as one can tell: the same account, e-mail or phone is the same
    buyer. email: in small letters."""

    user_id: int | None
    email: str
    phone: str

    @property
    def key(self) -> str:
        """One normal form; "" when nothing is known."""
        return self.phone or self.email or (f"user:{self.user_id}" if self.user_id else "")

    @property
    def known(self) -> dict[str, int | str | None]:
        """Parameters of the statements below; nothing is never equal to nothing."""
        return {
            "user": self.user_id,
            "email": self.email or None,
            "phone": self.phone or None,
        }


_SAME = "(o.user_id = %(user)s OR lower(o.email) = %(email)s OR o.phone = %(phone)s)"
_OPEN = f"""SELECT l.id, sum(fl.quantity - fl.cancelled)::int
FROM orders_shoporder o JOIN orders_facilityorder f ON f.shop_order_id = o.order_id
JOIN orders_facilityorderline fl ON fl.facility_order_id = f.id
JOIN product_productvariant v ON v.id = fl.variant_id
JOIN catalog_listing l ON l.product_id = v.product_id
WHERE o.ended_at IS NULL AND l.id = ANY (%(listings)s) AND {_SAME}
GROUP BY l.id"""
_USED = f"""SELECT EXISTS (SELECT FROM orders_voucheruse u
JOIN orders_shoporder o ON o.order_id = u.shop_order_id
WHERE u.voucher_id = %(voucher)s AND u.given_back_at IS NULL AND {_SAME})"""


def open_pieces(buyer: Buyer, listing_ids: Collection[int]) -> dict[int, int]:
    """Pieces of listings in the buyer's orders that are not over. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, buyer.known | {"listings": list(listing_ids)})
        return dict(cursor.fetchall())


def voucher_used(buyer: Buyer, voucher_id: int) -> bool:
    """Whether an order of the buyer counts against a voucher. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_USED, buyer.known | {"voucher": voucher_id})
        return bool(cursor.fetchone()[0])
