"""Provinces and regional offices, which are not the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import graphene

from catalog.selectors.api_places import (
    OfficeRow,
    ProvinceRow,
    goods_by_province,
    office_rows,
    province_rows,
)
from storefront.graphql.common import Node, id_field, language_argument
from storefront.graphql.loaders import Asking, Item, items_of, language_of, row_value


def name_in(item: Any, _info: Any) -> str:
    """A row's name in the item's language."""
    return str(item.row.name if item.language == "id" else item.row.name_en)


class Province(graphene.ObjectType):
    """One of the 38. Counts are of what is public and may be 5 s old."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    code = graphene.String(required=True, description="Of Kemendagri, two digits.")
    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    zone = graphene.String(required=True, description="WIB, WITA or WIT.")
    facility_count = graphene.Int(required=True)
    product_count = graphene.Int(required=True)
    regional_offices = graphene.List(
        graphene.NonNull("storefront.graphql.regions.RegionalOffice"), required=True
    )

    resolve_id = id_field("Province", "code")
    resolve_name = staticmethod(name_in)

    @staticmethod
    def resolve_facility_count(item: Item[ProvinceRow], _info: Any) -> int:
        return item.row.facilities

    @staticmethod
    def resolve_product_count(item: Item[ProvinceRow], info: Any) -> int:
        return item.once(_goods, info.context).get(item.row.code, 0)

    @staticmethod
    def resolve_regional_offices(item: Item[ProvinceRow], _info: Any) -> list[Item[OfficeRow]]:
        rows = [row for row in office_rows().values() if item.row.code in row.province_codes]
        return items_of(rows, item.language)


def _goods(_rows: Sequence[ProvinceRow], asking: Asking) -> Mapping[str, int]:
    return goods_by_province(asking.on)


class RegionalOffice(graphene.ObjectType):
    """An office that looks after the facilities of one or more provinces."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    is_confirmed = graphene.Boolean(
        required=True, description="Whether the office itself confirmed its provinces."
    )
    provinces = graphene.List(graphene.NonNull(Province), required=True)

    resolve_id = id_field("RegionalOffice")
    resolve_name = staticmethod(name_in)

    @staticmethod
    def resolve_provinces(item: Item[OfficeRow], info: Any) -> list[Item[ProvinceRow]]:
        known = province_rows()
        return items_of((known[code] for code in item.row.province_codes), item.language)


class RegionQueries:
    """What can be asked of regions."""

    provinces = graphene.List(
        graphene.NonNull(Province), required=True, language_code=language_argument()
    )
    regional_offices = graphene.List(
        graphene.NonNull(RegionalOffice), required=True, language_code=language_argument()
    )

    @staticmethod
    def resolve_provinces(
        _root: Any, info: Any, language_code: str | None = None
    ) -> list[Item[ProvinceRow]]:
        return items_of(province_rows().values(), language_of(language_code))

    @staticmethod
    def resolve_regional_offices(
        _root: Any, _info: Any, language_code: str | None = None
    ) -> list[Item[OfficeRow]]:
        return items_of(office_rows().values(), language_of(language_code))
