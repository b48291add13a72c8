"""The search's pages: the start, the list, nothing found, numbers, suggestions, bad input."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlencode

import pytest
from django.test import Client

from tests.making import paper_make, photo_give, public_listing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

HOSTILE = [
    "!!!",
    "%_%",
    "' OR 1=1 --",
    "'; DROP TABLE catalog_card; --",
    "a & b | !c :* <-> d",
    "keripik:*",
    "(((((",
    "\u202ekeripik\u200b",
    "\u0000",
    "\\",
    '"keripik"',
    "é" * 300,
    "kata " * 900,
    "9" * 200,
    "<script>alert(1)</script>",
    "$1 %s %(query)s {0} {{ x }}",
    "\U0001f36a",
    "\ud83c",
    "=p72 =f1",
    "rp rp rp 5-5-5-5 ribu <<<>>>",
]


def page(client: Client, path: str = "/cari/", **given: str) -> str:
    query = urlencode(given, errors="surrogatepass")
    response = client.get(f"{path}?{query}" if query else path)
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def test_the_start_offers_kinds_words_and_places(client: Client) -> None:
    listing = public_listing(name="Keripik pisang")
    html = page(client)
    assert 'type="search"' in html
    assert 'enterkeyhint="search"' in html
    assert 'autocapitalize="off"' in html
    assert 'spellcheck="false"' in html
    assert "/cari/?q=keripik" in html
    assert "/katalog/?jenis=camilan" in html
    assert f"/provinsi/{'sulawesi-tengah'}/" in html
    assert 'content="noindex, follow"' in html
    assert listing.pk


def test_the_list_says_what_was_looked_for(client: Client) -> None:
    public_listing(name="Keripik pisang", slug="keripik-pisang")
    html = page(client, q="kripik")
    assert "Menampilkan hasil untuk <b>keripik</b>" in " ".join(html.split())
    assert "persis=ya" in html
    assert "/produk/keripik-pisang/" in html
    assert 'value="kripik"' in html
    assert 'content="noindex, follow"' in html


def test_words_alone_keep_the_filters_that_were_understood(client: Client) -> None:
    paper_make(public_listing(name="Keripik pisang"), code="halal", group="halal")
    html = page(client, q="kripik halal di bawah 50 ribu")
    literal = re.search(r'<p class="search-note">.*?href="([^"]*)"', html, re.DOTALL)
    assert literal
    asked = parse_qs(literal.group(1).partition("?")[2])
    assert asked == {
        "q": ["kripik halal di bawah 50 ribu"],
        "persis": ["ya"],
        "surat": ["halal"],
        "harga-sampai": ["50000"],
    }


def test_only_filters_are_blamed_that_are_there(client: Client) -> None:
    public_listing(name="Keripik pisang")
    blamed = "Tidak ada barang dengan saringan ini"
    assert blamed not in page(client, q="zzqxv")
    assert "Tidak ada barang yang ditemukan" in page(client, q="zzqxv")
    assert blamed in page(client, **{"q": "keripik", "harga-dari": "900000"})


def test_in_english_too(client: Client) -> None:
    public_listing(name="Keripik pisang", slug="keripik-pisang")
    html = page(client, "/en/cari/", q="kripik")
    assert "Showing results for <b>keripik</b>" in " ".join(html.split())
    assert "/en/produk/keripik-pisang/" in html


def test_the_facility_of_a_name_stands_first(client: Client) -> None:
    listing = public_listing(name="Keripik pisang")
    html = page(client, q=listing.facility.short_name)
    assert f"/fasilitas/{listing.facility.slug}/" in html.partition('id="barang"')[0]


def test_nothing_found_is_no_dead_end(client: Client) -> None:
    public_listing(name="Keripik pisang")
    html = page(client, q="zzqxv")
    assert "Tidak ditemukan barang" in html
    assert "/cari/?q=keripik" in html
    assert "/bantuan/" in html


def test_the_number_of_a_paper_leads_to_its_page(client: Client) -> None:
    paper_make(public_listing(name="Keripik pisang"), number="P-IRT 2057271010015-26")
    for text in ("2057271010015-26", "P-IRT No. 2057271010015 26", "p-irt2057271010015.26"):
        response = client.get("/cari/", {"q": text})
        assert response.status_code == 302, text
        assert response["Location"] == "/sertifikat/205727101001526/"
    assert client.get("/en/cari/", {"q": text})["Location"] == "/en/sertifikat/205727101001526/"


@pytest.mark.parametrize("state", ["revoked", "expired", "on_hold"])
def test_the_number_of_a_paper_that_no_longer_holds_leads_there_too(
    client: Client, state: str
) -> None:
    paper = paper_make(public_listing(), number="CONTOH-PIRT-9001")
    type(paper).objects.filter(pk=paper.pk).update(state=state)
    response = client.get("/cari/", {"q": "contoh-pirt-9001"})
    assert response["Location"] == "/sertifikat/CONTOHPIRT9001/"


@pytest.mark.parametrize("state", ["unverified", "filed"])
def test_a_number_that_is_not_public_leads_nowhere(client: Client, state: str) -> None:
    listing = public_listing(name="Keripik pisang")
    paper = paper_make(listing, number="CONTOH-PIRT-9002")
    type(paper).objects.filter(pk=paper.pk).update(state=state)
    assert "Tidak ditemukan barang" in page(client, q="CONTOH-PIRT-9002")


def test_suggestions_come_in_three_groups(client: Client) -> None:
    listing = public_listing(name="Keripik pisang", slug="keripik-pisang")
    photo_give(listing)
    html = page(client, "/cari/saran/", q="keri")
    assert "keri<b>pik</b>" in html
    assert "/produk/keripik-pisang/" in html
    assert "<img" in html
    maker = page(client, "/cari/saran/", q=listing.facility.short_name[:7])
    assert f"/fasilitas/{listing.facility.slug}/" in maker


@pytest.mark.parametrize("text", ["", "k", " ", "zzqxv", "!!"])
def test_nothing_is_suggested_for_nothing(client: Client, text: str) -> None:
    public_listing(name="Keripik pisang")
    assert "<a" not in page(client, "/cari/saran/", q=text)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("path", ["/cari/", "/en/cari/", "/cari/saran/"])
def test_hostile_texts_get_a_clean_page(client: Client, path: str, text: str) -> None:
    public_listing(name="Keripik pisang")
    raw = "&".join(f"q={urlencode({'': text}, errors='surrogatepass')[1:]}" for _ in range(1))
    response = client.get(f"{path}?{raw}", follow=True)
    assert response.status_code in (200, 400)
    assert "<script>alert" not in response.content.decode()
    assert response.content.strip() or path == "/cari/saran/"


def test_ten_kilobytes_get_a_sentence(client: Client) -> None:
    response = client.get("/cari/", {"q": "keripik " * 1300})
    assert response.status_code == 400
    assert "<h1" in response.content.decode()


def test_every_page_has_the_field(client: Client) -> None:
    for path in ("/", "/katalog/", "/bantuan/", "/en/"):
        response = client.get(path)
        if response.status_code == 200:
            assert 'name="q"' in response.content.decode(), path


def test_statements_of_suggestions(client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    public_listing(name="Keripik pisang")
    page(client, "/cari/saran/", q="keri")
    with django_assert_max_num_queries(2):
        page(client, "/cari/saran/", q="keri")
