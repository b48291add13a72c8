"""What delivery costs and when goods arrive, on their page, for the place in its address."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from catalog.models import Listing
from catalog.types import Delivery
from storefront.orders.models import FacilityDelivery, PackedSize
from storefront.web.shop.delivery_line import days_said
from tests.making import facility_make, public_listing
from tests.orders.delivery_making import places_make, rate_make, service_make

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing() -> Listing:
    facility = facility_make()
    places_make()
    service_make()
    rate_make(first=30_000, days=(2, 4))
    return public_listing(facility)


def line(client: Client, listing: Listing, query: str = "", prefix: str = "") -> str:
    page = client.get(f"{prefix}/produk/{listing.slug}/{query}").content.decode()
    found = re.search(r'<li id="ongkir">(.*?)</li>', page, re.S)
    return found[1] if found else ""


def test_the_page_asks_for_a_place_and_keeps_it_in_its_address(
    client: Client, listing: Listing
) -> None:
    found = line(client, listing)
    assert 'name="tujuan"' in found and '<option value="31">DKI Jakarta</option>' in found
    assert "Rp" not in found
    answer = client.get(f"/produk/{listing.slug}/?tujuan=31")
    assert not answer.cookies  # the page is everybody's


def test_cost_and_dates_for_the_place(client: Client, listing: Listing) -> None:
    found = line(client, listing, "?tujuan=31")
    assert "Ongkir ke DKI Jakarta mulai Rp30.000 · tiba " in found
    assert '<option value="31" selected>' in found
    assert re.search(r"tiba \d+", found)
    found = line(client, listing, "?tujuan=31", "/en")
    assert "Delivery to Jakarta from Rp30,000 · arrives " in found


def test_the_pack_counts(client: Client, listing: Listing) -> None:
    PackedSize.objects.create(
        listing=listing, facility=listing.facility, length=40, width=30, height=20
    )
    assert "Rp90.000" in line(client, listing, "?tujuan=31")  # 4 kg of volume


def test_where_nobody_goes_it_says_so(client: Client, listing: Listing) -> None:
    found = line(client, listing, "?tujuan=72")
    assert "Belum ada kurir" in found and "Rp" not in found


@pytest.mark.parametrize("value", ["99", "31.99", "x", "'", "31 ", "%00", "3" * 500])
def test_places_that_there_are_not(client: Client, listing: Listing, value: str) -> None:
    assert "Rp" not in line(client, listing, f"?tujuan={value}")


def test_goods_for_a_local_courier_and_goods_to_be_fetched(
    client: Client, listing: Listing
) -> None:
    FacilityDelivery.objects.create(facility=listing.facility, offers_local=True)
    Listing.objects.filter(pk=listing.pk).update(delivery=Delivery.LOCAL_COURIER)
    assert "Kurir setempat" in line(client, listing, "?tujuan=72")
    assert "hanya di dalam Sulawesi Tengah" in line(client, listing, "?tujuan=31")
    Listing.objects.filter(pk=listing.pk).update(delivery=Delivery.PICKUP)
    assert line(client, listing, "?tujuan=72") == ""


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 25), date(2026, 11, 28), "25–28 November"),
        (date(2026, 11, 25), date(2026, 11, 25), "25 November"),
        (date(2026, 11, 28), date(2026, 12, 2), "28 November–2 Desember"),
        (date(2026, 12, 30), date(2027, 1, 4), "30 Desember 2026–4 Januari 2027"),
    ],
)
def test_days(first: date, last: date, said: str) -> None:
    assert days_said(first, last, "id") == said
