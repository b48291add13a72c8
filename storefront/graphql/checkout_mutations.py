"""Buying, from the first piece to the order: Saleor's mutations over the services of the pages.

A checkout's token, which its id holds, is the key to it. What is refused becomes `checkoutErrors`,
and then nothing was done. Its payment step is the shop's own: checkoutComplete places the order and
answers where it is paid; the money's word comes from the provider alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import graphene
from django.utils import translation

from catalog.errors import DomainError
from storefront.graphql import checkout_acts as acts
from storefront.graphql.addresses import AddressInput
from storefront.graphql.checkout_acts import Context
from storefront.graphql.checkout_errors import CheckoutError, checkout_problems
from storefront.graphql.checkout_parts import Box, box_of
from storefront.graphql.checkout_types import Checkout
from storefront.graphql.common import language_argument, whole_address
from storefront.graphql.mutation import Problem
from storefront.graphql.order_parts import OrderBox, OrderPayment
from storefront.graphql.order_types import Order
from storefront.graphql.visitor import said_in
from storefront.orders.services.quoting import Quote


class Outcome(NamedTuple):
    """What came of an act. token: of the checkout; seen: the checkout as the act read it, None to
    read it now; order_token: of what was placed; pay_at: the
    address where it is paid, "" where nothing is to be paid now."""

    context: Context
    token: UUID | None = None
    seen: Quote | None = None
    problems: tuple[Problem, ...] = ()
    created: bool = False
    order_token: str = ""
    pay_at: str = ""


Act = Callable[[Context, dict[str, Any]], Mapping[str, Any]]


class _Payload(graphene.ObjectType):
    """What every one of these mutations answers with."""

    class Meta:
        abstract = True

    checkout_errors = graphene.List(graphene.NonNull(CheckoutError), required=True)

    @staticmethod
    def resolve_checkout_errors(outcome: Outcome, _info: Any) -> tuple[Problem, ...]:
        return outcome.problems


class _WithCheckout(_Payload):
    """With the checkout as it is now."""

    class Meta:
        abstract = True

    checkout = graphene.Field(Checkout)

    @staticmethod
    def resolve_checkout(outcome: Outcome, info: Any) -> Box | None:
        return box_of(outcome.token, info.context, outcome.context.language, outcome.seen)


class CheckoutCreate(_WithCheckout):
    """Begin a checkout. Who is logged in and has one already gets that, as it is."""

    created = graphene.Boolean()


class CheckoutLinesAdd(_WithCheckout):
    """Put pieces in; all lines or none."""


class CheckoutLinesUpdate(_WithCheckout):
    """Set how many pieces there are of variants, none takes them out; all lines or none."""


class CheckoutLineDelete(_WithCheckout):
    """Take a line out."""


class CheckoutEmailUpdate(_WithCheckout):
    """Say whom mails go to; empty for nobody, where there is a phone number."""


class CheckoutShippingAddressUpdate(_WithCheckout):
    """Say where the goods go."""


class CheckoutBillingAddressUpdate(_WithCheckout):
    """The shop has one address, where the goods go, and writes the receipt to it: what is given
    here is taken for it while there is none, and looked at and left alone after that."""


class CheckoutShippingMethodUpdate(_WithCheckout):
    """Choose how one facility's part is sent. Parts of which nothing is said go the cheapest way
    that can be gone."""


class CheckoutAddPromoCode(_WithCheckout):
    """Use a voucher."""


class CheckoutRemovePromoCode(_WithCheckout):
    """Take the voucher away; another code than the checkout's does nothing."""


class CheckoutChangesAccept(_WithCheckout):
    """Take all changes as they were shown: prices as they are now, fewer pieces, what cannot be
    bought taken out."""


class CheckoutComplete(_Payload):
    """Place the order, then pay it where `payment` says. Sent again, the answer is the same.

    Whoever sends it says that the buyer agreed to the shop's terms.
    """

    order = graphene.Field(Order)
    confirmation_needed = graphene.Boolean(
        required=True, description="Whether something is to be paid now: see `payment`."
    )
    payment = graphene.Field(OrderPayment, description="How to pay; null where nothing is due.")

    @staticmethod
    def resolve_order(outcome: Outcome, info: Any) -> OrderBox | None:
        token = outcome.order_token
        return OrderBox(token, outcome.context.language) if token else None

    @staticmethod
    def resolve_confirmation_needed(outcome: Outcome, _info: Any) -> bool:
        return bool(outcome.pay_at)

    @staticmethod
    def resolve_payment(outcome: Outcome, info: Any) -> OrderBox | None:
        if not outcome.pay_at:
            return None
        address = whole_address(info.context.base, outcome.pay_at)
        return OrderBox(outcome.order_token, outcome.context.language, pay_at=address)


