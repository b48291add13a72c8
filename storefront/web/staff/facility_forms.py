"""What the forms of a facility share: what was shown, what was sent, what became of it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from catalog.errors import Invalid
from catalog.facility_values import Refused, Rule, Texts, read
from catalog.models import AuditEntry, Facility
from catalog.personal import personal_marks
from catalog.policies.abilities import Act, can
from catalog.selectors.stall import LastChange
from catalog.services.facility_change import FacilityClash, FieldsRefused
from catalog.services.facility_parts import can_undo, last_change, last_change_of
from catalog.types import Actor
from storefront.access.actor import actor_of
from storefront.web import formats
from storefront.web.context import language_of
from storefront.web.staff.conflict import Choice, ConflictPage, Side, conflict_answer
from storefront.web.staff.frame import page

TAB = "profile"
_SALT = "lapak.facility.seen"


class Doubt(NamedTuple):
    """Something personal that a text may hold, to be confirmed. name: of the field."""

    name: str
    label: str
    sentence: str


@dataclass(frozen=True)
class Sent:
    """A form as it came. seen: what it was made from; sure: what was confirmed of its texts."""

    typed: dict[str, str]
    seen: dict[str, str]
    key: uuid.UUID
    sure: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of it: nothing wrong here means it was done. mark: confirms the doubts; is_again:
    the very same form did it before."""

    errors: dict[str, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    mark: str = ""
    clash: FacilityClash | None = None
    is_again: bool = False

    @property
    def is_done(self) -> bool:
        """Whether it was taken."""
        return not (self.errors or self.doubts or self.clash)

    def then(self, address: str) -> HttpResponse:
        """Where a form that was taken leads."""
        return redirect(f"{address}?tersimpan={'lagi' if self.is_again else '1'}")


def seen_signed(facility_id: int, about: str, texts: Texts) -> str:
    """What a form carries, so that nobody can say they saw something else."""
    return signing.dumps([facility_id, about, dict(texts)], salt=_SALT, compress=True)


def sent_of(request: HttpRequest, facility_id: int, about: str, typed: Mapping[str, str]) -> Sent:
    """A form of this facility and thing. Raises Invalid for any other's."""
    post = request.POST
    try:
        key = uuid.UUID(post.get("key", ""))
        whose, what, seen = signing.loads(post.get("seen", ""), salt=_SALT)
        if (whose, what) == (facility_id, about):
            return Sent(dict(typed), seen, key, post.get("sure", ""))
    except (signing.BadSignature, ValueError, TypeError):
        pass
    raise Invalid(field="seen", reason=_("This form is too old. Open the page again."))


def form_key(request: HttpRequest) -> uuid.UUID | None:
    """The key of a form that holds nothing else."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def attempt(
    sent: Sent,
    rules: Mapping[str, Rule],
    labels: Mapping[str, str],
    act: Callable[[Texts], Any],
) -> Outcome:
    """Read what was sent, ask about what may be personal, and do it.

    labels: of the fields that hold words; act: given the texts, None comes back when the same form
    did it before. Errors are sentences in the active language.
    """
    asked = {name: rule for name, rule in rules.items() if name in sent.typed}
    found = read(asked, sent.typed, sent.seen)
    if found.faults:
        return Outcome(errors={name: said(fault) for name, fault in found.faults.items()})
    doubts, mark = _doubts(found.texts, sent.seen, labels)
    if doubts and sent.sure != mark:
        return Outcome(doubts=doubts, mark=mark)
    try:
        is_again = act(found.texts) is None
    except FieldsRefused as error:
        return Outcome(errors={name: said(fault) for name, fault in error.faults.items()})
    except FacilityClash as error:
        return Outcome(clash=error)
    return Outcome(is_again=is_again)


def said(fault: Refused) -> str:
    """Why a text is refused, in the active language."""
    sentence = _(fault.sentence)
    return sentence % fault.params if fault.params else sentence


def _doubts(texts: Texts, seen: Texts, labels: Mapping[str, str]) -> tuple[tuple[Doubt, ...], str]:
    """What is asked about, and the mark that only an answer to just these texts carries."""
    asked = [
        (Doubt(name, labels[name], _(sentence)), text)
        for name, text in texts.items()
        if name in labels and text != seen.get(name, "")
        for sentence in personal_marks(text)
    ]
    words = "\n".join(f"{doubt.name}={text}" for doubt, text in asked)
    return tuple(doubt for doubt, _text in asked), hashlib.sha256(words.encode()).hexdigest()[:16]


# --- What pages say besides


class Latest(NamedTuple):
    """The last change. labels: what it changed; may_undo: whether the reader may take it back."""

    id: int
    by: str
    when: str
    labels: str
    may_undo: bool


def latest_of(
    actor: Actor, facility: Facility, topic: str, labels: Callable[[AuditEntry], str]
) -> Latest | None:
    """The last change of a page, if there is one. One statement."""
    entry = last_change(facility.pk, topic)
    if entry is None:
        return None
    may = can(actor, Act.FACILITY_CHANGE, facility.pk) and can_undo(actor, entry)
    return Latest(entry.pk, entry.actor_name, moment(entry.at, facility), labels(entry), may)


def changed_labels(labels: Mapping[str, str]) -> Callable[[AuditEntry], str]:
    """Names the fields of a change by their labels."""

    def words(entry: AuditEntry) -> str:
        return ", ".join(labels[name] for name in entry.detail.get("to") or () if name in labels)

    return words


def zone_of(facility: Facility) -> str:
    """WIB, WITA or WIT."""
    return str(facility.regency.province.zone)


def moment(at: Any, facility: Facility) -> str:
    """A moment by the facility's own clock."""
    zone, language = zone_of(facility), language_of()
    day = at.astimezone(formats.ZONES[zone]).date()
    return f"{formats.long_date(day, language)} {formats.clock(at, zone, language)}"


def facility_page(
    request: HttpRequest,
    template: str,
    facility: Facility,
    context: Mapping[str, Any],
    outcome: Outcome | None = None,
) -> HttpResponse:
    """A page of the facility's own, with what became of a form that was sent."""
    shown = outcome or Outcome()
    status = 422 if shown.errors or shown.doubts else 200
    base = {
        "may_change": can(actor_of(request), Act.FACILITY_CHANGE, facility.pk),
        "outcome": shown,
        "key": uuid.uuid4(),
        "zone": zone_of(facility),
        "saved": request.GET.get("tersimpan", ""),
        "is_undone": "diurungkan" in request.GET,
    }
    context = {**base, **context}
    return page(request, template, context, facility=facility, tab=TAB, status=status)


def _changer(entry: AuditEntry | None) -> LastChange | None:
    return LastChange(entry.actor_name, entry.at) if entry else None


class Chosen(NamedTuple):
    """How a page words the choice between two people's texts.

    field: the form's name of a field; label: what it is; words: how a text is shown.
    """

    field: Callable[[str], str]
    label: Callable[[str], str]
    words: Callable[[str, str], str]


def conflict_shown(
    request: HttpRequest,
    facility: Facility,
    clash: FacilityClash,
    *,
    about: str,
    actions: tuple[str, ...],
    action: str,
    chosen: Chosen,
    row_id: int | None = None,
) -> HttpResponse:
    """Ask which of two people's texts hold; everything else of both is sent along.

    actions: as the audit table calls such changes; row_id: of the unit or brand.
    """
    both = clash.merged

    def side(name: str, text: str) -> Side:
        return Side(text, chosen.words(name, text) or _("(empty)"))

    choices = [
        Choice(
            chosen.field(name),
            chosen.label(name),
            side(name, both.values[name]),
            side(name, theirs),
            _changer(last_change_of(facility.pk, actions, name, row_id)),
        )
        for name, theirs in both.clashes.items()
    ]
    changed = {n: t for n, t in both.values.items() if t != clash.now.get(n, "")}
    hidden = [(chosen.field(n), t) for n, t in changed.items() if n not in both.clashes]
    asked = ConflictPage(choices, hidden, seen_signed(facility.pk, about, clash.now))
    context = {"asked": asked, "key": uuid.uuid4(), "action": action, "do": "save"}
    return conflict_answer(request, facility, context, tab=TAB)
