"""Many products at once, each table written in one statement a chunk.

The rows come out as `product_create` makes them, but for English texts, which a sheet does not
have: without them nothing can be published. Listings are written after all of this: the card
triggers of Saleor's tables find no listing yet and cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Max, QuerySet
from django.utils.text import slugify
from measurement.measures import Weight
from saleor.product.models import (
    AssignedProductAttribute,
    AssignedVariantAttribute,
    Attribute,
    AttributeProduct,
    AttributeTranslation,
    AttributeValue,
    AttributeVariant,
    Product,
    ProductType,
    ProductVariant,
)
from saleor.warehouse.models import Stock

from catalog.saleor_adapter.attributes import CHOICE, Word
from catalog.saleor_adapter.products import VariantDraft, draft_blocks
from catalog.saleor_adapter.stock import stock_said
from catalog.types import StockReason

CHUNK = 1000
_LONGEST_VALUE = 250


@dataclass(frozen=True)
class ProductDraft:
    """A product to be made. A variant's weight_grams is 0 when it is not known."""

    slug: str
    name: str
    description: tuple[str, ...]
    category_id: int
    warehouse_id: UUID
    variants: tuple[VariantDraft, ...]
    attributes: Mapping[Word, Word]


class VariantAddition(NamedTuple):
    """A variant to be added to a product that is there."""

    product_id: int
    warehouse_id: UUID
    draft: VariantDraft


class VariantChange(NamedTuple):
    """New values of a variant; None leaves one as it is."""

    variant_id: int
    price: Decimal | None
    weight_grams: int | None
    stock: int | None


def _product_type() -> ProductType:
    product_type, _made = ProductType.objects.get_or_create(
        slug="barang", defaults={"name": "Barang", "has_variants": True}
    )
    return product_type


def products_create(drafts: Sequence[ProductDraft]) -> list[int]:
    """Make unpublished products with their variants, stock and attributes; keys in order."""
    product_type = _product_type()
    products = QuerySet[Product](Product).bulk_create(
        [_product(draft, product_type) for draft in drafts], batch_size=CHUNK
    )
    _variants_create(
        [
            (product, draft.warehouse_id, variant)
            for product, draft in zip(products, drafts, strict=True)
            for variant in draft.variants
        ]
    )
    _product_attributes(
        product_type,
        [
            (product.pk, word, value)
            for product, draft in zip(products, drafts, strict=True)
            for word, value in draft.attributes.items()
        ],
    )
    return [int(product.pk) for product in products]


def _product(draft: ProductDraft, product_type: ProductType) -> Product:
    cheapest = min(variant.price for variant in draft.variants)
    return Product(
        product_type=product_type,
        category_id=draft.category_id,
        name=draft.name,
        slug=draft.slug,
        description="\n\n".join(draft.description),
        description_json=draft_blocks(draft.description),
        currency=settings.DEFAULT_CURRENCY,
        price_amount=cheapest,
        minimal_variant_price_amount=cheapest,
        weight=Weight(g=draft.variants[0].weight_grams),
        is_published=False,
    )


def variants_add(additions: Sequence[VariantAddition]) -> None:
    """Add variants with their stock to products that are there."""
    products = Product.objects.in_bulk({addition.product_id for addition in additions})
    _variants_create(
        [
            (products[addition.product_id], addition.warehouse_id, addition.draft)
            for addition in additions
        ]
    )
    cheapest_settle(products)


def variants_change(changes: Sequence[VariantChange]) -> None:
    """Write new prices, weights and stocks."""
    changed = {change.variant_id: change for change in changes}
    variants = list(ProductVariant.objects.filter(pk__in=changed))
    for variant in variants:
        change = changed[variant.pk]
        if change.price is not None:
            variant.price_override_amount = change.price
        if change.weight_grams is not None:
            variant.weight = Weight(g=change.weight_grams)
    ProductVariant.objects.bulk_update(
        variants, ["price_override_amount", "weight"], batch_size=CHUNK
    )
    stocks = list(Stock.objects.filter(product_variant_id__in=changed))
    for stock in stocks:
        wanted = changed[stock.product_variant_id].stock
        stock.quantity = stock.quantity if wanted is None else wanted
    with stock_said(StockReason.SHEET):
        Stock.objects.bulk_update(stocks, ["quantity"], batch_size=CHUNK)
    cheapest_settle({variant.product_id for variant in variants})


def _variants_create(rows: Sequence[tuple[Product, UUID, VariantDraft]]) -> None:
    # not objects.bulk_create(): Saleor's queues a task there (product/models.py:395)
    variants = QuerySet[ProductVariant](ProductVariant).bulk_create(
        [_variant(product, draft) for product, _warehouse, draft in rows], batch_size=CHUNK
    )
    with stock_said(StockReason.SHEET):
        Stock.objects.bulk_create(
            [
                Stock(product_variant=variant, warehouse_id=warehouse_id, quantity=draft.stock)
                for variant, (_product, warehouse_id, draft) in zip(variants, rows, strict=True)
            ],
            batch_size=CHUNK,
        )
    _choices(
        [
            (variant.pk, product.product_type_id, draft.name)
            for variant, (product, _warehouse, draft) in zip(variants, rows, strict=True)
        ]
    )


