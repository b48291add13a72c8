"""/pusat/pembayaran/: transfers that came in, refunds by hand, all money of an order."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override

from catalog.dates import legal_today
from catalog.errors import NotAllowed, NotFound, WrongState
from catalog.types import Actor
from storefront.orders import services
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    MoneyMove,
    PaymentAttempt,
    PaymentNotice,
    Reconciliation,
    Refund,
    ShopOrder,
    TransferProof,
)
from storefront.orders.providers import midtrans
from storefront.orders.selectors import payments
from storefront.orders.services.expiring import orders_expire
from storefront.orders.services.payments import payment_begin
from storefront.orders.services.proofs import (
    MOST_PROOFS,
    proof_add,
    proof_decide,
    proof_opened,
    transfer_came,
)
from storefront.orders.services.reconciling import reconcile
from storefront.orders.services.refund_asking import refund_ask, refund_by_hand_done
from storefront.orders.services.refunds import refund_make
from storefront.orders.services.settling import Came
from storefront.orders.types import (
    AttemptState,
    MoneyKind,
    OrderState,
    ProofState,
    RefundCause,
    RefundState,
    StepKind,
)
from storefront.web.center.payment_words import notice_word
from storefront.web.components.history_acts import ACTS
from storefront.web.formats import decimal_number, rupiah
from tests.cast import cast_make, client_of
from tests.conftest import serving_role
from tests.legality.scan_files import jpeg, pdf_of, saved
from tests.orders.making import attempt_of, order_paid_up, order_placed
from tests.orders.money_making import difference_for_an_officer

pytestmark = pytest.mark.django_db

HOME = "/pusat/pembayaran/"


@pytest.fixture
def cast(db: None) -> Any:
    return cast_make()


@pytest.fixture
def officer(cast: Any) -> Client:
    return client_of(cast.central_officer)


def order_with_proof(content: bytes | None = None) -> tuple[ShopOrder, TransferProof]:
    order = order_placed(method="transfer:")
    payment_begin(shop_order_id=order.pk)
    token = str(order.order.token)
    return order, proof_add(order_token=token, content=content or saved(pdf_of()))


def decided(client: Client, proof: TransferProof, **fields: str) -> Any:
    given = {"on": legal_today().isoformat(), "came": "", **fields}
    return client.post(f"{HOME}bukti/{proof.pk}/", given, follow=True)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_proof_waits_and_is_seen(officer: Client) -> None:
    order, proof = order_with_proof()
    assert order.number in text(officer.get(HOME))
    page = text(officer.get(f"{HOME}bukti/{proof.pk}/"))
    assert f"/bukti/{proof.pk}/gambar/" in page and order.number in page
    picture = officer.get(f"{HOME}bukti/{proof.pk}/gambar/")
    assert picture["Content-Type"] == "image/webp" and picture.content[:4] == b"RIFF"
    file = officer.get(f"{HOME}bukti/{proof.pk}/berkas/")
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"].startswith("attachment")
    for answer in (picture, file):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
    assert officer.get(f"{HOME}bukti/{proof.pk}/lain/").status_code == 404


def test_lists_of_what_waits_go_on_page_by_page(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = [order_with_proof() for _turn in range(3)]
    for name in ("_PROOFS_WAITING", "_TRANSFERS_AWAITED"):
        shorter = getattr(payments, name).replace(f"LIMIT {payments.ROWS + 1}", "LIMIT 3")
        monkeypatch.setattr(payments, name, shorter)
    monkeypatch.setattr(payments, "ROWS", 2)
    first = text(officer.get(HOME))
    assert [order.number in first for order, _proof in waits] == [True, True, False]
    second = text(officer.get(f"{HOME}?bukti={waits[1][1].pk}"))
    assert f'href="{HOME}bukti/{waits[2][1].pk}/"' in second
    assert f'href="{HOME}bukti/{waits[0][1].pk}/"' not in second
    assert f'href="?bukti={waits[1][1].pk}"' in first and "?bukti=" not in second
    assert "?transfer=" in first  # of the same three orders


@pytest.mark.parametrize("wanted", ["number", "reference", "key", "amount"])
def test_an_order_is_found_by_what_an_officer_has(officer: Client, wanted: str) -> None:
    order, _proof = order_with_proof()
    other, _other = order_with_proof()
    attempt = attempt_of(order)
    given = {"number": order.number.lower(), "key": str(attempt.key), "amount": attempt.amount}
    said = str({**given, "reference": attempt.reference or str(attempt.key)}[wanted])
    found = text(officer.get(HOME, {"q": said})).partition("</ul>")[0]
    assert f"{HOME}pesanan/{order.number}/" in found
    assert f"{HOME}pesanan/{other.number}/" not in found


@pytest.mark.parametrize("written", ["{0}", "Rp{1}", "Rp {1}", "{1},00"])
def test_what_came_in_pays_the_order(officer: Client, written: str) -> None:
    order, proof = order_with_proof(jpeg())
    amount = int(attempt_of(order).amount)
    typed = written.format(amount, f"{amount:,}".replace(",", "."))
    assert decided(officer, proof, amount=typed).status_code == 200
    order.refresh_from_db()
    proof.refresh_from_db()
    assert order.state == OrderState.PAID and proof.state == ProofState.ACCEPTED
    assert MoneyMove.objects.get(shop_order=order).amount == amount
    again = decided(officer, proof, amount=typed)
    assert again.status_code == 422 and MoneyMove.objects.count() == 1


def test_another_amount_is_written_down_and_goes_back_by_hand(officer: Client) -> None:
    order, proof = order_with_proof()
    decided(officer, proof, amount="1.000")
    order.refresh_from_db()
    refund = Refund.objects.get(shop_order=order)
    assert order.state == OrderState.UNPAID and refund.cause == RefundCause.WRONG_AMOUNT
    refund_ask(refund_id=refund.pk)
    page = text(officer.get(HOME))
    assert f"{HOME}dana-kembali/{refund.pk}/" in page
    sent = officer.post(
        f"{HOME}dana-kembali/{refund.pk}/",
        {"reference": "TRF-1", "on": legal_today().isoformat()},
    )
    refund.refresh_from_db()
    assert sent.status_code == 302 and refund.state == RefundState.DONE
    assert refund.done_by and refund.reference == "TRF-1"
    assert MoneyMove.objects.get(refund=refund).kind == MoneyKind.REFUNDED
    twice = officer.post(
        f"{HOME}dana-kembali/{refund.pk}/",
        {"reference": "TRF-2", "on": legal_today().isoformat()},
    )
    assert twice.status_code == 422 and MoneyMove.objects.filter(refund=refund).count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": ""},
        {"amount": "0"},
        {"amount": "-1"},
        {"amount": "1e3"},
        {"amount": "12,5"},
        {"amount": "1.00"},
        {"amount": "9" * 20},
        {"amount": "1000", "on": "kemarin"},
        {"amount": "1000", "on": (legal_today() + timedelta(days=2)).isoformat()},
        {"amount": "1000", "on": (legal_today() - timedelta(days=1)).isoformat()},
        {"amount": "1000", "on": "0001-01-01"},
        {"refuse": "", "note": ""},
    ],
)
def test_what_cannot_be_is_said_beside_the_field(officer: Client, fields: dict[str, str]) -> None:
    order, proof = order_with_proof()
    assert decided(officer, proof, **fields).status_code == 422
    order.refresh_from_db()
    proof.refresh_from_db()
    assert order.state == OrderState.UNPAID and proof.state == ProofState.WAITING
    assert not MoneyMove.objects.exists()


def test_a_refused_proof_says_why_to_the_buyer(officer: Client) -> None:
    order, proof = order_with_proof()
    decided(officer, proof, refuse="", note="Tidak ada uang masuk sebesar ini.")
    page = Client().get(f"/bayar/{order.order.token}/").content.decode()
    assert "Tidak ada uang masuk sebesar ini." in page and 'data-how="transfer"' in page


def test_a_proof_is_refused_with_the_order_read_once(cast: Any) -> None:
    _order, proof = order_with_proof()
    with CaptureQueriesContext(connection) as asked:
        proof_decide(
            actor=cast.central_officer, proof_id=proof.pk, amount=None, on=None, note="Tidak ada."
        )
    assert sum('FROM "orders_shoporder"' in row["sql"] for row in asked) == 1


def test_a_transfer_without_a_proof(officer: Client) -> None:
    order = order_placed(method="transfer:")
    payment_begin(shop_order_id=order.pk)
    attempt = attempt_of(order)
    address = f"{HOME}transfer/{attempt.pk}/"
    assert address in text(officer.get(HOME))
    given = {"amount": str(attempt.amount), "on": legal_today().isoformat()}
    assert officer.post(address, given).status_code == 302
    order.refresh_from_db()
    assert order.state == OrderState.PAID
    assert officer.post(address, given).status_code == 422


def test_a_transfer_that_came_after_its_time_is_found_by_its_amount(officer: Client) -> None:
    """Nobody sent a proof of it: from the search over the order's page to what came in."""
    order = order_placed(method="transfer:")
    payment_begin(shop_order_id=order.pk)
    assert orders_expire(now=timezone.now() + timedelta(days=2)) == 1
    attempt = attempt_of(order)
    page = text(officer.get(f"{HOME}?q={attempt.amount}"))
    assert f'href="{HOME}pesanan/{order.number}/"' in page
    there = f"{HOME}transfer/{attempt.pk}/"
    assert f'href="{there}"' in text(officer.get(f"{HOME}pesanan/{order.number}/"))
    fields = {"amount": str(attempt.amount), "on": legal_today().isoformat()}
    assert officer.post(there, fields).status_code == 302
    refund = Refund.objects.get(shop_order=order)
    assert (refund.cause, refund.amount) == (RefundCause.PAID_LATE, attempt.amount)
    assert there not in text(officer.get(f"{HOME}pesanan/{order.number}/"))


