"""The front page says what this is, with numbers that are true."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from catalog.kept import forget_all
from tests.making import facility_make, paper_make, public_listing

pytestmark = pytest.mark.django_db


def test_an_empty_shop_has_a_front_page(client: Client) -> None:
    assert client.get("/").status_code == 200
    assert client.get("/en/").status_code == 200


def test_the_first_sentence_counts_the_places(client: Client) -> None:
    public_listing(facility_make("lapas-satu"))
    public_listing(facility_make("lapas-dua"))

    page = client.get("/").content.decode()

    assert "Barang buatan warga binaan dari 2 lapas dan rutan." in page
    assert "Lihat 2 barang" in page


def test_kinds_provinces_and_newest_stand_on_the_page(client: Client) -> None:
    public_listing(kind="batik", name="Kain")

    page = client.get("/").content.decode()

    assert 'href="/katalog/?jenis=batik"' in page
    assert 'href="/provinsi/sulawesi-tengah/"' in page
    assert ">Kain</a>" in page


def test_numbers_count_papers_in_force(client: Client) -> None:
    listing = public_listing()
    public_listing(listing.facility)
    paper_make(listing)
    forget_all()

    page = "".join(client.get("/en/").content.decode().split())

    assert "<dt>withpapersinforcetoday</dt><dd>1</dd>" in page


def test_the_english_page_has_no_indonesian_words_of_the_shop(client: Client) -> None:
    public_listing()

    page = client.get("/en/").content.decode()

    for word in ("Lihat semua", "Barang buatan", "Dekat Anda", "Surat & keaslian", "Bantuan"):
        assert word not in page


def test_the_page_costs_two_statements_while_its_numbers_are_kept(
    client: Client, django_assert_num_queries: Any
) -> None:
    public_listing()
    client.get("/")

    with django_assert_num_queries(2):
        client.get("/")
