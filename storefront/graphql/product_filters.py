"""By what products are narrowed and ordered: Saleor's inputs, and ours beside them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import graphene

from catalog.dates import legal_today
from catalog.errors import Invalid
from catalog.saleor_adapter.api_groups import category_members
from catalog.selectors.api_goods import GoodsQuery
from catalog.selectors.api_order import GoodsOrder, GoodsSort
from catalog.selectors.search import ranked_by
from storefront.graphql.enums import OrderDirection, ProductOrderField, StockAvailability
from storefront.graphql.ids import key_of, keys_of
from storefront.graphql.lists import few

MOST_ATTRIBUTES = 10  # each is a condition of its own in the statement
MOST_SEARCH = 100


class PriceRangeInput(graphene.InputObjectType):
    """From and to, both included, in rupiah."""

    gte = graphene.Float()
    lte = graphene.Float()


class AttributeInput(graphene.InputObjectType):
    """Goods that have any of the values of an attribute; all are slugs."""

    slug = graphene.String(required=True)
    value = graphene.String()
    values = graphene.List(graphene.String)


class ProductFilterInput(graphene.InputObjectType):
    """What a list of products is narrowed to: any within a field, all between fields."""

    is_published = graphene.Boolean()
    collections = graphene.List(graphene.ID)
    categories = graphene.List(graphene.ID)
    has_category = graphene.Boolean()
    price = PriceRangeInput()
    attributes = graphene.List(AttributeInput)
    stock_availability = graphene.Field(StockAvailability)
    product_type = graphene.ID()
    search = graphene.String()
    minimal_price = PriceRangeInput()
    product_types = graphene.List(graphene.ID)
    facilities = graphene.List(graphene.ID, description="Ids of facilities.")
    provinces = graphene.List(graphene.String, description="Codes of Kemendagri, two digits.")
    regional_offices = graphene.List(graphene.ID, description="Ids of regional offices.")
    certificates = graphene.List(graphene.String, description="Codes of kinds of papers.")
    flagship = graphene.Boolean(description="Put forward by their facilities today, or not.")
    shippable = graphene.Boolean(description="Sent by parcel, or not.")
    made_to_order = graphene.Boolean(
        description="Made only after they are ordered, with nothing on hand, or not."
    )


class ProductOrder(graphene.InputObjectType):
    """How a list of products is ordered: by a field, or by an attribute's value."""

    direction = graphene.Field(OrderDirection, required=True)
    attribute_id = graphene.ID()
    field = graphene.Field(ProductOrderField)


# PUBLISHED orders by name: everything that can be seen is published.
_SORTS = {
    "NAME": GoodsSort.NAME,
    "PRICE": GoodsSort.PRICE,
    "MINIMAL_PRICE": GoodsSort.PRICE,
    "DATE": GoodsSort.DATE,
    "TYPE": GoodsSort.TYPE,
    "PUBLISHED": GoodsSort.NAME,
}


def goods_order(given: Mapping[str, Any] | None, query: GoodsQuery) -> GoodsOrder:
    """The order asked for; where none is the shop's own, or the best first of what was searched
    for. Raises Invalid for two at once."""
    if not given:
        return GoodsOrder() if query.ranked is None else GoodsOrder(GoodsSort.SCORE)
    down = given["direction"] == "DESC"
    attribute, field = given.get("attribute_id"), given.get("field")
    if attribute and field:
        raise Invalid(field="sortBy", reason="Give field or attributeId, not both.")
    if attribute:
        return GoodsOrder(GoodsSort.VALUE, down, key_of("Attribute", attribute) or 0)
    return GoodsOrder(_SORTS[field or "NAME"], down)


def _rupiah(name: str, given: Any) -> Decimal | None:
    """A bound as Decimal. Raises Invalid for what is no amount of money."""
    if given is None:
        return None
    if not math.isfinite(given) or abs(given) >= 10**12:
        raise Invalid(field=name, reason="This is not an amount of rupiah.")
    return Decimal(repr(float(given)))


