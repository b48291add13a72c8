"""An order for who may see it: the page, mails, the receipt and the API read it here.

Whole orders are readable to the shop alone, so who calls has asked for the order's key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Prefetch, Q

from catalog.errors import NotFound
from catalog.models import CardRow, OpeningHours, Province
from catalog.shown import OpenHours
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    FacilityOrder,
    FacilityOrderLine,
    OrderStep,
    Parcel,
    ParcelLine,
    PaymentAttempt,
    Refund,
    ReturnLine,
    ReturnPhoto,
    ReturnRequest,
    ShopOrder,
)
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
    ATTEMPT_ENDED,
    CancelCause,
    DeliveryKind,
    FacilityOrderState,
    OrderState,
    RefundState,
    ReturnState,
    StepKind,
)

Shown = TypeVar("Shown")


def order_shown(order_token: str | UUID, *, language: str) -> OrderShown:
    """The order at an address. At most 14 statements, whatever stands in it. Raises NotFound.

    language: "id" or "en", for the names of places that have two.
    """
    with as_shop():
        order = ShopOrder.objects.filter(order__token=str(order_token)).first()
        if order is None:
            raise NotFound
        return _orders({str(order_token): order}, language)[str(order_token)]


def orders_shown(order_tokens: Iterable[str], *, language: str) -> dict[str, OrderShown]:
    """The same of several, by their addresses: as many statements as of one."""
    with as_shop():
        rows = ShopOrder.objects.filter(order__token__in=list(order_tokens))
        found: dict[str, ShopOrder] = {}
        for row in rows.select_related("order"):
            saleors: Any = row.order
            found[str(saleors.token)] = row
        return _orders(found, language)


def order_shown_by_id(shop_order_id: int, *, language: str) -> OrderShown:
    """The same, for jobs. Raises NotFound."""
    with as_shop():
        order = ShopOrder.objects.filter(pk=shop_order_id).select_related("order").first()
        if order is None:
            raise NotFound
        saleors: Any = order.order
        token = str(saleors.token)
        return _orders({token: order}, language)[token]


def order_token_of(number: str) -> str:
    """The address of the order with a number as people type it, "" when there is none."""
    with as_shop():
        rows = ShopOrder.objects.filter(number=number.strip().upper())
        found = rows.values_list("order__token", flat=True).first()
    return str(found or "")


# --- The whole


class _Read(NamedTuple):
    """What was read for several orders, by their keys; zones: by the province's name."""

    parts: Mapping[int, tuple[PartShown, ...]]
    steps: Mapping[int, tuple[StepShown, ...]]
    refunds: Mapping[int, tuple[RefundShown, ...]]
    paying: Collection[int]
    zones: Mapping[str, str]


def _orders(orders: Mapping[str, ShopOrder], language: str) -> dict[str, OrderShown]:
    """By address. At most 13 statements, however many they are."""
    keys = [order.pk for order in orders.values()]
    parts = _parts(keys, language)
    of_orders = OrderStep.objects.filter(shop_order__in=keys, facility_order__isnull=True)
    open_attempts = PaymentAttempt.objects.filter(shop_order__in=keys).exclude(
        state__in=[state.value for state in ATTEMPT_ENDED]
    )
    read = _Read(
        parts,
        _by_order((row.shop_order_id, _step(row)) for row in of_orders),
        _by_order(
            (row.shop_order_id, _refund(row)) for row in Refund.objects.filter(shop_order__in=keys)
        ),
        set(open_attempts.values_list("shop_order_id", flat=True)),
        _zones(part for of_one in parts.values() for part in of_one),
    )
    return {token: _order(order, token, read) for token, order in orders.items()}


def _by_order(rows: Iterable[tuple[int, Shown]]) -> dict[int, tuple[Shown, ...]]:
    found: dict[int, tuple[Shown, ...]] = {}
    for key, row in rows:
        found[key] = (*found.get(key, ()), row)
    return found


def _order(order: ShopOrder, token: str, read: _Read) -> OrderShown:
    parts = read.parts.get(order.pk, ())
    return OrderShown(
        id=order.pk,
        token=token,
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
        voucher_code=order.voucher_code,
        placed_at=order.placed_at,
        pay_by=order.pay_by,
        paid_at=order.paid_at,
        ended_at=order.ended_at,
        cancel_cause=_cause(order.cancel_cause),
        forgotten_at=order.forgotten_at,
        zone=read.zones.get(_province(parts), "WIB"),
        is_paying=order.pk in read.paying,
        parts=parts,
        steps=read.steps.get(order.pk, ()),
        refunds=read.refunds.get(order.pk, ()),
    )


def _province(parts: Iterable[PartShown]) -> str:
    return next((part.recipient.province for part in parts if part.recipient.province), "")


def _zones(parts: Iterable[PartShown]) -> dict[str, str]:
    """Of the provinces that they go to, by name."""
    names = {part.recipient.province for part in parts} - {""}
    rows = Province.objects.filter(name__in=names) if names else Province.objects.none()
    return dict(rows.values_list("name", "zone"))


