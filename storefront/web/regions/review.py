"""/wilayah/antrean/<n>/: one handing-in, looked at and decided on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.dates import legal_today
from catalog.errors import Invalid
from catalog.kept import kept
from catalog.plain_text import plain
from catalog.policies.abilities import Act, require
from catalog.types import Actor
from galleries.selectors import photos_of_listing
from legality.errors import DecidedMeanwhile, EditedMeanwhile, PublicationBlocked, TakenBack
from legality.handed_in import changes_between
from legality.models import AnswerTemplate, ReviewState
from legality.regional_papers import PaperSeen, papers_seen
from legality.reviewing import Beside, ReviewShown, queue, queue_around, review_shown
from legality.scanned import EvidenceShown, evidence_of_papers
from legality.sentences import finding_said
from legality.services.reviews import NOTE_MOST, review_approve, review_refuse, review_send_back
from legality.types import Finding, Rule
from legality.verdicts import rule_book_shown
from storefront.web.components.certainty import certainty_word
from storefront.web.context import language_of
from storefront.web.regions.changes import Line, Teller
from storefront.web.regions.frame import Region, page, region_of, region_page
from storefront.web.regions.queue import TAB, days_since
from storefront.web.regions.states import StateShown, paper_state

_SALT = "lapak.review.seen"
_ANSWER = re.compile(r"jawab-([a-z0-9_]{1,40})", re.ASCII)
OLDER, YOUNGER = 6, 14  # of the queue, beside one of it
APPROVE, SEND_BACK, REFUSE = "setujui", "kembalikan", "tolak"
# A button beside a finding, without a script: take over the answer that was chosen.
_PICK = re.compile(r"pakai-([a-z0-9_]{1,40})", re.ASCII)
_STATES = {
    APPROVE: ReviewState.APPROVED,
    SEND_BACK: ReviewState.SENT_BACK,
    REFUSE: ReviewState.REFUSED,
}


@dataclass(frozen=True)
class Typed:
    """What was typed into the form. answers: notes by the code of a finding; picked: answers
    chosen from templates; errors: a sentence a field."""

    note: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    picked: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FindingRow:
    """A finding with the field for its answer. source: the legal source, "" of what needs none;
    certainty: how sure it is, as a word;
    templates: answers to choose among; paper: the one that it is about, None without one."""

    code: str
    said: str
    is_blocking: bool
    source: str
    certainty: str
    paper: PaperSeen | None
    answer: str
    templates: Sequence[tuple[str, str, str]]
    picked: str
    error: str


@dataclass(frozen=True)
class PaperRow:
    """A paper beside the goods."""

    seen: PaperSeen
    state: StateShown
    scans: Sequence[EvidenceShown]


@require_http_methods(["GET", "HEAD", "POST"])
@region_page
def review(request: HttpRequest, review_id: int) -> HttpResponse:
    """Look at one, decide on it, go on with the next."""
    region = region_of(request)
    shown = review_shown(actor=region.actor, review_id=review_id, on=legal_today())
    if request.method != "POST":
        return _page(request, region, shown, Typed())
    require(region.actor, Act.LISTING_REVIEW, shown.review.facility_id)
    typed = _typed(request)
    pick = _PICK.fullmatch(request.POST.get("do", ""))
    if pick is not None:
        return _page(request, region, shown, _with_template(typed, pick[1]))
    return _decided(request, region, shown, typed)


def _typed(request: HttpRequest) -> Typed:
    post = request.POST
    found = {match[1]: name for name in post if (match := _ANSWER.fullmatch(name))}
    return Typed(
        note=plain(post.get("catatan", "")[: NOTE_MOST * 2]),
        answers={code: plain(post.get(name, "")[: NOTE_MOST * 2]) for code, name in found.items()},
        picked={code: post.get(f"pilih-{code}", "")[:40] for code in found},
    )


def _with_template(typed: Typed, code: str) -> Typed:
    """The answer that was chosen for a finding, below what stands there."""
    chosen = typed.picked.get(code, "")
    text = next((text for key, _label, text in _templates(code) if key == chosen), "")
    before = typed.answers.get(code, "").rstrip()
    joined = text if text in before or not before else f"{before}\n{text}"
    answers = {**typed.answers, code: before if text in before else joined}
    return replace(typed, answers=answers)


@kept(seconds=5)
def _all_templates() -> tuple[AnswerTemplate, ...]:
    return tuple(AnswerTemplate.objects.filter(is_on=True))


def _templates(code: str) -> list[tuple[str, str, str]]:
    """Answers offered for a finding: key, label, text; those for it alone before all others."""
    rows = [row for row in _all_templates() if not row.codes or code in row.codes]
    rows.sort(key=lambda row: not row.codes)
    return [(row.code, row.label, row.text) for row in rows]


# --- Deciding


def _decided(
    request: HttpRequest, region: Region, shown: ReviewShown, typed: Typed
) -> HttpResponse:
    """Do what the button says; on with the next of the queue."""
    do = request.POST.get("do", "")
    name = _name(shown)
    if do not in _STATES:
        return _page(request, region, shown, typed)
    try:
        _decide(region.actor, shown, do, request.POST.get("digest", "")[:64], typed)
    except (DecidedMeanwhile, TakenBack) as error:
        return _too_late(request, region, shown, _STATES[do], error)
    except EditedMeanwhile:
        seen = _seen_read(shown, request.POST.get("seen", ""))
        return _page(request, region, shown, typed, seen=seen, status=409)
    except (PublicationBlocked, Invalid) as error:
        return _page(request, region, shown, _wrong(typed, error), status=422)
    messages.success(request, _did(do) % {"name": name})
    return _next(region, shown.review.pk)


def _wrong(typed: Typed, error: PublicationBlocked | Invalid) -> Typed:
    """What was typed, with why it was not taken."""
    if isinstance(error, PublicationBlocked):
        said = " ".join(finding_said(finding) for finding in error.findings)
        return replace(typed, errors={"blocked": said})
    where = str(error.params.get("field", "note"))
    return replace(typed, errors={where: _(str(error.params.get("reason", "")))})


def _decide(actor: Actor, shown: ReviewShown, do: str, digest: str, typed: Typed) -> None:
    key, on = shown.review.pk, legal_today()
    if do == APPROVE:
        review_approve(actor=actor, review_id=key, digest=digest, on=on, note=typed.note)
        return
    give_back = review_send_back if do == SEND_BACK else review_refuse
    said = {code: text for code, text in typed.answers.items() if text.strip()}
    give_back(actor=actor, review_id=key, digest=digest, note=typed.note, answers=said)


def _did(do: str) -> str:
    return {
        APPROVE: _("%(name)s is approved and on sale."),
        SEND_BACK: _("%(name)s went back to the facility with your notes."),
        REFUSE: _("%(name)s is refused; the facility was told why."),
    }[do]


def _too_late(
    request: HttpRequest,
    region: Region,
    shown: ReviewShown,
    wanted: ReviewState,
    error: DecidedMeanwhile | TakenBack,
) -> HttpResponse:
    """A button pressed twice did what it is for the first time; else somebody was quicker."""
    row = shown.review
    row.refresh_from_db(fields=["state", "decided_by"])
    is_own = row.decided_by_id == region.actor.user_id and row.state == wanted
    if not is_own:
        messages.warning(request, f"{_name(shown)}: {error.sentence}")
        return redirect(region.link("review", row.pk))
    done = next(do for do, state in _STATES.items() if state is wanted)
    messages.success(request, _did(done) % {"name": _name(shown)})
    return _next(region, row.pk)


def _next(region: Region, review_id: int) -> HttpResponse:
    """To the next that waits, the oldest after this, then from the beginning; else to the queue."""
    actor = region.actor
    rows = queue(actor=actor, limit=1, before=review_id) or queue(actor=actor, limit=1)
    if rows:
        return redirect(region.link("review", rows[0].review_id))
    return redirect(region.link("queue"))


# --- What the page shows


def _name(shown: ReviewShown) -> str:
    return str(shown.values.get("name", ""))


def _page(
    request: HttpRequest,
    region: Region,
    shown: ReviewShown,
    typed: Typed,
    *,
    seen: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page. seen: the values that stood there when the form was opened, if they are others by
    now."""
    language = language_of()
    teller = Teller.of(shown.listing, language, (*shown.changes, *shown.edited))
    papers = _papers(region.actor, shown, language)
    blocking = [one for one in shown.verdict.findings if one.blocking]
    is_open = shown.review.state == ReviewState.WAITING
    values = shown.values
    english = language == "en"
    context = {
        "shown": shown,
        "name": (values.get("name_en") if english else "") or values["name"],
        "description": (values.get("description_en") if english else "") or values["description"],
        "other_name": values["name"] if english else values.get("name_en", ""),
        "other_description": values["description"] if english else values.get("description_en", ""),
        "photos": photos_of_listing(listing_id=shown.listing.pk, language=language),
        "details": teller.details(values),
        "choices": teller.choices(values),
        "lines": teller.lines(shown.changes) if shown.has_approval else [],
        "edited": _edited(teller, shown, seen, status),
        "is_edited_now": status == 409,  # noqa: PLR2004
        "papers": papers,
        "findings": _findings(shown, papers, typed),
        "blocking": len(blocking),
        "typed": typed,
        "days": days_since(shown.review.submitted_at),
        "is_open": is_open,
        "may_decide": is_open and shown.may_decide,
        "beside": _beside(region.actor, shown.review.pk),
        "told": [_told(one) for one in shown.earlier],
        "decision": _decision(shown),
        "seen": signing.dumps([shown.review.pk, values], salt=_SALT, compress=True),
        "action": region.link("review", shown.review.pk),
        "note_most": NOTE_MOST,
    }
    return page(request, "regions/review.html", context, tab=TAB, status=status)


