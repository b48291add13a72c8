"""The second and third page of the checkout, and the button that orders."""

from __future__ import annotations

import re
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from catalog.models import Facility, Listing
from storefront.orders.models import (
    BasketBuyer,
    BasketDelivery,
    Consent,
    FacilityDelivery,
    PaymentAttempt,
    ShopOrder,
    TaxpayerPeriod,
    TaxRate,
)
from storefront.orders.services.baskets import basket_add, basket_set
from storefront.web.buying.frame import basket_key_set
from storefront.web.formats import rupiah
from tests.making import facility_make, public_listing
from tests.orders.delivery_making import rate_make, service_make
from tests.orders.making import basket_mixed, basket_with, quote_of, variant_of
from tests.storefront.web.buying.orders import html, post

pytestmark = pytest.mark.django_db

WAYS, REVIEW, ORDER = "/checkout/pengiriman/", "/checkout/periksa/", "/checkout/pesan/"


def client_with(token: UUID) -> Client:
    """A browser that holds the basket."""
    client, holder = Client(), HttpResponse()
    basket_key_set(holder, token)
    for name, morsel in holder.cookies.items():
        client.cookies[name] = morsel.value
    return client


def chosen(client: Client, token: UUID, method: str = "practice:") -> Any:
    """The cheapest ways as they are ticked, and a way of paying."""
    ways = {
        f"kirim-{part.facility_id}": f"{part.offer.kind}:{part.offer.service}"
        for part in quote_of(token).parts
        if part.offer
    }
    return post(client, WAYS, cara=method, **ways)


