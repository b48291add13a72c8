"""Rows that came together, and what is read for all of them at once.

An `Item` is what a GraphQL type is resolved from: a plain row and its siblings. Asking one item
for its photos reads the photos of every sibling, so a list costs the same number of statements
however long it is. No promise is made and none is waited for: siblings are known when they are
read, which is cheaper than finding them again by a queue.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from storefront.graphql.actor import Asker

if TYPE_CHECKING:
    from storefront.graphql.visitor import Visitor

R = TypeVar("R")
T = TypeVar("T")


class Asking(NamedTuple):
    """What every resolver knows of the request.

    base: the shop's public address without a slash at its end; asker: the client with a key, None
    for strangers. What is public is the same for both. visitor: as whom they buy.
    """

    on: date
    base: str
    asker: Asker | None = None
    visitor: Visitor | None = None


class Siblings(Generic[R]):
    """Rows of one kind, and what was read for them."""

    __slots__ = ("_read", "rows")

    def __init__(self, rows: Sequence[R]) -> None:
        self.rows = rows
        self._read: dict[Hashable, Any] = {}

    def once(self, read: Callable[..., T], *asked: Hashable) -> T:
        """`read(rows, *asked)`, called once for each different question."""
        key = (read, *asked)
        if key not in self._read:
            self._read[key] = read(self.rows, *asked)
        found: T = self._read[key]
        return found

    def items(self) -> list[Item[R]]:
        """The rows as items."""
        return [Item(row, self) for row in self.rows]


class Item(Generic[R]):
    """One row among its siblings. language: of our own types' texts, "id" or "en"."""

    __slots__ = ("kin", "language", "row")

    def __init__(self, row: R, kin: Siblings[R], language: str = "id") -> None:
        self.row = row
        self.kin = kin
        self.language = language

    def once(self, read: Callable[..., T], *asked: Hashable) -> T:
        """What is read once for this item and all its siblings."""
        return self.kin.once(read, *asked)


def items_of(rows: Iterable[R], language: str = "id") -> list[Item[R]]:
    """Rows as siblings."""
    kin = Siblings(list(rows))
    return [Item(row, kin, language) for row in kin.rows]


def items_by(rows: Iterable[R], key: Callable[[R], Hashable], language: str = "id") -> Any:
    """Rows as siblings, by their key."""
    return {key(item.row): item for item in items_of(rows, language)}


def lists_of(found: dict[Any, Sequence[R]], language: str = "id") -> dict[Any, list[Item[R]]]:
    """Lists of several owners as one crowd of siblings."""
    kin = Siblings([row for rows in found.values() for row in rows])
    return {owner: [Item(row, kin, language) for row in rows] for owner, rows in found.items()}


def row_value(name: str, default: Any, item: Any, _info: Any, **_given: Any) -> Any:
    """The default resolver of types that are resolved from items."""
    return getattr(item.row, name, default)


def language_of(code: str | None) -> str:
    """The language of our own texts for Saleor's language code; Indonesian is the base."""
    return "en" if code == "EN" else "id"
