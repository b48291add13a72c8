"""The shop's accounts for transfers: kept by officers, shown to buyers, with their history."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.kept import forget_all
from catalog.models import AuditEntry
from storefront.orders.models import TransferAccount
from storefront.orders.selectors.transfer_accounts import transfer_accounts
from storefront.orders.services.payments import methods_offered
from tests.cast import Cast, client_of
from tests.storefront.web.center.making import filled_in, send, shop_make

pytestmark = pytest.mark.django_db

ACCOUNT = {
    "bank": "Bank Contoh",
    "number": "123-456-789",
    "holder": "Lapak Binaan",
    "note": "Sertakan nomor pesanan.",
    "note_en": "Say the order's number.",
    "position": "2",
    "is_on": "on",
}
ADD = "/pusat/rekening/tambah/"


@pytest.fixture
def cast() -> Cast:
    return shop_make()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.central_officer)


def is_offered() -> bool:
    forget_all()
    return "transfer:" in [one.code for one in methods_offered(None, language="id")]


def test_an_account_is_added_offered_changed_and_switched_off(client: Client) -> None:
    assert not is_offered()
    for _time in range(2):  # the very same is made once
        assert send(client, ADD, **ACCOUNT).status_code == 302
    account = TransferAccount.objects.get()
    assert "Keadaan" in client.get("/pusat/rekening/").content.decode()
    assert is_offered() and transfer_accounts()[0][1] == "123-456-789"
    assert send(client, ADD, **{**ACCOUNT, "bank": "Lain", "position": "1"}).status_code == 302
    assert [row[0] for row in transfer_accounts()] == ["Lain", "Bank Contoh"]
    path = f"/pusat/rekening/{account.pk}/"
    assert send(client, path, holder="Koperasi Contoh").status_code == 302
    data = filled_in(client, path)
    del data["is_on"]
    assert client.post(path, data).status_code == 302
    assert [row[0] for row in transfer_accounts()] == ["Lain"]
    TransferAccount.objects.exclude(pk=account.pk).update(is_on=False)
    assert not is_offered()
    shown = client.get("/pusat/rekening/").content.decode()
    assert "123-456-789" in shown and ">mati<" in shown
    page = client.get(f"/pusat/riwayat/rekening/{account.pk}/").content.decode()
    for words in ("Rekening transfer diubah", "Atas nama", "Koperasi Contoh", "Bank Contoh 123"):
        assert words in page, words
    acts = AuditEntry.objects.filter(
        subject_table="orders_transferaccount", subject_id=str(account.pk)
    )
    assert [entry.action for entry in acts.order_by("pk")] == [
        "transfer_account.added",
        *["transfer_account.changed"] * 2,
    ]


@pytest.mark.parametrize(
    "values",
    [
        *({"bank": ""}, {"number": ""}, {"holder": ""}, {"note": ""}, {"note_en": ""}),
        *({"number": "12 rb"}, {"number": "1--2"}, {"number": "x" * 40}, {"position": "-1"}),
        {"number": "<b>1</b>"},
    ],
)
def test_what_is_no_account(client: Client, values: dict[str, str]) -> None:
    answer = send(client, ADD, **{**ACCOUNT, **values})
    assert answer.status_code == 422 and not TransferAccount.objects.exists()


def test_one_account_stands_once_in_the_list(client: Client) -> None:
    assert send(client, ADD, **ACCOUNT).status_code == 302
    again = send(client, ADD, **{**ACCOUNT, "holder": "Orang Lain"})
    assert again.status_code == 422 and TransferAccount.objects.count() == 1


def test_what_somebody_else_saved_meanwhile_is_said(client: Client) -> None:
    send(client, ADD, **ACCOUNT)
    path = f"/pusat/rekening/{TransferAccount.objects.get().pk}/"
    data = filled_in(client, path)
    send(client, path, number="987")
    answer = client.post(path, {**data, "number": "555"})
    assert answer.status_code == 409 and TransferAccount.objects.get().number == "987"


def test_only_officers_keep_them(client: Client, cast: Cast) -> None:
    send(client, ADD, **ACCOUNT)
    path = f"/pusat/rekening/{TransferAccount.objects.get().pk}/"
    assert client_of(cast.facility_head).get(path).status_code == 404
    looks = client_of(cast.auditor)
    assert looks.get(path).status_code == 200
    assert looks.post(path, filled_in(client, path)).status_code == 403
