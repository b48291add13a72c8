"""The rate table in numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Min, Q

from storefront.orders.models import CourierService


class RatesOfService(NamedTuple):
    """A service with how many rates it has, and the cheapest and dearest first kilogram (rupiah;
    None without rates). is_on: with its courier."""

    code: str
    courier: str
    name: str
    is_on: bool
    rates: int
    cheapest: Decimal | None
    dearest: Decimal | None


def rates_summary() -> list[RatesOfService]:
    """All services in their order. One statement."""
    rows = CourierService.objects.annotate(
        carries=ExpressionWrapper(Q(is_on=True, courier__is_on=True), BooleanField()),
        number=Count("rates"),
        cheapest=Min("rates__first_kg"),
        dearest=Max("rates__first_kg"),
    ).order_by("courier__position", "courier", "position", "code")
    names = ("code", "courier__name", "name", "carries", "number", "cheapest", "dearest")
    return [RatesOfService(*row) for row in rows.values_list(*names)]
