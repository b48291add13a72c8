"""The mails of decisions and of what went off sale: to whom, what they say, gathered and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from catalog.dates import legal_today
from catalog.models import Listing, OutboxRow
from catalog.services.outbox import outbox_sweep
from catalog.types import Actor
from legality.models import Notice, Review, ReviewState
from legality.reviewing import review_shown
from legality.services.publication import listing_submit
from legality.services.reviews import review_approve, review_refuse, review_send_back
from legality.services.suspensions import listing_reopen, listing_suspend
from storefront.notices.decisions import GATHER, decisions_send
from tests.cast import Cast, cast_make
from tests.making import draft_listing, paper_make, photo_give, rule_make
from tests.together import at_once

pytestmark = pytest.mark.django_db

TODAY = legal_today()


@pytest.fixture
def cast() -> Cast:
    rule_make("pirt")
    return cast_make()


def handed_in(cast: Cast, name: str = "Bawang goreng") -> Review:
    """Goods with a paper that wait for the office."""
    listing = draft_listing(cast.here, name=name)
    photo_give(listing)
    paper_make(listing)
    submitted = listing_submit(actor=cast.sari, listing_id=listing.pk, on=TODAY)
    assert submitted.review_id
    return Review.objects.get(pk=submitted.review_id)


def digest(cast: Cast, review: Review) -> str:
    return review_shown(actor=cast.regional_officer, review_id=review.pk, on=TODAY).digest


def sweep_late() -> list[mail.EmailMessage]:
    """What the worker has sent when the minutes of gathering are over."""
    outbox_sweep()
    with time_machine.travel(timezone.now() + GATHER + timedelta(seconds=5), tick=False):
        outbox_sweep()
    return list(mail.outbox)


def test_an_approval_is_told_to_the_facilitys_people_alone(cast: Cast) -> None:
    review = handed_in(cast)
    review_approve(
        actor=cast.regional_officer, review_id=review.pk, digest=digest(cast, review), on=TODAY,
        note="Fotonya bagus.",
    )  # fmt: skip
    mails = sweep_late()
    told = {row.user.email for row in Notice.objects.select_related("user")}
    assert {message.to[0] for message in mails} == told
    assert set(Notice.objects.values_list("user_id", flat=True)) == {
        cast.sari.user_id, cast.facility_head.user_id,
    }  # fmt: skip
    text = str(mails[0].body)
    assert mails[0].subject == "Disetujui: Bawang goreng"
    assert "Fotonya bagus." in text
    assert f"/petugas/{cast.here.slug}/barang/{review.listing_id}/" in text


def test_what_is_sent_back_says_what_to_put_right(cast: Cast) -> None:
    review = handed_in(cast)
    review.findings = [{"code": "photo", "said": "Foto kurang jelas.", "said_en": "Photo."}]
    review.save()
    review_send_back(
        actor=cast.regional_officer, review_id=review.pk, digest=digest(cast, review),
        note="Hampir selesai.", answers={"photo": "Foto dari depan."},
    )  # fmt: skip
    message = sweep_late()[0]
    assert message.subject == "Perlu diperbaiki: Bawang goreng"
    assert "Hampir selesai." in str(message.body)
    assert "- Foto kurang jelas. Foto dari depan." in str(message.body)


def refuse(cast: Cast, review: Review) -> None:
    review_refuse(
        actor=cast.regional_officer, review_id=review.pk, digest=digest(cast, review),
        note="Bukan barang toko ini.", answers={},
    )  # fmt: skip


def test_several_decisions_within_minutes_are_one_mail(cast: Cast) -> None:
    for name in ("Sambal", "Keripik", "Kopi"):
        refuse(cast, handed_in(cast, name))
    mails = sweep_late()
    assert len(mails) == 2
    assert {message.subject for message in mails} == {"Tentang barang Anda: 3 kabar"}
    text = str(mails[0].body)
    assert text.index("Sambal") < text.index("Keripik") < text.index("Kopi")
    assert text.count("Kanwil menolak barang ini.") == 3
    assert not OutboxRow.objects.filter(done_at__isnull=True).exists()


def test_nothing_is_sent_before_the_minutes_are_over(cast: Cast) -> None:
    refuse(cast, handed_in(cast))
    outbox_sweep()
    assert mail.outbox == []
    assert Notice.objects.filter(done_at__isnull=True).count() == 2


def suspended(cast: Cast) -> Listing:
    review = handed_in(cast)
    review_approve(
        actor=cast.regional_officer, review_id=review.pk, digest=digest(cast, review), on=TODAY
    )
    Notice.objects.all().delete()
    OutboxRow.objects.all().delete()
    listing_suspend(
        actor=cast.regional_officer, listing_id=review.listing_id, reason="Label keliru."
    )
    return review.listing


def test_what_went_off_sale_is_told_with_the_reason(cast: Cast) -> None:
    suspended(cast)
    message = sweep_late()[0]
    assert message.subject == "Turun dari toko: Bawang goreng"
    assert "Label keliru." in str(message.body)


def test_what_is_on_sale_again_by_then_is_not_told(cast: Cast) -> None:
    listing = suspended(cast)
    outbox_sweep()
    listing_reopen(actor=cast.regional_officer, listing_id=listing.pk, on=TODAY)
    assert sweep_late() == []
    assert not Notice.objects.filter(done_at__isnull=True).exists()


def test_a_task_that_runs_twice_tells_once(cast: Cast) -> None:
    review = handed_in(cast)
    refuse(cast, review)
    sweep_late()
    before = len(mail.outbox)
    OutboxRow.objects.update(done_at=None, tries=1, due_at=timezone.now())
    sweep_late()
    assert len(mail.outbox) == before == 2


def test_who_left_the_facility_is_told_no_more(cast: Cast) -> None:
    refuse(cast, handed_in(cast))
    outbox_sweep()
    head = Notice.objects.get(user_id=cast.facility_head.user_id or 0).user
    head.memberships.all().delete()
    assert {message.to[0] for message in sweep_late()}.isdisjoint({head.email})


def test_a_review_that_still_waits_is_told_to_nobody(cast: Cast) -> None:
    review = handed_in(cast)
    assert review.state == ReviewState.WAITING
    from_outbox = OutboxRow.objects.filter(task="legality.decision_mail")
    assert not from_outbox.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail() -> None:
    rule_make("pirt")
    cast = cast_make()
    refuse(cast, handed_in(cast))
    outbox_sweep()
    sari: Actor = cast.sari
    answers = at_once([lambda: decisions_send(user_id=sari.user_id or 0)] * 4)
    assert sorted(answers) == [0, 0, 0, 1]
    assert len(mail.outbox) == 1
