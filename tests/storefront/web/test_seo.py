"""What search engines, phones and shared links are told equals what the pages show."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from catalog.dates import legal_today
from catalog.models import Listing
from catalog.selectors.listing import listing_public
from catalog.services.listings import listing_close
from catalog.types import Delivery, ListingState
from galleries.selectors import photos_of_listing
from legality.selectors import papers_of_listing
from storefront.web import sharing, structured
from storefront.web.sharing import ShareCard, share_picture
from tests.making import SYSTEM, draft_listing, paper_make, public_listing
from tests.storefront.web.places_making import album_make, full_facility

CARD = ShareCard(
    title="Bawang goreng Palu",
    line="mulai Rp28.000",
    is_price=True,
    maker="Lapas Palu",
    place="Sulawesi Tengah",
    papers=("P-IRT", "Halal"),
    picture="",
    note="Toko contoh",
)


def product_of(listing: Listing) -> dict[str, Any]:
    today = legal_today()
    return structured.product(
        listing_public(slug=listing.slug, language="id", on=today),
        papers=papers_of_listing(listing_id=listing.pk, language="id", on=today),
        photos=photos_of_listing(listing_id=listing.pk, language="id"),
        language="id",
    )


@pytest.mark.django_db
class TestProductData:
    """The product's data."""

    def test_one_choice_is_one_offer(self) -> None:
        data = product_of(public_listing(full_facility(), name="Abon", prices=(28000,)))
        assert (data["@type"], data["name"]) == ("Product", "Abon")
        offer = data["offers"]
        assert (offer["price"], offer["priceCurrency"]) == ("28000", "IDR")
        assert offer["availability"] == "https://schema.org/InStock"
        assert data["manufacturer"]["name"] == "Lembaga Pemasyarakatan Kelas IIA Palu"
        assert data["image"][0].startswith(settings.PUBLIC_URL)

    def test_several_choices_are_a_range(self) -> None:
        offers = product_of(public_listing(prices=(28000, 62000)))["offers"]
        assert (offers["lowPrice"], offers["highPrice"]) == ("28000", "62000")
        assert [offer["price"] for offer in offers["offers"]] == ["28000", "62000"]

    @pytest.mark.parametrize(
        ("stock", "lead_time_days", "delivery", "word"),
        [
            (3, None, Delivery.PARCEL, "InStock"),
            (3, None, Delivery.PICKUP, "InStoreOnly"),
            (0, None, Delivery.PARCEL, "OutOfStock"),
            (0, 14, Delivery.PARCEL, "MadeToOrder"),
        ],
    )
    def test_availability_says_what_the_page_says(
        self, stock: int, lead_time_days: int | None, delivery: Delivery, word: str
    ) -> None:
        listing = public_listing(stock=stock, lead_time_days=lead_time_days)
        info = listing_public(slug=listing.slug, language="id", on=legal_today())
        data = structured.product(
            replace(info, delivery=delivery), papers=(), photos=(), language="id"
        )
        assert data["offers"]["availability"] == f"https://schema.org/{word}"

    def test_papers_in_force_are_certifications_and_no_person_is_named(self) -> None:
        listing = public_listing()
        paper_make(listing, number="CONTOH-1", expires_on=date(2099, 1, 2), holder_is_person=True)
        paper_make(listing, number="CONTOH-2", expires_on=date(2020, 1, 1))
        data = product_of(listing)
        (shown,) = data["hasCertification"]
        assert shown["certificationIdentification"] == "CONTOH-1"
        assert shown["certificationStatus"] == "https://schema.org/CertificationActive"
        assert shown["expires"] == "2099-01-02"
        assert "Koperasi" not in json.dumps(data)

    def test_a_sample_shop_claims_no_certification(self, settings: Any) -> None:
        settings.MODE = "demo"
        listing = public_listing()
        paper_make(listing)
        assert "hasCertification" not in product_of(listing)


def data_of(page: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.+?)</script>', page, re.DOTALL)
    return [json.loads(text) for text in found]


