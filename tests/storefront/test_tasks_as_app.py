"""Every task of ours runs as in production: as `app`, whom policies bind, on a connection that says
once that the shop itself acts, and finds there what it needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from celery import current_app
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from catalog import acting
from catalog.acting import act_always_as_system
from catalog.announce import announce_many
from catalog.dates import legal_today
from catalog.models import CardRow, Listing, OutboxRow, SearchWord
from catalog.services.memberships import Post
from catalog.types import ListingState, Role
from galleries.models import Picture
from legality.models import Certificate, CertificateState, Notice, Suspension
from legality.reviewing import review_shown
from legality.services.publication import listing_submit
from legality.services.reviews import review_refuse
from storefront.access.invitations import invitation_make
from storefront.access.mails import email_announce, notice_announce, reset_announce
from storefront.access.models import Session
from storefront.access.signup import signup_ask
from storefront.orders.acting import as_shop
from storefront.orders.models import ShopOrder
from storefront.orders.services import expiring, written
from storefront.orders.services.ending import order_cancel
from storefront.orders.services.payments import payment_begin
from storefront.orders.services.practising import practice_do
from storefront.orders.services.reconciling import ROUND
from storefront.orders.services.returned import REMOVE
from storefront.orders.types import CancelCause
from tests.cast import Cast, cast_make
from tests.conftest import rights_of_app
from tests.making import (
    SYSTEM,
    paper_make,
    public_listing,
    ready_listing,
    rule_make,
    waiting_review,
)
from tests.orders.making import attempt_of, order_paid_up, order_placed

pytestmark = pytest.mark.django_db(transaction=True)

# Modules of ours, as tasks name theirs.
OURS = ("catalog.", "galleries.", "legality.", "storefront.")
# What the timetable asks for, in an order in which each finds something to do; everything else is
# announced in the outbox.
TIMED = (
    "legality.night_announce",
    "catalog.flagships_roll",
    "catalog.search_words_count",
    "access.sessions_clear",
    "access.signups_clear",
    "orders.buyers_forget",
    "orders.expire_announce",
    "orders.guesses_clear",
    "orders.payments_announce",
    "catalog.outbox_sweep",
)
TODAY = legal_today()
DAY = timedelta(days=1)


def tasks() -> set[str]:
    """The names of our tasks."""
    return {name for name, task in current_app.tasks.items() if task.__module__.startswith(OURS)}


@contextmanager
def worker() -> Iterator[None]:
    """A worker's process: it says who acts, opens its connection and has the rights of `app`."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(acting, "_nobody_else", [])
        act_always_as_system("worker")
        connection.close()
        with rights_of_app():
            yield
    connection.close()


def refused(cast: Cast) -> None:
    """Goods that the office refused."""
    review = waiting_review(cast.sari, ready_listing(cast.here, name="Kopi"))
    office = cast.regional_officer
    digest = review_shown(actor=office, review_id=review.pk, on=TODAY).digest
    review_refuse(actor=office, review_id=review.pk, digest=digest, note="Bukan ini.", answers={})


def closing(cast: Cast) -> Listing:
    """Goods on sale whose paper ended while nobody looked."""
    rule_make("pirt")
    listing = ready_listing(cast.here, name="Keripik")
    paper = paper_make(listing, expires_on=TODAY + 5 * DAY)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    Certificate.objects.filter(pk=paper.pk).update(expires_on=TODAY - DAY)
    return listing


def announced(cast: Cast) -> dict[str, str]:
    """Announce every mail of accounts; a word of each mail, by whom it is for."""
    users = get_user_model().objects
    sari, budi = users.get(pk=cast.sari.user_id), users.get(pk=cast.budi.user_id)
    sari.set_password("x")
    sari.save()
    notice_announce("password_changed", budi)
    reset_announce(sari.email)
    email_announce(budi, "baru@contoh.go.id")
    post = Post(Role.FACILITY_OPERATOR, facility_id=cast.here.pk)
    invitation_make(actor=cast.facility_head, email="kenalan@contoh.go.id", post=post)
    signup_ask(email="pembeli@contoh.example", password="kayu jati", version="2026-11-22")
    return {
        "pembeli@contoh.example": "/akun/daftar/",
        budi.email: "kata sandi",
        "baru@contoh.go.id": "/akun/",
        "kenalan@contoh.go.id": cast.here.short_name,
    }


