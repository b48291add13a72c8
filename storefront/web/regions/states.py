"""States of goods and papers as officers read them: a word and a shape."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.types import ListingState
from legality.models import CertificateState, SuspensionCause

SOON = 30


class StateShown(NamedTuple):
    """A state in words. shape: beside the word, for those who do not see color; kind: of colors."""

    shape: str
    word: str
    kind: str


def goods_state(state: ListingState) -> StateShown:
    """Of a listing."""
    return {
        ListingState.DRAFT: StateShown("○", pgettext("state", "Draft"), "none"),
        ListingState.SUBMITTED: StateShown("◐", pgettext("state", "Submitted"), "warn"),
        ListingState.PUBLISHED: StateShown("●", pgettext("state", "On sale"), "ok"),
        ListingState.SUSPENDED: StateShown("■", pgettext("state", "Suspended"), "bad"),
        ListingState.ARCHIVED: StateShown("▽", pgettext("state", "Archived"), "none"),
    }[state]


def paper_state(state: str, until: date | None, on: date) -> StateShown:
    """Of a paper on a legal date. until: its last day."""
    is_over = until is not None and until < on
    if state == CertificateState.EXPIRED or (state == CertificateState.VERIFIED and is_over):
        return StateShown("■", pgettext("paper", "Ended"), "bad")
    if state == CertificateState.VERIFIED and until is not None and (until - on).days <= SOON:
        return StateShown("◐", pgettext("paper", "Ends soon"), "warn")
    return {
        CertificateState.VERIFIED: StateShown("●", pgettext("paper", "In force"), "ok"),
        CertificateState.UNVERIFIED: StateShown("○", pgettext("paper", "Not checked"), "warn"),
        CertificateState.FILED: StateShown("○", pgettext("paper", "Applied for"), "none"),
        CertificateState.ON_HOLD: StateShown("◐", pgettext("paper", "On hold"), "warn"),
        CertificateState.REVOKED: StateShown("■", pgettext("paper", "Revoked"), "bad"),
    }[CertificateState(state)]


def cause_words(cause: str) -> str:
    """Why goods are off sale; "" for no cause."""
    words = {
        SuspensionCause.OFFICER: _("by an officer"),
        SuspensionCause.EXPIRY: _("a paper ended"),
        SuspensionCause.REVOCATION: _("a paper was revoked"),
        SuspensionCause.RECIPE: _("the recipe changed"),
        SuspensionCause.RULES: _("the rules changed"),
        SuspensionCause.RECONCILED: _("found on sale without a clearance"),
    }
    return words[SuspensionCause(cause)] if cause else ""