@pytest.mark.django_db
class TestPages:
    """Data and links inside pages."""

    def test_a_facility_tells_hours_and_place_and_in_a_sample_shop_no_number(
        self, client: Client, settings: Any
    ) -> None:
        full_facility()
        page = client.get("/fasilitas/lapas-palu/").content.decode()
        facility, crumbs = data_of(page)
        assert facility["telephone"] == "+6281234567890"
        hours = facility["location"]["openingHoursSpecification"]
        assert hours[4] == {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": "https://schema.org/Friday",
            "opens": "08:00",
            "closes": "11:00",
        }
        assert [step["position"] for step in crumbs["itemListElement"]] == [1, 2, 3]
        settings.MODE = "demo"
        sample = data_of(client.get("/fasilitas/lapas-palu/").content.decode())[0]
        assert "telephone" not in sample

    def test_an_album_tells_its_photos(self, client: Client) -> None:
        album_make(full_facility())
        gallery = data_of(client.get("/galeri/lapas-palu/sehari-di-dapur/").content.decode())[0]
        assert gallery["@type"] == "ImageGallery"
        assert [image["caption"] for image in gallery["image"]] == [
            "Langkah 1.",
            "Langkah 2.",
            "Langkah 3.",
        ]

    @pytest.mark.parametrize("path", ["/galeri/", "/fasilitas/", "/provinsi/"])
    def test_each_language_names_the_other_and_itself(self, client: Client, path: str) -> None:
        for address in (path, f"/en{path}"):
            page = re.sub(r"\s+", " ", client.get(address).content.decode())
            base = settings.PUBLIC_URL
            assert f'<link rel="canonical" href="{base}{address}">' in page
            assert f'hreflang="id" href="{base}{path}"' in page
            assert f'hreflang="en" href="{base}/en{path}"' in page

    def test_a_searched_list_has_the_whole_list_as_its_address(self, client: Client) -> None:
        page = client.get("/fasilitas/?cari=palu").content.decode()
        assert f'<link rel="canonical" href="{settings.PUBLIC_URL}/fasilitas/">' in page


