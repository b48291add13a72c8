"""The search's vocabulary; its other rows are kept by the database itself (migration 0004)."""

from __future__ import annotations

from django.db import connection


def search_words_count() -> None:
    """Count how many public listings have each word, and drop words that none has.

    One statement over all listings: for the night and for after a load.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT catalog_search_count()")
