"""The second run, changes, what was sold meanwhile, papers that are there."""

from __future__ import annotations

from datetime import date
from threading import Thread

import pytest
from django.db import connection

from catalog.audit import audit
from catalog.models import AuditEntry, CardPaper, CardRow, Listing
from legality.models import Certificate, CertificateState
from tests.making import SYSTEM
from tests.mapping.sheets import (
    ACTOR,
    everything,
    listing_at,
    outcomes,
    row_at,
    take,
    variants_of,
    why,
    xlsx,
)

HEAD = ("UPT", "Nama Produk", "Harga", "Berat (gr)", "Stok", "P-IRT")
PIRT, PIRT2 = "206727101000130", "206727102000131"
SHEET = [HEAD, ("Lapas Palu", "Keripik pisang", 15000, 250, 10, PIRT),
         ("Lapas Palu", "Sambal roa", 25000, 150, 5, "proses")]  # fmt: skip
DEARER = [HEAD, ("Lapas Palu", "Keripik pisang", 17000, 300, 8, PIRT2), SHEET[2]]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]


def test_a_second_run_changes_nothing() -> None:
    take(xlsx(SHEET))
    before = everything()
    assert outcomes(take(xlsx(SHEET))) == {2: "same", 3: "same"}
    assert outcomes(take(xlsx(SHEET), update=True)) == {2: "same", 3: "same"}
    assert everything() == before


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    before = everything()
    assert outcomes(take(xlsx(SHEET), dry_run=True)) == {2: "new", 3: "new"}
    assert everything() == before
    assert outcomes(take(xlsx(SHEET))) == {2: "new", 3: "new"}


def test_other_values_are_said_and_change_nothing() -> None:
    take(xlsx(SHEET))
    before = everything()
    report = take(xlsx(DEARER))
    assert outcomes(report) == {2: "differs", 3: "same"}
    assert row_at(report, 2).differences == (
        "harga di toko Rp15.000, di lembar Rp17.000",
        "berat di toko 250 g, di lembar 300 g",
        "stok di toko 10, di lembar 8",
        f"surat {PIRT2} belum tercatat di toko",
    )
    assert everything() == before


def test_update_lets_an_untouched_draft_take_the_values() -> None:
    take(xlsx(SHEET))
    report = take(xlsx(DEARER), update=True)
    assert outcomes(report) == {2: "updated", 3: "same"}
    listing = listing_at(report, 2)
    assert variants_of(listing) == [("250 g", 17000, 8)]
    assert listing.product.minimal_variant_price_amount == 17000
    assert CardRow.objects.get(pk=listing.pk).price_min == 17000
    assert Certificate.objects.filter(covers__listing=listing).count() == 2
    assert outcomes(take(xlsx(DEARER), update=True)) == {2: "same", 3: "same"}


def test_update_leaves_a_draft_that_somebody_edited() -> None:
    listing = listing_at(take(xlsx(SHEET)), 2)
    audit(SYSTEM, "listing.address_changed", listing)
    report = take(xlsx(DEARER), update=True)
    assert outcomes(report) == {2: "differs", 3: "same"}
    assert "tidak diubah: barang ini sudah disunting di toko" in row_at(report, 2).differences
    assert variants_of(listing)[0][1] == 15000


def test_goods_on_sale_are_left_alone_and_get_no_variant() -> None:
    listing = listing_at(take(xlsx(SHEET)), 2)
    Listing.objects.filter(pk=listing.pk).update(
        state="published", published_at="2026-01-01T00:00:00Z"
    )
    more = [HEAD, SHEET[1], ("Lapas Palu", "Keripik pisang", 29000, 500, 3, PIRT)]
    report = take(xlsx(more), update=True)
    assert outcomes(report) == {2: "same", 3: "returned"}
    assert "sudah dijual" in why(report, 3)


def test_a_variant_that_is_new_joins_the_draft() -> None:
    first = listing_at(take(xlsx(SHEET)), 2)
    more = [HEAD, SHEET[1], ("Lapas Palu", "Keripik pisang", 9000, 100, 3, PIRT)]
    report = take(xlsx(more))
    assert outcomes(report) == {2: "same", 3: "added"}
    assert variants_of(first) == [("250 g", 15000, 10), ("100 g", 9000, 3)]
    assert CardRow.objects.get(pk=first.pk).price_min == 9000
    assert outcomes(take(xlsx(more))) == {2: "same", 3: "same"}


def test_every_draft_and_paper_is_audited() -> None:
    take(xlsx(SHEET))
    made = AuditEntry.objects.filter(actor_name=ACTOR.name)
    assert sorted(made.values_list("action", flat=True)) == [
        "certificate.recorded", "listing.imported", "listing.imported",
    ]  # fmt: skip
    assert made.get(action="listing.imported", detail__line=2).detail == {
        "slug": "keripik-pisang-palu", "sheet": "Sheet1", "line": 2,
    }  # fmt: skip


def test_papers_come_in_unverified_and_stand_on_no_card() -> None:
    listing = listing_at(take(xlsx(SHEET)), 2)
    certificate = Certificate.objects.get()
    assert certificate.state == CertificateState.UNVERIFIED
    assert certificate.verified_on is None
    assert not CardPaper.objects.filter(card_id=listing.pk).exists()
    assert CardRow.objects.get(pk=listing.pk).papers == []


def test_a_verified_paper_does_not_spread_to_goods_of_a_sheet() -> None:
    take(xlsx(SHEET))
    Certificate.objects.update(state=CertificateState.VERIFIED, verified_on=date(2026, 1, 2))
    report = take(xlsx([HEAD, ("Lapas Palu", "Keripik talas", 15000, 250, 1, PIRT)]))
    assert outcomes(report) == {2: "new"}
    assert Certificate.objects.get().covers.count() == 1
    assert any("petugas yang memeriksa" in note for note, _count in report.notes)


def test_a_paper_of_another_facility_keeps_the_line_out() -> None:
    take(xlsx(SHEET))
    report = take(xlsx([HEAD, ("Lapas Leok", "Keripik talas", 15000, 250, 1, PIRT)]))
    assert outcomes(report) == {2: "returned"}
    assert "UPT lain" in why(report, 2)


def test_an_address_that_is_taken_is_counted_up() -> None:
    first = listing_at(take(xlsx(SHEET)), 2)
    Listing.objects.filter(pk=first.pk).update(state="archived")
    second = listing_at(take(xlsx(SHEET)), 2)
    assert (first.slug, second.slug) == ("keripik-pisang-palu", "keripik-pisang-palu-2")


@pytest.mark.usefixtures("as_app")
def test_the_serving_role_may_import() -> None:
    assert outcomes(take(xlsx(SHEET))) == {2: "new", 3: "new"}
    assert outcomes(take(xlsx(DEARER), update=True)) == {2: "updated", 3: "same"}


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_make_the_goods_once() -> None:
    def run() -> None:
        try:
            take(xlsx(SHEET))
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Listing.objects.count() == 2
    assert Certificate.objects.count() == 1
