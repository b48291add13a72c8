"""The pages of changes: words instead of columns, and nobody else's."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pghistory.models import Event
from saleor.product.models import Product, ProductVariant

from catalog.acting import acting
from catalog.models import Facility, Listing
from catalog.selectors.history_types import Sources
from catalog.services.listings import listing_submit_state
from catalog.services.stock import StockChange, stock_change
from catalog.types import StockReason
from legality.models import Certificate
from storefront.web.components.history_fields import FIELDS
from storefront.web.components.history_words import HIDDEN, KINDS
from storefront.web.staff.history import SOURCES
from tests.cast import Cast, cast_make, client_of
from tests.making import draft_listing, paper_make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_make()


@pytest.fixture
def listing(cast: Cast) -> Listing:
    return draft_listing(cast.here)


def text_of(client: Client, path: str) -> str:
    """What a reader sees, in one line."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    body = re.sub(r"(?s)^.*<main", "<main", answer.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def path_of(facility: Facility, rest: str = "") -> str:
    return f"/petugas/{facility.slug}/riwayat/{rest}"


def test_a_price_as_people_read_it(cast: Cast, listing: Listing) -> None:
    with acting(cast.sari, address="203.0.113.7", request_id="abc12345-6789"):
        Product.objects.filter(pk=listing.product_id).update(price_amount=Decimal(30000))
        listing_submit_state(actor=cast.sari, listing_id=listing.pk)
    page = text_of(client_of(cast.sari), path_of(cast.here))
    for words in (
        f"{cast.sari.name} (petugas)", "Bawang goreng", "Harga Rp28.000 →", "Rp30.000",
        "Diajukan", "dari 203.0.113.7", "permintaan abc12345", "Keadaan Konsep →",
    ):  # fmt: skip
        assert words in page, words
    english = text_of(client_of(cast.sari), "/en" + path_of(cast.here))
    assert "Price Rp28,000 →" in english and "Submitted" in english


def test_counted_stock_stands_under_its_reason(cast: Cast, listing: Listing) -> None:
    variant = ProductVariant.objects.get(product_id=listing.product_id)
    with acting(cast.sari):
        change = StockChange(variant.pk, StockReason.COUNTED, 7, "Rak dua")
        stock_change(actor=cast.sari, changes=[change])
    page = text_of(client_of(cast.sari), path_of(cast.here, f"barang/{listing.pk}/"))
    assert "Stok dihitung" in page and "Rak dua" in page and "Stok 10 →" in page


def test_of_a_long_text_only_what_changed_is_shown_with_signs(cast: Cast) -> None:
    words = [f"kata{number}" for number in range(60)]
    Facility.objects.filter(pk=cast.here.pk).update(story=" ".join(words))
    words[30] = "<b>baru</b>"
    Facility.objects.filter(pk=cast.here.pk).update(story=" ".join(words))
    answer = client_of(cast.sari).get(path_of(cast.here, f"profil/{cast.here.pk}/"))
    page = answer.content.decode()
    assert "<del>−&#8288;kata30</del>" in page
    assert "<ins>+&#8288;&lt;b&gt;baru&lt;/b&gt;</ins>" in page
    assert "kata29" in page and "… kata26" in page and page.count("kata10 ") <= 1


def test_a_person_who_holds_a_paper_is_not_named(cast: Cast, listing: Listing) -> None:
    paper = paper_make(listing, holder_is_person=True)
    Certificate.objects.filter(pk=paper.pk).update(holder_name="Nama Orang")
    page = text_of(client_of(cast.sari), path_of(cast.here, f"surat/{paper.pk}/"))
    assert "Nama Orang" not in page and "Koperasi" not in page
    assert "orang pribadi, tidak ditampilkan" in page


@pytest.mark.parametrize("word", ["barang", "surat", "album", "orang", "profil", "lain"])
def test_another_facilitys_things_are_not_found(cast: Cast, word: str) -> None:
    there = draft_listing(cast.elsewhere)
    keys = {"barang": there.pk, "profil": cast.elsewhere.pk}
    client = client_of(cast.sari)
    for facility in (cast.here, cast.elsewhere):
        path = path_of(facility, f"{word}/{keys.get(word, 999)}/")
        assert client.get(path).status_code == 404, path
    assert client.get(path_of(cast.elsewhere)).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["jenis=lain", "orang=x", "orang=99999999999999999999", "sebelum=x", "sebelum=1", "sebelum=0.0",
     "sebelum=9999999999999999999.9999999999999999999", "jenis=orang"],
)  # fmt: skip
def test_what_nobody_wrote_here_is_passed_over(cast: Cast, listing: Listing, query: str) -> None:
    assert client_of(cast.sari).get(path_of(cast.here) + "?" + query).status_code == 200


def test_filters_and_older_pages(cast: Cast, listing: Listing) -> None:
    with acting(cast.sari):
        for number in range(60):
            Listing.objects.filter(pk=listing.pk).update(care=f"perawatan {number}")
    client = client_of(cast.facility_head)
    query = f"?jenis=barang&orang={cast.sari.user_id}"
    first = client.get(path_of(cast.here) + query)
    page = first.content.decode()
    assert "perawatan 59" in page and "perawatan 8<" not in page
    older = str(first.context["older"])
    assert older.startswith(query)
    assert "perawatan 5<" in client.get(path_of(cast.here) + older).content.decode()
    nobody = text_of(client, path_of(cast.here) + f"?orang={cast.facility_head.user_id}")
    assert "Tidak ada perubahan seperti ini." in nobody


def test_statements_of_a_page_do_not_grow(cast: Cast, listing: Listing) -> None:
    client = client_of(cast.facility_head)

    def counted() -> int:
        with CaptureQueriesContext(connection) as statements:
            client.get(path_of(cast.here))
        return len(statements)

    few = counted()
    for _turn in range(6):
        paper_make(draft_listing(cast.here, prices=(1000, 2000)))
    more = counted()
    assert few <= more <= 14  # two of them are the transaction's savepoint
    for _turn in range(6):
        draft_listing(cast.here)
    assert counted() == more


def columns_of(sources: Sources) -> dict[str, set[str]]:
    """The columns that are kept of each kind of row."""
    models: list[Any] = Event.__subclasses__()
    by_table = {model._meta.db_table: model._meta.concrete_fields for model in models}
    return {
        part.kind: {f.column for f in by_table[part.events] if not f.name.startswith("pgh_")}
        for part in sources.parts
    }


def test_every_column_and_kind_has_a_word() -> None:
    assert {part.kind for part in SOURCES.parts} <= set(KINDS)
    for kind, columns in columns_of(SOURCES).items():
        assert columns <= set(FIELDS) | HIDDEN, kind
