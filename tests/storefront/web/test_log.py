"""What the log knows of a request, and how pages are packed."""

from __future__ import annotations

import gzip

import pytest
import structlog
from django.test import Client, RequestFactory
from django_structlog.middlewares import RequestMiddleware

from storefront.web.middleware import RequestLogMiddleware


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Forwarded-For": "203.0.113.7, 10.0.0.2"},
        {"X-Real-IP": "203.0.113.8"},
        {"Forwarded": "for=203.0.113.9;proto=https"},
        {"CF-Connecting-IP": "203.0.113.10"},
        {"X-Forwarded-For": "nobody"},
    ],
)
def test_the_visitors_address_is_the_one_that_the_library_finds(
    rf: RequestFactory, headers: dict[str, str]
) -> None:
    request = rf.get("/", headers=headers, REMOTE_ADDR="198.51.100.4")
    found = []
    for middleware in (RequestMiddleware, RequestLogMiddleware):
        with structlog.contextvars.bound_contextvars(ip=None):
            middleware.bind_ip(request)
            found.append(structlog.contextvars.get_contextvars()["ip"])
    assert found[0] == found[1]


@pytest.mark.django_db
def test_a_packed_page_is_the_page_and_its_length_says_little(client: Client) -> None:
    plain = client.get("/privasi/").content
    packed = [client.get("/privasi/", headers={"accept-encoding": "gzip"}) for _time in range(12)]
    for answer in packed:
        assert answer["Content-Encoding"] == "gzip"
        assert answer["Content-Length"] == str(len(answer.content))
        assert "Accept-Encoding" in answer["Vary"]
        assert gzip.decompress(answer.content) == plain
    assert len({len(answer.content) for answer in packed}) > 1
