"""/petugas/<facility>/pengiriman/: how the facility's goods reach buyers, and what it promises."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from catalog.errors import Invalid
from catalog.models import Facility
from catalog.personal import personal_marks
from catalog.plain_text import one_line
from catalog.policies.abilities import Act, can, require
from catalog.services.reference import Stale
from storefront.access.actor import actor_of
from storefront.orders.selectors.rates import RatesOfService, rates_summary
from storefront.orders.services.delivery import (
    DeliveryValues,
    facility_delivery_set,
    facility_delivery_values,
)
from storefront.web.inside import inside_page
from storefront.web.staff.facility_forms import (
    Doubt,
    Outcome,
    facility_page,
    seen_signed,
    sent_of,
)
from storefront.web.staff.field import Field
from storefront.web.staff.frame import facility_of

ABOUT = "delivery"
TICKS = ("offers_courier", "offers_pickup", "pays_at_pickup", "offers_local")
NUMBERS = {"pickup_discount": 50, "accept_hours": 240, "handling_days": 60}
NOTES = ("local_note", "local_note_en")
MOST_NOTE = 200
_YES = "1"
_SEVERAL, _OFFERED = "without", "offered"

NO_NUMBER = gettext_noop("Write a whole number.")
TOO_LONG = gettext_noop("This is too long.")
MEANWHILE = gettext_noop("Somebody else saved this page while you filled it in. Look again.")

Texts = dict[str, str]


class Service(NamedTuple):
    """A courier's service as a tick box."""

    code: str
    name: str
    is_used: bool


def texts_of(values: DeliveryValues) -> Texts:
    """Values as the form holds them."""
    found = {name: str(value) for name, value in asdict(values).items()}
    found |= {name: _YES if getattr(values, name) else "" for name in TICKS}
    return found | {_SEVERAL: " ".join(values.without)}


def values_of(texts: Mapping[str, str]) -> DeliveryValues:
    """The reverse. Raises ValueError for what is no number."""
    numbers: dict[str, Any] = {name: int(texts[name]) for name in NUMBERS}
    ticks: dict[str, Any] = {name: texts[name] == _YES for name in TICKS}
    notes: dict[str, Any] = {name: texts[name] for name in NOTES}
    return DeliveryValues(**numbers, **ticks, **notes, without=tuple(texts[_SEVERAL].split()))


def _typed(request: HttpRequest) -> Texts:
    """What was filled in, but for the services."""
    post = request.POST
    typed = {name: _YES if post.get(name) else "" for name in TICKS}
    typed |= {name: post.get(name, "").strip()[:12] for name in NUMBERS}
    return typed | {name: one_line(post.get(name, "")).strip() for name in NOTES}


def _unused(request: HttpRequest, seen: Texts) -> str:
    """Services that it does not use: those that the page offered and nobody ticked. What the page
    did not offer (switched off, or added since) stays as it was."""
    offered = set(seen.get(_OFFERED, "").split())
    ticked = set(request.POST.getlist("services"))
    unused = set(seen[_SEVERAL].split()) - offered | offered - ticked
    return " ".join(sorted(unused))


def _faults(typed: Texts) -> dict[str, str]:
    found = {
        name: _(NO_NUMBER)
        for name in NUMBERS
        if not (typed[name].isascii() and typed[name].isdecimal())
    }
    return found | {name: _(TOO_LONG) for name in NOTES if len(typed[name]) > MOST_NOTE}


def _doubts(typed: Texts, seen: Texts) -> tuple[tuple[Doubt, ...], str]:
    """What of the notes may be somebody's name or number, and the mark that confirms just these."""
    changed = {name: typed[name] for name in NOTES if typed[name] != seen.get(name)}
    found = tuple(
        Doubt(name, _labels()[name], _(sentence))
        for name, text in changed.items()
        for sentence in personal_marks(text)
    )
    said = "\n".join(f"{name}={text}" for name, text in sorted(changed.items()))
    return found, hashlib.sha256(said.encode()).hexdigest()[:16]


