"""The shop's own pages behind the cache: the same for everybody, and true to the day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.utils import timezone

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import Listing
from catalog.selectors.listings import PAGE
from catalog.services.listings import listing_change_address, listing_close
from catalog.types import ListingState
from storefront.cache.build import with_cache
from storefront.cache.clock import Clock
from storefront.cache.front import Front
from storefront.cache.keys import Environ, Keys
from storefront.cache.memory import Memory
from storefront.cache.release import release_print
from storefront.web.shop.parameters import AFTER
from tests.making import SYSTEM, paper_make, public_listing
from tests.storefront.cache.making import Got, get
from tests.storefront.web.places_making import album_make, full_facility

pytestmark = pytest.mark.django_db
# The version moves once a transaction: what a test changes afterwards has to be committed.
committing = pytest.mark.django_db(transaction=True)

SERVER = {"SERVER_NAME": "testserver", "SERVER_PORT": "80", "HTTP_HOST": "localhost"}
PATHS = (
    *("/", "/en/", "/katalog/", "/katalog/?jenis=camilan", "/katalog/saring/", "/en/katalog/"),
    *("/cari/?q=bawang", "/en/cari/?q=bawang", "/cari/saran/?q=baw"),
    *("/produk/bawang-goreng/", "/en/produk/bawang-goreng/", "/produk/tidak-ada/"),
    *("/fasilitas/", "/fasilitas/lapas-palu/", "/provinsi/", "/provinsi/sulawesi-tengah/"),
    *("/galeri/", "/galeri/lapas-palu/sehari-di-dapur/", "/galeri/lapas-palu/sehari-di-dapur/2/"),
    *("/tentang/", "/surat/", "/cara-belanja/", "/privasi/", "/ketentuan/", "/bantuan/"),
    *("/sitemap.xml", "/sitemap/toko.xml", "/sitemap/lapas-palu.xml", "/graphql/?document=goods"),
)
VISITORS: tuple[dict[str, str], ...] = (
    {},
    {"HTTP_ACCEPT_LANGUAGE": "en-US,en", "HTTP_COOKIE": "theme=dark; django_language=en"},
    {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 9)", "HTTP_SAVE_DATA": "on"},
    {"REMOTE_ADDR": "203.0.113.9", "HTTP_REFERER": "http://localhost/", "HTTP_DNT": "1"},
    {"HTTP_SEC_PURPOSE": "prefetch", "HTTP_CACHE_CONTROL": "no-cache", "HTTP_PRAGMA": "no-cache"},
)


class Shop:
    """The shop as one worker has it. seconds: of its clock, moved by the test."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.application = get_wsgi_application()
        clock = Clock(now=lambda: self.seconds)
        keys = Keys(session="sessionid", forwarded="")
        self.front = Front(self.application, keys=keys, clock=clock, memory=Memory(10_000_000))

    def get(self, address: str, **how: Any) -> Got:
        """By way of the cache."""
        return _ask(self.front, address, how)

    def get_made(self, address: str, **how: Any) -> Got:
        """Of Django itself."""
        return _ask(self.application, address, how)


def _ask(application: Any, address: str, how: dict[str, Any]) -> Got:
    path, _, query = address.partition("?")
    more: Environ = {"wsgi.errors": None, **SERVER, **how}
    return get(application, path, query=query, **more)


@pytest.fixture
def listing() -> Listing:
    forget_all()
    facility = full_facility()
    found = public_listing(facility, slug="bawang-goreng")
    paper_make(found, expires_on=legal_today())
    album_make(facility, listing_ids=(found.pk,))
    return found


