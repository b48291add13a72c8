"""How papers and what goods lack of them are said: states, days left, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from legality.paper_reading import Lack, Standing
from legality.rules.requirements import MISSING
from legality.sentences import finding_said
from storefront.web import formats
from storefront.web.context import language_of
from storefront.web.staff.states import StateShown

_SHAPES = {
    Standing.RETURNED: ("■", "bad"),
    Standing.ENDING: ("◑", "warn"),
    Standing.UNCHECKED: ("◐", "warn"),
    Standing.FILED: ("○", "none"),
    Standing.ON_HOLD: ("■", "bad"),
    Standing.NOT_BEGUN: ("○", "none"),
    Standing.IN_FORCE: ("●", "ok"),
    Standing.ENDED: ("▽", "bad"),
    Standing.REVOKED: ("✕", "bad"),
}


def standing_shown(standing: Standing) -> StateShown:
    """Where a paper stands, in the page's language."""
    words = {
        Standing.RETURNED: pgettext("paper", "Sent back"),
        Standing.ENDING: pgettext("paper", "Ends soon"),
        Standing.UNCHECKED: pgettext("paper", "Not checked yet"),
        Standing.FILED: pgettext("paper", "Applied for"),
        Standing.ON_HOLD: pgettext("paper", "On hold: the recipe changed"),
        Standing.NOT_BEGUN: pgettext("paper", "Not begun yet"),
        Standing.IN_FORCE: pgettext("paper", "In force"),
        Standing.ENDED: pgettext("paper", "Ended"),
        Standing.REVOKED: pgettext("paper", "Revoked"),
    }
    shape, kind = _SHAPES[standing]
    return StateShown(standing.value, shape, words[standing], kind)


def until_said(standing: Standing, expires_on: date | None, on: date) -> str:
    """How long a paper holds yet, or since when it does not."""
    if standing is Standing.REVOKED:
        return ""
    if expires_on is None:
        return _("without end")
    day = formats.long_date(expires_on, language_of())
    left = (expires_on - on).days
    if left < 0:
        return _("ended on %(day)s") % {"day": day}
    if standing is not Standing.ENDING:
        return _("until %(day)s") % {"day": day}
    days = ngettext("%(count)s more day", "%(count)s more days", left) % {"count": left}
    return _("until %(day)s, %(days)s") % {"day": day, "days": days}


class Wanted(NamedTuple):
    """What goods lack, as a page says it. words: why and what; blocking: they stay off sale
    without it; short: in a few words; ways: names of papers and where each is added, none where a
    paper is there already; paper: the address of that one, "" where there is none."""

    words: str
    short: str
    blocking: bool
    ways: tuple[tuple[str, str], ...]
    paper: str = ""


def wanted_said(
    lacks: Iterable[Lack], *, slug: str, listing_id: int, papers: dict[str, str]
) -> list[Wanted]:
    """What goods lack, what blocks first. papers: short words of the kinds."""
    said = [_wanted(lack, slug, listing_id, papers) for lack in lacks]
    return sorted(said, key=lambda one: not one.blocking)


def _wanted(lack: Lack, slug: str, listing_id: int, papers: dict[str, str]) -> Wanted:
    new = reverse("staff:paper_new", args=[slug])
    is_missing, about = lack.finding.sentence == MISSING, lack.finding.certificate_id
    places = {code: place for place, code in enumerate(papers)}
    codes = sorted(lack.papers, key=lambda code: places.get(code, len(places)))
    names = [(code, papers.get(code, code)) for code in codes]
    return Wanted(
        words=finding_said(lack.finding),
        short=" / ".join(name for _code, name in names),
        blocking=lack.finding.blocking,
        ways=tuple((name, f"{new}?jenis={code}&barang={listing_id}") for code, name in names)
        if is_missing
        else (),
        paper=reverse("staff:paper", args=[slug, about]) if about else "",
    )
