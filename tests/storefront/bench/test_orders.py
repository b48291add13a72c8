"""Orders measured: the same is asked of both shops, and figures are put together rightly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLSchema, parse
from graphql.validation import validate

from storefront.bench import buying
from storefront.bench.documents import COMPLETE, CREATE, PAY, PLACE, SHIP
from storefront.bench.ordering import Orders, Round, _ratios, table
from storefront.graphql.schema import schema
from tests.storefront.graphql.conftest import saleor_schema

__all__ = ["saleor_schema"]


@pytest.mark.parametrize("document", [CREATE, SHIP, PAY, COMPLETE])
def test_stock_saleor_knows_what_it_is_asked(
    saleor_schema: GraphQLSchema,  # noqa: F811
    document: str,
) -> None:
    assert validate(saleor_schema, parse(document)) == []


@pytest.mark.parametrize("document", [CREATE, SHIP, PLACE, COMPLETE])
def test_the_shop_knows_it_too(document: str) -> None:
    assert validate(schema, parse(document)) == []


def test_fields_of_a_page_that_are_sent() -> None:
    page = (
        '<input type="hidden" name="a" value="1"><input type="radio" name="b" value="2" checked>'
        '<input type="radio" name="b" value="3"><input name="c" value="4">'
        '<input type="checkbox" name="d" value="5">'
    )
    assert buying.ticked(page) == {"a": "1", "b": "2"}
    assert buying.ticked(page, also=("d",)) == {"a": "1", "b": "2", "d": "5"}


class _Line:
    """A shop that answers each step of a client with what the next one needs."""

    said: list[tuple[str, Any]] = []

    def __init__(self, _port: int, number: int) -> None:
        self.number = number

    def graphql(self, query: str, **given: Any) -> Any:
        _Line.said.append((query, given))
        return {
            "checkout": {
                "id": "box",
                "availableShippingMethods": [{"id": "way"}],
                "totalPrice": {"gross": {"amount": 38_000}},
            },
            "payment": {"url": "http://localhost/bayar/latihan/key/"},
        }

    def form(self, path: str, fields: Any) -> None:
        _Line.said.append((path, fields))


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Line]]:
    monkeypatch.setattr(buying, "Wire", _Line)
    _Line.said = []
    yield _Line


def test_a_client_buys_and_pays(line: type[_Line]) -> None:
    plan = {"port": 1, "way": "graphql", "clients": 2, "orders": 6, "first": 10, "goods": ["v"]}
    came = buying.bought(plan)
    assert came.orders == 6 and not came.wrong
    assert {name: len(times) for name, times in came.milliseconds.items()} == {
        "create": 6, "ship": 6, "complete": 6, "pay": 6,
    }  # fmt: skip
    paid = [path for path, _fields in line.said if path == "/bayar/latihan/key/"]
    assert len(paid) == 6
    people = {json.dumps(given["input"]["email"]) for _q, given in line.said if "input" in given}
    assert len(people) == 6


def test_what_is_asked_of_stock_saleor_ends_with_its_order(line: type[_Line]) -> None:
    plan = {"port": 1, "way": "saleor", "clients": 1, "orders": 1, "first": 0, "goods": ["v"]}
    assert buying.bought(plan).orders == 1
    assert [query for query, _given in line.said] == [CREATE, SHIP, PAY, COMPLETE]
    assert line.said[2][1]["input"]["amount"] == 38_000


def test_an_order_that_went_wrong_is_none(
    line: type[_Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Any, _path: str, _fields: Any) -> None:
        raise buying.WrongAnswer("422")

    monkeypatch.setattr(line, "form", refuse)
    plan = {"port": 1, "way": "graphql", "clients": 1, "orders": 2, "first": 0, "goods": ["v"]}
    came = buying.bought(plan)
    assert came.orders == 0 and len(came.wrong) == 2
    assert "pay" not in came.milliseconds


def _round(a_second: float, cpu: float) -> Round:
    return Round(10, a_second, cpu / 2, cpu / 2, {"pay": [1.0]}, [])


def test_ratios_are_medians_of_rounds() -> None:
    bench = Orders({}, 1, 10, {})
    for clients in (4, 16):
        bench.found[("graphql", clients)] = [_round(60, 30), _round(50, 30), _round(10, 90)]
        bench.found[("pages", clients)] = [_round(20, 60)] * 3
        bench.found[("saleor", clients)] = [_round(10, 300)] * 3
    first, second, *_rest = _ratios(bench)
    assert (first["way"], first["orders_a_second"], first["cpu"]) == ("graphql", 5, 10)
    assert (second["way"], second["orders_a_second"], second["cpu"]) == ("pages", 2, 5)


def test_the_table_says_it_all() -> None:
    text = table(
        {
            "machine_load": 1.0,
            "ways": [
                {
                    "way": "graphql", "clients": 4, "orders": 40, "wrong": [], "a_second": 51.0,
                    "cpu_ms": 30.0, "application_ms": 20.0, "postgres_ms": 10.0,
                }
            ],
            "ratios": [{"way": "graphql", "clients": 4, "orders_a_second": 5.1, "cpu": 9.9}],
            "steps": [
                {"name": "graphql: pay", "statements": 9, "application_ms": 2.0,
                 "postgres_ms": 1.5},
            ],
            "expired": {
                "orders": 1000, "cpu_s": 4.2, "application_s": 1.2, "postgres_s": 3.0,
                "statements": 40,
            },
        }
    )  # fmt: skip
    (row,) = (
        line for line in text.splitlines() if line.startswith("| graphql, 4 ") and "40" in line
    )
    assert [cell.strip() for cell in row.split("|")[1:-1]] == [
        "graphql, 4", "40", "51.0", "30.0", "20.0", "10.0", "0",
    ]  # fmt: skip
    assert "5.1×" in text and "9.9×" in text and "1,000 orders" in text and "4.2 s" in text
