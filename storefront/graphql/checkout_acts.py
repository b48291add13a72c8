"""What mutations of checkouts do: ids in, the services of the pages, keys out.

Each raises DomainError, and then nothing was done.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_noop

from catalog.errors import Invalid, NotFound
from storefront.graphql.addresses import values_given
from storefront.graphql.checkout_parts import token_of
from storefront.graphql.checkout_ways import way_of
from storefront.graphql.ids import key_of
from storefront.graphql.loaders import Asking
from storefront.graphql.visitor import visitor_in, within
from storefront.orders.baskets import MOST_LINES
from storefront.orders.consents import TEXT_VERSION
from storefront.orders.errors import NO_WAY, Full, NoDelivery, NotOnSale
from storefront.orders.selectors.baskets import Basket, basket_of_user, basket_read, basket_times
from storefront.orders.services.addresses import basket_address_set, basket_email_set
from storefront.orders.services.baskets import (
    basket_accept,
    basket_add_lines,
    basket_begin,
    basket_set,
    basket_set_lines,
    basket_voucher_remove,
    basket_voucher_set,
)
from storefront.orders.services.choosing import methods_to_choose
from storefront.orders.services.delivery import delivery_choose
from storefront.orders.services.payments import payment_begin
from storefront.orders.services.placing import order_place
from storefront.orders.services.quoting import quote
from storefront.orders.types import DeliveryKind

_NO_LINES = gettext_noop("Say which goods, and how many of each.")
_LINES_AN_ACT = 10  # a hundred lines cost a few times as much as one


class Context(NamedTuple):
    """Of an act. language: of sentences and of the order."""

    asking: Asking
    language: str

    @property
    def user_id(self) -> int | None:
        """Of who is logged in."""
        return visitor_in(self.asking).user_id

    @property
    def address(self) -> str:
        """Of the network."""
        return visitor_in(self.asking).address


def _variant(given: str) -> int:
    """Raises NotOnSale."""
    key = key_of("ProductVariant", given)
    if key is None:
        raise NotOnSale
    return key


def _lines(context: Context, given: list[Any] | None) -> list[tuple[int, int]]:
    """Variants and pieces; many lines count as several acts. Raises TooManyGuesses, Invalid, Full,
    NotOnSale."""
    lines = [line for line in given or () if line is not None]
    within(context.asking, "basket", acts=1 + len(lines) // _LINES_AN_ACT)
    if not lines:
        raise Invalid(field="lines", reason=_NO_LINES)
    if len(lines) > MOST_LINES:
        raise Full(most=MOST_LINES)
    return [(_variant(line["variant_id"]), line["quantity"]) for line in lines]


def _token(given: str | None) -> UUID:
    """Raises NotFound."""
    found = token_of(given)
    if found is None:
        raise NotFound
    return found


def _basket(token: UUID, language: str) -> Basket:
    """Raises NotFound."""
    found = basket_read(token, language=language)
    if found is None:
        raise NotFound
    return found


def create(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """Begin."""
    asked = given["input"]
    lines, user_id = _lines(context, asked["lines"]), context.user_id
    known = basket_of_user(user_id) if user_id else None
    if known:
        return {"token": known}
    email, to = asked.get("email") or "", asked.get("shipping_address")
    to = to or asked.get("billing_address")
    begun = basket_begin(
        user_id=user_id,
        lines=lines,
        to=values_given(to, email=email) if to else None,
        email=email,
    )
    return {"token": begun.token, "created": True}


def add(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """Put in."""
    lines, token = _lines(context, given["lines"]), _token(given["checkout_id"])
    basket_add_lines(token=token, lines=lines)
    return {"token": token}


def update(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """Set."""
    lines, token = _lines(context, given["lines"]), _token(given["checkout_id"])
    basket_set_lines(token=token, pieces=dict(lines))
    return {"token": token}


def delete(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """Take out."""
    within(context.asking, "basket")
    token = _token(given["checkout_id"])
    line_id = key_of("CheckoutLine", given.get("line_id"))
    if line_id is None:
        raise NotFound(field="lineId")
    basket_set(token=token, line_id=line_id, quantity=0)
    return {"token": token}


def email(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """Whom mails go to."""
    within(context.asking, "address")
    token = _token(given.get("checkout_id"))
    basket_email_set(token=token, email=given["email"])
    return {"token": token}


def ship_to(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """Where it goes."""
    within(context.asking, "address")
    token = _token(given["checkout_id"])
    email = _basket(token, context.language).email
    basket_address_set(token=token, values=values_given(given["shipping_address"], email=email))
    return {"token": token}


def bill_to(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """The same, while nothing is said."""
    within(context.asking, "address")
    token = _token(given["checkout_id"])
    basket = _basket(token, context.language)
    if basket.address is None:
        values = values_given(given["billing_address"], email=basket.email)
        basket_address_set(token=token, values=values)
    return {"token": token}


def way(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """How a part is sent."""
    within(context.asking, "ways")
    token, way = _token(given.get("checkout_id")), way_of(given["shipping_method_id"])
    facility = given.get("facility_id")
    if way is None or (facility is not None and key_of("Facility", facility) != way[0]):
        raise NotFound(field="shippingMethodId")
    facility_id, kind, service = way
    try:
        seen = delivery_choose(
            token=token, facility_id=facility_id, kind=DeliveryKind(kind), service=service
        )
    except NotFound:
        if basket_times(token) is None:
            raise
        # a facility that has no part in it
        raise NoDelivery(facility="", reason=NO_WAY) from None
    return {"token": token, "seen": seen}


def promo(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """Use a voucher."""
    within(context.asking, "voucher")
    token = _token(given["checkout_id"])
    basket_voucher_set(token=token, code=given["promo_code"][:40], address=context.address)
    return {"token": token}


def promo_remove(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """Take it away."""
    within(context.asking, "basket")
    token = _token(given["checkout_id"])
    code = _basket(token, context.language).voucher_code
    if code and code.casefold() == given["promo_code"].strip().casefold():
        basket_voucher_remove(token=token)
    return {"token": token}


def accept(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """Take changes."""
    within(context.asking, "basket")
    token = _token(given["checkout_id"])
    basket_accept(token=token, digest=given["digest"])
    return {"token": token}


def _ticked(context: Context, token: UUID) -> str:
    """The way of paying as the page has it ticked: the one chosen before, else the first."""
    seen = quote(token, on=context.asking.on, language=context.language)
    if seen is None:
        return ""
    offered = [one.code for one in methods_to_choose(seen, language=context.language)]
    chosen = seen.basket.method
    return chosen if chosen in offered else next(iter(offered), "")


def complete(context: Context, given: dict[str, Any]) -> dict[str, Any]:
    """Order, and ask the provider."""
    within(context.asking, "order")
    token, language = _token(given["checkout_id"]), context.language
    method = given.get("gateway") or _ticked(context, token)
    placed = order_place(
        token=token,
        digest=given.get("digest"),
        method=method,
        language=language,
        user_id=context.user_id,
        consent=given.get("terms") or TEXT_VERSION,
    )
    here = payment_begin(shop_order_id=placed.shop_order_id) if placed.total else None
    return {"order_token": placed.order_token, "pay_at": here.address if here else ""}
