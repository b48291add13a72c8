"""What the number of a paper says, beside its field: asked by a script, or with the form itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.models import Facility
from catalog.policies.abilities import Act, require
from legality.models import CertificateKind
from legality.numbers import About, Numbers, facility_regions, goods_kinds
from legality.paper_reading import parts_shown
from legality.reading import Reading
from legality.sentences import finding_said
from legality.types import Finding
from storefront.access.actor import actor_of
from storefront.web.context import language_of
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of
from storefront.web.staff.paper_fields import (
    DATES,
    MOST,
    Typed,
    asked_for,
    day_of,
    kinds_known,
)

# Codes of findings that are about the dates, not the number.
_OF_DATES = ("ends_", "year_")


class PartShown(NamedTuple):
    """A part of a number, in the page's language."""

    name: str
    value: str
    meaning: str


class NumberShown(NamedTuple):
    """What a number says. code, kind: of the paper that it is of, empty when it cannot be told;
    refused, odd: sentences of what keeps it out and of what is only strange; is_fine: nothing of
    either."""

    normal: str
    code: str
    kind: str
    parts: Sequence[PartShown]
    refused: Sequence[str]
    odd: Sequence[str]

    @property
    def is_fine(self) -> bool:
        """Whether nothing is to be said."""
        return bool(self.code) and not self.refused and not self.odd


@require_safe
@inside_page()
def number_said(request: HttpRequest, slug: str) -> HttpResponse:
    """What a number says, as a part of a page, for a script."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    require(actor, Act.CERTIFICATE_RECORD, facility.pk)
    typed = asked_for(request.GET) | {
        name: request.GET.get(name, "")[: MOST[name]] for name in ("number", *DATES)
    }
    context = {"said": number_shown(facility, typed) if typed["number"].strip() else None}
    return render(request, "staff/paper_number.html", context)


def number_shown(facility: Facility, typed: Typed) -> NumberShown:
    """What a number says, with the dates and goods that were typed with it."""
    kinds = kinds_known()
    reading = Numbers.now().read(typed["number"], code=typed["kind"], about=about(facility, typed))
    kind = kinds.get(reading.code)
    return NumberShown(
        normal=reading.normal,
        code=reading.code,
        kind=_label(kind),
        parts=_parts(kind, reading),
        refused=[finding_said(finding) for finding in reading.findings if finding.blocking],
        odd=[finding_said(finding) for finding in reading.findings if not finding.blocking],
    )


def about(facility: Facility, typed: Typed) -> About:
    """What else is known of the paper."""
    goods = [int(key) for key in typed.get("goods", "").split()]
    return About(
        region=facility_regions([facility.pk])[facility.pk],
        goods=frozenset(goods_kinds(goods).values()) if goods else frozenset(),
        issued_on=day_of(typed.get("issued_on", "")),
        expires_on=day_of(typed.get("expires_on", "")),
        is_filed=bool(typed.get("is_filed")),
    )


def _label(kind: CertificateKind | None) -> str:
    if kind is None:
        return ""
    return kind.label if language_of() == "id" else kind.label_en


def _parts(kind: CertificateKind | None, reading: Reading) -> list[PartShown]:
    return parts_said(kind, reading.parts) if kind else []


def parts_said(kind: CertificateKind, parts: Mapping[str, str]) -> list[PartShown]:
    """Parts of a number in the page's language."""
    return [
        PartShown(_(one.name), one.value, one.meaning.said(language_of()))
        for one in parts_shown(kind, parts)
    ]


def errors_of(findings: Sequence[Finding]) -> dict[str, str]:
    """Sentences of findings for which a paper is not taken, by field."""
    errors: dict[str, list[str]] = {}
    for finding in findings:
        field = "expires_on" if finding.code.startswith(_OF_DATES) else "number"
        errors.setdefault(field, []).append(finding_said(finding))
    return {field: " ".join(sentences) for field, sentences in errors.items()}
