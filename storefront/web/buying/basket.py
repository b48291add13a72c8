"""/keranjang/: what a buyer put in, by facility, and everything that changed meanwhile."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from catalog.dates import legal_today
from catalog.errors import DomainError, Invalid, NotFound
from storefront.access.address import client_address
from storefront.orders.errors import BasketChanged, TooMany, TooManyGuesses, VoucherRefused
from storefront.orders.selectors.baskets import Basket, basket_count, basket_read, goods_on_sale
from storefront.orders.selectors.delivery import Destination, Offer, offers
from storefront.orders.services.baskets import (
    NOT_WHOLE,
    Added,
    basket_accept,
    basket_add,
    basket_set,
    basket_voucher_remove,
    basket_voucher_set,
)
from storefront.orders.services.delivery import delivery_choose
from storefront.orders.types import DeliveryKind
from storefront.web import addresses
from storefront.web.buying.basket_place import destination_of, place_keep, place_of
from storefront.web.buying.basket_shown import (
    changes_said,
    later_shown,
    parts_shown,
    sums_of,
    why_several,
)
from storefront.web.buying.frame import (
    basket_key,
    basket_key_set,
    buyers_page,
    limited,
    page,
    posts_from_here,
)
from storefront.web.context import language_of
from storefront.web.errors import refusal_page
from storefront.web.later_cookie import MOST_LATER, later_keep, later_kept

# Posts of one address of the network a minute: who fills a basket by hand stays far below.
_PER_MINUTE, _VOUCHERS_PER_MINUTE = 120, 30
_LONGEST_NUMBER = 7  # digits; more is no number of pieces
_BEYOND = 10_000_000
_NOT_THERE = gettext_noop("This is not in your basket any more.")
_FULL = gettext_noop("At most %(most)s goods can be saved for later. Take one of them out first.")
_REFUSED = 422


def basket_address(query: str = "") -> str:
    """The page's path in the page's language."""
    return f"{addresses.prefix(language_of())}/keranjang/" + (f"?{query}" if query else "")


# --- The page


@require_safe
@buyers_page
def basket(request: HttpRequest) -> HttpResponse:
    """The basket; what was just put in or taken out stands in the address."""
    return _page(request, **_just_done(request))


def _page(request: HttpRequest, *, status: int = 200, **said: Any) -> HttpResponse:
    """said: masuk, hapus, nanti (a name), count, wrong (a sentence), voucher_wrong, code."""
    language = language_of()
    token = basket_key(request)
    found = basket_read(token, language=language) if token else None
    said |= _later(request, language)
    if found is None or not found.items:
        return page(request, "buying/basket_empty.html", said, status=status)
    place = place_of(request, language)
    to = destination_of(found, place)
    parts = parts_shown(found, _ways(found, to, language), language, is_placed=to is not None)
    # a province alone is a guess: it shows what is in the way, and keeps nobody from going on
    is_stuck = found.address is not None and any(part.refused for part in parts)
    context = {
        "basket": found,
        "parts": parts,
        "sums": sums_of(found, parts),
        "changes": changes_said(found, language),
        "why_several": why_several(found),
        "place": None if found.address else place,
        "ready": not found.changes and not is_stuck,
        **said,
    }
    response = page(request, "buying/basket.html", context, status=status)
    place_keep(request, response, place)
    basket_key_set(response, found.token)  # sixty days from the last look at it
    return response


def _ways(found: Basket, to: Destination | None, language: str) -> dict[int, tuple[Offer, ...]]:
    """Ways of delivery by facility, of what can be bought."""
    parts = [part for part in found.parts if part.on_sale]
    is_live = found.address is not None
    return offers(parts, to, is_live=is_live, on=legal_today(), language=language)


def _later(request: HttpRequest, language: str) -> dict[str, Any]:
    """What this device keeps for later."""
    kept = later_kept(request)
    on_sale = goods_on_sale(list(kept), language=language) if kept else {}
    return {
        "later": later_shown(kept, on_sale, language),
        "asleep": [variant_id for variant_id in kept if variant_id not in on_sale],
    }


def _just_done(request: HttpRequest) -> dict[str, Any]:
    """What the address says was done last; anybody may write one, so names are looked up."""
    for name in ("masuk", "hapus", "nanti"):
        variant_id = _whole(request.GET.get(name, ""))
        if variant_id:
            goods = goods_on_sale([variant_id], language=language_of()).get(variant_id)
            count = _whole(request.GET.get("jumlah", "")) or 1
            return {name: goods.name, "count": count, "variant_id": variant_id} if goods else {}
    return {}


def _whole(text: str) -> int | None:
    """A number as people type it; None for anything else ("1e3", "-1", "٣")."""
    text = text.strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if is_number else None


# --- The number in the head


@require_safe
@buyers_page
def count(request: HttpRequest) -> HttpResponse:
    """How many pieces are in it, for the head of pages that are the same for everybody."""
    token = basket_key(request)
    return JsonResponse({"count": basket_count(token) if token else 0})


# --- Putting in


@require_POST
@limited("basket", _PER_MINUTE)
@posts_from_here
@buyers_page
def add(request: HttpRequest) -> HttpResponse:
    """Put goods in. pilihan: the variant; jumlah: pieces; lalu=bayar: on to the address at once."""
    try:
        variant_id, quantity = _asked(request)
        added = basket_add(
            token=basket_key(request), user_id=None, variant_id=variant_id, quantity=quantity
        )
    except DomainError as error:
        return _not_added(request, error)
    response = _added(request, added, variant_id, quantity)
    basket_key_set(response, added.token)
    kept = later_kept(request)
    if kept.pop(variant_id, 0):
        later_keep(response, kept)
    return response


def _asked(request: HttpRequest) -> tuple[int, int]:
    """The variant and how many pieces. Raises NotFound, Invalid."""
    variant_id = _whole(request.POST.get("pilihan", ""))
    if variant_id is None:
        raise NotFound
    quantity = _pieces(request.POST.get("jumlah", "1"))
    if quantity == 0:
        raise Invalid(field="jumlah", reason=NOT_WHOLE)
    return variant_id, quantity


def _pieces(text: str) -> int:
    """Raises Invalid for what is no whole number, TooMany for one that no stock is."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) > _LONGEST_NUMBER:
        return _BEYOND
    found = _whole(text)
    if found is None:
        raise Invalid(field="jumlah", reason=NOT_WHOLE)
    return found


