"""The messages that attempts are made of: what goes over the wire, and what it aims at."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Targets:
    """What an attempt aims at: ids as GraphQL has them, slugs, e-mails, tokens.

    The defaults are what a stranger would guess; stock tests aim at rows of theirs.
    """

    order: str = "T3JkZXI6MQ=="
    order_as_address: str = "T3JkZXI6MQ=="
    checkout: str = "Q2hlY2tvdXQ6MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAx"
    checkout_line: str = "Q2hlY2tvdXRMaW5lOjE="
    payment: str = "UGF5bWVudDox"
    category: str = "Q2F0ZWdvcnk6MQ=="
    product: str = "UHJvZHVjdDox"
    variant: str = "UHJvZHVjdFZhcmlhbnQ6MQ=="
    warehouse: str = "V2FyZWhvdXNlOjE="
    user: str = "VXNlcjox"
    address: str = "QWRkcmVzczox"
    slug: str = "belum-terbit"
    email: str = "seseorang@example.com"
    token: str = "e30.e30.e30"
    password: str = "a password of eight"


@dataclass(frozen=True)
class Message:
    """A POST as it goes over the wire."""

    body: bytes
    content_type: str = "application/json"


def as_json(value: object) -> Message:
    """Any value as a body of JSON."""
    return Message(json.dumps(value).encode())


def asked(
    document: str, variables: Callable[[Targets], Mapping[str, object]] | None = None
) -> Callable[[Targets], Message]:
    """One document, its variables filled in from what is aimed at."""

    def make(targets: Targets) -> Message:
        filled = dict(variables(targets)) if variables else {}
        return as_json({"query": document, "variables": filled})

    return make


def sent(message: Message) -> Callable[[Targets], Message]:
    """A message that aims at nothing."""
    return lambda targets: message


def as_form(document: str) -> Message:
    """One document as a form of any other site would post it: no browser asks first."""
    return Message(urlencode({"query": document}).encode(), "application/x-www-form-urlencoded")


UPLOAD = """mutation ($product: ID!, $image: Upload!) {
  productImageCreate(input: {product: $product, image: $image}) {
    image { id } productErrors { field code } } }"""
BOUNDARY = "a-boundary-between-parts"


def _part(headers: str, content: bytes) -> bytes:
    head = f"--{BOUNDARY}\r\nContent-Disposition: form-data; {headers}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def upload(name: str, kind: str, content: Callable[[], bytes]) -> Callable[[Targets], Message]:
    """A file for a product, as the multipart request specification has it."""

    def make(targets: Targets) -> Message:
        operations = {
            "query": UPLOAD,
            "variables": {"product": targets.product, "image": None},
        }
        parts = [
            _part('name="operations"', json.dumps(operations).encode()),
            _part('name="map"', b'{"0": ["variables.image"]}'),
            _part(f'name="0"; filename="{name}"\r\nContent-Type: {kind}', content()),
            f"--{BOUNDARY}--\r\n".encode(),
        ]
        return Message(b"".join(parts), f"multipart/form-data; boundary={BOUNDARY}")

    return make


def png_of(width: int, height: int) -> bytes:
    """A valid PNG of one color, one bit a pixel: a few KB however many megapixels it unpacks to."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((1 + (width + 7) // 8) * height), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def nested_goods(levels: int) -> str:
    """Goods of a category, and the goods of their category, and so on: 50 bytes a level."""
    inner = "name"
    for _ in range(levels):
        inner = f"category{{products(first:100){{edges{{node{{{inner}}}}}}}}}"
    return f"{{products(first:1){{edges{{node{{{inner}}}}}}}}}"