@pytest.mark.django_db
class TestSitemaps:
    """Sitemaps name every public page and nothing else."""

    @staticmethod
    def addresses(client: Client, path: str) -> list[str]:
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/xml"
        root = ET.fromstring(response.content)
        space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
        return [str(loc.text).removeprefix(settings.PUBLIC_URL) for loc in root.iter(f"{space}loc")]

    def test_the_index_leads_to_every_facility(self, client: Client) -> None:
        full_facility()
        assert self.addresses(client, "/sitemap.xml") == [
            "/sitemap/toko.xml",
            "/sitemap/lapas-palu.xml",
        ]

    def test_a_facilitys_goods_and_photos_are_there_drafts_are_not(self, client: Client) -> None:
        facility = full_facility()
        shown = public_listing(facility)
        draft = draft_listing(facility)
        album_make(facility)
        found = self.addresses(client, "/sitemap/lapas-palu.xml")
        assert f"/produk/{shown.slug}/" in found and f"/en/produk/{shown.slug}/" in found
        assert "/galeri/lapas-palu/sehari-di-dapur/3/" in found
        assert f"/produk/{draft.slug}/" not in found

    def test_every_address_of_the_shops_sitemap_works(self, client: Client) -> None:
        full_facility()
        reading = ("/tentang", "/cara", "/surat", "/privasi", "/ketentuan", "/bantuan")
        for address in self.addresses(client, "/sitemap/toko.xml"):
            if not address.removeprefix("/en").startswith(reading):  # texts are not loaded here
                assert client.get(address).status_code == 200, address

    def test_an_unknown_facility_has_none(self, client: Client) -> None:
        assert client.get("/sitemap/tidak-ada.xml").status_code == 404

    def test_all_goods_appear_whatever_their_number(
        self, client: Client, django_assert_max_num_queries: Any
    ) -> None:
        facility = full_facility()
        made = {public_listing(facility).slug for _number in range(7)}
        with django_assert_max_num_queries(5):
            found = self.addresses(client, "/sitemap/lapas-palu.xml")
        assert {f"/produk/{slug}/" for slug in made} <= set(found)

    def test_no_file_has_more_addresses_than_it_may(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("storefront.web.shop.seo.MOST_PATHS", 4)
        facility = full_facility()
        for _number in range(5):
            public_listing(facility)
        found = self.addresses(client, "/sitemap/lapas-palu.xml")
        assert len(found) == 8 and "/fasilitas/lapas-palu/" in found

    def test_the_index_costs_one_statement(
        self, client: Client, django_assert_num_queries: Any
    ) -> None:
        public_listing(full_facility())
        with django_assert_num_queries(1):
            assert b"/sitemap/lapas-palu.xml" in client.get("/sitemap.xml").content


class TestRobotsAndManifest:
    """The two small files."""

    def test_robots_leads_to_the_sitemap(self, client: Client) -> None:
        text = client.get("/robots.txt").content.decode()
        assert f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml" in text
        assert "Disallow: /\n" not in text

    def test_a_sample_shop_asks_to_be_left_alone(self, client: Client, settings: Any) -> None:
        settings.MODE = "demo"
        assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"

    def test_the_manifests_icons_exist_in_the_size_they_claim(self, client: Client) -> None:
        data = json.loads(client.get("/manifest.webmanifest").content)
        assert len(data["icons"]) == 3
        for icon in data["icons"]:
            path = Path(settings.BASE_DIR) / "storefront" / icon["src"].lstrip("/")
            with Image.open(path) as image:
                assert f"{image.width}x{image.height}" == icon["sizes"]


class TestSharingPicture:
    """Pictures beside shared links."""

    @staticmethod
    def opened(content: bytes) -> Image.Image:
        return Image.open(io.BytesIO(content))

    def test_it_is_a_jpeg_of_the_size_that_sharing_asks_for(self) -> None:
        picture = self.opened(share_picture(CARD))
        assert (picture.format, picture.size) == ("JPEG", (1200, 630))

    @pytest.mark.parametrize("title", ["", "A", "Kata " * 60, "Satukatapanjang" * 30, "Kué “é” ½"])
    def test_any_name_fits(self, title: str) -> None:
        picture = self.opened(share_picture(replace(CARD, title=title))).convert("RGB")
        edge = picture.crop((sharing.WIDTH - 40, 120, sharing.WIDTH, 400))
        darkest = min(low for low, _high in edge.getextrema())  # type: ignore[misc]
        assert darkest > 200  # nothing runs off the side

    def test_a_picture_that_cannot_be_read_is_left_out(self) -> None:
        picture = self.opened(share_picture(replace(CARD, picture="p/no/such.jpg")))
        assert picture.size == (1200, 630)

    def test_its_colors_are_the_style_sheets(self) -> None:
        css = (settings.BASE_DIR / "storefront/static/storefront/shop.css").read_text("utf-8")
        light = css[css.index(":root{") : css.index("@media (prefers-color-scheme:dark)")]
        for name, color in (
            ("bg", sharing.BG), ("ink", sharing.INK), ("muted", sharing.MUTED),
            ("brand", sharing.BRAND), ("tint", sharing.TINT), ("ok", sharing.OK),
        ):  # fmt: skip
            assert f"--{name}:{color}" in light


@pytest.mark.django_db
class TestSharingAddresses:
    """The addresses of those pictures."""

    def test_every_kind_has_one_in_both_languages(self, client: Client) -> None:
        facility = full_facility()
        listing = public_listing(facility)
        album_make(facility)
        for address in (
            "/og/toko/lapak.jpg",
            f"/og/produk/{listing.slug}.jpg",
            "/og/fasilitas/lapas-palu.jpg",
            "/og/galeri/lapas-palu/sehari-di-dapur.jpg",
        ):
            for path in (address, f"/en{address}"):
                response = client.get(path)
                assert response.status_code == 200
                assert response["Content-Type"] == "image/jpeg"

    def test_who_has_it_gets_it_not_again_and_a_new_price_is_a_new_picture(
        self, client: Client
    ) -> None:
        listing = public_listing(prices=(28000,))
        address = f"/og/produk/{listing.slug}.jpg"
        tag = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
        paper_make(listing, code="halal", group="halal")
        assert client.get(address)["ETag"] != tag

    def test_what_is_not_public_has_none(self, client: Client) -> None:
        listing = public_listing(full_facility())
        listing_close(
            actor=SYSTEM, listing_id=listing.pk, state=ListingState.SUSPENDED, reason="test"
        )
        assert client.get(f"/og/produk/{listing.slug}.jpg").status_code == 404
        assert client.get("/og/produk/tidak-ada.jpg").status_code == 404

    def test_pages_name_their_picture(self, client: Client) -> None:
        full_facility()
        page = client.get("/en/fasilitas/lapas-palu/").content.decode()
        wanted = f"{settings.PUBLIC_URL}/en/og/fasilitas/lapas-palu.jpg"
        assert f'<meta property="og:image" content="{wanted}">' in page
