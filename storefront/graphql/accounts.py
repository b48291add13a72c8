"""Whose account it is that asks, and what the shop keeps of it. Nobody reads another's."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Any

import graphene

from catalog.errors import Invalid
from storefront.graphql.addresses import Address, AddressRow
from storefront.graphql.checkout_parts import Box, box_of
from storefront.graphql.checkout_types import Checkout
from storefront.graphql.common import Node, ObjectWithMetadata
from storefront.graphql.connections import NO_PLACE, Page, connection_type, paged, span_of
from storefront.graphql.ids import global_id
from storefront.graphql.order_crowd import OrderCrowd
from storefront.graphql.order_parts import OrderBox
from storefront.graphql.visitor import Person, visitor_in
from storefront.orders.selectors.baskets import basket_of_user
from storefront.orders.selectors.buyers import AddressInBook, book_of, orders_count, orders_of

_FORWARD = "Ask for the newest with `first`, then go on with `after`."
OrderConnection = connection_type("Order", "storefront.graphql.order_types.Order")


class User(graphene.ObjectType):
    """The account that asks."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    last_login = graphene.DateTime()
    email = graphene.String(required=True)
    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    is_staff = graphene.Boolean(required=True, description="No: nobody works through this API.")
    is_active = graphene.Boolean(required=True)
    date_joined = graphene.DateTime(required=True)
    default_shipping_address = graphene.Field(Address)
    default_billing_address = graphene.Field(Address)
    addresses = graphene.List(Address)
    checkout = graphene.Field(Checkout, description="The one that changed last.")
    orders = paged(OrderConnection)

    @staticmethod
    def resolve_id(person: Person, _info: Any) -> str:
        return global_id("User", person.id)

    @staticmethod
    def resolve_date_joined(person: Person, _info: Any) -> datetime:
        return person.joined_at

    @staticmethod
    def resolve_default_shipping_address(person: Person, _info: Any) -> AddressRow | None:
        return next((_row(one) for one in book_of(person.id) if one.is_default), None)

    @staticmethod
    def resolve_default_billing_address(person: Person, info: Any) -> AddressRow | None:
        return User.resolve_default_shipping_address(person, info)

    @staticmethod
    def resolve_addresses(person: Person, _info: Any) -> list[AddressRow]:
        return [_row(one) for one in book_of(person.id)]

    @staticmethod
    def resolve_checkout(person: Person, info: Any) -> Box | None:
        language = visitor_in(info.context).language
        return box_of(basket_of_user(person.id), info.context, language)

    @staticmethod
    def resolve_orders(person: Person, info: Any, **given: Any) -> Page:
        return _orders(person, visitor_in(info.context).language, given)


def _row(one: AddressInBook) -> AddressRow:
    return AddressRow(str(one.key), one.shown, one.is_default)


def _orders(person: Person, language: str, given: dict[str, Any]) -> Page:
    """A piece of the account's orders, the newest first. Raises Invalid."""
    span = span_of(given)
    if span.is_backwards or span.before:
        raise Invalid(field="orders", reason=_FORWARD)
    after = _place(span.after) if span.after else None
    rows, more = orders_of(person.id, before=after, size=span.size)
    crowd = OrderCrowd([row.token for row in rows], language)
    return Page(
        items=[OrderBox(row.token, language, row=row, crowd=crowd) for row in rows],
        has_next=more is not None,
        has_previous=after is not None,
        cursor_of=_cursor,
        total=lambda: orders_count(person.id),
    )


def _cursor(box: OrderBox) -> str:
    key = box.row.key if box.row else 0
    return urlsafe_b64encode(f"order:{key}".encode()).decode().rstrip("=")


def _place(cursor: str) -> int:
    """Raises Invalid."""
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError as error:
        raise Invalid(field="cursor", reason=NO_PLACE) from error
    start, _, key = text.partition(":")
    if start != "order" or not (key.isascii() and key.isdigit()) or len(key) > 9:  # noqa: PLR2004
        raise Invalid(field="cursor", reason=NO_PLACE)
    return int(key)


class AccountQueries:
    """Who asks."""

    me = graphene.Field(
        User,
        description="Who is logged in, for pages of the shop's own site; null for all others.",
    )

    @staticmethod
    def resolve_me(_root: Any, info: Any) -> Person | None:
        return visitor_in(info.context).person
