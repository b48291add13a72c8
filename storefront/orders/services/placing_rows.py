"""The rows of an order that is being placed, from the quote that the buyer agreed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from catalog.dates import LEGAL_ZONE
from catalog.planned import planned_rows
from catalog.saleor_adapter.stock import StockRow
from catalog.together import Asked
from storefront.orders.baskets import BasketItem
from storefront.orders.models import (
    FacilityOrder,
    FacilityOrderLine,
    OrderStep,
    ShopOrder,
)
from storefront.orders.rules.deadlines import PICKUP, pay_by
from storefront.orders.saleor_adapter.orders import LineDraft, OrderDraft, OrderWritten
from storefront.orders.services.quoting import Quote, QuoteLine, QuotePart
from storefront.orders.types import DeliveryKind, FacilityOrderState, OrderState, StepKind

HUNDREDTH = Decimal("0.01")
ACCEPT_HOURS = 48  # of a facility that has said nothing of its own


@dataclass(frozen=True)
class Placing:
    """What is placed, by whom and when. names: goods by line, as facilities read them; user_id:
    the account's, None of a guest."""

    quote: Quote
    names: Mapping[int, BasketItem]
    method: str
    language: str
    user_id: int | None
    at: datetime

    @property
    def is_free(self) -> bool:
        """Whether nothing is left to be paid."""
        return self.quote.total == 0

    @property
    def pays_at_pickup(self) -> bool:
        """Whether it is paid when it is fetched."""
        return self.method.partition(":")[0] == PICKUP and not self.is_free

    @property
    def goes_at_once(self) -> bool:
        """Whether the facilities get it without money before."""
        return self.is_free or self.pays_at_pickup

    @property
    def state(self) -> OrderState:
        """Of the order, when it is placed."""
        if self.is_free:
            return OrderState.PAID
        return OrderState.DUE_AT_PICKUP if self.pays_at_pickup else OrderState.UNPAID


# --- Saleor's


def order_draft(placing: Placing, address_id: int | None) -> OrderDraft:
    """The order as Saleor has it."""
    quote = placing.quote
    basket = quote.basket
    return OrderDraft(
        checkout=basket.token,
        user_id=placing.user_id,
        email=basket.email,
        language=placing.language,
        address_id=address_id,
        voucher_id=quote.voucher.id if quote.voucher else None,
        voucher_name=quote.voucher.code if quote.voucher else "",
        discount=quote.discount_total,
        delivery=quote.delivery_total,
        total=quote.total,
        delivery_tax=quote.delivery_tax,
        tax=quote.tax_total,
        grams=sum(part.offer.grams for part in quote.parts if part.offer),
        at=placing.at,
    )


def line_drafts(placing: Placing, stock: Mapping[int, StockRow]) -> list[LineDraft]:
    """The lines as Saleor has them, part by part."""
    return [
        _line_draft(line, part, placing.names[line.item.line_id], stock)
        for part in placing.quote.parts
        for line in part.lines
    ]


def _line_draft(
    line: QuoteLine, part: QuotePart, named: BasketItem, stock: Mapping[int, StockRow]
) -> LineDraft:
    item = line.item
    each = (line.paid / item.quantity).quantize(HUNDREDTH, ROUND_DOWN)
    tax = (line.tax / item.quantity).quantize(HUNDREDTH, ROUND_HALF_UP)
    return LineDraft(
        variant_id=item.variant_id,
        sku=item.sku,
        name=named.name,
        variant_name=named.variant_name,
        translated_name=item.name if item.name != named.name else "",
        quantity=item.quantity,
        unit_price=each,
        tax=min(tax, each),
        percent=part.percent,
        stock_id=None if line.is_made else stock[item.variant_id].stock_id,
    )


# --- Ours


def shop_order(placing: Placing, written: OrderWritten) -> ShopOrder:
    """The order; not saved yet."""
    quote, at = placing.quote, placing.at
    basket = quote.basket
    ready = [part.offer.ready_on for part in quote.parts if part.offer and part.offer.ready_on]
    return ShopOrder(
        order_id=written.order_id,
        number=f"LB{at.astimezone(LEGAL_ZONE):%y%m}-{written.order_id:06d}",
        checkout=basket.token,
        digest=quote.digest,
        state=placing.state,
        user_id=placing.user_id,
        name=basket.address.name if basket.address else "",
        email=basket.email,
        phone=basket.phone,
        language=placing.language,
        method=placing.method,
        goods_total=quote.goods_total,
        delivery_total=quote.delivery_total,
        discount_total=quote.discount_total,
        tax_total=quote.tax_total,
        total=quote.total,
        voucher_code=quote.voucher.code if quote.voucher else "",
        pay_by=pay_by(placing.method, at, max(ready, default=None)),
        paid_at=at if placing.is_free else None,
    )


