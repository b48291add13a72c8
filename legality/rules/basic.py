"""A listing is complete enough to be shown: what needs no legal source."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from legality.types import Facts, Finding

MISSING_ENGLISH = gettext_noop("The English name and description are missing.")
MISSING_PRICE = gettext_noop("The price is missing.")
MISSING_PHOTO = gettext_noop("At least one picture is needed.")
MISSING_WEIGHT = gettext_noop("The shipping weight is missing.")
FACILITY_CLOSED = gettext_noop("The facility is not open.")


def incomplete(facts: Facts) -> tuple[Finding, ...]:
    """What is missing before anybody asks for papers; all of it blocks."""
    checks = (
        ("english", facts.has_english, MISSING_ENGLISH),
        ("price", facts.price_min > 0, MISSING_PRICE),
        ("photo", facts.photo_count > 0, MISSING_PHOTO),
        ("weight", facts.weight_known, MISSING_WEIGHT),
        ("facility", facts.facility_open, FACILITY_CLOSED),
    )
    return tuple(Finding(code, True, words) for code, fine, words in checks if not fine)
