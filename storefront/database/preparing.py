"""Statements that the driver prepares, and those that `catalog.planned` prepares, side by side."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg._preparing import PrepareManager


class _OwnNames(PrepareManager):
    """Gives up the driver's own statements by their names.

    After a rollback the driver forgets what it prepared and has the server forget every prepared
    statement of the connection, whoever's it is. Whoever executed one of the others next, within a
    transaction, would lose that.
    """

    def clear(self) -> bool:
        """Forget them; whether there were any."""
        names = list(self._names.values())
        if not super().clear():
            return False
        self._to_flush.clear()
        self._to_flush.extend(names)
        return True


def own_names(connection: psycopg.Connection[Any]) -> None:
    """Have a new connection do so."""
    names = _OwnNames()
    names.prepare_threshold = connection.prepare_threshold
    connection._prepared = names
