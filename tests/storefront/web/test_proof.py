"""/sertifikat/<number>/: the answer first, the same for all that is not known, codes and labels."""

from __future__ import annotations

import io
import json
import random
import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from PIL import Image

from catalog.dates import legal_today
from legality.models import Certificate, CertificateKind
from storefront.web import addresses
from storefront.web.shop import codes
from storefront.web.shop.often import Often
from tests.making import facility_make, paper_make, public_listing
from tests.storefront.web.pages import names, words_of

pytestmark = pytest.mark.django_db

TODAY = legal_today()
NUMBER = "P-IRT 2067271010243-29"
NORMAL = "206727101024329"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has had a sheet of labels yet."""
    monkeypatch.setattr(codes, "often", Often(codes.SHEETS, codes.WITHIN))


def put(paper: Certificate, **values: Any) -> None:
    Certificate.objects.filter(pk=paper.pk).update(**values)


def paper_here(**given: Any) -> Certificate:
    facility = facility_make("lapas-palu")
    listing = public_listing(facility, name="Bawang goreng", slug="bawang-goreng")
    values: dict[str, Any] = {"number": NUMBER, "expires_on": date(2029, 5, 12)}
    return paper_make(listing, **(values | given))


def page_of(client: Client, number: str = NORMAL, status: int = 200, language: str = "") -> str:
    response = client.get(f"{language}/sertifikat/{number}/")
    assert response.status_code == status
    return words_of(response)


def headline(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found is not None
    return found[1].strip()


def test_the_first_line_is_the_answer(client: Client) -> None:
    put(paper_here(), verified_on=date(2026, 11, 3), verified_by="sulawesi-tengah")
    page = page_of(client)
    assert headline(page) == "Berlaku. PIRT untuk Bawang goreng, Lapas Palu."
    assert "12 Mei 2029" in page
    assert "3 November 2026" in page and "Kanwil" in page
    assert 'href="/fasilitas/lapas-palu/"' in page
    assert 'href="/produk/bawang-goreng/"' in page


def test_english_says_the_same(client: Client) -> None:
    paper_here()
    page = page_of(client, language="/en")
    assert headline(page) == "In force. PIRT for Bawang goreng (en), Lapas Palu."
    assert '<html lang="en">' in page


def test_many_goods_are_counted_in_the_first_line_and_shown_as_cards(client: Client) -> None:
    paper = paper_here()
    for number in range(3):
        paper.covers.create(listing=public_listing(paper.facility, name=f"Keripik {number}"))
    response = client.get(f"/sertifikat/{NORMAL}/")
    assert "dan 3 lainnya" in words_of(response)
    assert len(names(response)) == 4


def test_a_revoked_paper_says_so_with_its_reason(client: Client) -> None:
    put(
        paper_here(),
        state="revoked",
        revoked_on=date(2026, 10, 2),
        revoked_reason="Pindah <tempat>",
    )
    page = page_of(client)
    assert headline(page) == "Dicabut pada 2 Oktober 2026. PIRT, Lapas Palu."
    assert "Pindah &lt;tempat&gt;" in page
    assert "Tidak ada barang yang kami jual dengan surat ini" in page
    assert "/produk/" not in page


def test_an_expired_paper_says_so_before_the_night_has_run(client: Client) -> None:
    paper_here(expires_on=TODAY - timedelta(days=1))
    page = page_of(client)
    assert headline(page).startswith("Berakhir pada ")
    assert "Tidak ada barang yang kami jual dengan surat ini" in page


def test_a_paper_on_hold_says_why(client: Client) -> None:
    put(paper_here(), state="on_hold")
    assert headline(page_of(client)).startswith("Ditahan.")
    assert "Resepnya berubah" in page_of(client)


def test_a_paper_that_begins_later_is_not_yet_in_force(client: Client) -> None:
    paper_here(issued_on=TODAY + timedelta(days=9))
    assert headline(page_of(client)).startswith("Berlaku mulai ")


@pytest.mark.parametrize("language", ["", "/en"])
def test_filed_unchecked_and_unknown_numbers_give_the_same_bytes(
    client: Client, language: str
) -> None:
    paper = paper_here()
    given = []
    for state in ("filed", "unverified"):
        put(paper, state=state)
        given.append(client.get(f"{language}/sertifikat/{NORMAL}/"))
    for unknown in ("CONTOH-9", "1", "A" * 90, "---", "P-IRT%2012", "%E2%80%8B"):
        given.append(client.get(f"{language}/sertifikat/{unknown}/", follow=True))
    assert {response.status_code for response in given} == {404}
    assert len({response.content for response in given}) == 1
    assert {tuple(sorted(dict(one.headers).items())) for one in map(stripped, given)}.__len__() == 1


def stripped(response: Any) -> Any:
    del response.headers["X-Request-ID"]
    return response


@pytest.mark.parametrize("state", ["filed", None])
def test_what_is_not_known_costs_one_statement(
    client: Client, state: str | None, django_assert_num_queries: Any
) -> None:
    paper = paper_here()
    if state is None:
        paper.delete()
    else:
        put(paper, state=state)
    client.get("/sertifikat/CONTOHX/")  # what all pages keep
    with django_assert_num_queries(1):
        page_of(client, status=404)


def test_a_paper_with_goods_costs_two(client: Client, django_assert_num_queries: Any) -> None:
    paper_here()
    page_of(client)
    with django_assert_num_queries(2):
        page_of(client)


def test_help_how_to_ask_the_authority_stands_below(client: Client) -> None:
    paper_here()
    CertificateKind.objects.update(portal_url="https://sppirt.example/")
    page = page_of(client, "CONTOH", status=404)
    assert "https://sppirt.example/" in page
    assert 'action="/verifikasi/"' in page


@pytest.mark.parametrize(
    "typed",
    [
        "2067271010243-29",
        "p-irt no. 2067271010243 29",
        "SPP-IRT:2067271010243.29",
        "a/206727101024329",
    ],
)
def test_any_way_of_typing_leads_to_one_address(client: Client, typed: str) -> None:
    paper_here()
    response = client.get(f"/en/sertifikat/{typed}/")
    assert response.status_code == 301
    if not typed.startswith("a"):
        assert response["Location"] == f"/en/sertifikat/{NORMAL}/"


@pytest.mark.parametrize("typed", ["9" * 5000, "%FF", "%00", "'; DROP TABLE x; --", "<b>1</b>"])
def test_odd_addresses_are_no_numbers(client: Client, typed: str) -> None:
    response = client.get(f"/sertifikat/{typed}/", follow=True)
    assert response.status_code in {400, 404}
    assert b"<b>1" not in response.content


def test_several_kinds_of_one_number_stand_below_each_other(client: Client) -> None:
    paper = paper_here(number="CONTOH-7")
    listing = paper.covers.get().listing
    assert listing is not None
    paper_make(listing, code="halal", group="halal", number="contoh 7")
    page = page_of(client, "CONTOH7")
    assert headline(page) == "2 surat bernomor CONTOH7"
    assert page.count('class="proof proof-ok"') == 2


def test_the_number_can_be_copied_as_the_authority_wants_it(client: Client) -> None:
    paper = paper_here(code="halal", group="halal", number="ID 3311-0000662051022")
    page = page_of(client, "ID33110000662051022")
    typed = re.search(rf'id="ketik-{paper.pk}">([^<]+)<', page)
    assert typed is not None and typed[1] == "ID33110000662051022"
    assert "https://example.org/?no=ID33110000662051022" in page


def test_a_person_who_holds_it_is_not_named(client: Client) -> None:
    paper_here(holder_is_person=True)
    assert "Koperasi" not in page_of(client)


def test_goods_and_facility_lead_there(client: Client) -> None:
    paper_here()
    address = f"/sertifikat/{NORMAL}/"
    goods = client.get("/produk/bawang-goreng/").content.decode()
    assert f'href="{address}"' in goods
    assert "/produk/bawang-goreng/label.pdf" in goods
    assert f'href="{address}"' in client.get("/fasilitas/lapas-palu/").content.decode()


def test_the_parts_of_a_number_are_named_in_the_language_of_the_page(client: Client) -> None:
    put(paper_here(), parse_result={"parts": {"packaging": "2", "year": "29"}})
    CertificateKind.objects.update(
        certainty="I", part_codes=[["packaging", "2", "plastik", "plastic", ""]]
    )
    page, english = page_of(client), page_of(client, language="/en")
    assert "Kemasan" in page and "plastik" in page and "2029" in page
    assert "Packaging" in english and "plastic" in english


def test_the_picture_that_everybody_may_see_is_shown_on_demand(client: Client) -> None:
    put(paper_here(), public_scan="ab12")
    page = page_of(client)
    assert re.search(r'<img src="[^"]*/s/ab/ab12\.webp"[^>]*loading="lazy"', page)


def test_a_facilitys_map_names_its_papers_in_force(client: Client) -> None:
    paper = paper_here()
    assert f"/en/sertifikat/{NORMAL}/" in client.get("/sitemap/lapas-palu.xml").content.decode()
    put(paper, state="revoked")
    assert "/sertifikat/" not in client.get("/sitemap/lapas-palu.xml").content.decode()
    assert "/verifikasi/" in client.get("/sitemap/toko.xml").content.decode()


def test_goods_name_their_papers_for_machines(client: Client) -> None:
    paper_here(issued_on=date(2024, 5, 12))
    page = client.get("/produk/bawang-goreng/").content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    (product,) = [data for data in map(json.loads, blocks) if data["@type"] == "Product"]
    (told,) = product["hasCertification"]
    assert told["certificationIdentification"] == NUMBER
    assert told["certificationStatus"].endswith("CertificationActive")
    assert told["url"] == addresses.absolute(f"/sertifikat/{NORMAL}/")
    assert (told["validFrom"], told["expires"]) == ("2024-05-12", "2029-05-12")


@pytest.mark.parametrize("state", ["revoked", "expired", "on_hold", "unverified", "filed"])
def test_what_does_not_hold_is_not_told_to_machines(client: Client, state: str) -> None:
    put(paper_here(), state=state)
    assert b"hasCertification" not in client.get("/produk/bawang-goreng/").content


# --- Codes


def code_in(picture: Image.Image) -> str:
    (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    return str(found.text)


def test_the_code_holds_the_address_and_nothing_else(client: Client) -> None:
    paper_here()
    response = client.get(f"/sertifikat/{NORMAL}/qr.png")
    assert response["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(response.content))
    assert code_in(picture) == addresses.absolute(f"/sertifikat/{NORMAL}/")
    assert 500 < picture.width <= 600
    svg = client.get(f"/sertifikat/{NORMAL}/qr.svg")
    assert svg["Content-Type"] == "image/svg+xml" and b"<script" not in svg.content


@pytest.mark.parametrize(("pixels", "status"), [("100", 200), ("1600", 200), ("99", 400),
                                                ("1601", 400), ("99999999999", 400), ("-5", 400),
                                                ("1e3", 400), ("\u0661\u0660", 400)])  # fmt: skip
def test_the_size_of_a_code_is_bounded(client: Client, pixels: str, status: int) -> None:
    paper_here()
    assert client.get(f"/sertifikat/{NORMAL}/qr.png?ukuran={pixels}").status_code == status


@pytest.mark.parametrize("name", ["qr.svg", "qr.png"])
def test_a_number_that_is_not_known_has_no_code(client: Client, name: str) -> None:
    put(paper_here(), state="unverified")
    assert client.get(f"/sertifikat/{NORMAL}/{name}").status_code == 404


# --- Labels


def test_a_sheet_of_labels_names_goods_and_leads_to_their_paper(client: Client) -> None:
    paper_here()
    response = client.get(f"/produk/bawang-goreng/label.pdf?surat={NORMAL}")
    assert response["Content-Type"] == "application/pdf"
    with pypdfium2.PdfDocument(response.content) as document:
        assert len(document) == 1
        page = document[0]
        assert [round(side) for side in page.get_size()] == [595, 842]  # A4
        text = page.get_textpage().get_text_range()
        found = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    assert text.count("Bawang goreng") == 21
    assert {code.text for code in found} == {addresses.absolute(f"/sertifikat/{NORMAL}/")}


@pytest.mark.parametrize(("count", "pages"), [("1", 1), ("21", 1), ("22", 2), ("210", 10)])
def test_as_many_labels_as_asked_for(client: Client, count: str, pages: int) -> None:
    paper_here()
    response = client.get(f"/produk/bawang-goreng/label.pdf?jumlah={count}")
    with pypdfium2.PdfDocument(response.content) as document:
        assert len(document) == pages


@pytest.mark.parametrize("query", ["jumlah=0", "jumlah=211", "jumlah=x"])
def test_not_more_than_ten_sheets(client: Client, query: str) -> None:
    paper_here()
    assert client.get(f"/produk/bawang-goreng/label.pdf?{query}").status_code == 400


def test_there_are_no_labels_without_a_paper_in_force(client: Client) -> None:
    paper = paper_here()
    assert client.get("/produk/bawang-goreng/label.pdf?surat=CONTOH").status_code == 404
    put(paper, state="revoked")
    assert client.get("/produk/bawang-goreng/label.pdf").status_code == 404


def test_an_address_has_so_many_sheets_of_labels_and_no_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper_here()
    monkeypatch.setattr(codes, "often", Often(2, codes.WITHIN))
    made: list[int] = []

    def sheet(_label: object, count: int) -> bytes:
        made.append(count)
        return b"%PDF"

    monkeypatch.setattr(codes, "label_sheet", sheet)
    address = "/produk/bawang-goreng/label.pdf"
    assert client.get(f"{address}?jumlah=0").status_code == 400  # what is no sheet is not counted
    assert [client.get(f"{address}?jumlah={n}").status_code for n in (1, 2, 3)] == [200, 200, 429]
    refused = client.get(address)
    assert made == [1, 2]
    assert "Tunggu sepuluh menit" in words_of(refused)
    assert refused["Retry-After"] == "600" and "no-store" in refused["Cache-Control"]
    assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get(f"/sertifikat/{NORMAL}/qr.svg").status_code == 200


def test_the_longest_names_and_numbers_stay_on_their_label(client: Client) -> None:
    listing = public_listing(name="Kerupuk " * 20, slug="kerupuk")
    paper_make(listing, code="sni", number="CONTOH" + "7" * 70)
    response = client.get("/produk/kerupuk/label.pdf")
    with pypdfium2.PdfDocument(response.content) as document:
        found = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
        assert len(document) == 1
    assert len(found) >= 15


SIGNS = (
    *"0123456789OIL-./ %?#&;:\\'\"<>{}$()[]|~^`@!*+=_,",
    "\0", "\x01", "\x1b", "\r", "\n", "\t", "\x7f", "\x85", "\xa0", "\u200b", "\u202e", "\u2028",
    "\ud800", "\udfff", "\ufeff", "\ufffd", "\uffff", "\U0010ffff", "é", "ß", "ı", "ﬁ", "½", "٣",
    "۹", "𝟙", "Ⅳ", "中", "ש", "👍", "e\u0301" * 20, "P-IRT ", "IDM", "NKV-", "ID32", "%00",
    "%ED%A0%80", "..", "../", "//", "%2F", "%252F", "qr.svg", "2067271010243-29", "9" * 90,
)  # fmt: skip


def test_any_text_at_all_gets_an_answer(client: Client) -> None:
    """As a number in an address, and typed: found, another address, odd or not known; no error."""
    paper_here()
    chance = random.Random(5)
    for length in [1, 2, 3, 8, 16, 40] * 50 + [2000] * 3:
        text = "".join(chance.choices(SIGNS, k=length))
        written = quote(text.encode("utf-8", "surrogatepass"), safe="")
        for language in ("", "/en"):
            for address in (
                f"{language}/sertifikat/{written}/",
                f"{language}/sertifikat/{written}/qr.svg",
                f"{language}/verifikasi/?nomor={written}",
            ):
                answer = client.get(address)
                assert answer.status_code in {200, 301, 302, 400, 404}, (text, address)
                onward = answer.get("Location", "/")
                assert onward.startswith("/") and not onward.startswith("//"), (text, onward)
