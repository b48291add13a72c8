"""/petugas/<facility>/surat/: a facility's papers, each on its own page, and what goods lack."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.dates import legal_today
from catalog.errors import Invalid, NotFound
from catalog.models import Brand, Facility
from catalog.policies.abilities import Act, can, require
from catalog.types import ListingState
from legality.errors import ScanRefused
from legality.models import Certificate, CertificateState
from legality.numbers import findings_stored
from legality.paper_reading import (
    Standing,
    goods_lacking,
    goods_named,
    paper_of,
    papers_page,
    standing,
)
from legality.paper_values import Covers, covers_of
from legality.scanned import evidence_of
from legality.scans.kinds import MOST_BYTES
from legality.selectors import paper_words
from legality.sentences import finding_said
from legality.services.certificates import certificate_hand_in_again
from legality.services.evidence import evidence_add, evidence_remove
from legality.written import written
from storefront.access.actor import actor_of
from storefront.web.context import language_of
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of, page
from storefront.web.staff.listings import number_asked
from storefront.web.staff.paper_form import SCAN_TOO_LARGE, SCANS, TAB
from storefront.web.staff.paper_markup import Lacking, lacking_html, lines_html
from storefront.web.staff.paper_numbers import parts_said
from storefront.web.staff.paper_words import standing_shown, until_said, wanted_said
from storefront.web.staff.states import state_shown


@inside_page()
def papers(request: HttpRequest, slug: str) -> HttpResponse:
    """All papers of a facility."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    may_add = can(actor, Act.CERTIFICATE_RECORD, facility.pk)
    on, language = legal_today(), language_of()
    found = papers_page(
        facility_id=facility.pk, language=language, on=on, page=number_asked(request)
    )
    context = {
        "found": found,
        "lines": lines_html(found.lines, slug=slug, on=on),
        "may_add": may_add,
        **_lacking(facility, may_add),
    }
    return page(request, "staff/papers.html", context, facility=facility, tab=TAB)


def _lacking(facility: Facility, may_add: bool) -> dict[str, Any]:
    """What a page says of goods that lack papers."""
    words = paper_words(language_of())
    lacking, unlooked = goods_lacking(facility_id=facility.pk, on=legal_today())
    home = reverse("staff:papers", args=[facility.slug])
    rows = []
    for one in lacking:
        wants = wanted_said(one.lacks, home=home, listing_id=one.goods.id, papers=words)
        needed = [want for want in wants if want.blocking]
        advised = [want for want in wants if not want.blocking]
        rows.append(Lacking(one.goods, needed, advised))
    rows.sort(key=lambda row: not row.needed)
    states = {state: state_shown(state) for state in ListingState}
    html = lacking_html(rows, slug=facility.slug, states=states, may_add=may_add)
    return {"lacking": html, "unlooked": unlooked}


# --- One paper


@inside_page()
def paper(request: HttpRequest, slug: str, paper_id: int) -> HttpResponse:
    """One paper."""
    return _paper_page(request, slug, paper_id)


def _paper_page(
    request: HttpRequest, slug: str, paper_id: int, error: str = "", status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    found = paper_of(actor=actor, certificate_id=paper_id, facility_slug=slug)
    on, covers = legal_today(), covers_of(found.pk)
    stands = standing(found.state, found.note, found.issued_on, found.expires_on, on)
    context = {
        "paper": found,
        "number": written(found),
        "kind": found.kind.label if language_of() == "id" else found.kind.label_en,
        "issuer": found.issuer or _issuer(found),
        "state": standing_shown(stands),
        "until": until_said(stands, found.expires_on, on),
        "is_returned": stands is Standing.RETURNED,
        "parts": parts_said(found.kind, found.parse_result.get("parts", {})),
        "odd": [finding_said(one) for one in findings_stored(found.parse_result)],
        "goods": _goods(found, covers),
        "brands": list(Brand.objects.filter(pk__in=covers.brand_ids)) if covers.brand_ids else [],
        "whole": bool(covers.facility_ids),
        "scans": evidence_of(actor=actor, certificate_id=found.pk),
        "scan_error": error,
        "may_change": can(actor, Act.CERTIFICATE_RECORD, found.facility_id)
        and found.state != CertificateState.REVOKED,
        "did": _did().get(request.GET.get("sudah", "")),
        "zone": found.facility.regency.province.zone,
        "most_megabytes": MOST_BYTES // 1024 // 1024,
    }
    return page(
        request, "staff/paper.html", context, facility=found.facility, tab=TAB, status=status
    )


def _issuer(found: Certificate) -> str:
    return found.kind.issuer if language_of() == "id" else found.kind.issuer_en


def _goods(found: Certificate, covers: Covers) -> list[Any]:
    if not covers.listing_ids:
        return []
    goods = goods_named(facility_id=found.facility_id, listing_ids=covers.listing_ids)
    return [(one, state_shown(ListingState(one.state))) for one in goods]


def _did() -> dict[str, str]:
    return {
        "disimpan": _("Saved. The regional office checks it."),
        "pindaian": _("The scan is there."),
        "dibuang": _("The scan is removed."),
        "dibuang-gambar": _(
            "The scan is removed, and nobody sees the picture made of it any more."
        ),
        "lagi": _("The regional office looks at it again."),
    }


def _then(slug: str, paper_id: int, did: str) -> HttpResponse:
    return redirect(f"{reverse('staff:paper', args=[slug, paper_id])}?sudah={did}")


@require_POST
@inside_page()
def paper_scan(request: HttpRequest, slug: str, paper_id: int) -> HttpResponse:
    """Add scans to a paper, each by itself: those before one that is refused are there."""
    actor = actor_of(request)
    found = paper_of(actor=actor, certificate_id=paper_id, facility_slug=slug)
    require(actor, Act.CERTIFICATE_RECORD, found.facility_id)
    files = request.FILES.getlist(SCANS)
    try:
        for file in files:
            if (file.size or 0) > MOST_BYTES:
                raise Invalid(field=SCANS, reason=SCAN_TOO_LARGE)
            evidence_add(
                actor=actor, certificate_id=found.pk, name=file.name or "", content=file.read()
            )
    except (ScanRefused, Invalid) as error:
        reason = f"{file.name}: {_(str(error.params['reason']))}"
        return _paper_page(request, slug, paper_id, reason, status=422)
    if not files:
        return _paper_page(request, slug, paper_id, _("Choose a file."), status=422)
    return _then(slug, paper_id, "pindaian")


@require_POST
@inside_page()
def paper_scan_remove(
    request: HttpRequest, slug: str, paper_id: int, evidence_id: int
) -> HttpResponse:
    """Show a scan no longer."""
    actor = actor_of(request)
    found = paper_of(actor=actor, certificate_id=paper_id, facility_slug=slug)
    if not found.evidence.filter(pk=evidence_id).exists():
        raise NotFound
    was_public = evidence_remove(actor=actor, evidence_id=evidence_id)
    return _then(slug, paper_id, "dibuang-gambar" if was_public else "dibuang")


@require_POST
@inside_page()
def paper_again(request: HttpRequest, slug: str, paper_id: int) -> HttpResponse:
    """Have the office look again at a paper that it sent back."""
    actor = actor_of(request)
    found = paper_of(actor=actor, certificate_id=paper_id, facility_slug=slug)
    certificate_hand_in_again(actor=actor, certificate_id=found.pk)
    return _then(slug, paper_id, "lagi")
