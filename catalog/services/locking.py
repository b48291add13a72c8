"""Locking one row that is about to change."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from catalog.errors import NotAllowed, NotFound

Row = TypeVar("Row", bound=Model)


def locked(rows: QuerySet[Row]) -> Row:
    """The one row, locked. rows: filtered by the actor's scope and the key.

    The database lets nobody lock what they may not change (row-level security): a row that is seen
    and cannot be locked is not theirs to change. Raises NotFound, NotAllowed.
    """
    # who only points at the row (a move of stock, a paper) need not wait for its change
    found = rows.select_for_update(no_key=True, of=("self",)).first()
    if found is None:
        raise NotAllowed if rows.exists() else NotFound
    return found
