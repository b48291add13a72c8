"""Buyers, each a browser or a client of its own, from goods to money.

Run as `python -m storefront.bench.buying` with a plan as JSON on standard input: port, way (of
WAYS), clients, orders (of all clients together), first (number of the first buyer), goods (what is
put in, in turn). `Bought` comes back as JSON.
"""

from __future__ import annotations

import http.client
import json
import re
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from storefront.bench.documents import COMPLETE, CREATE, PAY, PLACE, SHIP

_FIELDS = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'(\w[\w-]*)(?:="([^"]*)")?')
_PLACE = re.compile(r'name="pilih"\s+value="([^"]+)"')
POSTCODE = "94221"
_OK, _FORM = 400, "application/x-www-form-urlencoded"
PRACTICE = "practice:"


class Bought(NamedTuple):
    """What came of it. seconds: from the first request to the last answer; milliseconds: of each
    step's requests, by its name; wrong: the first words of answers that were not right."""

    orders: int
    seconds: float
    milliseconds: dict[str, list[float]]
    wrong: list[str]


class Answer(NamedTuple):
    """What came back. location: path of a redirect, "" without one."""

    status: int
    location: str
    text: str


class WrongAnswer(Exception):
    """An answer that no order comes of."""


class Wire:
    """A connection that is kept, with a browser's cookies."""

    def __init__(self, port: int, number: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._number = number
        self._cookies: dict[str, str] = {}

    def _headers(self) -> dict[str, str]:
        number = self._number
        return {
            "Host": "localhost",
            "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            "Sec-Fetch-Site": "same-origin",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
        }

    def ask(self, path: str, body: str | None = None, kind: str = _FORM) -> Answer:
        """One request. Raises WrongAnswer for a status that is an error's."""
        headers = self._headers() | ({"Content-Type": kind} if body is not None else {})
        sent = None if body is None else body.encode()
        self._line.request("GET" if body is None else "POST", path, sent, headers)
        answer = self._line.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookies |= {key: one.value for key, one in SimpleCookie(value).items()}
        if answer.status >= _OK:
            raise WrongAnswer(f"{answer.status} {path}: {text[:200]}")
        return Answer(answer.status, urlsplit(answer.getheader("Location") or "").path, text)

    def form(self, path: str, fields: Mapping[str, str]) -> Answer:
        """A form, sent."""
        return self.ask(path, urlencode(fields))

    def graphql(self, query: str, **variables: Any) -> Any:
        """The answer's only field. Raises WrongAnswer."""
        sent = json.dumps({"query": query, "variables": variables})
        content = json.loads(self.ask("/graphql/", sent, "application/json").text)
        if "errors" in content:
            raise WrongAnswer(str(content["errors"])[:300])
        (found,) = content["data"].values()
        wrong = [found.get(name) for name in ("checkoutErrors", "paymentErrors", "errors")]
        if any(wrong):
            raise WrongAnswer(str(wrong)[:300])
        return found


Step = Callable[[str], Any]


def ticked(page: str, also: tuple[str, ...] = ()) -> dict[str, str]:
    """The fields of a page's forms that are hidden or ticked, by name. also: boxes to tick."""
    found: dict[str, str] = {}
    for field in _FIELDS.findall(page):
        said = dict(_ATTRIBUTE.findall(field[6:]))
        kind, name = said.get("type", "text"), said.get("name", "")
        if kind == "hidden" or "checked" in said or name in also:
            found[name] = said.get("value", "")
    return found


def address_form(number: int) -> dict[str, str]:
    """What a buyer types."""
    return {
        "nama": "Pembeli", "telepon": f"08{12_0000_0000 + number}",
        "surel": f"pembeli{number}@contoh.example", "tujuan": POSTCODE, "pilih": "",
        "kelurahan": "", "alamat": "Jalan Emas 1 RT 01/02", "patokan": "",
    }  # fmt: skip


def by_pages(wire: Wire, step: Step, goods: Any, number: int) -> None:
    """As a browser without scripts does it."""
    with step("add"):
        wire.form("/keranjang/tambah/", {"pilihan": str(goods), "jumlah": "1"})
    with step("search"):
        found = wire.form("/checkout/alamat/cari/", address_form(number)).text
    chosen = _PLACE.search(found)
    if chosen is None:
        raise WrongAnswer(f"no kecamatan: {found[:200]}")
    with step("address"):
        place = {"dicari": POSTCODE, "pilih": chosen.group(1)}
        wire.form("/checkout/alamat/", {**address_form(number), **place})
    with step("ways"):
        ways = wire.ask("/checkout/pengiriman/").text
    with step("choose"):
        wire.form("/checkout/pengiriman/", {**ticked(ways), "cara": PRACTICE})
    with step("review"):
        review = wire.ask("/checkout/periksa/").text
    with step("order"):
        page = wire.form("/checkout/pesan/", ticked(review, also=("setuju",))).location
    with step("to pay"):
        bank = wire.ask(page)
        there = bank.location or _bank_of(bank.text)
    with step("pay"):
        wire.form(there, {"act": "pay"})


def _bank_of(page: str) -> str:
    found = re.search(r'href="(?:https?://[^/"]+)?(/bayar/latihan/[^"]+)"', page)
    if found is None:
        raise WrongAnswer(f"no way to pay: {page[:200]}")
    return found.group(1)


def by_graphql(wire: Wire, step: Step, goods: Any, number: int) -> None:
    """As a client does that was written for Saleor, until the money."""
    with step("create"):
        box = wire.graphql(CREATE, input=_new(goods, number))["checkout"]
    with step("ship"):
        way = box["availableShippingMethods"][0]["id"]
        wire.graphql(SHIP, id=box["id"], method=way)
    with step("complete"):
        done = wire.graphql(PLACE, id=box["id"])
    with step("pay"):
        wire.form(urlsplit(done["payment"]["url"]).path, {"act": "pay"})


def by_saleor(wire: Wire, step: Step, goods: Any, number: int) -> None:
    """The same of stock Saleor, with its dummy gateway."""
    with step("create"):
        given = _new(goods, number)
        given["billingAddress"] = given["shippingAddress"]
        box = wire.graphql(CREATE, input=given)["checkout"]
    with step("ship"):
        way = box["availableShippingMethods"][0]["id"]
        total = wire.graphql(SHIP, id=box["id"], method=way)["checkout"]["totalPrice"]
    with step("pay"):
        paid = {
            "gateway": "mirumee.payments.dummy",
            "token": "a-card",
            "amount": total["gross"]["amount"],
        }
        wire.graphql(PAY, id=box["id"], input=paid)
    with step("complete"):
        wire.graphql(COMPLETE, id=box["id"])


def _new(goods: Any, number: int) -> dict[str, Any]:
    return {
        "lines": [{"quantity": 1, "variantId": goods}],
        "email": f"pembeli{number}@contoh.example",
        "shippingAddress": {
            "firstName": "Pembeli", "lastName": "Contoh", "streetAddress1": "Jalan Emas 1 RT 01/02",
            "city": "Palu", "cityArea": "Palu Barat", "countryArea": "Sulawesi Tengah",
            "postalCode": "94221", "country": "ID", "phone": f"+628{12_0000_0000 + number}",
        },
    }  # fmt: skip


WAYS = {"pages": by_pages, "graphql": by_graphql, "saleor": by_saleor}


class Clock:
    """Times of steps."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self._begun = 0.0
        self._name = ""

    def __call__(self, name: str) -> Clock:
        self._name = name
        return self

    def __enter__(self) -> None:
        self._begun = time.perf_counter()

    def __exit__(self, kind: object, *_rest: object) -> None:
        if kind is None:
            self.times[self._name].append((time.perf_counter() - self._begun) * 1000)


class _Crowd:
    """Clients that buy until there are enough orders."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        self._plan = plan
        self._left = iter(range(plan["orders"]))
        self._lock = threading.Lock()
        self.clock: list[Clock] = []
        self.orders = 0
        self.wrong: list[str] = []

    def client(self) -> None:
        """One after the other, as one client does."""
        plan, clock = self._plan, Clock()
        self.clock.append(clock)
        while (number := self._next()) is not None:
            buyer = plan["first"] + number
            goods = plan["goods"][number % len(plan["goods"])]
            try:
                WAYS[plan["way"]](Wire(plan["port"], buyer), clock, goods, buyer)
            except (WrongAnswer, OSError, http.client.HTTPException, KeyError, IndexError) as error:
                with self._lock:
                    self.wrong.append(repr(error)[:300])
                continue
            with self._lock:
                self.orders += 1

    def _next(self) -> int | None:
        with self._lock:
            return next(self._left, None)


def bought(plan: Mapping[str, Any]) -> Bought:
    """Buy as a plan says."""
    crowd = _Crowd(plan)
    clients = [threading.Thread(target=crowd.client) for _each in range(plan["clients"])]
    began = time.perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    seconds = time.perf_counter() - began
    times: dict[str, list[float]] = defaultdict(list)
    for clock in crowd.clock:
        for name, found in clock.times.items():
            times[name] += found
    return Bought(crowd.orders, seconds, dict(times), crowd.wrong[:5])


if __name__ == "__main__":
    json.dump(bought(json.load(sys.stdin)), sys.stdout)
