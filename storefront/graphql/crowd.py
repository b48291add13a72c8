"""What is read for all siblings at once: goods of anything, and anything of goods.

Every function here is one question of `Siblings.once`: rows first, then what was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalog.cursors import cursor_of
from catalog.saleor_adapter.api_attributes import values_by_product, values_by_variant
from catalog.saleor_adapter.api_groups import (
    category_members,
    category_rows,
    collection_ids_by_product,
    collection_rows,
    type_rows,
)
from catalog.saleor_adapter.api_products import (
    ProductRow,
    VariantRow,
    product_rows,
    variants_by_product,
)
from catalog.selectors.api_goods import (
    GoodsPage,
    GoodsQuery,
    GoodsRow,
    Parent,
    Parents,
    Span,
    goods_counts,
    goods_pages,
)
from catalog.selectors.api_listings import ListingFacts, facts_by_listing
from catalog.selectors.api_order import GoodsOrder, GoodsSort
from catalog.selectors.api_places import place_rows
from galleries.selectors import photos_by_listing
from galleries.types import Photo
from legality.covered import papers_of_listings
from storefront.graphql.connections import Page
from storefront.graphql.loaders import Asking, Item, Siblings, items_by, lists_of

Rows = Sequence[Any]


def place_of(item: Item[GoodsRow]) -> str:
    """A product's cursor in the list it stands in."""
    return cursor_of(item.row.place)


def _pages(
    asking: Asking, parents: Parents, query: GoodsQuery, order: GoodsOrder, span: Span
) -> dict[int, Page]:
    """The same piece of every parent's list, as pages whose goods are all siblings."""
    read = goods_pages(query, order, span, parents=parents, on=asking.on)
    items = lists_of({key: page.rows for key, page in read.items()})
    counts: Siblings[int] = Siblings(list(parents.members))

    def count(key: int) -> int:
        return counts.once(_counts, asking, parents.kind, query, _frozen(parents))[key]

    return {
        key: _page(page, items[key], span, lambda key=key: count(key)) for key, page in read.items()
    }


def _frozen(parents: Parents) -> tuple[tuple[int, tuple[int, ...]], ...]:
    return tuple((key, tuple(ids)) for key, ids in parents.members.items())


def _counts(
    _keys: Rows,
    asking: Asking,
    kind: Parent,
    query: GoodsQuery,
    members: tuple[tuple[int, tuple[int, ...]], ...],
) -> dict[int, int]:
    return goods_counts(query, parents=Parents(kind, dict(members)), on=asking.on)


def _page(read: GoodsPage, items: list[Item[GoodsRow]], span: Span, total: Any) -> Page:
    return Page(
        items=items,
        has_next=bool(span.before) if span.is_backwards else read.has_more,
        has_previous=read.has_more if span.is_backwards else bool(span.after),
        cursor_of=place_of,
        total=total,
    )


def goods_everywhere(asking: Asking, query: GoodsQuery, order: GoodsOrder, span: Span) -> Page:
    """A piece of the list of all public goods."""
    return _pages(asking, Parents(), query, order, span)[0]


def goods_in_categories(rows: Rows, asking: Asking, span: Span) -> dict[int, Page]:
    """Goods of categories and of all below them, by the category's id."""
    members = category_members()
    parents = Parents(Parent.CATEGORY, {row.id: members[row.id] for row in rows})
    return _pages(asking, parents, GoodsQuery(), GoodsOrder(), span)


def goods_in_collections(rows: Rows, asking: Asking, span: Span) -> dict[int, Page]:
    """Goods of collections in the order somebody gave them, by the collection's id."""
    parents = Parents(Parent.COLLECTION, {row.id: () for row in rows})
    return _pages(asking, parents, GoodsQuery(), GoodsOrder(GoodsSort.PLACE), span)


def goods_of_types(rows: Rows, asking: Asking, span: Span) -> dict[int, Page]:
    """Goods of product types, by the type's id."""
    parents = Parents(Parent.TYPE, {row.id: () for row in rows})
    return _pages(asking, parents, GoodsQuery(), GoodsOrder(), span)


def goods_of_facilities(rows: Rows, asking: Asking, span: Span) -> dict[int, Page]:
    """Goods of facilities, by the facility's id."""
    parents = Parents(Parent.FACILITY, {row.id: () for row in rows})
    return _pages(asking, parents, GoodsQuery(), GoodsOrder(), span)


