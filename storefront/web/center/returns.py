"""Requests to send goods back: what waits, one of them with its photos, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.errors import Invalid
from catalog.policies.abilities import Act, can_everywhere, require_everywhere
from storefront.access.actor import actor_of
from storefront.orders.history import RETURN
from storefront.orders.selectors.center_waits import center_waits
from storefront.orders.selectors.returns import (
    MOST_ROWS,
    ReturnRow,
    ReturnSheet,
    return_photo,
    return_sheet,
    returns_list,
)
from storefront.orders.services.returns import NOTE_MOST, ReturnAnswer, return_decide
from storefront.orders.types import ReturnState
from storefront.web.center.history import history_address
from storefront.web.context import language_of
from storefront.web.formats import rupiah
from storefront.web.order_words import moment, return_word

CRUMB = (_("Goods sent back"), "center:returns")
# Opened by itself a photo is nobody's page: it runs nothing, loads nothing, is of no origin.
_ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"
_DONE = {
    ReturnState.APPROVED: _("Agreed. The buyer is told, and the money goes back."),
    ReturnState.REFUSED: _("Refused. The buyer is told why."),
}


def _shown_row(row: ReturnRow) -> tuple[ReturnRow, str, str]:
    """With its state and time in words."""
    at = moment(row.decided_at or row.asked_at, row.zone, language_of())
    return row, return_word(row.state), at


def _whole(request: HttpRequest, name: str) -> int:
    """A whole number that a form or an address brings; 0 for what is none."""
    given = request.POST if request.method == "POST" else request.GET
    text = given.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len("1000000000") else 0


def _answer(request: HttpRequest, sheet: ReturnSheet) -> ReturnAnswer:
    """What was filled in; who refuses takes nothing back. Raises Invalid for a form of ours that
    neither agrees nor refuses."""
    note = request.POST.get("note", "")
    if "refuse" in request.POST:
        return ReturnAnswer({}, with_delivery=False, note=note)
    pieces = {line.id: _whole(request, f"line-{line.id}") for line, _asked in sheet.lines}
    if "agree" not in request.POST or not any(pieces.values()):
        raise Invalid(field="pieces", reason=gettext("Say how many pieces are taken back."))
    return ReturnAnswer(pieces, with_delivery="delivery" in request.POST, note=note)


def urls(site: Any) -> list[URLPattern]:
    """The list, one request, its photos."""

    def framed(request: HttpRequest, context: Mapping[str, Any]) -> dict[str, Any]:
        return {**site.each_context(request), "crumb": CRUMB, **context}

    @require_safe
    def returns(request: HttpRequest) -> HttpResponse:
        actor, before = actor_of(request), _whole(request, "sebelum")
        waiting = returns_list(actor=actor, waiting=True) if not before else ()
        decided = returns_list(actor=actor, waiting=False, before=before)
        context = framed(
            request,
            {
                "title": gettext("Goods sent back"),
                "waiting": [_shown_row(row) for row in waiting],
                "count": center_waits().returns if not before else 0,
                "decided": [_shown_row(row) for row in decided],
                "before": before,
                "older": decided[-1].id if len(decided) == MOST_ROWS else 0,
            },
        )
        return TemplateResponse(request, "center/returns.html", context)

    @require_http_methods(["GET", "HEAD", "POST"])
    def one(request: HttpRequest, key: int) -> HttpResponse:
        actor = actor_of(request)
        sheet = return_sheet(actor=actor, return_id=key)
        if request.method == "POST":
            require_everywhere(actor, Act.ORDER_SETTLE)
        wrong: dict[str, str] = {}
        if request.method == "POST":
            try:
                answer = _answer(request, sheet)
                state = return_decide(actor=actor, return_id=key, answer=answer)
            except Invalid as refused:
                wrong[str(refused.params["field"])] = gettext(str(refused.params["reason"]))
            else:
                messages.success(request, _DONE[state])
                return redirect(reverse("center:returns"))
        context = framed(request, {**_page(request, sheet), "wrong": wrong})
        status = 422 if wrong else 200
        return TemplateResponse(request, "center/return.html", context, status=status)

    @require_safe
    def photo(request: HttpRequest, key: int, place: int) -> HttpResponse:
        content = return_photo(actor=actor_of(request), return_id=key, place=place)
        response = HttpResponse(content, content_type="image/webp")
        response["Content-Disposition"] = f'inline; filename="pengembalian-{key}-{place}.webp"'
        response["Content-Security-Policy"] = _ALONE
        response["X-Content-Type-Options"] = "nosniff"
        return response

    wrap = site.admin_view
    return [
        path("pengembalian/", wrap(returns), name="returns"),
        path("pengembalian/<int:key>/", wrap(one), name="return"),
        path("pengembalian/<int:key>/foto/<int:place>/", wrap(photo), name="return_photo"),
    ]


def _page(request: HttpRequest, sheet: ReturnSheet) -> dict[str, Any]:
    language = language_of()
    _row, word, at = _shown_row(sheet.row)
    is_posted = request.method == "POST"
    return {
        "title": sheet.row.number,
        "sheet": sheet,
        "row": sheet.row,
        "word": word,
        "at": at,
        "asked_at": moment(sheet.row.asked_at, sheet.row.zone, language),
        "lines": [
            (
                line,
                asked,
                range(asked + 1),
                _whole(request, f"line-{line.id}") if is_posted else asked,
            )
            for line, asked in sheet.lines
        ],
        "photos": range(1, sheet.photos + 1),
        "due": rupiah(sheet.due.amount - sheet.due.delivery, language),
        "delivery": rupiah(sheet.due.delivery, language) if sheet.due.delivery else "",
        "note": request.POST.get("note", "") if is_posted else sheet.note,
        "most": NOTE_MOST,
        "waits": sheet.row.state is ReturnState.ASKED,
        "history_address": history_address(RETURN, sheet.row.id),
        "may_settle": can_everywhere(actor_of(request), Act.ORDER_SETTLE),
    }
