"""/bayar/latihan/: the practice provider's page, on which a buyer's bank would be. In demo and test
mode alone: elsewhere it is not there."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from storefront.orders.providers.practice import PracticeProvider
from storefront.orders.providers.registry import PRACTICE, provider_in_use
from storefront.orders.selectors.payments import attempt_of_key
from storefront.orders.services.practising import DEEDS, practice_do
from storefront.web.buying.frame import buyers_page, limited, page, posts_from_here
from storefront.web.buying.pay import pay_address


@posts_from_here
@limited("practice", 120)
@buyers_page
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest, practice_key: UUID) -> HttpResponse:
    """Four buttons; each leads back to the shop's own page."""
    if not isinstance(provider_in_use(PRACTICE), PracticeProvider):
        raise Http404
    attempt, token = attempt_of_key(practice_key, provider=PRACTICE)
    did = request.POST.get("act", "")
    if request.method == "POST" and did in DEEDS:
        practice_do(attempt_id=attempt.pk, did=did)
        return redirect(pay_address(token))
    context = {"attempt": attempt, "number": attempt.shop_order.number, "back": pay_address(token)}
    return page(request, "buying/practice.html", context)