def _added(request: HttpRequest, added: Added, variant_id: int, quantity: int) -> HttpResponse:
    if _wants_data(request):
        return JsonResponse({"count": added.count, "said": gettext("In your basket.")})
    if request.POST.get("lalu") == "bayar":
        return redirect(f"{addresses.prefix(language_of())}/checkout/alamat/")
    return redirect(basket_address(f"masuk={variant_id}&jumlah={quantity}"))


def _not_added(request: HttpRequest, error: DomainError) -> HttpResponse:
    if _wants_data(request):
        return JsonResponse({"wrong": error_said(error)}, status=_REFUSED)
    if isinstance(error, NotFound):
        raise error
    return _page(request, status=_REFUSED, wrong=error_said(error))


def error_said(error: DomainError) -> str:
    """What a buyer reads: values speak for themselves, and nothing left is said as such."""
    if isinstance(error, TooMany) and error.params.get("most") == 0:
        return gettext("There is nothing left of it. Nothing was changed.")
    if isinstance(error, Invalid):
        return gettext(str(error.params.get("reason", "")))
    return error.sentence


def _wants_data(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


# --- Changing


@require_POST
@limited("basket", _PER_MINUTE)
@posts_from_here
@buyers_page
def change(request: HttpRequest) -> HttpResponse:
    """Set the pieces of a line (baris, jumlah); none takes it out, with a way back."""
    token = _token(request)
    line_id = _whole(request.POST.get("baris", ""))
    try:
        quantity = _pieces(request.POST.get("jumlah", ""))
        before = _line_before(token, line_id)
        basket_set(token=token, line_id=line_id or 0, quantity=quantity)
    except NotFound:
        return _page(request, status=404, wrong=gettext(_NOT_THERE))
    except DomainError as error:
        return _page(request, status=_REFUSED, wrong=error_said(error))
    if quantity:
        return redirect(basket_address())
    return redirect(basket_address(f"hapus={before[0]}&jumlah={before[1]}"))


def _token(request: HttpRequest) -> UUID:
    """Raises NotFound for a browser without a basket."""
    token = basket_key(request)
    if token is None:
        raise NotFound
    return token


def _line_before(token: UUID, line_id: int | None) -> tuple[int, int]:
    """Variant and pieces of a line, to be put back. Raises NotFound."""
    found = basket_read(token, language=language_of())
    items = found.items if found else ()
    for item in items:
        if item.line_id == line_id:
            return item.variant_id, item.quantity
    raise NotFound


@require_POST
@limited("basket", _PER_MINUTE)
@posts_from_here
@buyers_page
def later(request: HttpRequest) -> HttpResponse:
    """Take a line out (baris) and keep its goods on this device; or keep goods no longer (buang:
    their variants)."""
    kept, query = later_kept(request), ""
    if "buang" in request.POST:
        for gone in request.POST.getlist("buang")[:MOST_LATER]:
            kept.pop(_whole(gone) or 0, None)
    else:
        try:
            token, line_id = _token(request), _whole(request.POST.get("baris", ""))
            variant_id, pieces = _line_before(token, line_id)
            if len(kept.keys() | {variant_id}) > MOST_LATER:
                return _page(request, status=_REFUSED, wrong=gettext(_FULL) % {"most": MOST_LATER})
            basket_set(token=token, line_id=line_id or 0, quantity=0)
        except NotFound:
            return _page(request, status=404, wrong=gettext(_NOT_THERE))
        kept.pop(variant_id, None)
        kept = {variant_id: pieces, **kept}
        query = f"nanti={variant_id}"
    response = redirect(basket_address(query))
    later_keep(response, kept)
    return response


@require_POST
@limited("basket", _PER_MINUTE)
@posts_from_here
@buyers_page
def accept(request: HttpRequest) -> HttpResponse:
    """Take all changes as they stood on the page (jejak: its digest)."""
    try:
        basket_accept(token=_token(request), digest=request.POST.get("jejak", ""))
    except BasketChanged as error:
        return _page(request, status=409, wrong=error.sentence)
    return redirect(basket_address())


@require_POST
@limited("basket", _PER_MINUTE)
@posts_from_here
@buyers_page
def fetch(request: HttpRequest) -> HttpResponse:
    """Have a facility's part fetched there instead of sent (tempat: the facility)."""
    token, facility_id = _token(request), _whole(request.POST.get("tempat", ""))
    try:
        delivery_choose(
            token=token, facility_id=facility_id or 0, kind=DeliveryKind.PICKUP, service=""
        )
    except NotFound:
        return _page(request, status=404, wrong=gettext(_NOT_THERE))
    except DomainError as error:
        return _page(request, status=_REFUSED, wrong=error_said(error))
    return redirect(basket_address())


@require_POST
@limited("voucher", _VOUCHERS_PER_MINUTE)
@posts_from_here
@buyers_page
def voucher(request: HttpRequest) -> HttpResponse:
    """Use a voucher (kode), or take it away (buang)."""
    token = _token(request)
    if "buang" in request.POST:
        basket_voucher_remove(token=token)
        return redirect(basket_address())
    code = request.POST.get("kode", "")[:40]
    if not code.strip():
        return _page(request, status=_REFUSED, voucher_wrong=gettext("Type the voucher's code."))
    try:
        basket_voucher_set(token=token, code=code, address=client_address(request))
    except VoucherRefused as error:
        return _page(request, status=_REFUSED, voucher_wrong=error.sentence, code=code)
    except TooManyGuesses as error:
        return refusal_page(request, error.sentence, 429)
    return redirect(basket_address())
