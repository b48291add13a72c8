"""What stock Saleor lets through, sent to the shop: refused, every attempt of it.

The attempts and their bytes are `tests/stock/attempts.py`'s; `tests/stock/` shows what each does
on stock Saleor. Nothing of the shop is used here but its address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.stock.attempts import ATTEMPTS, LINES, Attempt, Refusal, attempt
from tests.stock.messages import Message, Targets

ADDRESS = "/graphql/"
# A message that was not executed: 400, or what HTTP has for a body too large or of a wrong kind.
NOT_EXECUTED = {400, 413, 415}
# Nothing of these stands in an answer: classes, modules, paths, SQL, the database's own words.
INSIDE = re.compile(
    r"Traceback|\w(Exception|Error|NotFound|DoesNotExist)\b|site-packages|\w\.py\b|\bFile \""
    r"|\b(SELECT|INSERT|UPDATE|DELETE) |psycopg|PostgreSQL|graphene|saleor|object at 0x"
    r"|expected a number|hexadecimal|\bNUL\b|has no attribute|recursion|stacktrace",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Answer:
    """What the shop said. statements: SQL statements that it took."""

    status: int
    text: str
    content: Any
    request_id: str
    statements: int

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The answer's errors; none is an empty list."""
        return list(self.content.get("errors") or ())


Send = Callable[[str], Answer]


@pytest.fixture
def send(db: None, client: Client) -> Send:
    """Posts an attempt, by its id, as a stranger."""

    def sent(name: str) -> Answer:
        return _post(client, attempt(name).make(Targets()))

    return sent


def _post(client: Client, message: Message) -> Answer:
    with CaptureQueriesContext(connection) as statements:
        response = client.post(ADDRESS, message.body, content_type=message.content_type)
    return Answer(
        response.status_code,
        response.text,
        response.json(),
        response.headers["X-Request-ID"],
        len(statements),
    )


def _host(model: str) -> Any:
    """A model of Saleor's catalog."""
    return apps.get_model("product", model)


def _named(*refusals: Refusal) -> Iterable[Any]:
    return [pytest.param(each, id=each.id) for each in ATTEMPTS if each.refusal in refusals]


@pytest.mark.parametrize("tried", _named(*Refusal))
def test_an_answer_shows_nothing_of_the_inside(send: Send, tried: Attempt) -> None:
    answer = send(tried.id)

    assert answer.status < 500
    assert INSIDE.findall(answer.text) == []


@pytest.mark.parametrize("tried", _named(Refusal.UNKNOWN, Refusal.LIMIT, Refusal.MALFORMED))
def test_it_is_refused_before_execution(send: Send, tried: Attempt) -> None:
    answer = send(tried.id)

    assert answer.status in NOT_EXECUTED
    assert answer.content.get("data") is None
    assert answer.statements == 0


@pytest.mark.parametrize("tried", _named(Refusal.UNKNOWN, Refusal.LIMIT, Refusal.MALFORMED))
def test_every_error_has_a_sentence_and_the_requests_id(send: Send, tried: Attempt) -> None:
    answer = send(tried.id)

    assert answer.errors
    for error in answer.errors:
        assert error["message"].strip()
        assert error["extensions"]["requestId"] == answer.request_id
        assert "exception" not in error["extensions"]


@pytest.mark.parametrize("tried", _named(Refusal.NOT_FOUND))
def test_it_is_answered_as_if_nothing_were_there(send: Send, tried: Attempt) -> None:
    answer = send(tried.id)

    data = answer.content.get("data") or {}
    assert data.get("product") is None
    assert data.get("me") is None
    for error in answer.errors:
        assert error["extensions"]["requestId"] == answer.request_id


@pytest.mark.parametrize("is_published", [False, True])
def test_a_product_of_saleors_that_is_no_open_listing_is_not_found(
    send: Send, is_published: bool
) -> None:
    nothing = send("product-by-slug")
    kind = _host("ProductType").objects.create(name="Kain", slug="kain")
    _host("Product").objects.create(
        name="Belum terbit",
        slug=Targets().slug,
        product_type=kind,
        price_amount=20_000,
        is_published=is_published,
    )

    assert send("product-by-slug").content == nothing.content == {"data": {"product": None}}


def test_bodies_that_are_no_question_get_one_fixed_text(send: Send) -> None:
    bodies = [each.id for each in ATTEMPTS if each.line == "malformed-body"]
    said = {error["message"] for name in bodies for error in send(name).errors}

    assert len(bodies) == 3
    assert len(said) == 1


def test_a_stranger_with_a_staff_members_token_is_a_stranger(db: None) -> None:
    token = {"Authorization": "JWT e30.e30.e30"}
    for each in ATTEMPTS:
        if each.line.startswith("manage-"):
            answer = _post(Client(headers=token), each.make(Targets()))
            assert answer.status in NOT_EXECUTED
            assert answer.statements == 0


def test_every_line_of_the_design_is_tried_here() -> None:
    assert {each.line for each in ATTEMPTS} == set(LINES)
    assert {each.refusal for each in ATTEMPTS} == set(Refusal)


def test_what_would_give_the_inside_away_is_recognized() -> None:
    stock = ("ValueError", "badly formed hexadecimal UUID string", "NUL (0x00) bytes", "x.py")

    assert all(INSIDE.search(words) for words in stock)
    assert not INSIDE.search('{"errors": [{"message": "Permintaan ini tidak dapat dibaca."}]}')
