"""/bayar/: how to pay, what came of it, and whose word counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from catalog.kept import forget_all
from catalog.models import OutboxRow
from storefront.orders.models import PaymentAttempt, ShopOrder, TransferAccount, TransferProof
from storefront.orders.providers.practice import PracticeProvider
from storefront.orders.services.payments import payment_begin
from storefront.orders.services.practising import TELL, practice_tell
from storefront.orders.types import AttemptState, OrderState
from storefront.web.formats import rupiah
from tests.legality.scan_files import pdf_of, saved
from tests.orders.making import account_make, attempt_of, money_comes, order_placed

pytestmark = pytest.mark.django_db

OWN: Any = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def order_to_pay(method: str = "practice:") -> tuple[ShopOrder, str]:
    order = order_placed(method=method)
    payment_begin(shop_order_id=order.pk)
    return order, f"/bayar/{order.order.token}/"


def how(client: Client, address: str) -> tuple[str, str]:
    """The page's word for itself, and its text."""
    answer = client.get(address)
    text = answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    return text.split('data-how="')[1].split('"')[0], text


def press(client: Client, order: ShopOrder, act: str) -> Any:
    return client.post(f"/bayar/latihan/{attempt_of(order).key}/", {"act": act}, **OWN)


def test_paid_by_the_button_of_the_practice_bank(client: Client) -> None:
    order, address = order_to_pay()
    word, text = how(client, address)
    assert word == "elsewhere" and f"/bayar/latihan/{attempt_of(order).key}/" in text
    answer = press(client, order, "pay")
    assert answer.status_code == 302 and answer["Location"] == address
    assert how(client, address)[0] == "paid"
    order.refresh_from_db()
    assert order.state == OrderState.PAID


def test_the_browsers_word_moves_nothing(client: Client) -> None:
    order, address = order_to_pay()
    for query in ("?status=paid", "?transaction_status=settlement", "?lanjut=1"):
        client.get(address + query)
        client.post(address + query, {"status": "paid"}, **OWN)
    order.refresh_from_db()
    assert order.state == OrderState.UNPAID and how(client, address)[0] == "elsewhere"


def test_who_comes_from_ordering_goes_on_without_a_form(client: Client) -> None:
    """A form would be stopped by form-action 'self'; a page is not."""
    order, address = order_to_pay()
    answer = client.get(f"{address}?lanjut=1")
    assert answer.status_code == 200
    there = attempt_of(order).address
    assert f'http-equiv="refresh" content="0; url={there}"' in answer.content.decode()
    assert "form-action 'self'" in answer["Content-Security-Policy"]


def test_refused_by_the_bank_another_way_is_chosen(client: Client) -> None:
    order, address = order_to_pay()
    account_make(note="Bukan lewat Syariah.", note_en="Not by Sharia.")
    press(client, order, "fail")
    word, text = how(client, address)
    assert word == "choose" and 'value="transfer:"' in text
    answer = client.post(address, {"cara": "transfer:"}, **OWN)
    assert answer.status_code == 302
    word, text = how(client, address)
    assert word == "transfer" and "000-111-222" in text and "Bukan lewat Syariah." in text
    assert "Not by Sharia." in how(client, f"/en{address}")[1]
    assert client.post(address, {"cara": "stripe:card"}, **OWN).status_code == 409


def test_gone_away_without_paying_nothing_is_lost(client: Client) -> None:
    order, address = order_to_pay()
    press(client, order, "leave")
    assert how(client, address)[0] == "elsewhere"
    press(client, order, "pay")
    assert how(client, address)[0] == "paid"


def test_paid_late_is_told_later(client: Client) -> None:
    order, address = order_to_pay()
    press(client, order, "late")
    row = OutboxRow.objects.get(task=TELL)
    assert row.due_at > attempt_of(order).pay_by
    ShopOrder.objects.filter(pk=order.pk).update(pay_by=timezone.now())
    PaymentAttempt.objects.filter(shop_order=order).update(
        state=AttemptState.EXPIRED, ended_at=timezone.now()
    )
    assert how(client, address)[0] == "late"
    attempt = attempt_of(order)
    attempt.shown = {**attempt.shown, "paid_at": timezone.now().isoformat()}
    attempt.save()
    practice_tell(attempt_id=attempt.pk)
    assert how(client, address)[0] == "paid"


