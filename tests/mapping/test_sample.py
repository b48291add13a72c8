"""The example sheet of fixtures/demo: what the README shows with it is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.models import Listing
from tests.mapping.sheets import listing_at, outcomes, take, variants_of, why

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]
SAMPLE = Path(__file__).resolve().parents[2] / "fixtures" / "demo" / "mapping-contoh.xlsx"


def test_the_example_sheet_shows_each_outcome() -> None:
    report = take(SAMPLE.read_bytes(), SAMPLE.name, office="sulawesi-tengah")
    assert outcomes(report) == {
        6: "new", 7: "new", 8: "new", 9: "asked", 11: "returned", 12: "returned", 13: "new",
    }  # fmt: skip
    assert variants_of(listing_at(report, 6)) == [("250 g", 15000, 40), ("500 g", 28000, 12)]
    assert listing_at(report, 13).facility.slug == "lapas-leok"
    assert [question.key for question in report.questions] == ["harga.350-000-400-000"]
    assert "P-IRT" in why(report, 11) and "1,5 jt?" in why(report, 12)
    assert Listing.objects.filter(flagships__isnull=False).count() == 2
    assert dict(report.sheets[0].left_out) == {"jumlah": 2, "tanda tangan dan catatan": 2}