def flagship_ended(cast: Cast) -> Listing:
    """Goods that were put forward until yesterday, as their card has it still."""
    listing = public_listing(cast.here, name="Dipan")
    CardRow.objects.filter(pk=listing.pk).update(
        flagship_from=TODAY - 9 * DAY, flagship_until=TODAY - DAY
    )
    return listing


def sessions_make() -> None:
    """One that is over and one that is not."""
    for key, left in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, expire_date=timezone.now() + left * DAY)


def bought() -> None:
    """Orders of which one was not paid in time, one was paid and cancelled, one is paid too late;
    and a photo of a return and a proof that are to go."""
    late, cancelled = order_placed(), order_paid_up()
    order_cancel(shop_order_id=cancelled.pk, cause=CancelCause.OFFICER, note="", by="test")
    too_late = order_placed()
    payment_begin(shop_order_id=too_late.pk)
    practice_do(attempt_id=attempt_of(too_late).pk, did="late")
    with as_shop(), transaction.atomic():
        past = timezone.now() - timedelta(minutes=1)
        ShopOrder.objects.filter(pk=late.pk).update(pay_by=past)
        announce_many(REMOVE, [("x", {"key": "x"})])
        announce_many(written.REMOVE, [("x", {"key": "x", "media_type": "image/jpeg"})])


def work() -> set[str]:
    """Run the timetable, and later the outbox until nothing waits; the tasks that ran."""
    for name in TIMED:
        current_app.tasks[name]()
    with time_machine.travel(timezone.now() + DAY / 2, tick=False):
        for _of_what_was_announced in range(5):
            current_app.tasks["catalog.outbox_sweep"]()
    return {*TIMED, *OutboxRow.objects.filter(done_at__isnull=False).values_list("task", flat=True)}


def test_every_task_of_ours_finds_what_it_needs_with_the_rights_of_app() -> None:
    cast = cast_make()
    bought()  # before there is a rule that its goods lack a paper for
    refused(cast)
    flagged = flagship_ended(cast)
    listing, told = closing(cast), announced(cast)
    sessions_make()
    with worker():
        ran = work()
        seen = Notice.objects.count()
    # each round, of asking the providers and of ending what is unpaid, has the next one wait
    waiting = OutboxRow.objects.filter(done_at__isnull=True)
    waiting = waiting.exclude(task__in=(ROUND, expiring.ROUND))
    assert not waiting.exists(), list(waiting.values_list("task", "failure"))
    assert ran == tasks()
    # what each was for
    listing.refresh_from_db()
    assert listing.state == ListingState.SUSPENDED
    assert Suspension.objects.get(listing=listing).certificate == Certificate.objects.get()
    assert Certificate.objects.get().state == CertificateState.EXPIRED
    assert not Picture.objects.filter(widths=[]).exists()
    assert CardRow.objects.get(pk=flagged.pk).flagship_until is None
    assert SearchWord.objects.filter(goods=0).count() == 0
    assert [row.session_key for row in Session.objects.all()] == ["open"]
    assert seen == Notice.objects.filter(done_at__isnull=False).count() > 0
    texts = {message.to[0]: f"{message.subject} {message.body}" for message in mail.outbox}
    for address, word in told.items():
        assert word in texts[address]
    everything = " ".join(f"{message.subject} {message.body}" for message in mail.outbox)
    for word in ("Bukan ini.", "Keripik", "Surat yang berakhir", "/akun/"):
        assert word in everything, word
