"""What the environment may say of the cache, and what `doctor` says of it."""

from __future__ import annotations

from typing import Any

import pytest

from storefront.env import EnvironmentProblem, env_scheme
from storefront.launch.examination import page_cache
from tests.launch.running import free_port
from tests.storefront.cache.small_redis import SmallRedis

SCHEMES = ("memory", "redis", "off")


@pytest.mark.parametrize("value", ["memory", "off", "redis://valkey:6379/1", ""])
def test_a_known_scheme_is_read(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CACHE_URL", value)
    assert env_scheme("CACHE_URL", SCHEMES, "memory") == (value or "memory")


@pytest.mark.parametrize("value", ["memcached://x", "on", "valkey"])
def test_an_unknown_one_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CACHE_URL", value)
    with pytest.raises(EnvironmentProblem, match="CACHE_URL must begin with one of memory"):
        env_scheme("CACHE_URL", SCHEMES, "memory")


@pytest.mark.parametrize(
    ("url", "mode", "level", "said"),
    [
        ("off", "test", "ok", "every page is made anew"),
        ("off", "production", "warn", "every page is made anew"),
        ("memory", "production", "ok", "machines do not share it"),
        ("redis://127.0.0.1:1/1", "production", "warn", "does not answer"),
    ],
)
def test_the_doctor_says_where_pages_are_kept(
    settings: Any, url: str, mode: str, level: str, said: str
) -> None:
    settings.CACHE_URL, settings.MODE = url, mode
    (finding,) = page_cache()
    assert (finding.level.lower(), said in finding.text) == (level, True)


def test_the_doctor_asks_the_shared_one(settings: Any) -> None:
    port = free_port()
    settings.CACHE_URL = f"redis://127.0.0.1:{port}/1"
    with SmallRedis(port):
        (finding,) = page_cache()
    assert "redis answers" in finding.text
