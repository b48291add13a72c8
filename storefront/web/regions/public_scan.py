"""/wilayah/surat/<n>/gambar/: the picture of a paper for everybody, with parts made black."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.errors import NotFound
from catalog.policies.abilities import Act, require
from legality.regional_papers import PaperSeen, paper_seen
from legality.scanned import EvidenceShown, evidence_of
from legality.services.evidence import evidence_publish, evidence_unpublish
from storefront.web.components.scan_boxes import BoxesRead, boxes_read
from storefront.web.context import language_of
from storefront.web.regions.frame import Region, page, region_of, region_page
from storefront.web.regions.papers import TAB


@require_http_methods(["GET", "HEAD", "POST"])
@region_page
def public_scan(request: HttpRequest, certificate_id: int, evidence_id: int) -> HttpResponse:
    """Draw boxes on the first page of a scan, and let everybody see it so."""
    region = region_of(request)
    seen = _seen(region, certificate_id)
    require(region.actor, Act.CERTIFICATE_VERIFY, seen.row.facility_id)
    scan = _scan(region, certificate_id, evidence_id)
    if request.method != "POST":
        return _page(request, seen, scan, boxes_read({}))
    read = boxes_read(request.POST.dict())
    if read.is_wrong or read.is_unsaid:
        return _page(request, seen, scan, read, status=422)
    evidence_publish(actor=region.actor, evidence_id=evidence_id, boxes=read.boxes)
    messages.success(request, _("Everybody sees this picture now, where the paper is shown."))
    return redirect(region.link("paper", certificate_id))


@require_POST
@region_page
def public_scan_hide(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Take the picture away from everybody."""
    region = region_of(request)
    evidence_unpublish(actor=region.actor, certificate_id=certificate_id)
    messages.success(request, _("No picture of this paper is public any more."))
    return redirect(region.link("paper", certificate_id))


def _seen(region: Region, certificate_id: int) -> PaperSeen:
    return paper_seen(actor=region.actor, certificate_id=certificate_id, language=language_of())


def _scan(region: Region, certificate_id: int, evidence_id: int) -> EvidenceShown:
    """One scan of the paper. Raises NotFound."""
    for one in evidence_of(actor=region.actor, certificate_id=certificate_id):
        if one.evidence_id == evidence_id:
            return one
    raise NotFound


def _page(
    request: HttpRequest, seen: PaperSeen, scan: EvidenceShown, read: BoxesRead, status: int = 200
) -> HttpResponse:
    context = {
        "seen": seen,
        "called": f"{seen.short} {seen.written}",
        "scan": scan,
        "rows": read.rows,
        "is_wrong": read.is_wrong,
        "is_unsaid": request.method == "POST" and read.is_unsaid,
        "is_nothing": read.is_nothing,
    }
    return page(request, "regions/public_scan.html", context, tab=TAB, status=status)
