"""Buying by the API: the documents of a client that was written for Saleor 2.10, one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.test import Client

from catalog.models import Listing
from storefront.graphql.ids import global_id
from tests.orders.making import variant_of
from tests.orders.places import SIRANINDI
from tests.storefront.graphql.conftest import ADDRESS

ADDRESS_IN_PALU = {
    "firstName": "Sarifah",
    "lastName": "",
    "streetAddress1": "Jl. Mawar No. 3 RT 02/RW 05",
    "city": "Palu",
    "cityArea": "Palu Barat",
    "countryArea": "Sulawesi Tengah",
    "postalCode": SIRANINDI,
    "country": "ID",
    "phone": "0812-3456-7890",
}
TEXT = (Path(__file__).parent / "buying.graphql").read_text("utf-8")
_SPREAD = re.compile(r"\.\.\.(\w+)")


@cache
def _pieces() -> dict[str, str]:
    """Operations and fragments of the file by their names."""
    text = re.sub(r"(?m)^#.*\n", "", TEXT)
    blocks = re.split(r"(?m)^(?=(?:fragment|mutation|query) )", text)
    return {block.split()[1].partition("(")[0]: block for block in blocks if block.strip()}


def _needed(block: str) -> Iterator[str]:
    for name in _SPREAD.findall(block):
        yield name
        yield from _needed(_pieces()[name])


@cache
def asked(name: str) -> str:
    """One operation with the fragments that it needs."""
    block = _pieces()[name]
    return block + "".join(_pieces()[one] for one in dict.fromkeys(_needed(block)))


@dataclass(frozen=True)
class Reply:
    """What came back. payload: of the only field."""

    status: int
    content: dict[str, Any]
    headers: Any

    @property
    def payload(self) -> Any:
        """Fails the test where the answer has errors."""
        assert "errors" not in self.content, self.content
        (found,) = self.content["data"].values()
        return found

    @property
    def codes(self) -> list[tuple[str | None, str]]:
        """Fields and codes of what was refused."""
        return [(one["field"], one["code"]) for one in self.payload["checkoutErrors"]]

    @property
    def checkout(self) -> Any:
        """The checkout; fails the test where something was refused."""
        assert not self.payload["checkoutErrors"], self.payload
        return self.payload["checkout"]


def send(query: str, client: Client | None = None, **variables: Any) -> Reply:
    """Ask as a stranger, or with a browser."""
    response = (client or Client()).post(
        ADDRESS, json.dumps({"query": query, "variables": variables}), "application/json"
    )
    return Reply(response.status_code, response.json(), response.headers)


def run(name: str, **variables: Any) -> Reply:
    """One of the client's documents."""
    return send(asked(name), **variables)


# Mutations of buyers and what they are given beside the checkout's id, by a listing in it.
ACTS: dict[str, Callable[[Listing, dict[str, Any]], dict[str, Any]]] = {
    "checkoutCreate": lambda one, _box: {"input": {"lines": [line(one)]}},
    "checkoutLinesAdd": lambda one, _box: {"lines": [line(one)]},
    "checkoutLinesUpdate": lambda one, _box: {"lines": [line(one, 3)]},
    "checkoutLineDelete": lambda _one, box: {"line": box["lines"][0]["id"]},
    "checkoutEmailUpdate": lambda _one, _box: {"email": "baru@contoh.id"},
    "checkoutShippingAddressUpdate": lambda _one, _box: {
        "address": {**ADDRESS_IN_PALU, "firstName": "Ratna"}
    },
    "checkoutBillingAddressUpdate": lambda _one, _box: {"address": ADDRESS_IN_PALU},
    "checkoutShippingMethodUpdate": lambda _one, box: {"method": box["shippingMethod"]["id"]},
    "checkoutAddPromoCode": lambda _one, _box: {"code": "HEMAT10"},
    "checkoutRemovePromoCode": lambda _one, _box: {"code": "HEMAT10"},
    "checkoutChangesAccept": lambda _one, box: {"digest": _digest(box)},
    "checkoutComplete": lambda _one, _box: {},
}
_ACCEPT = """mutation ($id: ID!, $digest: String!) {
  checkoutChangesAccept(checkoutId: $id, digest: $digest) {
    checkout { id } checkoutErrors { field message code } } }"""


def _digest(box: dict[str, Any]) -> str:
    """Of the changes that there are, none."""
    query = "query ($token: UUID!) { checkout(token: $token) { changesDigest } }"
    return str(send(query, token=box["token"]).payload["changesDigest"])


@cache
def document_of(act: str) -> str:
    """The client's document in which a mutation stands."""
    if act == "checkoutChangesAccept":
        return _ACCEPT
    (found,) = (name for name, text in _pieces().items() if f" {act}(" in text)
    return asked(found)


def line(listing: Listing, quantity: int = 1) -> dict[str, Any]:
    """As an input has it."""
    return {"variantId": global_id("ProductVariant", variant_of(listing)), "quantity": quantity}


def begun(*lines: dict[str, Any], **more: Any) -> Any:
    """A checkout with an address."""
    given = {"lines": list(lines), "email": "sarifah@contoh.id", "shippingAddress": ADDRESS_IN_PALU}
    return run("createCheckout", input={**given, **more}).checkout
