"""Provinces: all 38 of them, and what each has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.selectors.facilities import facilities_public
from catalog.selectors.listings import cards
from catalog.selectors.partners import partners_public
from catalog.selectors.regions import province_public, provinces_public
from catalog.shown import ProvinceLine
from catalog.types import CatalogQuery
from storefront.web import addresses, structured
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page
from storefront.web.shop.regions import map_tiles
from storefront.web.shop.share import share_of_shop

PROVINCE_GOODS = 12


@dataclass(frozen=True)
class Region:
    """Provinces that lie together, as the first digit of Kemendagri's codes groups them."""

    name: str
    provinces: list[ProvinceLine]


def regions_of(lines: Iterable[ProvinceLine]) -> list[Region]:
    """Provinces by the part of the country they lie in, in the order of their codes."""
    names = {
        "1": gettext("Sumatra"),
        "2": gettext("Sumatra"),
        "3": gettext("Java"),
        "5": gettext("Bali and Nusa Tenggara"),
        "6": gettext("Kalimantan"),
        "7": gettext("Sulawesi"),
        "8": gettext("Maluku"),
        "9": gettext("Papua"),
    }
    found: dict[str, list[ProvinceLine]] = {}
    for line in lines:
        found.setdefault(names.get(line.code[:1], gettext("Elsewhere")), []).append(line)
    return [Region(name, members) for name, members in found.items()]


@require_safe
@domain_errors_as_page
def province_list(request: HttpRequest) -> HttpResponse:
    """All 38 provinces with what each has."""
    language = language_of()
    lines = provinces_public(language=language, on=legal_today())
    crumbs = structured.trail(language, (gettext("Provinces"), provinces_address(language)))
    description = gettext("Goods and facilities in each of Indonesia's 38 provinces.")
    return render(
        request,
        "shop/province_list.html",
        {
            "regions": regions_of(lines),
            "tiles": map_tiles(lines),
            "with_goods": sum(line.goods > 0 for line in lines),
            "total": len(lines),
            "description": description,
            "trail": crumbs[:-1],
            "og": share_of_shop(
                title=gettext("Provinces"), description=description, language=language
            ),
            "structured": [structured.breadcrumbs(crumbs)],
        },
    )


@require_safe
@domain_errors_as_page
def province_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One province: goods, facilities, partner organisations."""
    language = language_of()
    on = legal_today()
    province = province_public(slug=slug, language=language, on=on)
    query = CatalogQuery(provinces=(slug,))
    lines = facilities_public(language=language, on=on)
    crumbs = structured.trail(
        language,
        (gettext("Provinces"), provinces_address(language)),
        (province.name, addresses.province(slug, language)),
    )
    description = gettext("Goods made in correctional facilities in %(province)s.") % {
        "province": province.name
    }
    return render(
        request,
        "shop/province.html",
        {
            "province": province,
            "goods": cards(query, language=language, on=on, limit=PROVINCE_GOODS).cards,
            "facilities": [line for line in lines if line.province_slug == slug],
            "partners": [
                partner
                for partner in partners_public(language=language)
                if province.code in partner.province_codes
            ],
            "description": description,
            "trail": crumbs[:-1],
            "og": share_of_shop(title=province.name, description=description, language=language),
            "structured": [structured.breadcrumbs(crumbs)],
        },
    )


def provinces_address(language: str) -> str:
    """The list of provinces."""
    return f"{addresses.prefix(language)}/provinsi/"