class CheckoutLineInput(graphene.InputObjectType):
    """Pieces of a variant."""

    quantity = graphene.Int(required=True)
    variant_id = graphene.ID(required=True)


class CheckoutCreateInput(graphene.InputObjectType):
    """A new checkout."""

    lines = graphene.List(CheckoutLineInput, required=True)
    email = graphene.String()
    shipping_address = graphene.Field(AddressInput)
    billing_address = graphene.Field(AddressInput, description="See checkoutBillingAddressUpdate.")


# --- As fields


def _change(payload: Any, act: Act, **arguments: Any) -> Any:
    """A field of Mutation."""
    return graphene.Field(
        payload,
        resolver=partial(_resolve, act),
        language_code=language_argument(),
        description=payload._meta.description,
        **arguments,
    )


def _resolve(
    act: Act, _root: Any, info: Any, language_code: str | None = None, **given: Any
) -> Outcome:
    context = Context(info.context, said_in(info.context, language_code))
    with translation.override(context.language):
        try:
            return Outcome(context, **act(context, given))
        except DomainError as error:
            return Outcome(context, problems=checkout_problems(error))


def _id(*, required: bool = True) -> Any:
    return graphene.ID(required=required)


class CheckoutMutations:
    """Buying."""

    checkout_create = _change(
        CheckoutCreate, acts.create, input=graphene.Argument(CheckoutCreateInput, required=True)
    )
    checkout_lines_add = _change(
        CheckoutLinesAdd,
        acts.add,
        checkout_id=_id(),
        lines=graphene.List(CheckoutLineInput, required=True),
    )
    checkout_lines_update = _change(
        CheckoutLinesUpdate,
        acts.update,
        checkout_id=_id(),
        lines=graphene.List(CheckoutLineInput, required=True),
    )
    checkout_line_delete = _change(
        CheckoutLineDelete, acts.delete, checkout_id=_id(), line_id=_id(required=False)
    )
    checkout_email_update = _change(
        CheckoutEmailUpdate,
        acts.email,
        checkout_id=_id(required=False),
        email=graphene.String(required=True),
    )
    checkout_shipping_address_update = _change(
        CheckoutShippingAddressUpdate,
        acts.ship_to,
        checkout_id=_id(),
        shipping_address=graphene.Argument(AddressInput, required=True),
    )
    checkout_billing_address_update = _change(
        CheckoutBillingAddressUpdate,
        acts.bill_to,
        checkout_id=_id(),
        billing_address=graphene.Argument(AddressInput, required=True),
    )
    checkout_shipping_method_update = _change(
        CheckoutShippingMethodUpdate,
        acts.way,
        checkout_id=_id(required=False),
        shipping_method_id=_id(),
        facility_id=graphene.ID(description="Whose part it is for; the method's id names it too."),
    )
    checkout_add_promo_code = _change(
        CheckoutAddPromoCode,
        acts.promo,
        checkout_id=_id(),
        promo_code=graphene.String(required=True),
    )
    checkout_remove_promo_code = _change(
        CheckoutRemovePromoCode,
        acts.promo_remove,
        checkout_id=_id(),
        promo_code=graphene.String(required=True),
    )
    checkout_changes_accept = _change(
        CheckoutChangesAccept,
        acts.accept,
        checkout_id=_id(),
        digest=graphene.String(required=True, description="The checkout's `changesDigest`."),
    )
    checkout_complete = _change(
        CheckoutComplete,
        acts.complete,
        checkout_id=_id(),
        redirect_url=graphene.String(description="Not used: who pays comes back to the order."),
        store_source=graphene.Boolean(default_value=False, description="Not used."),
        gateway=graphene.String(
            description="Of availablePaymentGateways; the first of them when left out."
        ),
        digest=graphene.String(
            description="The checkout's `digest`: then nothing is ordered that was not shown."
        ),
        terms=graphene.String(description="The day of the terms agreed to, today's when left out."),
    )