def goods_by_id(asking: Asking, product_ids: Sequence[int]) -> dict[int, Item[GoodsRow]]:
    """Public goods by the product's id."""
    wanted = tuple(sorted(set(product_ids)))
    return _by_id(asking, GoodsQuery(products=wanted), len(wanted))


def _by_id(asking: Asking, query: GoodsQuery, most: int) -> dict[int, Item[GoodsRow]]:
    page = goods_everywhere(asking, query, GoodsOrder(), Span(first=max(most, 1)))
    return {item.row.product_id: item for item in page.items}


def goods_by_listing(asking: Asking, listing_ids: Sequence[int]) -> dict[int, Item[GoodsRow]]:
    """Public goods by the listing's id."""
    parents = Parents(Parent.LISTINGS, {0: tuple(sorted(set(listing_ids)))})
    span = Span(first=max(len(listing_ids), 1))
    page = _pages(asking, parents, GoodsQuery(), GoodsOrder(), span)[0]
    return {item.row.listing_id: item for item in page.items}


# --- What goods have.


def details(rows: Sequence[GoodsRow]) -> dict[int, ProductRow]:
    """What cards do not hold, by the product's id."""
    return product_rows([row.product_id for row in rows])


def facts(rows: Sequence[GoodsRow], language: str) -> dict[int, ListingFacts]:
    """What listings say of themselves, by the listing's id."""
    return facts_by_listing([row.listing_id for row in rows], language)


def photos(rows: Sequence[GoodsRow]) -> dict[int, tuple[Photo, ...]]:
    """Pictures, by the listing's id."""
    return photos_by_listing(listing_ids=[row.listing_id for row in rows], language="id")


def papers(rows: Sequence[GoodsRow], asking: Asking, language: str) -> dict[int, list[Item[Any]]]:
    """Papers in force, by the listing's id."""
    ids = [row.listing_id for row in rows]
    found = papers_of_listings(ids, language=language, on=asking.on)
    return lists_of(dict(found), language)


def variants(rows: Sequence[GoodsRow]) -> dict[int, list[Item[VariantRow]]]:
    """What can be bought, by the product's id."""
    return lists_of(dict(variants_by_product([row.product_id for row in rows])))


def product_values(rows: Sequence[GoodsRow]) -> Any:
    """Values of attributes, by the product's id and the attribute's."""
    return values_by_product([row.product_id for row in rows])


def variant_values(rows: Sequence[VariantRow]) -> Any:
    """Values of attributes, by the variant's id and the attribute's."""
    return values_by_variant([row.id for row in rows])


def categories(rows: Sequence[GoodsRow]) -> Any:
    """The categories of goods, by id."""
    wanted = {row.category_id for row in rows}
    return items_by((row for row in category_rows() if row.id in wanted), lambda row: row.id)


def collections(rows: Sequence[GoodsRow], asking: Asking) -> dict[int, list[Any]]:
    """The visible collections that goods are in, by the product's id."""
    by_product = collection_ids_by_product([row.product_id for row in rows])
    wanted = {one for ids in by_product.values() for one in ids}
    shown = [row for row in collection_rows(asking.on) if row.id in wanted]
    items = items_by(shown, lambda row: row.id)
    return {
        product_id: [items[one] for one in ids if one in items]
        for product_id, ids in by_product.items()
    }


def types(_rows: Rows) -> Any:
    """All product types, by id."""
    return items_by(type_rows(), lambda row: row.id)


def facilities(rows: Sequence[GoodsRow], language: str) -> Any:
    """The facilities that goods come from, by id."""
    return facilities_of([row.facility_id for row in rows], language)


def facilities_of(ids: Sequence[int], language: str) -> Any:
    """Facilities that visitors see, by id."""
    known, wanted = place_rows(), set(ids)
    return items_by(
        (known[one] for one in sorted(wanted) if one in known), lambda row: row.id, language
    )


def products_of_variants(rows: Sequence[VariantRow], asking: Asking) -> dict[int, Item[GoodsRow]]:
    """The public goods that variants belong to, by the product's id."""
    return goods_by_id(asking, [row.product_id for row in rows])
