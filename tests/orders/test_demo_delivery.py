"""The demo shop's couriers and rates: all provinces, plainly examples."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import process_time

import pytest

from catalog.models import Facility, Province
from storefront.loading.demo_delivery import delivery_load, demo_sheet
from storefront.loading.files import rows_of
from storefront.loading.reference import reference_load
from storefront.orders.models import Courier, FacilityDelivery, KindDelivery, ShippingRate
from storefront.orders.selectors.delivery import Destination, offers
from storefront.orders.services.rates import rates_load
from tests.making import SYSTEM, facility_make
from tests.orders.delivery_making import Thing, part_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def facility() -> Facility:
    reference_load()
    made = facility_make()
    assert delivery_load(dict.fromkeys((r["facility"] for r in rows_of("demo/deliveries")), made))
    return made


def test_every_service_goes_from_every_province_to_every_one(facility: Facility) -> None:
    provinces = Province.objects.count()
    services = {row.service_id for row in ShippingRate.objects.all()}
    assert (provinces, len(services)) == (38, 4)
    assert ShippingRate.objects.count() == 38 * 38 * 4
    assert all("Contoh" in name for name in Courier.objects.values_list("name", flat=True))
    assert KindDelivery.objects.count() == 2 and FacilityDelivery.objects.count() == 1


def test_it_loads_again_without_a_change(facility: Facility) -> None:
    assert rates_load(actor=SYSTEM, text=demo_sheet())[1:] == (0, 0, 0)


def test_farther_is_never_cheaper_nor_sooner() -> None:
    (said,) = rows_of("demo/rates")
    for classes in said["services"].values():
        assert len(classes) == 7
        assert classes == sorted(classes)
        assert all(low <= high and following < first for first, following, low, high in classes)
    groups = [code for own in said["groups"].values() for code in own]
    assert len(groups) == len(set(groups)) == 38


def test_every_province_is_offered_something(facility: Facility) -> None:
    FacilityDelivery.objects.all().delete()
    for code in Province.objects.values_list("pk", flat=True):
        to = Destination("", "", code)
        found = offers([part_of(facility)], to, on=date(2026, 11, 22), language="id")
        first = found[facility.pk][0]
        assert first.kind == "courier" and not first.refused and first.price >= 9_000


def test_what_it_costs_to_work_out(facility: Facility, counted: Callable[[str], None]) -> None:
    """CPU of this process, without the server's; with the whole table of the sample shop."""
    places = [facility, *(facility_make() for _number in range(19))]
    things = tuple(Thing(listing_id=number, weight_grams=300) for number in range(5))
    to, spent = Destination("31.74.01", "31.74", "31"), {}
    for count in (1, 3, 20):
        parts = [part_of(place, *things) for place in places[:count]]
        offers(parts, to, on=date(2026, 11, 22), language="id")
        began = process_time()
        for _time in range(10):
            offers(parts, to, on=date(2026, 11, 22), language="id")
        spent[count] = (process_time() - began) * 100
    counted(", ".join(f"offers of {n} facilities {ms:.1f} ms CPU" for n, ms in spent.items()))
    assert spent[20] < 60
