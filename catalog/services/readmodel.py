"""The columns of a card that others own: papers and pictures.

legality and galleries write them here, in the transaction that changes the truth. All other
columns are kept by the database itself (migration 0002).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection

from catalog.models import CardPaper, CardRow
from catalog.types import CardPhoto, PaperBadge


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


def card_papers_write(badges: Mapping[int, Sequence[PaperBadge]]) -> None:
    """Replace the papers of these listings' cards. badges: by listing id, one a kind of paper.

    Three statements, however many cards.
    """
    ids = list(badges)
    CardPaper.objects.filter(card_id__in=ids).delete()
    CardPaper.objects.bulk_create(
        CardPaper(card_id=listing_id, code=badge.code, until=badge.until)
        for listing_id, papers in badges.items()
        for badge in papers
    )
    packed = {
        str(listing_id): [
            {**badge._asdict(), "until": badge.until.isoformat() if badge.until else None}
            for badge in papers
        ]
        for listing_id, papers in badges.items()
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE catalog_card SET papers = given.value FROM jsonb_each(%s::jsonb) given"
            " WHERE listing_id = given.key::bigint AND papers IS DISTINCT FROM given.value",
            [json.dumps(packed)],
        )


def card_photo_write(*, listing_id: int, photo: CardPhoto | None, alt_en: str) -> None:
    """Set or take away the picture of one card. photo.alt is Indonesian."""
    given = photo or CardPhoto("", 0, 0, "", ())
    CardRow.objects.filter(pk=listing_id).update(
        photo_key=given.key,
        photo_width=given.width,
        photo_height=given.height,
        photo_alt=given.alt,
        photo_alt_en=alt_en,
        photo_widths=list(given.widths),
    )


def card_photo_widths_write(*, key: str, widths: Sequence[int]) -> None:
    """The renditions of a picture exist now, on every card that shows it."""
    CardRow.objects.filter(photo_key=key).update(photo_widths=list(widths))
