"""Feeds of goods: what they say is what pages say, and they cost as little as they may."""

from __future__ import annotations

import gzip
import os
import threading
import time
import tracemalloc
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from catalog.dates import legal_today
from catalog.feeds import FeedHead, feed_begin, feed_item
from catalog.kept import forget_all
from catalog.models import Brand, Facility, Listing, ProductionUnit
from catalog.selectors.version import Marks
from catalog.services.listings import listing_close
from catalog.types import Delivery, ListingState
from storefront.web.shop.feed_kept import MOST_FEEDS, FeedBusy, Feeds, Label
from tests.legality.night_world import goods_copy
from tests.making import SYSTEM, draft_listing, public_listing
from tests.storefront.web.places_making import full_facility

# Every run makes do with fewer than a large shop has; its figures are of FEED_GOODS=20000.
GOODS = int(os.environ.get("FEED_GOODS", "2000"))
BYTES = 4_000_000
SPACE = "{http://base.google.com/ns/1.0}"
Counting = Callable[[int], AbstractContextManager[object]]


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def items_of(body: bytes) -> list[dict[str, str]]:
    """Fields of each item without their prefix; of several equal ones the last."""
    return [
        {field.tag.removeprefix(SPACE): str(field.text) for field in item}
        for item in ET.fromstring(body).iter("item")
    ]


def asked(client: Client, path: str = "/umpan/produk.xml") -> list[dict[str, str]]:
    """The feed as it is now: what was kept is forgotten, as by a version that moved."""
    forget_all()
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return items_of(body_of(answer))


@pytest.mark.django_db
class TestWhatItSays:
    """Items."""

    def test_one_choice_is_one_item_with_all_that_is_asked_for(self, client: Client) -> None:
        listing = public_listing(full_facility(), name="Abon <sapi> & lada", prices=(28000,))
        (item,) = asked(client)
        page = f"{settings.PUBLIC_URL}/produk/{listing.slug}/"
        assert item.pop("image_link").startswith(settings.PUBLIC_URL)
        assert item.pop("id") and item.pop("description") and item.pop("product_type")
        assert item.pop("shipping_weight").endswith(" g")
        assert item == {
            "title": "Abon <sapi> & lada",
            "link": page,
            "price": "28000.00 IDR",
            "availability": "in_stock",
            "condition": "new",
            "brand": "Lapas Palu",
            "identifier_exists": "no",
            "custom_label_0": "parcel",
            "custom_label_1": "Sulawesi Tengah",
            "custom_label_2": "lapas-palu",
        }

    def test_choices_are_items_of_one_group(self, client: Client) -> None:
        public_listing(prices=(28000, 62000))
        first, second = asked(client)
        assert (first["price"], second["price"]) == ("28000.00 IDR", "62000.00 IDR")
        assert first["item_group_id"] == second["item_group_id"]
        assert first["id"] != second["id"] and first["size"] != second["size"]
        assert first["title"].endswith(first["size"])

    @pytest.mark.parametrize(
        ("stock", "lead_time_days", "word"),
        [
            (3, None, "in_stock"),
            (3, 14, "in_stock"),
            (0, None, "out_of_stock"),
            (0, 1, "backorder"),
        ],
    )
    def test_availability(
        self, client: Client, stock: int, lead_time_days: int | None, word: str
    ) -> None:
        public_listing(stock=stock, lead_time_days=lead_time_days)
        (item,) = asked(client)
        assert item["availability"] == word
        assert ("availability_date" in item) == (word == "backorder")
        if word == "backorder":
            assert legal_today() < date.fromisoformat(item["availability_date"][:10])

    def test_a_mark_is_the_brand_and_how_goods_leave_is_said(self, client: Client) -> None:
        listing = public_listing(full_facility())
        brand = Brand.objects.create(facility=listing.facility, name="Sentra Palu", slug="sentra")
        Listing.objects.filter(pk=listing.pk).update(brand=brand, delivery=Delivery.PICKUP)
        (item,) = asked(client)
        assert (item["brand"], item["custom_label_0"]) == ("Sentra Palu", "pickup")

    def test_english_has_its_own_words_and_the_same_ids(self, client: Client) -> None:
        listing = public_listing(prices=(28000, 62000))
        here, there = asked(client), asked(client, "/en/umpan/produk.xml")
        assert [one["id"] for one in here] == [one["id"] for one in there]
        assert [one["price"] for one in here] == [one["price"] for one in there]
        assert there[0]["link"] == f"{settings.PUBLIC_URL}/en/produk/{listing.slug}/"
        assert here[0]["description"] != there[0]["description"]

    def test_nobody_who_makes_goods_and_no_workshop_is_in_it(self, client: Client) -> None:
        listing = public_listing(full_facility())
        unit = ProductionUnit.objects.filter(facility=listing.facility).first()
        assert unit is not None
        ProductionUnit.objects.filter(pk=unit.pk).update(name="Bengkel Melati")
        Listing.objects.filter(pk=listing.pk).update(unit=unit)
        forget_all()
        assert b"Melati" not in body_of(client.get("/umpan/produk.xml"))

    def test_what_is_not_on_sale_is_not_in_it(self, client: Client) -> None:
        facility = full_facility()
        shown, closed, ended = (public_listing(facility) for _number in range(3))
        draft_listing(facility)
        listing_close(
            actor=SYSTEM, listing_id=closed.pk, state=ListingState.SUSPENDED, reason="test"
        )
        Listing.objects.filter(pk=ended.pk).update(cleared_until=legal_today() - timedelta(days=1))
        (item,) = asked(client)
        assert item["link"].endswith(f"/{shown.slug}/")
        Facility.objects.update(is_open=False)
        assert asked(client) == []

    def test_a_facility_has_its_own_alone(self, client: Client) -> None:
        own = public_listing(full_facility())
        public_listing()
        (item,) = asked(client, "/umpan/lapas-palu.xml")
        assert item["link"].endswith(f"/{own.slug}/")
        assert len(asked(client)) == 2
        assert client.get("/umpan/tidak-ada.xml").status_code == 404

    def test_a_sample_shop_says_so(self, client: Client, settings: Any) -> None:
        settings.MODE = "demo"
        said = ET.fromstring(body_of(client.get("/umpan/produk.xml"))).find("channel/description")
        assert said is not None and str(said.text).startswith("Toko contoh:")

    def test_pages_lead_to_it(self, client: Client) -> None:
        full_facility()
        kind = '<link rel="alternate" type="application/rss+xml"'
        for page, feed in (
            ("/", "/umpan/produk.xml"),
            ("/en/katalog/", "/en/umpan/produk.xml"),
            ("/fasilitas/lapas-palu/", "/umpan/lapas-palu.xml"),
        ):
            text = " ".join(client.get(page).content.decode().split())
            assert kind in text and f'href="{feed}"' in text, page
            assert client.get(feed).status_code == 200


