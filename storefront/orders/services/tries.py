"""How often something is tried, counted for all processes of the server.

Counted before it is looked at: else as many as ask at once would all pass. Kept beside the guesses
at orders' keys (`KeyGuess`), as keyed hashes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from storefront.orders.acting import as_shop
from storefront.orders.errors import TooManyGuesses

_COUNT = """INSERT INTO orders_keyguess AS known (what, begun_at, failures)
VALUES (%(what)s, %(now)s, 1) ON CONFLICT (what) DO UPDATE SET
 failures = CASE WHEN known.begun_at < %(since)s THEN 1 ELSE known.failures + 1 END,
 begun_at = CASE WHEN known.begun_at < %(since)s THEN excluded.begun_at ELSE known.begun_at END
WHERE known.begun_at < %(since)s OR known.failures < %(most)s RETURNING failures"""


def try_count(about: str, key: str, *, most: int, within: timedelta) -> None:
    """Count one try. One statement, in a transaction of its own where none is open.

    about: what is tried ("voucher"); key: by whom or at what. Raises TooManyGuesses once there were
    `most` within the time; what is over the limit is not counted, so that it ends by itself.
    """
    now = timezone.now()
    what = salted_hmac("orders.try", f"{about} {key}", algorithm="sha256").hexdigest()
    wanted: dict[str, Any] = {"what": what, "now": now, "since": now - within, "most": most}
    with as_shop(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COUNT, wanted)
        if cursor.fetchone() is None:
            raise TooManyGuesses
