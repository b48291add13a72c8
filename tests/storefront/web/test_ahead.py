"""What browsers may fetch ahead of a click."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from storefront.web.ahead import RULES_ADDRESS

pytestmark = pytest.mark.django_db


def test_pages_name_the_rules_and_nothing_else_does(client: Client) -> None:
    for path in ("/katalog/", "/en/surat/", "/tidak-ada/"):
        assert client.get(path).headers["Speculation-Rules"] == f'"{RULES_ADDRESS}"'
    for path in ("/", "/en/", "/robots.txt", "/manifest.webmanifest", RULES_ADDRESS):
        assert "Speculation-Rules" not in client.get(path).headers


def test_the_rules_only_fetch_and_only_what_is_touched(client: Client) -> None:
    response = client.get(RULES_ADDRESS)
    assert response.headers["Content-Type"] == "application/speculationrules+json"
    found = json.loads(response.content)
    assert list(found) == ["prefetch"]  # a page is fetched, never run, before it is asked for
    (rule,) = found["prefetch"]
    assert rule["eagerness"] == "moderate"
    paths = rule["where"]["and"][0]["href_matches"]
    assert "/produk/*" in paths and "/en/katalog/*" in paths
    assert not any("contoh" in path for path in paths)
