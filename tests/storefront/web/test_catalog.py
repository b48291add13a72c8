"""The catalogue: one form, one address, what it shows and what it costs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from catalog.kept import forget_all
from catalog.models import Province
from tests.making import draft_listing, facility_make, paper_make, public_listing
from tests.storefront.web.pages import names, words_of

pytestmark = pytest.mark.django_db


def test_the_list_shows_public_goods_and_counts_them(client: Client) -> None:
    public_listing(name="Keripik")
    draft_listing(facility_make(), name="Belum jadi")

    response = client.get("/katalog/")

    assert names(response) == ["Keripik"]
    assert "1 barang dari 1 lapas dan rutan" in words_of(response)


def test_the_english_list_has_english_names(client: Client) -> None:
    public_listing(name="Keripik")

    response = client.get("/en/katalog/")

    assert names(response) == ["Keripik (en)"]
    assert 'lang="en"' in response.content.decode()


def test_values_of_a_group_are_either_and_groups_are_both(client: Client) -> None:
    facility = facility_make()
    public_listing(facility, name="Keripik", kind="camilan", prices=(10000,))
    public_listing(facility, name="Kain", kind="batik", prices=(200000,))
    public_listing(facility, name="Kursi", kind="mebel", prices=(300000,))

    both = client.get("/katalog/?jenis=batik&jenis=camilan")
    cheap = client.get("/katalog/?jenis=batik&jenis=camilan&harga-sampai=50000")

    assert sorted(names(both)) == ["Kain", "Keripik"]
    assert names(cheap) == ["Keripik"]


def test_applied_values_are_links_and_stay_ticked(client: Client) -> None:
    public_listing(kind="camilan")
    public_listing(kind="batik")

    page = words_of(client.get("/katalog/?jenis=batik&stok=ya"))

    assert 'aria-label="Hapus saringan Batik"' in page
    assert 'href="/katalog/?stok=ya" aria-label="Hapus saringan Batik"' in page
    assert re.search(r'value="batik" id="s-jenis-batik" checked', page)
    assert "Hapus semua" in page


def test_values_that_leave_nothing_are_grey_and_cannot_be_ticked(client: Client) -> None:
    public_listing(kind="camilan", prices=(10000,))
    public_listing(kind="batik", prices=(90000,))

    page = client.get("/katalog/?harga-sampai=20000").content.decode()

    assert re.search(r'<li class="none"><label[^>]*><input[^>]*value="batik"[^>]* disabled>', page)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("stok=ya&jenis=camilan", "jenis=camilan&stok=ya"),
        ("jenis=camilan&harga-dari=&harga-sampai=&urut=terbaru", "jenis=camilan"),
        ("harga-dari=Rp15.000", "harga-dari=15000"),
        ("kisaran=25000-50000&harga-dari=1", "harga-dari=25000&harga-sampai=50000"),
        ("utm_source=wa", ""),
    ],
)
def test_other_ways_of_writing_lead_to_the_one_address(
    client: Client, written: str, canonical: str
) -> None:
    public_listing(kind="camilan")

    response = client.get(f"/katalog/?{written}")

    assert response.status_code == 302
    assert response["Location"] == "/katalog/" + (f"?{canonical}" if canonical else "")
    assert client.get(response["Location"]).status_code == 200


def test_htmx_is_answered_at_once_and_told_the_address(client: Client) -> None:
    public_listing(kind="camilan")

    response = client.get("/katalog/?harga-dari=&jenis=camilan", headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert response["HX-Push-Url"] == "/katalog/?jenis=camilan"
    assert "HX-Request" in response["Vary"]


def test_twenty_four_goods_then_a_link_to_the_rest(client: Client) -> None:
    facility = facility_make()
    for number in range(26):
        public_listing(facility, name=f"Barang {number:02}")

    first = client.get("/katalog/")
    link = re.search(r'href="(/katalog/\?setelah=[^"]+)"', first.content.decode())
    assert link
    second = client.get(link[1])

    assert len(names(first)) == 24
    assert len(names(second)) == 2
    assert not set(names(first)) & set(names(second))
    assert "Muat 24 lagi" not in second.content.decode()
    assert "Ke awal daftar" in second.content.decode()


def test_an_empty_list_names_the_filter_to_drop(client: Client) -> None:
    facility = facility_make()
    public_listing(facility, kind="camilan", prices=(10000,), name="Keripik")
    public_listing(facility, kind="batik", prices=(90000,))

    response = client.get("/katalog/?jenis=camilan&harga-dari=50000")
    page = response.content.decode()

    assert response.status_code == 200
    assert "Tidak ada barang yang cocok" in page
    assert "Tanpa “Mulai Rp50.000”: 1 barang" in page
    assert "Tanpa “Camilan”: 1 barang" in page
    assert page.index("Tanpa “Mulai") < page.index("Tanpa “Camilan”")
    assert names(response) == ["Keripik"]


def test_a_province_without_goods_is_known_and_said_to_be_empty(client: Client) -> None:
    public_listing(facility_make(), name="Keripik")
    Province.objects.create(
        code="95", slug="papua-pegunungan", name="Papua Pegunungan", name_en="Highland Papua"
    )

    page = words_of(client.get("/katalog/?provinsi=papua-pegunungan&provinsi=atlantis"))

    assert "Belum ada barang dari Papua Pegunungan" in page
    assert "“papua-pegunungan”" not in page
    assert "“atlantis”" in page


def test_papers_can_be_filtered_by(client: Client) -> None:
    facility = facility_make()
    with_paper = public_listing(facility, name="Bersurat")
    public_listing(facility, name="Polos")
    paper_make(with_paper, code="halal", group="halal")
    forget_all()

    response = client.get("/katalog/?surat=halal")

    assert names(response) == ["Bersurat"]


def test_sold_out_goods_sink_and_stay(client: Client) -> None:
    facility = facility_make()
    public_listing(facility, name="Habis", stock=0)
    public_listing(facility, name="Ada", stock=9)

    response = client.get("/katalog/?urut=termurah")

    assert names(response) == ["Ada", "Habis"]
    assert "Stok habis" in response.content.decode()


def test_the_filter_page_counts_and_leads_back(client: Client) -> None:
    public_listing(kind="camilan")

    page = client.get("/katalog/saring/?jenis=camilan").content.decode()

    assert "Tampilkan 1 barang" in page
    assert 'href="/katalog/?jenis=camilan"' in page
    assert 'id="f-jenis-camilan" checked' in page


def test_texts_are_escaped_wherever_they_stand(client: Client) -> None:
    public_listing(name='<script>"x"&')

    page = client.get("/katalog/").content.decode()

    assert "<script>&quot;" not in page.replace("<script src", "")
    assert "&lt;script&gt;&quot;x&quot;&amp;" in page


def test_a_list_costs_a_statement_for_its_cards_and_one_to_count(
    client: Client, django_assert_num_queries: Any
) -> None:
    """Outside of a test's transaction what is counted is kept, and only looked at once a second."""
    public_listing(kind="camilan")
    client.get("/katalog/?urut=terdekat&dekat=72.71")

    for address in (
        "/katalog/",
        "/katalog/?jenis=camilan",
        "/katalog/?jenis=camilan&stok=ya&kirim=ya&harga-dari=1000",
        "/katalog/?urut=terdekat&dekat=72.71",
    ):
        with django_assert_num_queries(2):
            assert client.get(address).status_code == 200
    with django_assert_num_queries(1):
        client.get("/katalog/saring/?jenis=camilan")


def test_nothing_in_the_list_depends_on_the_visitor(client: Client) -> None:
    public_listing()

    response = client.get("/katalog/")

    assert not response.cookies
    assert "csrf" not in response.content.decode().lower()
