"""The two clocks: legal dates, and the hours that people read at a place."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

LEGAL_ZONE = ZoneInfo("Asia/Jakarta")


def legal_today() -> date:
    """Today as the law counts it: the date in Asia/Jakarta, wherever the reader is."""
    return timezone.now().astimezone(LEGAL_ZONE).date()
