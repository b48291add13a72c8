"""Attributes of goods as Saleor keeps them, so that its clients can show and filter by them."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.text import slugify
from saleor.product.models import (
    AssignedProductAttribute,
    AssignedVariantAttribute,
    Attribute,
    AttributeProduct,
    AttributeTranslation,
    AttributeValue,
    AttributeValueTranslation,
    AttributeVariant,
    ProductType,
)


class Word(NamedTuple):
    """A name in both languages; its slug is made from the Indonesian one."""

    name: str
    name_en: str


ORIGIN = Word("Asal", "Origin")
DELIVERY = Word("Pengiriman", "Delivery")
CHOICE = Word("Pilihan", "Choice")
BUYER = Word("Pembeli", "Buyer")
ADULTS = Word("Dewasa, 18 tahun ke atas", "Adults, 18 and over")


def _attribute(word: Word, *, variant_only: bool) -> Attribute:
    attribute, made = Attribute.objects.get_or_create(
        slug=slugify(word.name),
        defaults={"name": word.name, "is_variant_only": variant_only},
    )
    if made:
        AttributeTranslation.objects.create(
            attribute=attribute, language_code="en", name=word.name_en
        )
    return attribute


def _value(attribute: Attribute, word: Word) -> AttributeValue:
    value, made = AttributeValue.objects.get_or_create(
        attribute=attribute, slug=slugify(word.name) or "-", defaults={"name": word.name}
    )
    if made:
        AttributeValueTranslation.objects.create(
            attribute_value=value, language_code="en", name=word.name_en[:100]
        )
    return value


def product_attribute_set(*, product_id: int, type_id: int, word: Word, value: Word) -> None:
    """Give a product one value of an attribute; another value takes the former's place."""
    attribute = _attribute(word, variant_only=False)
    link, _made = AttributeProduct.objects.get_or_create(
        attribute=attribute, product_type=ProductType(pk=type_id)
    )
    assigned, _made = AssignedProductAttribute.objects.get_or_create(
        product_id=product_id, assignment=link
    )
    assigned.values.set([_value(attribute, value)])


def variant_choice_set(*, variant_id: int, type_id: int, value: Word) -> None:
    """Say by what a variant differs from its sisters."""
    attribute = _attribute(CHOICE, variant_only=True)
    link, _made = AttributeVariant.objects.get_or_create(
        attribute=attribute, product_type=ProductType(pk=type_id)
    )
    assigned, _made = AssignedVariantAttribute.objects.get_or_create(
        variant_id=variant_id, assignment=link
    )
    assigned.values.set([_value(attribute, value)])