def _largest(*given: Decimal | None) -> Decimal | None:
    return max((one for one in given if one is not None), default=None)


def _smallest(*given: Decimal | None) -> Decimal | None:
    return min((one for one in given if one is not None), default=None)


def _prices(given: Mapping[str, Any]) -> tuple[Decimal | None, Decimal | None]:
    """Both of Saleor's price ranges mean the cheapest variant, which is the price on the card."""
    ranges = [given.get("price") or {}, given.get("minimal_price") or {}]
    low = [_rupiah("price", one.get("gte")) for one in ranges]
    high = [_rupiah("price", one.get("lte")) for one in ranges]
    return _largest(*low), _smallest(*high)


def _categories(given: Any) -> tuple[int, ...] | None:
    """Ids of categories and of all below them."""
    if not given:
        return None
    members = category_members()
    chosen = keys_of("Category", few("categories", given))
    return tuple(sorted({one for key in chosen for one in members.get(key, ())}))


def _ids(name: str, kind: str, given: Any) -> tuple[int, ...] | None:
    return keys_of(kind, few(name, given)) if given else None


def _texts(name: str, given: Any) -> tuple[str, ...] | None:
    return tuple(one for one in few(name, given) if one) if given else None


def _values(given: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (
            one["slug"],
            (one["value"],) if one.get("value") else _texts("values", one.get("values")) or (),
        )
        for one in few("attributes", given or (), MOST_ATTRIBUTES)
        if one
    )


def _types(given: Mapping[str, Any]) -> tuple[int, ...] | None:
    """Both of Saleor's fields for types; given together, a product must be of both."""
    one, many = given.get("product_type"), given.get("product_types")
    chosen = _ids("productTypes", "ProductType", many)
    if not one:
        return chosen
    single = keys_of("ProductType", [one])
    return single if chosen is None else tuple(key for key in single if key in chosen)


def words_of(given: str | None) -> tuple[str, ...]:
    """The words searched for, in small letters. Raises Invalid for too many letters."""
    if given and len(given) > MOST_SEARCH:
        raise Invalid(field="search", reason=f"Use at most {MOST_SEARCH} letters.")
    return tuple((given or "").casefold().split())


def _ranked(given: str | None) -> tuple[tuple[int, int], ...] | None:
    """What the shop's search finds for a text, with the filters that its words name."""
    if not " ".join(words_of(given)):
        return None
    return ranked_by(given or "", on=legal_today())


def _in_stock(*given: str | None) -> list[bool]:
    return sorted({one == "IN_STOCK" for one in given if one})


def goods_query(given: Mapping[str, Any] | None, stock: str | None) -> GoodsQuery:
    """A filter as the catalogue understands it. stock: the field's own argument beside it."""
    given = given or {}
    price_from, price_to = _prices(given)
    query = GoodsQuery(
        categories=_categories(given.get("categories")),
        collections=_ids("collections", "Collection", given.get("collections")),
        types=_types(given),
        facilities=_ids("facilities", "Facility", given.get("facilities")),
        provinces=_texts("provinces", given.get("provinces")),
        offices=_ids("regionalOffices", "RegionalOffice", given.get("regional_offices")),
        papers=_texts("certificates", given.get("certificates")),
        values=_values(given.get("attributes")),
        has_category=given.get("has_category"),
        is_published=given.get("is_published"),
        flagship=given.get("flagship"),
        shippable=given.get("shippable"),
        made_to_order=given.get("made_to_order"),
        ranked=_ranked(given.get("search")),
        price_from=price_from,
        price_to=price_to,
    )
    wanted = _in_stock(stock, given.get("stock_availability"))
    if not wanted:
        return query
    # in stock and out of stock at once is nothing
    return replace(
        query, in_stock=wanted[0], is_published=query.is_published if len(wanted) == 1 else False
    )
