"""The product page: what is bought, from whom, with which papers."""

from __future__ import annotations

import json
import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from measurement.measures import Weight

from catalog.dates import legal_today
from catalog.models import FormerAddress, Listing
from catalog.services.listings import listing_change_address, listing_close
from catalog.services.readmodel import cards_refresh
from catalog.types import ListingState
from legality.models import CertificateState
from tests.making import SYSTEM, draft_listing, facility_make, paper_make, public_listing

pytestmark = pytest.mark.django_db


def page_of(client: Client, listing: Listing, language: str = "") -> str:
    """The listing's page."""
    response = client.get(f"{language}/produk/{listing.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_names_goods_price_place_and_maker(client: Client) -> None:
    facility = facility_make("lapas-palu")
    listing = public_listing(facility, name="Bawang goreng", prices=(28000,))

    page = page_of(client, listing)

    assert "<h1>Bawang goreng</h1>" in page
    assert "Rp28.000" in page
    assert 'href="/fasilitas/lapas-palu/"' in page
    assert "Hubungi tempat ini" in page


def test_every_choice_shows_price_and_stock_without_a_script(client: Client) -> None:
    listing = public_listing(prices=(28000, 62000), stock=3)

    page = page_of(client, listing)

    assert page.count('type="radio"') == 2
    assert 'class="for for-2">Rp62.000' in page
    assert page.count("Stok tinggal 3") == 2


def test_the_message_begins_with_the_place_and_names_the_choice(client: Client) -> None:
    facility = facility_make("lapas-palu")
    facility.whatsapp = "+6281234567890"
    facility.save()
    listing = public_listing(facility, name="Abon", prices=(28000, 62000))

    page = page_of(client, listing)
    links = re.findall(r'href="(https://wa\.me/6281234567890\?text=[^"]+)"', page)

    assert len(links) == 2
    assert links[0].split("text=")[1].startswith("Lapas%20Palu%0A")
    assert "Rp62.000" in links[1]
    assert "Pilihan%201" in links[1]


def test_a_sample_shop_calls_nobody(client: Client, settings: Any) -> None:
    settings.MODE = "demo"
    facility = facility_make()
    facility.whatsapp = "+6281234567890"
    facility.save()

    page = page_of(client, public_listing(facility))

    assert "/contoh/kontak/?" in page
    assert "6281234567890" not in page


def test_papers_in_force_are_shown_whole(client: Client) -> None:
    listing = public_listing()
    paper_make(listing, number="CONTOH-1", expires_on=legal_today() + timedelta(days=30))
    paper_make(listing, code="halal", group="halal", number="CONTOH-2",
               expires_on=legal_today() - timedelta(days=1))  # fmt: skip
    paper_make(listing, code="merek", number="CONTOH-3", state=CertificateState.UNVERIFIED)

    page = page_of(client, listing)

    assert "CONTOH-1" in page
    assert "Berlaku" in page
    assert "Periksa sendiri" in page
    assert "CONTOH-2" not in page
    assert "CONTOH-3" not in page


def change(listing: Listing, **values: object) -> None:
    """Change a listing in the data, and its card with it."""
    Listing.objects.filter(pk=listing.pk).update(**values)
    cards_refresh([listing.pk])


def test_what_is_not_halal_says_so(client: Client) -> None:
    listing = public_listing()
    assert "Tidak halal" not in page_of(client, listing)

    change(listing, is_not_halal=True)

    assert "Tidak halal" in page_of(client, listing)
    assert "Tidak halal" in client.get("/katalog/").content.decode()


def test_sold_out_goods_say_so_instead_of_a_button(client: Client) -> None:
    listing = public_listing(stock=0)

    page = page_of(client, listing)

    assert "Stok habis" in page
    assert "Pesan lewat WhatsApp" not in page


def test_goods_made_to_order_say_how_long(client: Client) -> None:
    listing = public_listing(stock=0, lead_time_days=14)

    page = page_of(client, listing)

    assert "14 hari kerja" in page
    assert "Hubungi tempat ini" in page
    assert "Stok habis" not in page


def test_the_limit_per_buyer_is_said(client: Client) -> None:
    listing = public_listing()
    change(listing, buyer_limit=5)

    assert "Maksimal 5 per pembeli." in page_of(client, listing)


def test_pickup_says_where_and_when(client: Client) -> None:
    listing = public_listing()
    change(listing, delivery="pickup")
    for day in (0, 1, 4):
        listing.facility.hours.create(weekday=day, opens=time(8), closes=time(15))

    page = page_of(client, listing)

    assert "Hanya ambil di tempat." in page
    assert "Jalan Contoh 1, Palu" in page
    assert "Senin–Selasa 08.00–15.00; Jumat 08.00–15.00 WITA" in page


def test_unknown_draft_and_suspended_goods_are_the_same_404(client: Client) -> None:
    draft = draft_listing(facility_make())
    closed = public_listing()
    listing_close(actor=SYSTEM, listing_id=closed.pk, state=ListingState.SUSPENDED, reason="test")

    bodies = set()
    for slug in ("tidak-ada", draft.slug, closed.slug):
        response = client.get(f"/produk/{slug}/")
        assert response.status_code == 404
        bodies.add(re.sub(rf"{slug}|[0-9a-f-]{{36}}", "", response.content.decode()))
    assert len(bodies) == 1


def test_a_former_address_leads_to_the_present_one(client: Client) -> None:
    listing = public_listing(slug="alamat-lama")
    listing_change_address(actor=SYSTEM, listing_id=listing.pk, slug="alamat-baru")

    response = client.get("/en/produk/alamat-lama/")

    assert response.status_code == 301
    assert response["Location"] == "/en/produk/alamat-baru/"


def test_a_former_address_of_closed_goods_is_unknown(client: Client) -> None:
    FormerAddress.objects.create(slug="alamat-lama", listing=draft_listing(facility_make()))

    assert client.get("/produk/alamat-lama/").status_code == 404


def test_structured_data_equals_what_is_seen(client: Client) -> None:
    listing = public_listing(name="Abon</script>", prices=(28000, 62000))

    page = page_of(client, listing)
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    product = next(data for data in map(json.loads, blocks) if data["@type"] == "Product")

    assert product["name"] == "Abon</script>"
    assert product["offers"]["lowPrice"] == "28000"


def test_goods_of_the_same_place_and_kind_are_shown(client: Client) -> None:
    facility = facility_make()
    listing = public_listing(facility, kind="camilan")
    public_listing(facility, name="Setempat", kind="batik")
    public_listing(name="Serupa", kind="camilan")

    page = page_of(client, listing)

    assert ">Setempat</a>" in page
    assert ">Serupa</a>" in page


def test_the_page_costs_the_same_statements_for_any_goods(
    client: Client, django_assert_num_queries: Any
) -> None:
    """Two, and one to count that is kept outside of a test's transaction."""
    listing = public_listing(prices=(1000, 2000, 3000))
    for code in ("pirt", "halal", "merek"):
        paper_make(listing, code=code)
    client.get(f"/produk/{listing.slug}/")

    with django_assert_num_queries(3):
        client.get(f"/produk/{listing.slug}/")


def _measured(names: tuple[str, str], **measures: Any) -> Listing:
    """A listing with two variants of 190 g and 400 g packed."""
    listing = public_listing(prices=(28000, 62000))
    Listing.objects.filter(pk=listing.pk).update(**measures)
    variants = listing.product.variants.order_by("pk")
    for variant, name, grams in zip(variants, names, (190, 400), strict=True):
        variant.name, variant.weight = name, Weight(g=grams)
        variant.save()
    return listing


def test_a_measure_says_which_variant_it_is_of(client: Client) -> None:
    names = ("Toples 100 g", "Toples 250 g")
    page = page_of(client, _measured(names, net_weight_grams=100, size="Ø 9 × 13 cm"))

    assert rows_of(page) == [["Toples 100 g", "100 g", "190 g"], ["Toples 250 g", "250 g", "400 g"]]
    assert "<dt>Ukuran (Toples 100 g)</dt>" in page


def rows_of(page: str) -> list[list[str]]:
    """The table of sizes: names and cells."""
    body = page[page.index('class="sizes"') :].partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row) for row in body.split("</tr>")[:-1]]


