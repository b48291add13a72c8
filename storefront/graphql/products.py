"""Products: one public listing each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import graphene

from catalog.policies.abilities import Act, can
from catalog.saleor_adapter.api_products import ProductRow
from catalog.saleor_adapter.api_site import site_row
from catalog.selectors.api_goods import GoodsQuery, GoodsRow
from catalog.selectors.api_order import GoodsOrder
from catalog.storage import picture_name
from catalog.types import Actor, Delivery, StockState
from galleries.types import Photo
from storefront.graphql import crowd
from storefront.graphql.attributes import selected
from storefront.graphql.common import (
    Image,
    ImageOf,
    JSONString,
    Node,
    ObjectWithMetadata,
    Weight,
    WeightOf,
    id_field,
    language_argument,
    picture_address,
    translation_field,
    weight_of,
)
from storefront.graphql.connections import Page, connection_type, paged, span_of
from storefront.graphql.enums import StockAvailability
from storefront.graphql.ids import global_id, key_of
from storefront.graphql.loaders import Item, language_of, row_value
from storefront.graphql.money import (
    Amount,
    Money,
    Pricing,
    ProductPricingInfo,
    Range,
    taxed,
)
from storefront.graphql.own_legality import Judged, judged_of
from storefront.graphql.product_filters import (
    ProductFilterInput,
    ProductOrder,
    goods_order,
    goods_query,
)
from storefront.graphql.texts import texts_type

Goods = Item[GoodsRow]
THUMBNAIL = 255  # Saleor's size where a client names none

DeliveryEnum = graphene.Enum("DeliveryEnum", [(one.name, one.value) for one in Delivery])


ProductTranslation = texts_type("ProductTranslation")


class ProductImage(graphene.ObjectType):
    """A picture of a product. size: the least width in pixels; without it the picture as it is."""

    class Meta:
        interfaces = (Node,)

    sort_order = graphene.Int()
    alt = graphene.String(required=True)
    url = graphene.String(required=True, size=graphene.Int())

    @staticmethod
    def resolve_id(given: tuple[int, Photo], _info: Any) -> str:
        return global_id("ProductImage", given[1].id)

    @staticmethod
    def resolve_sort_order(given: tuple[int, Photo], _info: Any) -> int:
        return given[0]

    @staticmethod
    def resolve_alt(given: tuple[int, Photo], _info: Any) -> str:
        return given[1].alt

    @staticmethod
    def resolve_url(given: tuple[int, Photo], info: Any, size: int | None = None) -> str:
        photo = given[1]
        return picture_address(info.context.base, photo.key, photo.widths, size, photo.original)


class ProductFacts(graphene.ObjectType):
    """What a listing says of its goods beyond the description; empty where nothing is said."""

    brand = graphene.String(required=True)
    unit = graphene.Field("storefront.graphql.facilities.ProductionUnit")
    buyer_limit = graphene.Int(description="The most that one buyer may take.")
    net_weight_grams = graphene.Int(description="Without the pack.")
    best_before_days = graphene.Int()
    size = graphene.String(required=True)
    composition = graphene.String(required=True)
    allergens = graphene.String(required=True)
    storage = graphene.String(required=True)
    care = graphene.String(required=True)


class Product(graphene.ObjectType):
    """Goods for sale, made in one facility."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)
        default_resolver = row_value

    seo_title = graphene.String()
    seo_description = graphene.String()
    name = graphene.String(required=True)
    description = graphene.String(required=True)
    description_json = graphene.Field(JSONString, required=True)
    publication_date = graphene.Date()
    is_published = graphene.Boolean(required=True)
    product_type = graphene.Field("storefront.graphql.product_types.ProductType", required=True)
    slug = graphene.String(required=True)
    category = graphene.Field("storefront.graphql.categories.Category")
    updated_at = graphene.DateTime()
    charge_taxes = graphene.Boolean(required=True)
    weight = graphene.Field(Weight)
    url = graphene.String(required=True, deprecation_reason="Use the `slug` field.")
    thumbnail = graphene.Field(Image, size=graphene.Int())
    pricing = graphene.Field(ProductPricingInfo)
    is_available = graphene.Boolean()
    minimal_variant_price = graphene.Field(Money)
    legality = graphene.Field(
        "storefront.graphql.own_legality.Legality",
        description="For clients with a key of its facility; null for everybody else.",
    )
    attributes = graphene.List(
        graphene.NonNull("storefront.graphql.attributes.SelectedAttribute"), required=True
    )
    image_by_id = graphene.Field(ProductImage, id=graphene.ID())
    variants = graphene.List("storefront.graphql.variants.ProductVariant")
    images = graphene.List(ProductImage)
    collections = graphene.List("storefront.graphql.collections.Collection")
    translation = translation_field(ProductTranslation)

    facility = graphene.Field(
        "storefront.graphql.facilities.Facility",
        language_code=language_argument(),
        description="Where it is made.",
    )
    certificates = graphene.List(
        graphene.NonNull("storefront.graphql.certificates.Certificate"),
        required=True,
        language_code=language_argument(),
        description="Papers that are verified and in force today.",
    )
    flagship = graphene.Boolean(required=True, description="Put forward by its facility today.")
    delivery = graphene.Field(DeliveryEnum, required=True)
    lead_time_days = graphene.Int(description="Working days, for goods made after the order.")
    not_halal = graphene.Boolean(required=True, description="Made with what is not halal.")
    facts = graphene.Field(ProductFacts, required=True, language_code=language_argument())

    resolve_id = id_field("Product", "product_id")

    @staticmethod
    def resolve_legality(item: Goods, info: Any) -> Any:
        asker = info.context.asker
        if asker is None or not can(asker.actor, Act.FACILITY_SEE, item.row.facility_id):
            return None
        return item.once(_judged, asker.actor, info.context.on)[item.row.listing_id]

    @staticmethod
    def resolve_seo_title(item: Goods, _info: Any) -> str | None:
        return _details(item).seo_title

    @staticmethod
    def resolve_seo_description(item: Goods, _info: Any) -> str | None:
        return _details(item).seo_description

    @staticmethod
    def resolve_description(item: Goods, _info: Any) -> str:
        return _details(item).description

    @staticmethod
    def resolve_description_json(item: Goods, _info: Any) -> str:
        return _details(item).description_json

    @staticmethod
    def resolve_publication_date(item: Goods, _info: Any) -> date | None:
        return _details(item).publication_date

    @staticmethod
    def resolve_is_published(_item: Goods, _info: Any) -> bool:
        return True  # nothing else can be asked for

    @staticmethod
    def resolve_product_type(item: Goods, _info: Any) -> Any:
        return item.once(crowd.types)[_details(item).type_id]

    @staticmethod
    def resolve_category(item: Goods, _info: Any) -> Any:
        return item.once(crowd.categories).get(item.row.category_id)

    @staticmethod
    def resolve_updated_at(item: Goods, _info: Any) -> datetime | None:
        return _details(item).updated_at

    @staticmethod
    def resolve_charge_taxes(item: Goods, _info: Any) -> bool:
        return _details(item).charge_taxes

    @staticmethod
    def resolve_weight(item: Goods, _info: Any) -> WeightOf | None:
        return weight_of(_details(item).weight, weight_unit())

    @staticmethod
    def resolve_url(item: Goods, _info: Any) -> str:
        return f"/produk/{item.row.slug}/"

    @staticmethod
    def resolve_thumbnail(item: Goods, info: Any, size: int = THUMBNAIL) -> ImageOf | None:
        row = item.row
        if not row.photo_key:
            return None
        original = picture_name(row.photo_key, None, "webp")
        address = picture_address(
            info.context.base, row.photo_key, row.photo_widths, size, original
        )
        return ImageOf(address, row.photo_alt)

    @staticmethod
    def resolve_pricing(item: Goods, _info: Any) -> Pricing:
        return Pricing(Range(taxed(item.row.price_min), taxed(item.row.price_max)))

    @staticmethod
    def resolve_is_available(item: Goods, _info: Any) -> bool:
        return bool(item.row.stock_state != StockState.SOLD_OUT)

    @staticmethod
    def resolve_minimal_variant_price(item: Goods, _info: Any) -> Amount:
        return Amount(item.row.price_min)

    @staticmethod
    def resolve_attributes(item: Goods, _info: Any) -> list[Any]:
        values = item.once(crowd.product_values).get(item.row.product_id, {})
        return selected(item, values, _details(item).type_id, of_variants=False)

    @staticmethod
    def resolve_image_by_id(item: Goods, _info: Any, id: str | None = None) -> Any:
        wanted = key_of("ProductImage", id)
        return next((one for one in _photos(item) if one[1].id == wanted), None)

    @staticmethod
    def resolve_variants(item: Goods, _info: Any) -> list[Any]:
        return item.once(crowd.variants).get(item.row.product_id, [])

    @staticmethod
    def resolve_images(item: Goods, _info: Any) -> list[tuple[int, Photo]]:
        return _photos(item)

    @staticmethod
    def resolve_collections(item: Goods, info: Any) -> list[Any]:
        return item.once(crowd.collections, info.context).get(item.row.product_id, [])

    @staticmethod
    def resolve_translation(item: Goods, _info: Any, language_code: str) -> Any:
        return _details(item).english if language_code == "EN" else None

    @staticmethod
    def resolve_facility(item: Goods, info: Any, language_code: str | None = None) -> Any:
        found = item.once(crowd.facilities, language_of(language_code))
        return found.get(item.row.facility_id)

    @staticmethod
    def resolve_certificates(item: Goods, info: Any, language_code: str | None = None) -> Any:
        found = item.once(crowd.papers, info.context, language_of(language_code))
        return found.get(item.row.listing_id, [])

    @staticmethod
    def resolve_facts(item: Goods, _info: Any, language_code: str | None = None) -> Any:
        return item.once(crowd.facts, language_of(language_code))[item.row.listing_id]


