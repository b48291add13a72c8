"""The shop itself: its name, languages, menus and how it shows prices."""

from __future__ import annotations

from typing import Any, NamedTuple

import graphene
from django.conf import settings
from django.utils import translation
from django_countries import countries

from catalog.saleor_adapter.api_site import SiteRow, site_row
from storefront.graphql.collections import Collection, collection_by_id
from storefront.graphql.common import (
    ENGLISH,
    LANGUAGES,
    Language,
    LanguageDisplay,
    Node,
    translation_field,
)
from storefront.graphql.enums import LanguageCodeEnum, WeightUnitsEnum
from storefront.graphql.ids import global_id
from storefront.graphql.loaders import language_of
from storefront.graphql.menus import Menu, menu_by_id

UNNAMED = SiteRow("", "", "", "", None, None, None, True, True, True, "kg", None, None, None)


class CountryDisplay(graphene.ObjectType):
    """A country."""

    code = graphene.String(required=True)
    country = graphene.String(required=True)


class CountryOf(NamedTuple):
    """A country. code: two letters; country: its name."""

    code: str
    country: str


class Domain(graphene.ObjectType):
    """Where the shop is."""

    host = graphene.String(required=True)
    ssl_enabled = graphene.Boolean(required=True)
    url = graphene.String(required=True)


class DomainOf(NamedTuple):
    """Where the shop is."""

    host: str
    ssl_enabled: bool
    url: str


class Navigation(graphene.ObjectType):
    """The shop's menus."""

    main = graphene.Field(Menu)
    secondary = graphene.Field(Menu)

    @staticmethod
    def resolve_main(site: SiteRow, _info: Any) -> Any:
        return menu_by_id(site.top_menu_id)

    @staticmethod
    def resolve_secondary(site: SiteRow, _info: Any) -> Any:
        return menu_by_id(site.bottom_menu_id)


class ShopTranslation(graphene.ObjectType):
    """The shop's words in another language."""

    class Meta:
        interfaces = (Node,)

    header_text = graphene.String(required=True)
    description = graphene.String(required=True)
    language = graphene.Field(LanguageDisplay, required=True)

    @staticmethod
    def resolve_id(site: SiteRow, _info: Any) -> str:
        return global_id("ShopTranslation", site.english_id)

    @staticmethod
    def resolve_header_text(site: SiteRow, _info: Any) -> str:
        return site.header_en or ""

    @staticmethod
    def resolve_description(site: SiteRow, _info: Any) -> str:
        return site.about_en or ""

    @staticmethod
    def resolve_language(_site: SiteRow, _info: Any) -> Any:
        return ENGLISH


class Shop(graphene.ObjectType):
    """The shop."""

    countries = graphene.List(
        graphene.NonNull(CountryDisplay),
        required=True,
        language_code=graphene.Argument(LanguageCodeEnum),
    )
    currencies = graphene.List(graphene.String, required=True)
    default_currency = graphene.String(required=True)
    default_country = graphene.Field(CountryDisplay)
    description = graphene.String()
    domain = graphene.Field(Domain, required=True)
    homepage_collection = graphene.Field(Collection)
    languages = graphene.List(LanguageDisplay, required=True)
    name = graphene.String(required=True)
    navigation = graphene.Field(Navigation)
    header_text = graphene.String()
    include_taxes_in_prices = graphene.Boolean(required=True)
    display_gross_prices = graphene.Boolean(required=True)
    charge_taxes_on_shipping = graphene.Boolean(required=True)
    default_weight_unit = graphene.Field(WeightUnitsEnum)
    translation = translation_field(ShopTranslation)

    @staticmethod
    def resolve_countries(
        _site: SiteRow, _info: Any, language_code: str | None = None
    ) -> list[CountryOf]:
        return _countries(language_of(language_code))

    @staticmethod
    def resolve_currencies(_site: SiteRow, _info: Any) -> list[str]:
        return settings.AVAILABLE_CURRENCIES

    @staticmethod
    def resolve_default_currency(_site: SiteRow, _info: Any) -> str:
        return settings.DEFAULT_CURRENCY

    @staticmethod
    def resolve_default_country(_site: SiteRow, _info: Any) -> CountryOf | None:
        known = {one.code: one for one in _countries("id")}
        return known.get(settings.DEFAULT_COUNTRY)

    @staticmethod
    def resolve_description(site: SiteRow, _info: Any) -> str:
        return site.about

    @staticmethod
    def resolve_domain(site: SiteRow, info: Any) -> DomainOf:
        return DomainOf(site.domain, settings.ENABLE_SSL, f"{info.context.base}/")

    @staticmethod
    def resolve_homepage_collection(site: SiteRow, info: Any) -> Any:
        return collection_by_id(site.homepage_collection_id, info.context.on)

    @staticmethod
    def resolve_languages(_site: SiteRow, _info: Any) -> list[Language]:
        return [Language(code, name) for code, name in LANGUAGES.items()]

    @staticmethod
    def resolve_navigation(site: SiteRow, _info: Any) -> SiteRow:
        return site

    @staticmethod
    def resolve_header_text(site: SiteRow, _info: Any) -> str:
        return site.header

    @staticmethod
    def resolve_include_taxes_in_prices(site: SiteRow, _info: Any) -> bool:
        return site.prices_include_taxes

    @staticmethod
    def resolve_display_gross_prices(site: SiteRow, _info: Any) -> bool:
        return site.shows_gross_prices

    @staticmethod
    def resolve_charge_taxes_on_shipping(site: SiteRow, _info: Any) -> bool:
        return site.taxes_on_shipping

    @staticmethod
    def resolve_default_weight_unit(site: SiteRow, _info: Any) -> str:
        return site.weight_unit.upper()

    @staticmethod
    def resolve_translation(site: SiteRow, _info: Any, language_code: str) -> SiteRow | None:
        return site if language_code == "EN" and site.english_id else None


def _countries(language: str) -> list[CountryOf]:
    """Where the shop sells."""
    with translation.override(language):
        return [CountryOf(code, str(name)) for code, name in countries]


class ShopQueries:
    """What can be asked of the shop."""

    shop = graphene.Field(Shop, required=True)

    @staticmethod
    def resolve_shop(_root: Any, _info: Any) -> SiteRow:
        return site_row() or UNNAMED