def test_two_proofs_of_one_transfer_are_one_payment(officer: Client) -> None:
    order, proof = order_with_proof()
    second = proof_add(order_token=str(order.order.token), content=jpeg())
    amount = str(attempt_of(order).amount)
    decided(officer, proof, amount=amount)
    assert decided(officer, second, amount=amount).status_code == 422
    assert MoneyMove.objects.count() == 1 and not Refund.objects.exists()


def test_enough_proofs_are_enough() -> None:
    order, proof = order_with_proof()
    TransferProof.objects.bulk_create(
        TransferProof(attempt=proof.attempt, key=f"k{place}", media_type="image/jpeg")
        for place in range(MOST_PROOFS - 1)
    )
    with pytest.raises(Exception, match="Enough"):
        proof_add(order_token=str(order.order.token), content=jpeg())


def test_an_order_is_found_by_what_people_have(officer: Client) -> None:
    order, _proof = order_with_proof()
    attempt = attempt_of(order)
    for wanted in (
        order.number,
        order.number.lower(),
        str(attempt.key),
        attempt.reference,
        str(attempt.amount),
        f"Rp{attempt.amount:,}".replace(",", "."),
    ):
        page = text(officer.get(HOME, {"q": wanted}))
        assert f"{HOME}pesanan/{order.number}/" in page, wanted
    assert "Tidak ada yang ditemukan" in text(officer.get(HOME, {"q": "' OR 1=1"}))
    page = text(officer.get(f"{HOME}pesanan/{order.number}/"))
    assert attempt.reference in page
    assert officer.get(f"{HOME}pesanan/X/").status_code == 404


