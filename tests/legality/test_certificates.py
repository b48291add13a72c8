"""Papers changed, checked, sent back and revoked, and what becomes of goods that rest on them."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from catalog.dates import legal_today
from catalog.errors import DomainError, Invalid, NotAllowed, NotFound, WrongState
from catalog.models import AuditEntry, Brand, Listing
from catalog.types import ListingState
from legality.errors import NumberRefused
from legality.models import (
    Certificate,
    CertificateCover,
    CertificateState,
    Suspension,
    SuspensionCause,
)
from legality.paper_values import covers_of, draft_of, paper_digest, paper_texts
from legality.services.certificates import (
    CertificateDraft,
    Covers,
    PaperChanged,
    PaperClash,
    certificate_edit,
    certificate_hand_in_again,
    certificate_record,
    certificate_return,
    certificate_revoke,
    certificate_verify,
)
from legality.services.publication import listing_submit
from tests.cast import Cast, cast_make
from tests.catalog.truth import differences
from tests.making import SYSTEM, certificate_kind, draft_listing, paper_make, photo_give, rule_make

TODAY = legal_today()
DAY = timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_make()


def goods_on_sale(cast: Cast, **paper: Any) -> tuple[Listing, Certificate]:
    """Goods on sale by a paper that a rule asks for."""
    rule_make("pirt")
    listing = draft_listing(cast.here)
    photo_give(listing)
    certificate = paper_make(listing, **paper)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    listing.refresh_from_db()
    assert listing.state == ListingState.PUBLISHED
    return listing, certificate


def texts_of(paper: Certificate) -> dict[str, str]:
    """A paper as its form shows it."""
    return paper_texts(Certificate.objects.get(pk=paper.pk), covers_of(paper.pk))


def edit(actor: Any, paper: Certificate, *, seen: Any = None, **given: str) -> bool:
    """Change a paper's texts."""
    shown = dict(seen or texts_of(paper))
    draft, covers = draft_of(shown | given, paper.facility_id)
    return certificate_edit(
        actor=actor, certificate_id=paper.pk, draft=draft, covers=covers, seen=shown
    )


def verify(actor: Any, paper: Certificate, digest: str = "") -> None:
    """Check a paper as it stands."""
    paper.refresh_from_db()
    seen = digest or paper_digest(paper, covers_of(paper.pk))
    certificate_verify(actor=actor, certificate_id=paper.pk, digest=seen, on=TODAY)


def test_who_changes_a_checked_paper_has_it_checked_again(cast: Cast) -> None:
    listing, paper = goods_on_sale(cast)
    assert edit(cast.sari, paper, holder_name="Koperasi lain") is True
    paper.refresh_from_db()
    listing.refresh_from_db()
    assert paper.state == CertificateState.UNVERIFIED
    assert (paper.verified_on, paper.verified_by) == (None, "")
    assert listing.state == ListingState.SUSPENDED
    entry = AuditEntry.objects.get(action="certificate.changed")
    assert entry.detail == {"fields": ["holder_name"], "former": "verified"}


def test_another_writing_of_the_number_is_no_such_change(cast: Cast) -> None:
    listing, paper = goods_on_sale(cast, number="contoh 0001")
    assert edit(cast.sari, paper, number="CONTOH-0001") is False
    paper.refresh_from_db()
    listing.refresh_from_db()
    assert (paper.state, paper.number_raw) == (CertificateState.VERIFIED, "CONTOH-0001")
    assert listing.state == ListingState.PUBLISHED


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("issuer", "Badan Penyelenggara Jaminan Produk Halal"),
        ("number", "HALAL BPJPH 2067271010243-29"),
        ("number", "2067271010243-29 ХАЛАЛ"),
        ("number", "2067271010243-29 ✓"),
    ],
)
def test_words_that_pages_would_show_are_looked_at_first(cast: Cast, field: str, text: str) -> None:
    """The number is compared without them, so that they would stand there checked by nobody."""
    listing, paper = goods_on_sale(cast, number="2067271010243-29")
    assert edit(cast.sari, paper, **{field: text}) is True
    paper.refresh_from_db()
    listing.refresh_from_db()
    assert (paper.state, paper.verified_on) == (CertificateState.UNVERIFIED, None)
    assert listing.state == ListingState.SUSPENDED


def test_what_forms_do_not_ask_stays_on_the_paper(cast: Cast) -> None:
    """The end that is printed on it and no longer counts comes with imports alone."""
    _listing, paper = goods_on_sale(cast)
    Certificate.objects.filter(pk=paper.pk).update(printed_expiry=TODAY)
    edit(cast.sari, paper, holder_name="Koperasi lain")
    paper.refresh_from_db()
    assert paper.printed_expiry == TODAY


