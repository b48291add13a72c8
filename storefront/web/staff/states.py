"""States of a listing as officers read them: a word and a shape, and what can be done from each."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from catalog.models import Listing
from catalog.types import ListingState

# Of the pages of goods.
TAB = "listings"


class StateShown(NamedTuple):
    """A state in words. shape: beside the word, for those who do not see color; kind: of colors."""

    value: str
    shape: str
    word: str
    kind: str


_SHAPES = {
    ListingState.DRAFT: ("○", "none"),
    ListingState.SUBMITTED: ("◐", "warn"),
    ListingState.PUBLISHED: ("●", "ok"),
    ListingState.SUSPENDED: ("■", "bad"),
    ListingState.ARCHIVED: ("▽", "none"),
}


def state_shown(state: ListingState) -> StateShown:
    """A state in the page's language."""
    words = {
        ListingState.DRAFT: pgettext("state", "Draft"),
        ListingState.SUBMITTED: pgettext("state", "Submitted"),
        ListingState.PUBLISHED: pgettext("state", "On sale"),
        ListingState.SUSPENDED: pgettext("state", "Suspended"),
        ListingState.ARCHIVED: pgettext("state", "Archived"),
    }
    shape, kind = _SHAPES[state]
    return StateShown(state.value, shape, words[state], kind)


class ListingAct(NamedTuple):
    """One thing to do with a listing. name: in addresses; starts: states that it goes from."""

    name: str
    label: str
    starts: frozenset[str]


ACTS = (
    ListingAct("ajukan", gettext_noop("Put on sale"), frozenset({"draft", "suspended"})),
    ListingAct(
        "tarik",
        gettext_noop("Withdraw from sale"),
        frozenset({"published", "submitted", "suspended"}),
    ),
    ListingAct("arsip", gettext_noop("Archive"), frozenset({"draft", "published", "suspended"})),
    ListingAct("pulihkan", gettext_noop("Bring back"), frozenset({"archived"})),
)


class Did(NamedTuple):
    """What was just done. undo: the act that undoes it, "" where there is none."""

    words: str
    undo: str
    is_good: bool = True


def did_words(said: str, listing: Listing | None) -> Did | None:
    """What an address says was done, where the listing's state agrees; else nothing."""
    if listing is None:
        return None
    known = {
        "disimpan": ("", Did(_("Saved."), "")),
        "terbit": ("published", Did(_("On sale. Buyers see it now."), "tarik")),
        "ditarik": ("draft", Did(_("Withdrawn from sale; it is a draft now."), "ajukan")),
        "diarsipkan": ("archived", Did(_("Archived."), "pulihkan")),
        "dipulihkan": ("draft", Did(_("Brought back as a draft."), "arsip")),
        "kurang": ("draft", Did(_("Saved, but not on sale: see what is missing."), "", False)),
    }
    state, did = known.get(said, ("none", None))
    return did if state in ("", listing.state) else None
