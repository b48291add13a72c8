"""/petugas/<facility>/hasil/: what the facility's goods brought in, by month and share."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.policies.abilities import Act, require
from storefront.access.actor import actor_of
from storefront.orders.selectors.proceeds import month_totals
from storefront.web.context import language_of
from storefront.web.inside import inside_page
from storefront.web.proceeds_words import months_rows
from storefront.web.staff.frame import facility_of, page


@require_safe
@inside_page()
def proceeds(request: HttpRequest, slug: str) -> HttpResponse:
    """The months, newest first; for those who lead the facility and those who look at all."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    require(actor, Act.PROCEEDS_SEE, facility.pk)
    totals = month_totals(facility_ids=[facility.pk])
    context = {"months": months_rows(totals, language_of())}
    return page(request, "staff/proceeds.html", context, facility=facility, tab="proceeds")