@inside_page()
@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: HttpRequest, slug: str) -> HttpResponse:
    """Read by all of the facility's people, changed by its head."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    services = rates_summary()
    if request.method != "POST":
        texts = texts_of(facility_delivery_values(facility.pk))
        return _shown(request, facility, services, texts, texts)
    require(actor, Act.DELIVERY_SET, facility.pk)
    sent = sent_of(request, facility.pk, ABOUT, _typed(request))
    typed = sent.typed | {_SEVERAL: _unused(request, sent.seen)}
    outcome, typed, seen = _kept(request, facility, typed, sent.seen, sent.sure)
    if outcome.is_done:
        return outcome.then(reverse("staff:delivery", args=[slug]))
    return _shown(request, facility, services, typed, seen, outcome=outcome)


def _kept(
    request: HttpRequest, facility: Facility, typed: Texts, seen: Texts, sure: str
) -> tuple[Outcome, Texts, Texts]:
    """Have it written; what became of it, the form's texts now and what they are compared with."""
    errors = _faults(typed)
    if errors:
        return Outcome(errors=errors), typed, seen
    doubts, mark = _doubts(typed, seen)
    if doubts and sure != mark:
        return Outcome(doubts=doubts, mark=mark), typed, seen
    wanted, before = values_of(typed), values_of(seen)
    try:
        facility_delivery_set(
            actor=actor_of(request), facility_id=facility.pk, wanted=wanted, seen=before
        )
    except Invalid as error:
        name = str(error.params["field"])
        return Outcome(errors={name: _(str(error.params["reason"]))}), typed, seen
    except Stale:
        now = facility_delivery_values(facility.pk)
        own = {k: v for k, v in vars(wanted).items() if v != getattr(before, k)}
        mine = texts_of(replace(now, **own))
        return Outcome(errors={"services": _(MEANWHILE)}), mine, texts_of(now)
    return Outcome(), typed, seen


def _labels() -> dict[str, str]:
    return {
        "offers_courier": _("We send by courier"),
        "offers_pickup": _("Goods can be picked up here"),
        "pays_at_pickup": _("Buyers may pay when they fetch"),
        "offers_local": _("We have a local courier"),
        "pickup_discount": _("Cheaper when fetched"),
        "accept_hours": _("We accept an order within"),
        "handling_days": _("We pack what is in stock within"),
        "local_note": _("About the local courier"),
        "local_note_en": _("About the local courier, in English"),
    }


def _hints() -> dict[str, str]:
    return {
        "pickup_discount": _("0 for the same price; 50 at most."),
        "accept_hours": _("Buyers read it; orders that nobody accepts go back."),
        "handling_days": _("Days on which you are open, without holidays."),
        "offers_pickup": _("In the opening hours of your profile."),
        "offers_local": _("For what a parcel is too rough for: eggs, bread, furniture."),
        "local_note": _("Where it goes, for instance: within the city, on Tuesdays and Fridays."),
    }


def _units() -> dict[str, str]:
    return {
        "pickup_discount": _("percent"),
        "accept_hours": _("hours"),
        "handling_days": _("working days"),
    }


def _fields(typed: Texts, errors: Mapping[str, str]) -> dict[str, Field]:
    hints, units = _hints(), _units()
    return {
        name: Field(
            name,
            label,
            typed[name],
            kind="check" if name in TICKS else "text",
            hint=hints.get(name, ""),
            error=errors.get(name, ""),
            most=MOST_NOTE if name in NOTES else 4,
            mode="numeric" if name in NUMBERS else "",
            unit=units.get(name, ""),
            lang="en" if name == "local_note_en" else "",
            is_optional=name in NOTES,
        )
        for name, label in _labels().items()
    }


def _shown(
    request: HttpRequest,
    facility: Facility,
    services: list[RatesOfService],
    typed: Texts,
    seen: Texts,
    *,
    outcome: Outcome | None = None,
) -> HttpResponse:
    unused = set(typed[_SEVERAL].split())
    known = unused.union(seen[_SEVERAL].split())
    offered = [one for one in services if one.is_on or one.code in known]
    codes = " ".join(one.code for one in offered)
    context = {
        "f": _fields(typed, outcome.errors if outcome else {}),
        "services": [
            Service(one.code, f"{one.courier} {one.name}", one.code not in unused)
            for one in offered
        ],
        "seen": seen_signed(facility.pk, ABOUT, {**seen, _OFFERED: codes}),
        "here": ABOUT,
        "may_change": can(actor_of(request), Act.DELIVERY_SET, facility.pk),
    }
    return facility_page(request, "staff/facility_delivery.html", facility, context, outcome)
