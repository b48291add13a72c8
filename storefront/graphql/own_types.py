"""What a client with a key reads of its facility: goods in every state, their stock, what is
missing before they can be shown. Strangers cannot ask for any of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import graphene

from catalog.errors import Invalid, NotAllowed
from catalog.policies.abilities import can
from catalog.selectors.api_goods import Span
from catalog.selectors.own_goods import (
    OwnGoods,
    OwnMove,
    OwnPlace,
    OwnQuery,
    OwnVariant,
    own_goods,
    own_goods_count,
    own_moves,
    own_places,
    own_variants,
)
from catalog.types import Actor, ListingState, StockReason
from legality.sentences import finding_said
from legality.types import Finding as FindingRow
from legality.verdicts import findings_by_listing
from storefront.access.tokens import SCOPES
from storefront.graphql import crowd
from storefront.graphql.actor import Asker
from storefront.graphql.common import Node, id_field, language_argument
from storefront.graphql.connections import (
    NO_PLACE,
    Page,
    connection_type,
    list_page,
    paged,
    span_of,
)
from storefront.graphql.ids import global_id, key_of, keys_of
from storefront.graphql.lists import few
from storefront.graphql.loaders import Asking, Item, items_by, items_of, lists_of, row_value
from storefront.graphql.money import Amount, Money
from storefront.graphql.own_legality import Judged, Legality, judged_of
from storefront.graphql.products import DeliveryEnum

Goods = Item[OwnGoods]
# Fields that only a client with a key may ask for: strangers are refused before anything is read.
PRIVATE = frozenset({"myFacilities", "myProducts", "myProduct", "myReview"})
MOST_MOVES = 10

ListingStateEnum = graphene.Enum(
    "ListingStateEnum", [(one.name, one.value) for one in ListingState]
)
StockReasonEnum = graphene.Enum(
    "StockReasonEnum", [(one.value.upper(), one.value) for one in StockReason]
)


def asker_in(asking: Asking) -> Asker:
    """The client with a key. Raises NotAllowed; the view has refused strangers before."""
    if asking.asker is None:
        raise NotAllowed
    return asking.asker


def sentence_language(asker: Asker, code: str | None) -> str:
    """The language of sentences: what is asked for, else what the client reads."""
    return code.lower() if code in ("ID", "EN") else asker.language


class Finding(graphene.ObjectType):
    """Something that keeps goods from being shown, or that will."""

    code = graphene.String(required=True)
    message = graphene.String(required=True, language_code=language_argument())
    blocking = graphene.Boolean(required=True)

    @staticmethod
    def resolve_message(row: FindingRow, info: Any, language_code: str | None = None) -> str:
        language = sentence_language(asker_in(info.context), language_code)
        return finding_said(row, language)


class StockEntry(graphene.ObjectType):
    """One change in the ledger of stock. quantity: pieces that came, below zero that went."""

    class Meta:
        interfaces = (Node,)

    reason = graphene.Field(StockReasonEnum, required=True)
    quantity = graphene.Int(required=True)
    balance = graphene.Int(required=True, description="Pieces there after it.")
    note = graphene.String(required=True)
    by = graphene.String(required=True)
    at = graphene.DateTime(required=True)

    @staticmethod
    def resolve_id(row: OwnMove, _info: Any) -> str:
        return global_id("StockEntry", row.id)

    @staticmethod
    def resolve_quantity(row: OwnMove, _info: Any) -> int:
        return row.change


class MyProductVariant(graphene.ObjectType):
    """What is bought of one's own goods. quantity: pieces there; of these quantityAllocated are
    promised to orders."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    sku = graphene.String(required=True)
    name = graphene.String(required=True)
    name_en = graphene.String(required=True)
    price = graphene.Field(Money, required=True)
    weight_grams = graphene.Int(description="Packed; null while nobody has said it.")
    quantity = graphene.Int(required=True)
    quantity_allocated = graphene.Int(required=True)
    quantity_available = graphene.Int(required=True)
    moves = graphene.List(
        graphene.NonNull(StockEntry),
        required=True,
        description=f"The last {MOST_MOVES} changes of stock, the newest first.",
    )

    resolve_id = id_field("ProductVariant")

    @staticmethod
    def resolve_price(item: Item[OwnVariant], _info: Any) -> Amount:
        return Amount(item.row.price)

    @staticmethod
    def resolve_weight_grams(item: Item[OwnVariant], _info: Any) -> int | None:
        return item.row.weight_grams or None

    @staticmethod
    def resolve_quantity_allocated(item: Item[OwnVariant], _info: Any) -> int:
        return item.row.promised

    @staticmethod
    def resolve_quantity_available(item: Item[OwnVariant], _info: Any) -> int:
        return max(item.row.quantity - item.row.promised, 0)

    @staticmethod
    def resolve_moves(item: Item[OwnVariant], _info: Any) -> list[OwnMove]:
        return item.once(_moves).get(item.row.id, [])


