"""What these tests ask of the connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection


def backend() -> int:
    """Number of the server process behind Django's connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@contextmanager
def statements() -> Iterator[list[str]]:
    """All statements that the driver sends, those beneath Django's log as well."""
    said: list[str] = []
    real = psycopg.Cursor.execute

    def listening(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
        said.append(str(query))
        return real(self, query, *args, **kwargs)

    psycopg.Cursor.execute = listening  # type: ignore[method-assign]
    try:
        yield said
    finally:
        psycopg.Cursor.execute = real  # type: ignore[method-assign]
