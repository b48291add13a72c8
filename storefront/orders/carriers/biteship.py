"""Rates of Biteship, an Indonesian aggregator of couriers, by its published format.

As in its documentation (biteship.com/docs, "Retrieve Rates"), agreeing with the types that public
clients of it hold: `POST https://api.biteship.com/v1/rates/couriers`, the key in `authorization`,
JSON with `origin_postal_code`, `destination_postal_code`, `couriers` (codes, commas between) and
`items` of name, value (rupiah), weight (grams) and quantity. It answers `success` and `pricing`, a
list with `courier_code`, `courier_service_code`, `price`, `currency` (which older answers leave
out), `shipment_duration_range` ("1 - 2") and `shipment_duration_unit` ("days" or "hours").

Postal codes are used since its other ways to name a place (its own area ids, coordinates) are of
no table here. The parcel goes as one item of the chargeable weight: what the size counts is worked
out here already. Never run against the live service; tested by answers in this format.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from time import monotonic
from typing import Any

import requests
from urllib3.exceptions import HTTPError

from storefront.orders.carriers.base import LiveRate, RateAsk, RatesRefused

PATH = "/v1/rates/couriers"
MOST_BYTES = 500_000
MOST_PRICE = 100_000_000  # rupiah; what is dearer is no rate of a parcel
MOST_DAYS = 60
_DAYS = re.compile(r"(\d{1,3})(?:\s*-\s*(\d{1,3}))?")
_HOURS_IN_DAY = 24
_OK = 200


class Biteship:
    """The adapter. base: "https://api.biteship.com"; key: of an account there."""

    code = "biteship"

    def __init__(self, *, base: str, key: str) -> None:
        self._address, self._key = base.rstrip("/") + PATH, key

    def rates(self, ask: RateAsk, *, seconds: float) -> tuple[LiveRate, ...]:
        """See `base.RateSource`."""
        return read(self._answer(ask, seconds))

    def _answer(self, ask: RateAsk, seconds: float) -> Any:
        until = monotonic() + seconds
        try:
            with requests.post(
                self._address,
                json=question(ask),
                headers={"authorization": self._key},
                timeout=seconds,
                allow_redirects=False,
                stream=True,
            ) as answer:
                if answer.status_code != _OK:
                    raise RatesRefused(f"status {answer.status_code}")
                return json.loads(_body(answer, until))
        except (requests.RequestException, HTTPError, ValueError, RecursionError) as error:
            raise RatesRefused(type(error).__name__) from error


def _body(answer: requests.Response, until: float) -> bytes:
    """The answer as far as a sane one goes. Raises RatesRefused for a longer one, and for one that
    comes in drops: each of them would be waited for anew."""
    found = b""
    while chunk := answer.raw.read1(16_384, decode_content=True):
        found += chunk
        if len(found) > MOST_BYTES:
            raise RatesRefused("too long")
        if monotonic() > until:
            raise RatesRefused("slow")
    return found


def question(ask: RateAsk) -> dict[str, Any]:
    """What is posted."""
    item = {"name": "Barang", "value": ask.value, "weight": ask.grams, "quantity": 1}
    return {
        "origin_postal_code": int(ask.origin),
        "destination_postal_code": int(ask.destination),
        "couriers": ",".join(ask.couriers),
        "items": [item],
    }


def read(answer: Any) -> tuple[LiveRate, ...]:
    """The rates of an answer. Raises RatesRefused for what is none, be it one row of it."""
    if not isinstance(answer, Mapping) or answer.get("success") is not True:
        raise RatesRefused("no success")
    rows = answer.get("pricing")
    if not isinstance(rows, list):
        raise RatesRefused("no pricing")
    return tuple(_rate(row) for row in rows)


def _rate(row: Any) -> LiveRate:
    try:
        courier, service = str(row["courier_code"]), str(row["courier_service_code"])
        if str(row.get("currency") or "IDR").upper() != "IDR":
            raise RatesRefused("another currency")
        days_min, days_max = _days(row)
        return LiveRate(f"{courier}-{service}".lower(), _rupiah(row["price"]), days_min, days_max)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise RatesRefused(f"unreadable row: {type(error).__name__}") from error


def _rupiah(price: Any) -> Decimal:
    """A price in whole rupiah. Raises ValueError."""
    if isinstance(price, bool) or not isinstance(price, int | float | str):
        raise ValueError(price)
    try:
        amount = Decimal(str(price))
    except InvalidOperation as error:
        raise ValueError(price) from error
    if not amount.is_finite() or not 0 < amount <= MOST_PRICE or amount != amount.to_integral():
        raise ValueError(price)
    return amount.quantize(Decimal(1))


def _days(row: Mapping[str, Any]) -> tuple[int, int]:
    """Days on the way, from hours too. Raises ValueError."""
    found = _DAYS.match(str(row.get("shipment_duration_range", "")).strip())
    if found is None:
        raise ValueError(row)
    low = int(found[1])
    high = int(found[2] or low)
    if high < low:
        raise ValueError(row)
    if str(row.get("shipment_duration_unit", "days")).lower().startswith("hour"):
        low, high = low // _HOURS_IN_DAY, -(-high // _HOURS_IN_DAY)
    if high > MOST_DAYS:
        raise ValueError(row)
    return low, high
