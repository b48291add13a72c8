"""/akun/alamat/: a buyer's address book; its default is filled in at the checkout."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog.errors import Blocked
from storefront.access.actor import actor_of
from storefront.orders.consents import CONSENT_ADDRESSES
from storefront.orders.errors import Invalids
from storefront.orders.selectors.buyers import address_of_book, book_of, order_address
from storefront.orders.services.addresses import (
    MOST_IN_BOOK,
    book_add,
    book_change,
    book_default,
    book_remove,
)
from storefront.orders.services.buyers import consent_give
from storefront.web.account.frame import own_page, page
from storefront.web.address_fields import (
    AddressForm,
    form_filled,
    form_of,
    place_search,
    place_settle,
)

_LONGEST_TOKEN = 36


def _me(request: HttpRequest) -> int:
    return actor_of(request).user_id or 0


@require_GET
@own_page
def book(request: HttpRequest) -> HttpResponse:
    """All of them."""
    found = book_of(_me(request))
    context = {"book": found, "is_full": len(found) >= MOST_IN_BOOK}
    return page(request, "account/addresses.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def new(request: HttpRequest) -> HttpResponse:
    """One more. ?pesanan=: as an order of one's own has it."""
    token = request.GET.get("pesanan", "")[:_LONGEST_TOKEN]
    if request.method != "POST":
        form = form_of({}, has_email=False)
        if token:
            form = form_filled(order_address(_me(request), token), has_email=False)
        return _form_page(request, form)
    return _sent(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def one(request: HttpRequest, address_id: int) -> HttpResponse:
    """One of them, to be changed."""
    found = address_of_book(_me(request), address_id)
    if request.method != "POST":
        return _form_page(request, form_filled(found.shown, has_email=False), address_id)
    return _sent(request, address_id)


def _sent(request: HttpRequest, address_id: int | None) -> HttpResponse:
    """The search of the form, or its saving."""
    form = form_of(request.POST, has_email=False)
    if "cari" in request.POST:
        place_search(form, request.POST)
        if request.headers.get("X-Requested-With") == "fetch":
            return page(request, "address/place.html", {"form": form, "search": request.path})
        return _form_page(request, form, address_id)
    is_chosen = place_settle(form, request.POST)
    try:
        _save(request, form, address_id)
    except Invalids as error:
        form.wrong(error.fields)
        if form.choices and not is_chosen:
            form.errors["tujuan"] = _("Choose the destination from the answers.")
        return _form_page(request, form, address_id, status=422)
    except Blocked as error:
        messages.error(request, _(str(error.params["reasons"])))
        return redirect("two_factor:addresses")
    messages.success(request, _("The address is saved."))
    return redirect("two_factor:addresses")


def _save(request: HttpRequest, form: AddressForm, address_id: int | None) -> None:
    if address_id is None:
        book_add(user_id=_me(request), values=form.values)
        consent_give(user_id=_me(request), kind=CONSENT_ADDRESSES)
    else:
        book_change(user_id=_me(request), address_id=address_id, values=form.values)


def _form_page(
    request: HttpRequest, form: AddressForm, address_id: int | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "search": request.path, "is_new": address_id is None}
    return page(request, "account/address.html", context, status)


@require_POST
@own_page
def remove(request: HttpRequest, address_id: int) -> HttpResponse:
    """Take one away."""
    book_remove(user_id=_me(request), address_id=address_id)
    messages.success(request, _("The address is removed."))
    return redirect(reverse("two_factor:addresses"))


@require_POST
@own_page
def default(request: HttpRequest, address_id: int) -> HttpResponse:
    """Let it be the one that is filled in."""
    book_default(user_id=_me(request), address_id=address_id)
    messages.success(request, _("This address is filled in at the next order."))
    return redirect(reverse("two_factor:addresses"))
