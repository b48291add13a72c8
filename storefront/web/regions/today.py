"""/wilayah/: what an office has to do; of several, which office."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from catalog.dates import legal_today
from legality.regional import Goods, Papers, Today, offices_of, today_of
from storefront.web.regions.frame import Region, page, region_of, region_page


class Task(NamedTuple):
    """One thing to do, so many times. verb: of its link; is_due: it comes first."""

    number: int
    words: str
    verb: str
    address: str
    since: Any = None
    is_due: bool = False


@require_GET
@region_page
def today(request: HttpRequest) -> HttpResponse:
    """What waits in the office; people with several choose one."""
    region = region_of(request)
    on = legal_today()
    if region.has_several and region.office is None:
        return page(
            request,
            "regions/offices.html",
            {"offices": offices_of(actor=region.actor, on=on)},
            tab="today",
        )
    found = today_of(actor=region.actor, on=on)
    context = {"tasks": _tasks(region, found), "found": found, "ends": _ends(region, found)}
    return page(request, "regions/today.html", context, tab="today")


def _tasks(region: Region, found: Today) -> list[Task]:
    look = _("Look")
    check, decide = (_("Check"), _("Decide")) if region.may_review else (look, look)
    goods, papers = region.link("goods"), region.link("papers")
    sign = "&" if region.tail else "?"
    waiting = ngettext(
        "listing waits for a decision", "listings wait for a decision", found.waiting
    )
    tasks = (
        Task(found.waiting, waiting, decide, region.link("queue"), found.oldest, is_due=True),
        Task(
            found.unchecked,
            ngettext("paper not checked yet", "papers not checked yet", found.unchecked),
            check,
            f"{papers}{sign}keadaan={Papers.WAITING}",
        ),
        Task(
            found.held,
            _("with a changed recipe, to be confirmed"),
            decide,
            f"{goods}{sign}keadaan={Goods.HELD}",
        ),
        Task(
            found.suspended,
            _("suspended, not on sale"),
            look,
            f"{goods}{sign}keadaan={Goods.SUSPENDED}",
        ),
        Task(
            found.bare,
            ngettext(
                "facility with nothing on sale", "facilities with nothing on sale", found.bare
            ),
            look,
            f"{goods}{sign}keadaan=kosong",
        ),
    )
    return [task for task in tasks if task.number]


def _ends(region: Region, found: Today) -> list[dict[str, Any]]:
    """Papers that end within so many days."""
    rows = ((7, found.ends_7), (30, found.ends_30), (90, found.ends_90))
    return [
        {
            "days": days,
            "number": number,
            "address": region.link("papers", keadaan=Papers.SOON, hari=days),
        }
        for days, number in rows
    ]
