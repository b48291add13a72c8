"""SAFETY 1, Resources, and the two advisories on limits: how much a stranger may ask for.

CVE-2026-33756 (unlimited batching), CVE-2026-35401 (unlimited aliases), a short query nested six
deep, a long query of one repeated field, 3,000 nested braces, bodies of 5, null and [5].
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from graphql.validation.rules import overlapping_fields_can_be_merged as overlapping

from tests.stock.attempts import ALIASES, BATCH, REPEATS
from tests.stock.goods import Goods
from tests.stock.messages import Targets, asked, nested_goods
from tests.stock.sending import Sender


@pytest.mark.shows("batch-of-50")
def test_a_batch_of_any_length_is_answered(send: Sender) -> None:
    answers = send("batch-of-50").content

    assert len(answers) == BATCH
    assert all(answer["data"]["shop"]["name"] for answer in answers)


@pytest.mark.shows("aliases-of-100")
def test_any_number_of_aliases_is_answered(send: Sender) -> None:
    assert len(send("aliases-of-100").data) == ALIASES


@pytest.mark.shows("nested-six-deep")
def test_a_short_query_grows_by_the_number_of_goods_with_every_level(
    send: Sender, goods: Goods
) -> None:
    for number in range(2):
        goods.product(f"batik-{number}")

    deep = send("nested-six-deep")
    levels = [send.message(asked(nested_goods(number))(Targets())) for number in range(1, 6)]

    assert deep.text.count('"name"') == 2**6
    assert deep.statements > 2**6
    growth = [later.statements - sooner.statements for sooner, later in pairwise(levels)]
    assert growth == [2, 4, 8, 16]


@pytest.mark.shows("field-1000-times")
def test_a_repeated_field_is_compared_with_every_other(
    send: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = 0
    find_conflict = overlapping._find_conflict

    def counted(*args: Any) -> Any:
        nonlocal compared
        compared += 1
        return find_conflict(*args)

    monkeypatch.setattr(overlapping, "_find_conflict", counted)

    assert send("field-1000-times").data["shop"]["name"]
    assert compared == REPEATS * (REPEATS - 1) // 2


@pytest.mark.shows("query-of-a-megabyte")
def test_a_query_of_a_megabyte_is_read(send: Sender) -> None:
    assert send("query-of-a-megabyte").data["shop"]["name"]


@pytest.mark.shows("braces-3000-deep")
def test_nested_braces_are_a_500(send: Sender) -> None:
    assert send("braces-3000-deep").status == 500


@pytest.mark.shows("body-of-a-number", "body-of-null", "body-of-a-list")
@pytest.mark.parametrize("name", ["body-of-a-number", "body-of-null", "body-of-a-list"])
def test_a_body_that_is_no_question_is_a_500(send: Sender, name: str) -> None:
    assert send(name).status == 500