class TestWriting:
    """Text that XML cannot hold."""

    def test_any_text_gives_a_file_that_can_be_read(self) -> None:
        odd = 'a\x00b\x0b<&>"\ud800\ufffe]]>é'
        head = FeedHead(odd, odd, odd, "id", 'http://x/?a=1&b="2"')
        whole = feed_begin(head) + feed_item([("title", odd), ("brand", "")]) + "</channel></rss>"
        (item,) = ET.fromstring(whole.encode()).iter("item")
        assert [(field.tag, field.text) for field in item] == [(f"{SPACE}title", 'ab<&>"]]>é')]


@pytest.mark.django_db
class TestHowItIsGiven:
    """Tags, packing, statements."""

    def test_who_has_it_gets_it_not_again_and_a_price_makes_another(self, client: Client) -> None:
        listing = public_listing(prices=(28000,))
        forget_all()
        first = client.get("/umpan/produk.xml")
        tag = {"If-None-Match": first["ETag"]}
        assert (first["X-Cache"], first["Cache-Control"]) == (
            "miss",
            "public, max-age=0, must-revalidate",
        )
        again = client.get("/umpan/produk.xml", headers=tag)
        assert (again.status_code, again["X-Cache"], again.content) == (304, "hit", b"")
        forget_all()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE product_product SET price_amount = 9000 WHERE id = %s", [listing.product_id]
            )
        assert client.get("/umpan/produk.xml", headers=tag).status_code == 200

    def test_packed_and_plain_are_the_same(self, client: Client) -> None:
        public_listing()
        plain = client.get("/umpan/produk.xml", headers={"Accept-Encoding": "gzip;q=0, *"})
        packed = client.get("/umpan/produk.xml", headers={"Accept-Encoding": "br, gzip"})
        assert not plain.has_header("Content-Encoding") and packed["Content-Encoding"] == "gzip"
        one, other = body_of(plain), body_of(packed)
        assert gzip.decompress(other) == one
        assert (int(plain["Content-Length"]), int(packed["Content-Length"])) == (
            len(one),
            len(other),
        )
        head = client.head("/umpan/produk.xml")
        assert (head.status_code, head["Content-Length"]) == (200, plain["Content-Length"])

    def test_all_goods_cost_as_many_statements_as_one(
        self, client: Client, django_assert_max_num_queries: Counting
    ) -> None:
        facility = full_facility()
        for _number in range(9):
            public_listing(facility)
        forget_all()
        with django_assert_max_num_queries(5):
            assert client.get("/umpan/produk.xml").status_code == 200
        with django_assert_max_num_queries(1):
            assert client.get("/umpan/produk.xml")["X-Cache"] == "hit"