class MyFacility(graphene.ObjectType):
    """The facility that the key is for. scopes: what the key may do there now."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    slug = graphene.String(required=True)
    name = graphene.String(required=True, description="The short name.")
    official_name = graphene.String(required=True)
    is_open = graphene.Boolean(required=True)
    scopes = graphene.List(graphene.NonNull(graphene.String), required=True)
    product_count = graphene.Int(required=True, state=graphene.Argument(ListingStateEnum))

    resolve_id = id_field("Facility")

    @staticmethod
    def resolve_name(item: Item[OwnPlace], _info: Any) -> str:
        return item.row.short_name

    @staticmethod
    def resolve_scopes(item: Item[OwnPlace], info: Any) -> list[str]:
        actor = asker_in(info.context).actor
        return [act.value for act in SCOPES if can(actor, act, item.row.id)]

    @staticmethod
    def resolve_product_count(item: Item[OwnPlace], _info: Any, state: str | None = None) -> int:
        goods = item.row.goods
        return goods.get(state, 0) if state else sum(goods.values())


class MyProduct(graphene.ObjectType):
    """One's own goods, whatever their state."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    slug = graphene.String(required=True)
    state = graphene.Field(ListingStateEnum, required=True)
    name = graphene.String(required=True)
    name_en = graphene.String(required=True)
    description = graphene.String(required=True)
    description_en = graphene.String(required=True)
    category = graphene.Field("storefront.graphql.categories.Category")
    facility = graphene.Field(MyFacility, required=True)
    is_published = graphene.Boolean(required=True, description="Buyers see it.")
    published_at = graphene.DateTime()
    cleared_until = graphene.Date(description="Papers end then; null where nothing ends.")
    created_at = graphene.DateTime(required=True)
    updated_at = graphene.DateTime()
    has_picture = graphene.Boolean(
        required=True,
        description="Pictures are given in the portal, where a person looks at each: they are far"
        " longer than a message here may be.",
    )
    delivery = graphene.Field(DeliveryEnum, required=True)
    lead_time_days = graphene.Int()
    buyer_limit = graphene.Int()
    net_weight_grams = graphene.Int()
    best_before_days = graphene.Int()
    not_halal = graphene.Boolean(required=True)
    variants = graphene.List(graphene.NonNull(MyProductVariant), required=True)
    findings = graphene.List(
        graphene.NonNull(Finding), required=True, description="What is missing before it is shown."
    )
    legality = graphene.Field(
        Legality, required=True, description="What the rules and the office say of it."
    )

    resolve_id = id_field("Product", "product_id")

    @staticmethod
    def resolve_category(item: Goods, _info: Any) -> Any:
        return item.once(crowd.categories).get(item.row.category_id)

    @staticmethod
    def resolve_facility(item: Goods, info: Any) -> Any:
        return item.once(_places, asker_in(info.context).actor)[item.row.facility_id]

    @staticmethod
    def resolve_variants(item: Goods, _info: Any) -> list[Any]:
        return item.once(_variants).get(item.row.product_id, [])

    @staticmethod
    def resolve_findings(item: Goods, info: Any) -> Sequence[FindingRow]:
        return item.once(_findings, info.context.on).get(item.row.listing_id, ())

    @staticmethod
    def resolve_legality(item: Goods, info: Any) -> Judged:
        return item.once(_judged, info.context.on)[item.row.listing_id]


