"""Live rates by replayed answers: right, slow, broken, empty, in another currency; and that nobody
waits, nor is asked inside a transaction."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from storefront.orders.carriers import asking
from storefront.orders.carriers.asking import live_rates, source_now
from storefront.orders.carriers.base import LiveRate, RateAsk, RatesRefused
from storefront.orders.carriers.biteship import Biteship, read
from storefront.orders.consents import TEXT_VERSION
from storefront.orders.services.placing import order_place
from tests.making import public_listing
from tests.orders.making import PRACTICE, basket_with, quote_of

ASK = RateAsk("94111", "12110", 1_600, 84_000, ("jne", "sicepat"))
# As Biteship's documentation shows an answer, its places shortened.
RIGHT: dict[str, Any] = {
    "success": True,
    "object": "courier_pricing",
    "message": "Success to retrieve courier pricing",
    "code": 20001003,
    "origin": {"postal_code": 94111, "country_code": "ID"},
    "destination": {"postal_code": 12110, "country_code": "ID"},
    "pricing": [
        {
            "available_for_cash_on_delivery": True,
            "company": "jne",
            "courier_name": "JNE",
            "courier_code": "jne",
            "courier_service_name": "Reguler",
            "courier_service_code": "reg",
            "currency": "IDR",
            "description": "Layanan reguler",
            "duration": "2 - 3 days",
            "shipment_duration_range": "2 - 3",
            "shipment_duration_unit": "days",
            "service_type": "standard",
            "price": 52000,
            "type": "reg",
        },
        {
            "company": "sicepat",
            "courier_code": "sicepat",
            "courier_service_code": "best",
            "shipment_duration_range": "18 - 30",
            "shipment_duration_unit": "hours",
            "price": 61000,
        },
    ],
}


@dataclass
class Played:
    """What the stand-in answers and what it was asked."""

    address: str = ""
    status: int = 200
    body: bytes = b""
    wait: float = 0.0
    drip: float = 0.0
    asked: list[tuple[str, str, Any]] = field(default_factory=list)

    def answer(self, value: Any, status: int = 200) -> None:
        self.body, self.status = json.dumps(value).encode(), status


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Iterator[Played]:
    """A stand-in for the aggregator's server; answers are replayed, nothing is worked out."""
    play = Played()
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted = self.rfile.read(int(self.headers["content-length"]))
            play.asked.append((self.path, self.headers["authorization"], json.loads(posted)))
            over.wait(play.wait)
            self.send_response(play.status)
            self.send_header("content-length", str(len(play.body)))
            self.end_headers()
            for place in range(0, len(play.body), 1 if play.drip else len(play.body) or 1):
                end = place + (1 if play.drip else len(play.body))
                self.wfile.write(play.body[place:end])
                if over.wait(play.drip):
                    return

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    play.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(asking, "PAGE_SECONDS", 60.0)  # the machine may be busy
    cache.clear()
    yield play
    over.set()
    server.shutdown()
    server.server_close()
    cache.clear()


def source(played: Played) -> Biteship:
    return Biteship(base=played.address, key="kunci-contoh")


def asked(played: Played) -> dict[RateAsk, tuple[LiveRate, ...]]:
    return live_rates([ASK], source=source(played))


def test_off_without_a_key(settings: Any) -> None:
    settings.BITESHIP_API_KEY = ""
    assert source_now() is None
    assert live_rates([ASK]) == {}
    settings.BITESHIP_API_KEY = "kunci"
    assert isinstance(source_now(), Biteship)


def test_right_is_read_and_asked_for_once(played: Played) -> None:
    played.answer(RIGHT)
    found = asked(played)
    assert found[ASK] == (
        LiveRate("jne-reg", Decimal(52_000), 2, 3),
        LiveRate("sicepat-best", Decimal(61_000), 0, 2),
    )
    assert asked(played) == found
    assert played.asked == [
        (
            "/v1/rates/couriers",
            "kunci-contoh",
            {
                "origin_postal_code": 94111,
                "destination_postal_code": 12110,
                "couriers": "jne,sicepat",
                "items": [{"name": "Barang", "value": 84_000, "weight": 1_600, "quantity": 1}],
            },
        )
    ]


