"""The receipt or invoice: what it says, in both languages, and what it costs to set."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone, translation

from catalog.dates import legal_today
from storefront.orders.models import (
    FacilityOrderLine,
    ShopOrder,
    TaxpayerPeriod,
    TaxRate,
    TransferProof,
)
from storefront.orders.selectors.orders import order_shown
from storefront.web.buying.nota_words import nota_words
from storefront.web.buying.order_nota import nota_pdf, window
from storefront.web.formats import rupiah
from tests.making import facility_make, public_listing
from tests.orders.making import attempt_of, basket_mixed, order_paid_up, order_placed, place
from tests.orders.money_making import transfer_with_proof
from tests.storefront.web.buying.orders import client_with_key, parts_of, path_of, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def typeset_anew() -> None:
    window.forget()


def order_of(*prices: int, is_paid: bool = True) -> ShopOrder:
    """One facility a price."""
    goods = [
        (public_listing(facility_make(), name=f"Keripik {price}", prices=(price,)), 2)
        for price in prices
    ]
    return order_paid_up(*goods) if is_paid else order_placed(*goods)


def text_of(content: bytes) -> str:
    """All words of a PDF."""
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [
            document[number].get_textpage().get_text_bounded() for number in range(len(document))
        ]
    finally:
        document.close()
    return re.sub(r"\s+", " ", " ".join(pages))


def words_of(order: ShopOrder, language: str = "id") -> Any:
    with translation.override(language):
        shown = order_shown(token_of(order), language=language)
        return nota_words(shown, language=language, address="https://x/y/", shop_address="")


def test_while_a_proof_is_looked_at_the_invoice_asks_for_no_money() -> None:
    order, proof = transfer_with_proof(facility_make())
    said = text_of(client_with_key(order).get(path_of(order, "nota.pdf")).content)
    assert "TRANSFER DIPERIKSA" in said and "Batas bayar" not in said
    TransferProof.objects.filter(pk=proof.pk).update(state="refused")
    said = text_of(client_with_key(order).get(path_of(order, "nota.pdf")).content)
    assert "BELUM DIBAYAR" in said and "Batas bayar" in said


def test_a_paid_order_has_a_receipt_with_all_it_is_about() -> None:
    order = order_of(15000, 22500)
    response = client_with_key(order).get(path_of(order, "nota.pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    said = text_of(response.content)
    part = parts_of(order)[0]
    for word in (
        *("Nota", order.number, "LUNAS", "Keripik 15000", "Keripik 22500", "Rp15.000", "Rp45.000"),
        *(part.recipient, "Pengiriman", "Terbilang:", "rupiah", "halaman 1 dari 1"),
        *(part.number, "T-"),
    ):
        assert word in said, word
    assert "PPN" not in said
    assert "BELUM" not in said


def test_an_unpaid_one_is_an_invoice_and_proves_nothing() -> None:
    order = order_of(15000, is_paid=False)
    said = text_of(client_with_key(order).get(path_of(order, "nota.pdf")).content)
    assert "BELUM DIBAYAR" in said
    assert "Tagihan" in said
    assert "LUNAS" not in said
    assert "Ini bukan bukti pembayaran." in said


def test_it_is_there_in_english_with_the_amount_in_indonesian_words() -> None:
    order = order_of(15000)
    client = client_with_key(order)
    said = text_of(client.get(path_of(order, "nota.pdf", language="/en")).content)
    assert "Receipt" in said
    assert "PAID" in said
    assert "Rp15,000" in said
    assert "page 1 of 1" in said
    assert "lima puluh ribu rupiah" in said.lower()  # 30,000 and 20,000 for delivery


def test_its_amounts_add_up_and_it_says_where_the_rest_goes() -> None:
    """Where the first part is fetched, and a voucher is of delivery."""
    order = ShopOrder.objects.get(pk=place(basket_mixed()).shop_order_id)
    words = words_of(order)
    fetched, carried = (part["sums"] for part in words["parts"])
    assert fetched == [("Pengiriman: Ambil di tempat", "Gratis"), ("Subjumlah", "Rp25.200")]
    assert [amount for _word, amount in carried] == ["Rp20.000", "−Rp15.000", "Rp33.000"]
    assert ("Potongan, dengan voucher ONGKIR15", "−Rp17.800") in words["sums"]
    assert words["total"] == "Rp58.200"
    assert parts_of(order)[1].street in words["to"]


def test_a_transfer_is_told_as_it_came() -> None:
    order = order_paid_up((public_listing(), 1), method="transfer:")
    amount = attempt_of(order).amount
    said = words_of(order)["after"]
    assert said == [
        f"Ditransfer: {rupiah(amount, 'id')}, dengan kode unik {rupiah(amount - order.total, 'id')}"
    ]


def test_ppn_stands_on_the_part_of_who_owes_it_alone() -> None:
    liable, other = facility_make("lapas-wajib-pajak"), facility_make("lapas-lain")
    TaxRate.objects.update_or_create(
        in_force_from=legal_today() - timedelta(days=400),
        defaults={"percent": Decimal(11), "source": "test", "certainty": "U"},
    )
    TaxpayerPeriod.objects.create(facility=liable, since=legal_today() - timedelta(days=30))
    order = order_paid_up(
        (public_listing(liable, prices=(111_000,)), 1), (public_listing(other), 1)
    )
    parts = {part["maker"]: dict(part["sums"]) for part in words_of(order)["parts"]}
    mine, theirs = (
        next(sums for maker, sums in parts.items() if slug in maker)
        for slug in ("lapas-wajib-pajak", "lapas-lain")
    )
    assert mine["Sudah termasuk PPN"].startswith("Rp1")
    assert "Sudah termasuk PPN" not in theirs


def test_what_was_cancelled_and_paid_back_is_said() -> None:
    order = order_of(15000)
    ShopOrder.objects.filter(pk=order.pk).update(
        ended_at=timezone.now(), paid_at=None, state="cancelled"
    )
    assert words_of(order)["state"] == "DIBATALKAN"


def test_words_of_people_are_set_as_words_and_nothing_else() -> None:
    order = order_of(15000)
    name = '#read("/etc/passwd") *tebal* $x$ @a \\ "kutip" <b>'
    FacilityOrderLine.objects.update(name=name)
    said = text_of(nota_pdf(words_of(order)))
    assert '#read("/etc/passwd")' in said
    assert "root:" not in said
    assert "*tebal*" in said


def test_nobody_without_the_key_gets_it_and_nobody_gets_it_all_the_time() -> None:
    order = order_of(15000)
    assert Client().get(path_of(order, "nota.pdf")).status_code == 404
    client = client_with_key(order)
    statuses = [client.get(path_of(order, "nota.pdf")).status_code for _ in range(12)]
    assert statuses == [200] * window.most + [429] * 2


@pytest.mark.parametrize(("lines", "most"), [(3, 0.5), (60, 1.5)])
def test_setting_it_costs_a_moment(lines: int, most: float, counted: Callable[[str], None]) -> None:
    words = words_of(order_of(15000))
    line = words["parts"][0]["lines"][0]
    words["parts"] = [
        {
            **words["parts"][0],
            "lines": [
                {**line, "place": str(n), "name": f"Keripik {number}{n}"} for n in range(lines // 3)
            ],
        }
        for number in range(3)
    ]
    nota_pdf({**words, "parts": words["parts"][:1]})  # fonts are read once
    before = time.process_time()
    content = nota_pdf(words)
    took = time.process_time() - before
    with pikepdf.open(BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    counted(f"nota of {lines} lines: {took * 1000:.0f} ms CPU, {pages} pages, {len(content)} bytes")
    assert took < most
    assert f"halaman {pages} dari {pages}" in text_of(content)