def _cause(text: str) -> CancelCause | None:
    return CancelCause(text) if text else None


def _step(row: OrderStep) -> StepShown:
    return StepShown(row.pk, StepKind(row.kind), row.at, row.note, row.data)


def _refund(row: Refund) -> RefundShown:
    state = RefundState(row.state)
    return RefundShown(row.pk, row.facility_order_id, row.amount, state, row.done_at)


# --- Parts


def _parts(shop_order_ids: list[int], language: str) -> dict[int, tuple[PartShown, ...]]:
    """By order, in their order."""
    rows = list(
        FacilityOrder.objects.filter(shop_order__in=shop_order_ids)
        .select_related("facility__regency__province")
        .prefetch_related(
            Prefetch("lines", FacilityOrderLine.objects.select_related("variant")),
            Prefetch("parcels", Parcel.objects.prefetch_related("lines")),
            "steps",
            Prefetch(
                "returns",
                ReturnRequest.objects.prefetch_related(
                    Prefetch("lines", ReturnLine.objects.all()),
                    Prefetch("photos", ReturnPhoto.objects.all()),
                ),
            ),
        )
        .order_by("pk")
    )
    hours = _hours({row.facility_id for row in rows})
    slugs = _slugs(line for row in rows for line in row.lines.all())
    found: dict[int, tuple[PartShown, ...]] = {}
    for row in rows:
        before = found.get(row.shop_order_id, ())
        maker = _maker(row, hours.get(row.facility_id, ()), language)
        found[row.shop_order_id] = (*before, _part(len(before) + 1, row, maker, slugs))
    return found


def _hours(facility_ids: set[int]) -> dict[int, tuple[OpenHours, ...]]:
    found: dict[int, tuple[OpenHours, ...]] = {}
    for row in OpeningHours.objects.filter(facility_id__in=facility_ids):
        span = OpenHours(row.weekday, f"{row.opens:%H.%M}", f"{row.closes:%H.%M}")
        found[row.facility_id] = (*found.get(row.facility_id, ()), span)
    return found


def _slugs(lines: Iterable[FacilityOrderLine]) -> dict[int, str]:
    """Addresses of goods that buyers see, by product."""
    products = {_product(line) for line in lines}
    rows = CardRow.objects.filter(Q(product_id__in=products - {0}), is_open=True)
    return dict(rows.values_list("product_id", "slug"))


def _product(line: FacilityOrderLine) -> int:
    variant: Any = line.variant
    return int(variant.product_id) if variant is not None else 0


def _maker(row: FacilityOrder, hours: tuple[OpenHours, ...], language: str) -> MakerShown:
    facility = row.facility
    province = facility.regency.province
    return MakerShown(
        id=facility.pk,
        slug=facility.slug,
        name=facility.short_name,
        official_name=facility.official_name,
        address=facility.address,
        regency=facility.regency.name,
        province=province.name_en if language == "en" else province.name,
        whatsapp=facility.whatsapp,
        zone=province.zone,
        hours=hours,
    )


def _part(place: int, row: FacilityOrder, maker: MakerShown, slugs: dict[int, str]) -> PartShown:
    returned = _returned(row)
    lines = tuple(_line(line, slugs, returned[line.pk]) for line in row.lines.all())
    names = {line.id: said_name(line) for line in lines}
    return PartShown(
        id=row.pk,
        place=place,
        number=row.number,
        state=FacilityOrderState(row.state),
        maker=maker,
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
        parcels=tuple(_parcel(parcel, names) for parcel in row.parcels.all()),
        steps=tuple(_step(step) for step in row.steps.all()),
        returns=tuple(_return(one, names) for one in row.returns.all()),
    )


def _returned(row: FacilityOrder) -> Counter[int]:
    """Pieces by line that were agreed to."""
    found: Counter[int] = Counter()
    for one in row.returns.all():
        if one.state == ReturnState.APPROVED:
            found.update({line.line_id: line.quantity for line in one.lines.all()})
    return found


def _line(row: FacilityOrderLine, slugs: dict[int, str], returned: int) -> LineShown:
    return LineShown(
        id=row.pk,
        order_line=str(row.order_line_id),
        variant_id=row.variant_id,
        slug=slugs.get(_product(row), ""),
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


def _parcel(row: Parcel, names: dict[int, str]) -> ParcelShown:
    return ParcelShown(
        id=row.pk,
        service=row.service_name,
        number=row.tracking_number,
        address=row.tracking_url,
        handed_over_at=row.handed_over_at,
        delivered_at=row.delivered_at,
        pieces=_pieces(row.lines.all(), names),
        lines=tuple((line.line_id, line.quantity) for line in row.lines.all()),
    )


def _return(row: ReturnRequest, names: dict[int, str]) -> ReturnShown:
    return ReturnShown(
        id=row.pk,
        state=ReturnState(row.state),
        reason=row.reason,
        note=row.note,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        pieces=_pieces(row.lines.all(), names),
        photos=len(row.photos.all()),
    )