def test_all_that_was_done_to_an_order_is_told_in_words(officer: Client, cast: Any) -> None:
    order, proof = order_with_proof()
    decided(officer, proof, amount="1.000")
    refund_ask(refund_id=Refund.objects.get(shop_order=order).pk)
    order_placed()  # of which nothing is told here
    with CaptureQueriesContext(connection) as asked:
        page = text(officer.get(f"{HOME}pesanan/{order.number}/"))
    assert len(asked) <= 15
    assert "Transfer bank manual" in page and "transfer ·" not in page
    told = page[page.index("Riwayat</h2>") :]
    for words in (
        *("Pesanan dibuat", "Pembayaran dimulai", "Bukti transfer dikirim", "Transfer masuk"),
        *("Bukti transfer diputuskan: Rp1.000", "Uang masuk: Rp1.000"),
        *("Pengembalian uang diserahkan kepada petugas", f"{cast.central_officer.name} (petugas"),
    ):
        assert told.count(words) >= 1, words
    assert told.count("Pesanan dibuat") == 1
    assert client_of(cast.sari).get(f"{HOME}pesanan/{order.number}/").status_code == 404
    front = text(officer.get("/pusat/"))
    assert "1 menunggu petugas" in front


def acts_named() -> set[str]:
    """The acts that services of buying write down, by the calls that do so."""
    found: set[str] = set()
    for path in Path(services.__path__[0]).glob("*.py"):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _WRITERS:
                found |= set(_said(node.args[1]))
        for node in (one for one in tree.body if isinstance(one, ast.Assign)):
            texts = [getattr(one, "value", None) for one in ast.walk(node.value)]
            found |= {one for one in texts if isinstance(one, str) and _ACT.fullmatch(one)}
    return found - _TASKS