def facility_orders(placing: Placing, order: ShopOrder, keys: Sequence[int]) -> list[FacilityOrder]:
    """Its parts with the keys that were taken for them; not saved yet."""
    facilities = [part.facility_id for part in placing.quote.parts]
    # who waits for the money has no hours yet
    hours = accept_hours(facilities) if placing.goes_at_once else {}
    return [
        _facility_order(
            placing, order, part, key=key, place=place, hours=hours.get(part.facility_id)
        )
        for place, (part, key) in enumerate(zip(placing.quote.parts, keys, strict=True), 1)
    ]


_HOURS = """SELECT f.id, coalesce(d.accept_hours, %(usual)s::int)
FROM unnest(%(facilities)s::bigint[]) f(id)
LEFT JOIN orders_facilitydelivery d ON d.facility_id = f.id"""


def accept_hours_asked(facility_ids: list[int]) -> Asked:
    """Ask within how many hours each facility accepts an order; the rows are pairs."""
    return _HOURS, {"facilities": facility_ids, "usual": ACCEPT_HOURS}


def accept_hours(facility_ids: list[int]) -> dict[int, int]:
    """Within how many hours each facility accepts an order. One statement."""
    return dict(planned_rows(*accept_hours_asked(facility_ids)))


def _facility_order(
    placing: Placing,
    order: ShopOrder,
    part: QuotePart,
    *,
    key: int,
    place: int,
    hours: int | None,
) -> FacilityOrder:
    offer = part.offer
    assert offer is not None  # a quote without problems has one for each part
    return FacilityOrder(
        pk=key,
        shop_order=order,
        facility_id=part.facility_id,
        number=f"{order.number}-{place}",
        state=FacilityOrderState.TO_ACCEPT if hours else FacilityOrderState.WAITING,
        kind=offer.kind,
        service=offer.service,
        service_name=offer.name,
        days_min=offer.days_min,
        days_max=offer.days_max,
        weight=offer.grams,
        goods_total=part.goods_total,
        discount_total=part.discount_total,
        delivery_price=part.delivery_price,
        tax_total=part.tax_total,
        accept_by=placing.at + timedelta(hours=hours) if hours else None,
        produced_by=part.produced_by,
        promised_on=offer.arrives_to or offer.ready_on,
        **_recipient(placing, offer.kind),
    )


def _recipient(placing: Placing, kind: DeliveryKind) -> dict[str, str]:
    """What the facility has to know of the buyer: who fetches goods is a name and a number."""
    there = placing.quote.basket.address
    if there is None:
        return {"phone": placing.quote.basket.phone}
    who = {"recipient": there.name, "phone": there.phone or placing.quote.basket.phone}
    if kind is DeliveryKind.PICKUP:
        return who
    return {
        **who,
        "street": there.street,
        "village": there.village,
        "district": there.district,
        "regency": there.regency,
        "province": there.province,
        "postal_code": there.postal_code,
        "courier_note": there.courier_note,
    }


def facility_lines(
    placing: Placing, parts: list[FacilityOrder], written: OrderWritten
) -> list[FacilityOrderLine]:
    """Their lines, each on one of Saleor's; not saved yet."""
    keys = iter(written.line_ids)
    return [
        _facility_line(line, placing.names[line.item.line_id], row, next(keys))
        for part, row in zip(placing.quote.parts, parts, strict=True)
        for line in part.lines
    ]


def _facility_line(
    line: QuoteLine, named: BasketItem, part: FacilityOrder, order_line_id: int
) -> FacilityOrderLine:
    item = line.item
    return FacilityOrderLine(
        facility_order=part,
        order_line_id=order_line_id,
        variant_id=item.variant_id,
        sku=item.sku,
        name=named.name,
        variant_name=named.variant_name,
        quantity=item.quantity,
        unit_price=item.unit_price,
        discount=line.discount,
        tax=line.tax,
        weight=item.weight_grams,
        lead_time_days=item.lead_time_days if line.is_made else None,
    )


def first_steps(placing: Placing, order: ShopOrder) -> list[OrderStep]:
    """What the timeline begins with; not saved yet."""
    steps = [OrderStep(shop_order=order, kind=StepKind.PLACED)]
    return [*steps, OrderStep(shop_order=order, kind=StepKind.PAID)] if placing.is_free else steps
