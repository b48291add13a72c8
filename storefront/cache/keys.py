"""Which question a request asks, so that two that mean the same are one.

What a question consists of: how the address begins (scheme and host, since redirects name them),
the path, the query without what trackers add, and whether htmx asks. The language is in the path.
For GraphQL by POST: the document, the variables in a fixed order, the operation.

No question of ours: other methods, files, health, the pages of a sample shop's mails, and whoever
brings a session or a token, since the answer may be for nobody else.
"""

from __future__ import annotations

import io
import json
import re
from typing import Any, NamedTuple

Environ = dict[str, Any]

GRAPHQL = "/graphql/"
MOST_BODY = 100_000  # bytes: the API refuses what is larger
MOST_QUERY = 2_000  # letters: of what is longer nobody asks twice
_PORTALS = ("masuk", "akun", "petugas", "wilayah", "mitra", "pusat")
# Of one buyer each, so no two ask the same.
_BUYING = ("keranjang", "checkout", "bayar", "pesanan", "webhook")
_APART = (
    "/static/", "/media/", "/healthz", "/contoh/", "/en/contoh/", "/og/", "/en/og/",
    "/umpan/", "/en/umpan/",  # kept as files by their view: too long for memory
    *(f"{language}/{name}/" for language in ("", "/en") for name in (*_PORTALS, *_BUYING)),
)  # fmt: skip
# Added by those who send visitors, read by nobody here.
_TRACKER = re.compile(
    r"(?:^|(?<=&))(?:utm_[a-z_]+|fbclid|gclid|gbraid|wbraid|dclid|msclkid|ttclid|twclid|igshid|igsh"
    r"|yclid|mc_cid|mc_eid|_ga|_gl|srsltid)=[^&]*(?:&|$)"
)
_JSON = frozenset({"application/json", "application/json; charset=utf-8"})


class Question(NamedTuple):
    """A question that others may have asked. posted: what was asked in a body, else empty."""

    base: str
    path: str
    query: str
    is_htmx: bool
    posted: str = ""


class Keys:
    """Reads questions. session: the cookie's name; forwarded: the variable of the request in which
    a trusted proxy says the scheme, empty when there is none."""

    def __init__(self, *, session: str, forwarded: str) -> None:
        self._session = re.compile(rf"(?:^|[;\s]){re.escape(session)}=")
        self._forwarded = forwarded

    def question(self, environ: Environ) -> Question | None:
        """The question, None for what is not kept.

        Takes trackers out of the request's query, and puts back the body that it has read.
        """
        path = environ.get("PATH_INFO", "")
        if environ.get("SCRIPT_NAME") or path.startswith(_APART) or self._is_somebodys(environ):
            return None
        method = environ["REQUEST_METHOD"]
        if method in {"GET", "HEAD"}:
            query = environ["QUERY_STRING"] = without_trackers(environ.get("QUERY_STRING", ""))
            if len(query) > MOST_QUERY:
                return None
            return Question(
                self._base(environ), path, query, environ.get("HTTP_HX_REQUEST") == "true"
            )
        if method == "POST" and path == GRAPHQL and not environ.get("QUERY_STRING"):
            posted = _posted(environ)
            return Question(self._base(environ), path, "", False, posted) if posted else None
        return None

    def _is_somebodys(self, environ: Environ) -> bool:
        cookie = environ.get("HTTP_COOKIE")
        return "HTTP_AUTHORIZATION" in environ or bool(cookie and self._session.search(cookie))

    def _base(self, environ: Environ) -> str:
        scheme = environ.get(self._forwarded, "") if self._forwarded else ""
        scheme = scheme or environ.get("wsgi.url_scheme", "")
        return f"{scheme}://{environ.get('HTTP_HOST', '')}".lower()


def without_trackers(query: str) -> str:
    """A query without the parameters of trackers; what is left stands as it came."""
    return _TRACKER.sub("", query).rstrip("&") if query else query


def _posted(environ: Environ) -> str:
    """A GraphQL message in one way of writing; empty when it is none, or too large."""
    length = environ.get("CONTENT_LENGTH") or ""
    if environ.get("CONTENT_TYPE", "").lower() not in _JSON or not length.isdecimal():
        return ""
    if not 0 < int(length) <= MOST_BODY:
        return ""
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    try:
        sent = json.loads(body.decode())
        if not isinstance(sent, dict) or not isinstance(sent.get("query"), str):
            return ""
        asked = [sent["query"], sent.get("variables"), sent.get("operationName")]
        return json.dumps(asked, sort_keys=True, separators=(",", ":"))
    except (ValueError, RecursionError):
        return ""
