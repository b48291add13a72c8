"""/checkout/periksa/: everything once more, and the button that orders. The last of three pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.dates import legal_today
from catalog.errors import DomainError, Invalid, NotFound
from storefront.access.actor import actor_of
from storefront.orders.consents import TEXT_VERSION
from storefront.orders.errors import BasketChanged, NoDelivery, PaymentRefused
from storefront.orders.providers.base import Method
from storefront.orders.rules.returns import RETURN_DAYS
from storefront.orders.services.payments import methods_offered, payment_begin
from storefront.orders.services.placing import Placed, order_place, placed_of
from storefront.orders.services.quoting import ProblemKind, Quote, QuotePart, quote
from storefront.web.addresses import prefix
from storefront.web.buying.frame import basket_key, buyers_page, limited, page, posts_from_here
from storefront.web.buying.order_key import order_key_give
from storefront.web.buying.way_words import WayShown, agreed_apart, way_shown
from storefront.web.buying.ways import earlier_step
from storefront.web.context import language_of
from storefront.web.formats import rupiah

_PER_MINUTE = 30


@require_http_methods(["GET", "HEAD"])
@buyers_page
def review(request: HttpRequest) -> HttpResponse:
    """Everything, each with a way to change it; a basket that was ordered leads to its order."""
    language = language_of()
    token = basket_key(request)
    seen = quote(token, on=legal_today(), language=language) if token else None
    if seen is None:
        placed = placed_of(token) if token else None
        return redirect(_order_page(placed) if placed else f"{prefix(language)}/keranjang/")
    back = earlier_step(seen, language) or _ways_first(seen)
    return redirect(back) if back else _page(request, seen)


def _ways_first(seen: Quote) -> str:
    """The second page, where a way of delivery or of paying is still to be chosen."""
    is_open = any(problem.kind is ProblemKind.DELIVERY for problem in seen.problems)
    return _ways_page() if is_open or (seen.total and _method(seen) is None) else ""


def _ways_page() -> str:
    return f"{prefix(language_of())}/checkout/pengiriman/"


def _order_page(placed: Placed) -> str:
    return f"{prefix(language_of())}/pesanan/{placed.order_token}/"


def _method(seen: Quote) -> Method | None:
    offered = methods_offered(seen, language=language_of())
    return next((method for method in offered if method.code == seen.basket.method), None)


@require_POST
@limited("order", _PER_MINUTE)
@posts_from_here
@buyers_page
def order(request: HttpRequest) -> HttpResponse:
    """Place the order, then lead to where it is paid. Sent again, by whatever way: the same."""
    token = basket_key(request)
    if token is None:
        return redirect(f"{prefix(language_of())}/keranjang/")
    try:
        placed = order_place(
            token=token,
            digest=request.POST.get("dilihat", "")[:64],
            method=request.POST.get("cara", "")[:40],
            language=language_of(),
            user_id=actor_of(request).user_id,
            consent=request.POST.get("setuju", "")[:10],
        )
    except NotFound:
        return redirect(f"{prefix(language_of())}/keranjang/")
    except DomainError as error:
        return _not_placed(request, error)
    return _on(request, placed)


def _on(request: HttpRequest, placed: Placed) -> HttpResponse:
    """To the page of paying; where nothing is to be paid now, to the order's."""
    here = payment_begin(shop_order_id=placed.shop_order_id) if placed.total else None
    response = redirect(here.page if here else _order_page(placed))
    order_key_give(request, response, placed.order_token)
    return response


def _not_placed(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Nothing was ordered: say why beside what there is now."""
    if isinstance(error, NoDelivery | PaymentRefused):
        return redirect(_ways_page())
    token = basket_key(request)
    seen = quote(token, on=legal_today(), language=language_of()) if token else None
    if seen is None:
        return redirect(f"{prefix(language_of())}/keranjang/")
    back = earlier_step(seen, language_of()) or _ways_first(seen)
    if back:
        return redirect(back)
    said = error.sentence
    if isinstance(error, BasketChanged):
        said = _("Something changed meanwhile, and nothing was ordered. This is how it is now.")
    if isinstance(error, Invalid):
        said = _(str(error.params["reason"]))
    return _page(request, seen, said=said, needs_consent=isinstance(error, Invalid))


def _page(
    request: HttpRequest, seen: Quote, *, said: str = "", needs_consent: bool = False
) -> HttpResponse:
    language = language_of()
    stops = [problem.sentence for problem in seen.problems]
    context = {
        "quote": seen,
        "agreed": agreed_apart(seen.parts),
        "parts": [(part, _way(part)) for part in seen.parts],
        "method": _method(seen),
        "said": said,
        "needs_consent": needs_consent,
        "stops": stops,
        "total": rupiah(seen.total, language),
        "version": TEXT_VERSION,
        "return_days": RETURN_DAYS,
        "order_page": f"{prefix(language)}/checkout/pesan/",
        "basket_page": f"{prefix(language)}/keranjang/",
        "address_page": f"{prefix(language)}/checkout/alamat/",
        "ways_page": _ways_page(),
    }
    return page(request, "buying/review.html", context, status=422 if said else 200)


def _way(part: QuotePart) -> WayShown | None:
    return way_shown(part.offer, language_of(), is_chosen=True) if part.offer else None
