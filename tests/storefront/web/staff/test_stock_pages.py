"""Prices and stocks in the portal: the table, one variant, the ledger."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from catalog.acting import acting
from catalog.models import Facility, StockMove, StockSave
from catalog.services.price_table import Cells, table_save
from catalog.services.stock import StockChange, stock_change
from catalog.types import StockReason
from storefront.web.staff.stock_cells import Unread, pieces_typed, price_typed
from tests.cast import Cast, cast_make, client_of
from tests.catalog.test_stock import promise, stock_of, variant_of
from tests.catalog.test_stock_table import price_of
from tests.making import draft_listing, public_listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def table(facility: Facility) -> str:
    return f"/petugas/{facility.slug}/stok/"


def form(
    *rows: tuple[int, str, str], key: str = "k", price: int = 28000, stock: int = 10, **more: str
) -> dict[str, object]:
    """What the table sends. rows: variant, price and stock as typed."""
    sent: dict[str, object] = {"key": key, "row": [str(row[0]) for row in rows], **more}
    for variant, typed_price, typed_stock in rows:
        sent |= {
            f"price-{variant}": typed_price,
            f"price-{variant}-seen": str(price),
            f"stock-{variant}": typed_stock,
            f"stock-{variant}-seen": str(stock),
        }
    return sent


def text_of(answer: object) -> str:
    body = getattr(answer, "content", b"").decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("15000", 15000),
        ("15.000", 15000),
        ("15rb", 15000),
        ("15 ribu", 15000),
        ("Rp15.000,-", 15000),
        ("1,5jt", 1_500_000),
        ("12.500", 12500),
    ],
)
def test_prices_are_read_as_people_write_them(typed: str, amount: int) -> None:
    assert price_typed(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "-5000",
        "1e3",
        "1000000000000",
        "15",
        "10rb-15rb",
        "=1+1",
        "abc",
        "12500,50",
        "１５",
    ],
)
def test_other_prices_are_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Unread) as refused:
        price_typed(typed)
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("typed", "pieces"), [("0", 0), ("12", 12), ("1.200", 1200), ("2rb", 2000), ("+3", 3)]
)
def test_pieces_are_read(typed: str, pieces: int) -> None:
    assert pieces_typed(typed) == pieces


@pytest.mark.parametrize(
    "typed", ["", "0.5", "0,5", "1e3", "-1", "1000000000", "=2", "dua", "1.5", "10000000"]
)
def test_other_pieces_are_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Unread) as refused:
        pieces_typed(typed)
    assert refused.value.sentence.endswith(".")


def pages(cast: Cast, variant: int, move: int) -> dict[str, tuple[str, dict[str, object] | None]]:
    """Every address of the topic; what is posted to it."""
    at = table(cast.here)
    return {
        "table": (at, None),
        "ledger": (f"{at}buku/", None),
        "ledger file": (f"{at}buku.csv", None),
        "variant": (f"{at}{variant}/", None),
        "variant file": (f"{at}{variant}/catatan.csv", None),
        "save": (at, form((variant, "29.000", "10"))),
        "change": (f"{at}{variant}/", {"apa": "hasil", "jumlah": "1", "key": "x"}),
        "undo": (f"{at}catatan/{move}/urungkan/", {}),
        "saves": (f"{at}simpanan/", None),
    }


LOOKS = {"regional_officer", "regional_head", "auditor"}
CHANGES = {"sari", "facility_head", "central_officer"}


def test_who_sees_and_who_changes(cast: Cast) -> None:
    for name, actor in cast.everybody().items():
        variant = variant_of(draft_listing(cast.here))
        stock_change(actor=cast.sari, changes=[StockChange(variant, StockReason.PRODUCED, 1)])
        stock_change(actor=cast.sari, changes=[StockChange(variant, StockReason.DAMAGED, 1)])
        move = StockMove.objects.filter(variant_id=variant)[0].pk
        client = client_of(actor)
        for what, (address, posted) in pages(cast, variant, move).items():
            answer = client.get(address) if posted is None else client.post(address, posted)
            if name == "anonymous":
                wanted = 302
            elif name not in LOOKS | CHANGES:
                wanted = 404
            elif posted is None:
                wanted = 200
            else:
                wanted = 302 if name in CHANGES else 403
            assert answer.status_code == wanted, (name, what)
            if name in LOOKS and posted is None:
                assert (
                    b'name="price-' not in answer.content and b'name="jumlah"' not in answer.content
                )
        assert (price_of(variant) == 29000) == (name in CHANGES)


def test_another_facilitys_variants_are_not_found_in_any_field(cast: Cast) -> None:
    own, other = variant_of(draft_listing(cast.here)), variant_of(draft_listing(cast.elsewhere))
    stock_change(actor=cast.budi, changes=[StockChange(other, StockReason.PRODUCED, 1)])
    move = StockMove.objects.filter(variant_id=other)[0].pk
    client = client_of(cast.sari)
    at = table(cast.here)
    assert client.post(at, form((own, "1.000", "1"), (other, "1.000", "1"))).status_code == 404
    assert client.get(f"{at}{other}/").status_code == 404
    assert client.get(f"{at}{other}/catatan.csv").status_code == 404
    assert client.post(f"{at}{other}/", {"apa": "hasil", "jumlah": "1"}).status_code == 404
    assert client.post(f"{at}catatan/{move}/urungkan/").status_code == 404
    assert client.post(f"{at}catatan/{10**17}/urungkan/").status_code == 404
    assert client.get(f"{at}999999999999/").status_code == 404
    for rows in ([], ["x"], ["1"] * 51, [str(10**20)]):
        assert client.post(at, {"row": rows}).status_code == 404
    assert (stock_of(own), stock_of(other), price_of(own)) == (10, 11, 28000)


def test_a_form_is_saved_and_taken_back(cast: Cast) -> None:
    one, two = (variant_of(draft_listing(cast.here)) for _ in range(2))
    client = client_of(cast.sari)
    sent = form((one, "31rb", "4"), (two, "28.000", "12"), alasan="counted", catatan="rak atas")
    answer = client.post(table(cast.here) + "?q=bawang", sent)
    assert answer.status_code == 302 and "q=bawang" in answer["Location"]
    assert [price_of(one), stock_of(one), stock_of(two)] == [31000, 4, 12]
    assert {move.note for move in StockMove.objects.filter(reason="counted")} == {"rak atas"}
    shown = text_of(client.get(answer["Location"]))
    assert "Tersimpan: 3 perubahan." in shown and "Rp28.000 → Rp31.000" in shown
    again = client.post(table(cast.here), sent)
    assert "tidak ditulis dua kali" in text_of(client.get(again["Location"]))
    save = StockSave.objects.get()
    undone = client.post(f"{table(cast.here)}simpanan/{save.pk}/urungkan/")
    assert "Diurungkan: 3 perubahan." in text_of(client.get(undone["Location"]))
    assert [price_of(one), stock_of(one), stock_of(two)] == [28000, 10, 10]
    absent = client.post(f"{table(cast.here)}simpanan/{save.pk}0/urungkan/")
    assert absent.status_code == 404


def test_bad_cells_are_told_one_by_one_and_nothing_typed_is_lost(cast: Cast) -> None:
    one, two = (variant_of(draft_listing(cast.here)) for _ in range(2))
    promise(two, 8)
    client = client_of(cast.sari)
    answer = client.post(
        table(cast.here), form((one, "1e3", "0.5"), (two, "33.000", "12"), catatan="catatan saya")
    )
    assert answer.status_code == 422
    body = answer.content.decode()
    for typed in ('value="1e3"', 'value="0.5"', 'value="33.000"', 'value="12"', "catatan saya"):
        assert typed in body
    assert body.count('aria-invalid="true"') == 2
    assert "Belum ada yang tersimpan" in text_of(answer)
    answer = client.post(table(cast.here), form((one, "31.000", "9"), (two, "28.000", "7")))
    assert answer.status_code == 422 and "dijanjikan" in text_of(answer)
    assert (price_of(one), stock_of(one), price_of(two)) == (28000, 10, 28000)


def test_a_value_changed_meanwhile_is_asked_for(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    client = client_of(cast.sari)
    table_save(
        actor=cast.facility_head,
        facility_id=cast.here.pk,
        key="h",
        cells=[Cells(key, price=Decimal(30000), stock=8)],
    )
    answer = client.post(table(cast.here), form((key, "31.000", "7")))
    shown = text_of(answer)
    assert answer.status_code == 409 and price_of(key) == 30000
    assert "Sekarang 30.000." in shown and "Anda melihat 28.000." in shown
    asked = form((key, "31.000", "7"), price=30000, stock=8)
    asked |= {f"price-{key}-asked": "1", f"stock-{key}-asked": "1"}
    again = client.post(table(cast.here), asked)
    assert again.status_code == 422 and "Pilih angka" in text_of(again)
    asked |= {f"price-{key}-pick": "saya", f"stock-{key}-pick": "mereka"}
    assert client.post(table(cast.here), asked).status_code == 302
    assert (price_of(key), stock_of(key)) == (31000, 8)


def test_nothing_changed_saves_nothing(cast: Cast) -> None:
    key = variant_of(draft_listing(cast.here))
    client = client_of(cast.sari)
    answer = client.post(table(cast.here), form((key, "28rb", "10")))
    assert "tidak ada yang disimpan" in text_of(client.get(answer["Location"]))
    assert not StockSave.objects.exists()


def test_filters_search_and_pages(cast: Cast) -> None:
    many = variant_of(public_listing(cast.here, name="Keset 100%", stock=40))
    low = variant_of(draft_listing(cast.here, name="Madu", stock=3))
    out = variant_of(draft_listing(cast.here, name="Sapu_lidi", stock=4))
    promise(out, 4)
    variant_of(draft_listing(cast.elsewhere, name="Madu lain", stock=3))
    client = client_of(cast.sari)

    def seen(query: str) -> set[int]:
        body = client.get(table(cast.here) + query).content.decode()
        return {int(key) for key in re.findall(r'name="row" value="(\d+)"', body)}

    assert seen("") == {many, low, out}
    assert seen("?tampil=sedikit") == {low}
    assert seen("?tampil=habis") == {out}
    assert seen("?tampil=konsep") == {low, out}
    assert seen("?q=madu") == {low}
    assert seen("?q=100%25") == {many}
    assert seen("?q=_l") == {out}
    assert seen("?q=%5C") == seen("?tampil=habis&q=madu") == seen("?hal=9") == set()
    assert seen("?tampil=x&hal=x") == {many, low, out}


def test_statements_do_not_grow_with_the_rows(cast: Cast) -> None:
    def counts() -> tuple[int, ...]:
        client = client_of(cast.sari)
        variant = variant_of(public_listing(cast.here))
        found = []
        for address in ("", f"{variant}/", "buku/", "simpanan/"):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(table(cast.here) + address).status_code == 200
            found.append(len(seen))
        return tuple(found)

    few = counts()
    for number in range(8):
        key = variant_of(public_listing(cast.here))
        table_save(
            actor=cast.sari,
            facility_id=cast.here.pk,
            key=str(number),
            cells=[Cells(key, price=Decimal(31000), stock=11)],
        )
    many = counts()
    print("statements of table, variant, ledger, saves:", few, many)
    assert max(many) <= 12 and many[1:3] == few[1:3]
    assert many[0] - few[0] <= 2 and many[3] - few[3] <= 2


def test_a_page_has_fifty_rows_and_the_ledger_pages_by_keys(cast: Cast) -> None:
    listing = draft_listing(cast.here, prices=tuple(range(1000, 1030)), stock=1)
    draft_listing(cast.here, prices=tuple(range(1000, 1025)), stock=1)
    variant = variant_of(listing)
    for _ in range(54):
        stock_change(actor=cast.sari, changes=[StockChange(variant, StockReason.PRODUCED, 1)])
    client = client_of(cast.sari)
    body = client.get(table(cast.here)).content.decode()
    assert body.count('name="row"') == 50 and "Halaman 1 dari 2" in body
    assert client.get(table(cast.here) + "?hal=2").content.decode().count('name="row"') == 5
    seen: list[str] = []
    address = f"{table(cast.here)}{variant}/"
    while address:
        body = client.get(address).content.decode()
        seen += re.findall(r'id="c(\d+)"', body)
        older = re.search(r'rel="next" href="(\?sebelum=\d+)"', body)
        address = f"{table(cast.here)}{variant}/{older[1]}" if older else ""
    moves = StockMove.objects.filter(variant_id=variant).values_list("pk", flat=True)
    assert seen == [str(key) for key in moves] and len(seen) == 55


def test_all_saves_stand_on_pages_of_their_own(cast: Cast) -> None:
    variant = variant_of(draft_listing(cast.here))
    for number in range(25):
        table_save(
            actor=cast.sari,
            facility_id=cast.here.pk,
            key=str(number),
            cells=[Cells(variant, price=Decimal(30000 + number))],
        )
    client = client_of(cast.sari)
    assert "stok/simpanan/" in client.get(table(cast.here)).content.decode()
    first = client.get(f"{table(cast.here)}simpanan/").content.decode()
    assert "30.024" in first and first.count("<summary>") == 20
    assert first.count("/urungkan/") == 1  # only the last is what stands there now
    older = re.search(r'rel="next" href="(\?sebelum=\d+)"', first)
    assert older
    second = client.get(f"{table(cast.here)}simpanan/{older[1]}").content.decode()
    assert "28.000" in second and second.count("<summary>") == 5 and 'rel="next"' not in second
    for odd in ("?sebelum=x", "?sebelum=" + "9" * 5000):
        assert client.get(f"{table(cast.here)}simpanan/{odd}").status_code == 200
    shown = client.get(f"{table(cast.here)}{variant}/").content.decode()
    history = re.search(r'href="(/petugas/[\w-]+/riwayat/barang/\d+/)"', shown)
    assert history and "30.024" in client.get(history[1]).content.decode()


LONG = "9" * 5000


def test_nothing_of_five_thousand_digits_breaks_a_page(cast: Cast) -> None:
    variant = variant_of(draft_listing(cast.here))
    client = client_of(cast.sari)
    at = table(cast.here)
    for name in ("hal", "q", "tersimpan", "tampil", "sebelum", "petugas", "dari", "sampai"):
        for address in ("", "buku/", "buku.csv", f"{variant}/", "simpanan/"):
            assert client.get(f"{at}{address}?{name}={LONG}").status_code == 200, (name, address)
    bad = {f"price-{variant}-seen": LONG, f"stock-{variant}-seen": "١٢", "key": LONG}
    answer = client.post(at, form((variant, LONG, LONG)) | bad | {"catatan": LONG + "\0"})
    assert answer.status_code == 422
    sent = {"apa": "hitung", "jumlah": LONG, "dilihat": LONG, "catatan": "\0" + LONG, "key": LONG}
    assert client.post(f"{at}{variant}/", sent).status_code == 422
    assert client.post(f"{at}{variant}/", {**sent, "jumlah": "7"}).status_code == 302
    assert client.post(at, {"row": [LONG]}).status_code == 404
    assert (price_of(variant), stock_of(variant)) == (28000, 7)


def test_a_note_of_hidden_signs_is_kept_without_them(cast: Cast) -> None:
    variant = variant_of(draft_listing(cast.here))
    client = client_of(cast.sari)
    sent = form((variant, "28.000", "9"), catatan="\u202epagi\0 \u200b")
    assert client.post(table(cast.here), sent).status_code == 302
    (save,) = StockSave.objects.all()
    assert save.note == StockMove.objects.filter(reason="counted")[0].note == "pagi"


@pytest.mark.parametrize(
    ("tile", "typed", "balance", "reason"),
    [
        ("hasil", "5", 15, "produced"),
        ("terjual", "2", 8, "sold"),
        ("rusak", "1", 9, "damaged"),
        ("hitung", "7", 7, "counted"),
        ("tambah", "3", 13, "corrected"),
        ("kurang", "3", 7, "corrected"),
    ],
)
def test_each_tile_changes_the_stock_its_way(
    cast: Cast, tile: str, typed: str, balance: int, reason: str
) -> None:
    variant = variant_of(draft_listing(cast.here))
    client = client_of(cast.sari)
    address = f"{table(cast.here)}{variant}/"
    sent = {"apa": tile, "jumlah": typed, "catatan": "pagi", "dilihat": "10", "key": "k"}
    answer = client.post(address, sent)
    assert answer.status_code == 302 and stock_of(variant) == balance
    move = StockMove.objects.filter(variant_id=variant)[0]
    assert (move.reason, move.note, move.user_id) == (reason, "pagi", cast.sari.user_id)
    shown = text_of(client.get(answer["Location"]))
    assert f"Stok sekarang {balance}." in shown
    again = client.post(address, sent)
    assert "lagi=1" in again["Location"] and stock_of(variant) == balance
    undo = client.post(f"{table(cast.here)}catatan/{move.pk}/urungkan/")
    assert undo.status_code == 302 and stock_of(variant) == 10
    twice = client.post(f"{table(cast.here)}catatan/{move.pk}/urungkan/")
    assert twice.status_code == 409 and stock_of(variant) == 10
    assert "Diurungkan" in text_of(client.get(undo["Location"]))


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"apa": "", "jumlah": "5"}, 422, "Pilih apa yang terjadi."),
        ({"apa": "hasil", "jumlah": "1e3"}, 422, "bilangan bulat"),
        ({"apa": "hasil", "jumlah": "0"}, 422, "di atas 0"),
        ({"apa": "rusak", "jumlah": "11"}, 422, "tidak sebanyak itu"),
        ({"apa": "kurang", "jumlah": "5"}, 422, "dijanjikan"),
        ({"apa": "hitung", "jumlah": "9", "dilihat": "11"}, 409, "Anda melihat 11"),
    ],
)
def test_a_refused_change_keeps_what_was_typed(
    cast: Cast, sent: dict[str, str], status: int, words: str
) -> None:
    variant = variant_of(draft_listing(cast.here))
    promise(variant, 6)
    answer = client_of(cast.sari).post(
        f"{table(cast.here)}{variant}/", {**sent, "catatan": "isi saya"}
    )
    assert answer.status_code == status and words in text_of(answer)
    assert "isi saya" in answer.content.decode()
    assert f'value="{sent["jumlah"]}"' in answer.content.decode()
    assert stock_of(variant) == 10


def test_only_ones_own_entries_offer_to_be_taken_back(cast: Cast) -> None:
    variant = variant_of(draft_listing(cast.here))
    for actor in (cast.sari, cast.facility_head):
        with acting(actor):
            stock_change(actor=actor, changes=[StockChange(variant, StockReason.PRODUCED, 1)])
    body = client_of(cast.sari).get(f"{table(cast.here)}{variant}/").content.decode()
    offered = re.findall(r"stok/catatan/(\d+)/urungkan/", body)
    own = StockMove.objects.get(user_id=cast.sari.user_id or 0)
    assert offered == [str(own.pk)]


def test_the_ledger_is_filtered(cast: Cast) -> None:
    one, two = (variant_of(draft_listing(cast.here)) for _ in range(2))
    variant_of(draft_listing(cast.elsewhere))
    with acting(cast.sari):
        stock_change(actor=cast.sari, changes=[StockChange(one, StockReason.PRODUCED, 5)])
    client = client_of(cast.facility_head)

    def seen(query: str) -> int:
        body = client.get(f"{table(cast.here)}buku/{query}").content.decode()
        return len(re.findall(r'\sid="c\d+"', body))

    assert seen("") == 3
    assert seen("?alasan=produced") == 1
    assert seen(f"?petugas={cast.sari.user_id}") == 1
    assert seen("?dari=2000-01-01&sampai=2000-01-02") == 0
    assert seen("?dari=2000-01-01") == seen("?dari=x&alasan=y&petugas=z&sebelum=w") == 3
    assert seen("?sampai=9999-12-31") == 3
    assert StockMove.objects.filter(variant_id=two).count() == 1


def test_the_file_is_what_the_page_shows_and_runs_nothing(cast: Cast) -> None:
    variant = variant_of(draft_listing(cast.here, name="=HYPERLINK(1)"))
    change = StockChange(variant, StockReason.DAMAGED, 2, note="@SUM(A1), =1+1")
    with acting(cast.sari):
        stock_change(actor=cast.sari, changes=[change])
    client = client_of(cast.auditor)
    for address in (f"{variant}/catatan.csv", "buku.csv", "buku.csv?alasan=damaged"):
        answer = client.get(table(cast.here) + address)
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert ".csv" in answer["Content-Disposition"]
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == (2 if "alasan" in address else 3)
        assert rows[1][3].startswith("'=HYPERLINK") and rows[1][8] == "'@SUM(A1), '=1+1"
        assert rows[1][4:8] == ["Rusak atau hilang", "-2", "8", cast.sari.name]


def test_a_file_that_is_cut_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.web.staff.stock_csv.DOWNLOAD", 2)
    variant = variant_of(draft_listing(cast.here))
    lines = []
    for _ in range(2):
        stock_change(actor=cast.sari, changes=[StockChange(variant, StockReason.PRODUCED, 1)])
        answer = client_of(cast.sari).get(f"{table(cast.here)}buku.csv")
        lines.append(answer.content.decode().strip().splitlines())
    assert len(lines[0]) == 3 and len(lines[1]) == 4
    assert lines[1][-1].startswith("Hanya 2 catatan terbaru")


def test_what_people_wrote_is_escaped(cast: Cast) -> None:
    variant = variant_of(draft_listing(cast.here, name="<script>x</script>"))
    change = StockChange(variant, StockReason.DAMAGED, 2, note="<b>catatan</b>")
    stock_change(actor=cast.sari, changes=[change])
    client = client_of(cast.sari)
    for address in ("", f"{variant}/", "buku/", "?q=<script>x"):
        body = client.get(table(cast.here) + address).content.decode()
        assert "<script>x" not in body and "<b>catatan" not in body


def test_pages_stand_in_english_too(cast: Cast) -> None:
    variant = variant_of(draft_listing(cast.here))
    client: Client = client_of(cast.sari)
    with override("en"):
        for address in ("", f"{variant}/", "buku/"):
            answer = client.get(f"/en{table(cast.here)}{address}")
            assert answer.status_code == 200 and "Stock" in text_of(answer)
    assert "28,000" in client.get(f"/en{table(cast.here)}").content.decode()
