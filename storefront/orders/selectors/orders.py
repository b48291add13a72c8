"""An order for who may see it: the page, mails, the receipt and the API read it here.

Whole orders are readable to the shop alone, so who calls has asked for the order's key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from catalog.errors import NotFound
from catalog.shown import OpenHours
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    FacilityOrder,
    FacilityOrderLine,
    OrderStep,
    Parcel,
    ParcelLine,
    Refund,
    ReturnLine,
    ReturnRequest,
    ShopOrder,
)
from storefront.orders.selectors.order_rows import BY_KEY, BY_TOKEN, OrderRows, order_rows
from storefront.orders.shown import (
    LineShown,
    MakerShown,
    OrderShown,
    ParcelShown,
    PartShown,
    Recipient,
    RefundShown,
    ReturnShown,
    StepShown,
)
from storefront.orders.types import (
    CancelCause,
    DeliveryKind,
    FacilityOrderState,
    OrderState,
    RefundState,
    ReturnState,
    StepKind,
)


def order_shown(order_token: str | UUID, *, language: str) -> OrderShown:
    """The order at an address. One message, whatever stands in it. Raises NotFound.

    language: "id" or "en", for the names of places that have two.
    """
    return _only(orders_shown([str(order_token)], language=language).values())


def orders_shown(order_tokens: Iterable[str], *, language: str) -> dict[str, OrderShown]:
    """Those of several that there are, by their addresses: one message too."""
    with as_shop():
        found = _orders(order_rows(BY_TOKEN, list(order_tokens)), language)
    return {order.token: order for order in found}


def order_shown_by_id(shop_order_id: int, *, language: str) -> OrderShown:
    """The order with a key, for jobs. Raises NotFound."""
    with as_shop():
        return _only(_orders(order_rows(BY_KEY, [shop_order_id]), language))


def _only(found: Iterable[OrderShown]) -> OrderShown:
    for order in found:
        return order
    raise NotFound


def order_token_of(number: str) -> str:
    """The address of the order with a number as people type it, "" when there is none."""
    with as_shop():
        rows = ShopOrder.objects.filter(number=number.strip().upper())
        found = rows.values_list("order__token", flat=True).first()
    return str(found or "")


# --- The whole


def _orders(rows: OrderRows, language: str) -> list[OrderShown]:
    return [_order(order, rows, language) for order in rows.orders]


def _order(order: ShopOrder, rows: OrderRows, language: str) -> OrderShown:
    fact = rows.facts[order.pk]
    return OrderShown(
        id=order.pk,
        token=fact.token,
        number=order.number,
        state=OrderState(order.state),
        user_id=order.user_id,
        name=order.name,
        email=order.email,
        phone=order.phone,
        language=order.language,
        method=order.method,
        goods_total=order.goods_total,
        delivery_total=order.delivery_total,
        discount_total=order.discount_total,
        tax_total=order.tax_total,
        total=order.total,
        mark=max(fact.paid - order.total, Decimal(0)),
        voucher_code=order.voucher_code,
        placed_at=order.placed_at,
        pay_by=order.pay_by,
        paid_at=order.paid_at,
        ended_at=order.ended_at,
        cancel_cause=_cause(order.cancel_cause),
        forgotten_at=order.forgotten_at,
        zone=fact.zone or "WIB",
        is_proof_waiting=fact.is_proof_waiting,
        parts=tuple(
            _part(place, row, rows, language)
            for place, row in enumerate(rows.parts[order.pk], start=1)
        ),
        steps=tuple(_step(row) for row in rows.steps[order.pk, None]),
        refunds=tuple(_refund(row) for row in rows.refunds[order.pk]),
    )


def _cause(text: str) -> CancelCause | None:
    return CancelCause(text) if text else None


def _step(row: OrderStep) -> StepShown:
    return StepShown(row.pk, StepKind(row.kind), row.at, row.note, row.data)


def _refund(row: Refund) -> RefundShown:
    state = RefundState(row.state)
    return RefundShown(row.pk, row.facility_order_id, row.amount, state, row.done_at)


# --- Parts


def _maker(rows: OrderRows, facility_id: int, language: str) -> MakerShown:
    facility = rows.makers[facility_id]
    return MakerShown(
        id=facility.id,
        slug=facility.slug,
        name=facility.name,
        official_name=facility.official_name,
        address=facility.address,
        regency=facility.regency,
        province=facility.province_en if language == "en" else facility.province,
        whatsapp=facility.whatsapp,
        zone=facility.zone,
        hours=tuple(
            OpenHours(row.weekday, f"{row.opens:%H.%M}", f"{row.closes:%H.%M}")
            for row in rows.hours[facility_id]
        ),
    )


def _part(place: int, row: FacilityOrder, rows: OrderRows, language: str) -> PartShown:
    sent_back = rows.returns[row.pk]
    returned = _returned(sent_back, rows)
    lines = tuple(_line(line, rows.slugs, returned[line.pk]) for line in rows.lines[row.pk])
    names = {line.id: said_name(line) for line in lines}
    return PartShown(
        id=row.pk,
        place=place,
        number=row.number,
        state=FacilityOrderState(row.state),
        maker=_maker(rows, row.facility_id, language),
        kind=DeliveryKind(row.kind),
        service=row.service_name,
        service_code=row.service,
        days=(row.days_min, row.days_max),
        goods_total=row.goods_total,
        discount_total=row.discount_total,
        delivery_price=row.delivery_price,
        tax_total=row.tax_total,
        total=row.goods_total - row.discount_total + row.delivery_price,
        accept_by=row.accept_by,
        produced_by=row.produced_by,
        promised_on=row.promised_on,
        late_note=row.late_note,
        accepted_at=row.accepted_at,
        packed_at=row.packed_at,
        handed_over_at=row.handed_over_at,
        done_at=row.done_at,
        cancelled_at=row.cancelled_at,
        cancel_asked_at=row.cancel_asked_at,
        cancel_cause=_cause(row.cancel_cause),
        cancel_note=row.cancel_note,
        pickup_code=row.pickup_code,
        recipient=_recipient(row),
        lines=lines,
        parcels=tuple(
            _parcel(parcel, rows.parcel_lines[parcel.pk], names) for parcel in rows.parcels[row.pk]
        ),
        steps=tuple(_step(step) for step in rows.steps[row.shop_order_id, row.pk]),
        returns=tuple(_return(one, rows, names) for one in sent_back),
    )


def _returned(requests: Iterable[ReturnRequest], rows: OrderRows) -> Counter[int]:
    """Pieces by line that were agreed to."""
    found: Counter[int] = Counter()
    for request in requests:
        if request.state == ReturnState.APPROVED:
            found.update({line.line_id: line.quantity for line in rows.return_lines[request.pk]})
    return found


def _line(row: FacilityOrderLine, slugs: Mapping[int, str], returned: int) -> LineShown:
    return LineShown(
        id=row.pk,
        order_line=str(row.order_line_id),
        variant_id=row.variant_id,
        slug=slugs.get(row.pk, ""),
        sku=row.sku,
        name=row.name,
        variant_name=row.variant_name,
        quantity=row.quantity,
        cancelled=row.cancelled,
        handed_over=row.handed_over,
        returned=returned,
        unit_price=row.unit_price,
        discount=row.discount,
        tax=row.tax,
        total=Decimal(row.unit_price * row.quantity - row.discount),
    )


def said_name(line: LineShown) -> str:
    """The goods with the choice, as one text."""
    return f"{line.name}, {line.variant_name}" if line.variant_name else line.name


def _recipient(row: FacilityOrder) -> Recipient:
    return Recipient(
        name=row.recipient,
        phone=row.phone,
        street=row.street,
        village=row.village,
        district=row.district,
        regency=row.regency,
        province=row.province,
        postal_code=row.postal_code,
        courier_note=row.courier_note,
    )


def _pieces(lines: Iterable[ParcelLine | ReturnLine], names: dict[int, str]) -> Any:
    return tuple((names.get(line.line_id, ""), line.quantity) for line in lines)


def _parcel(row: Parcel, lines: Sequence[ParcelLine], names: dict[int, str]) -> ParcelShown:
    return ParcelShown(
        id=row.pk,
        service=row.service_name,
        number=row.tracking_number,
        address=row.tracking_url,
        handed_over_at=row.handed_over_at,
        delivered_at=row.delivered_at,
        pieces=_pieces(lines, names),
        lines=tuple((line.line_id, line.quantity) for line in lines),
    )


def _return(row: ReturnRequest, rows: OrderRows, names: dict[int, str]) -> ReturnShown:
    return ReturnShown(
        id=row.pk,
        state=ReturnState(row.state),
        reason=row.reason,
        note=row.note,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        pieces=_pieces(rows.return_lines[row.pk], names),
        photos=rows.photos.get(row.pk, 0),
    )
