"""What the shop rests on has its history: by page or past it, in words, for who may look alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from saleor.page.models import Page
from saleor.product.models import Category

from catalog.acting import acting
from catalog.models import Province, SearchTerm
from catalog.saleor_adapter.kinds import kind_sheets
from catalog.saleor_adapter.pages import menu_sheets
from catalog.selectors.history import people_of
from storefront.web.center.history import SOURCES, WORDS
from storefront.web.components.history_fields import FIELDS, FIELDS_OF
from storefront.web.components.history_words import ENGLISH, GROUPS, HIDDEN, HIDDEN_OF, KINDS
from tests.cast import Cast, client_of
from tests.making import draft_listing
from tests.storefront.web.center.making import entries, send, shop_make
from tests.storefront.web.staff.test_history import columns_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return shop_make()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.central_officer)


def run(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]


def test_each_thing_shows_what_its_page_changed(cast: Cast, client: Client) -> None:
    term, kind = SearchTerm.objects.get(), kind_sheets()[0].kind.id
    page, menu = Page.objects.get(slug="tentang").pk, menu_sheets("navbar")[0].id
    rows = entries(("Galeri", "Gallery", "/galeri/"))
    changes: list[tuple[str, str, dict[str, Any], tuple[str, ...]]] = [
        ("provinsi/72/", "provinsi/72/", {"name_en": "Celebes"},
         ("Provinsi diubah", "Central Sulawesi →", "Celebes")),
        ("kabkota/72.71/", "kabkota/72.71/", {"name": "Kota Lain"}, ("Kota Palu →", "Kota Lain")),
        (f"kanwil/{cast.here.office_id}/", f"kanwil/{cast.here.office_id}/",
         {"note": "Surat 12", "is_confirmed": "on"}, ("Surat 12", "Tidak →", "Ya")),
        ("jenis/camilan/", f"jenis/{kind}/", {"name": "Kudapan", "name_en": "Bites"},
         ("Camilan →", "Kudapan", "Snacks →", "Bites", "(Inggris)")),
        ("surat/pirt/", "surat/pirt/",
         {"source": "Surat edaran 4", "other_forms": r"\d{3} | number_old_form | lama | old",
          "blocking": ["number_form"]},
         ("Surat edaran 4", r"\d{3} | number_old_form | lama | old", "bentuk lain")),
        (f"kata/{term.pk}/", f"kata/{term.pk}/", {"is_on": None}, ("Ya →", "Tidak")),
        ("halaman/tentang/", f"halaman/{page}/", {"title": "Kami", "body": "Dua kali lipat."},
         ("Tentang →", "Kami", "Dua kali lipat.")),
        ("menu/navbar/", f"menu/{menu}/", rows, ("Galeri", "Katalog", "/katalog/")),
        (f"fasilitas/{cast.here.pk}/", f"fasilitas/{cast.here.pk}/", {"short_name": "Lapas Baru"},
         ("Lapas Baru",)),
    ]  # fmt: skip
    for path, shown, change, words in changes:
        assert send(client, f"/pusat/{path}", **change).status_code == 302, path
        text = text_of(client, f"/pusat/riwayat/{shown}")
        for word in (*words, f"{cast.central_officer.name} (petugas pusat)", "dari 127.0.0.1"):
            assert word in text, (path, word, text)
        assert shown in client.get(f"/pusat/{path}").content.decode(), path
    everything = text_of(client, "/pusat/riwayat/")
    assert all(word in everything for word in ("Kota Lain", "Kudapan", "Kami", "Galeri"))


def test_rules_and_marks_show_what_their_pages_changed(cast: Cast, client: Client) -> None:
    changes: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
        ("aturan/perlu_pirt/", {"need": "advised", "in_force_from": "2027-01-02"},
         ("Aturan diubah", "wajib →", "dianjurkan", "2 Januari 2027")),
        ("penanda/telur/", {"name_words": "telur\r\ntelur asin", "keeps_at_most": "30"},
         ("Penanda barang diubah", "telur, telur asin", "30")),
    ]  # fmt: skip
    for path, change, words in changes:
        asked = send(client, f"/pusat/{path}", **change)
        digest = asked.context["effect_digest"]
        assert send(client, f"/pusat/{path}", **change, _seen=digest).status_code == 302
        text = text_of(client, f"/pusat/riwayat/{path}")
        for word in (*words, f"{cast.central_officer.name} (petugas pusat)"):
            assert word in text, (path, word, text)
        assert f"riwayat/{path}" in client.get(f"/pusat/{path}").content.decode()
    run("UPDATE legality_requirementrule SET is_on = false")
    assert "Tidak diketahui siapa" in text_of(client, "/pusat/riwayat/?jenis=aturan")


def test_what_was_changed_past_every_page_shows_too(cast: Cast, client: Client) -> None:
    office = cast.here.office_id
    run("UPDATE catalog_province SET name = 'Sulteng' WHERE code = '72'")
    run("UPDATE product_categorytranslation SET name = 'Nibbles' WHERE name = 'Snacks'")
    run("DELETE FROM catalog_regionaloffice_provinces WHERE regionaloffice_id = %s", office)
    assert "Sulteng" in text_of(client, "/pusat/riwayat/provinsi/72/")
    kind = kind_sheets()[0].kind.id
    assert "Snacks → menjadi Nibbles" in text_of(client, f"/pusat/riwayat/jenis/{kind}/")
    text = text_of(client, f"/pusat/riwayat/kanwil/{office}/")
    assert "Provinsi dihapus: Sulteng" in text and "Tidak diketahui siapa" in text


def test_a_removed_kind_keeps_its_history_and_its_page(client: Client) -> None:
    key = Category.objects.get(slug="kriya").pk
    client.post("/pusat/jenis/kriya/hapus/")
    text = text_of(client, f"/pusat/riwayat/jenis/{key}/")
    assert "Riwayat Kriya" in text and "Jenis barang dihapus" in text and "Jenis dihapus" in text
    assert f"/pusat/riwayat/jenis/{key}/" in client.get("/pusat/riwayat/").content.decode()


def test_the_order_of_kinds_is_kept_too(client: Client) -> None:
    client.post("/pusat/jenis/kriya/pindah/", {"up": "", "seen": "2"})
    key = Category.objects.get(slug="kriya").pk
    text = text_of(client, f"/pusat/riwayat/jenis/{key}/")
    assert "Dipindah dalam urutan" in text and "Urutan" in text


def test_a_reason_stands_beside_the_change(cast: Cast, client: Client) -> None:
    client.post(f"/pusat/fasilitas/{cast.here.pk}/tutup/", {"reason": "Gedung direnovasi"})
    text = text_of(client, f"/pusat/riwayat/fasilitas/{cast.here.pk}/")
    assert "Gedung direnovasi" in text and "Buka Ya →" in text


def test_filters_by_kind_and_person(cast: Cast, client: Client) -> None:
    send(client, "/pusat/provinsi/72/", name_en="Celebes")
    run("UPDATE catalog_partner SET name = 'Lain'")
    me = cast.central_officer.user_id
    assert people_of(None) == [(me, cast.central_officer.name)]
    assert "Lain" in text_of(client, "/pusat/riwayat/?jenis=mitra")
    assert "Celebes" not in text_of(client, "/pusat/riwayat/?jenis=mitra")
    mine = text_of(client, f"/pusat/riwayat/?orang={me}")
    assert "Celebes" in mine and "Nama Dewan" not in mine
    assert "Tidak ada perubahan seperti ini" in text_of(
        client, f"/pusat/riwayat/?jenis=surat&orang={me}"
    )


@pytest.mark.parametrize(
    "query",
    ["jenis=lain", "orang=x", "orang=99999999999999999999", "sebelum=x",
     "sebelum=9999999999999999999.9999999999999999999", "sebelum=0.0"],
)  # fmt: skip
def test_what_nobody_wrote_here_is_passed_over(client: Client, query: str) -> None:
    assert client.get(f"/pusat/riwayat/?{query}").status_code == 200


@pytest.mark.parametrize(
    "thing",
    ["provinsi/99/", "provinsi/72'/", "jenis/0/", "jenis/x/", "jenis/99999999999999999999/",
     "kata/-1/", "surat/x/", "aturan/x/", "penanda/perlu_pirt/", "lain/1/", "barang/1/",
     "people/1/"],
)  # fmt: skip
def test_what_never_was_is_not_found(client: Client, thing: str) -> None:
    assert client.get(f"/pusat/riwayat/{thing}").status_code == 404


def test_pages_of_many_changes_follow_each_other(client: Client) -> None:
    for number in range(70):
        SearchTerm.objects.filter(phrase="keripik").update(means=f"kata{number:02}")
    first = client.get("/pusat/riwayat/?jenis=kata")
    older = client.get("/pusat/riwayat/" + str(first.context["older"])).content.decode()
    both = first.content.decode() + older
    assert all(both.count(f'history-is">kata{number:02}<') == 1 for number in range(70))


def test_english_words_of_goods_are_kept(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    with acting(cast.sari):
        run("UPDATE product_producttranslation SET name = 'Shallots'")
        run("UPDATE product_productvarianttranslation SET name = 'Large'")
    text = text_of(client_of(cast.sari), f"/petugas/{cast.here.slug}/riwayat/barang/{listing.pk}/")
    assert "Shallots" in text and "Large" in text
    draft_listing(cast.elsewhere)
    other = text_of(client_of(cast.budi), f"/petugas/{cast.elsewhere.slug}/riwayat/")
    assert "Shallots" not in other and "Large" not in other


def test_every_column_kind_and_group_has_a_word() -> None:
    assert {part.kind for part in SOURCES.parts} <= set(KINDS)
    assert {part.group for part in SOURCES.parts} == set(WORDS) <= set(GROUPS)
    for kind, columns in columns_of(SOURCES).items():
        known = FIELDS.keys() | ENGLISH.keys() | HIDDEN | FIELDS_OF.get(kind, {}).keys()
        known |= HIDDEN_OF.get(kind, frozenset())
        assert columns <= known, (kind, columns - known)


def test_old_rows_have_a_first_event_and_no_history_yet(cast: Cast, client: Client) -> None:
    run("DELETE FROM catalog_provinceevent")
    run("SELECT catalog_history_begin('catalog_province', 'catalog_provinceevent')")
    text = text_of(client, "/pusat/riwayat/provinsi/72/")
    assert "Riwayat Sulawesi Tengah" in text and "Belum ada yang mengubah" in text
    Province.objects.filter(pk="72").update(zone="WIT")
    assert "WITA → menjadi WIT" in text_of(client, "/pusat/riwayat/provinsi/72/")


def test_stock_of_before_the_ledger_says_so(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    run("UPDATE catalog_stockmove SET actor_name = '', user_id = NULL")
    text = text_of(client_of(cast.sari), f"/petugas/{cast.here.slug}/riwayat/barang/{listing.pk}/")
    assert "Dari sebelum perubahan dicatat" in text
    with acting(cast.sari):
        run("UPDATE catalog_stockmove SET actor_name = 'muat'")
    text = text_of(client_of(cast.sari), f"/petugas/{cast.here.slug}/riwayat/barang/{listing.pk}/")
    assert re.search(r"Toko sendiri Stok", text), text
