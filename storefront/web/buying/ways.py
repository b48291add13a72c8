"""/checkout/pengiriman/: a way of delivery for each facility, and a way of paying. The second of
three pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.dates import legal_today
from catalog.errors import DomainError, NotFound
from storefront.orders.errors import NoDelivery, PaymentRefused
from storefront.orders.services.choosing import Way, methods_to_choose, ways_choose
from storefront.orders.services.quoting import ProblemKind, Quote, QuotePart, quote
from storefront.web.addresses import prefix
from storefront.web.buying.frame import basket_key, buyers_page, limited, page, posts_from_here
from storefront.web.buying.way_words import WayShown, agreed_apart, ways_shown
from storefront.web.context import language_of
from storefront.web.formats import rupiah

_PER_MINUTE = 60
FIELD = "kirim-"


@dataclass(frozen=True)
class MethodShown:
    """A way of paying as a card. fee: "" for none."""

    code: str
    name: str
    note: str
    fee: str
    is_chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
@limited("ways", _PER_MINUTE)
@posts_from_here
@buyers_page
def ways(request: HttpRequest) -> HttpResponse:
    """The cards; sent, on to the review."""
    language = language_of()
    token = basket_key(request)
    seen = quote(token, on=legal_today(), language=language) if token else None
    if token is None or seen is None:
        return redirect(f"{prefix(language)}/keranjang/")
    back = earlier_step(seen, language)
    if back:
        return redirect(back)
    if request.method != "POST":
        return _page(request, seen)
    return _chosen(request, token, seen)


def earlier_step(seen: Quote, language: str) -> str:
    """The page that has to be gone to first, "" for none."""
    kinds = {problem.kind for problem in seen.problems}
    if kinds & {ProblemKind.EMPTY, ProblemKind.CHANGED}:
        return f"{prefix(language)}/keranjang/"
    if kinds & {ProblemKind.ADDRESS, ProblemKind.CONTACT}:
        return f"{prefix(language)}/checkout/alamat/"
    return ""


def _chosen(request: HttpRequest, token: UUID, seen: Quote) -> HttpResponse:
    language = language_of()
    method = request.POST.get("cara", "")[:40]
    wanted = _ways_sent(request.POST, seen)
    try:
        ways_choose(token=token, ways=wanted, method=method, language=language, seen=seen)
    except (NoDelivery, PaymentRefused, NotFound) as error:
        return _page(request, seen, wrong=error, wanted=wanted, method=method)
    return redirect(f"{prefix(language)}/checkout/periksa/")


def _ways_sent(sent: Mapping[str, str], seen: Quote) -> dict[int, Way]:
    """What was ticked, by facility; nothing for a part for which nothing can be."""
    found = {}
    for part in seen.parts:
        kind, _colon, service = sent.get(f"{FIELD}{part.facility_id}", "")[:60].partition(":")
        if kind:
            found[part.facility_id] = (kind, service)
    return found


def _page(
    request: HttpRequest,
    seen: Quote,
    *,
    wrong: DomainError | None = None,
    wanted: Mapping[int, Way] | None = None,
    method: str = "",
) -> HttpResponse:
    language = language_of()
    context = {
        "quote": seen,
        "agreed": agreed_apart(seen.parts),
        "parts": [
            (part, f"{FIELD}{part.facility_id}", _cards(part, wanted)) for part in seen.parts
        ],
        "methods": _methods(seen, method or seen.basket.method),
        "wrong": _said(wrong) if wrong else "",
        "wrong_at": "bayar" if isinstance(wrong, PaymentRefused) else "kirim",
        "can_go_on": all(part.can_be_had for part in seen.parts),
        "here": request.path,
        "basket_page": f"{prefix(language)}/keranjang/",
        "address_page": f"{prefix(language)}/checkout/alamat/",
    }
    return page(request, "buying/ways.html", context, status=422 if wrong else 200)


def _said(error: DomainError) -> str:
    """Its sentence with its reason in the language of the page."""
    reason = str(error.params.get("reason", ""))
    facility = error.params.get("facility")
    said = _(reason) if reason else error.sentence
    return f"{facility}: {said}" if facility else said


def _cards(part: QuotePart, wanted: Mapping[int, Way] | None) -> list[WayShown]:
    way = (wanted or {}).get(part.facility_id)
    same = (offer for offer in part.offers if (offer.kind, offer.service) == way)
    chosen = next(same, part.offer) if way else part.offer
    return ways_shown(part, language_of(), chosen)


def _methods(seen: Quote, chosen: str) -> list[MethodShown]:
    """The one chosen before, else the first, is ticked."""
    language = language_of()
    offered = methods_to_choose(seen, language=language)
    codes = [method.code for method in offered]
    ticked = chosen if chosen in codes else next(iter(codes), "")
    return [
        MethodShown(
            code=method.code,
            name=method.name,
            note=method.note,
            fee=rupiah(method.fee, language) if method.fee else "",
            is_chosen=method.code == ticked,
        )
        for method in offered
    ]
