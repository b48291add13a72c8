"""Pages to read: the committed texts, as they are shown."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from catalog.kept import forget_all
from catalog.rich_text import blocks_of, rich_text_of
from catalog.saleor_adapter.pages import page_save
from catalog.shown import Block, PageInfo
from storefront.web.shop.reading import description_of, sections_of
from tests.making import certificate_kind, paper_make, public_listing
from tests.storefront.web.places_making import TAKEN

TEXTS = json.loads((settings.BASE_DIR / "fixtures/reference/pages.json").read_text("utf-8"))
# What is never said of the people who make the goods, in any form.
UNWELCOME = re.compile(
    r"\b(napi|narapidana|penjara|mantan|jeruji|tobat|kesempatan kedua|bantu mereka"
    r"|inmates?|convicts?|offenders?|prisoners?|second chance)\b",
    re.IGNORECASE,
)
ADDRESSES = {
    "tentang": "/tentang/",
    "cara-belanja": "/cara-belanja/",
    "surat-keaslian": "/surat/",
    "privasi": "/privasi/",
    "ketentuan": "/ketentuan/",
    "bantuan": "/bantuan/",
}


def shape_of(line: str) -> str:
    return next((start for start in ("## ", "- ", "1. ") if line.startswith(start)), "")


def words_of(row: dict[str, Any]) -> str:
    return "\n".join([row["title"], row["title_en"], *row["body"], *row["body_en"]])


def test_there_is_a_text_for_every_address() -> None:
    assert {row["slug"] for row in TEXTS} == set(ADDRESSES)


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: row["slug"])
class TestTexts:
    """Each text, before it is loaded."""

    def test_both_languages_have_the_same_shape(self, row: dict[str, Any]) -> None:
        assert [shape_of(line) for line in row["body"]] == [
            shape_of(line) for line in row["body_en"]
        ]

    def test_the_tone_is_kept(self, row: dict[str, Any]) -> None:
        assert not UNWELCOME.search(words_of(row))
        assert "!" not in words_of(row)

    def test_links_stay_in_their_language(self, row: dict[str, Any]) -> None:
        indonesian = re.findall(r"\]\(([^)]+)\)", "\n".join(row["body"]))
        english = re.findall(r"\]\(([^)]+)\)", "\n".join(row["body_en"]))
        assert english == [f"/en{address}" for address in indonesian]


def test_list_items_are_joined_and_headings_cut_the_page() -> None:
    lines = ["Awal.", "- satu", "- dua", "## Bagian A & B", "Isi [tautan](/katalog/).", "### Kecil"]
    intro, part = sections_of(blocks_of(rich_text_of(lines)))
    assert [(p.tag, len(p.html)) for p in intro.parts] == [("p", 1), ("ul", 2)]
    assert (part.anchor, part.title) == ("bagian-a-b", "Bagian A & B")
    assert [p.tag for p in part.parts] == ["p", "h3"]
    (steps,) = sections_of(blocks_of(rich_text_of(["1. pilih", "1. pesan", "1. bayar"])))[0].parts
    assert (steps.tag, len(steps.html)) == ("ol", 3)
    assert part.parts[0].html[0] == 'Isi <a href="/katalog/">tautan</a>.'


def test_a_description_ends_at_a_word() -> None:
    long = PageInfo("x", "X", (Block("h2", "Judul"), Block("p", "kata " * 60)))
    assert description_of(long).endswith("kata…")
    assert len(description_of(long)) <= 156
    assert description_of(PageInfo("x", "X", ())) == ""


@pytest.fixture
def loaded(db: None) -> None:
    """The committed texts as rows."""
    forget_all()
    for row in TEXTS:
        page_save(
            slug=row["slug"],
            title=row["title"],
            title_en=row["title_en"],
            content=rich_text_of(row["body"]),
            content_en=rich_text_of(row["body_en"]),
            since=TAKEN,
        )


def body(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.usefixtures("loaded")
class TestPages:
    """The pages, loaded."""

    @pytest.mark.parametrize("row", TEXTS, ids=lambda row: row["slug"])
    def test_every_page_stands_in_both_languages(self, client: Client, row: dict[str, Any]) -> None:
        address = ADDRESSES[row["slug"]]
        for page, title, language in (
            (body(client, address), row["title"], "id"),
            (body(client, f"/en{address}"), row["title_en"], "en"),
        ):
            assert f"<h1>{title}</h1>" in page
            assert f'<html lang="{language}">' in page
            headings = re.findall(r'<h2 id="([^"]+)"', page)
            assert set(re.findall(r'href="#([^"]+)"', page)) - {"isi"} <= set(headings)

    def test_the_pages_name_links_to_its_short_address(self, client: Client) -> None:
        response = client.get("/en/surat-keaslian/")
        assert (response.status_code, response["Location"]) == (301, "/en/surat/")

    def test_papers_are_explained_by_kind_with_one_real_example(self, client: Client) -> None:
        certificate_kind("halal", "halal")
        paper_make(public_listing(name="Abon sapi"), number="CONTOH-NYATA")
        page = body(client, "/surat/")
        assert "Beginilah sebuah surat tampil" in page and "Abon sapi" in page
        assert page.count("CONTOH-NYATA") >= 1
        assert 'id="pirt"' in page and 'id="halal"' in page

    def test_without_goods_with_papers_there_is_no_example(self, client: Client) -> None:
        certificate_kind()
        page = body(client, "/surat/")
        assert "Beginilah sebuah surat tampil" not in page
        assert 'id="pirt"' in page

    def test_the_shop_in_numbers_comes_from_data(self, client: Client) -> None:
        paper_make(public_listing())
        public_listing()
        page = re.sub(r"\s+", " ", body(client, "/tentang/"))
        numbers = dict(re.findall(r"<dt>([^<]+)</dt> <dd> (\d+) </dd>", page))
        assert numbers == {
            "barang dijual": "2",
            "lapas dan rutan pembuatnya": "2",
            "provinsi asalnya": "1",
            "barang dengan surat yang berlaku": "1",
        }


@pytest.mark.django_db
def test_a_page_that_was_never_loaded_is_a_404(client: Client) -> None:
    body(client, "/tentang/", 404)


def test_every_link_of_the_texts_leads_somewhere() -> None:
    known = {"/katalog/", "/fasilitas/", "/provinsi/", "/pesanan/", *ADDRESSES.values()}
    links = {
        link for row in TEXTS for link in re.findall(r"\]\((/[^)]+)\)", "\n".join(row["body"]))
    }
    assert links
    assert links <= known
