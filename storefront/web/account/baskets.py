"""The basket at the log-in: what a visitor put in comes along, and is told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.text import get_text_list
from django.utils.translation import gettext

from storefront.orders.services.baskets import basket_merge
from storefront.web.basket_cookie import basket_key, basket_key_set


def basket_follow(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Merge the browser's basket with that of who has just logged in; the browser holds the one
    that there is now. response: of the log-in."""
    merged = basket_merge(token=basket_key(request), user_id=request.user.pk or 0)
    if merged.token is not None:
        basket_key_set(response, merged.token)
    if merged.added:
        names = get_text_list([f"“{name}”" for name in merged.added], gettext("and"))
        said = gettext("What you chose before is now in your basket: %(names)s.")
        messages.success(request, said % {"names": names})
    return response
