"""/petugas/<facility>/profil/: what a facility says of itself, and taking a change back."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.errors import NotFound
from catalog.facility_values import CLASSES, OFFICIAL, PROFILE, STORY_MOST, Texts
from catalog.models import AuditEntry, Facility
from catalog.policies.abilities import Act, can_everywhere, require
from catalog.services.facility_change import profile_change, profile_texts
from catalog.services.facility_parts import TOPICS, change_undo, topic_of
from catalog.types import Actor
from storefront.access.actor import actor_of
from storefront.web.formats import phone
from storefront.web.inside import inside_page
from storefront.web.staff.facility_forms import (
    Chosen,
    Outcome,
    Sent,
    attempt,
    changed_labels,
    conflict_shown,
    facility_page,
    form_key,
    latest_of,
    seen_signed,
    sent_of,
)
from storefront.web.staff.field import Field
from storefront.web.staff.frame import facility_of

ABOUT = "profile"
_MOST = {
    "short_name": 60, "craft_line": 140, "craft_line_en": 140, "story": STORY_MOST,
    "story_en": STORY_MOST, "address": 200, "phone": 40, "whatsapp": 40, "email": 254,
    "aliases": 2500, "official_name": 160, "klass": 4, "satker_code": 6,
}  # fmt: skip
_LONG = frozenset({"story", "story_en", "aliases"})
_ASKED = frozenset({"short_name", "address", "official_name"})
_MODES = {"phone": "tel", "whatsapp": "tel", "email": "email", "satker_code": "numeric"}
_PHONES = frozenset({"phone", "whatsapp"})
_ANCHORS = {"profile": "profile", "hours": "hours", "parts": "units"}


def labels() -> dict[str, str]:
    """The fields' labels."""
    return {
        "short_name": _("Short name"),
        "craft_line": _("What is made here, in one line"),
        "craft_line_en": _("The same in English"),
        "story": _("Story of the place and the craft"),
        "story_en": _("Story in English"),
        "address": _("Address"),
        "phone": _("Telephone"),
        "whatsapp": _("WhatsApp"),
        "email": _("E-mail"),
        "aliases": _("Other names"),
        "official_name": _("Official name"),
        "klass": _("Class"),
        "satker_code": _("Satker code"),
    }


def _hints() -> dict[str, str]:
    number = _("Any usual way of writing, for instance 0812-3456-7890.")
    return {
        "short_name": _("Stands on every card and parcel, for instance Lapas Palu."),
        "story": _("About 120 words: place, craft, materials. A blank line parts paragraphs."),
        "address": _("Also where the goods are picked up and sent from."),
        "phone": number,
        "whatsapp": number,
        "aliases": _("One per line: what people call this place or type when they look for it."),
        "satker_code": _("Six digits of the treasury."),
    }


def _fields(names: list[str], typed: Texts, errors: dict[str, str]) -> dict[str, Field]:
    words, hints = labels(), _hints()
    return {
        name: Field(
            name,
            words[name],
            _as_typed(name, typed.get(name, "")),
            kind="choice" if name == "klass" else "long" if name in _LONG else "text",
            hint=hints.get(name, ""),
            error=errors.get(name, ""),
            most=_MOST[name],
            mode=_MODES.get(name, ""),
            lang="en" if name.endswith("_en") else "",
            is_optional=name not in _ASKED and name != "klass",
            options=tuple((one, one or _("None")) for one in CLASSES) if name == "klass" else (),
        )
        for name in names
    }


def _as_typed(name: str, text: str) -> str:
    return phone(text) if name in _PHONES else text


def _may_official(actor: Actor) -> bool:
    return can_everywhere(actor, Act.FACILITY_OPEN)


@inside_page()
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """What a facility says of itself, to be read by all of its people and changed by its head."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    if request.method != "POST":
        return _shown(request, facility, profile_texts(facility))
    require(actor, Act.FACILITY_CHANGE, facility.pk)
    names = (*PROFILE, *OFFICIAL)
    typed = {name: request.POST[name] for name in names if name in request.POST}
    sent = _numbers_back(sent_of(request, facility.pk, ABOUT, typed))
    if request.POST.get("do") == "preview":
        return _shown(request, facility, sent.seen, typed={**sent.seen, **typed}, is_preview=True)

    def act(wanted: Texts) -> object:
        return profile_change(
            actor=actor, facility_id=facility.pk, wanted=wanted, seen=sent.seen, key=sent.key
        )

    outcome = attempt(sent, {**PROFILE, **OFFICIAL}, labels(), act)
    here = reverse("staff:profile", args=[slug])
    if outcome.clash:
        return conflict_shown(
            request,
            facility,
            outcome.clash,
            about=ABOUT,
            actions=TOPICS[ABOUT],
            action=here,
            chosen=Chosen(lambda name: name, lambda name: labels()[name], _as_typed),
        )
    if outcome.is_done:
        return outcome.then(here)
    return _shown(request, facility, sent.seen, typed={**sent.seen, **typed}, outcome=outcome)


def _numbers_back(sent: Sent) -> Sent:
    """With numbers that stand as the page showed them ("0812-…") as they are kept ("+62812…")."""
    kept = {
        name: sent.seen[name]
        for name in _PHONES
        if sent.seen.get(name) and sent.typed.get(name) == phone(sent.seen[name])
    }
    return replace(sent, typed={**sent.typed, **kept})


def _shown(
    request: HttpRequest,
    facility: Facility,
    seen: Texts,
    *,
    typed: Texts | None = None,
    outcome: Outcome | None = None,
    is_preview: bool = False,
) -> HttpResponse:
    actor = actor_of(request)
    texts = seen if typed is None else typed
    names = [*PROFILE, *(OFFICIAL if _may_official(actor) else ())]
    context = {
        "f": _fields(names, texts, outcome.errors if outcome else {}),
        "official": _may_official(actor),
        "texts": texts,
        "facts": [
            (label, _as_typed(name, texts[name])) for name, label in labels().items() if texts[name]
        ],
        "seen": seen_signed(facility.pk, ABOUT, seen),
        "latest": latest_of(actor, facility, ABOUT, changed_labels(labels())),
        "is_preview": is_preview,
        "here": "profile",
    }
    return facility_page(request, "staff/facility_profile.html", facility, context, outcome)


@inside_page()
@require_POST
def undo(request: HttpRequest, slug: str, entry_id: int) -> HttpResponse:
    """Take the last change of a page back."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    change_undo(actor=actor, facility_id=facility.pk, entry_id=entry_id, key=form_key(request))
    entry = AuditEntry.objects.filter(pk=entry_id).values_list("action", flat=True).first()
    topic = topic_of(entry or "")
    if topic is None:
        raise NotFound
    return redirect(reverse(f"staff:{_ANCHORS[topic]}", args=[slug]) + "?diurungkan=1")
