"""Relay connections: pieces of lists, their cursors and counts."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import graphene

from catalog.errors import Invalid
from catalog.selectors.api_goods import Span
from storefront.graphql.loaders import Item

MOST_A_PAGE = 100
SUFFIX = "CountableConnection"
NO_PLACE = "This place in the list does not exist."


class Page(NamedTuple):
    """A piece of a list. cursor_of: an item's place; total: how many the whole list has."""

    items: Sequence[Any]
    has_next: bool
    has_previous: bool
    cursor_of: Callable[[Any], str]
    total: Callable[[], int]

    @property
    def start_cursor(self) -> str | None:
        """The first item's place."""
        return self.cursor_of(self.items[0]) if self.items else None

    @property
    def end_cursor(self) -> str | None:
        """The last item's place."""
        return self.cursor_of(self.items[-1]) if self.items else None


class PageInfo(graphene.ObjectType):
    """Saleor's: where a piece stands in its list."""

    has_next_page = graphene.Boolean(required=True)
    has_previous_page = graphene.Boolean(required=True)
    start_cursor = graphene.String()
    end_cursor = graphene.String()

    @staticmethod
    def resolve_has_next_page(page: Page, _info: Any) -> bool:
        return page.has_next

    @staticmethod
    def resolve_has_previous_page(page: Page, _info: Any) -> bool:
        return page.has_previous


def _edge_type(name: str, node: str) -> Any:
    return type(
        f"{name}CountableEdge",
        (graphene.ObjectType,),
        {
            "__doc__": f"One {name} and its place in the list.",
            "node": graphene.Field(node, required=True),
            "cursor": graphene.String(required=True),
            "resolve_node": staticmethod(lambda edge, _info: edge[0]),
            "resolve_cursor": staticmethod(lambda edge, _info: edge[1].cursor_of(edge[0])),
        },
    )


def connection_type(name: str, node: str) -> Any:
    """The connection of a type, named as Saleor's. node: dotted path of the type."""
    edge = _edge_type(name, node)
    return type(
        f"{name}{SUFFIX}",
        (graphene.ObjectType,),
        {
            "__doc__": f"A piece of a list of {name}.",
            "page_info": graphene.Field(PageInfo, required=True),
            "edges": graphene.List(graphene.NonNull(edge), required=True),
            "total_count": graphene.Int(),
            "resolve_page_info": staticmethod(lambda page, _info: page),
            "resolve_edges": staticmethod(lambda page, _info: [(it, page) for it in page.items]),
            "resolve_total_count": staticmethod(lambda page, _info: page.total()),
        },
    )


def paged(connection: Any, *, required: bool = False, **arguments: Any) -> Any:
    """A field that is a connection, with relay's four arguments beside its own."""
    return graphene.Field(
        connection,
        required=required,
        before=graphene.String(),
        after=graphene.String(),
        first=graphene.Int(),
        last=graphene.Int(),
        **arguments,
    )


def span_of(given: dict[str, Any]) -> Span:
    """The piece that a field's arguments ask for; takes them out of `given`."""
    return Span(
        first=given.pop("first", None),
        last=given.pop("last", None),
        after=given.pop("after", None),
        before=given.pop("before", None),
    )


def _cursor(key: object) -> str:
    return urlsafe_b64encode(f"at:{key}".encode()).decode().rstrip("=")


def _index(keys: list[str], cursor: str) -> int:
    """Where the row of a cursor stands. Raises Invalid."""
    try:
        start, _, key = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(":")
        if start != "at":
            raise ValueError(cursor)
        return keys.index(key)
    except ValueError as error:
        raise Invalid(field="cursor", reason=NO_PLACE) from error


def list_page(items: Sequence[Item[Any]], span: Span, key: str = "id") -> Page:
    """A piece of a list that is in memory. key: the row's attribute that is unique."""
    keys = [str(getattr(item.row, key)) for item in items]
    low = _index(keys, span.after) + 1 if span.after else 0
    high = _index(keys, span.before) if span.before else len(keys)
    if span.is_backwards:
        low = max(low, high - span.size)
    else:
        high = min(high, low + span.size)
    return Page(
        items=items[low:high],
        has_next=high < len(keys),
        has_previous=low > 0,
        cursor_of=lambda item: _cursor(getattr(item.row, key)),
        total=lambda: len(items),
    )
