"""Statements that PostgreSQL plans once for each connection instead of at every call.

For the few statements that pages run all the time: planning one took several times as long as
running it. A connection that is opened again has nothing prepared, and prepares again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection
from psycopg.pq import TransactionStatus

# The prepared statement is gone or no longer fits: the table's columns changed, or something
# between the shop and the server hands its connections round.
_STALE = (psycopg.errors.FeatureNotSupported, psycopg.errors.InvalidSqlStatementName)


class _Preparing(psycopg.Cursor[Any]):
    """Prepares what it executes; a stale one is run plainly instead, outside of transactions."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> _Preparing:
        """Run a statement whose parameters are bound by the server."""
        try:
            super().execute(query, params, prepare=True)
        except _STALE:
            if self.connection.info.transaction_status is not TransactionStatus.IDLE:
                raise
            super().execute(query, params, prepare=False)
        return self


def prepared_rows(sql: str, parameters: Mapping[str, Any]) -> list[Any]:
    """All rows of one statement with named parameters, whose text must not vary with them.

    While statements are logged it runs plainly, so that the log has its values in place. Raises
    Django's database errors.
    """
    with connection.cursor() as plain:  # connected, and looked at once a request
        if connection.queries_logged:
            plain.execute(sql, parameters)
            return list(plain.fetchall())
        cursor: Any = _Preparing(connection.connection)
        with connection.make_cursor(cursor) as preparing:  # translates errors
            preparing.execute(sql, parameters)
            return list(preparing.fetchall())
