"""Saleor's enumerations that clients' documents and variables name."""

from __future__ import annotations

from collections.abc import Iterable

import graphene
from django_countries.data import COUNTRIES


def _enum(name: str, values: Iterable[str]) -> graphene.Enum:
    """An enumeration whose values are their own names."""
    return graphene.Enum(name, [(value, value) for value in values])


OrderDirection = _enum("OrderDirection", ("ASC", "DESC"))
StockAvailability = _enum("StockAvailability", ("IN_STOCK", "OUT_OF_STOCK"))
ProductOrderField = _enum(
    "ProductOrderField", ("NAME", "PRICE", "MINIMAL_PRICE", "DATE", "TYPE", "PUBLISHED")
)
CategorySortField = _enum("CategorySortField", ("NAME", "PRODUCT_COUNT", "SUBCATEGORY_COUNT"))
CollectionSortField = _enum("CollectionSortField", ("NAME", "AVAILABILITY", "PRODUCT_COUNT"))
CollectionPublished = _enum("CollectionPublished", ("PUBLISHED", "HIDDEN"))
AttributeSortField = _enum(
    "AttributeSortField",
    (
        "NAME",
        "SLUG",
        "VALUE_REQUIRED",
        "IS_VARIANT_ONLY",
        "VISIBLE_IN_STOREFRONT",
        "FILTERABLE_IN_STOREFRONT",
        "FILTERABLE_IN_DASHBOARD",
        "STOREFRONT_SEARCH_POSITION",
        "AVAILABLE_IN_GRID",
    ),
)
AttributeInputTypeEnum = _enum("AttributeInputTypeEnum", ("DROPDOWN", "MULTISELECT"))
AttributeValueType = _enum("AttributeValueType", ("COLOR", "GRADIENT", "URL", "STRING"))
ProductTypeEnum = _enum("ProductTypeEnum", ("DIGITAL", "SHIPPABLE"))
ProductTypeConfigurable = _enum("ProductTypeConfigurable", ("CONFIGURABLE", "SIMPLE"))
ProductTypeSortField = _enum("ProductTypeSortField", ("NAME", "DIGITAL", "SHIPPING_REQUIRED"))
MenuSortField = _enum("MenuSortField", ("NAME", "ITEMS_COUNT"))
MenuItemsSortField = _enum("MenuItemsSortField", ("NAME",))
PageSortField = _enum(
    "PageSortField", ("TITLE", "SLUG", "VISIBILITY", "CREATION_DATE", "PUBLICATION_DATE")
)
CertificateStateEnum = _enum(
    "CertificateStateEnum", ("IN_FORCE", "NOT_YET", "ENDED", "ON_HOLD", "REVOKED")
)
WeightUnitsEnum = _enum("WeightUnitsEnum", ("KG", "LB", "OZ", "G"))
_CODES = """AR AZ BG BN CA CS DA DE EL EN ES ES_CO ET FA FI FR HI HU HY ID IS IT JA KO LT MN NB NL
 PL PT PT_BR RO RU SK SL SQ SR SV SW TA TH TR UK VI ZH_HANS ZH_HANT"""
# Only ID and EN have texts here; a client may name any of Saleor's and gets the base language.
LanguageCodeEnum = _enum("LanguageCodeEnum", _CODES.split())
CountryCode = _enum("CountryCode", sorted({*COUNTRIES, "EU"}))
