"""Totals of proceeds over all facilities, by month."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalog.policies.abilities import Act, require_everywhere
from storefront.access.actor import actor_of
from storefront.orders.acting import as_shop
from storefront.orders.selectors.proceeds import MonthTotals, month_totals, months_known
from storefront.orders.types import Share
from storefront.web.context import language_of
from storefront.web.proceeds_words import SHARES, month_word, signed

CRUMB = (_("Proceeds"), "center:proceeds")


def _asked(text: str, known: list[date]) -> date | None:
    """The month of an address, else the newest."""
    found = next((month for month in known if f"{month:%Y-%m}" == text), None)
    return found or next(iter(known), None)


def _row(total: MonthTotals, language: str) -> str:
    """A line of the table, as HTML: a page has hundreds. Name, rupiah by share, and of all."""
    amounts = [total.shares.get(share) for share in SHARES]
    cells = [signed(one, language) if one else "–" for one in (*amounts, total.total)]
    return (
        f'<tr><th scope="row">{escape(total.facility_name)}</th>'
        f"<td>{'</td><td>'.join(map(escape, cells))}</td></tr>\n"
    )


def _together(totals: tuple[MonthTotals, ...], month: date) -> MonthTotals:
    shares: dict[Share, Any] = {}
    for total in totals:
        for share, rupiah in total.shares.items():
            shares[share] = shares.get(share, 0) + rupiah
    return MonthTotals(0, gettext("Together"), month, shares)


def urls(site: Any) -> list[URLPattern]:
    """One page, a month at a time."""

    @require_safe
    def proceeds(request: HttpRequest) -> HttpResponse:
        require_everywhere(actor_of(request), Act.PROCEEDS_SEE)
        with as_shop():
            known = months_known()
            month = _asked(request.GET.get("bulan", ""), known)
            totals = month_totals(month=month) if month else ()
        language = language_of()
        context = {
            **site.each_context(request),
            "title": gettext("Proceeds"),
            "lead": gettext("What was captured less what went back, by facility and share."),
            "months": [(f"{one:%Y-%m}", month_word(one, language), one == month) for one in known],
            "heads": [gettext(word) for word in SHARES.values()],
            "rows": mark_safe("".join(_row(total, language) for total in totals)),
            "sum": mark_safe(_row(_together(totals, month), language)) if month else "",
            "month": month_word(month, language) if month else "",
        }
        return TemplateResponse(request, "center/proceeds.html", context)

    return [path("hasil/", site.admin_view(proceeds), name="proceeds")]