def _details(item: Goods) -> ProductRow:
    return item.once(crowd.details)[item.row.product_id]


def _judged(rows: Sequence[GoodsRow], actor: Actor, on: date) -> dict[int, Judged]:
    """Those of the rows that are of the actor's facility."""
    own = [row for row in rows if can(actor, Act.FACILITY_SEE, row.facility_id)]
    return judged_of([row.listing_id for row in own], on)


def _photos(item: Goods) -> list[tuple[int, Photo]]:
    return list(enumerate(item.once(crowd.photos).get(item.row.listing_id, ())))


def weight_unit() -> str:
    """The unit in which the shop shows weights."""
    site = site_row()
    return site.weight_unit if site else "kg"


ProductConnection = connection_type("Product", "storefront.graphql.products.Product")


class ProductQueries:
    """What can be asked of products."""

    product = graphene.Field(Product, id=graphene.ID(), slug=graphene.String())
    products = paged(
        ProductConnection,
        filter=ProductFilterInput(),
        sort_by=ProductOrder(),
        stock_availability=graphene.Argument(StockAvailability),
    )

    @staticmethod
    def resolve_product(
        _root: Any, info: Any, id: str | None = None, slug: str | None = None
    ) -> Goods | None:
        """By id or slug; what is not public is as if it were not there."""
        if id is not None:
            key = key_of("Product", id)
            query = GoodsQuery(products=(key,) if key else ())
        else:
            query = GoodsQuery(slug=slug or "")
        span = span_of({"first": 1})
        page = crowd.goods_everywhere(info.context, query, GoodsOrder(), span)
        return page.items[0] if page.items else None

    @staticmethod
    def resolve_products(_root: Any, info: Any, **given: Any) -> Page:
        span = span_of(given)
        query = goods_query(given.get("filter"), given.get("stock_availability"))
        order = goods_order(given.get("sort_by"), query)
        return crowd.goods_everywhere(info.context, query, order, span)
