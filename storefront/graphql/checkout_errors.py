"""Why nothing was done to a checkout, in Saleor's words."""

from __future__ import annotations

from typing import Any

import graphene
from django.utils.translation import gettext

from catalog.errors import DomainError, ErrorCode, Invalid, NotFound
from storefront.graphql.mutation import Problem
from storefront.orders.errors import (
    BasketChanged,
    Full,
    Invalids,
    NoDelivery,
    NotOnSale,
    PaymentRefused,
    TooMany,
    TooManyGuesses,
    VoucherRefused,
)

# Saleor's own codes, then what the shop's errors have beside them.
_SALEORS = (
    *("BILLING_ADDRESS_NOT_SET", "CHECKOUT_NOT_FULLY_PAID", "GRAPHQL_ERROR"),
    *("PRODUCT_NOT_PUBLISHED", "INSUFFICIENT_STOCK", "INVALID", "INVALID_SHIPPING_METHOD"),
    *("NOT_FOUND", "PAYMENT_ERROR", "QUANTITY_GREATER_THAN_LIMIT", "REQUIRED"),
    *("SHIPPING_ADDRESS_NOT_SET", "SHIPPING_METHOD_NOT_APPLICABLE", "SHIPPING_METHOD_NOT_SET"),
    *("SHIPPING_NOT_REQUIRED", "TAX_ERROR", "UNIQUE", "VOUCHER_NOT_APPLICABLE", "ZERO_QUANTITY"),
)
CHANGED, LIMIT = "CHANGED", "LIMIT"
OWN_CODES = frozenset({CHANGED, LIMIT, *(code.value for code in ErrorCode)})
_CODES = dict.fromkeys((*_SALEORS, *sorted(OWN_CODES)))
CheckoutErrorCode = graphene.Enum("CheckoutErrorCode", [(code, code) for code in _CODES])

# Code and, unless the act says otherwise, the field of the input.
_OF: dict[type[DomainError], tuple[str, str | None]] = {
    NotOnSale: ("PRODUCT_NOT_PUBLISHED", "lines"),
    TooMany: ("INSUFFICIENT_STOCK", "quantity"),
    Full: ("QUANTITY_GREATER_THAN_LIMIT", "lines"),
    BasketChanged: (CHANGED, None),
    NoDelivery: ("SHIPPING_METHOD_NOT_APPLICABLE", "shippingMethodId"),
    VoucherRefused: ("VOUCHER_NOT_APPLICABLE", "promoCode"),
    PaymentRefused: ("PAYMENT_ERROR", "gateway"),
    TooManyGuesses: (LIMIT, None),
}
# What services call fields, as the inputs do; and the codes of single ones.
_FIELDS = {
    "name": "firstName",
    "street": "streetAddress1",
    "postal_code": "postalCode",
    "district_code": "cityArea",
    "courier_note": "courierNote",
    "jumlah": "quantity",
    "contact": "email",
    "address": "shippingAddress",
    "consent": "terms",
}
_INVALID = {
    "quantity": "ZERO_QUANTITY",
    "address": "SHIPPING_ADDRESS_NOT_SET",
    "contact": "REQUIRED",
    "consent": "REQUIRED",
    "lines": "REQUIRED",
}


class CheckoutError(graphene.ObjectType):
    """Why nothing was done. field: of the input that it is about, null where it is about all."""

    field = graphene.String()
    message = graphene.String()
    code = graphene.Field(CheckoutErrorCode, required=True)


def checkout_problems(error: DomainError) -> tuple[Problem, ...]:
    """What the services refuse, in the language that is active."""
    if isinstance(error, Invalids):
        return tuple(
            Problem(_FIELDS.get(name, name), gettext(said), "INVALID")
            for name, said in error.fields.items()
        )
    if isinstance(error, Invalid):
        name = str(error.params.get("field", ""))
        reason = gettext(str(error.params.get("reason", "")))
        return (Problem(_FIELDS.get(name, name), reason, _INVALID.get(name, "INVALID")),)
    if isinstance(error, NotFound):
        return (Problem(_not_found(error), error.sentence, "NOT_FOUND"),)
    code, field = _OF.get(type(error), (error.code.value, None))
    return (Problem(field, _sentence(error), code),)


def _not_found(error: DomainError) -> str:
    return str(error.params.get("field", "checkoutId"))


def _sentence(error: DomainError) -> str:
    """With its reason in the language too."""
    reason: Any = error.params.get("reason")
    facility = error.params.get("facility")
    if not reason:
        return error.sentence
    said = gettext(str(reason))
    return f"{facility}: {said}" if facility else said
