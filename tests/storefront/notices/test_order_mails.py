"""Mails of orders: to whom, what they say in both languages, and that each goes out once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends import locmem
from django.db import transaction
from django.test import Client
from django.utils import timezone

from catalog.dates import legal_today
from catalog.models import OutboxRow
from catalog.services.memberships import Post, membership_give
from catalog.services.outbox import outbox_sweep, outbox_waiting
from catalog.types import Actor, Grant, Role
from storefront.notices.orders import ONE, order_mail_send, order_mail_tell
from storefront.orders.acting import as_shop
from storefront.orders.models import FacilityOrder, OrderMail, Refund, ShopOrder, TransferProof
from storefront.orders.providers.base import CURRENCY, Found, Move
from storefront.orders.services.buyer_acts import part_cancel_by_buyer
from storefront.orders.services.ending import order_cancel
from storefront.orders.services.fulfilling import part_accept, part_late
from storefront.orders.services.handing_over import parcel_track
from storefront.orders.services.mails import TASK, MailKind, mail_announce
from storefront.orders.services.proofs import proof_decide
from storefront.orders.services.refund_asking import refund_by_hand_done
from storefront.orders.services.settling import refund_by_hand, settle
from storefront.orders.services.undelivered import part_cancel_decline
from storefront.orders.types import CancelCause, FacilityOrderState, MoneyKind, StepKind
from storefront.web.formats import rupiah
from tests.cast import Cast, cast_make
from tests.conftest import serving_role
from tests.making import SYSTEM, facility_make, public_listing
from tests.orders.making import (
    attempt_of,
    basket_mixed,
    money_comes,
    order_paid_up,
    order_placed,
    place,
)
from tests.orders.money_making import transfer_with_proof
from tests.storefront.web.buying.orders import moved, parts_of, step, token_of
from tests.together import at_once

pytestmark = pytest.mark.django_db
S = FacilityOrderState


@pytest.fixture
def order() -> ShopOrder:
    """Paid, its announcements told already."""
    made = order_paid_up((public_listing(facility_make("lapas-melati"), name="Keripik pisang"), 2))
    OutboxRow.objects.all().delete()
    OrderMail.objects.all().delete()
    mail.outbox.clear()
    return made


def told(order: ShopOrder, kind: MailKind, **given: Any) -> list[EmailMultiAlternatives]:
    """What the worker sends of one announcement."""
    mail.outbox.clear()
    with as_shop(), transaction.atomic():
        mail_announce(kind, shop_order_id=order.pk, **given)
    outbox_sweep()
    return list(mail.outbox)  # type: ignore[arg-type]


def twins(message: EmailMultiAlternatives) -> tuple[str, str]:
    """Plain text, and the words of the HTML."""
    content, media_type = message.alternatives[0]
    assert media_type == "text/html"
    body = re.sub(r"<style>.*?</style>|<title>.*?</title>", "", str(content), flags=re.S)
    return str(message.body), re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def email_of(actor: Actor) -> str:
    return str(get_user_model().objects.get(pk=actor.user_id).email)


LATER = legal_today() + timedelta(days=4)


def shipped(part: FacilityOrder) -> int:
    moved(part, S.SHIPPED, promised_on=LATER)
    parcel = part.parcels.get()
    return int(parcel.pk)


def ready(part: FacilityOrder) -> None:
    moved(part, S.READY, kind="pickup", pickup_code="482913")


def late(part: FacilityOrder) -> None:
    moved(part, S.ACCEPTED, late_note="Mesin rusak.", promised_on=LATER)
    step(part, StepKind.LATE)


def done(part: FacilityOrder) -> None:
    moved(part, S.DONE)


def accepted(part: FacilityOrder) -> None:
    moved(part, S.ACCEPTED, produced_by=LATER)


def cancelled(part: FacilityOrder) -> None:
    order_cancel(
        shop_order_id=part.shop_order_id, cause=CancelCause.FACILITY, note="Habis.", by="x"
    )
    OutboxRow.objects.all().delete()


@pytest.mark.parametrize(
    ("kind", "before", "subject", "words"),
    [
        (MailKind.PAID, None, "Dibayar", ("Pembayaran Anda sudah masuk", "paling lambat")),
        (MailKind.ACCEPTED, accepted, "Diterima lapas", ("Dibuat sampai",)),
        (MailKind.LATE, late, "Terlambat", ("Mesin rusak.", "Perkiraan")),
        (MailKind.SHIPPED, shipped, "Dikirim", ("JNE0012345678", "contoh.id/lacak/", "JNE REG")),
        (MailKind.READY, ready, "Siap diambil", ("482913", "Jalan Contoh 1")),
        (MailKind.DONE, done, "Selesai", ("minta pengembalian",)),
        (MailKind.CANCELLED, cancelled, "Dibatalkan", ("tidak bisa memenuhinya", "Habis.")),
    ],
)
def test_each_mail_says_the_same_as_html_and_as_text(
    order: ShopOrder,
    kind: MailKind,
    before: Callable[[FacilityOrder], int | None] | None,
    subject: str,
    words: tuple[str, ...],
) -> None:
    part = parts_of(order)[0]
    about = before(part) if before else None
    (message,) = told(order, kind, part_id=None if kind is MailKind.PAID else part.pk, about=about)
    assert message.to == [order.email]
    assert message.subject.startswith(f"{subject}: {order.number}")
    text, html = twins(message)
    for word in (*words, order.number, f"/pesanan/{token_of(order)}/"):
        assert word in text, word
        assert word in html, word
    for line in filter(None, map(str.strip, text.splitlines())):
        plain = line.removeprefix("- ").split(" (Rp")[0]
        for piece in filter(None, plain.rstrip(":").split(": ")):
            assert re.sub(r"\s+", " ", piece) in html, piece


def test_a_new_order_says_how_much_until_when_and_where(order: ShopOrder) -> None:
    unpaid = order_placed()
    mail.outbox.clear()
    outbox_sweep()
    mine = [message for message in mail.outbox if message.to == [unpaid.email]]
    (message,) = mine
    assert message.subject == f"Menunggu pembayaran: {unpaid.number}"
    text, html = twins(message)  # type: ignore[arg-type]
    assert "\n\nNomor pesanan: " in text
    assert "\nBatas bayar: " in text
    assert "Bayar sekarang" in html


def test_mails_hold_no_address_no_phone_and_no_name(order: ShopOrder) -> None:
    part = parts_of(order)[0]
    kinds = [MailKind.PAID, MailKind.TO_FACILITY, MailKind.PLACED]
    for message in [one for kind in kinds for one in told(order, kind, part_id=part.pk)]:
        for said in twins(message):
            for secret in (part.street, part.phone, part.phone[-8:], part.recipient, order.email):
                assert secret not in said


def test_the_buyer_reads_the_language_of_the_order(order: ShopOrder) -> None:
    ShopOrder.objects.filter(pk=order.pk).update(language="en")
    (message,) = told(order, MailKind.PAID)
    assert message.subject == f"Paid: {order.number}"
    text, html = twins(message)
    assert "Your payment has arrived" in text
    assert "/en/pesanan/" in html


def test_goods_named_in_markup_stay_words(order: ShopOrder) -> None:
    parts_of(order)[0].lines.update(name="<b>Sapu</b> & ikat")
    (message,) = told(order, MailKind.PAID)
    assert "&lt;b&gt;Sapu&lt;/b&gt; &amp; ikat" in str(message.alternatives[0][0])
    assert "<b>Sapu</b> & ikat" in str(message.body)


def test_a_buyer_without_email_is_sent_nothing(order: ShopOrder) -> None:
    ShopOrder.objects.filter(pk=order.pk).update(email="")
    assert told(order, MailKind.PAID) == []
    assert not OutboxRow.objects.filter(done_at__isnull=True).exists()


def test_an_order_that_has_ended_is_not_to_be_paid(order: ShopOrder) -> None:
    unpaid = order_placed()
    order_cancel(shop_order_id=unpaid.pk, cause=CancelCause.BUYER, note="", by="buyer")
    OutboxRow.objects.all().delete()
    assert told(unpaid, MailKind.PLACED) == []


@pytest.mark.parametrize("kind", [MailKind.PLACED, MailKind.PAID])
def test_what_is_to_be_paid_is_told_with_all_it_is_made_of(kind: MailKind) -> None:
    order = ShopOrder.objects.get(pk=place(basket_mixed()).shop_order_id)
    OutboxRow.objects.all().delete()
    (message,) = told(order, kind)
    goods = re.findall(r"^- .*\((Rp[\d.]+)\)$", str(message.body), flags=re.M)
    assert goods == ["Rp25.200", "Rp28.000", "Rp5.000"]
    assert "Rp58.200" in message.body


class TestRefusedProof:
    """A proof of transfer that an officer could not find the money of."""

    @pytest.fixture
    def cast(self) -> Cast:
        return cast_make()

    def refused(self, cast: Cast) -> tuple[ShopOrder, TransferProof, EmailMultiAlternatives]:
        made, proof = transfer_with_proof(cast.here)
        OutboxRow.objects.all().delete()
        mail.outbox.clear()
        said = {"amount": None, "on": None, "note": "Belum ada uang sebesar ini."}
        proof_decide(actor=cast.central_officer, proof_id=proof.pk, **said)  # type: ignore[arg-type]
        outbox_sweep()
        (message,) = mail.outbox
        return made, proof, message  # type: ignore[return-value]

    def test_the_buyer_reads_why_and_how_to_send_another(self, cast: Cast) -> None:
        made, proof, message = self.refused(cast)
        assert message.to == [made.email]
        assert message.subject == f"Bukti transfer ditolak: {made.number}"
        amount = rupiah(proof.attempt.amount, "id")
        for said in (re.sub(r"\s+", " ", twin) for twin in twins(message)):
            for word in (
                *("tidak menemukan uangnya", "Alasan: Belum ada uang sebesar ini."),
                *(amount, "Kirim bukti lain", made.number),
            ):
                assert word in said, word
            for secret in (made.name, made.phone, made.email):
                assert secret not in said
        address = f"/bayar/{token_of(made)}/"
        assert address in message.body and address in str(message.alternatives[0][0])
        page = Client().get(address).content.decode()
        assert 'name="bukti"' in page  # there it is sent
        assert told(made, MailKind.PROOF_REFUSED, about=proof.pk) == []  # once

    def test_in_the_language_of_the_order(self, cast: Cast) -> None:
        made, proof = transfer_with_proof(cast.here)
        ShopOrder.objects.filter(pk=made.pk).update(language="en")
        OutboxRow.objects.all().delete()
        TransferProof.objects.filter(pk=proof.pk).update(state="refused", note="Not there.")
        (message,) = told(made, MailKind.PROOF_REFUSED, about=proof.pk)
        assert message.subject == f"Proof of transfer refused: {made.number}"
        assert "Reason: Not there." in message.body and "/en/bayar/" in message.body

    def test_paid_meanwhile_nothing_is_said(self, cast: Cast) -> None:
        made, proof = transfer_with_proof(cast.here)
        TransferProof.objects.filter(pk=proof.pk).update(state="refused", note="x")
        money_comes(attempt_of(made))
        OutboxRow.objects.all().delete()
        assert told(made, MailKind.PROOF_REFUSED, about=proof.pk) == []

    def test_where_no_other_is_taken_none_is_asked_for(self, cast: Cast) -> None:
        made, proof = transfer_with_proof(cast.here)
        TransferProof.objects.filter(pk=proof.pk).update(state="refused", note="x")
        order_cancel(shop_order_id=made.pk, cause=CancelCause.BUYER, note="", by="buyer")
        OutboxRow.objects.all().delete()
        (message,) = told(made, MailKind.PROOF_REFUSED, about=proof.pk)
        assert "Bukti lain tidak bisa dikirim lagi" in message.body
        assert "/bayar/" not in message.body and f"/pesanan/{token_of(made)}/" in message.body


class TestPeople:
    @pytest.fixture
    def cast(self) -> Cast:
        return cast_make()

    @pytest.fixture
    def here(self, cast: Cast) -> ShopOrder:
        made = order_paid_up((public_listing(cast.here), 1))
        OutboxRow.objects.all().delete()
        return made

    def test_a_facility_is_told_once_each_and_no_other_one(
        self, cast: Cast, here: ShopOrder
    ) -> None:
        part = parts_of(here)[0]
        sent = told(here, MailKind.TO_FACILITY, part_id=part.pk)
        to = sorted(message.to[0] for message in sent)
        assert len(to) == len(set(to)) == 2  # its head and its operator
        text, _html = twins(sent[0])
        assert "Ada pesanan baru" in text
        assert f"/petugas/{cast.here.slug}/pesanan/" in text
        assert told(here, MailKind.TO_FACILITY, part_id=part.pk) == []

    def test_who_holds_two_posts_gets_one(self, cast: Cast, here: ShopOrder) -> None:
        person: Any = cast.facility_head.user_id
        membership_give(
            actor=SYSTEM,
            user_id=person,
            post=Post(role=Role.FACILITY_OPERATOR, facility_id=cast.here.pk),
        )
        sent = told(here, MailKind.TO_FACILITY, part_id=parts_of(here)[0].pk)
        assert len(sent) == 2

    def test_a_wish_to_cancel_is_told_and_an_answered_one_is_not(
        self, cast: Cast, here: ShopOrder
    ) -> None:
        part = parts_of(here)[0]
        moved(part, S.ACCEPTED, cancel_asked_at=timezone.now())
        sent = told(here, MailKind.TO_FACILITY, part_id=part.pk, about=part.pk)
        assert {message.subject for message in sent} == {f"Minta dibatalkan: {part.number}"}
        moved(part, S.PACKED)
        assert told(here, MailKind.TO_FACILITY, part_id=part.pk, about=part.pk + 1) == []

    def test_what_the_buyer_cancels_after_it_was_accepted_is_told(
        self, cast: Cast, here: ShopOrder
    ) -> None:
        part = moved(parts_of(here)[0], S.ACCEPTED)
        mail.outbox.clear()
        part_cancel_by_buyer(order_token=token_of(here), part_id=part.pk, note="")
        outbox_sweep()
        told_here = [one for one in mail.outbox if "Jangan dikemas" in str(one.body)]
        assert {one.subject for one in told_here} == {f"Dibatalkan: {part.number}"}
        assert len(told_here) == 2  # its head and its operator

    def test_each_wish_to_cancel_is_told_and_each_answer(self, cast: Cast, here: ShopOrder) -> None:
        part = parts_of(here)[0]
        moved(part, S.ACCEPTED, produced_by=legal_today())
        for _time in range(2):
            mail.outbox.clear()
            part_cancel_by_buyer(order_token=token_of(here), part_id=part.pk, note="")
            outbox_sweep()
            asked = len(mail.outbox)  # its head and its operator
            part_cancel_decline(actor=cast.sari, facility_order_id=part.pk, note="Sudah jadi")
            outbox_sweep()
            assert (asked, [m.to for m in mail.outbox[2:]]) == (2, [[here.email]])

    def test_central_officers_are_told_of_a_dispute_and_of_money_that_is_gone(
        self, cast: Cast, here: ShopOrder
    ) -> None:
        said = []
        for kind in (MoneyKind.DISPUTED, MoneyKind.DISPUTE_WON, MoneyKind.REFUNDED):
            mail.outbox.clear()
            move = Move(kind, here.total, CURRENCY, f"x-{kind}", timezone.now())
            with as_shop(), transaction.atomic():
                settle(attempt_of(here).pk, Found(None, (move,)), takes_wrong=True)
            outbox_sweep()
            (message,) = mail.outbox
            assert message.to == [email_of(cast.central_officer)]
            said.append(str(message.body))
        for word, text in zip(("menyengketakan", "dimenangkan", "di luar toko"), said, strict=True):
            assert word in text and rupiah(here.total, "id") in text

    def test_a_refund_by_hand_is_told_whatever_number_a_proof_had(
        self, cast: Cast, here: ShopOrder
    ) -> None:
        """Proofs and refunds count each by itself: the first of both has the same number."""
        refund = Refund.objects.create(
            shop_order=here, attempt=attempt_of(here), cause="returned", amount=1000
        )
        row = {"shop_order": here, "about": refund.pk, "user_id": cast.central_officer.user_id}
        OrderMail.objects.create(kind="to_center", **row, done_at=timezone.now())
        with as_shop(), transaction.atomic():
            refund_by_hand(refund, "refused")
        mail.outbox.clear()
        outbox_sweep()
        assert [m.to for m in mail.outbox] == [[email_of(cast.central_officer)]]

    def test_central_officers_are_told_what_waits_and_nothing_else(
        self, cast: Cast, here: ShopOrder
    ) -> None:
        assert told(here, MailKind.TO_CENTER, about=1) == []


class TestOnce:
    def test_retries_and_repeated_announcements_send_one(self, order: ShopOrder) -> None:
        assert len(told(order, MailKind.PAID)) == 1
        assert told(order, MailKind.PAID) == []
        row = OrderMail.objects.get(kind="paid")
        assert not order_mail_send(mail_id=row.pk)
        assert order_mail_tell(kind="paid", shop_order_id=order.pk) == 0

    def test_one_that_is_sent_again_bears_the_same_name(
        self, order: ShopOrder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A worker that is killed between the mail server's yes and the commit."""
        assert len(told(order, MailKind.PAID)) == 1
        OrderMail.objects.update(done_at=None)  # as if it had not been noted
        (row,) = OrderMail.objects.all()
        assert order_mail_send(mail_id=row.pk)
        first, again = (message.message() for message in mail.outbox)
        assert first["Message-ID"] == again["Message-ID"]
        assert re.fullmatch(r"<[0-9a-f]{64}@[\w.-]+>", first["Message-ID"])
        OrderMail.objects.update(done_at=None, made_at=timezone.now())  # another of that number
        order_mail_send(mail_id=row.pk)
        other = mail.outbox[-1].message()
        assert other["Message-ID"] != first["Message-ID"]

    def test_a_tracking_number_that_is_mended_is_told(self, order: ShopOrder) -> None:
        part = parts_of(order)[0]
        parcel = shipped(part)
        assert len(told(order, MailKind.SHIPPED, part_id=part.pk, about=parcel)) == 1
        mail.outbox.clear()
        grant = Grant(Role.FACILITY_OPERATOR, frozenset({part.facility_id}))
        actor = Actor("Sari", (grant,))
        with serving_role(actor):
            parcel_track(actor=actor, parcel_id=parcel, tracking_number="JNE777")
        outbox_sweep()
        (message,) = mail.outbox
        assert message.to == [order.email] and "JNE777" in message.body

    def test_what_was_paid_and_is_back_already_is_not_called_unpaid(self, order: ShopOrder) -> None:
        """An officer gave it back on the provider's own pages before it was cancelled here."""
        move = Move(MoneyKind.REFUNDED, order.total, CURRENCY, "re_elsewhere", timezone.now())
        with as_shop(), transaction.atomic():
            settle(attempt_of(order).pk, Found(None, (move,)), takes_wrong=True)
        part_cancel_by_buyer(order_token=token_of(order), part_id=parts_of(order)[0].pk, note="")
        mail.outbox.clear()
        outbox_sweep()
        (message,) = mail.outbox
        assert "dibatalkan" in message.body and "Belum ada yang dibayar" not in message.body

    def test_a_second_delay_is_told_again(self, order: ShopOrder) -> None:
        part = parts_of(order)[0]
        actor = Actor("Sari", (Grant(Role.FACILITY_OPERATOR, frozenset({part.facility_id})),))
        part_accept(actor=actor, facility_order_id=part.pk)
        part.refresh_from_db()
        promised = part.promised_on or legal_today()
        outbox_sweep()
        for days in (1, 2):
            mail.outbox.clear()
            later = {"promised_on": promised + timedelta(days=days), "note": f"Mesin {days}."}
            with serving_role(actor):
                part_late(actor=actor, facility_order_id=part.pk, **later)  # type: ignore[arg-type]
            outbox_sweep()
            (message,) = mail.outbox
            assert message.subject.startswith("Terlambat") and f"Mesin {days}." in message.body
        assert order_mail_tell(kind="late", shop_order_id=order.pk, part_id=part.pk) == 0

    def test_money_that_came_back_from_the_bank_is_told_when_it_is_sent_again(
        self, order: ShopOrder
    ) -> None:
        part_cancel_by_buyer(order_token=token_of(order), part_id=parts_of(order)[0].pk, note="")
        OutboxRow.objects.all().delete()
        refund = Refund.objects.get(shop_order=order)
        gone = (MoneyKind.REFUNDED, refund.amount, CURRENCY, "re_1", timezone.now())
        sent = Found(None, (Move(*gone, str(refund.key)),))
        failed = Found(None, failed_refunds=(str(refund.key),))
        assert len(self.refunded(order, sent, sent)) == 1
        assert self.refunded(order, sent, failed, failed) == []
        officer = Actor("Pusat", (Grant(Role.CENTRAL_OFFICER, None),))
        with serving_role(officer):
            refund_by_hand_done(
                actor=officer, refund_id=refund.pk, reference="BCA 1", at=timezone.now()
            )
        (message,) = self.refunded(order)
        assert message.to == [order.email] and rupiah(refund.amount, "id") in message.body
        assert "dikirim sekali lagi" in message.body
        assert self.refunded(order, sent, failed) == []
        assert order_mail_tell(
            kind="refunded", shop_order_id=order.pk, part_id=refund.facility_order_id,
            about=refund.pk,
        ) == 0  # fmt: skip

    def refunded(self, order: ShopOrder, *found: Found) -> list[Any]:
        """What the buyer is sent of money that went back, after what a provider says."""
        mail.outbox.clear()
        for one in found:
            with as_shop(), transaction.atomic():
                settle(attempt_of(order).pk, one, takes_wrong=True)
        outbox_sweep()
        return [one for one in mail.outbox if one.subject.startswith("Dana dikembalikan")]

    def test_while_the_mail_server_is_down_it_waits_and_its_age_shows(
        self, order: ShopOrder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Down(locmem.EmailBackend):
            def send_messages(self, messages: Any) -> int:
                raise ConnectionRefusedError("no mail server")

        with monkeypatch.context() as patched:
            patched.setattr(locmem.EmailBackend, "send_messages", Down.send_messages)
            assert told(order, MailKind.PAID) == []
            row = OutboxRow.objects.get(task=ONE)
            assert row.done_at is None
            assert "no mail server" in row.failure
            assert OrderMail.objects.get(kind="paid").done_at is None
            OutboxRow.objects.filter(pk=row.pk).update(made_at=timezone.now() - timedelta(hours=2))
            waiting, age = outbox_waiting()
            assert (waiting, age > 7000) == (1, True)
        OutboxRow.objects.update(due_at=timezone.now())
        outbox_sweep()
        assert [message.to for message in mail.outbox] == [[order.email]]
        assert outbox_waiting()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one() -> None:
    order = order_paid_up((public_listing(facility_make("lapas-melati")), 1))
    OutboxRow.objects.all().delete()
    order_mail_tell(kind="paid", shop_order_id=order.pk)
    key = OrderMail.objects.get(kind="paid").pk
    mail.outbox.clear()
    sent = at_once([lambda: order_mail_send(mail_id=key)] * 6)
    assert sum(map(bool, sent)) == 1
    assert len(mail.outbox) == 1
    assert OutboxRow.objects.filter(task=TASK).count() == 0
