"""The rate table in numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Max, Min

from storefront.orders.models import CourierService


class RatesOfService(NamedTuple):
    """A service with how many rates it has, and the cheapest and dearest first kilogram (rupiah;
    None without rates)."""

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
        number=Count("rates"), cheapest=Min("rates__first_kg"), dearest=Max("rates__first_kg")
    ).order_by("courier__position", "courier", "position", "code")
    names = ("code", "courier__name", "name", "is_on", "number", "cheapest", "dearest")
    return [RatesOfService(*row) for row in rows.values_list(*names)]
