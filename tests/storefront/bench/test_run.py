"""A small run from end to end: real servers, real load, stock Saleor beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from storefront.bench.goods import Size
from storefront.bench.profile import top_of
from storefront.bench.report import load_report, table
from storefront.bench.rows import BARE, LIST, PRODUCT, SEARCH, rows_for
from storefront.bench.session import Plan, crowd, measured, rows_named, stacks_of, unknown_rows
from storefront.bench.shop import Shop, loaded_shop
from tests.launch.running import run

LISTINGS = 200

FOREIGN_KEYS = """
SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text, b.attname
FROM pg_constraint c
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
WHERE c.contype = 'f'
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """A little shop on a server of its own."""
    with loaded_shop(Size(LISTINGS)) as loaded:
        yield loaded


@pytest.fixture(scope="module")
def result(shop: Shop) -> dict[str, Any]:
    """Every row once, with stock Saleor."""
    return measured(shop, Plan(rounds=1, seconds=0.05, with_peer=True))


def count(session: psycopg.Connection, query: str) -> int:
    row = session.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def test_rows_that_were_written_unchecked_point_at_rows(shop: Shop) -> None:
    with shop.superuser() as session:
        checked = 0
        for table_name, column, other, key in session.execute(FOREIGN_KEYS).fetchall():
            query = sql.SQL(
                "SELECT count(*) FROM {} t WHERE t.{} IS NOT NULL"
                " AND NOT EXISTS (SELECT FROM {} o WHERE o.{} = t.{})"
            ).format(
                sql.SQL(table_name),
                sql.Identifier(column),
                sql.SQL(other),
                sql.Identifier(key),
                sql.Identifier(column),
            )
            found = session.execute(query).fetchone()
            assert found == (0,), f"{table_name}.{column}"
            checked += 1
    assert checked > 50


def test_every_listing_has_its_card_and_its_row_to_be_searched(shop: Shop) -> None:
    with shop.superuser() as session:
        assert count(session, "SELECT count(*) FROM catalog_listing") == LISTINGS
        assert count(session, "SELECT count(*) FROM catalog_card") == LISTINGS
        assert count(session, "SELECT count(*) FROM catalog_searchrow") == LISTINGS
        assert count(session, "SELECT count(*) FROM catalog_card WHERE photo_key = ''") == 0
        assert count(session, "SELECT count(*) FROM galleries_album") > 10


def test_cards_say_their_papers_and_some_have_ended_or_are_not_verified(shop: Shop) -> None:
    with shop.superuser() as session:
        said = count(session, "SELECT count(*) FROM catalog_card WHERE papers <> '[]'")
        filtered = count(session, "SELECT count(DISTINCT card_id) FROM catalog_cardpaper")
        covered = "SELECT count(DISTINCT listing_id) FROM legality_certificatecover"
        assert 50 < said == filtered < count(session, covered)


def test_every_row_is_measured_and_nothing_is_lost(shop: Shop, result: dict[str, Any]) -> None:
    names = [row["name"] for row in result["rows"]]

    assert names == [*(row.name for row in rows_for(shop.names())), LIST, PRODUCT, SEARCH]
    lost = {row["name"]: row["wrong"] for row in result["rows"] if row["lost"]}
    # a worker too busy to ask which version the catalogue has gives the whole page again
    assert lost in ({}, {"not modified": [200]})
    assert all(row["cpu_ms"] > 0 and row["requests_a_second"] > 0 for row in result["rows"])
    assert result["pss_mb"] > 10


def test_kept_pages_ask_the_database_nothing_and_made_ones_do(result: dict[str, Any]) -> None:
    statements = {row["name"]: row["statements"] for row in result["rows"]}

    assert statements["catalogue, kept"] == 0
    assert statements["catalogue"] >= 1 and statements["product"] >= 1
    assert statements[BARE] is None


def test_ratios_are_there_where_there_is_something_to_compare_with(
    result: dict[str, Any],
) -> None:
    rows = {row["name"]: row for row in result["rows"]}

    for name in ("catalogue", "product", "search", "GraphQL list"):
        assert rows[name]["times_peer"] > 0, name
    assert rows["catalogue, kept"]["times_bare"] > 0
    assert rows["home"]["times_peer"] is None
    assert rows[BARE]["kilobytes"] == pytest.approx(rows["catalogue, kept"]["kilobytes"], abs=1)
    assert rows["not modified"]["kilobytes"] < 1


def test_the_result_is_json_and_a_table(result: dict[str, Any]) -> None:
    assert json.loads(json.dumps(result)) == result
    assert len(table(result).splitlines()) == len(result["rows"]) + 4


def test_a_fixed_rate_is_kept(shop: Shop) -> None:
    report = load_report(crowd(shop, rate=40, seconds=1.0), rate=40, seconds=1.0)

    assert report["asked"] == 40
    assert report["lost"] == 0


def test_a_profile_names_the_shops_own_functions(shop: Shop) -> None:
    top = top_of(stacks_of(shop, "catalogue", 1.5), most=40)

    assert top.samples > 5
    assert any(one.name.startswith("storefront.web.") for one in top.within)
    assert all(0 < one.share <= 1 for one in [*top.own, *top.within])


def test_a_row_that_does_not_exist_is_named() -> None:
    assert unknown_rows(["catalogue", "basket", LIST]) == ["basket"]


def test_names_of_rows_may_hold_a_comma() -> None:
    asked = {
        "proof,proof, kept": ("proof", "proof, kept"),
        " proof,kept , catalogue,": ("proof, kept", "catalogue"),
        "kept,nothing": ("kept", "nothing"),
        "": (),
    }
    assert {text: rows_named(text) for text in asked} == asked


def test_the_command_refuses_an_unknown_row(tmp_path: Any) -> None:
    answer = run(["bench", "--rows", "catalogue,nothing"], tmp_path)

    assert answer.returncode == 1
    assert "there is no row nothing" in answer.stderr
