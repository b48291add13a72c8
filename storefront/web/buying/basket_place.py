"""Where a basket may go before it has an address: a province that the buyer chose on its page, kept
in a cookie of the browser. What delivery costs to there is shown; nothing is decided by it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from storefront.orders.selectors.baskets import Basket
from storefront.orders.selectors.delivery_types import Destination
from storefront.web.basket_cookie import SECONDS
from storefront.web.starts import DESTINATION, provinces_to_choose

COOKIE = "ongkir_ke"


@dataclass(frozen=True, slots=True)
class BasketPlace:
    """code, name: of the province, "" for none; places: of the form, (code, name, chosen)."""

    code: str
    name: str
    places: tuple[tuple[str, str, bool], ...]


def place_of(request: HttpRequest, language: str) -> BasketPlace:
    """What was just chosen, or before; what is no province counts as none."""
    code = request.GET.get(DESTINATION) or request.COOKIES.get(COOKIE, "")
    places = provinces_to_choose(language, code)
    return next(
        (BasketPlace(key, name, places) for key, name, _on in places if key == code),
        BasketPlace("", "", provinces_to_choose(language, "")),
    )


def place_keep(request: HttpRequest, response: HttpResponse, place: BasketPlace) -> None:
    """Remember what was just chosen, as long as the basket."""
    if request.GET.get(DESTINATION) and place.code:
        response.set_cookie(
            COOKIE,
            place.code,
            max_age=SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def destination_of(basket: Basket, place: BasketPlace) -> Destination | None:
    """The basket's address; without one the province; None for neither."""
    to = basket.address
    if to is not None:
        return Destination(to.district_code, to.regency_code, to.province_code)
    return Destination("", "", place.code) if place.code else None
