"""What can be said of a listing at all: one place for pages, clients and the demo. Pure.

Whether goods may be shown to buyers is another question, and legality's.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from catalog.errors import Invalid
from catalog.listing_values import ListingValues, VariantValues, paragraphs_of, text_of
from catalog.plain_text import one_line, plain

PRICE_MOST = Decimal(9_999_999_999)
STOCK_MOST = 1_000_000
WEIGHT_MOST_GRAMS = 10_000_000
VARIANTS_MOST = 30
# Most letters of each text; those in LONG have lines.
TEXTS = {
    "name": 250, "name_en": 250, "description": 10_000, "description_en": 10_000,
    "size": 120, "size_en": 120, "composition": 10_000, "composition_en": 10_000,
    "allergens": 200, "allergens_en": 200, "storage": 300, "storage_en": 300,
    "care": 300, "care_en": 300,
}  # fmt: skip
LONG = frozenset({"description", "description_en", "composition", "composition_en"})
# The most that can be meant; from 1.
NUMBERS = {
    "lead_time_days": 365,
    "buyer_limit": 1000,
    "best_before_days": 3650,
    "net_weight_grams": WEIGHT_MOST_GRAMS,
}
# What the only choice of goods is called when nobody says.
ONE_SIZE, ONE_SIZE_EN = "Satu ukuran", "One size"


def tidied(name: str, text: str) -> str:
    """A text of a listing without signs that nobody sees and without needless space."""
    return text_of(paragraphs_of(plain(text))) if name in LONG else one_line(text)


def tidy(values: ListingValues, seen: ListingValues | None = None) -> ListingValues:
    """All texts tidied. seen: what is as it was seen there stays as it stands."""
    texts: dict[str, Any] = {
        name: tidied(name, text)
        for name in TEXTS
        if (text := getattr(values, name)) != getattr(seen, name, None)
    }
    known = {variant.id: variant for variant in seen.variants} if seen else {}
    variants = tuple(_variant_tidy(one, known.get(one.id)) for one in values.variants)
    return replace(values, **texts, variants=variants)


def _variant_tidy(variant: VariantValues, seen: VariantValues | None) -> VariantValues:
    texts: dict[str, Any] = {
        name: one_line(text)
        for name in ("name", "name_en")
        if (text := getattr(variant, name)) != getattr(seen, name, None)
    }
    return replace(variant, **texts)


def values_check(values: ListingValues, *, is_draft: bool = False) -> None:
    """Raises Invalid for what could never be sold; params: field, reason, of a variant also its
    key as `variant`.

    is_draft: weights may wait, as those of imported goods do.
    """
    if not any(sign.isalnum() for sign in values.name):
        raise Invalid(field="name", reason=gettext_noop("Give a name."))
    for name, most in TEXTS.items():
        if len(getattr(values, name)) > most:
            raise Invalid(field=name, reason=gettext_noop("This is too long."))
    for name, most in NUMBERS.items():
        number = getattr(values, name)
        if number is not None and not 0 < number <= most:
            raise Invalid(field=name, reason=gettext_noop("This number cannot be meant."))
    if not values.variants:
        raise Invalid(field="variants", reason=gettext_noop("Give at least one variant."))
    if len(values.variants) > VARIANTS_MOST:
        raise Invalid(field="variants", reason=gettext_noop("There are too many choices."))
    is_alone = len(values.variants) == 1
    for variant in values.variants:
        _variant_check(variant, is_alone=is_alone, is_draft=is_draft)


def _variant_check(variant: VariantValues, *, is_alone: bool, is_draft: bool) -> None:
    def refused(field: str, reason: str) -> Invalid:
        return Invalid(field=field, reason=reason, variant=variant.id)

    if not (is_alone or variant.name.strip()):
        raise refused("name", gettext_noop("Give a name."))
    if max(len(variant.name), len(variant.name_en)) > TEXTS["name"]:
        raise refused("name", gettext_noop("This is too long."))
    price = variant.price
    if not price.is_finite() or not 0 < price <= PRICE_MOST or price != price.to_integral():
        raise refused("price", gettext_noop("Give a price in whole rupiah."))
    if variant.stock < 0:
        raise refused("stock", gettext_noop("Stock cannot be below zero."))
    if variant.stock > STOCK_MOST:
        raise refused("stock", gettext_noop("That is more than a facility can have."))
    least = 0 if is_draft else 1
    if not least <= variant.weight_grams <= WEIGHT_MOST_GRAMS:
        raise refused("weight", gettext_noop("Give the weight in grams."))
