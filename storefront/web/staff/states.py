"""States of a listing as officers read them: a word and a shape, and what can be done from each."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from catalog.models import Listing
from catalog.types import ListingState
from storefront.web.context import language_of

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
    return _shown(language_of())[state]


@lru_cache(maxsize=2)
def _shown(_language: str) -> dict[ListingState, StateShown]:
    """All of them in the active language, which is named: lists say them dozens of times."""
    words = {
        ListingState.DRAFT: pgettext("state", "Draft"),
        ListingState.SUBMITTED: pgettext("state", "Submitted"),
        ListingState.PUBLISHED: pgettext("state", "On sale"),
        ListingState.SUSPENDED: pgettext("state", "Suspended"),
        ListingState.ARCHIVED: pgettext("state", "Archived"),
    }
    return {
        state: StateShown(state.value, shape, words[state], kind)
        for state, (shape, kind) in _SHAPES.items()
    }


def state_html(shown: StateShown) -> SafeString:
    """A state as it stands in lists."""
    return mark_safe(
        f'<span class="state state-{shown.kind}"><span aria-hidden="true">{shown.shape}</span>'
        f" {escape(shown.word)}</span>"
    )


class ListingAct(NamedTuple):
    """One thing to do with a listing. name: in addresses; starts: states that it goes from."""

    name: str
    label: str
    starts: frozenset[str]


# What a page offers beside the buttons of its form.
ACTS = (
    ListingAct(
        "tarik",
        gettext_noop("Withdraw from sale"),
        frozenset({"published", "submitted", "suspended"}),
    ),
    ListingAct("arsip", gettext_noop("Archive"), frozenset({"draft", "published", "suspended"})),
    ListingAct("pulihkan", gettext_noop("Bring back"), frozenset({"archived"})),
)
# What acts are called when they are done.
DID = {"ajukan": "terbit", "tarik": "ditarik", "arsip": "diarsipkan", "pulihkan": "dipulihkan"}
# Said of goods that wait for the regional office.
HANDED_IN = "diajukan"
# Said of a form that had arrived before.
ARRIVED = "terkirim"


class Did(NamedTuple):
    """What was just done. states: it is only said of listings in these; undo: the act that undoes
    it, "" where there is none; has_missing: whether it leads to what is missing."""

    words: str
    states: frozenset[str]
    undo: str = ""
    is_good: bool = True
    has_missing: bool = False


def did_words(said: str, listing: Listing | None) -> Did | None:
    """What an address says was done, where the listing's state agrees; else nothing."""
    did = _did().get(said)
    return did if did and listing and listing.state in did.states else None


def _did() -> dict[str, Did]:
    every = frozenset(ListingState)
    draft, sold = frozenset({ListingState.DRAFT}), frozenset({ListingState.PUBLISHED})
    archived = frozenset({ListingState.ARCHIVED})
    return {
        "disimpan": Did(_("Saved."), every),
        "terbit": Did(_("On sale. Buyers see it now."), sold, "tarik"),
        HANDED_IN: Did(
            _("Handed in. The regional office looks at it now; you are told by mail."),
            frozenset({ListingState.SUBMITTED}),
            "tarik",
        ),
        "ditarik": Did(_("Withdrawn from sale; it is a draft now."), draft, "ajukan"),
        "diarsipkan": Did(_("Archived."), archived, "pulihkan"),
        "dipulihkan": Did(_("Brought back as a draft."), draft, "arsip"),
        "kurang": Did(
            _("Saved, but not handed in: something is missing."),
            every - sold,
            is_good=False,
            has_missing=True,
        ),
        ARRIVED: Did(_("This had arrived before; it was not done twice."), every),
        "lagi": Did(
            _("The form had arrived before. What you typed after it stands here, not saved yet."),
            every,
            is_good=False,
        ),
        "lain": Did(
            _("Somebody else changed its state meanwhile: this is how it stands now."),
            every,
            is_good=False,
        ),
    }
