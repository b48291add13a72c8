"""Keys that were refused, counted by address: a brake for those who try.

A key has 256 random bits, so nobody finds one by trying, and a key that holds is never refused for
what others at the same address did: many phones share one there. What is braked are refusals.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.utils import timezone

MOST = 20
WITHIN = timedelta(minutes=15)

_FORGET = "DELETE FROM access_tokenfailure WHERE begun_at < %s"
_COUNT = """INSERT INTO access_tokenfailure AS known (address, begun_at, failures)
VALUES (%s, %s, 1) ON CONFLICT (address) DO UPDATE SET failures = known.failures + 1
WHERE known.failures < %s RETURNING failures"""


def failure_counted(address: str) -> bool:
    """Count a refused key; whether the address is still within the limit. Two statements."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [now - WITHIN])
        cursor.execute(_COUNT, [address, now, MOST])
        return cursor.fetchone() is not None