def test_a_page_that_waits_asks_the_provider(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, address = order_to_pay()
    asked = []
    look = PracticeProvider.look

    def counted(self: PracticeProvider, known: Any) -> Any:
        asked.append(known)
        return look(self, known)

    monkeypatch.setattr(PracticeProvider, "look", counted)
    for _time in range(3):
        how(client, address)
    assert len(asked) == 1  # at most every five seconds
    PaymentAttempt.objects.update(
        shown={"paid_at": timezone.now().isoformat()},
        looked_at=timezone.now() - timedelta(seconds=9),
    )
    assert how(client, address)[0] == "paid"
    order.refresh_from_db()
    assert order.state == OrderState.PAID


def test_a_proof_is_kept_and_what_is_none_is_refused(client: Client) -> None:
    order, address = order_to_pay("transfer:")

    def send(content: bytes, name: str = "bukti.pdf") -> Any:
        return client.post(f"{address}bukti/", {"bukti": SimpleUploadedFile(name, content)}, **OWN)

    assert send(b"<svg onload=alert(1)>").status_code == 422
    assert send(b"").status_code == 422
    assert client.post(f"{address}bukti/", {}, **OWN).status_code == 422
    assert not TransferProof.objects.exists()
    assert send(saved(pdf_of())).status_code == 302
    assert TransferProof.objects.get().attempt == attempt_of(order)
    assert 'data-proofs="1"' in how(client, address)[1]


def test_a_transfers_own_amount_is_explained(client: Client) -> None:
    order, address = order_to_pay("transfer:")
    more = attempt_of(order).amount - order.total
    assert more > 0
    said = f"{rupiah(order.total, 'id')} untuk pesanan, dan {rupiah(more, 'id')} kode unik"
    assert said in how(client, address)[1]
    money_comes(attempt_of(order))
    word, text = how(client, address)
    assert word == "paid" and rupiah(order.total + more, "id") in text


def test_posts_from_elsewhere_are_refused(client: Client) -> None:
    order, address = order_to_pay()
    for name in (address, f"{address}bukti/", f"/bayar/latihan/{attempt_of(order).key}/"):
        answer = client.post(name, {"act": "pay"}, HTTP_SEC_FETCH_SITE="cross-site")
        assert answer.status_code == 403, name
    order.refresh_from_db()
    assert order.state == OrderState.UNPAID


def test_what_is_not_there(client: Client, settings: Any) -> None:
    order, _address = order_to_pay()
    unknown = "00000000-0000-4000-8000-000000000000"
    for address in (f"/bayar/{unknown}/", f"/bayar/latihan/{unknown}/"):
        assert client.get(address).status_code == 404
    settings.PAYMENTS = ["transfer"]
    assert press(client, order, "pay").status_code == 404
    settings.PAYMENTS = ["practice"]
    settings.MODE = "production"
    assert press(client, order, "pay").status_code == 404


def test_accounts_are_offered_while_one_is_in_force(client: Client) -> None:
    forget_all()
    order, address = order_to_pay()
    press(client, order, "fail")
    assert 'value="transfer:"' not in how(client, address)[1]
    account_make()
    assert 'value="transfer:"' in how(client, address)[1]
    TransferAccount.objects.update(is_on=False)
    forget_all()
    assert 'value="transfer:"' not in how(client, address)[1]
    assert client.post(address, {"cara": "transfer:"}, **OWN).status_code == 409


def test_an_order_shows_the_accounts_that_it_was_given(client: Client) -> None:
    """Also from before accounts had notes."""
    order, address = order_to_pay("transfer:")
    TransferAccount.objects.update(number="999")
    assert "000-111-222" in how(client, address)[1]
    shown = {"accounts": [["Bank Lama", "111-222", "Lapak"]]}
    PaymentAttempt.objects.filter(shop_order=order).update(shown=shown)
    assert "111-222" in how(client, address)[1]


def test_the_page_holds_nothing_of_the_buyer(client: Client) -> None:
    order, address = order_to_pay("transfer:")
    text = client.get(address).content.decode()
    assert order.email and order.email not in text and order.phone not in text
    assert order.name not in text
