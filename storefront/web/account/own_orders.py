"""/akun/pesanan/: what a buyer ordered with this account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from storefront.access.actor import actor_of
from storefront.orders.selectors.buyers import OrderRow, orders_of
from storefront.web.account.frame import own_page, page
from storefront.web.account.moments import day_text
from storefront.web.addresses import prefix
from storefront.web.context import language_of
from storefront.web.formats import rupiah
from storefront.web.order_words import state_word

_LONGEST_KEY = 9


@require_GET
@own_page
def orders(request: HttpRequest) -> HttpResponse:
    """A page of them, the newest first."""
    asked = request.GET.get("sebelum", "")
    before = int(asked) if asked.isdecimal() and len(asked) <= _LONGEST_KEY else None
    found, more = orders_of(actor_of(request).user_id or 0, before=before)
    rows = [_words(one) for one in found]
    context = {"orders": rows, "more": more, "is_first": before is None}
    return page(request, "account/orders.html", context)


def _words(one: OrderRow) -> dict[str, Any]:
    return {
        "address": f"{prefix(language_of())}/pesanan/{one.token}/",
        "number": one.number,
        "placed": day_text(one.placed_at),
        "total": rupiah(one.total, language_of()),
        "state": state_word(one.state, one.states),
        "facilities": one.facilities,
        "is_open": one.is_open,
    }
