"""The first rule set: a listing is complete enough to be shown, and for how long.

It asks only what needs no legal source. Which paper which goods must carry is data with its own
dates and sources, and comes with the rules of legality proper.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_noop

from legality.types import Facts, Finding, Verdict

RULESET = "basic/1"

# Papers on which a buyer relies when the goods are used; a trade mark's end closes nothing.
RELIED_ON = frozenset({"izin", "halal"})

MISSING_ENGLISH = gettext_noop("The English name and description are missing.")
MISSING_PRICE = gettext_noop("The price is missing.")
MISSING_PHOTO = gettext_noop("At least one picture is needed.")
MISSING_WEIGHT = gettext_noop("The shipping weight is missing.")
FACILITY_CLOSED = gettext_noop("The facility is not open.")


def evaluate(facts: Facts, on: date) -> Verdict:
    """All findings on a legal date, and the last day on which what was found holds."""
    checks = (
        ("english", facts.has_english, MISSING_ENGLISH),
        ("price", facts.price_min > 0, MISSING_PRICE),
        ("photo", facts.photo_count > 0, MISSING_PHOTO),
        ("weight", facts.weight_known, MISSING_WEIGHT),
        ("facility", facts.facility_open, FACILITY_CLOSED),
    )
    in_force = [paper for paper in facts.papers if paper.until is None or paper.until >= on]
    relied_on = [paper for paper in in_force if paper.group in RELIED_ON]
    ends = [paper.until for paper in relied_on if paper.until is not None]
    return Verdict(
        ruleset=RULESET,
        findings=tuple(Finding(code, True, words) for code, fine, words in checks if not fine),
        certificate_ids=tuple(sorted(paper.certificate_id for paper in relied_on)),
        valid_until=min(ends, default=None),
    )
