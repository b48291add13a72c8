"""/petugas/<facility>/unit/: workshops and brands: added, changed, removed while unused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from catalog.facility_values import Texts
from catalog.models import AuditEntry, Brand, Facility, ProductionUnit
from catalog.models.facilities import UnitKind
from catalog.policies.abilities import Act, require
from catalog.services.facility_parts import (
    BRANDS,
    UNITS,
    InUse,
    Part,
    part_add,
    part_change,
    part_of,
    part_remove,
)
from storefront.access.actor import actor_of
from storefront.web.inside import inside_page
from storefront.web.staff.facility_forms import (
    Chosen,
    Outcome,
    attempt,
    conflict_shown,
    facility_page,
    form_key,
    latest_of,
    seen_signed,
    sent_of,
)
from storefront.web.staff.frame import facility_of
from storefront.web.staff.unit_fields import echo, fields, kinds, labels, text_words


@dataclass(frozen=True)
class Page:
    """How a kind of part is shown. urls: names of the pages that add, change and remove one."""

    part: Part
    urls: tuple[str, str, str]
    new: str
    one: str
    remove: str

    def about(self, row_id: int | None) -> str:
        """What a form is signed for."""
        return f"{self.part.word}:{row_id or 'new'}"


UNIT_PAGE = Page(
    UNITS,
    ("unit_new", "unit", "unit_remove"),
    gettext_noop("New workshop"),
    gettext_noop("Workshop"),
    gettext_noop("Remove this workshop"),
)
BRAND_PAGE = Page(
    BRANDS,
    ("brand_new", "brand", "brand_remove"),
    gettext_noop("New brand"),
    gettext_noop("Brand"),
    gettext_noop("Remove this brand"),
)


class Line(NamedTuple):
    """A unit or brand in the list. goods: how many listings name it."""

    id: int
    name: str
    about: str
    goods: int


@inside_page()
def units(request: HttpRequest, slug: str) -> HttpResponse:
    """All workshops and brands of a facility."""
    facility = facility_of(actor_of(request), slug)
    context = {
        "units": _unit_lines(facility),
        "brands": _brand_lines(facility),
        "latest": latest_of(actor_of(request), facility, "parts", _entry_words),
        "here": "units",
    }
    return facility_page(request, "staff/facility_units.html", facility, context)


def _unit_lines(facility: Facility) -> list[Line]:
    words = kinds()
    rows = ProductionUnit.objects.filter(facility=facility).annotate(goods=Count("listing"))
    return [
        Line(
            row.pk,
            row.name,
            " · ".join(_facts(row, words)),
            row.goods,
        )
        for row in rows.order_by("pk")
    ]


def _facts(row: ProductionUnit, words: dict[str, str]) -> list[str]:
    trained = (
        ngettext("%(n)s person trained", "%(n)s people trained", row.trained) % {"n": row.trained}
        if row.trained
        else ""
    )
    partner = _("training by %(partner)s") % {"partner": row.training_partner}
    facts = [words.get(row.kind, ""), row.skill, trained, partner if row.training_partner else ""]
    return [fact for fact in facts if fact]


def _brand_lines(facility: Facility) -> list[Line]:
    rows = Brand.objects.filter(facility=facility).annotate(goods=Count("listing"))
    return [Line(row.pk, row.name, "", row.goods) for row in rows.order_by("name", "pk")]


def _entry_words(entry: AuditEntry) -> str:
    texts = entry.detail.get("to") or entry.detail.get("from") or {}
    words = {
        UNITS.actions[0]: _("workshop added"),
        UNITS.actions[1]: _("workshop changed"),
        UNITS.actions[2]: _("workshop removed"),
        BRANDS.actions[0]: _("brand added"),
        BRANDS.actions[1]: _("brand renamed"),
        BRANDS.actions[2]: _("brand removed"),
    }
    name = texts.get("name", "")
    act = words.get(entry.action, "")
    return f"{act}: {name}" if name else act


# --- One of them


@inside_page()
@require_http_methods(["GET", "HEAD", "POST"])
def unit_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a workshop."""
    return _new(request, slug, UNIT_PAGE)


