"""Shares of proceeds, PPN and PKP in the central office, and totals there and in the facility."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from catalog.models import AuditEntry
from storefront.orders.models import ShareRule, TaxpayerPeriod, TaxRate
from storefront.orders.saleor_adapter.vouchers import voucher_rows
from tests.cast import Cast, client_of
from tests.making import public_listing
from tests.orders.baskets_making import voucher_make
from tests.orders.making import order_paid_up, share_rule_make
from tests.storefront.web.center.making import filled_in, send, shop_make

pytestmark = pytest.mark.django_db

RULE = {
    "facility": "",
    "in_force_from": "2026-01-01",
    "premi": "50",
    "pnbp": "12.5",
    "source": "Contoh",
    "certainty": "D",
}


@pytest.fixture
def cast() -> Cast:
    return shop_make()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.central_officer)


def test_a_rule_is_added_corrected_and_its_history_shown(client: Client, cast: Cast) -> None:
    assert send(client, "/pusat/pembagian/tambah/", **RULE).status_code == 302
    again = send(client, "/pusat/pembagian/tambah/", **RULE)
    assert again.status_code == 302  # the very same is made once
    rule = ShareRule.objects.get()
    assert (rule.premi, rule.pnbp, rule.capital, rule.facility_id) == (5000, 1250, 3750, None)
    own = {**RULE, "facility": cast.here.slug, "premi": "15"}
    assert send(client, "/pusat/pembagian/tambah/", **own).status_code == 302
    assert send(client, f"/pusat/pembagian/{rule.pk}/", pnbp="15").status_code == 302
    rule.refresh_from_db()
    assert (rule.pnbp, rule.capital) == (1500, 3500)
    page = client.get(f"/pusat/riwayat/pembagian/{rule.pk}/").content.decode()
    assert "Aturan pembagian diubah" in page and "1.250" in page
    shown = client.get("/pusat/pembagian/").content.decode()
    assert "seluruh toko" in shown and cast.here.short_name in shown and "35 %" in shown


@pytest.mark.parametrize(
    "values",
    [
        *({"premi": "101"}, {"premi": "-1"}, {"premi": "1.234"}, {"premi": "x"}),
        *({"pnbp": "51"}, {"source": ""}, {"in_force_from": "kemarin"}, {"facility": "tidak"}),
        {"certainty": ""},
    ],
)
def test_values_that_no_rule_has(client: Client, values: dict[str, str]) -> None:
    answer = send(client, "/pusat/pembagian/tambah/", **{**RULE, **values})
    assert answer.status_code == 422 and not ShareRule.objects.exists()


def test_percent_with_a_comma(client: Client) -> None:
    typed = {**RULE, "premi": "50", "pnbp": "12,5"}
    assert send(client, "/pusat/pembagian/tambah/", **typed).status_code == 302
    assert ShareRule.objects.get().pnbp == 1250


def test_two_of_one_day_are_said_so(client: Client) -> None:
    rate = {"percent": "11", "source": "PMK", "certainty": "V"}
    for day in ("2026-01-01", "2026-02-01"):
        send(client, "/pusat/pembagian/tambah/", **{**RULE, "in_force_from": day})
        send(client, "/pusat/ppn/tambah/", **rate, in_force_from=day)
    first = {"pembagian": ShareRule.objects.earliest("pk"), "ppn": TaxRate.objects.earliest("pk")}
    for task, row in first.items():
        answer = send(client, f"/pusat/{task}/{row.pk}/", in_force_from="2026-02-01")
        assert answer.status_code == 422
        assert "Sudah ada yang mulai tanggal itu." in answer.content.decode()


def test_what_was_split_stays_as_it_was(client: Client, cast: Cast) -> None:
    rule = share_rule_make(5_000, 1_500)
    order_paid_up((public_listing(cast.here), 1))
    answer = send(client, f"/pusat/pembagian/{rule.pk}/", premi="60")
    assert answer.status_code == 422
    assert "tanggal yang lebih lambat" in answer.content.decode()
    assert send(client, "/pusat/pembagian/tambah/", **RULE).status_code == 422
    later = {**RULE, "in_force_from": "2031-01-01"}
    assert send(client, "/pusat/pembagian/tambah/", **later).status_code == 302
    rule.refresh_from_db()
    assert rule.premi == 5_000 and ShareRule.objects.count() == 2


def test_rates_of_ppn_and_who_owes_it(client: Client, cast: Cast) -> None:
    rate = {
        "in_force_from": "2025-01-01",
        "percent": "11",
        "source": "PMK 131/2024",
        "certainty": "V",
    }
    assert send(client, "/pusat/ppn/tambah/", **rate).status_code == 302
    period = {"facility": cast.here.slug, "since": "2025-01-01", "until": "", "number": "01"}
    assert send(client, "/pusat/pkp/tambah/", **period).status_code == 302
    over = {**period, "since": "2025-06-01"}
    assert send(client, "/pusat/pkp/tambah/", **over).status_code == 422
    row = TaxpayerPeriod.objects.get()
    backwards = send(client, f"/pusat/pkp/{row.pk}/", until="2024-12-31")
    assert backwards.status_code == 422
    order = order_paid_up((public_listing(cast.here, prices=(111_000,)), 1))
    assert order.tax_total == 11_000 + 1_982  # and of delivery
    key = TaxRate.objects.get().pk
    assert send(client, f"/pusat/ppn/{key}/", percent="12").status_code == 422
    assert send(client, f"/pusat/pkp/{row.pk}/", until="2026-12-31").status_code == 302
    row.refresh_from_db()
    assert str(row.until) == "2026-12-31"
    page = client.get(f"/pusat/riwayat/pkp/{row.pk}/").content.decode()
    assert "31 Desember 2026" in page
    acts = AuditEntry.objects.filter(action__startswith="taxpayer").order_by("pk")
    assert [entry.action for entry in acts] == ["taxpayer.added", "taxpayer.changed"]


def test_what_somebody_else_saved_meanwhile_is_said(client: Client) -> None:
    send(client, "/pusat/pembagian/tambah/", **RULE)
    rule = ShareRule.objects.get()
    data = filled_in(client, f"/pusat/pembagian/{rule.pk}/")
    send(client, f"/pusat/pembagian/{rule.pk}/", premi="40")
    answer = client.post(f"/pusat/pembagian/{rule.pk}/", {**data, "premi": "45"})
    assert answer.status_code == 409 and "40" in answer.content.decode()


def test_totals_are_shown_to_the_center_and_to_who_leads_the_facility(
    client: Client, cast: Cast
) -> None:
    assert "Belum ada pembayaran." in client.get("/pusat/hasil/").content.decode()
    share_rule_make(5_000, 1_500)
    order_paid_up((public_listing(cast.here, prices=(100_000,)), 1))
    order_paid_up((public_listing(cast.elsewhere, prices=(10_000,)), 1))
    page = client.get("/pusat/hasil/").content.decode()
    for text in ("Rp50.000", "Rp15.000", "Rp35.000", "Rp120.000", "Rp30.000", "Rp150.000"):
        assert text in page, text
    own = client_of(cast.facility_head).get(f"/petugas/{cast.here.slug}/hasil/").content.decode()
    assert "Rp50.000" in own and "Rp120.000" in own and "Rp5.000" not in own
    assert client_of(cast.sari).get(f"/petugas/{cast.here.slug}/hasil/").status_code == 403
    assert (
        client_of(cast.facility_head).get(f"/petugas/{cast.elsewhere.slug}/hasil/").status_code
        == 404
    )


def test_a_voucher_without_end_is_said_to_have_none(cast: Cast) -> None:
    voucher_make("TERUS")
    page = client_of(cast.central_officer).get("/pusat/voucher/").content.decode()
    assert "TERUS" in page and "tanpa batas waktu" in page
    assert "sampai tanpa" not in " ".join(page.split())


def test_rupiah_of_a_voucher_are_typed_with_or_without_points(client: Client) -> None:
    given = {"name": "Uji", "kind": "entire_order", "starts": "2026-11-01", "value": "10.000"}
    asked = {"min_spent": "1.000.000", "min_quantity": "2"}
    answer = send(client, "/pusat/voucher/baru/", code="UJI", **given, **asked)
    assert answer.status_code == 302
    (row,) = voucher_rows()
    assert (row.value, row.min_spent) == (Decimal(10_000), Decimal(1_000_000))
    assert row.min_quantity == 2
    refused = send(client, f"/pusat/voucher/{row.id}/", value="10,5")
    assert refused.status_code == 422 and 'value="10,5"' in refused.content.decode()
    page = client.get("/pusat/voucher/baru/").content.decode()
    label = page[page.index('for="id_starts"') :]
    assert "boleh kosong" not in label[: label.index("</label>")]
