"""Jobs of the catalogue; each only fetches and calls a service."""

from __future__ import annotations

from celery import shared_task

from catalog.dates import legal_today
from catalog.services.outbox import outbox_sweep as sweep
from catalog.services.readmodel import cards_of_ended_flagships_refresh
from catalog.services.search import search_words_count as count_words


@shared_task(name="catalog.outbox_sweep", ignore_result=True)  # type: ignore[untyped-decorator]
def outbox_sweep() -> int:
    """Do what waits in the outbox; how many rows were done."""
    return sweep()


@shared_task(name="catalog.flagships_roll", ignore_result=True)  # type: ignore[untyped-decorator]
def flagships_roll() -> int:
    """Nightly: goods put forward again later show their next period."""
    return cards_of_ended_flagships_refresh(on=legal_today())


@shared_task(name="catalog.search_words_count", ignore_result=True)  # type: ignore[untyped-decorator]
def search_words_count() -> None:
    """Nightly: the search's vocabulary holds the words of public goods and no others."""
    count_words()
