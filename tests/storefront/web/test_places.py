"""Facilities and provinces: found by any of their names, told in full, never more than allowed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalog.models import Partner, Province
from catalog.selectors.shop_settings import settings_now
from catalog.services.facilities import UnitDraft
from catalog.services.listings import flagship_set, listing_close
from catalog.shown import FacilityLine, OpenHours, ProvinceLine
from catalog.types import ListingState
from legality.models import CertificateState
from storefront.web.shop.places import by_province, facilities_matching, hours_lines, near_names
from storefront.web.shop.provinces import regions_of
from storefront.web.shop.regions import SHORT
from tests.making import SYSTEM, paper_make, public_listing
from tests.storefront.web.places_making import TAKEN, album_make, full_facility


def line(slug: str, **given: Any) -> FacilityLine:
    values: dict[str, Any] = {
        "id": 1,
        "kind": "lapas",
        "short_name": slug.replace("-", " ").title(),
        "official_name": f"Lembaga Pemasyarakatan Kelas IIA {slug}",
        "aliases": (),
        "craft_line": "",
        "province_name": "Sulawesi Tengah",
        "province_slug": "sulawesi-tengah",
        "regency_name": "Kota Palu",
        "goods": 2,
    }
    return FacilityLine(slug=slug, **(values | given))


PALU = line("lapas-palu", aliases=("Lapas Petobo", "Lapas Klas II A Palu"))
BAPAS = line("bapas-palu", kind="bapas", official_name="Balai Pemasyarakatan Kelas II Palu")
MAKALE = line(
    "rutan-makale",
    kind="rutan",
    official_name="Rumah Tahanan Negara Kelas IIB Makale",
    province_name="Sulawesi Selatan",
    province_slug="sulawesi-selatan",
    regency_name="Kabupaten Tana Toraja",
)
ALL = [PALU, BAPAS, MAKALE]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ALL),
        ("petobo", [PALU]),
        ("LP klas IIA Palu", [PALU]),
        ("Lembaga Pemasyarakatan Palu", [PALU, BAPAS]),
        ("tana toraja", [MAKALE]),
        ("sulawesi tengah bapas", [BAPAS]),
        ("  palu,  ", [PALU, BAPAS]),
        ("manado", []),
        ("%' OR 1=1 --", []),
    ],
)
def test_a_place_is_found_by_any_name_people_use(typed: str, found: list[FacilityLine]) -> None:
    assert facilities_matching(ALL, typed) == found


def test_a_slip_of_the_finger_finds_what_was_meant() -> None:
    assert near_names(ALL, "rutan makalle") == [MAKALE]
    assert near_names(ALL, "lapas pettobo")[0] == PALU
    assert near_names(ALL, "xyzzy") == []


def test_places_stand_by_province_then_kind() -> None:
    groups = by_province([MAKALE, BAPAS, PALU])
    assert [group.slug for group in groups] == ["sulawesi-selatan", "sulawesi-tengah"]
    assert groups[1].facilities == [PALU, BAPAS]
    assert groups[1].goods == 4


def test_days_with_the_same_hours_are_one_line() -> None:
    spans = [OpenHours(day, "08.00", "15.00") for day in range(4)]
    spans += [OpenHours(4, "08.00", "11.00"), OpenHours(6, "08.00", "11.00")]
    days = [(entry.days, entry.closes) for entry in hours_lines(spans, "id")]
    assert days == [("Senin–Kamis", "15.00"), ("Jumat", "11.00"), ("Minggu", "11.00")]


def test_every_province_belongs_to_a_named_part_of_the_country() -> None:
    lines = [ProvinceLine(code, code, code, "WIB", 0, 0) for code in sorted(SHORT)]
    regions = regions_of(lines)
    assert [len(region.provinces) for region in regions] == [10, 6, 3, 5, 6, 2, 6]
    assert "Elsewhere" not in {region.name for region in regions}


def body(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.django_db
class TestFacilityPage:
    """What a visitor is told of one facility."""

    def test_it_tells_the_names_the_craft_and_the_way(self, client: Client) -> None:
        full_facility()
        page = body(client, "/fasilitas/lapas-palu/")
        assert "<h1>Lapas Palu</h1>" in page
        assert "Lembaga Pemasyarakatan Kelas IIA Palu" in page
        assert "Lapas Petobo" in page
        assert "Bawang goreng dan papan catur" in page
        assert "Senin–Kamis" in page and "08.00–15.00 WITA" in page
        assert "openstreetmap.org/search?query=Lembaga" in page
        assert "12 orang terlatih" in page and "pelatihan BLK Palu" in page
        assert 'href="tel:+6281234567890"' in page

    def test_the_english_page_is_as_complete(self, client: Client) -> None:
        full_facility()
        page = body(client, "/en/fasilitas/lapas-palu/")
        assert '<html lang="en">' in page
        for words in ("Fried shallots and chess boards", "A dry valley.", "12 people trained"):
            assert words in page
        assert "08:00–15:00 WITA" in page
        assert "Bawang goreng" not in page

    def test_a_message_begins_with_the_facilitys_name(self, client: Client) -> None:
        full_facility()
        page = body(client, "/fasilitas/lapas-palu/")
        assert 'href="https://wa.me/6281234567890?text=Lapas%20Palu%0A' in page

    def test_a_sample_shop_shows_no_number(self, client: Client, settings: Any) -> None:
        settings.MODE = "demo"
        full_facility()
        page = body(client, "/fasilitas/lapas-palu/")
        assert "wa.me" not in page and "tel:" not in page and "0812" not in page
        assert "/contoh/kontak/?kepada=Lapas+Palu" in page

    def test_flagships_come_first(self, client: Client) -> None:
        facility = full_facility()
        flagship = public_listing(facility, name="Abon unggulan")
        public_listing(facility, name="Keripik baru")
        flagship_set(actor=SYSTEM, listing_id=flagship.pk, begins=TAKEN, ends=TAKEN.replace(2099))
        page = body(client, "/fasilitas/lapas-palu/")
        assert page.index("Abon unggulan") < page.index("Keripik baru")

    def test_flagships_come_first_among_very_many_goods(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("storefront.web.shop.places.GOODS_FETCHED", 2)
        facility = full_facility()
        first = public_listing(facility, name="Abon unggulan")
        for number in range(3):
            public_listing(facility, name=f"Keripik {number}")
        page = body(client, "/fasilitas/lapas-palu/")
        assert "Abon unggulan" not in page and "fasilitas=lapas-palu" in page
        flagship_set(actor=SYSTEM, listing_id=first.pk, begins=TAKEN, ends=TAKEN.replace(2099))
        page = body(client, "/fasilitas/lapas-palu/")
        assert page.index("Abon unggulan") < page.index("Keripik 2")

    def test_only_papers_in_force_are_shown(self, client: Client) -> None:
        listing = public_listing(full_facility())
        paper_make(listing, number="CONTOH-ADA")
        paper_make(listing, number="CONTOH-BELUM", state=CertificateState.FILED)
        paper_make(listing, number="CONTOH-LEWAT", expires_on=TAKEN)
        page = body(client, "/fasilitas/lapas-palu/")
        assert "CONTOH-ADA" in page
        assert "CONTOH-BELUM" not in page and "CONTOH-LEWAT" not in page

    def test_the_person_who_holds_a_paper_is_not_named(self, client: Client) -> None:
        listing = public_listing(full_facility())
        paper_make(listing, number="CONTOH-ORANG", holder_is_person=True)
        page = body(client, "/fasilitas/lapas-palu/")
        assert "CONTOH-ORANG" in page
        assert "Koperasi" not in page

    def test_without_goods_it_shows_its_gallery_and_its_neighbours(self, client: Client) -> None:
        album_make(full_facility())
        public_listing(full_facility("rutan-sebelah"), name="Telur asin")
        page = body(client, "/fasilitas/lapas-palu/")
        assert "Belum ada barang dari Lapas Palu" in page
        assert "Lihat barang lain dari Sulawesi Tengah (1)" in page
        assert "Telur asin" in page
        assert "Langkah 1." in page

    def test_of_an_lpka_only_rooms_and_goods_are_told(self, client: Client) -> None:
        full_facility("lpka-palu", kind="lpka")
        page = body(client, "/fasilitas/lpka-palu/")
        assert "Dapur Bimker" in page
        assert "terlatih" not in page and "BLK Palu" not in page

    def test_a_bapas_speaks_of_clients(self, client: Client) -> None:
        unit = UnitDraft("k", "workshop", "Kelas", "Class", "boga", "cooking", trained=9)
        full_facility("bapas-palu", kind="bapas", units=(unit,))
        assert "9 klien pemasyarakatan terlatih" in body(client, "/fasilitas/bapas-palu/")

    def test_unknown_and_closed_ones_are_the_same_404(self, client: Client) -> None:
        facility = full_facility()
        facility.is_open = False
        facility.save()

        def without_address(slug: str) -> str:
            return body(client, f"/fasilitas/{slug}/", 404).replace(slug, "")

        assert without_address("lapas-palu") == without_address("tidak-ada")

    def test_of_very_many_papers_the_first_are_shown(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        listing = public_listing(full_facility())
        for number in range(4):
            paper_make(listing, number=f"CONTOH-NO-{number}")
        words = "Masih ada surat lain."
        page = body(client, "/fasilitas/lapas-palu/")
        assert page.count("CONTOH-NO-") >= 4 and words not in page
        monkeypatch.setattr("storefront.web.shop.places.PAPERS_LISTED", 3)
        page = body(client, "/fasilitas/lapas-palu/")
        assert "CONTOH-NO-2" in page and "CONTOH-NO-3" not in page and words in page

    def test_it_costs_six_statements(
        self, client: Client, django_assert_num_queries: Callable[[int], Any]
    ) -> None:
        """And one to count that is kept outside of a test's transaction."""
        facility = full_facility()
        public_listing(facility)
        album_make(facility, "satu", listing_ids=())
        album_make(facility, "dua")
        client.get("/fasilitas/lapas-palu/")
        with django_assert_num_queries(7):
            client.get("/fasilitas/lapas-palu/")