_WRITERS = ("audit", "audit_entry")
_ACT = re.compile(r"[a-z_]+\.[a-z_]+")
_TASKS = set(current_app.tasks)


def _said(node: ast.expr) -> list[str]:
    """A constant, or a constant beginning with a word of a closed list."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        head: Any = node.values[0]
        kinds: Any = MoneyKind if head.value == "money." else _BY_FACILITY
        return [f"{head.value}{kind.value}" for kind in kinds]
    return []


_BY_FACILITY = (
    *(StepKind.ACCEPTED, StepKind.LATE, StepKind.PACKED, StepKind.UNPACKED, StepKind.SHIPPED),
    *(StepKind.READY, StepKind.PICKED_UP, StepKind.DELIVERED, StepKind.CANCELLED),
    StepKind.CANCEL_DECLINED,
)


def test_every_act_of_buying_has_words_in_both_languages() -> None:
    acts = acts_named()
    assert len(acts) > 45, sorted(acts)
    assert acts <= set(ACTS), sorted(acts - set(ACTS))
    for act in acts:
        with override("id"):
            assert gettext(ACTS[act]) != ACTS[act], act


def test_what_was_found_at_the_providers_is_shown(officer: Client) -> None:
    order = order_placed()
    payment_begin(shop_order_id=order.pk)
    attempt = attempt_of(order)
    attempt.shown = {"paid_at": timezone.now().isoformat()}
    attempt.save(update_fields=["shown"])
    reconcile(now=timezone.now() + timedelta(minutes=2))
    page = text(officer.get(f"{HOME}cocok/"))
    assert order.number in page and "sudah dibereskan" in page


def differences(client: Client, query: str = "") -> str:
    """The list of what needs an officer."""
    page = text(client.get(f"{HOME}{query}"))
    return page.partition("Pencocokan dengan penyedia</h2>")[2].partition("<details")[0]


def test_whatever_needs_an_officer_is_listed_whichever_round_found_it(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [order_placed() for _turn in range(4)]
    for order in orders[:3]:
        difference_for_an_officer(order)
    difference_for_an_officer(orders[0])  # found once more: it stands there once
    difference_for_an_officer(orders[3], is_settled=True)
    Reconciliation.objects.create(began_at=timezone.now(), ended_at=timezone.now(), asked=4)
    listed = differences(officer)
    seen = [listed.count(f"{HOME}pesanan/{order.number}/") for order in orders]
    assert seen == [1, 1, 1, 0]
    assert listed.count("tercatat lunas, belum dibayar di penyedia") == 3
    places = [listed.index(orders[place].number) for place in (0, 2, 1)]
    assert places == sorted(places)  # the newest first
    shorter = payments._DIFFERENCES.replace(f"LIMIT {payments.ROWS + 1}", "LIMIT 3")
    monkeypatch.setattr(payments, "_DIFFERENCES", shorter)
    monkeypatch.setattr(payments, "ROWS", 2)
    first = differences(officer)
    (more,) = re.findall(r'href="(\?beda=\d+)"', first)
    second = differences(officer, more)
    assert [order.number in first for order in orders] == [True, False, True, False]
    assert [order.number in second for order in orders] == [False, True, False, False]


def test_what_is_not_in_rupiah_is_not_said_to_be(officer: Client) -> None:
    order = order_placed()
    difference_for_an_officer(order, Came.WRONG_CURRENCY.value)
    amount = attempt_of(order).amount
    for page in (differences(officer), text(officer.get(f"{HOME}cocok/"))):
        assert "bukan dalam rupiah" in page and decimal_number(amount, "id") in page
        assert rupiah(amount, "id") not in page


def test_what_an_officer_settled_waits_no_longer_and_is_told_of_no_more(
    officer: Client, cast: Any
) -> None:
    order = order_paid_up()
    PaymentAttempt.objects.filter(shop_order=order).update(reference="x")
    for minutes in (2, 2 + 7 * 60):  # at every look
        reconcile(now=timezone.now() + timedelta(minutes=minutes))
    assert Reconciliation.objects.count() == 2
    (path,) = re.findall(rf'action="({HOME}beda/\d+/)"', differences(officer))
    auditor = client_of(cast.auditor)
    assert order.number in differences(auditor) and path not in differences(auditor)
    assert auditor.post(path).status_code == 403
    assert officer.post(path).status_code == 302
    assert order.number not in differences(officer)
    reconcile(now=timezone.now() + timedelta(days=1))
    assert order.number not in differences(officer)
    assert "sudah dibereskan" in text(officer.get(f"{HOME}cocok/"))
    told = text(officer.get(f"{HOME}pesanan/{order.number}/"))
    assert "Perbedaan dengan penyedia dibereskan" in told
    again = text(officer.post(path, follow=True))
    assert "Petugas lain sudah memutuskan ini" in again
    for unknown in ("0", "999999999", "1000", path.split("/")[-2][:-1] + "9", "9" * 40):
        assert officer.post(f"{HOME}beda/{unknown}/").status_code == 404


def test_what_providers_told_is_said_in_words(officer: Client) -> None:
    order = order_placed()
    kinds = {
        "settlement": "lunas",
        "checkout.session.expired": "waktunya habis",
        "charge.dispute.created": "sengketa dibuka",
    }
    for kind in kinds:
        PaymentNotice.objects.create(
            provider="midtrans", event=kind, kind=kind, attempt=attempt_of(order), outcome="paid"
        )
    page = text(officer.get(f"{HOME}pesanan/{order.number}/"))
    for kind, word in kinds.items():
        assert f">{word}<" in page and kind not in page


def test_every_kind_of_notice_has_words() -> None:
    kinds = {*midtrans._STATES, *(f"practice.{state.value}" for state in AttemptState)}
    for kind in sorted(kinds):
        with override("id"):
            assert notice_word(kind) != kind, kind


# --- Who may


def test_an_auditor_looks_and_changes_nothing(cast: Any) -> None:
    order, proof = order_with_proof()
    client = client_of(cast.auditor)
    assert client.get(f"{HOME}bukti/{proof.pk}/").status_code == 200
    assert decided(client, proof, amount=str(attempt_of(order).amount)).status_code == 403
    order.refresh_from_db()
    assert order.state == OrderState.UNPAID


def test_services_ask_who_acts(cast: Any) -> None:
    order, proof = order_with_proof()
    given: dict[str, Any] = {"amount": Decimal(1000), "on": legal_today()}
    for name, error in (
        ("auditor", NotAllowed),
        ("sari", NotFound),
        ("facility_head", NotFound),
        ("regional_head", NotFound),
    ):
        actor = getattr(cast, name)
        with serving_role(actor):
            with pytest.raises(error):
                proof_decide(actor=actor, proof_id=proof.pk, **given)
            with pytest.raises(error):
                transfer_came(actor=actor, attempt_id=proof.attempt_id, **given)
            with pytest.raises(error):
                refund_by_hand_done(actor=actor, refund_id=1, reference="x", at=timezone.now())
    with serving_role(cast.sari), pytest.raises(NotFound):
        proof_opened(actor=cast.sari, proof_id=proof.pk, as_file=True)
    with pytest.raises(NotFound):
        proof_opened(actor=Actor.anonymous(), proof_id=proof.pk, as_file=True)
    assert not MoneyMove.objects.exists()


def test_money_is_settled_with_the_rights_of_the_serving_role(cast: Any) -> None:
    order, proof = order_with_proof()
    amount = attempt_of(order).amount
    with serving_role(cast.central_officer):
        proof_decide(actor=cast.central_officer, proof_id=proof.pk, amount=amount, on=legal_today())
        with as_shop(), transaction.atomic():
            refund = refund_make(
                shop_order_id=order.pk,
                facility_order_id=None,
                cause="returned",
                amount=Decimal(1000),
            )
        assert refund is not None
        refund_ask(refund_id=refund.pk)
        refund_by_hand_done(
            actor=cast.central_officer, refund_id=refund.pk, reference="T", at=timezone.now()
        )
        with pytest.raises(WrongState):
            refund_by_hand_done(
                actor=cast.central_officer, refund_id=refund.pk, reference="T", at=timezone.now()
            )
        reconcile(now=timezone.now())
    kinds = [move.kind for move in MoneyMove.objects.filter(shop_order=order).order_by("pk")]
    assert kinds == ["captured", "refunded"]