@inside_page()
@require_http_methods(["GET", "HEAD", "POST"])
def brand_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a brand."""
    return _new(request, slug, BRAND_PAGE)


@inside_page()
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, slug: str, row_id: int) -> HttpResponse:
    """Change a workshop."""
    return _one(request, slug, row_id, UNIT_PAGE)


@inside_page()
@require_http_methods(["GET", "HEAD", "POST"])
def brand(request: HttpRequest, slug: str, row_id: int) -> HttpResponse:
    """Rename a brand."""
    return _one(request, slug, row_id, BRAND_PAGE)


@inside_page()
@require_POST
def unit_remove(request: HttpRequest, slug: str, row_id: int) -> HttpResponse:
    """Remove a workshop that no goods name."""
    return _removed(request, slug, row_id, UNIT_PAGE)


@inside_page()
@require_POST
def brand_remove(request: HttpRequest, slug: str, row_id: int) -> HttpResponse:
    """Remove a brand that no goods name."""
    return _removed(request, slug, row_id, BRAND_PAGE)


def _new(request: HttpRequest, slug: str, shown: Page) -> HttpResponse:
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    require(actor, Act.FACILITY_CHANGE, facility.pk)
    about = shown.about(None)
    if request.method != "POST":
        return _form(request, facility, shown, seen={}, typed={"kind": UnitKind.BIMKER})
    typed = _typed(request, shown.part)
    sent = sent_of(request, facility.pk, about, typed)

    def act(wanted: Texts) -> object:
        return part_add(
            shown.part, actor=actor, facility_id=facility.pk, wanted=wanted, key=sent.key
        )

    outcome = attempt(sent, shown.part.rules, labels(shown.part), act)
    if outcome.is_done:
        return outcome.then(reverse("staff:units", args=[slug]))
    return _form(request, facility, shown, seen={}, typed=typed, outcome=outcome)


def _one(request: HttpRequest, slug: str, row_id: int, shown: Page) -> HttpResponse:
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    row = part_of(shown.part, facility.pk, row_id)
    about = shown.about(row_id)
    require(actor, Act.FACILITY_CHANGE, facility.pk)
    if request.method != "POST":
        texts = shown.part.texts(row)
        return _form(request, facility, shown, seen=texts, typed=texts, row=row)
    typed = _typed(request, shown.part)
    sent = sent_of(request, facility.pk, about, typed)
    sent.typed.update(echo(typed, sent.seen))

    def act(wanted: Texts) -> object:
        return part_change(
            shown.part,
            actor=actor,
            facility_id=facility.pk,
            row_id=row_id,
            wanted=wanted,
            seen=sent.seen,
            key=sent.key,
        )

    outcome = attempt(sent, shown.part.rules, labels(shown.part), act)
    if outcome.clash:
        return conflict_shown(
            request,
            facility,
            outcome.clash,
            about=about,
            actions=shown.part.actions,
            action=reverse(f"staff:{shown.urls[1]}", args=[slug, row_id]),
            chosen=Chosen(lambda name: name, lambda name: labels(shown.part)[name], text_words),
            row_id=row_id,
        )
    if outcome.is_done:
        return outcome.then(reverse("staff:units", args=[slug]))
    texts = {**sent.seen, **typed}
    return _form(request, facility, shown, seen=sent.seen, typed=texts, row=row, outcome=outcome)


def _removed(request: HttpRequest, slug: str, row_id: int, shown: Page) -> HttpResponse:
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    try:
        part_remove(
            shown.part,
            actor=actor,
            facility_id=facility.pk,
            row_id=row_id,
            key=form_key(request),
        )
    except InUse as error:
        row = part_of(shown.part, facility.pk, row_id)
        texts = shown.part.texts(row)
        outcome = Outcome(errors={"remove": used_words(error.count)})
        return _form(request, facility, shown, seen=texts, typed=texts, row=row, outcome=outcome)
    return redirect(reverse("staff:units", args=[slug]) + "?tersimpan=1")


def used_words(count: int) -> str:
    """Why something cannot be removed."""
    return ngettext(
        "%(count)s listing names this. Let it name another first, then it can be removed.",
        "%(count)s listings name this. Let them name another first, then it can be removed.",
        count,
    ) % {"count": count}


def _typed(request: HttpRequest, part: Part) -> dict[str, str]:
    return {name: request.POST[name] for name in part.rules if name in request.POST}


def _form(
    request: HttpRequest,
    facility: Facility,
    shown: Page,
    *,
    seen: Texts,
    typed: Texts,
    row: Any = None,
    outcome: Outcome | None = None,
) -> HttpResponse:
    errors = outcome.errors if outcome else {}
    action, remove = shown.urls[0], ""
    args: list[Any] = [facility.slug]
    if row is not None:
        action = shown.urls[1]
        args.append(row.pk)
        remove = reverse(f"staff:{shown.urls[2]}", args=args)
    count = shown.part.naming(row) if row is not None else 0
    context = {
        "fields": fields(shown.part, typed, errors),
        "title": _(shown.new) if row is None else row.name,
        "one": _(shown.one),
        "seen": seen_signed(facility.pk, shown.about(row.pk if row else None), seen),
        "action": reverse(f"staff:{action}", args=args),
        "remove": remove,
        "remove_words": _(shown.remove),
        "used": used_words(count) if count else "",
        "is_unit": shown.part is UNITS,
        "here": "units",
    }
    return facility_page(request, "staff/unit_form.html", facility, context, outcome)
