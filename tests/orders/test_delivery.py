"""What is offered for each part of a basket: ways, prices, dates, and reasons for none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import District, Facility
from catalog.saleor_adapter.kinds import kind_save
from catalog.types import Delivery
from legality.models import Certificate, CertificateState
from storefront.orders.carriers.base import LiveRate, RateAsk
from storefront.orders.models import Courier, FacilityDelivery, KindDelivery, PackedSize
from storefront.orders.selectors import delivery
from storefront.orders.selectors.delivery import Destination, Offer, offers
from storefront.orders.selectors.delivery_goods import offers_of_goods
from storefront.orders.types import DeliveryKind
from tests.making import draft_listing, facility_make, paper_make
from tests.orders.delivery_making import (
    JAKARTA,
    PALU,
    SIGI,
    SomePart,
    Thing,
    part_of,
    places_make,
    rate_make,
    service_make,
    thing_of,
)

pytestmark = pytest.mark.django_db

SUNDAY = date(2026, 11, 22)


@pytest.fixture
def facility() -> Facility:
    made = facility_make()
    places_make()
    service_make()
    rate_make()
    return made


def asked(
    part: SomePart,
    to: Destination | None = JAKARTA,
    *,
    on: date = SUNDAY,
    language: str = "id",
) -> tuple[Offer, ...]:
    return offers([part], to, on=on, language=language)[part.facility_id]


def of_kind(found: tuple[Offer, ...], kind: DeliveryKind) -> Offer:
    return next(offer for offer in found if offer.kind is kind)


def test_a_courier_from_the_table(facility: Facility) -> None:
    courier, pickup = asked(part_of(facility, Thing(quantity=4)))
    assert (courier.kind, courier.service, courier.name) == ("courier", "ab-reg", "AB Reguler")
    assert (courier.grams, courier.price) == (1600, Decimal(50_000))
    assert courier.refused == "" and pickup.kind is DeliveryKind.PICKUP


def test_dates_are_working_days_of_facility_and_courier(facility: Facility) -> None:
    offer = asked(part_of(facility))[0]
    # packed on Tuesday at the earliest; two more days to accept: Thursday
    assert offer.ready_on == date(2026, 11, 26)
    # two days after Tuesday; four after Thursday, of which Sunday is none
    assert (offer.arrives_from, offer.arrives_to) == (date(2026, 11, 26), date(2026, 12, 1))


def test_what_has_to_be_made_takes_its_time(facility: Facility) -> None:
    made = Thing(lead_time_days=10, is_made_to_order=True)
    there = Thing(lead_time_days=10)
    ready = asked(part_of(facility, made))[0].ready_on, asked(part_of(facility, there))[0].ready_on
    assert ready == (date(2026, 12, 10), date(2026, 11, 26))


def test_holidays_are_no_working_days(facility: Facility) -> None:
    offer = asked(part_of(facility), on=date(2026, 12, 22))[0]
    # 24 December joint leave, 25 Christmas: 23, 28 pack; 29, 30 accept
    assert offer.ready_on == date(2026, 12, 30)


def test_the_volume_counts_by_the_couriers_divisor(facility: Facility) -> None:
    chair = Thing(weight_grams=4_000, size_cm=(60, 50, 40))
    assert asked(part_of(facility, chair))[0].grams == 20_000
    Courier.objects.update(divisor=5_000)
    assert asked(part_of(facility, chair))[0].grams == 24_000


def test_the_closest_rate_counts(facility: Facility) -> None:
    rate_make("", "", 90_000)
    rate_make("72.71", "31", 25_000)
    assert asked(part_of(facility))[0].price == 25_000
    rate_make("72.71", "31.74", 22_000)
    assert asked(part_of(facility))[0].price == 22_000
    assert asked(part_of(facility), Destination("", "31.01", "31"))[0].price == 25_000
    assert asked(part_of(facility), Destination("", "12.01", "12"))[0].price == 90_000


def test_the_cheapest_courier_comes_first_and_pickup_last(facility: Facility) -> None:
    service_make("ab-kilat")
    rate_make(first=20_000, service="ab-kilat")
    found = asked(part_of(facility))
    assert [offer.service for offer in found] == ["ab-kilat", "ab-reg", ""]


def test_too_heavy_is_refused_with_both_weights(facility: Facility) -> None:
    service_make("ab-ringan", most_grams=1_000)
    rate_make(first=5_000, service="ab-ringan")
    found = asked(part_of(facility, Thing(weight_grams=1_500)))
    assert found[0].service == "ab-reg"
    refused = found[-1]
    assert refused.service == "ab-ringan"
    assert "1,5 kg" in refused.refused and "1 kg" in refused.refused


def test_services_that_a_facility_does_not_use_or_that_are_off(facility: Facility) -> None:
    FacilityDelivery.objects.create(facility=facility, without=["ab-reg"])
    offer = of_kind(asked(part_of(facility)), DeliveryKind.COURIER)
    assert offer.service == "" and offer.refused
    FacilityDelivery.objects.update(without=[])
    Courier.objects.update(is_on=False)
    assert of_kind(asked(part_of(facility)), DeliveryKind.COURIER).refused


def test_pickup_is_cheaper_where_the_facility_says_so(facility: Facility) -> None:
    FacilityDelivery.objects.create(facility=facility, pickup_discount=7, pays_at_pickup=True)
    pickup = of_kind(
        asked(part_of(facility, Thing(unit_price=Decimal(28_500)))), DeliveryKind.PICKUP
    )
    assert (pickup.price, pickup.goods_discount) == (Decimal(0), Decimal(1_995))
    assert pickup.pays_there and "Jalan Contoh 1" in pickup.note


def test_pickup_says_the_opening_hours(facility: Facility) -> None:
    for weekday in range(4):
        facility.hours.create(weekday=weekday, opens="08:00", closes="15:00")
    facility.hours.create(weekday=4, opens="08:00", closes="11:00")
    note = of_kind(asked(part_of(facility)), DeliveryKind.PICKUP).note
    assert "Senin–Kamis 08.00–15.00; Jumat 08.00–11.00 WITA" in note
    note = of_kind(asked(part_of(facility), language="en"), DeliveryKind.PICKUP).note
    assert "Monday–Thursday 08:00–15:00" in note


def test_goods_for_a_local_courier_go_by_no_other(facility: Facility) -> None:
    FacilityDelivery.objects.create(facility=facility, offers_local=True, local_note="Se-kota.")
    eggs = Thing(name="Telur", delivery=Delivery.LOCAL_COURIER)
    found = asked(part_of(facility, Thing(), eggs), SIGI)
    local = of_kind(found, DeliveryKind.LOCAL)
    assert local.refused == "" and local.note.startswith("Se-kota.") and local.price == 0
    assert "Telur" in of_kind(found, DeliveryKind.COURIER).refused
    far = of_kind(asked(part_of(facility, eggs)), DeliveryKind.LOCAL)
    assert "Sulawesi Tengah" in far.refused


def test_a_kind_is_stricter_than_its_goods(facility: Facility) -> None:
    kind = kind_save(slug="mebel", name="Mebel", name_en="F", description="", description_en="")
    KindDelivery.objects.create(kind_id=kind, way="local_courier", reason="Terlalu besar.")
    courier = of_kind(asked(part_of(facility, Thing(kind_id=kind))), DeliveryKind.COURIER)
    assert courier.refused == "Bawang goreng: Terlalu besar."


def test_pickup_only_leaves_pickup_even_where_it_is_not_offered_for_others(
    facility: Facility,
) -> None:
    FacilityDelivery.objects.create(facility=facility, offers_pickup=False)
    found = asked(part_of(facility, Thing(delivery=Delivery.PICKUP)))
    assert [offer.kind for offer in found if not offer.refused] == ["pickup"]
    assert "pickup" not in [offer.kind for offer in asked(part_of(facility))]


def test_without_an_address_pickup_alone_can_be_chosen(facility: Facility) -> None:
    found = asked(part_of(facility), None)
    assert [offer.kind for offer in found if not offer.refused] == ["pickup"]
    assert of_kind(found, DeliveryKind.COURIER).refused


# --- What may not leave its province


@pytest.fixture
def eggs(facility: Facility) -> Thing:
    listing = draft_listing(facility, name="Telur", kind="telur-ikan-sayur")
    kind = listing.product.category_id or 0
    KindDelivery.objects.create(
        kind_id=kind, within_province=True, crosses_with="nkv", reason="NKV-nya tingkat III."
    )
    paper_make(listing, code="nkv", number="CONTOH-NKV-7")
    return thing_of(listing, name="Telur", kind_id=kind)


def courier_for(facility: Facility, thing: Thing, to: Destination) -> Offer:
    return of_kind(asked(part_of(facility, thing), to), DeliveryKind.COURIER)


def test_goods_may_not_leave_their_province(facility: Facility, eggs: Thing) -> None:
    rate_make("72", "72")
    sentence = courier_for(facility, eggs, JAKARTA).refused
    assert "Telur" in sentence and "Sulawesi Tengah" in sentence and "tingkat III" in sentence
    assert courier_for(facility, eggs, PALU).refused == ""
    assert not of_kind(asked(part_of(facility, eggs)), DeliveryKind.PICKUP).refused


@pytest.mark.parametrize(
    ("level", "crosses"), [("", False), ("III", False), ("II", True), ("I", True)]
)
def test_the_papers_level_lets_them(
    facility: Facility, eggs: Thing, level: str, crosses: bool
) -> None:
    Certificate.objects.update(level=level)
    assert (courier_for(facility, eggs, JAKARTA).refused == "") is crosses


def test_a_paper_that_does_not_hold_lets_nothing(facility: Facility, eggs: Thing) -> None:
    """Its goods are off sale; those that never needed it are not bound by it."""
    Certificate.objects.update(level="II", state=CertificateState.UNVERIFIED)
    assert courier_for(facility, eggs, JAKARTA).refused == ""
    KindDelivery.objects.update(crosses_with="")
    assert courier_for(facility, eggs, JAKARTA).refused


# --- Cost


def test_four_statements_whatever_the_basket(facility: Facility, eggs: Thing) -> None:
    parts = [part_of(facility, eggs, Thing())]
    parts += [part_of(facility_make(), *[Thing()] * 5) for _number in range(5)]
    for some in (parts[:1], parts):
        with CaptureQueriesContext(
            connection,
        ) as counted:
            found = offers(some, JAKARTA, on=SUNDAY, language="id")
        assert len(counted) == 4, [one["sql"] for one in counted]
        assert len(found) == len(some)


# --- Goods' own page


def test_goods_page_asks_nobody_and_knows_the_pack(
    facility: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of goods are kept: what somebody answers for an hour must not stay in them."""
    monkeypatch.setattr(delivery, "live_rates", lambda asks: pytest.fail("asked"))
    listing = draft_listing(facility)
    PackedSize.objects.create(listing=listing, facility=facility, length=30, width=20, height=20)
    with CaptureQueriesContext(connection) as counted:
        found = offers_of_goods(
            listing_id=listing.pk,
            facility_id=facility.pk,
            kind_id=0,
            name="Bawang",
            delivery=Delivery.PARCEL,
            weight_grams=400,
            unit_price=Decimal(28_000),
            made_in=3,
            destination=JAKARTA,
            on=SUNDAY,
            language="id",
        )
    assert len(counted) <= 5
    assert (found[0].grams, found[0].ready_on) == (2_000, date(2026, 12, 1))


def test_live_rates_count_where_they_answer(
    facility: Facility, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.BITESHIP_API_KEY = "kunci-contoh"
    for regency, code in (("72.71", "94111"), ("31.74", "12110")):
        District.objects.create(
            code=f"{regency}.01", regency_id=regency, name="X", postal_codes=[code], search="x"
        )
    service_make("ab-kilat")
    rate_make(first=70_000, service="ab-kilat")
    asks: list[RateAsk] = []

    def answer(asked: Iterable[RateAsk]) -> dict[RateAsk, tuple[LiveRate, ...]]:
        asks.extend(asked)
        return {ask: (LiveRate("ab-reg", Decimal(44_000), 1, 2),) for ask in asks}

    monkeypatch.setattr(delivery, "live_rates", answer)
    regular, express = asked(part_of(facility, Thing(quantity=3)))[:2]
    assert asks == [RateAsk("94111", "12110", 1_200, 84_000, ("ab",))]
    assert (regular.service, regular.price, regular.days_max) == ("ab-reg", Decimal(44_000), 2)
    assert (express.service, express.price) == ("ab-kilat", Decimal(70_000))  # by the table