def test_goods_that_another_paper_clears_stay_on_sale(cast: Cast) -> None:
    listing, paper = goods_on_sale(cast)
    paper_make(listing)
    edit(cast.sari, paper, goods="", whole="1")
    listing.refresh_from_db()
    assert listing.state == ListingState.PUBLISHED
    assert covers_of(paper.pk) == Covers(facility_ids=(cast.here.pk,))


def test_what_only_one_of_two_people_changed_is_kept(cast: Cast) -> None:
    _listing, paper = goods_on_sale(cast)
    seen = texts_of(paper)
    edit(cast.facility_head, paper, issuer="Dinas Palu")
    edit(cast.sari, paper, seen=seen, holder_name="Koperasi lain")
    paper.refresh_from_db()
    assert (paper.issuer, paper.holder_name) == ("Dinas Palu", "Koperasi lain")
    with pytest.raises(PaperClash) as clash:
        edit(cast.sari, paper, seen=seen, issuer="Dinas Sigi")
    assert clash.value.merged.clashes == {"issuer": "Dinas Palu"}


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"number": ""}, NumberRefused),
        ({"issued_on": "2026-02-01", "expires_on": "2026-01-01"}, NumberRefused),
        ({"expires_on": "9999-12-31"}, NumberRefused),
        ({"goods": "999999999"}, NotFound),
        ({"brands": "999999999"}, NotFound),
    ],
)
def test_nothing_is_half_stored(
    cast: Cast, given: dict[str, str], error: type[DomainError]
) -> None:
    listing, paper = goods_on_sale(cast)
    before = texts_of(paper)
    with pytest.raises(error):
        edit(cast.sari, paper, holder_name="Koperasi lain", **given)
    listing.refresh_from_db()
    assert texts_of(paper) == before and listing.state == ListingState.PUBLISHED


def test_goods_elsewhere_are_not_covered(cast: Cast) -> None:
    _listing, paper = goods_on_sale(cast)
    other = draft_listing(cast.elsewhere)
    with pytest.raises(NotFound):
        edit(cast.sari, paper, goods=str(other.pk))
    assert not CertificateCover.objects.filter(listing=other).exists()
    with pytest.raises(NotFound):
        edit(cast.budi, paper, issuer="x")
    with pytest.raises(NotAllowed):
        edit(cast.auditor, paper, issuer="x")


def test_the_office_checks_what_it_saw(cast: Cast) -> None:
    listing, paper = goods_on_sale(cast)
    edit(cast.sari, paper, holder_name="Koperasi lain")
    digest = paper_digest(Certificate.objects.get(pk=paper.pk), covers_of(paper.pk))
    edit(cast.sari, paper, holder_name="Koperasi ketiga")
    with pytest.raises(PaperChanged):
        verify(cast.regional_officer, paper, digest)
    with pytest.raises(NotAllowed):
        verify(cast.sari, paper)
    with pytest.raises(NotFound):
        verify(cast.other_regional_officer, paper)
    verify(cast.regional_officer, paper)
    paper.refresh_from_db()
    listing.refresh_from_db()
    assert paper.state == CertificateState.VERIFIED
    assert (paper.verified_on, paper.verified_by) == (TODAY, cast.here.office.slug)
    assert listing.state == ListingState.PUBLISHED  # held back for want of it alone
    with pytest.raises(WrongState):
        verify(cast.regional_officer, paper)


def test_a_paper_that_has_ended_is_not_checked(cast: Cast) -> None:
    state = CertificateState.UNVERIFIED
    paper = paper_make(draft_listing(cast.here), state=state, expires_on=TODAY - DAY)
    with pytest.raises(Invalid):
        verify(cast.regional_officer, paper)
    filed = paper_make(draft_listing(cast.here), state=CertificateState.FILED)
    with pytest.raises(WrongState):
        verify(cast.regional_officer, filed)


def test_the_office_sends_back_with_a_note_and_hears_of_the_answer(cast: Cast) -> None:
    paper = paper_make(draft_listing(cast.here), state=CertificateState.UNVERIFIED)
    with pytest.raises(Invalid):
        certificate_return(actor=cast.regional_officer, certificate_id=paper.pk, note=" ")
    with pytest.raises(NotAllowed):
        certificate_return(actor=cast.sari, certificate_id=paper.pk, note="x")
    for answer in (
        lambda: certificate_hand_in_again(actor=cast.sari, certificate_id=paper.pk),
        lambda: edit(cast.sari, paper, issuer="Dinas"),
    ):
        certificate_return(actor=cast.regional_officer, certificate_id=paper.pk, note="Buram.")
        paper.refresh_from_db()
        assert (paper.note, paper.state) == ("Buram.", CertificateState.UNVERIFIED)
        answer()
        paper.refresh_from_db()
        assert paper.note == ""


