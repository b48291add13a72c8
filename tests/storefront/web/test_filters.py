"""Filters as buyers meet them: groups, words, places near, prices typed wrong, very many values."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from catalog.kept import forget_all
from catalog.models import Province, RegionalOffice
from catalog.services.facilities import FacilityDraft, facility_open
from catalog.types import FacetValue
from storefront.web.components.facets import Group, group_html
from storefront.web.shop.parameters import MOST_CHOSEN, cleaned
from tests.making import SYSTEM, draft_listing, facility_make, paper_make, public_listing
from tests.storefront.web.pages import names, words_of

pytestmark = pytest.mark.django_db


def heading(response: Any) -> str:
    """The page's one h1."""
    found = re.findall(r"<h1>(.*?)</h1>", words_of(response))
    assert len(found) == 1
    return str(found[0])


def test_an_office_and_goods_made_to_order_can_be_chosen(client: Client) -> None:
    facility = facility_make()
    public_listing(facility, name="Kursi", stock=0, lead_time_days=14)
    public_listing(facility, name="Meja", stock=3, lead_time_days=14)
    public_listing(facility, name="Rak")

    page = client.get("/katalog/?kantor=sulawesi-tengah&dibuat=ya")

    assert names(page) == ["Kursi"]
    assert "Hapus saringan Kanwil Sulawesi Tengah" in words_of(page)
    assert "Hapus saringan Dibuat setelah dipesan" in words_of(page)


def test_ready_ranges_are_counted_and_the_pressed_one_takes_itself_away(client: Client) -> None:
    facility = facility_make()
    for price in (10_000, 25_000, 90_000):
        public_listing(facility, prices=(price,))

    page = words_of(client.get("/katalog/"))
    counts = re.findall(r'value="([\d-]+)" (disabled)?>[^<]+<span class="n">(\d+)</span>', page)
    pressed = words_of(client.get("/katalog/?harga-dari=50000&harga-sampai=200000"))

    assert counts == [
        ("-25000", "", "2"),
        ("25000-50000", "", "1"),
        ("50000-200000", "", "1"),
        ("200000-", "disabled", "0"),
    ]
    assert re.search(r'value="-" aria-pressed="true"', pressed)
    away = client.get("/katalog/?harga-dari=50000&harga-sampai=200000&kisaran=-")
    assert away["Location"] == "/katalog/"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("kantor=kalimantan-utara", "Belum ada barang dari Kanwil Kaltara"),
        ("provinsi=papua-pegunungan", "Belum ada barang dari Papua Pegunungan"),
        ("fasilitas=lapas-kosong", "Belum ada barang dari Lapas Kosong"),
    ],
)
def test_places_without_goods_are_known(client: Client, address: str, said: str) -> None:
    public_listing()
    Province.objects.create(
        code="95", slug="papua-pegunungan", name="Papua Pegunungan", name_en="Highland Papua"
    )
    RegionalOffice.objects.create(slug="kalimantan-utara", name="Kanwil Kaltara", name_en="Office")
    draft_listing(facility_make("lapas-kosong"))

    page = words_of(client.get(f"/katalog/?{address}"))

    assert said in page
    assert "tidak dikenal" not in page


def test_a_price_that_cannot_be_read_stays_and_is_told_at_its_field(client: Client) -> None:
    public_listing()

    page = words_of(client.get("/katalog/?harga-sampai=murah+%3Cb%3E"))

    assert 'value="murah &lt;b&gt;"' in page
    assert 'aria-invalid="true" aria-describedby="s-harga-sampai-salah"' in page
    assert re.search(r'id="s-harga-sampai-salah">“murah &lt;b&gt;” bukan harga', page)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/katalog/", "Katalog"),
        ("/katalog/?jenis=batik", "Batik"),
        ("/katalog/?provinsi=sulawesi-tengah", "Barang dari Sulawesi Tengah"),
        (
            "/katalog/?jenis=batik&jenis=camilan&provinsi=sulawesi-tengah&surat=halal&stok=ya",
            "Batik dan camilan dari Sulawesi Tengah, hALAL, stok ada",
        ),
        ("/katalog/?surat=pirt&harga-sampai=50000", "Barang, PIRT, sampai Rp50.000"),
        ("/en/katalog/?jenis=batik&stok=ya", "batik, in stock"),
    ],
)
def test_a_narrowed_list_is_named_in_words(client: Client, path: str, said: str) -> None:
    facility = facility_make()
    paper_make(public_listing(facility, kind="batik"), code="halal", group="halal")
    paper_make(public_listing(facility, kind="camilan"), code="pirt")
    forget_all()

    assert heading(client.get(path)) == said.replace("hALAL", "HALAL")


