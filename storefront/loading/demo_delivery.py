"""Delivery in the demo shop: example couriers, rates for all provinces, what facilities offer.

The couriers are no real ones and say so in their names. Prices follow classes of distance of our
own reckoning between groups of islands: see fixtures/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from catalog.models import Facility, Province
from catalog.saleor_adapter.kinds import kind_rows
from catalog.types import Actor
from storefront.loading.files import Row, rows_of
from storefront.orders.services.couriers import (
    UNSAID,
    CourierValues,
    KindDeliveryValues,
    ServiceValues,
    courier_add,
    kind_delivery_set,
    service_add,
)
from storefront.orders.services.delivery import (
    DeliveryValues,
    facility_delivery_set,
    facility_delivery_values,
)
from storefront.orders.services.rates import COLUMNS, rates_load

ACTOR = Actor.system("demo")


def delivery_load(facilities: dict[str, Facility]) -> int:
    """Load it; the number of rates. facilities: by slug."""
    _couriers()
    _kinds()
    for row in rows_of("demo/deliveries"):
        _offer(facilities[row.pop("facility")].pk, row)
    return rates_load(actor=ACTOR, text=demo_sheet()).added


def demo_sheet() -> str:
    """The rate table of the demo shop as a sheet: every service between all provinces."""
    (said,) = rows_of("demo/rates")
    codes = sorted(Province.objects.values_list("pk", flat=True))
    lines = [",".join(COLUMNS)]
    for service, classes in said["services"].items():
        for origin, destination, place in _pairs(said, codes):
            lines.append(",".join(map(str, (service, origin, destination, *classes[place - 1]))))
    return "\n".join(lines) + "\n"


def _pairs(said: Row, codes: list[str]) -> Iterator[tuple[str, str, int]]:
    """Every province with every one, and the class of their distance, from 1."""
    groups = {code: name for name, own in said["groups"].items() for code in own}
    between = {frozenset(pair): place for *pair, place in said["between"]}
    same: dict[str, int] = said["same_group"]
    for origin in codes:
        for destination in codes:
            here, there = groups[origin], groups[destination]
            if origin == destination:
                yield origin, destination, said["same_province"]
            elif here == there:
                yield origin, destination, same.get(here, same["default"])
            else:
                yield origin, destination, between[frozenset((here, there))]


def _couriers() -> None:
    for position, row in enumerate(rows_of("demo/couriers")):
        values = CourierValues(
            name=row["name"],
            divisor=row["divisor"],
            round_up_from=row["round_up_from"],
            tracking_url="",
            position=position,
            is_on=True,
        )
        courier_add(actor=ACTOR, code=row["code"], wanted=values)
        for place, service in enumerate(row["services"]):
            code = service.pop("code")
            wanted = ServiceValues(**service, position=place, is_on=True)
            service_add(actor=ACTOR, code=code, courier=row["code"], wanted=wanted)


def _kinds() -> None:
    kinds = {kind.slug: kind.id for kind in kind_rows()}
    for row in rows_of("demo/kind_deliveries"):
        kind_id = kinds[row.pop("kind")]
        wanted = KindDeliveryValues(**row)
        kind_delivery_set(actor=ACTOR, kind_id=kind_id, wanted=wanted, seen=UNSAID)


def _offer(facility_id: int, row: Row) -> None:
    given: dict[str, Any] = {**row, "without": tuple(row.get("without", ()))}
    now: DeliveryValues = facility_delivery_values(facility_id)
    facility_delivery_set(
        actor=ACTOR, facility_id=facility_id, wanted=replace(now, **given), seen=now
    )