def _beside(actor: Actor, review_id: int) -> list[tuple[Beside, int]]:
    """The queue around it, with the days that each has waited."""
    rows = queue_around(actor=actor, review_id=review_id, before=OLDER, after=YOUNGER)
    return [(one, days_since(one.submitted_at)) for one in rows]


def _edited(
    teller: Teller, shown: ReviewShown, seen: Mapping[str, Any] | None, status: int
) -> list[Line]:
    """What was changed since the form was opened, else since it was handed in."""
    if status == 409 and seen is not None:  # noqa: PLR2004
        return teller.lines(changes_between(seen, shown.values))
    return teller.lines(shown.edited)


def _seen_read(shown: ReviewShown, token: str) -> Mapping[str, Any] | None:
    """The values that a form of this review was opened with; None for what is no such form's."""
    try:
        key, values = signing.loads(token[:200_000], salt=_SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return values if key == shown.review.pk else None


def _papers(actor: Actor, shown: ReviewShown, language: str) -> list[PaperRow]:
    ids = [paper.certificate_id for paper in shown.papers]
    found = papers_seen(actor=actor, certificate_ids=ids, language=language, with_covers=False)
    scans = evidence_of_papers(actor=actor, papers=[one.row for one in found]) if found else {}
    on = legal_today()
    return [
        PaperRow(one, paper_state(one.row.state, one.row.expires_on, on), scans[one.row.pk])
        for one in found
    ]


def _findings(shown: ReviewShown, papers: Sequence[PaperRow], typed: Typed) -> list[FindingRow]:
    """What the rules find today, what keeps the goods off sale first."""
    rules = {rule.code: rule for rule in rule_book_shown().rules}
    of = {one.seen.row.pk: one.seen for one in papers}
    ordered = sorted(shown.verdict.findings, key=lambda one: not one.blocking)
    return [_finding(one, rules.get(one.code), of, typed) for one in ordered]


def _finding(
    one: Finding, rule: Rule | None, papers: Mapping[int, PaperSeen], typed: Typed
) -> FindingRow:
    return FindingRow(
        code=one.code,
        said=finding_said(one),
        is_blocking=one.blocking,
        source=rule.legal_source if rule else "",
        certainty=certainty_word(rule.certainty) if rule else "",
        paper=papers.get(one.certificate_id or 0),
        answer=typed.answers.get(one.code, ""),
        templates=_templates(one.code),
        picked=typed.picked.get(one.code, ""),
        error=typed.errors.get("answers", "") if typed.answers.get(one.code) else "",
    )


def review_state(state: str) -> StateShown:
    """Of a review."""
    return {
        ReviewState.WAITING: StateShown("◐", _("Waits"), "warn"),
        ReviewState.APPROVED: StateShown("●", _("Approved"), "ok"),
        ReviewState.SENT_BACK: StateShown("↩", _("Sent back"), "warn"),
        ReviewState.REFUSED: StateShown("■", _("Refused"), "bad"),
        ReviewState.TAKEN_BACK: StateShown("▽", _("Taken back by the facility"), "none"),
    }[ReviewState(state)]


def _told(one: Any) -> dict[str, Any]:
    """An earlier review with its answers, each below what it answers."""
    end = "" if language_of() == "id" else "_en"
    said = {finding["code"]: finding.get(f"said{end}", "") for finding in one.findings}
    return {
        "one": one,
        "state": review_state(one.state),
        "answers": [(said.get(answer.code, ""), answer.note) for answer in one.answers],
    }


def _decision(shown: ReviewShown) -> StateShown | None:
    row = shown.review
    return None if row.state == ReviewState.WAITING else review_state(row.state)
