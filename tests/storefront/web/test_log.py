"""What the log knows of a request, and how pages are packed."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
import structlog
from django.test import Client, RequestFactory

from storefront.web.middleware import RequestLogMiddleware

FORGED = {
    "X-Forwarded-For": "203.0.113.7, 198.51.100.9",
    "X-Real-IP": "203.0.113.8",
    "Forwarded": "for=203.0.113.9;proto=https",
    "CF-Connecting-IP": "203.0.113.10",
}


@pytest.mark.parametrize(("proxies", "seen"), [(0, "198.51.100.4"), (1, "198.51.100.9")])
def test_the_log_has_the_address_that_counts_and_believes_no_visitor(
    rf: RequestFactory, settings: Any, proxies: int, seen: str
) -> None:
    if proxies:
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = rf.get("/", headers=FORGED, REMOTE_ADDR="198.51.100.4")
    with structlog.contextvars.bound_contextvars(ip=None):
        RequestLogMiddleware.bind_ip(request)
        assert structlog.contextvars.get_contextvars()["ip"] == seen


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
