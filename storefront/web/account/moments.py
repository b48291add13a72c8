"""Moments as pages of accounts write them: people's own places differ, so WIB is said."""

from __future__ import annotations

from datetime import datetime

from storefront.web import formats
from storefront.web.context import language_of

_ZONE = "WIB"


def day_text(moment: datetime) -> str:
    """22 November 2026. moment: aware."""
    return formats.long_date(moment.astimezone(formats.ZONES[_ZONE]).date(), language_of())


def moment_text(moment: datetime) -> str:
    """22 November 2026, 11.40 WIB. moment: aware."""
    return f"{day_text(moment)}, {formats.clock(moment, _ZONE, language_of())}"
