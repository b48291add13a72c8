"""/checkout/alamat/: each line of EXPERIENCE 2.10 that is of the address."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from storefront.orders.selectors.baskets import basket_read
from storefront.orders.services.baskets import basket_set
from storefront.web.buying.frame import basket_key_set
from tests.orders.places import basket_make, places_make

pytestmark = pytest.mark.django_db

PAGE, SEARCH = "/checkout/alamat/", "/checkout/alamat/cari/"
TYPED = {
    "nama": "Sarifah",
    "telepon": "0812-3456-7890",
    "surel": "",
    "tujuan": "palu barat",
    "dicari": "palu barat",
    "pilih": "72.71.02 94221",
    "kelurahan": "",
    "alamat": "Jl. Mawar No. 3, RT 02/RW 05",
    "patokan": "",
}


@pytest.fixture(autouse=True)
def places() -> None:
    places_make()


def buyer(token: UUID | None) -> Client:
    """A browser that holds a basket."""
    client = Client(headers={"sec-fetch-site": "same-origin"})
    if token is not None:
        response = HttpResponse()
        basket_key_set(response, token)
        client.cookies.update(response.cookies)
    return client


def text(response: Any) -> str:
    """The page with one space between words."""
    return " ".join(response.content.decode().split())


def test_without_a_basket_it_leads_back_to_it() -> None:
    response = buyer(None).get(PAGE)
    assert (response.status_code, response["Location"]) == (302, "/keranjang/")


def test_an_empty_basket_leads_back_to_it() -> None:
    token = basket_make()
    basket = basket_read(token, language="id")
    assert basket is not None
    from_basket = buyer(token)
    assert from_basket.get(PAGE).status_code == 200
    empty(token)
    assert from_basket.get(PAGE)["Location"] == "/keranjang/"


def empty(token: UUID) -> None:
    basket = basket_read(token, language="id")
    assert basket is not None
    basket_set(token=token, line_id=basket.items[0].line_id, quantity=0)


def test_it_is_kept_nowhere() -> None:
    assert "no-store" in buyer(basket_make()).get(PAGE)["Cache-Control"]


def test_fields_stand_in_the_order_of_an_address_with_their_attributes() -> None:
    page = text(buyer(basket_make()).get(PAGE))
    names = re.findall(r'<(?:input|textarea)[^>]* name="(\w+)"', page)
    wanted = ["nama", "telepon", "surel", "tujuan", "dicari", "kelurahan", "alamat", "patokan"]
    assert [name for name in names if name in wanted] == wanted
    for said in (
        'autocomplete="name"', 'type="tel" autocomplete="tel"', 'type="email" autocomplete="email"',
        'autocomplete="street-address"', 'rows="3"', 'spellcheck="false"', 'inputmode="text"',
        "Surel untuk nota (boleh kosong)", "Nomor HP penerima (WhatsApp)", "Nama penerima",
        "Kelurahan/desa (boleh kosong)", "Jalan, nomor, RT/RW, dusun",
    ):  # fmt: skip
        assert said in page, said
    assert "placeholder" not in page.split("<main")[1]
    assert "*" not in page.split("<main")[1].split("</main")[0]


def test_a_guest_is_asked_for_no_account() -> None:
    page = text(buyer(basket_make()).get(PAGE))
    assert f"/masuk/?next={PAGE}" in page


def test_the_search_answers_a_radio_list_and_keeps_all_that_was_typed() -> None:
    client = buyer(basket_make())
    response = client.post(
        SEARCH, {**TYPED, "tujuan": "kec. palu brt", "pilih": "", "cari": "tujuan"}
    )
    page = text(response)
    assert response.status_code == 200
    assert "Palu Barat, Kota Palu, Sulawesi Tengah 94221" in page
    assert 'type="radio" name="pilih" value="72.71.02 94221"' in page
    for typed in ("Sarifah", "0812-3456-7890", "Jl. Mawar No. 3, RT 02/RW 05", "kec. palu brt"):
        assert typed in page
    assert '<option value="Siranindi">' in page


def test_a_postal_code_answers_its_kecamatan() -> None:
    client = buyer(basket_make())
    page = text(client.post(SEARCH, {"tujuan": "94225", "cari": "tujuan"}))
    assert "Tatanga, Kota Palu, Sulawesi Tengah 94225" in page
    assert page.count('name="pilih"') == 1


def test_the_script_gets_the_part_alone() -> None:
    client = buyer(basket_make())
    answer = client.post(SEARCH, {"tujuan": "94225"}, headers={"X-Requested-With": "fetch"})
    assert "<html" not in text(answer)
    assert 'value="72.71.06 94225"' in text(answer)


def test_lists_are_the_way_out_without_a_script() -> None:
    client = buyer(basket_make())
    typed = {**TYPED, "tujuan": "", "dicari": "", "pilih": "", "cari": "daftar"}
    first = text(client.post(SEARCH, typed))
    assert '<option value="72"' in first and 'name="kabkota"' not in first
    second = text(client.post(SEARCH, {**typed, "provinsi": "72"}))
    assert '<option value="72.71"' in second and 'id="kecamatan"' not in second
    third = text(client.post(SEARCH, {**typed, "provinsi": "72", "kabkota": "72.71"}))
    assert '<option value="72.71.02"' in third
    last = text(
        client.post(
            SEARCH, {**typed, "provinsi": "72", "kabkota": "72.71", "kecamatan": "72.71.02"}
        )
    )
    assert "Palu Barat, Kota Palu, Sulawesi Tengah 94221" in last
    assert "Sarifah" in last


def test_nothing_found_says_so_and_offers_the_lists() -> None:
    client = buyer(basket_make())
    page = text(client.post(SEARCH, {**TYPED, "tujuan": "qqqqqqq", "cari": "tujuan"}))
    assert 'role="status"' in page and 'id="provinsi"' in page
    nothing = text(client.post(SEARCH, {**TYPED, "tujuan": "", "cari": "tujuan"}))
    assert 'role="status"' not in nothing  # nothing was asked, so nothing is said of its name


def test_saved_it_goes_on_to_the_delivery() -> None:
    token = basket_make()
    response = buyer(token).post(PAGE, TYPED)
    assert (response.status_code, response["Location"]) == (302, "/checkout/pengiriman/")
    basket = basket_read(token, language="id")
    assert basket is not None and basket.address is not None
    assert basket.address.phone == "+6281234567890"
    assert (basket.address.name, basket.email, basket.address.village) == ("Sarifah", "", "")


def test_it_comes_back_as_it_was_saved() -> None:
    client = buyer(basket_make())
    client.post(PAGE, TYPED)
    page = text(client.get(PAGE))
    assert re.search(r'value="72.71.02 94221"[^>]*checked', page)
    assert "Sarifah" in page
    assert client.post(PAGE, TYPED).status_code == 302


def test_in_english_it_stays_english() -> None:
    client = buyer(basket_make())
    assert "Name of the recipient" in text(client.get("/en/checkout/alamat/"))
    response = client.post("/en/checkout/alamat/", TYPED)
    assert response["Location"] == "/en/checkout/pengiriman/"


def test_errors_stand_above_and_beside_and_nothing_is_lost() -> None:
    client = buyer(basket_make())
    response = client.post(
        PAGE, {**TYPED, "nama": "", "telepon": "12", "patokan": "n" * 141, "alamat": "Jl"}
    )
    page = text(response)
    assert response.status_code == 422
    assert re.search(r"<title> ?Kesalahan: ", page)
    above = page.split('id="wrong"')[1].split("</ul>")[0]
    assert re.findall(r'href="#(\w+)"', above) == ["nama", "telepon", "alamat", "patokan"]
    for name in ("nama", "telepon", "alamat", "patokan"):
        assert f'id="{name}-error"' in page
        assert re.search(rf'id="{name}"[^>]*aria-invalid="true"', page)
    said = re.search(r'id="nama-error">.*?<span>(.*?)</span>', page)
    assert said is not None and said.group(1) in above
    assert 'value="12"' in page and "n" * 141 in page
    assert re.search(r'value="72.71.02 94221"[^>]*checked', page)


def test_another_search_than_was_chosen_from_is_asked_again() -> None:
    client = buyer(basket_make())
    response = client.post(PAGE, {**TYPED, "tujuan": "palu timur"})
    assert response.status_code == 422
    page = text(response)
    assert "Palu Timur, Kota Palu, Sulawesi Tengah 94111" in page
    assert not re.search(r"name=\"pilih\"[^>]*checked", page)
    assert 'href="#tujuan"' in page


def test_a_whole_postal_code_needs_no_second_press() -> None:
    token = basket_make()
    typed = {**TYPED, "tujuan": "94225", "dicari": "", "pilih": ""}
    assert buyer(token).post(PAGE, typed).status_code == 302
    basket = basket_read(token, language="id")
    assert basket is not None and basket.address is not None
    assert (basket.address.district, basket.address.postal_code) == ("Tatanga", "94225")


@pytest.mark.parametrize("chosen", ["99.99.99 11111", "72.71.02 99999", "x", "72.71.02", "' OR 1"])
def test_a_choice_that_was_not_offered_is_none(chosen: str) -> None:
    token = basket_make()
    assert buyer(token).post(PAGE, {**TYPED, "pilih": chosen}).status_code == 422
    basket = basket_read(token, language="id")
    assert basket is not None and basket.address is None


def test_posts_of_other_sites_are_refused() -> None:
    client = buyer(basket_make())
    for address in (PAGE, SEARCH):
        answer = client.post(address, TYPED, headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403


def test_another_browser_has_another_basket() -> None:
    assert "Sarifah" in text(buyer(basket_make(address=True)).get(PAGE))
    assert "Sarifah" not in text(buyer(basket_make()).get(PAGE))


def test_typed_markup_stays_text() -> None:
    client = buyer(basket_make())
    page = text(client.post(SEARCH, {**TYPED, "nama": '"><script>1</script>', "cari": "tujuan"}))
    assert "<script>1" not in page
