"""The portals in the bench: no page is forgotten, and none asks the database often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.urls import URLResolver, get_resolver, resolve

from storefront.access.middleware import INSIDE
from storefront.bench.goods import Size
from storefront.bench.keys import Keys
from storefront.bench.portals import LIMIT_MS, MOST_STATEMENTS, YARDSTICK, People, portal_rows
from storefront.bench.session import Plan, measured
from storefront.bench.shop import Shop, loaded_shop

# What is no page: acts, pictures, downloads, words out of mails, the first phone, which looks as
# another phone does, and what waits for a log-in, which is seldom anything.
NO_PAGES = re.compile(
    r".*\.(?:csv|pdf)|.*/(?:keluar|keluarkan|tutup|buka|pengaman|ubah|akhiri|kirim|cabut|urungkan|buang"
    r"|hapus|pindah|draf|foto|lagi|pindaian|tarik|utama|<int:evidence_id>|<int:difference_id>|<str:ticket>|<slug:act>"
    r"|<slug:name>|<slug:act>|<slug:part>|<int:entry_id>|<int:place>|<str:word>)/"
    r"|masuk/lupa/terkirim/|akun/pengaman/(?:pasang/|kode/|qr\.svg)|akun/lanjut/"
)
# Measured by `bench --orders`: what buyers open.
BUYERS = re.compile(r"(?:checkout|pesanan|bayar|keranjang)/.*|akun/daftar/.*|akun/data/.+")
WRONG_STOCKS = """SELECT count(*) FROM warehouse_stock s CROSS JOIN LATERAL (
  SELECT sum(change) AS changes, (array_agg(balance ORDER BY id DESC))[1] AS balance
  FROM catalog_stockmove m WHERE m.variant_id = s.product_variant_id
) book WHERE (s.quantity, s.quantity) IS DISTINCT FROM (book.changes, book.balance)"""
PAGES = (
    "pusat/fasilitas/<int:key>/tutup/", "akun/pengaman/", "pusat/menu/<slug:name>/",
    "petugas/<slug:slug>/surat/<int:paper_id>/ubah/", "wilayah/surat/<int:certificate_id>/cabut/",
)  # fmt: skip


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address of the portals in Indonesian, as it is written."""
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one, route)
        elif INSIDE.match(f"/{route}"):
            yield route


def test_every_page_of_the_portals_is_measured() -> None:
    rows = portal_rows(Keys(), People())
    addresses = [request.path.partition("?")[0] for row in rows for request in row.requests]
    opened = {resolve(address.removeprefix("/en")).route for address in addresses}

    left_out = (NO_PAGES, BUYERS)
    pages = {
        route
        for route in routes()
        if route in PAGES or not any(some.fullmatch(route) for some in left_out)
    }
    assert opened == pages
    assert len({row.name for row in rows}) == len(rows)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """A little shop with people in it."""
    with loaded_shop(Size(400, portals=True)) as loaded:
        yield loaded


@pytest.fixture(scope="module")
def rows(shop: Shop) -> list[dict[str, Any]]:
    """Every page opened."""
    found: list[dict[str, Any]] = measured(shop, Plan(rounds=1, seconds=0.05))["rows"]
    assert found[0]["name"] == YARDSTICK
    return found[1:]


def count(session: psycopg.Connection, query: str) -> int:
    row = session.execute(query).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.slow
def test_every_page_answers_within_its_statements(rows: list[dict[str, Any]]) -> None:
    assert {row["name"]: row["wrong"] for row in rows if row["lost"]} == {}
    assert {row["limit_ms"] for row in rows} == {LIMIT_MS}
    counted = {row["name"]: row["statements"] for row in rows}
    assert {name: most for name, most in counted.items() if most > MOST_STATEMENTS} == {}
    assert counted["goods"] > 3


@pytest.mark.slow
def test_the_stock_book_adds_up(shop: Shop) -> None:
    with shop.superuser() as session:
        assert count(session, "SELECT count(*) FROM catalog_stockmove") > 4 * 400
        assert count(session, WRONG_STOCKS) == 0


@pytest.mark.slow
def test_people_keep_the_goods_and_changes_are_written_down(shop: Shop) -> None:
    with shop.superuser() as session:
        facilities = count(session, "SELECT count(*) FROM catalog_facility")
        assert count(session, "SELECT count(*) FROM catalog_membership") > 4 * facilities
        assert count(session, "SELECT count(*) FROM account_user WHERE is_staff") == 0
        for events in ("catalog_productevent", "catalog_listingevent", "catalog_facilityevent"):
            changed = f"SELECT count(*) FROM {events} WHERE pgh_label = 'update'"
            assert count(session, changed) >= 8 * facilities
        assert count(session, "SELECT count(*) FROM catalog_auditentry") > 400
