"""What Saleor 2.10.1's own GraphQL schema needs on today's libraries; the shop does not build it.

The same rules as `storefront/compat/`: one function each, host file and line, since when, until
when; `test_shims.py` fails when one is no longer needed. Their order matters: the first four must
stand before any of Saleor's GraphQL types is imported.
"""

from __future__ import annotations

from functools import wraps
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import graphene
import jwt
from django import forms
from django.db import models
from graphene.types.generic import GenericScalar
from graphene_django.converter import convert_django_field
from graphene_django.fields import DjangoConnectionField
from graphene_django.forms.converter import convert_form_field


def convert_decimals_to_float() -> None:
    """L1. Django's DecimalField is a Float again, so that only the host's own scalar is `Decimal`.

    Host: graphql/core/scalars.py:11. Since graphene-django 2.15: graphene.Decimal.
    Remove when: the schema builds without it.
    """
    convert_django_field.register(
        models.DecimalField,
        lambda field, registry=None: graphene.Float(
            description=field.help_text, required=not field.null
        ),
    )
    convert_form_field.register(
        forms.DecimalField,
        lambda field: graphene.Float(description=field.help_text, required=field.required),
    )


def allow_answers_without_token() -> None:
    """L3. What a log-in returns may be null, so that a wrong password is a typed error.

    Host: graphql/core/mutations.py:645. Since a django-graphql-jwt after the host's 0.3.0.
    Remove when: the host's CreateToken makes its fields nullable itself.
    """
    mixins: Any = import_module("graphql_jwt.mixins")
    log_in = mixins.JSONWebTokenMixin

    def field(cls: Any, *args: Any, **kwargs: Any) -> graphene.Field:
        cls._meta.fields["token"] = graphene.Field(graphene.String)
        return super(log_in, cls).Field(*args, **kwargs)

    log_in.payload = mixins.VerifyMixin.payload = GenericScalar()
    log_in.refresh_expires_in = graphene.Int()
    log_in.Field = classmethod(field)


def take_offset_from_connections() -> None:
    """L2, first half. A connection takes no `offset`, which the host's sorting does not know.

    Host: graphql/core/fields.py:48. Since a graphene-django after the host's 2.9.1.
    Remove when: the host's connections accept `offset`.
    """
    original = DjangoConnectionField.__init__

    @wraps(original)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.args.pop("offset", None)

    DjangoConnectionField.__init__ = init


class DecodableToken(str):
    """A token of today's PyJWT that can be asked for its text as the bytes of old could."""

    __slots__ = ()

    def decode(self) -> str:
        """The token itself."""
        return str(self)


def give_tokens_decode() -> None:
    """L4. What `jwt.encode` gives the host's e-mail change can be decoded.

    Host: account/utils.py:87. Since PyJWT 2.0 it is text.
    Remove when: the host no longer calls `.decode()` on it.
    """

    def encode(*args: Any, **kwargs: Any) -> DecodableToken:
        return DecodableToken(jwt.encode(*args, **kwargs))

    utils: Any = import_module("saleor.account.utils")
    utils.jwt = SimpleNamespace(**{**vars(jwt), "encode": encode})


def accept_max_limit() -> None:
    """L2, second half. `resolve_connection` accepts the `max_limit` that it is called with.

    Host: graphql/core/fields.py:48. Since a graphene-django after the host's 2.9.1.
    Remove when: the host's method has the parameter.
    """
    field = import_module("saleor.graphql.core.fields").BaseDjangoConnectionField
    original = field.resolve_connection.__func__

    @wraps(original)
    def resolve_connection(
        cls: Any, connection: Any, args: Any, iterable: Any, max_limit: int | None = None
    ) -> Any:
        return original(cls, connection, args, iterable)

    field.resolve_connection = classmethod(resolve_connection)


def let_sort_orders_be_saved() -> None:
    """L5. `FinalSortOrder` answers what bulk_update asks of a model.

    Host: graphql/core/utils/reordering.py:13. Since Django 4.1 and 5.2 (private methods).
    Remove when: the host hands real rows to bulk_update.
    """
    order = import_module("saleor.graphql.core.utils.reordering").FinalSortOrder
    order._is_pk_set = lambda self: self.pk is not None
    order._prepare_related_fields_for_save = lambda self, **kwargs: None


def check_values_of_unsaved_attributes() -> None:
    """L6. An attribute that is not saved yet has no values, rather than a ValueError.

    Host: graphql/product/mutations/attributes.py:112. Since Django 4.1.
    Remove when: the host asks saved attributes only.
    """
    mixin = import_module("saleor.graphql.product.mutations.attributes").AttributeMixin
    values = import_module("saleor.product.models").AttributeValue.objects
    original = mixin.check_values_are_unique.__func__

    def check_values_are_unique(cls: Any, values_input: Any, attribute: Any) -> None:
        known = attribute if attribute.pk else SimpleNamespace(values=values.none())
        original(cls, values_input, known)

    mixin.check_values_are_unique = classmethod(check_values_are_unique)


SHIMS = (
    convert_decimals_to_float,
    allow_answers_without_token,
    take_offset_from_connections,
    give_tokens_decode,
    accept_max_limit,
    let_sort_orders_be_saved,
    check_values_of_unsaved_attributes,
)


def apply_shims() -> None:
    """Apply all of them, once, when every app is ready."""
    for shim in SHIMS:
        shim()
