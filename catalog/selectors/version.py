"""The catalogue's version: two marks that move with every change a visitor can see.

Migration 0005 says how they are moved, and why in that way.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

_MARKS = """
SELECT coalesce(string_agg(mark::text, '' ORDER BY id) FILTER (WHERE about = 'words'), ''),
       coalesce(string_agg(mark::text, '' ORDER BY id) FILTER (WHERE about = 'numbers'), '')
FROM catalog_version
"""


class Marks(NamedTuple):
    """words: of all that is shown; numbers: of how many pieces there are. To be compared, nothing
    else."""

    words: str
    numbers: str


def catalogue_marks() -> Marks:
    """Both marks as of now. One statement. Raises DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKS)
        return Marks(*cursor.fetchone())
