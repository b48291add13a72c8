"""What a basket holds, as its buyer sees it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from catalog.types import CardPhoto, Delivery
from storefront.orders.types import DeliveryKind

# No household needs more; whoever does is served better by the facility itself.
MOST_PIECES = 9_999
MOST_LINES = 100


@dataclass(frozen=True)
class BasketItem:
    """A line: one variant of a facility's goods, texts in the language asked for.

    unit_price: rupiah now; seen_price: when it was added or last accepted; most: that can be had
    now, None for goods that are made to order; stock: on hand minus promised; buyer_limit: most of
    the listing, all its variants together, for one buyer; weight_grams: of one, packed; kind_id:
    Saleor's category; on_sale: whether it can be bought at all; gone_for: why not ("expiry",
    "revocation", another cause of legality's suspensions, or "" when its facility ended it).
    """

    line_id: int
    variant_id: int
    listing_id: int
    product_id: int
    slug: str
    name: str
    variant_name: str
    sku: str
    quantity: int
    unit_price: Decimal
    seen_price: Decimal
    most: int | None
    stock: int
    buyer_limit: int | None
    weight_grams: int
    size_cm: tuple[int, int, int] | None
    kind_id: int
    delivery: Delivery
    lead_time_days: int | None
    photo: CardPhoto | None
    on_sale: bool
    gone_for: str = ""

    @property
    def cost(self) -> Decimal:
        """Rupiah of all pieces, before any discount."""
        return self.unit_price * self.quantity

    @property
    def is_made_to_order(self) -> bool:
        """Whether some of it has to be made first."""
        return self.lead_time_days is not None and self.quantity > self.stock


@dataclass(frozen=True)
class GoodsOnSale:
    """A variant that is on sale, in no basket yet. unit_price: rupiah; most: pieces that there are
    and one buyer may have, None for any number."""

    slug: str
    name: str
    variant_name: str
    unit_price: Decimal
    most: int | None
    photo: CardPhoto | None


@dataclass(frozen=True)
class BasketPart:
    """What one facility sends. regency_code: of Kemendagri with its dot; zone: WIB, WITA, WIT;
    kind, service: of delivery as chosen, None and "" until it is."""

    facility_id: int
    facility_slug: str
    facility_name: str
    province_name: str
    regency_code: str
    zone: str
    warehouse_id: UUID
    items: tuple[BasketItem, ...]
    kind: DeliveryKind | None
    service: str

    @property
    def on_sale(self) -> tuple[BasketItem, ...]:
        """The lines that can be bought."""
        return tuple(item for item in self.items if item.on_sale)

    @property
    def goods_total(self) -> Decimal:
        """Rupiah of what can be bought of it, before any discount."""
        return sum((item.cost for item in self.on_sale), Decimal(0))


@dataclass(frozen=True)
class BasketChange:
    """Something that is no longer as the buyer saw it.

    what: "price" (before, after: rupiah), "stock" and "limit" (pieces asked for, pieces that can be
    had), "gone" (before: pieces; after: `gone_for`), "voucher" (before: its code; after: a Refusal;
    line_id: 0).
    """

    line_id: int
    what: str
    before: str
    after: str
