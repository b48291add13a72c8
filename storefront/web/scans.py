"""A scan's files for who may see it, where no bucket hands them out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from catalog.acting import acting
from legality.scanned import evidence_opened
from storefront.access.actor import actor_of
from storefront.access.address import client_address
from storefront.web.errors import domain_errors_as_page

# Opened by itself the file is nobody's page: it runs nothing, loads nothing, is of no origin.
_ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"


@require_safe
@domain_errors_as_page
def scan_file(request: HttpRequest, ticket: str) -> HttpResponse:
    """The file that a ticket of `legality.scanned` is for.

    Raises Http404 also for who is not logged in: an address that lives five minutes leads to no
    log-in.
    """
    actor = actor_of(request)
    # the database shows scans to whoever acts, and to nobody else
    with acting(actor, address=client_address(request), request_id=""):
        opened = evidence_opened(actor=actor, ticket=ticket)
    answer = HttpResponse(opened.content, content_type=opened.media_type)
    called = content_disposition_header(not opened.inline, opened.called)
    answer["Content-Disposition"] = called or "attachment"
    answer["Content-Security-Policy"] = _ALONE
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
