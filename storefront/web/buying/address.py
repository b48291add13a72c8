"""/checkout/alamat/: where the goods go. The first of three pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from catalog.dates import legal_today
from storefront.access.actor import actor_of
from storefront.orders.errors import Invalids
from storefront.orders.selectors.baskets import Basket, basket_read
from storefront.orders.selectors.buyers import AddressInBook, book_of
from storefront.orders.services.addresses import basket_address_set
from storefront.orders.services.quoting import Quote, quote
from storefront.web.address_fields import (
    AddressForm,
    form_filled,
    form_of,
    place_search,
    place_settle,
)
from storefront.web.addresses import prefix
from storefront.web.buying.frame import basket_key, buyers_page, limited, page, posts_from_here
from storefront.web.buying.way_words import agreed_apart
from storefront.web.context import language_of

_PER_MINUTE = 60  # posts of one address of the network: who searches looks a dozen times


@require_http_methods(["GET", "HEAD", "POST"])
@limited("address", _PER_MINUTE)
@posts_from_here
@buyers_page
def address(request: HttpRequest) -> HttpResponse:
    """The form; sent, on to the delivery."""
    if request.method != "POST":
        seen = _seen(request)
        return _address_page(request, seen, _begun(request, seen.basket)) if seen else _to_basket()
    token = basket_key(request)
    if token is None or not _can_go_on(basket_read(token, language=language_of())):
        return _to_basket()
    form = form_of(request.POST)
    is_chosen = place_settle(form, request.POST)
    try:
        basket_address_set(token=token, values=form.values)
    except Invalids as error:
        seen = _seen(request)
        if seen is None:
            return _to_basket()
        form.wrong(error.fields)
        if form.choices and not is_chosen:
            form.errors["tujuan"] = gettext("Choose the destination from the answers.")
        return _address_page(request, seen, form, status=422)
    return redirect(f"{prefix(language_of())}/checkout/pengiriman/")


@require_POST
@limited("address", _PER_MINUTE)
@posts_from_here
@buyers_page
def search(request: HttpRequest) -> HttpResponse:
    """The same page with the kecamatan that were searched for; for the script that part alone."""
    seen = _seen(request)
    if seen is None:
        return _to_basket()
    form = form_of(request.POST)
    place_search(form, request.POST)
    if request.headers.get("X-Requested-With") == "fetch":
        return page(request, "address/place.html", {"form": form, "search": _search_address()})
    return _address_page(request, seen, form)


def _seen(request: HttpRequest) -> Quote | None:
    """The basket, when it can be ordered as it is; None when its own page has something to say."""
    token = basket_key(request)
    seen = quote(token, on=legal_today(), language=language_of()) if token else None
    return seen if seen and _can_go_on(seen.basket) else None


def _can_go_on(basket: Basket | None) -> bool:
    return bool(basket and basket.items and not basket.changes)


def _to_basket() -> HttpResponse:
    return redirect(f"{prefix(language_of())}/keranjang/")


def _search_address() -> str:
    return f"{prefix(language_of())}/checkout/alamat/cari/"


def _begun(request: HttpRequest, basket: Basket) -> AddressForm:
    """The form as it begins: the basket's address, one of the book, or an empty one."""
    book = _book(request)
    asked = request.GET.get("alamat", "")
    for one in book:
        if str(one.key) == asked or (not asked and basket.address is None and one.is_default):
            return form_filled(replace(one.shown, email=basket.email or _email(request)))
    if basket.address is not None:
        # typed before the log-in, perhaps, without an e-mail
        return form_filled(replace(basket.address, email=basket.email or _email(request)))
    return form_of({"surel": basket.email or _email(request)})


def _book(request: HttpRequest) -> tuple[AddressInBook, ...]:
    user_id = actor_of(request).user_id
    return book_of(user_id) if user_id else ()


def _email(request: HttpRequest) -> str:
    user: Any = request.user
    return str(user.email) if actor_of(request).user_id else ""


def _address_page(
    request: HttpRequest, seen: Quote, form: AddressForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "quote": seen,
        "agreed": agreed_apart(seen.parts),
        "said": get_messages(request),
        "book": _book(request),
        "search": _search_address(),
        "is_known": actor_of(request).user_id is not None,
        "here": f"{prefix(language_of())}/checkout/alamat/",
    }
    return page(request, "buying/address.html", context, status=status)
