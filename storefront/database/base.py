"""The engine that DATABASES names; Django asks for a module `base` with a `DatabaseWrapper`."""

from __future__ import annotations

import select
import time
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg import pq, sql

from catalog.acting import TELL, TELL_ALWAYS, present, said_before, told, told_always
from storefront.database.preparing import own_names

# A connection that answered so lately need not be asked again when its socket is silent.
_FRESH_SECONDS = 5.0


class TellingCursor(base.Cursor, psycopg.ClientCursor[Any]):
    """Says who reads together with every statement that no transaction is told for.

    Both go to the server in one message, which is a transaction of its own: it costs no way there
    and back, and what was said ends with the statement, whatever becomes of it or of the request.
    Visitors' statements go as they are.
    """

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Run a statement; what was said before it leaves no result to look at."""
        said = said_before()
        if not said or not self._is_alone():
            return super().execute(query, params, **options)
        both = sql.SQL(said) + (sql.SQL(query) if isinstance(query, str) else query)
        super().execute(both, params, **options)
        self.nextset()
        return self

    def _is_alone(self) -> bool:
        raw = self.connection
        is_idle = raw.info.transaction_status == pq.TransactionStatus.IDLE
        return raw.autocommit and is_idle


def _begin(raw: psycopg.Connection[Any]) -> None:
    """Begin a transaction that knows who acts, in one way there and back instead of the driver's
    two. One of a particular kind (its isolation) is left to the driver to begin."""
    if raw.isolation_level is not None or raw.info.transaction_status != pq.TransactionStatus.IDLE:
        raw.execute(TELL, told())
        return
    tell = psycopg.ClientCursor(raw).mogrify(TELL, told())
    answer = raw.pgconn.exec_(f"BEGIN; {tell}".encode(raw.info.encoding))
    if answer.status != pq.ExecStatus.TUPLES_OK:
        if raw.pgconn.status != pq.ConnStatus.OK:  # the server went away
            raise psycopg.OperationalError(answer.get_error_message(raw.info.encoding))
        raise psycopg.errors.error_from_result(answer, encoding=raw.info.encoding)


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, whose kept connections are looked at instead of asked.

    With CONN_HEALTH_CHECKS Django sends `SELECT 1` before the first statement of every request. A
    server that went away has closed its end, and that shows on the socket without asking: it has
    something to read although nothing was asked. A silent socket of a connection in use is good;
    one that speaks, was idle for some seconds (a network may have dropped it silently) or met an
    error is asked as Django would.
    """

    _good_until = 0.0

    def is_usable(self) -> bool:
        """Whether the next statement can be sent over this connection."""
        now = time.monotonic()
        if not self.errors_occurred and now < self._good_until and self._is_silent():
            is_good = True
        else:
            is_good = bool(super().is_usable())
        self._good_until = now + _FRESH_SECONDS if is_good else 0.0
        return is_good

    def get_connection_params(self) -> dict[str, Any]:
        """Django's, with cursors that say who reads, and with prepared statements allowed for those
        who ask for them.

        Statements written by the ORM are bound in the client and never prepared.
        """
        parameters: dict[str, Any] = super().get_connection_params()
        if parameters["prepare_threshold"] is None:
            parameters["prepare_threshold"] = 1_000_000
        if parameters["cursor_factory"] is base.Cursor:
            parameters["cursor_factory"] = TellingCursor
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Django's; a process that always acts as the shop itself says so once, so that what it
        writes outside of a transaction is its own too."""
        connection = super().get_new_connection(conn_params)
        own_names(connection)
        always = told_always()
        if always is not None:
            connection.execute(TELL_ALWAYS, always)
            connection.commit()
        return connection

    def _set_autocommit(self, autocommit: bool) -> None:
        """Django's; a transaction that begins is told who acts, where somebody does."""
        super()._set_autocommit(autocommit)  # type: ignore[misc] # Django's stubs leave it out
        if not autocommit and present() is not None:
            with self.wrap_database_errors:
                _begin(self.connection)

    def _is_silent(self) -> bool:
        """Whether the socket has nothing to read: no farewell, no end of file."""
        connection = self.connection
        if connection is None or connection.pgconn.status != pq.ConnStatus.OK:
            return False
        poll = select.poll()
        poll.register(connection.pgconn.socket, select.POLLIN)
        return not poll.poll(0)