def test_every_size_has_its_own_unit_price(client: Client) -> None:
    names = ("Toples 100 g", "Toples 250 g")
    page = page_of(client, _measured(names, net_weight_grams=100, best_before_days=180))

    assert [row[-1] for row in rows_of(page)] == ["Rp28.000 per 100 g", "Rp24.800 per 100 g"]
    price = page[page.index('class="goods-price"') :].partition("</p>")[0]
    assert re.search(r'for-2">Rp62\.000\s*<small>Rp24\.800 per 100 g</small>', price)


def test_sizes_of_clothes_are_told_by_choice(client: Client) -> None:
    page = page_of(
        client, _measured(("S", "M"), net_weight_grams=None, size="S 48 × 68, M 50 × 70 cm")
    )

    assert [row[:2] for row in rows_of(page)] == [["S", "48 × 68 cm"], ["M", "50 × 70 cm"]]
    assert "<dt>Ukuran" not in page


def test_an_amount_nobody_states_is_not_invented(client: Client) -> None:
    page = page_of(client, _measured(("150 g", "Isi 4"), net_weight_grams=150, best_before_days=9))

    assert [row[1] for row in rows_of(page)] == ["150 g", "–"]
    assert [row[-1] for row in rows_of(page)] == ["Rp18.667 per 100 g", "–"]


@pytest.mark.parametrize(
    ("names", "size", "label"),
    [
        (("Kecil Ø 22 cm", "Besar Ø 28 cm"), "Ø 28 × 30 cm", "Ukuran (Besar Ø 28 cm)"),
        (("17 cm", "19 cm"), "keliling 17 atau 19 cm", "Ukuran"),
    ],
)
def test_a_size_is_not_said_of_the_wrong_variant(
    client: Client, names: tuple[str, str], size: str, label: str
) -> None:
    page = page_of(client, _measured(names, net_weight_grams=None, size=size))

    assert f"<dt>{label}</dt>" in page


def test_sold_out_is_said_once_and_nothing_of_shipping(client: Client) -> None:
    page = page_of(client, public_listing(prices=(28000,), stock=0))
    own = page[page.index('class="goods is-out"') : page.index('class="goods-more"')]

    assert own.count("Stok habis") == 1
    assert "Ongkir" not in own


def test_sold_out_goods_can_be_asked_for(client: Client) -> None:
    facility = facility_make("lapas-palu")
    facility.whatsapp = "+6281234567890"
    facility.save()
    page = page_of(client, public_listing(facility, prices=(28000,), stock=0))
    link = re.search(r'<a class="btn btn-plain" href="([^"]+)"', page)

    assert link and "Kabari saya bila ada lagi" in page
    assert "Tolong%20kabari%20saya" in link[1] or "Tolong+kabari+saya" in link[1]
    assert "Pesan lewat WhatsApp" not in page


def test_what_is_for_adults_says_so_before_the_button(client: Client) -> None:
    facility = facility_make("lapas-leok")
    page = page_of(client, public_listing(facility, name="Parang", adults_only=True))

    assert page.index("Hanya untuk pembeli berusia 18 tahun") < page.index('class="buy-bar"')
    assert '"suggestedMinAge":18' in page
    assert "berusia 18" not in page_of(client, public_listing(facility))
