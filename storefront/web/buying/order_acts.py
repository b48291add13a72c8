"""What buyers do from their order's page: cancel, ask to cancel, order the same again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from catalog.errors import DomainError, NotFound
from storefront.orders.errors import NotOnSale, TooMany
from storefront.orders.rules.timeline import (
    can_ask_to_cancel,
    can_cancel_part,
    can_cancel_whole,
)
from storefront.orders.selectors.orders import said_name
from storefront.orders.selectors.refund_due import rest_amount
from storefront.orders.services.baskets import basket_add
from storefront.orders.services.buyer_acts import (
    NOTE_MOST,
    CancelAnswer,
    order_cancel_by_buyer,
    part_cancel_by_buyer,
)
from storefront.orders.shown import LineShown, OrderShown, PartShown
from storefront.web import addresses
from storefront.web.buying.frame import (
    basket_key,
    basket_key_set,
    buyers_page,
    limited,
    page,
    posts_from_here,
)
from storefront.web.buying.order import opened_order, order_address
from storefront.web.context import language_of

_WORDS = {CancelAnswer.CANCELLED: "batal", CancelAnswer.ASKED: "diminta"}


def part_at(shown: OrderShown, place: int) -> PartShown:
    """The part at a place, 1 for the first. Raises NotFound."""
    part = next((part for part in shown.parts if part.place == place), None)
    if part is None:
        raise NotFound
    return part


@posts_from_here
@limited("order-cancel", 10)
@buyers_page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, token: UUID, place: int | None = None) -> HttpResponse:
    """Ask once more, then cancel. place: of a part; None for the whole order."""
    shown = opened_order(request, token)
    part = None if place is None else part_at(shown, place)
    if request.method == "POST":
        note = request.POST.get("alasan", "")[:NOTE_MOST]
        answer = (
            part_cancel_by_buyer(order_token=shown.token, part_id=part.id, note=note)
            if part
            else order_cancel_by_buyer(order_token=shown.token, note=note)
        )
        return redirect(order_address(shown.token, f"?ok={_WORDS[answer]}"))
    asks = part is not None and can_ask_to_cancel(shown, part)
    at_once = can_cancel_part(shown, part) if part else can_cancel_whole(shown)
    can = asks or at_once
    parts = [part] if part else shown.parts
    context = {
        "order": shown,
        "part": part,
        "lines": [line for one in parts for line in one.lines],
        "due": rest_amount(one.id for one in parts) if shown.paid_at and can else None,
        "asks": asks,
        "can": can,
        "most": NOTE_MOST,
        "back": order_address(shown.token),
    }
    return page(request, "buying/order_cancel.html", context)


@posts_from_here
@limited("order-again", 10)
@buyers_page
@require_POST
def again(request: HttpRequest, token: UUID) -> HttpResponse:
    """Put what is still on sale into the basket and go there; say what is not."""
    shown = opened_order(request, token)
    held = basket_key(request)
    user_id = request.user.pk if request.user.is_authenticated else None
    basket, gone = held, []
    for line in (line for part in shown.parts for line in part.lines):
        try:
            basket = _put_in(basket, user_id, line)
        except DomainError as error:
            gone.append((said_name(line), error.sentence))
            if isinstance(error, TooMany):
                basket = _as_many(basket, user_id, line, error)
    into = f"{addresses.prefix(language_of())}/keranjang/"
    context = {"order": shown, "gone": gone, "basket": into, "has_some": basket is not None}
    response = page(request, "buying/order_again.html", context) if gone else redirect(into)
    if basket is not None and basket != held:
        basket_key_set(response, basket)
    return response


def _put_in(basket: UUID | None, user_id: int | None, line: LineShown, most: int = 0) -> UUID:
    """The basket with the line in it. Raises NotOnSale, TooMany, Full."""
    if line.variant_id is None:
        raise NotOnSale
    added = basket_add(
        token=basket, user_id=user_id, variant_id=line.variant_id, quantity=most or line.quantity
    )
    return added.token


def _as_many(
    basket: UUID | None, user_id: int | None, line: LineShown, error: TooMany
) -> UUID | None:
    """The basket with as many pieces as there are; as it was when there are none."""
    most = int(str(error.params.get("most", 0)))
    try:
        return _put_in(basket, user_id, line, most) if most > 0 else basket
    except DomainError:  # somebody else was quicker
        return basket
