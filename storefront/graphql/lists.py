"""Lists that are in memory: found by words and ids, one by id or slug, ordered by a number.

Categories, collections, product types and attributes are few and kept; what their inputs have in
common is here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from catalog.errors import Invalid
from storefront.graphql.common import ImageOf, file_image
from storefront.graphql.ids import key_of, keys_of
from storefront.graphql.loaders import Item, items_of

MOST_CHOICES = 100


class Named(Protocol):
    """A row with a name that is not always unique and a slug that is."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def slug(self) -> str: ...


R = TypeVar("R", bound=Named)


def few(name: str, given: Any, most: int = MOST_CHOICES) -> tuple[Any, ...]:
    """What a list of choices holds. name: the argument's. Raises Invalid for too many."""
    if len(given) > most:
        raise Invalid(field=name, reason=f"Name at most {most}.")
    return tuple(given)


def wanted_ids(kind: str, given: Mapping[str, Any]) -> frozenset[int] | None:
    """The keys that the input `ids` names; None where it narrows nothing. Raises Invalid."""
    ids = given.get("ids")
    return frozenset(keys_of(kind, few("ids", ids))) if ids else None


def matching(
    rows: Sequence[R], given: Mapping[str, Any], kind: str, texts: Callable[[R], Sequence[str]]
) -> list[R]:
    """Rows that hold the input's `search`, whatever its capitals, and are among its `ids`.

    texts: where the words may stand in a row. Raises Invalid.
    """
    words, ids = (given.get("search") or "").casefold(), wanted_ids(kind, given)
    return [
        row
        for row in rows
        if (ids is None or row.id in ids)
        and (not words or any(words in text.casefold() for text in texts(row)))
    ]


def in_order(rows: list[R], given: Mapping[str, Any], numbers: Mapping[int, int]) -> list[R]:
    """By each row's number, by name within it. given: the input with the direction."""
    return sorted(
        rows,
        key=lambda row: (numbers.get(row.id, 0), row.name, row.slug),
        reverse=given["direction"] == "DESC",
    )


def one_of(rows: Sequence[R], kind: str, id: str | None, slug: str | None) -> Item[R] | None:
    """The row with this id, or, where none is given, with this slug."""
    key = key_of(kind, id)
    found = [row for row in rows if (row.id == key if id else row.slug == slug)]
    return items_of(found)[0] if found else None


def background(item: Any, info: Any, size: int | None = None) -> ImageOf | None:
    """Resolver of `backgroundImage`. Saleor's own files have no renditions here: the picture comes
    as it is at every size.
    """
    return file_image(info.context.base, item.row.image, item.row.image_alt)
