"""/petugas/<facility>/jam/: when goods can be picked up, by the facility's own clock."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.facility_values import (
    DAYS,
    HOURS,
    MOST_SPANS,
    Refused,
    Texts,
    day_spans,
    day_text,
)
from catalog.models import Facility
from catalog.policies.abilities import Act, require
from catalog.services.facility_change import hours_change, hours_texts
from catalog.services.facility_parts import TOPICS
from storefront.access.actor import actor_of
from storefront.web.context import language_of
from storefront.web.formats import weekday
from storefront.web.inside import inside_page
from storefront.web.staff.facility_forms import (
    Chosen,
    Outcome,
    attempt,
    changed_labels,
    conflict_shown,
    facility_page,
    latest_of,
    said,
    seen_signed,
    sent_of,
)
from storefront.web.staff.frame import facility_of

ABOUT = "hours"
_COPIED_TO = ("1", "2", "3", "4")
_LONGEST = 12

Cells = dict[str, str]


class Span(NamedTuple):
    """Two cells. number: from 1; opens, closes: as typed."""

    number: int
    opens: str
    closes: str


class Day(NamedTuple):
    """A weekday in the form."""

    key: str
    name: str
    spans: tuple[Span, ...]
    is_closed: bool
    error: str
    words: str


def _names(day: str) -> tuple[str, ...]:
    return tuple(f"d{day}-{cell}{n}" for n in range(1, MOST_SPANS + 1) for cell in ("o", "c"))


def _cells_of(texts: Texts) -> Cells:
    """The form as it is before anybody typed."""
    cells: Cells = {}
    for day in DAYS:
        spans = day_spans(texts.get(day, ""))
        flat = [time for span in spans for time in span]
        cells |= dict(zip(_names(day), flat + [""] * (2 * MOST_SPANS - len(flat)), strict=False))
        cells[f"d{day}-closed"] = "" if spans else "1"
    return cells


def _cells_sent(request: HttpRequest) -> Cells:
    names = [name for day in DAYS for name in (*_names(day), f"d{day}-closed")]
    return {name: request.POST.get(name, "")[:_LONGEST] for name in names}


def _read(request: HttpRequest, cells: Cells, seen: Texts) -> tuple[dict[str, str], dict[str, str]]:
    """What the cells mean by weekday, and a sentence for each day that cannot be read."""
    texts: dict[str, str] = {}
    errors: dict[str, str] = {}
    for day in DAYS:
        if f"day-{day}" in request.POST:  # chosen between two people's
            texts[day] = request.POST[f"day-{day}"]
        elif any(name in request.POST for name in _names(day)):
            try:
                texts[day] = _day_read(day, cells, seen.get(day, ""))
            except Refused as fault:
                errors[day] = said(fault)
    return texts, errors


def _day_read(day: str, cells: Cells, was: str) -> str:
    typed = [cells[name].strip() for name in _names(day)]
    pairs = list(zip(typed[::2], typed[1::2], strict=True))
    is_shown = typed == [_cells_of({day: was})[name] for name in _names(day)]
    if cells[f"d{day}-closed"]:
        if is_shown or not any(typed):  # an open day is closed without clearing its times
            return ""
        raise Refused(_("Times are written, and it says closed. Leave one of the two."))
    return day_text(pairs)


@inside_page()
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, slug: str) -> HttpResponse:
    """The week, to be read by all of the facility's people and changed by its head."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    if request.method != "POST":
        return _shown(request, facility, hours_texts(facility))
    require(actor, Act.FACILITY_CHANGE, facility.pk)
    sent = sent_of(request, facility.pk, ABOUT, {})
    cells = _cells_sent(request)
    if request.POST.get("do") == "copy":
        return _shown(request, facility, sent.seen, cells=_copied(cells), is_copied=True)
    texts, errors = _read(request, cells, sent.seen)
    if errors:
        return _shown(request, facility, sent.seen, cells=cells, outcome=Outcome(errors=errors))
    sent.typed.update(texts)

    def act(wanted: Texts) -> object:
        return hours_change(
            actor=actor, facility_id=facility.pk, wanted=wanted, seen=sent.seen, key=sent.key
        )

    outcome = attempt(sent, HOURS, {}, act)
    here = reverse("staff:hours", args=[slug])
    if outcome.clash:
        return conflict_shown(
            request,
            facility,
            outcome.clash,
            about=ABOUT,
            actions=TOPICS[ABOUT],
            action=here,
            chosen=Chosen(lambda day: f"day-{day}", _day_name, lambda _day, text: _words(text)),
        )
    if outcome.is_done:
        return outcome.then(here)
    return _shown(request, facility, sent.seen, cells=cells, outcome=outcome)


def _copied(cells: Cells) -> Cells:
    """With Monday's cells in those of the other working days."""
    found = dict(cells)
    for day in _COPIED_TO:
        for name, first in zip(_names(day), _names("0"), strict=True):
            found[name] = cells[first]
        found[f"d{day}-closed"] = cells["d0-closed"]
    return found


def _day_name(day: str) -> str:
    return weekday(int(day), language_of())


def _words(text: str) -> str:
    spans = [f"{opens}–{closes}" for opens, closes in day_spans(text)]
    return f" {_('and')} ".join(spans) or _("closed all day")


def _days(cells: Cells, texts: Texts, errors: dict[str, str]) -> list[Day]:
    return [
        Day(
            day,
            _day_name(day),
            tuple(
                Span(n, cells[f"d{day}-o{n}"], cells[f"d{day}-c{n}"])
                for n in range(1, MOST_SPANS + 1)
            ),
            bool(cells[f"d{day}-closed"]),
            errors.get(day, ""),
            _words(texts.get(day, "")),
        )
        for day in DAYS
    ]


def _shown(
    request: HttpRequest,
    facility: Facility,
    seen: Texts,
    *,
    cells: Cells | None = None,
    outcome: Outcome | None = None,
    is_copied: bool = False,
) -> HttpResponse:
    errors = outcome.errors if outcome else {}
    names = {day: _day_name(day) for day in DAYS}
    context = {
        "days": _days(cells or _cells_of(seen), seen, errors),
        "seen": seen_signed(facility.pk, ABOUT, seen),
        "latest": latest_of(actor_of(request), facility, ABOUT, changed_labels(names)),
        "is_copied": is_copied,
        "here": "hours",
    }
    return facility_page(request, "staff/facility_hours.html", facility, context, outcome)
