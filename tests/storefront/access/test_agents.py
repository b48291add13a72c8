"""Browsers in words."""

from __future__ import annotations

import pytest

from storefront.access.agents import device_name

_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (
            f"Mozilla/5.0 (Linux; Android 9; SM) {_WEBKIT} Chrome/99 Mobile Safari/537.36",
            "Chrome di Android",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 12) {_WEBKIT} SamsungBrowser/20 Chrome/106 Safari/537",
            "Samsung Internet di Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox di Windows",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {_WEBKIT} Chrome/140 Safari/537.36 Edg/140",
            "Edge di Windows",
        ),
        (
            f"Mozilla/5.0 (iPhone; like Mac OS X) {_WEBKIT} CriOS/140 Safari/604",
            "Chrome di iPhone",
        ),
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X) {_WEBKIT} Safari/605",
            "Safari di Mac",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 8) {_WEBKIT} Chrome/90 Mobile Safari/537.36 OPR/63",
            "Opera di Android",
        ),
        ("curl/8.5", "Peramban tidak dikenal"),
        ("", "Peramban tidak dikenal"),
        ("<script>alert(1)</script> Linux", "Linux"),
    ],
)
def test_the_browser_and_the_system_are_named(agent: str, expected: str) -> None:
    assert device_name(agent) == expected