@pytest.mark.parametrize("how", ["wait", "drip"])
def test_slow_lets_nobody_wait_and_is_left_alone(
    played: Played, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PAGE_SECONDS", 0.3)
    played.answer(RIGHT)
    setattr(played, how, 0.05 if how == "drip" else 600.0)
    assert live_rates([ASK, ASK._replace(grams=5)], source=source(played)) == {}
    played.wait = played.drip = 0.0
    assert asked(played) == {}


def test_an_answer_in_drops_is_left_before_its_end(played: Played) -> None:
    """Each drop comes in time; all of them would hold a thread for minutes."""
    played.answer(RIGHT)
    played.drip = 0.02
    with pytest.raises(RatesRefused, match="slow"):
        source(played).rates(ASK, seconds=0.2)


@pytest.mark.parametrize("status", [302, 401, 429, 500])
def test_refusals_of_the_server(played: Played, status: int) -> None:
    played.answer({"success": False, "error": "x"}, status)
    assert asked(played) == {}
    assert asked(played) == {} and len(played.asked) == 1  # the breaker is open


BROKEN = [
    *(b"", b"<html>", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 5_000, b'{"success": true}'),
    *(b'{"success": true, "pricing": [{}]}', b'{"success": true, "pricing": {"a": 1}}'),
]


@pytest.mark.parametrize("body", BROKEN)
def test_broken(played: Played, body: bytes) -> None:
    played.body = body
    assert asked(played) == {}


def test_an_answer_without_end_is_cut(played: Played) -> None:
    played.body = b" " * 600_000
    with pytest.raises(RatesRefused, match="too long"):
        source(played).rates(ASK, seconds=60)


def test_empty_is_an_answer_and_the_table_counts(played: Played) -> None:
    played.answer({**RIGHT, "pricing": []})
    assert asked(played) == {}
    played.answer(RIGHT)
    assert asked(played) == {} and len(played.asked) == 1  # known for a while


def with_row(**given: Any) -> dict[str, Any]:
    return {**RIGHT, "pricing": [RIGHT["pricing"][0], {**RIGHT["pricing"][1], **given}]}


WRONG = [
    *({"currency": "USD"}, {"price": "x"}, {"price": -1}, {"price": 0}, {"price": 1.5}),
    *({"price": True}, {"price": None}, {"price": 10**12}, {"price": float("nan")}),
    *({"shipment_duration_range": "3 - 2"}, {"shipment_duration_range": "soon"}),
    *(
        {"shipment_duration_range": "90", "shipment_duration_unit": "days"},
        {"shipment_duration_range": None},
    ),
]


@pytest.mark.parametrize("given", WRONG)
def test_one_wrong_row_makes_the_answer_no_answer(given: dict[str, Any]) -> None:
    """A price in another currency must not be taken for rupiah, nor the rest for all there is."""
    with pytest.raises(RatesRefused):
        read(with_row(**given))
    assert len(read(with_row(price=61000.0))) == 2


def test_another_currency(played: Played) -> None:
    played.answer(with_row(currency="USD"))
    assert asked(played) == {}


def test_nobody_there() -> None:
    cache.clear()
    assert live_rates([ASK], source=Biteship(base="http://127.0.0.1:9", key="x")) == {}
    cache.clear()


@pytest.mark.django_db
def test_inside_a_transaction_only_what_is_known_counts(played: Played) -> None:
    played.answer(RIGHT)
    with transaction.atomic():
        assert asked(played) == {}
    assert played.asked == []
    cache.set(asking._Keys("biteship").answer(ASK), read(RIGHT), 60)
    with transaction.atomic():
        assert asked(played) == {ASK: read(RIGHT)}
    assert played.asked == []


@pytest.mark.django_db(transaction=True)
def test_what_was_shown_by_one_process_is_placed_by_another(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each process keeps rates of its own, and inside the transaction nobody is asked."""
    token = basket_with((public_listing(), 1))
    settings.BITESHIP_API_KEY = "x"
    rate = LiveRate("ab-reg", Decimal(52_000), 2, 3)
    asked: list[bool] = []

    def rates(self: Biteship, ask: RateAsk, *, seconds: float) -> tuple[LiveRate, ...]:
        asked.append(True)
        return (rate,)

    monkeypatch.setattr(Biteship, "rates", rates)
    cache.clear()
    seen = quote_of(token)
    assert seen.delivery_total == rate.price and asked
    cache.clear()  # as it is in another process
    placed = order_place(
        token=token, digest=seen.digest, method=PRACTICE, language="id", consent=TEXT_VERSION
    )
    assert placed.total == seen.total
    again = order_place(
        token=token, digest=seen.digest, method=PRACTICE, language="id", consent=TEXT_VERSION
    )
    assert again.shop_order_id == placed.shop_order_id
