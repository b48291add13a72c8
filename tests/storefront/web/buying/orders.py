"""Orders in every state, and browsers that may see them, for tests of an order's pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from catalog.dates import legal_today
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    FacilityOrder,
    FacilityOrderLine,
    OrderStep,
    Parcel,
    ParcelLine,
    ShopOrder,
)
from storefront.orders.types import FacilityOrderState, StepKind

S = FacilityOrderState
HERE = {"Sec-Fetch-Site": "same-origin"}


def token_of(order: ShopOrder) -> str:
    """Its address."""
    with as_shop():
        row: Any = ShopOrder.objects.select_related("order").get(pk=order.pk).order
    return str(row.token)


def path_of(order: ShopOrder, rest: str = "", language: str = "") -> str:
    """Its page, or one below it."""
    return f"{language}/pesanan/{token_of(order)}/{rest}"


def post(client: Client, path: str, **fields: Any) -> HttpResponse:
    """What a page of the shop sends."""
    response: Any = client.post(path, fields, headers=HERE)
    return response  # type: ignore[no-any-return]


def client_with_key(order: ShopOrder) -> Client:
    """A browser that gave the order's second key."""
    client = Client()
    answer = post(client, path_of(order), kunci=order.phone[-4:])
    assert answer.status_code == 302
    return client


def html(response: Any) -> str:
    """The page."""
    return str(response.content.decode())


def parts_of(order: ShopOrder) -> list[FacilityOrder]:
    """Its parts in order."""
    with as_shop():
        return list(FacilityOrder.objects.filter(shop_order=order).order_by("pk"))


def step(part: FacilityOrder, kind: StepKind, **data: Any) -> None:
    """One more of its timeline."""
    OrderStep.objects.create(
        shop_order_id=part.shop_order_id,
        facility_order=part,
        facility_id=part.facility_id,
        kind=kind.value,
        data=data,
    )


def moved(part: FacilityOrder, state: FacilityOrderState, **values: Any) -> FacilityOrder:
    """The part as a facility's acts would leave it; it is handed over whole."""
    now = timezone.now()
    ranks = list(S)
    reached = ranks.index(state)
    given: dict[str, Any] = {"state": state.value}
    for column, least in (
        ("accepted_at", S.ACCEPTED),
        ("packed_at", S.PACKED),
        ("handed_over_at", S.SHIPPED),
        ("done_at", S.DONE),
    ):
        if ranks.index(least) <= reached and state is not S.CANCELLED:
            given[column] = now
    if state is S.CANCELLED:
        given["cancelled_at"] = now
    with as_shop(), transaction.atomic():
        if state in (S.SHIPPED, S.DONE):
            handed_over(part)
        FacilityOrder.objects.filter(pk=part.pk).update(**{**given, **values})
    part.refresh_from_db()
    return part


def being_made(part: FacilityOrder) -> None:
    """As if its goods were made for the buyer."""
    with as_shop():
        FacilityOrder.objects.filter(pk=part.pk).update(produced_by=legal_today())


def handed_over(part: FacilityOrder, number: str = "JNE0012345678") -> Parcel:
    """A parcel with all of its goods."""
    fulfillment: Any = part.parcels.model._meta.get_field("fulfillment").related_model
    order: Any = part.shop_order.order
    parcel = Parcel.objects.create(
        facility_order=part,
        fulfillment=fulfillment.objects.create(
            order=order, fulfillment_order=part.pk, status="fulfilled"
        ),
        service_name="JNE REG",
        tracking_number=number,
        tracking_url=f"https://contoh.id/lacak/{number}",
        handed_over_at=timezone.now(),
    )
    for line in FacilityOrderLine.objects.filter(facility_order=part):
        ParcelLine.objects.create(parcel=parcel, line=line, quantity=line.quantity)
        FacilityOrderLine.objects.filter(pk=line.pk).update(handed_over=line.quantity)
    return parcel


def ago(**span: float) -> Any:
    """A moment before now."""
    return timezone.now() - timedelta(**span)
