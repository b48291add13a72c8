"""What a facility offers, on its page: read by its people, changed by its head."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from html import unescape
from typing import Any

import pytest
from django.test import Client

from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.models import AuditEntry
from storefront.orders.models import Courier, CourierService, FacilityDelivery, PackedSize
from storefront.orders.selectors.delivery_rows import packed_size
from storefront.orders.services.delivery import (
    facility_delivery_set,
    facility_delivery_values,
    packed_size_set,
)
from tests.cast import Cast, cast_make, client_of
from tests.making import draft_listing
from tests.orders.delivery_making import service_make
from tests.together import failures_at_once

pytestmark = pytest.mark.django_db

FIRST = {
    "offers_courier": "1",
    "offers_pickup": "1",
    "services": ["ab-reg", "ab-kargo"],
    "pickup_discount": "0",
    "accept_hours": "48",
    "handling_days": "2",
    "local_note": "",
    "local_note_en": "",
}


@pytest.fixture
def cast() -> Cast:
    service_make("ab-reg")
    service_make("ab-kargo")
    return cast_make()


@pytest.fixture
def head(cast: Cast) -> Client:
    return client_of(cast.facility_head)


def address(cast: Cast) -> str:
    return f"/petugas/{cast.here.slug}/pengiriman/"


def hidden(page: str) -> dict[str, str]:
    return {
        name: unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])  # type: ignore[index]
        for name in ("key", "seen")
    }


def send(client: Client, cast: Cast, page: str = "", **given: Any) -> Any:
    page = page or client.get(address(cast)).content.decode()
    return client.post(address(cast), {**FIRST, **hidden(page), **given})


def test_what_is_offered_is_saved_and_written_down(cast: Cast, head: Client) -> None:
    answer = send(
        head, cast,
        services=["ab-reg"], pickup_discount="5", pays_at_pickup="1", offers_local="1",
        local_note="Dalam kota.", handling_days="3",
    )  # fmt: skip
    assert answer.status_code == 302
    row = FacilityDelivery.objects.get()
    assert (row.pickup_discount, row.pays_at_pickup, row.handling_days) == (5, True, 3)
    assert (row.offers_local, row.local_note, row.without) == (True, "Dalam kota.", ["ab-kargo"])
    entry = AuditEntry.objects.latest("pk")
    assert (entry.action, entry.subject_id) == ("delivery.set", str(cast.here.pk))
    page = head.get(f"/petugas/{cast.here.slug}/riwayat/").content.decode()
    assert "Dalam kota." in page
    page = head.get(address(cast)).content.decode()
    assert 'value="ab-reg"' in page and page.count("checked") == 5


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"pickup_discount": "51"}, "pickup_discount"),
        ({"pickup_discount": "-1"}, "pickup_discount"),
        ({"pickup_discount": "1e1"}, "pickup_discount"),
        ({"accept_hours": "0"}, "accept_hours"),
        ({"accept_hours": ""}, "accept_hours"),
        ({"handling_days": "61"}, "handling_days"),
        ({"local_note": "x" * 201}, "local_note"),
        ({"offers_courier": "", "offers_pickup": ""}, "offers_courier"),
        ({"services": "", "offers_pickup": ""}, "offers_courier"),
        ({"offers_pickup": "", "pays_at_pickup": "1"}, "pays_at_pickup"),
    ],
)
def test_what_nobody_offers(cast: Cast, head: Client, given: dict[str, str], field: str) -> None:
    answer = send(head, cast, **given)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.content.decode()
    assert not FacilityDelivery.objects.exists()


def test_services_that_the_page_does_not_offer_stay_as_they_were(cast: Cast, head: Client) -> None:
    CourierService.objects.filter(pk="ab-kargo").update(is_on=False)
    off = service_make("cd-reg")
    Courier.objects.filter(pk="cd").update(is_on=False)
    page = head.get(address(cast)).content.decode()
    assert "service-ab-kargo" not in page and f"service-{off}" not in page
    service_make("ab-kilat")  # added while the page is filled in
    assert send(head, cast, page, services=["ab-reg"], accept_hours="24").status_code == 302
    row = FacilityDelivery.objects.get()
    assert (row.accept_hours, row.without) == (24, [])
    assert send(head, cast, services=["ab-reg"]).status_code == 302
    CourierService.objects.filter(pk="ab-kilat").update(is_on=False)
    assert send(head, cast, services=["ab-reg", "ab-kilat"]).status_code == 302
    row.refresh_from_db()
    assert row.without == []  # switched off, it can be ticked again by whoever gave it up


@pytest.mark.django_db(transaction=True)
def test_two_save_for_the_first_time_at_once(cast: Cast) -> None:
    seen = facility_delivery_values(cast.here.pk)
    wanted = replace(seen, accept_hours=24)
    save = partial(
        facility_delivery_set,
        actor=cast.facility_head,
        facility_id=cast.here.pk,
        wanted=wanted,
        seen=seen,
    )
    for _round in range(5):
        FacilityDelivery.objects.all().delete()
        assert failures_at_once([save] * 4) == []


def test_somebody_else_saved_meanwhile(cast: Cast, head: Client) -> None:
    page = head.get(address(cast)).content.decode()
    assert send(head, cast, accept_hours="24").status_code == 302
    answer = send(head, cast, page, accept_hours="12", handling_days="4")
    assert answer.status_code == 422
    assert FacilityDelivery.objects.get().accept_hours == 24
    # what was typed stands there still, compared with what there is now
    answer = send(head, cast, answer.content.decode(), accept_hours="12", handling_days="4")
    assert answer.status_code == 302
    row = FacilityDelivery.objects.get()
    assert (row.accept_hours, row.handling_days) == (12, 4)


def test_what_may_be_somebodys_number_is_asked_about(cast: Cast, head: Client) -> None:
    note = "Dengan 7271012345670001."
    answer = send(head, cast, local_note=note)
    assert answer.status_code == 422
    page = answer.content.decode()
    sure = re.search(r'name="sure" value="(\w+)"', page)
    assert sure is not None and not FacilityDelivery.objects.exists()
    assert send(head, cast, page, local_note=note, sure=sure[1]).status_code == 302


def test_others_read_it(cast: Cast) -> None:
    sari = client_of(cast.sari)
    assert "48" in sari.get(address(cast)).content.decode()
    assert sari.post(address(cast), FIRST).status_code == 403
    assert client_of(cast.budi).get(address(cast)).status_code == 404


# --- Packs


def test_the_size_of_a_pack(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    packed_size_set(actor=cast.sari, listing_id=listing.pk, size=(30, 20, 10))
    assert packed_size(listing.pk) == (30, 20, 10)
    assert PackedSize.objects.get().facility_id == cast.here.pk
    count = AuditEntry.objects.filter(action="listing.packed").count()
    packed_size_set(actor=cast.sari, listing_id=listing.pk, size=(30, 20, 10))
    assert AuditEntry.objects.filter(action="listing.packed").count() == count == 1
    packed_size_set(actor=cast.sari, listing_id=listing.pk, size=None)
    assert packed_size(listing.pk) is None
    with pytest.raises(Invalid):
        packed_size_set(actor=cast.sari, listing_id=listing.pk, size=(0, 1, 401))
    for actor, error in ((cast.budi, NotFound), (cast.auditor, NotAllowed)):
        with pytest.raises(error):
            packed_size_set(actor=actor, listing_id=listing.pk, size=(1, 1, 1))
