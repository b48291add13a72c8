"""Many lines: how long, how much memory. The figures are printed (pytest -s)."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from catalog.models import CardRow, Listing
from legality.models import Certificate
from storefront.mapping.types import MappingReport, Outcome
from tests.mapping.sheets import Rows, peak_forget, peak_mb, take, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# The figures of the README are of MAPPING_LINES=10000; every run makes do with fewer.
MOST_LINES_PROMISED = 10_000
LINES = int(os.environ.get("MAPPING_LINES", "600"))
FACILITIES = ("Lapas Palu", "Bapas Palu", "Lapas Kelas III Leok", "LPP Bandung", "Lapas Bayur")
GOODS = ("Keripik", "Sambal", "Roti", "Kopi", "Batik", "Tas", "Kursi", "Sapu", "Gelang", "Sandal")


def rows() -> Iterator[tuple[object, ...]]:
    """A sheet as an office of a large province would keep it: three papers of four lines."""
    yield ("No", "UPT", "Nama Produk", "Jenis", "Harga Jual", "Berat", "Stok", "Legalitas",
           "Masa Berlaku P-IRT", "Unggulan", "Keterangan")  # fmt: skip
    for number in range(1, LINES + 1):
        papers = (
            f"P-IRT {2_15_7271_00_0000_00 + number % 10_000 * 100 + 30 + (number // 10_000):015d}",
            f"Halal ID7211{number:09d}0126",
            "proses",
            f"P-IRT 2087271{number % 100:02d}{number % 10_000:04d}-31; ID7211{number:09d}0226",
        )[number % 4]
        yield (
            number, FACILITIES[number % 5], f"{GOODS[number % 10]} contoh {number}", "",
            f"Rp {number % 90 + 10}.000,-", f"{number % 900 + 100} gr", number % 50, papers,
            "12 Maret 2030", "v" if number % 5_000 == 1 else "", "",
        )  # fmt: skip


def backend_seconds() -> float:
    """CPU seconds of the database's process that serves us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def timed(words: str, source: bytes, **given: Any) -> MappingReport:
    """Import with the figures printed: CPU of this process and of its database process."""
    peak_forget()
    there = peak_mb()
    own, base = time.process_time(), backend_seconds()
    report = take(source, **given)
    own, base = time.process_time() - own, backend_seconds() - base
    peak = peak_mb()
    print(f"\n{words}: {own:.1f} s CPU here, {base:.1f} s in PostgreSQL, peak {peak} MB")
    # the suite's process holds what other tests left; a fresh one has 150 MB before it begins
    assert peak - max(there - 150, 0) < 500 or LINES > MOST_LINES_PROMISED
    return report


def test_many_lines_come_in_and_a_second_run_adds_nothing(shop: None) -> None:
    sheet: Rows = list(rows())
    source = xlsx(sheet)
    dry = timed("dry run", source, dry_run=True)
    assert dry.count(Outcome.NEW) + dry.count(Outcome.RETURNED) == LINES
    first = timed("first run", source)
    made = first.count(Outcome.NEW)
    assert made == dry.count(Outcome.NEW) > 0.9 * LINES
    assert Listing.objects.count() == CardRow.objects.count() == made
    papers = Certificate.objects.count()
    again = timed("second run", source)
    assert again.count(Outcome.SAME) == made
    assert (Listing.objects.count(), Certificate.objects.count()) == (made, papers)
