"""An answer as it is kept: made once, compressed once, with what its next reader may be told."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Sequence
from functools import lru_cache

import brotli

from storefront.cache.clock import Label
from storefront.cache.keys import Question

Headers = list[tuple[str, str]]

# Kept by whoever stands between and by browsers, and each time asked whether it is still so: what
# they would give without asking could be older than what is promised.
REVALIDATED = "public, max-age=0, must-revalidate"
# A view's word that the answer to a POST may be kept.
MAY_KEEP = "Surrogate-Control"

_ALIASES = {"x-gzip": "gzip"}
_Q = re.compile(r"0(?:\.\d{0,3})?|1(?:\.0{0,3})?")
_KINDS = ("text/html", "application/xml", "application/json")
_KEPT_STATUS = frozenset({"200", "301", "404"})
_KNOWN_VARY = frozenset({"accept-encoding", "accept-language", "hx-request"})
# In a link to a list's next page: it says how far the database had counted when the page was made,
# so two workers write it differently. Whoever has the same goods with an older one has the page.
_PLACE = re.compile(rb"(?<=setelah=)[\w-]+")
_OF_A_REPLY = frozenset(
    {"content-length", "content-encoding", "vary", "etag", "x-request-id", MAY_KEEP.lower()}
)
_LEAST = 200  # bytes: less is not worth compressing
_GZIP_LEVEL, _BROTLI_QUALITY = 6, 5  # further ones cost several times as much for a percent or two
_OVERHEAD = 2_000  # bytes that an answer takes beside its bodies


@lru_cache(maxsize=256)
def encoding_for(accepted: str) -> str:
    """The encoding that an Accept-Encoding header likes best (RFC 9110, 12.5.3).

    Of those it likes equally the smallest. identity also where everything is refused: an answer
    that nobody asked for serves better than none.
    """
    weights = _weights(accepted)
    star = weights.get("*", 0.0)
    liked = {
        "br": weights.get("br", 0.0),  # by name alone: many who write a star know gzip and no more
        "gzip": weights.get("gzip", star),
        "identity": weights.get("identity", star),  # may always be sent, but is not asked for
    }
    best = max(liked, key=lambda name: liked[name])  # the first of equals
    return best if liked[best] else "identity"


def _weights(accepted: str) -> dict[str, float]:
    """How much a header likes each name in it, 0 to 1; 0 is refused."""
    found = {}
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        if name:
            found[_ALIASES.get(name, name)] = _weight(parameters)
    return found


def _weight(parameters: Sequence[str]) -> float:
    """The q of some parameters; 1 without one, or with one that cannot be read."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if _Q.fullmatch(value.strip()) else 1.0
    return 1.0


def header_of(headers: Headers, name: str) -> str:
    """A header's value, or nothing."""
    return next((value for known, value in headers if known.lower() == name), "")


def is_text(headers: Headers) -> bool:
    """Whether it is a page or data, which are short and worth compressing."""
    return header_of(headers, "content-type").startswith(_KINDS)


def may_be_kept(question: Question, status: str, headers: Headers) -> bool:
    """Whether an answer is the same for everybody who asks this."""
    code = status[:3]
    control = header_of(headers, "cache-control")
    if code not in _KEPT_STATUS or "no-store" in control or "private" in control:
        return False
    if header_of(headers, "set-cookie") or not _vary(headers) <= _KNOWN_VARY:
        return False
    if question.posted:
        return code == "200" and bool(header_of(headers, MAY_KEEP.lower()))
    # anybody can think of queries for which there is nothing
    return is_text(headers) and not (code == "404" and question.query)


def _vary(headers: Headers) -> set[str]:
    named = header_of(headers, "vary").lower().split(",")
    return {name.strip() for name in named if name.strip()}


