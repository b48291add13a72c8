"""What the page of a listing says beside its form: what the office answered, why the goods are off
sale, which papers they lack, and what handing them in will do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import Listing, RegionalOffice
from catalog.types import ListingState
from legality.models import ReviewState, Suspension, SuspensionCause
from legality.paper_reading import lacks_of
from legality.reviewing import ReviewTold, reviews_of_listing
from legality.selectors import paper_words
from legality.services.off_sale import open_suspension
from legality.types import Finding, Need, Verdict
from storefront.web.context import language_of
from storefront.web.staff.paper_words import Wanted, wanted_said

_ANSWERED = (ReviewState.SENT_BACK, ReviewState.REFUSED)


class Noted(NamedTuple):
    """What the office said to one finding. finding: in words, "" when it is not known any more."""

    finding: str
    note: str


class Answered(NamedTuple):
    """What the office said to a handing-in."""

    heading: str
    at: datetime | None
    by: str
    note: str
    notes: list[Noted]


class Stopped(NamedTuple):
    """Why goods are off sale although nobody of the facility wished it, and what to do."""

    heading: str
    at: datetime
    reason: str
    todo: str


@dataclass(frozen=True)
class Beside:
    """What stands beside a listing's form. waits_since: of goods that wait for the office; submit:
    what its button is called; after: what it does; wants: which papers are lacking or not checked
    yet."""

    submit: str
    after: str
    waits_since: datetime | None = None
    answered: Answered | None = None
    stopped: Stopped | None = None
    wants: tuple[Wanted, ...] = ()

    @property
    def blocking(self) -> list[Wanted]:
        """Papers without which the goods stay off sale."""
        return [one for one in self.wants if one.blocking]

    @property
    def advised(self) -> list[Wanted]:
        """Papers that would be good to have."""
        return [one for one in self.wants if not one.blocking]


def beside(listing: Listing, verdict: Verdict, findings: tuple[Finding, ...]) -> Beside:
    """Of a listing that is there. findings: those that its page shows. Two statements, three of
    goods that are off sale."""
    reviews = reviews_of_listing(listing_id=listing.pk)
    last = reviews[0] if reviews else None
    waits = last is not None and last.state == ReviewState.WAITING
    is_answered = listing.state == ListingState.DRAFT and last and last.state in _ANSWERED
    held = open_suspension(listing.pk) if listing.state == ListingState.SUSPENDED else None
    submit, after = _submit(listing, verdict, held)
    return Beside(
        submit=submit,
        after=after,
        waits_since=last.submitted_at if last and waits else None,
        answered=_answered(last) if last and is_answered else None,
        stopped=_stopped(held) if held else None,
        wants=tuple(
            wanted_said(
                lacks_of(findings),
                home=reverse("staff:papers", args=[listing.facility.slug]),
                listing_id=listing.pk,
                papers=paper_words(language_of()),
            )
        ),
    )


def beside_new(office_id: int) -> Beside:
    """Of goods that are not there yet: nobody knows which papers they need. One statement."""
    lets = RegionalOffice.objects.filter(pk=office_id, lets_publish=True).exists()
    after = _("What needs no paper is on sale at once; the office looks at the rest first.")
    return Beside(_("Hand in"), after) if lets else Beside(*_to_office())


def _to_office() -> tuple[str, str]:
    return (
        _("Hand in to the regional office"),
        _("The regional office looks at it first; then it is on sale."),
    )


def _submit(listing: Listing, verdict: Verdict, held: Suspension | None) -> tuple[str, str]:
    """What the button is called that hands in, and what comes of it: as `listing_submit` does."""
    asks = any(one.need is Need.REQUIRED for one in verdict.asked)
    by_officer = held is not None and held.cause == SuspensionCause.OFFICER
    if not asks and not by_officer and listing.facility.office.lets_publish:
        return _("Put on sale now"), _("It needs no paper: buyers see it at once.")
    return _to_office()


def _answered(review: ReviewTold) -> Answered:
    said = "said" if language_of() == "id" else "said_en"
    findings = {one["code"]: one[said] for one in review.findings}
    refused = review.state == ReviewState.REFUSED
    return Answered(
        heading=_("The regional office refused it")
        if refused
        else _("The regional office sent it back"),
        at=review.decided_at,
        by=review.decided_name,
        note=review.note,
        notes=[Noted(findings.get(one.code, ""), one.note) for one in review.answers],
    )


def _stopped(held: Suspension) -> Stopped:
    headings = {
        SuspensionCause.OFFICER: _("The regional office took it off sale"),
        SuspensionCause.EXPIRY: _("Off sale: a paper has ended"),
        SuspensionCause.REVOCATION: _("Off sale: a paper was revoked"),
        SuspensionCause.RECIPE: _("Off sale: the recipe changed"),
        SuspensionCause.RULES: _("Off sale: a rule asks for more by now"),
        SuspensionCause.RECONCILED: _("Off sale: what it rested on does not hold"),
    }
    again = _("When its papers are checked and hold, it comes back by itself.")
    todo = {
        SuspensionCause.OFFICER: _("Put right what is written here, then hand it in again."),
        SuspensionCause.RECIPE: _(
            "The regional office asks whether the paper still holds for the new recipe."
        ),
    }
    cause = SuspensionCause(held.cause)
    return Stopped(headings[cause], held.begun_at, held.reason, todo.get(cause, again))