def test_a_checked_paper_is_revoked_and_its_goods_close(cast: Cast) -> None:
    listing, paper = goods_on_sale(cast, issued_on=TODAY - 9 * DAY)
    for on in (TODAY + DAY, TODAY - 10 * DAY):
        with pytest.raises(Invalid):
            revoke(cast.regional_officer, paper, on)
    with pytest.raises(Invalid):
        revoke(cast.regional_officer, paper, TODAY, reason="")
    with pytest.raises(NotAllowed):
        revoke(cast.facility_head, paper, TODAY)
    listing.refresh_from_db()
    assert listing.state == ListingState.PUBLISHED
    revoke(cast.regional_officer, paper, TODAY)
    paper.refresh_from_db()
    listing.refresh_from_db()
    assert (paper.state, paper.revoked_on) == (CertificateState.REVOKED, TODAY)
    assert paper.revoked_reason == "Dicabut dinas."
    assert listing.state == ListingState.SUSPENDED
    held = Suspension.objects.get(listing=listing, ended_at__isnull=True)
    assert (held.cause, held.certificate_id) == (SuspensionCause.REVOCATION, paper.pk)
    for act in (
        lambda: revoke(cast.regional_officer, paper, TODAY),
        lambda: edit(cast.sari, paper, issuer="x"),
        lambda: verify(cast.regional_officer, paper),
    ):
        with pytest.raises(WrongState):
            act()


def revoke(actor: Any, paper: Certificate, on: date, reason: str = "Dicabut dinas.") -> None:
    """Revoke a paper."""
    certificate_revoke(actor=actor, certificate_id=paper.pk, on=on, reason=reason)


def test_a_brands_paper_closes_the_goods_of_the_brand(cast: Cast) -> None:
    rule_make("merek")
    certificate_kind("merek", "haki")
    brand = Brand.objects.create(facility=cast.here, slug="merek-a", name="Merek A")
    draft = CertificateDraft(
        cast.here.pk, "merek", "IDM000639902", "Koperasi",
        state=CertificateState.VERIFIED, verified_on=TODAY,
    )  # fmt: skip
    covers = Covers(brand_ids=(brand.pk,))
    paper = certificate_record(actor=SYSTEM, draft=draft, covers=covers)
    listings = [draft_listing(cast.here) for _n in range(2)]
    for listing in listings:
        photo_give(listing)
        Listing.objects.filter(pk=listing.pk).update(brand=brand)
        listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    revoke(cast.regional_officer, paper, TODAY)
    states = Listing.objects.filter(brand=brand).values_list("state", flat=True)
    assert set(states) == {ListingState.SUSPENDED}


@pytest.mark.django_db(transaction=True)
def test_nobody_publishes_on_a_paper_while_it_is_revoked() -> None:
    """Who hands in while a revocation is under way waits, and is then told."""
    cast = cast_make()
    rule_make("pirt")
    listing = draft_listing(cast.here)
    photo_give(listing)
    paper = paper_make(listing)
    revoked, said = Event(), []

    def hand_in() -> None:
        revoked.wait(60)
        try:
            listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
        except DomainError as error:
            said.append(error)
        finally:
            connections["default"].close()

    thread = Thread(target=hand_in)
    thread.start()

    def take_away() -> None:
        revoke(SYSTEM, paper, TODAY)
        revoked.set()
        time.sleep(0.3)

    in_transaction(take_away)
    thread.join(60)
    listing.refresh_from_db()
    assert said and listing.state == ListingState.DRAFT


def in_transaction(act: Callable[[], object]) -> None:
    """Do it, and only then commit."""
    from_django = connection
    from_django.set_autocommit(False)
    try:
        act()
        from_django.commit()
    finally:
        from_django.set_autocommit(True)


def test_four_hundred_goods_close_by_sets(
    cast: Cast, counted: Callable[[str], None], django_assert_max_num_queries: Any
) -> None:
    rule_make("pirt")
    listings = [draft_listing(cast.here) for _n in range(400)]
    Listing.objects.filter(facility=cast.here).update(
        state=ListingState.PUBLISHED, published_at=timezone.now()
    )
    paper = paper_make(listings[0])
    CertificateCover.objects.create(certificate=paper, facility=cast.here)
    begun = time.perf_counter()
    with django_assert_max_num_queries(100):
        revoke(cast.regional_officer, paper, TODAY)
    spent = time.perf_counter() - begun
    open_now = Listing.objects.filter(facility=cast.here, state=ListingState.PUBLISHED)
    assert not open_now.exists()
    assert differences() == []
    counted(f"400 goods closed with their paper in {spent:.1f} s")
