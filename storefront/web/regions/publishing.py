"""/wilayah/setelan/: whether an office's facilities publish at once what needs no paper."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.errors import NotAllowed, NotFound
from catalog.models import RegionalOffice
from catalog.policies.abilities import Act, can_everywhere, can_in_office
from legality.regional import OfficeGoods, paperless_goods
from legality.services.offices import office_publishing_set
from storefront.web.regions.frame import Region, office_name, page, region_of, region_page

TAB = "settings"
_KEY = re.compile(r"\d{1,9}", re.ASCII)
ON, OFF = "boleh", "tidak"


@require_http_methods(["GET", "HEAD", "POST"])
@region_page
def publishing(request: HttpRequest) -> HttpResponse:
    """The switch of each office looked at."""
    region = region_of(request)
    if request.method == "POST":
        return _set(request, region)
    found = paperless_goods(actor=region.actor)
    rows = [_row(region, office, found.get(office.pk)) for office in _offices(region)]
    may = any(row["may"] for row in rows)
    return page(request, "regions/settings.html", {"rows": rows, "may_any": may}, tab=TAB)


def _offices(region: Region) -> list[RegionalOffice]:
    """The offices looked at."""
    offices = RegionalOffice.objects.order_by("name", "pk")
    if region.office is not None:
        return list(offices.filter(pk=region.office.pk))
    if can_everywhere(region.actor, Act.FACILITY_SEE):
        return list(offices)
    keys = [grant.office_id for grant in region.actor.grants if grant.office_id is not None]
    return list(offices.filter(pk__in=keys))


def _row(region: Region, office: RegionalOffice, goods: OfficeGoods | None) -> dict[str, Any]:
    return {
        "office": office,
        "name": office_name(office),
        "goods": goods or OfficeGoods(0, 0),
        "may": _may(region, office),
    }


def _may(region: Region, office: RegionalOffice) -> bool:
    """Asked of the whole actor: to look at one office alone takes nothing away from anybody."""
    everywhere = can_everywhere(region.whole, Act.OFFICE_SET)
    return everywhere or can_in_office(region.whole, Act.OFFICE_SET, office.pk)


def _set(request: HttpRequest, region: Region) -> HttpResponse:
    key = request.POST.get("office", "")
    offices = {str(office.pk): office for office in _offices(region)}
    office = offices.get(key) if _KEY.fullmatch(key) else None
    if office is None:
        if not any(_may(region, one) for one in offices.values()):
            raise NotAllowed
        raise NotFound
    lets = request.POST.get("do") == ON
    office_publishing_set(actor=region.whole, office_id=office.pk, lets_publish=lets)
    said = (
        _("%(office)s: what needs no paper goes on sale at once.")
        if lets
        else _("%(office)s: everything waits for the office first.")
    )
    messages.success(request, said % {"office": office_name(office)})
    return redirect(region.link("settings"))