def _far(slug: str, regency: str) -> Any:
    return facility_open(
        actor=SYSTEM,
        draft=FacilityDraft(
            slug=slug,
            kind="lapas",
            klass="IIA",
            official_name=slug,
            short_name=slug.title(),
            place=slug,
            regency_code=regency,
            office_slug="sulawesi-tengah",
            address="Jalan Contoh 1",
        ),
    )


def test_the_nearest_stand_first_and_the_place_stands_in_the_address(client: Client) -> None:
    here = facility_make()
    province = Province.objects.create(code="11", slug="aceh", name="Aceh", name_en="Aceh")
    province.regencies.create(code="11.01", name="Kota Jauh", is_city=True)
    public_listing(here, name="Dekat")
    public_listing(_far("jauh", "11.01"), name="Jauh")

    asking = words_of(client.get("/katalog/?urut=terdekat"))
    page = client.get("/katalog/?urut=terdekat&dekat=72.71")

    assert "Dekat dari mana?" in asking
    assert '<option value="72" >Sulawesi Tengah' in asking
    assert names(client.get("/katalog/")) == ["Jauh", "Dekat"]
    assert names(page) == ["Dekat", "Jauh"]
    assert '<option value="72.71" selected>Kota Palu' in words_of(page)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("dekat=72", ""),
        ("urut=terdekat&dekat=sulawesi-tengah", "urut=terdekat&dekat=72"),
        ("urut=terdekat&dekat=72&dekat=72.71", "urut=terdekat&dekat=72.71"),
        ("urut=terdekat&dekat=72&dekat=", "urut=terdekat&dekat=72"),
        ("urut=sesuai", ""),
        ("dibuat=ya&kantor=sulawesi-tengah", "kantor=sulawesi-tengah&dibuat=ya"),
    ],
)
def test_new_parameters_have_one_way_of_writing(
    client: Client, written: str, canonical: str
) -> None:
    public_listing()

    response = client.get(f"/katalog/?{written}")

    assert response.status_code == 302
    assert response["Location"] == "/katalog/" + (f"?{canonical}" if canonical else "")


def test_another_province_forgets_the_city_of_the_one_before(client: Client) -> None:
    public_listing()
    Province.objects.create(code="11", slug="aceh", name="Aceh", name_en="Aceh")

    response = client.get("/katalog/?urut=terdekat&dekat=11&dekat=72.71")

    assert response["Location"] == "/katalog/?urut=terdekat&dekat=11"


def test_forty_values_are_a_clean_page_and_more_are_refused(client: Client) -> None:
    kinds = [f"jenis-{number:02}" for number in range(MOST_CHOSEN + 3)]
    facility = facility_make()
    for kind in kinds:
        public_listing(facility, kind=kind)

    forty = client.get("/katalog/?" + urlencode([("jenis", kind) for kind in kinds[:MOST_CHOSEN]]))
    more = client.get("/katalog/?" + urlencode([("jenis", kind) for kind in kinds]))

    assert "note-warn" not in forty.content.decode()
    assert heading(forty) == "Katalog, 40 saringan"
    assert "28 saringan lagi" in words_of(forty)
    assert len(forty.content) < 150_000
    assert more.status_code == 200
    assert "Hanya 40 dari 43 nilai yang dipakai" in words_of(more)


def test_the_page_for_small_screens_has_every_group_and_keeps_the_order(client: Client) -> None:
    public_listing(stock=0, lead_time_days=3)

    page = words_of(client.get("/katalog/saring/?dibuat=ya&urut=terdekat&dekat=72"))

    for name in ("jenis", "provinsi", "kantor", "fasilitas", "dibuat", "stok", "kirim"):
        assert f'name="{name}"' in page
    assert '<input type="hidden" name="urut" value="terdekat">' in page
    assert '<input type="hidden" name="dekat" value="72">' in page
    assert "Tampilkan 1 barang" in page


def test_what_words_name_is_ticked_and_can_be_unticked() -> None:
    values = [FacetValue("halal", "Halal", 3)]

    markup = group_html(Group("surat", "Surat", values, ["halal"], ["halal"]), "s", "id")

    assert re.search(r'value="halal" id="s-surat-halal" checked>', markup)
    assert "dari kata Anda" in markup


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  keripik \t pisang\n", "keripik pisang"),
        ("ke\u200bri\u200dpik\ufeff", "keripik"),
        ("\u202eabc\x07", "abc"),
        ("a" * 10_000, "a" * 200),
        ("e\u0301", "é"),
        ("\u200b", ""),
    ],
)
def test_words_are_cleaned(typed: str, read: str) -> None:
    assert cleaned(typed) == read