def _judged(rows: Sequence[OwnGoods], on: date) -> dict[int, Judged]:
    return judged_of([row.listing_id for row in rows], on)


def _variants(rows: Sequence[OwnGoods]) -> dict[int, list[Item[OwnVariant]]]:
    return lists_of(dict(own_variants([row.product_id for row in rows])))


def _moves(rows: Sequence[OwnVariant]) -> dict[int, list[OwnMove]]:
    return own_moves([row.id for row in rows], MOST_MOVES)


def _findings(rows: Sequence[OwnGoods], on: date) -> dict[int, tuple[FindingRow, ...]]:
    return findings_by_listing([row.listing_id for row in rows], on=on)


def _places(_rows: Sequence[OwnGoods], actor: Actor) -> Any:
    return items_by(own_places(actor), lambda row: row.id)


class MyProductFilterInput(graphene.InputObjectType):
    """What a list of one's own goods is narrowed to."""

    states = graphene.List(graphene.NonNull(ListingStateEnum))
    ids = graphene.List(graphene.NonNull(graphene.ID))
    search = graphene.String(description="Part of a name, of an address or of a SKU.")


MyFacilityConnection = connection_type("MyFacility", "storefront.graphql.own_types.MyFacility")
MyProductConnection = connection_type("MyProduct", "storefront.graphql.own_types.MyProduct")


def my_product(asking: Asking, product_id: int | None) -> Goods | None:
    """One of the goods of the key's facility. One statement."""
    query = OwnQuery(products=(product_id or 0,))
    found = own_goods(asker_in(asking).actor, query, limit=1)
    return items_of(found)[0] if found else None


def _query(given: dict[str, Any], span: Span) -> OwnQuery:
    """Raises Invalid."""
    states, ids = given.get("states"), given.get("ids")
    return OwnQuery(
        states=None if states is None else tuple(map(ListingState, few("states", states))),
        products=None if ids is None else keys_of("Product", few("ids", ids)),
        search=(given.get("search") or "").strip()[:100],
        after=_place(span.after),
        before=_place(span.before),
    )


def _cursor(item: Goods) -> str:
    return global_id("MyProduct", item.row.listing_id)


def _place(cursor: str | None) -> int | None:
    if not cursor:
        return None
    key = key_of("MyProduct", cursor)
    if key is None:
        raise Invalid(field="cursor", reason=NO_PLACE)
    return key


class OwnQueries:
    """What only a client with a key can ask: its own facility's."""

    my_facilities = paged(MyFacilityConnection)
    my_products = paged(MyProductConnection, filter=MyProductFilterInput())
    my_product = graphene.Field(MyProduct, id=graphene.ID(required=True))

    @staticmethod
    def resolve_my_facilities(_root: Any, info: Any, **given: Any) -> Page:
        return list_page(items_of(own_places(asker_in(info.context).actor)), span_of(given))

    @staticmethod
    def resolve_my_product(_root: Any, info: Any, id: str) -> Goods | None:
        return my_product(info.context, key_of("Product", id))

    @staticmethod
    def resolve_my_products(_root: Any, info: Any, **given: Any) -> Page:
        """The newest first."""
        actor, span = asker_in(info.context).actor, span_of(given)
        query = _query(given.get("filter") or {}, span)
        rows = own_goods(actor, query, limit=span.size + 1, backwards=span.is_backwards)
        more = len(rows) > span.size
        kept = (rows[1:] if span.is_backwards else rows[:-1]) if more else rows
        return Page(
            items=items_of(kept),
            has_next=bool(span.before) if span.is_backwards else more,
            has_previous=more if span.is_backwards else bool(span.after),
            cursor_of=_cursor,
            total=lambda: own_goods_count(actor, query),
        )