@pytest.fixture
def shop(listing: Listing) -> Iterator[Shop]:
    """Without the closing of connections, as in Django's own test client: they are the test's."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Shop()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def post(shop: Shop, **message: object) -> Got:
    return shop.get("/graphql/", method="POST", body=json.dumps(message).encode())


def test_a_page_is_the_same_for_every_visitor(shop: Shop) -> None:
    for address in PATHS:
        made = [shop.get_made(address, **visitor) for visitor in VISITORS]
        assert len({(one.status, one.body) for one in made}) == 1, address
        assert not [one for one in made if "Set-Cookie" in one.headers]
        kept = [shop.get(address, **visitor) for visitor in VISITORS]
        assert [one.how for one in kept] == ["miss", "hit", "hit", "hit", "hit"], address
        assert {one.body for one in kept} == {made[0].body}, address


def test_a_kept_page_has_the_headers_of_a_made_one(shop: Shop) -> None:
    ours = {"Cache-Control", "Vary", "ETag", "X-Cache", "X-Request-ID", "Content-Length"}
    for address in PATHS:
        made, first, second = shop.get_made(address), shop.get(address), shop.get(address)
        for one in (first, second):
            assert {k: v for k, v in one.headers.items() if k not in ours} == {
                k: v for k, v in made.headers.items() if k not in ours
            }, address
        assert second.headers["Content-Security-Policy"], address
        assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
        assert "Language" not in second.headers["Vary"]


def test_htmx_and_readers_have_answers_of_their_own(shop: Shop) -> None:
    address = "/katalog/?urut=termurah&jenis=camilan"
    page = shop.get(address)
    piece = shop.get(address, HTTP_HX_REQUEST="true")
    assert (page.status[:3], piece.status[:3]) == ("302", "200")
    assert (page.how, piece.how) == ("", "")  # a move for now and an answer not to be stored


def test_a_tracker_neither_fills_the_cache_nor_sends_round(shop: Shop) -> None:
    shop.get("/katalog/?jenis=camilan")
    got = shop.get("/katalog/?utm_source=wa&jenis=camilan&fbclid=abc")
    assert (got.status, got.how) == ("200 OK", "hit")
    assert b"utm_" not in got.body
    assert b"fbclid" not in got.body


def test_an_unknown_host_is_refused_and_nothing_of_it_kept(shop: Shop) -> None:
    for _ in range(2):
        got = shop.get("/", HTTP_HOST="evil.test")
        assert (got.status[:3], got.how) == ("400", "")


def test_a_missing_slash_is_a_kept_move(shop: Shop) -> None:
    got = [shop.get("/katalog") for _ in range(2)][1]
    assert (got.status[:3], got.how, got.headers["Location"]) == ("301", "hit", "/katalog/")


@committing
def test_a_former_address_leads_to_the_new_one_after_the_change(
    shop: Shop, listing: Listing
) -> None:
    assert shop.get("/produk/bawang-goreng/").status == "200 OK"
    listing_change_address(actor=SYSTEM, listing_id=listing.pk, slug="bawang-baru")
    shop.seconds += 1.0
    assert shop.get("/produk/bawang-goreng/").status.startswith("301")
    assert shop.get("/produk/bawang-baru/").status == "200 OK"


@committing
def test_a_closed_listing_is_gone_and_comes_back_nowhere(shop: Shop, listing: Listing) -> None:
    assert shop.get("/produk/bawang-goreng/").status == "200 OK"
    listing_close(actor=SYSTEM, listing_id=listing.pk, state=ListingState.SUSPENDED, reason="x")
    shop.seconds += 1.0
    assert [shop.get("/produk/bawang-goreng/").status[:3] for _ in range(3)] == ["404"] * 3
    assert b"bawang-goreng" not in shop.get("/katalog/").body


def test_a_paper_ends_with_its_last_day_in_jakarta(shop: Shop, listing: Listing) -> None:
    last = timezone.localtime().replace(hour=23, minute=59, second=58)
    with time_machine.travel(last, tick=False) as hands:
        assert b"PIRT" in shop.get("/produk/bawang-goreng/").body
        assert shop.get("/produk/bawang-goreng/").how == "hit"
        hands.shift(timedelta(seconds=3))
        shop.seconds += 3.0
        got = shop.get("/produk/bawang-goreng/")
        assert (got.how, b"PIRT" in got.body) == ("miss", False)


@committing
@pytest.mark.parametrize("order", ["", "&urut=termahal", "&urut=terdekat&dekat=72"])
def test_a_page_has_its_tag_still_after_transactions_that_changed_nothing_on_it(
    shop: Shop, listing: Listing, order: str
) -> None:
    """Its link to the page that follows says how far the server has counted; its tag does not."""
    goods = [public_listing(listing.facility, stock=3) for _ in range(PAGE)]
    address = f"/katalog/?jenis=camilan{order}"
    before = shop.get(address)
    assert f"{AFTER}=".encode() in before.body
    for _ in range(3):
        with_sql("SELECT pg_current_xact_id()")
    assert Shop().get(address).headers["ETag"] == before.headers["ETag"]
    with_sql(f"UPDATE warehouse_stock SET quantity = 0 WHERE product_variant_id IN (SELECT id FROM"
             f" product_productvariant WHERE product_id = {goods[0].product_id})")  # fmt: skip
    assert Shop().get(address).headers["ETag"] != before.headers["ETag"]


@committing
def test_who_has_a_page_has_it_still_when_another_worker_made_it(
    shop: Shop, listing: Listing
) -> None:
    for _ in range(PAGE):
        public_listing(listing.facility)
    tag = shop.get("/katalog/").headers["ETag"]
    with_sql("SELECT pg_current_xact_id()")
    other = Shop()
    assert other.get("/katalog/", HTTP_IF_NONE_MATCH=tag).status == "304 Not Modified"


@committing
def test_what_lies_below_the_pages_does_not_outlive_a_move(shop: Shop) -> None:
    assert b"Camilan" in shop.get("/katalog/").body
    with_sql("UPDATE product_category SET name = 'Kudapan'")
    shop.seconds += 1.0
    assert b"Kudapan" in shop.get("/katalog/").body
    assert b"Camilan" not in shop.get("/katalog/").body


def with_sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


# --- GraphQL


def test_a_query_is_kept_by_document_variables_and_operation(shop: Shop) -> None:
    text = "query A($n: Int!) { products(first: $n) { edges { node { slug } } } }"
    text += " query B { shop { name } }"
    asked = [
        {"query": text, "variables": {"n": 1}, "operationName": "A"},
        {"query": text, "variables": {"n": 2}, "operationName": "A"},
        {"query": text, "variables": {"n": 2}, "operationName": "B"},
        {"query": text, "variables": {"n": 2}, "operationName": "A", "extensions": {"x": 1}},
    ]
    assert [post(shop, **one).how for one in asked] == ["miss", "miss", "miss", "hit"]
    assert [post(shop, **one).how for one in asked] == ["hit"] * 4
    assert b"bawang-goreng" in post(shop, **asked[0]).body


@pytest.mark.parametrize(
    "message",
    [
        {"query": "{ nothing }"},
        {"query": "{ shop { name "},
        {"query": "{ __schema { types { name } } }"},
        {"query": "query A { shop { name } } query B { shop { name } }"},
        {"query": "query A($n: Int!) { products(first: $n) { edges { node { id } } } }"},
        {"query": "{ products(first: 5000) { edges { node { id } } } }"},
        {"query": ""},
        {"variables": {}},
    ],
)
def test_what_is_refused_is_refused_each_time_under_its_own_id(
    shop: Shop, message: dict[str, object]
) -> None:
    first, second = post(shop, **message), post(shop, **message)
    assert first.status == second.status != "200 OK"
    assert (first.how, second.how) == ("", "")
    for one in (first, second):
        assert one.headers["X-Request-ID"].encode() in one.body


def test_an_answer_with_an_error_inside_is_not_kept(shop: Shop) -> None:
    text = '{ shop { name } products(first: 2, after: "x") { edges { node { id } } } }'
    asked = {"query": text}
    first, second = post(shop, **asked), post(shop, **asked)
    assert b'"errors"' in first.body
    assert (first.how, second.how) == ("", "")


def test_a_message_too_large_is_refused_as_before(shop: Shop) -> None:
    got = shop.get("/graphql/", method="POST", body=b'{"query": "' + b" " * 100_000 + b'{a}"}')
    assert got.status.startswith("413")


# --- Settings


def test_it_can_be_switched_off(settings: Any) -> None:
    application = get_wsgi_application()
    settings.CACHE_URL = "off"
    assert with_cache(application) is application
    settings.CACHE_URL = "memory"
    assert isinstance(with_cache(application), Front)
    settings.CACHE_URL = "redis://127.0.0.1:1/1"
    assert isinstance(with_cache(application), Front)
    settings.DEBUG = True
    assert with_cache(application) is application


def test_another_release_or_shop_has_another_print(settings: Any) -> None:
    prints = {release_print(), release_print()}
    assert len(prints) == 1
    settings.PUBLIC_URL = "https://other.example"
    prints.add(release_print())
    settings.SECRET_KEY = "x" * 60
    prints.add(release_print())
    assert len(prints) == 3