class TestKeeping:
    """Feeds of a process."""

    @staticmethod
    def feeds(labels: list[str]) -> Feeds:
        """Labels: what the catalogue's version is, the last one from then on."""

        def label() -> Label:
            return Marks(labels.pop(0) if len(labels) > 1 else labels[0], ""), "2026-11-22"

        return Feeds(label)

    def test_one_makes_it_and_the_others_wait(self) -> None:
        made: list[int] = []

        def make() -> Iterator[str]:
            time.sleep(0.2)
            made.append(1)
            yield "<a/>"

        feeds = self.feeds(["1"])
        found: list[bool] = []
        asking = [
            threading.Thread(target=lambda: found.append(feeds.get("id ", make)[1]))
            for _number in range(6)
        ]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
        assert len(made) == 1 and sorted(found) == [False] + [True] * 5

    def test_a_version_that_moves_while_it_is_made_makes_it_anew(self) -> None:
        feeds = self.feeds(["1", "1", "2"])
        assert feeds.get("id ", lambda: ["old"])[1] is False
        found, was_there = feeds.get("id ", lambda: ["new"])
        assert (was_there, b"".join(found.plain_parts())) == (False, b"new")

    def test_what_is_let_go_can_still_be_read_to_its_end(self) -> None:
        feeds = self.feeds(["1"])
        reading = feeds.get("first", lambda: ["x" * 300_000])[0].plain_parts()
        begun = next(reading)
        for number in range(MOST_FEEDS + 1):
            feeds.get(f"feed {number}", lambda: ["y"])
        assert begun + b"".join(reading) == b"x" * 300_000
        assert feeds.get("first", lambda: ["z"])[1] is False

    def test_a_fault_while_making_it_keeps_nothing_and_blocks_nobody(self) -> None:
        def fails() -> Iterator[str]:
            yield "half"
            raise RuntimeError("no server")

        feeds = self.feeds(["1"])
        with pytest.raises(RuntimeError):
            feeds.get("id ", fails)
        assert feeds.get("id ", lambda: ["whole"])[1] is False

    def test_who_has_waited_for_too_long_is_told_to_come_again(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(*_asked: object) -> None:
            raise FeedBusy

        monkeypatch.setattr("storefront.web.shop.feed.feeds.get", busy)
        answer = client.get("/umpan/produk.xml")
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")

    def test_waiting_has_an_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("storefront.web.shop.feed_kept.PATIENCE", 0.05)
        feeds = self.feeds(["1"])
        begun, go_on = threading.Event(), threading.Event()

        def make() -> Iterator[str]:
            begun.set()
            go_on.wait(60)
            yield "late"

        making = threading.Thread(target=lambda: feeds.get("id ", make))
        making.start()
        begun.wait(60)
        with pytest.raises(FeedBusy):
            feeds.get("id ", lambda: ["never"])
        go_on.set()
        making.join()


@pytest.mark.slow
@pytest.mark.django_db
def test_memory_does_not_grow_with_the_catalogue(
    client: Client, counted: Callable[[str], None]
) -> None:
    facility = full_facility()
    goods_copy(public_listing(facility), GOODS, [facility])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    forget_all()
    client.get("/umpan/tidak-ada.xml")  # what is loaded once
    begun, since = time.process_time(), time.monotonic()
    body = body_of(client.get("/umpan/produk.xml"))
    spent, lasted = time.process_time() - begun, time.monotonic() - since
    forget_all()
    tracemalloc.start()
    client.get("/umpan/produk.xml")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert body.count(b"<item>") == GOODS + 1
    assert most < BYTES
    counted(
        f"feed of {GOODS + 1}: {len(body):,} bytes in {lasted:.1f} s, {spent:.2f} s CPU of Python,"
        f" {most:,} bytes held"
    )
