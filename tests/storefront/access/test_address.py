"""Whose request it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from storefront.access.address import client_address

FORWARDED = "10.9.9.9, 10.2.2.2, 10.1.1.1"


@pytest.mark.parametrize(
    ("behind", "proxies", "header", "expected"),
    [
        (False, 1, FORWARDED, "192.0.2.1"),
        (True, 1, FORWARDED, "10.1.1.1"),
        (True, 2, FORWARDED, "10.2.2.2"),
        (True, 9, FORWARDED, "10.9.9.9"),
        (True, 0, FORWARDED, "10.1.1.1"),
        (True, 1, "", "192.0.2.1"),
        (True, 1, "nonsense", "0.0.0.0"),
        (True, 1, "10.9.9.9, 2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (True, 1, "::ffff:10.0.0.1", "10.0.0.1"),
        (True, 1, "10.9.9.9:80, 10.0.0.1:4711", "10.0.0.1"),
        (True, 1, "[2001:db8:1:2:3:4:5:6]:4711", "2001:db8:1:2::"),
        (True, 1, "[2001:db8:1:2:3:4:5:6]", "2001:db8:1:2::"),
        (True, 1, "[10.0.0.1:1", "0.0.0.0"),
    ],
)
def test_the_entry_of_the_outermost_proxy_of_ours_counts(
    settings: Any, behind: bool, proxies: int, header: str, expected: str
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind else None
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get(
        "/masuk/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": header}
    )
    assert client_address(request) == expected


def test_a_request_over_a_socket_has_no_address() -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) == "0.0.0.0"
