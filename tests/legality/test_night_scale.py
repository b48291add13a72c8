"""A night over many papers: how long, how much memory. The figures are printed (pytest -s)."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest

from catalog.acting import acting
from catalog.dates import legal_today
from catalog.models import CardRow, Listing, OutboxRow
from catalog.types import ListingState
from legality.models import Certificate, CertificateState, Reminder
from legality.services.nightly import night_run
from legality.services.reminders import DAILY_MAIL
from tests.legality.night_world import night_make, run
from tests.making import SYSTEM
from tests.mapping.sheets import peak_forget, peak_mb
from tests.mapping.test_scale import backend_seconds

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# The figures of the README are of NIGHT_PAPERS=100000; every run makes do with fewer.
PAPERS = int(os.environ.get("NIGHT_PAPERS", "2000"))
GOODS = int(os.environ.get("NIGHT_GOODS", str(PAPERS // 10)))
PLACES = int(os.environ.get("NIGHT_PLACES", str(max(2, PAPERS // 200))))
MB_PROMISED = 300


def timed(words: str, on: object) -> dict[str, int]:
    """A night with the figures printed: CPU of this process and of its database process."""
    peak_forget()
    held = peak_mb()  # by the tests before it in this process
    own, base = time.process_time(), backend_seconds()
    with acting(SYSTEM):
        done = night_run(actor=SYSTEM, on=on)  # type: ignore[arg-type]
    own, base = time.process_time() - own, backend_seconds() - base
    peak = peak_mb()
    print(f"\n{words}: {done}: {own:.1f} s CPU here, {base:.1f} s in PostgreSQL, peak {peak} MB")
    assert peak - held < MB_PROMISED
    return done


def test_a_night_over_many_papers() -> None:
    on = legal_today() + timedelta(days=1)
    night_make(PAPERS, GOODS, PLACES, on)
    ends = PAPERS // 50
    done = timed("first run", on)
    assert done["expired"] == ends
    assert done["closed"] == GOODS // 50
    assert Certificate.objects.filter(state=CertificateState.EXPIRED).count() == ends
    assert Reminder.objects.count() == done["reminded"] >= PAPERS // 5
    assert OutboxRow.objects.filter(task=DAILY_MAIL).count() == PLACES + 1
    assert Listing.objects.filter(state=ListingState.SUSPENDED).count() == GOODS // 50
    assert set(timed("second run", on).values()) == {0}


def test_a_night_in_which_many_goods_close() -> None:
    on = legal_today() + timedelta(days=1)
    night_make(PAPERS, GOODS, PLACES, on)
    run(
        "UPDATE legality_certificate SET expires_on = %(ended)s WHERE kind_id = 'pirt'",
        ended=legal_today(),
    )
    assert timed("all goods close", on)["closed"] == GOODS + 1
    assert not CardRow.objects.filter(is_open=True).exists()
    assert set(timed("second run", on).values()) == {0}