@pytest.mark.django_db
class TestFacilityList:
    """The list, narrowed by name and kind."""

    def test_it_is_narrowed_by_another_name(self, client: Client) -> None:
        full_facility()
        full_facility("rutan-makale", kind="rutan", aliases=())
        page = body(client, "/fasilitas/?cari=petobo")
        assert "/fasilitas/lapas-palu/" in page
        assert "/fasilitas/rutan-makale/" not in page
        assert 'value="petobo"' in page

    def test_it_is_narrowed_by_kind_and_counts_kinds(self, client: Client) -> None:
        full_facility()
        full_facility("rutan-makale", kind="rutan")
        page = body(client, "/fasilitas/?jenis=rutan")
        assert "/fasilitas/rutan-makale/" in page
        assert 'href="/fasilitas/lapas-palu/"' not in page
        assert re.search(
            r'href="/fasilitas/\?jenis=lapas"[^>]*>Lapas\s+<span class="label">1<', page
        )

    def test_what_was_typed_is_escaped(self, client: Client) -> None:
        page = body(client, "/fasilitas/?cari=%3Cscript%3Ealert(1)%3C/script%3E&jenis=%3Cb%3E")
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_nothing_found_offers_what_is_near(self, client: Client) -> None:
        full_facility()
        page = body(client, "/fasilitas/?cari=lapas+pettobo")
        assert "Mungkin maksud Anda" in page
        assert "/fasilitas/lapas-palu/" in page

    def test_a_list_too_long_for_a_page_is_one_of_provinces(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("storefront.web.shop.places.MOST_LISTED", 1)
        full_facility()
        full_facility("rutan-makale", kind="rutan", aliases=())
        page = body(client, "/fasilitas/")
        assert 'href="/provinsi/sulawesi-tengah/"' in page
        assert 'href="/fasilitas/lapas-palu/"' not in page
        assert 'href="/fasilitas/lapas-palu/"' in body(client, "/fasilitas/?cari=petobo")

    def test_very_long_searches_are_cut(self, client: Client) -> None:
        page = body(client, "/fasilitas/?cari=" + "a" * 3000)
        assert "a" * 80 in page and "a" * 81 not in page

    def test_it_costs_two_statements_however_many_there_are(
        self, client: Client, django_assert_num_queries: Callable[[int], Any]
    ) -> None:
        for number in range(5):
            full_facility(f"lapas-{number}")
        settings_now()  # kept
        with django_assert_num_queries(2):
            client.get("/fasilitas/")


@pytest.mark.django_db
class TestProvinces:
    """Provinces with and without goods."""

    def test_a_province_has_goods_places_and_partners(self, client: Client) -> None:
        public_listing(full_facility(), name="Telur asin")
        partner = Partner.objects.create(
            slug="blk-palu", kind="blk", name="BLK Palu", name_en="Palu centre",
            about="Melatih.", about_en="Trains.",
        )  # fmt: skip
        partner.provinces.add(Province.objects.get(code="72"))
        page = body(client, "/provinsi/sulawesi-tengah/")
        for words in ("Telur asin", "/fasilitas/lapas-palu/", "BLK Palu", "Melatih."):
            assert words in page
        assert "Palu centre" in body(client, "/en/provinsi/sulawesi-tengah/")

    def test_suspended_goods_do_not_count(self, client: Client) -> None:
        listing = public_listing(full_facility(), name="Telur asin")
        listing_close(
            actor=SYSTEM, listing_id=listing.pk, state=ListingState.SUSPENDED, reason="test"
        )
        page = body(client, "/provinsi/sulawesi-tengah/")
        assert "Telur asin" not in page
        assert "Belum ada barang dari Sulawesi Tengah" in page

    def test_the_list_leads_to_every_province(self, client: Client) -> None:
        full_facility()
        page = body(client, "/provinsi/")
        assert 'href="/provinsi/sulawesi-tengah/"' in page
        assert "Sulawesi" in page

    def test_an_unknown_province_is_a_404(self, client: Client) -> None:
        body(client, "/provinsi/atlantis/", 404)
