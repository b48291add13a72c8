"""How papers and what goods lack of them are said: states, days left, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

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
    return _standings(language_of())[standing]


@lru_cache(maxsize=2)
def _standings(_language: str) -> dict[Standing, StateShown]:
    """All of them in the active language, which is named: lists say them dozens of times."""
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
    return {
        standing: StateShown(standing.value, shape, words[standing], kind)
        for standing, (shape, kind) in _SHAPES.items()
    }


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
    lacks: Iterable[Lack], *, home: str, listing_id: int, papers: dict[str, str]
) -> list[Wanted]:
    """What goods of a facility lack, what blocks first. home: the page of its papers, under which
    each has its own; papers: short words of the kinds."""
    said = [_wanted(lack, home, listing_id, papers) for lack in lacks]
    return sorted(said, key=lambda one: not one.blocking)


def _wanted(lack: Lack, home: str, listing_id: int, papers: dict[str, str]) -> Wanted:
    is_missing, about = lack.finding.sentence == MISSING, lack.finding.certificate_id
    names = _names(lack, papers)
    return Wanted(
        words=finding_said(lack.finding),
        short=_short(names),
        blocking=lack.finding.blocking,
        ways=tuple((name, f"{home}baru/?jenis={code}&barang={listing_id}") for code, name in names)
        if is_missing
        else (),
        paper=f"{home}{about}/" if about else "",
    )


def wanted_short(lacks: Iterable[Lack], papers: dict[str, str]) -> str:
    """The papers that goods lack, in a few words."""
    return ", ".join(_short(_names(lack, papers)) for lack in lacks)


def _names(lack: Lack, papers: dict[str, str]) -> list[tuple[str, str]]:
    """Codes and names of the papers that would do, in the order of all."""
    if len(lack.papers) == 1:
        return [(code, papers.get(code, code)) for code in lack.papers]
    known = [(code, name) for code, name in papers.items() if code in lack.papers]
    return known + [(code, code) for code in lack.papers if code not in papers]


def _short(names: Iterable[tuple[str, str]]) -> str:
    return " / ".join(name for _code, name in names)
