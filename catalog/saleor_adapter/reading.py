"""Reading Saleor's tables as plain rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection


class Texts(NamedTuple):
    """The words of a category, collection or product in another language.

    id: of the translation's row; description_json: JSON text.
    """

    id: int
    name: str
    description: str
    description_json: str
    seo_title: str | None
    seo_description: str | None


def rows(sql: str, parameters: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def texts_columns(table: str) -> str:
    """The columns that `texts_of` reads; every translation table has them."""
    return (
        f"{table}.id, {table}.name, {table}.description, {table}.description_json::text,"
        f" {table}.seo_title, {table}.seo_description"
    )


def texts_of(row: Sequence[Any]) -> Texts | None:
    """The words of a translation, None where there is none or it says nothing."""
    return Texts(*row) if row[0] is not None and row[1] else None