def hidden(page: str) -> dict[str, str]:
    """What the ordering form carries."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    version = re.search(r'name="setuju"\s+value="([^"]+)"', page)
    assert version is not None
    return {**fields, "setuju": version[1]}


def test_the_way_from_delivery_to_the_page_of_paying() -> None:
    here, there = public_listing(facility_make()), public_listing(facility_make())
    token = basket_with((here, 1), (there, 2))
    service_make("cd-reg")
    rate_make("", "", 90_000, 50_000, service="cd-reg")
    client = client_with(token)
    page = html(client.get(WAYS))
    assert "Dikirim dari 2 tempat, jadi ongkir dihitung per tempat." in page
    ticked = re.findall(r'value="([^"]*)"\s+checked', page)
    assert ticked == ["courier:ab-reg", "courier:ab-reg", "practice:"]  # never the dearest
    assert page.index("Rp20.000") < page.index("Rp90.000") and "Tiba " in page
    answer = chosen(client, token)
    assert (answer.status_code, answer["Location"]) == (302, REVIEW)
    assert BasketDelivery.objects.count() == 2
    page = html(client.get(REVIEW))
    assert page.count(">Ubah<span") >= 5 and "Pesan dan bayar Rp124.000" in page
    placed = post(client, ORDER, **hidden(page))
    order = ShopOrder.objects.get()
    assert placed["Location"].partition("?")[0] == f"/bayar/{order.order.token}/"
    assert order.total == 124_000 and Consent.objects.get().shop_order_id == order.pk
    assert client.get(f"/pesanan/{order.order.token}/").status_code == 200


def test_amounts_of_the_review_are_what_is_paid_of_each() -> None:
    token = basket_mixed()
    client = client_with(token)
    chosen(client, token)
    page = html(client.get(REVIEW))
    amounts = re.findall(r'order-amount">\s*(Rp[\d.]+|Gratis)', page)
    assert amounts == ["Rp25.200", "Gratis", "Rp28.000", "Rp5.000"]
    assert "Pesan dan bayar Rp58.200" in page
    assert "Potongan, dengan voucher ONGKIR15" in page  # what fetching takes off is in it too


def test_double_tap_back_and_reload_are_one_order_and_one_answer() -> None:
    token = basket_with()
    client = client_with(token)
    chosen(client, token)
    fields = hidden(html(client.get(REVIEW)))
    answers = [post(client, ORDER, **fields) for _n in range(3)]
    assert len({answer["Location"] for answer in answers}) == 1
    order = ShopOrder.objects.get()
    assert PaymentAttempt.objects.get().state == "open"
    back = client.get(REVIEW)
    assert back["Location"] == f"/pesanan/{order.order.token}/"
    assert client.get(WAYS)["Location"] == "/keranjang/"


def test_another_language_orders_the_same() -> None:
    token = basket_with()
    client = client_with(token)
    ways = "/en" + WAYS
    part = quote_of(token).parts[0]
    assert part.offer is not None
    field = {f"kirim-{part.facility_id}": f"{part.offer.kind}:{part.offer.service}"}
    assert post(client, ways, cara="practice:", **field)["Location"] == "/en" + REVIEW
    page = html(client.get("/en" + REVIEW))
    assert "Order and pay Rp48,000" in page
    answer = post(client, "/en" + ORDER, **hidden(page))
    assert answer["Location"].startswith("/en/bayar/")
    order = ShopOrder.objects.get()
    line = order.facility_orders.get().lines.get()
    assert (order.language, line.name) == ("en", "Bawang goreng")
    assert line.order_line.translated_product_name == "Bawang goreng (en)"


def test_what_changed_is_shown_and_nothing_is_ordered() -> None:
    listing = public_listing()
    token = basket_with((listing, 1))
    client = client_with(token)
    chosen(client, token)
    fields = hidden(html(client.get(REVIEW)))
    rate_make("72", "72", 11_000, 1_000)  # a closer rate: another price
    answer = post(client, ORDER, **fields)
    assert answer.status_code == 422
    assert "belum ada yang dipesan" in html(answer) and "Pesan dan bayar Rp39.000" in html(answer)
    assert not ShopOrder.objects.exists()
    assert post(client, ORDER, **hidden(html(answer))).status_code == 302


def test_without_consent_nothing_is_ordered() -> None:
    token = basket_with()
    client = client_with(token)
    chosen(client, token)
    fields = hidden(html(client.get(REVIEW)))
    answer = post(client, ORDER, **{**fields, "setuju": ""})
    assert answer.status_code == 422 and "Setujui dulu ketentuannya." in html(answer)
    assert not ShopOrder.objects.exists()


def test_each_step_needs_the_one_before() -> None:
    client = Client()
    assert client.get(WAYS)["Location"] == client.get(REVIEW)["Location"] == "/keranjang/"
    key = variant_of(public_listing())
    token = basket_add(token=None, user_id=None, variant_id=key, quantity=1).token
    client = client_with(token)
    assert client.get(WAYS)["Location"] == client.get(REVIEW)["Location"] == "/checkout/alamat/"
    token = basket_with()
    client = client_with(token)
    assert client.get(REVIEW)["Location"] == WAYS  # no way of paying is chosen


def test_a_changed_basket_goes_back_to_its_page() -> None:
    listing = public_listing(stock=3)
    token = basket_with((listing, 3))
    client = client_with(token)
    chosen(client, token)
    Listing.objects.filter(pk=listing.pk).update(buyer_limit=1)
    assert client.get(REVIEW)["Location"] == "/keranjang/"
    line = quote_of(token).basket.items[0].line_id
    basket_set(token=token, line_id=line, quantity=1)
    assert client.get(REVIEW).status_code == 200


@pytest.mark.parametrize(
    "field", ["", "courier:", "courier:unknown", "pickup:ab-reg", "x:y", "local:"]
)
def test_ways_that_are_not_offered_are_not_taken(field: str) -> None:
    token = basket_with()
    client = client_with(token)
    part = quote_of(token).parts[0]
    answer = post(client, WAYS, cara="practice:", **{f"kirim-{part.facility_id}": field})
    if not field:  # not named: as it is ticked
        assert answer.status_code == 302
        return
    assert answer.status_code == 422 and not BasketDelivery.objects.exists()


def test_another_facilitys_way_and_an_unknown_way_of_paying_are_not_taken() -> None:
    token, other = basket_with(), facility_make()
    client = client_with(token)
    answer = post(client, WAYS, cara="practice:", **{f"kirim-{other.pk}": "courier:ab-reg"})
    assert answer.status_code == 302 and not BasketDelivery.objects.exists()
    assert chosen(client, token, "gold:").status_code == 422
    assert not BasketBuyer.objects.exclude(method="").filter(method="gold:").exists()


def test_refused_ways_say_why_and_cannot_be_ticked() -> None:
    facility = facility_make()
    FacilityDelivery.objects.create(facility=facility, offers_local=True)
    listing = public_listing(facility)
    Listing.objects.filter(pk=listing.pk).update(delivery="pickup")
    token = basket_with((listing, 1))
    client = client_with(token)
    page = html(client.get(WAYS))
    assert page.count("disabled") == 2 and 'value="pickup:"' in page
    # to fetch it oneself is never chosen for anybody
    assert not re.search(r'value="pickup:"\s+checked', page)
    answer = post(client, WAYS, cara="practice:")
    assert answer.status_code == 422 and "Pilih cara barang ini sampai" in html(answer)
    assert client.get(REVIEW)["Location"] == WAYS
    field = {f"kirim-{facility.pk}": "pickup:"}
    assert post(client, WAYS, cara="practice:", **field)["Location"] == REVIEW


def test_what_a_local_courier_takes_is_in_no_sum_and_never_said_to_be_free() -> None:
    facility = facility_make("lapas-melati")
    FacilityDelivery.objects.create(
        facility=facility, offers_courier=False, offers_local=True, offers_pickup=False
    )
    token = basket_with((public_listing(facility), 1))
    client = client_with(token)
    for path in ("/keranjang/", "/checkout/alamat/", WAYS):
        page = html(client.get(path))
        assert "Gratis" not in page, path
        assert "Belum termasuk kurir setempat dari Lapas Melati" in " ".join(page.split()), path
    assert chosen(client, token).status_code == 302
    page = html(client.get(REVIEW))
    assert "Disepakati dengan lapas" in page and "Gratis" not in page
    placed = post(client, ORDER, **hidden(page))
    page = html(client.get(placed["Location"].replace("/bayar/", "/pesanan/")))
    assert "Disepakati dengan lapas" in page and "Gratis" not in page


def test_what_fetching_saves_is_counted_once() -> None:
    """It is in the amounts of the goods: the review shows the delivery beside it, not the saving
    again."""
    facility = facility_make()
    FacilityDelivery.objects.create(facility=facility, pickup_discount=10)
    token = basket_with((public_listing(facility), 1))
    client = client_with(token)
    assert "Hemat Rp2.800" in html(client.get(WAYS))
    post(client, WAYS, cara="practice:", **{f"kirim-{facility.pk}": "pickup:"})
    page = html(client.get(REVIEW))
    assert re.findall(r'order-amount">([^<]+)<', page) == ["Rp25.200", "Gratis"]
    assert "Pesan dan bayar Rp25.200" in page


def test_what_is_fetched_is_no_delivery_from_a_place() -> None:
    token = basket_with(*((public_listing(), 1) for _part in range(3)))
    client, parts = client_with(token), quote_of(token).parts
    for part, said in zip(parts, (["dari 2 tempat"], [], []), strict=True):
        FacilityDelivery.objects.create(facility_id=part.facility_id)
        BasketDelivery.objects.update_or_create(
            {"kind": "pickup", "service": ""}, checkout_id=token, facility_id=part.facility_id
        )
        chosen(client, token)
        assert re.findall(r"<small>(dari \d tempat)<", html(client.get(REVIEW))) == said
        for path in ("/keranjang/", WAYS):
            page = html(client.get(path))
            assert re.findall(r"Dikirim (dari \d tempat), jadi ongkir", page) == said, path


def test_paying_at_the_counter_asks_to_fetch() -> None:
    facility = facility_make()
    FacilityDelivery.objects.create(facility=facility, pays_at_pickup=True)
    token = basket_with((public_listing(facility), 1))
    client = client_with(token)
    assert 'value="pickup:"' in html(client.get(WAYS))
    answer = chosen(client, token, "pickup:")
    assert answer.status_code == 422
    assert "pilih ambil sendiri di tempat" in html(answer)
    field = {f"kirim-{facility.pk}": "pickup:"}
    assert post(client, WAYS, cara="pickup:", **field).status_code == 302
    page = html(client.get(REVIEW))
    assert re.search(r"<button[^>]*>\s*Pesan\s*</button>", page)
    assert post(client, ORDER, **hidden(page)).status_code == 302
    assert ShopOrder.objects.get().state == "due_at_pickup"


def test_pages_are_of_one_browser_and_posts_of_this_shop() -> None:
    token = basket_with()
    client = client_with(token)
    chosen(client, token)
    for path in (WAYS, REVIEW):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store, private"
    send = partial(client.post, ORDER, {"dilihat": quote_of(token).digest})
    assert send(HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert send().status_code == 403
    assert not ShopOrder.objects.exists()


def test_a_facility_that_owes_ppn_has_its_line() -> None:
    facility: Facility = facility_make()
    TaxRate.objects.create(
        in_force_from="2025-01-01", percent="11.00", source="test", certainty="V"
    )
    TaxpayerPeriod.objects.create(facility=facility, since="2025-01-01")
    token = basket_with((public_listing(facility, prices=(111_000,)), 1), (public_listing(), 1))
    client = client_with(token)
    chosen(client, token)
    page = html(client.get(REVIEW))
    (taxed, _plain) = quote_of(token).parts
    delivery = taxed.delivery_price * 11 / 111
    assert taxed.delivery_price and taxed.tax_total == 11_000 + round(delivery)
    words = f"Sudah termasuk PPN: {rupiah(taxed.tax_total, 'id')}"
    assert page.count(words) == 2  # of the part, of the whole
