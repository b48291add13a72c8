"""Asking for live rates without letting anybody wait: a cache, one time limit for all that a page
asks, and a breaker that leaves a source alone for a minute after it was slow or broken.

Inside a transaction nobody is asked: what the cache has counts, else the rate table.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from storefront.orders.carriers.base import LiveRate, RateAsk, RateSource, RatesRefused

PAGE_SECONDS = 2.0  # for all that one page asks
BREAK_SECONDS = 60
KEPT_SECONDS = 3_600  # couriers change their prices by the month
EMPTY_SECONDS = 600
_THREADS = 8
_log = logging.getLogger(__name__)

Rates = tuple[LiveRate, ...]


def source_now() -> RateSource | None:
    """The source that is set up, None without a key."""
    if not settings.BITESHIP_API_KEY:
        return None
    # its library takes memory that a shop without its key need not spend
    biteship = importlib.import_module("storefront.orders.carriers.biteship")
    made: RateSource = biteship.Biteship(
        base=settings.BITESHIP_API_BASE, key=settings.BITESHIP_API_KEY
    )
    return made


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="live-rates")


@dataclass(frozen=True)
class _Keys:
    """Where a source's answers and its breaker are kept."""

    source: str

    @property
    def breaker(self) -> str:
        return f"rates:{self.source}:broken"

    def answer(self, ask: RateAsk) -> str:
        digest = hashlib.sha256(repr(tuple(ask)).encode()).hexdigest()
        return f"rates:{self.source}:{digest}"


def live_rates(
    asks: Iterable[RateAsk], *, source: RateSource | None = None
) -> dict[RateAsk, Rates]:
    """What services charge for these parcels now; parcels of which nothing is known are left out.

    At most PAGE_SECONDS for all together. source: the one that is set up, unless another is given.
    Never raises.
    """
    source = source or source_now()
    wanted = tuple(dict.fromkeys(asks))
    if source is None or not wanted:
        return {}
    keys = _Keys(source.code)
    kept = cache.get_many([keys.breaker, *map(keys.answer, wanted)])
    known = {ask: kept[keys.answer(ask)] for ask in wanted if keys.answer(ask) in kept}
    missing = [ask for ask in wanted if ask not in known]
    if missing and keys.breaker not in kept and not connection.in_atomic_block:
        known |= _asked(source, keys, missing)
    return {ask: rates for ask, rates in known.items() if rates}


def _asked(source: RateSource, keys: _Keys, asks: list[RateAsk]) -> dict[RateAsk, Rates]:
    """All at once; whoever is not back in time opens the breaker, and its answer is not used."""
    until = monotonic() + PAGE_SECONDS
    running: dict[Future[Rates], RateAsk] = {
        _threads().submit(source.rates, ask, seconds=PAGE_SECONDS): ask for ask in asks
    }
    done, late = wait(running, timeout=max(0.0, until - monotonic()))
    for future in late:
        future.cancel()
    found, faults = {}, ["slow"] * bool(late)
    for future in done:
        try:
            found[running[future]] = future.result()
        except RatesRefused as refused:
            faults.append(str(refused))
    if faults:
        _log.warning("live rates of %s failed: %s", source.code, ", ".join(sorted(set(faults))))
        cache.set(keys.breaker, True, BREAK_SECONDS)
    for ask, rates in found.items():
        cache.set(keys.answer(ask), rates, KEPT_SECONDS if rates else EMPTY_SECONDS)
    return found