class Answer:
    """A kept answer.

    tag: its ETag, empty for what has none; unchanged: headers of a reply that only says so;
    counted: bytes in this process.
    """

    __slots__ = ("_bodies", "_headers", "_length", "counted", "label", "status", "tag", "unchanged")

    def __init__(self, status: str, headers: Headers, body: bytes, label: Label, tag: str) -> None:
        self.status = status
        self.label = label
        self.tag = tag
        self.unchanged = [pair for pair in headers if pair[0] in ("Cache-Control", "Vary")]
        self._headers = headers
        self._length = len(body)
        self._bodies = {"identity": body}
        self.counted = 0

    @classmethod
    def kept(
        cls, question: Question, status: str, headers: Headers, body: bytes, label: Label
    ) -> Answer:
        """Of an answer that may be kept. A tag is given where it can be asked for again."""
        is_page = not question.posted
        told = _PLACE.sub(b"", body)
        tag = f'W/"{hashlib.sha256(told).hexdigest()[:24]}"' if is_page and body else ""
        plain = [pair for pair in headers if pair[0].lower() not in _OF_A_REPLY]
        if is_page:
            plain = [pair for pair in plain if pair[0].lower() != "cache-control"]
            plain.append(("Cache-Control", REVALIDATED))
        # the address alone decides the language, whatever the framework says of it
        varied = _vary(headers) - {"accept-encoding", "accept-language"}
        plain.append(("Vary", ", ".join(["Accept-Encoding", *sorted(map(str.title, varied))])))
        return cls(status, plain, body, label, tag if status.startswith("200") else "")

    @classmethod
    def passing(cls, status: str, headers: Headers, body: bytes) -> Answer:
        """Of an answer for this one request."""
        dropped = {"content-length", "vary", "x-request-id", MAY_KEEP.lower()}
        plain = [pair for pair in headers if pair[0].lower() not in dropped]
        named = header_of(headers, "vary")
        plain.append(("Vary", f"{named}, Accept-Encoding" if named else "Accept-Encoding"))
        return cls(status, plain, body, Label("", ""), "")

    def lacks(self, encoding: str) -> bool:
        """Whether this encoding would be worth keeping and is not there yet."""
        return encoding != "identity" and self._length >= _LEAST and encoding not in self._bodies

    def add(self, encoding: str) -> None:
        """Compress it, once."""
        self._bodies[encoding] = _packed(self.plain(), encoding)

    def encoded(self, encoding: str) -> tuple[Headers, bytes]:
        """Headers and body, in an encoding that it has or as it was made."""
        body = self._bodies.get(encoding)
        if body is None:
            encoding, body = "identity", self.plain()
        headers = [*self._headers, ("Content-Length", str(len(body)))]
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        if self.tag:
            headers.append(("ETag", self.tag))
        return headers, body

    def plain(self) -> bytes:
        """The body as it was made."""
        bodies = self._bodies
        if "identity" in bodies:
            return bodies["identity"]
        if "gzip" in bodies:
            return gzip.decompress(bodies["gzip"])
        return bytes(brotli.decompress(bodies["br"]))

    def squeeze(self, encoding: str) -> None:
        """Keep one encoding alone; the body as it was made can be had from it."""
        if self._length >= _LEAST:
            self.add(encoding if encoding != "identity" else "gzip")
            del self._bodies["identity"]

    def recount(self) -> int:
        """Count the bytes anew; by how many they are more."""
        before = self.counted
        self.counted = _OVERHEAD + sum(map(len, self._bodies.values()))
        return self.counted - before

    def to_bytes(self) -> bytes:
        """For another process: a line of JSON, then the body in one encoding."""
        encoding, body = next(iter(self._bodies.items()))
        head = {
            "status": self.status,
            "headers": self._headers,
            "length": self._length,
            "encoding": encoding,
            "tag": self.tag,
            "label": self.label,
        }
        return json.dumps(head).encode() + b"\n" + body

    @classmethod
    def from_bytes(cls, packed: bytes) -> Answer:
        """What `to_bytes` made. Raises ValueError or KeyError for anything else."""
        line, _, body = packed.partition(b"\n")
        head = json.loads(line)
        headers: Sequence[Sequence[str]] = head["headers"]
        pairs = [(str(name), str(value)) for name, value in headers]
        answer = cls(head["status"], pairs, b"", Label(*head["label"]), head["tag"])
        answer._length = int(head["length"])
        answer._bodies = {str(head["encoding"]): body}
        return answer


def _packed(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=_BROTLI_QUALITY))
    return gzip.compress(body, _GZIP_LEVEL, mtime=0) if encoding == "gzip" else body
