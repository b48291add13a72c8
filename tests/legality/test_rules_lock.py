"""Whoever publishes holds the rules still; whoever changes what verdicts rest on has them alone.
Both before any row is locked, or two of them would wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.dates import legal_today
from catalog.errors import DomainError
from catalog.models import Listing
from catalog.selectors.stall import values_of
from legality.models import Certificate, GoodsTrait, Review, SuspensionCause
from legality.paper_values import covers_of, draft_of, paper_digest, paper_texts
from legality.services.certificate_kinds import certificate_kind_remove
from legality.services.certificates import (
    certificate_edit,
    certificate_revoke,
    certificate_verify,
)
from legality.services.editing import listing_edit, listing_recheck
from legality.services.off_sale import listing_hold_back
from legality.services.publication import listing_submit, listings_reconcile, listings_resume
from legality.services.recipes import recipe_confirm
from legality.services.requirement_rules import (
    rule_add,
    rule_change,
    rule_values,
    trait_add,
    trait_change,
    trait_values,
)
from legality.services.reviews import review_approve
from legality.services.suspensions import listing_reopen
from tests.cast import Cast, cast_make
from tests.making import (
    SYSTEM,
    paper_make,
    public_listing,
    ready_listing,
    rule_make,
    waiting_review,
)

pytestmark = pytest.mark.django_db

TODAY = legal_today()
SHARED, ALONE = "pg_advisory_xact_lock_shared(7202640)", "pg_advisory_xact_lock(7202640)"
ROW = ("FOR UPDATE", "FOR NO KEY UPDATE")


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def locks_of(act: Callable[[], object]) -> list[str]:
    """The locks that an act asks for, in their order: on the rules, or "row". What it refuses it
    refuses after that."""
    with CaptureQueriesContext(connection) as statements, suppress(DomainError):
        act()
    found = []
    for one in statements:
        found += [name for name in (SHARED, ALONE) if name in one["sql"]]
        found += ["row"] if any(word in one["sql"] for word in ROW) else []
    return found


def on_sale(cast: Cast, **paper: Any) -> tuple[Listing, Certificate]:
    rule_make("pirt")
    listing = ready_listing(cast.here)
    certificate = paper_make(listing, **paper)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=TODAY)
    return Listing.objects.get(pk=listing.pk), certificate


def held_back(cast: Cast) -> Listing:
    listing = public_listing(cast.here)
    cause = SuspensionCause.RULES
    listing_hold_back(actor=SYSTEM, listing=listing, cause=cause, reason="x")
    return listing


def hands_in(cast: Cast) -> Callable[[], object]:
    listing = ready_listing(cast.here)
    return lambda: listing_submit(actor=cast.sari, listing_id=listing.pk, on=TODAY)


def approves(cast: Cast) -> Callable[[], object]:
    review: Review = waiting_review(cast.sari, ready_listing(cast.here))
    who = cast.regional_officer
    return lambda: review_approve(actor=who, review_id=review.pk, digest=review.digest, on=TODAY)


def reopens(cast: Cast) -> Callable[[], object]:
    listing = held_back(cast)
    return lambda: listing_reopen(actor=cast.regional_officer, listing_id=listing.pk, on=TODAY)


def resumes(cast: Cast) -> Callable[[], object]:
    listing = held_back(cast)
    return lambda: listings_resume(actor=SYSTEM, listing_ids=[listing.pk], on=TODAY)


def closes_at_night(cast: Cast) -> Callable[[], object]:
    on_sale(cast, expires_on=TODAY)
    return lambda: listings_reconcile(actor=SYSTEM, on=TODAY + timedelta(days=1))


def edits(cast: Cast) -> Callable[[], object]:
    listing = public_listing(cast.here)
    seen = values_of(listing)
    return lambda: listing_edit(
        actor=cast.sari, listing_id=listing.pk, wanted=seen, seen=seen, on=TODAY
    )


def looks_again(cast: Cast) -> Callable[[], object]:
    listing = public_listing(cast.here)
    return lambda: listing_recheck(actor=cast.sari, listing_id=listing.pk, on=TODAY)


def confirms(cast: Cast) -> Callable[[], object]:
    listing = public_listing(cast.here)
    return lambda: recipe_confirm(
        actor=cast.regional_officer, listing_id=listing.pk, note="", on=TODAY, seen=""
    )


@pytest.mark.parametrize(
    "make", [hands_in, approves, reopens, resumes, closes_at_night, edits, looks_again, confirms]
)
def test_who_publishes_or_judges_holds_the_rules_before_any_row(
    cast: Cast, make: Callable[[Cast], Callable[[], object]]
) -> None:
    locks = locks_of(make(cast))
    assert locks[0] == SHARED and "row" in locks and ALONE not in locks


def changes_a_paper(cast: Cast) -> Callable[[], object]:
    _listing, paper = on_sale(cast)
    seen = paper_texts(paper, covers_of(paper.pk))
    draft, covers = draft_of(seen | {"holder_name": "Lain"}, paper.facility_id)
    return lambda: certificate_edit(
        actor=cast.sari, certificate_id=paper.pk, draft=draft, covers=covers, seen=seen
    )


def checks_a_paper(cast: Cast) -> Callable[[], object]:
    _listing, paper = on_sale(cast)
    digest = paper_digest(paper, covers_of(paper.pk))
    who = cast.regional_officer
    return lambda: certificate_verify(actor=who, certificate_id=paper.pk, digest=digest, on=TODAY)


def revokes_a_paper(cast: Cast) -> Callable[[], object]:
    _listing, paper = on_sale(cast)
    who = cast.regional_officer
    return lambda: certificate_revoke(actor=who, certificate_id=paper.pk, on=TODAY, reason="x")


def changes_a_rule(cast: Cast) -> Callable[[], object]:
    rule = rule_make("pirt")
    seen = rule_values(rule)
    return lambda: rule_change(
        actor=SYSTEM, code=rule.pk, wanted=seen, seen=seen, shown="", on=TODAY
    )


def adds_a_rule(cast: Cast) -> Callable[[], object]:
    wanted = rule_values(rule_make("pirt"))
    return lambda: rule_add(actor=SYSTEM, code="baru", wanted=wanted, shown="", on=TODAY)


def changes_a_mark(cast: Cast) -> Callable[[], object]:
    trait = GoodsTrait.objects.create(code="telur", name="Telur", name_en="Eggs")
    seen = trait_values(trait)
    return lambda: trait_change(
        actor=SYSTEM, code=trait.pk, wanted=seen, seen=seen, shown="", on=TODAY
    )


def adds_a_mark(cast: Cast) -> Callable[[], object]:
    wanted = trait_values(GoodsTrait.objects.create(code="telur", name="Telur", name_en="Eggs"))
    return lambda: trait_add(actor=SYSTEM, code="baru", wanted=wanted, shown="", on=TODAY)


def removes_a_kind(cast: Cast) -> Callable[[], object]:
    _listing, paper = on_sale(cast)
    return lambda: certificate_kind_remove(actor=SYSTEM, code=paper.kind_id)


@pytest.mark.parametrize(
    "make",
    [
        *(changes_a_paper, checks_a_paper, revokes_a_paper, changes_a_rule, adds_a_rule),
        *(changes_a_mark, adds_a_mark, removes_a_kind),
    ],
)
def test_who_changes_what_verdicts_rest_on_has_the_rules_alone_before_any_row(
    cast: Cast, make: Callable[[Cast], Callable[[], object]]
) -> None:
    assert locks_of(make(cast))[0] == ALONE
