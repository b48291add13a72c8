"""Writing cards anew where the database had no cause to.

The database itself keeps every column true in the transaction that changes the truth: catalog's
migrations 0002 and 0006, legality's 0003 for papers, galleries' 0003 for the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from catalog.models import CardRow


def cards_refresh(listing_ids: Sequence[int]) -> None:
    """Write the catalogue's own columns anew, for writers that switched the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_card_refresh(%s)", [list(listing_ids)])


def cards_of_ended_flagships_refresh(*, on: date) -> int:
    """Let the next period of goods put forward take the ended one's place on their cards.

    How many cards were written; a second time the same day none is.
    """
    ended = CardRow.objects.filter(flagship_until__lt=on).order_by("pk")
    listing_ids = list(ended.values_list("pk", flat=True))
    if listing_ids:
        cards_refresh(listing_ids)
    return len(listing_ids)
