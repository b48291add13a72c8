"""Stock Saleor's shims L1-L6: each is still needed, and works."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

import graphene
import graphene_django.converter
import jwt
import pytest
from django.contrib.sites.models import Site
from django.db import models, transaction
from django.db.models.query import QuerySet
from django.utils.module_loading import import_string
from graphene_django.converter import convert_django_field
from graphene_django.fields import DjangoConnectionField
from saleor.graphql.api import schema
from saleor.graphql.core import scalars
from saleor.graphql.core.fields import BaseDjangoConnectionField
from saleor.graphql.core.mutations import CreateToken
from saleor.graphql.core.utils import reordering
from saleor.product.models import Attribute

from tests.stock import shims
from tests.stock.goods import Goods, new_user
from tests.stock.messages import Targets, asked
from tests.stock.sending import Answer, Sender
from tests.storefront.compat.cited import Shim, cited_lines, says_when_it_goes

# What each of the host's cited lines must still say for the shim to be needed.
ASKED_FOR = {
    shims.convert_decimals_to_float: ("class Decimal(graphene.Float)",),
    shims.allow_answers_without_token: ("return CreateToken(errors=",),
    shims.take_offset_from_connections: ("def resolve_connection(cls, connection, args, iterable",),
    shims.give_tokens_decode: ('algorithm="HS256").decode()',),
    shims.accept_max_limit: ("def resolve_connection(cls, connection, args, iterable):",),
    shims.let_sort_orders_be_saved: ("class FinalSortOrder:",),
    shims.check_values_of_unsaved_attributes: ("attribute.values.values_list",),
}


def ask(send: Sender, document: str, user: Any = None) -> Answer:
    """The answer to a document without variables."""
    return send.message(asked(document)(Targets()), user)


@pytest.mark.parametrize("shim", ASKED_FOR, ids=lambda shim: shim.__name__)
def test_the_host_still_asks_for_it_where_the_shim_says(shim: Shim) -> None:
    for words, line in zip(ASKED_FOR[shim], cited_lines(shim), strict=True):
        assert words in line


@pytest.mark.parametrize("shim", ASKED_FOR, ids=lambda shim: shim.__name__)
def test_it_says_since_when_and_until_when(shim: Shim) -> None:
    assert says_when_it_goes(shim)


def test_no_shim_is_left_out_of_this_table() -> None:
    assert set(ASKED_FOR) == set(shims.SHIMS)


def test_l1_today_decimals_would_be_a_second_scalar_of_that_name() -> None:
    todays = graphene_django.converter.convert_field_to_decimal(models.DecimalField(help_text=""))

    assert isinstance(todays, graphene.Decimal)
    assert scalars.Decimal.__name__ == graphene.Decimal.__name__


def test_l1_the_schema_has_one_decimal_and_it_is_the_hosts() -> None:
    assert schema.get_type("Decimal").graphene_type is scalars.Decimal
    assert isinstance(convert_django_field(models.DecimalField()), graphene.Float)


def test_l2_today_connections_take_an_offset_and_pass_a_max_limit() -> None:
    field = object.__new__(DjangoConnectionField)
    inspect.unwrap(DjangoConnectionField.__init__)(field, schema.get_type("Product").graphene_type)

    assert "offset" in field.args
    assert "max_limit" in inspect.signature(DjangoConnectionField.resolve_connection).parameters
    hosts = inspect.unwrap(vars(BaseDjangoConnectionField)["resolve_connection"].__func__)
    assert "max_limit" not in inspect.signature(hosts).parameters


def test_l2_connections_page_through_goods(send: Sender, goods: Goods) -> None:
    for name in ("a", "b"):
        goods.product(name)

    answer = ask(send, "{ products(first: 1) { totalCount edges { node { name } } } }")

    assert answer.data["products"] == {"totalCount": 2, "edges": [{"node": {"name": "A"}}]}
    assert "offset" not in schema.get_query_type().fields["products"].args


def test_l3_today_a_log_ins_fields_are_required() -> None:
    verify = import_string("graphql_jwt.Verify")

    assert isinstance(verify._meta.fields["payload"].type, graphene.NonNull)
    assert "payload" not in vars(CreateToken)


def test_l3_a_wrong_password_is_a_typed_error(send: Sender, db: None) -> None:
    new_user("ratna")

    answer = ask(
        send,
        """mutation { tokenCreate(email: "ratna@example.com", password: "wrong") {
          token accountErrors { code } } }""",
    )

    errors = [{"code": "INVALID_CREDENTIALS"}]
    assert answer.data["tokenCreate"] == {"token": None, "accountErrors": errors}


def test_l4_today_a_token_is_text() -> None:
    assert not hasattr(jwt.encode({}, "a key of thirty-two bytes or more"), "decode")


def test_l4_a_token_can_be_made_and_read() -> None:
    utils: Any = import_module("saleor.account.utils")

    token = utils.create_jwt_token({"user_pk": 7})

    assert type(token) is str
    assert utils.decode_jwt_token(token)["user_pk"] == 7


def test_l5_today_bulk_update_asks_for_what_the_host_lacks() -> None:
    asks = inspect.getsource(QuerySet.bulk_update)
    hosts = inspect.getsource(reordering.FinalSortOrder)

    for name in ("_is_pk_set", "_prepare_related_fields_for_save"):
        assert f"{name}(" in asks
        assert name not in hosts


def test_l5_values_of_an_attribute_are_put_in_another_order(db: None) -> None:
    dye = Attribute.objects.create(name="Dye", slug="dye")
    first, second = (dye.values.create(name=name, slug=name) for name in ("indigo", "soga"))

    with transaction.atomic():
        reordering.perform_reordering(dye.values.all(), {second.pk: -1})

    order = dye.values.order_by("sort_order").values_list("pk", flat=True)
    assert list(order) == [second.pk, first.pk]


def test_l6_today_an_unsaved_row_has_no_related_rows() -> None:
    with pytest.raises(ValueError, match="needs to have a primary key value"):
        Attribute().values.all()


def test_l6_an_attribute_is_made_with_its_values(send: Sender, db: None) -> None:
    keeper = new_user("keeper", "manage_products")
    assert Site.objects.exists()

    answer = ask(
        send,
        """mutation { attributeCreate(input: {name: "Dye", values: [{name: "Indigo"}]}) {
          attribute { values { slug } } productErrors { code } } }""",
        keeper,
    )

    made = {"attribute": {"values": [{"slug": "indigo"}]}, "productErrors": []}
    assert answer.data["attributeCreate"] == made