def _variant(product: Product, draft: VariantDraft) -> ProductVariant:
    return ProductVariant(
        product=product,
        sku=draft.sku,
        name=draft.name,
        currency=settings.DEFAULT_CURRENCY,
        price_override_amount=None if draft.price == product.price_amount else draft.price,
        weight=Weight(g=draft.weight_grams) if draft.weight_grams else None,
        track_inventory=True,
    )


def cheapest_settle(product_ids: Iterable[int]) -> None:
    """Bring products' least price, by which Saleor sorts, in line with their variants'."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE product_product p SET minimal_variant_price_amount = least_price FROM ("
            " SELECT v.product_id, min(coalesce(v.price_override_amount, o.price_amount))"
            "  AS least_price FROM product_productvariant v JOIN product_product o"
            "  ON o.id = v.product_id WHERE v.product_id = ANY(%s) GROUP BY v.product_id) found"
            " WHERE p.id = found.product_id AND p.minimal_variant_price_amount <> least_price",
            [list(product_ids)],
        )


def _attribute(word: Word, *, variant_only: bool) -> Attribute:
    attribute, made = Attribute.objects.get_or_create(
        slug=slugify(word.name), defaults={"name": word.name, "is_variant_only": variant_only}
    )
    if made:
        AttributeTranslation.objects.create(
            attribute=attribute, language_code="en", name=word.name_en
        )
    return attribute


def _values(attribute: Attribute, names: Iterable[str]) -> dict[str, int]:
    """The key of each value by its slug; those that are missing are made."""
    wanted = {slugify(name)[:_LONGEST_VALUE] or "-": name[:_LONGEST_VALUE] for name in names}
    known = dict(attribute.values.filter(slug__in=wanted).values_list("slug", "pk"))
    last = attribute.values.aggregate(last=Max("sort_order"))["last"]
    missing = [slug for slug in wanted if slug not in known]
    made = AttributeValue.objects.bulk_create(
        [
            AttributeValue(attribute=attribute, slug=slug, name=wanted[slug], sort_order=place)
            for place, slug in enumerate(missing, start=0 if last is None else last + 1)
        ],
        batch_size=CHUNK,
    )
    return known | {value.slug: value.pk for value in made}


def _product_attributes(product_type: ProductType, rows: Sequence[tuple[int, Word, Word]]) -> None:
    """rows: product, attribute, value."""
    for word in {row[1] for row in rows}:
        of_word = [(product_id, value) for product_id, asked, value in rows if asked == word]
        attribute = _attribute(word, variant_only=False)
        link, _made = AttributeProduct.objects.get_or_create(
            attribute=attribute, product_type=product_type
        )
        values = _values(attribute, {value.name for _product, value in of_word})
        assigned = AssignedProductAttribute.objects.bulk_create(
            [
                AssignedProductAttribute(product_id=product_id, assignment=link)
                for product_id, _value in of_word
            ],
            batch_size=CHUNK,
        )
        through = AssignedProductAttribute.values.through
        through.objects.bulk_create(
            [
                through(
                    assignedproductattribute_id=row.pk,
                    attributevalue_id=values[slugify(value.name)],
                )
                for row, (_product, value) in zip(assigned, of_word, strict=True)
            ],
            batch_size=CHUNK,
        )


def _choices(rows: Sequence[tuple[int, int, str]]) -> None:
    """Say by what variants differ. rows: variant, product type, name."""
    if not rows:
        return
    attribute = _attribute(CHOICE, variant_only=True)
    links = {
        type_id: AttributeVariant.objects.get_or_create(
            attribute=attribute, product_type=ProductType(pk=type_id)
        )[0]
        for type_id in {row[1] for row in rows}
    }
    values = _values(attribute, {name for _variant, _type, name in rows})
    assigned = AssignedVariantAttribute.objects.bulk_create(
        [
            AssignedVariantAttribute(variant_id=variant_id, assignment=links[type_id])
            for variant_id, type_id, _name in rows
        ],
        batch_size=CHUNK,
    )
    through = AssignedVariantAttribute.values.through
    through.objects.bulk_create(
        [
            through(
                assignedvariantattribute_id=row.pk,
                attributevalue_id=values[slugify(name)[:_LONGEST_VALUE] or "-"],
            )
            for row, (_variant, _type, name) in zip(assigned, rows, strict=True)
        ],
        batch_size=CHUNK,
    )


def slugs_taken(slugs: Iterable[str]) -> set[str]:
    """Those that a product has."""
    return set(Product.objects.filter(slug__in=list(slugs)).values_list("slug", flat=True))


def skus_taken(skus: Iterable[str]) -> set[str]:
    """Those that a variant has."""
    return set(ProductVariant.objects.filter(sku__in=list(skus)).values_list("sku", flat=True))
