"""Facilities: where goods are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import graphene

from catalog.models.facilities import FacilityKind
from catalog.selectors.api_places import (
    PlaceRow,
    aliases_by_facility,
    goods_by_facility,
    hours_by_facility,
    office_rows,
    place_rows,
    province_rows,
    units_by_facility,
)
from catalog.shown import OpenHours, UnitInfo
from galleries.albums import AlbumRow, album_rows
from legality.covered import papers_of_facilities
from storefront.graphql import crowd
from storefront.graphql.certificates import Certificate
from storefront.graphql.common import Node, id_field, language_argument
from storefront.graphql.connections import Page, connection_type, list_page, paged, span_of
from storefront.graphql.ids import global_id, key_of
from storefront.graphql.loaders import Asking, Item, items_of, language_of, lists_of, row_value
from storefront.graphql.product_filters import words_of
from storefront.graphql.products import ProductConnection
from storefront.graphql.regions import Province, RegionalOffice

Place = Item[PlaceRow]

FacilityKindEnum = graphene.Enum(
    "FacilityKindEnum", [(one.name, one.value) for one in FacilityKind]
)
FacilityConnection = connection_type("Facility", "storefront.graphql.facilities.Facility")


class FacilityFilterInput(graphene.InputObjectType):
    """What a list of facilities is narrowed to."""

    kinds = graphene.List(FacilityKindEnum)
    provinces = graphene.List(graphene.String, description="Codes of Kemendagri, two digits.")
    has_products = graphene.Boolean()
    search = graphene.String(description="Words of a name.")


class Regency(graphene.ObjectType):
    """A kabupaten or kota."""

    code = graphene.String(required=True, description='Of Kemendagri: "72.71".')
    name = graphene.String(required=True)
    is_city = graphene.Boolean(required=True)

    @staticmethod
    def resolve_code(row: PlaceRow, _info: Any) -> str:
        return row.regency_code

    @staticmethod
    def resolve_name(row: PlaceRow, _info: Any) -> str:
        return row.regency_name

    @staticmethod
    def resolve_is_city(row: PlaceRow, _info: Any) -> bool:
        return row.regency_is_city


class OpeningHours(graphene.ObjectType):
    """When goods can be picked up, in the time of the place."""

    weekday = graphene.Int(required=True, description="0 is Monday.")
    opens = graphene.String(required=True, description='"08.00"')
    closes = graphene.String(required=True)


class ProductionUnit(graphene.ObjectType):
    """A workshop of a facility."""

    class Meta:
        interfaces = (Node,)

    kind = graphene.String(required=True)
    name = graphene.String(required=True)
    skill = graphene.String(required=True)
    trained = graphene.Int(description="How many people learned it here; never fewer than five.")
    training_partner = graphene.String(required=True)
    is_certified = graphene.Boolean(required=True)

    @staticmethod
    def resolve_id(unit: UnitInfo, _info: Any) -> str:
        return global_id("ProductionUnit", unit.id)


class Facility(graphene.ObjectType):
    """A correctional facility that makes goods."""

    class Meta:
        interfaces = (Node,)
        default_resolver = row_value

    slug = graphene.String(required=True)
    kind = graphene.Field(FacilityKindEnum, required=True)
    klass = graphene.String(required=True, name="class")
    name = graphene.String(required=True, description="The short name.")
    official_name = graphene.String(required=True)
    aliases = graphene.List(graphene.NonNull(graphene.String), required=True)
    regency = graphene.Field(Regency, required=True)
    province = graphene.Field(Province, required=True)
    regional_office = graphene.Field(RegionalOffice, required=True)
    address = graphene.String(required=True)
    phone = graphene.String(required=True)
    whatsapp = graphene.String(required=True)
    email = graphene.String(required=True)
    zone = graphene.String(required=True, description="WIB, WITA or WIT.")
    craft_line = graphene.String(required=True)
    story = graphene.String(required=True)
    product_count = graphene.Int(required=True)
    hours = graphene.List(graphene.NonNull(OpeningHours), required=True)
    units = graphene.List(graphene.NonNull(ProductionUnit), required=True)
    certificates = graphene.List(
        graphene.NonNull(Certificate),
        required=True,
        description="Papers it holds that are verified and in force today.",
    )
    products = paged(ProductConnection)
    galleries = paged("storefront.graphql.galleries.GalleryConnection")

    resolve_id = id_field("Facility")

    @staticmethod
    def resolve_name(item: Place, _info: Any) -> str:
        return item.row.short_name

    @staticmethod
    def resolve_aliases(item: Place, _info: Any) -> list[str]:
        return item.once(_aliases).get(item.row.id, [])

    @staticmethod
    def resolve_regency(item: Place, _info: Any) -> PlaceRow:
        return item.row

    @staticmethod
    def resolve_province(item: Place, info: Any) -> Any:
        return items_of([province_rows()[item.row.province_code]], item.language)[0]

    @staticmethod
    def resolve_regional_office(item: Place, _info: Any) -> Any:
        return items_of([office_rows()[item.row.office_id]], item.language)[0]

    @staticmethod
    def resolve_craft_line(item: Place, _info: Any) -> str:
        return item.row.craft_line if item.language == "id" else item.row.craft_line_en

    @staticmethod
    def resolve_story(item: Place, _info: Any) -> str:
        return item.row.story if item.language == "id" else item.row.story_en

    @staticmethod
    def resolve_product_count(item: Place, info: Any) -> int:
        return item.once(_goods, info.context).get(item.row.id, 0)

    @staticmethod
    def resolve_hours(item: Place, _info: Any) -> list[OpenHours]:
        return item.once(_hours).get(item.row.id, [])

    @staticmethod
    def resolve_units(item: Place, _info: Any) -> list[UnitInfo]:
        return item.once(_units, item.language).get(item.row.id, [])

    @staticmethod
    def resolve_certificates(item: Place, info: Any) -> list[Any]:
        return item.once(_papers, info.context, item.language).get(item.row.id, [])

    @staticmethod
    def resolve_products(item: Place, info: Any, **given: Any) -> Page:
        return item.once(crowd.goods_of_facilities, info.context, span_of(given))[item.row.id]

    @staticmethod
    def resolve_galleries(item: Place, _info: Any, **given: Any) -> Page:
        albums = item.once(_albums, item.language)
        own = [album for album in albums if album.row.facility_id == item.row.id]
        return list_page(own, span_of(given))


def _ids(rows: Sequence[PlaceRow]) -> list[int]:
    return [row.id for row in rows]


def _goods(_rows: Sequence[PlaceRow], asking: Asking) -> Mapping[int, int]:
    return goods_by_facility(asking.on)


def _aliases(rows: Sequence[PlaceRow]) -> dict[int, list[str]]:
    return aliases_by_facility(_ids(rows))


def _hours(rows: Sequence[PlaceRow]) -> dict[int, list[OpenHours]]:
    return hours_by_facility(_ids(rows))


def _units(rows: Sequence[PlaceRow], language: str) -> dict[int, list[UnitInfo]]:
    return units_by_facility(_ids(rows), language)


def _papers(rows: Sequence[PlaceRow], asking: Asking, language: str) -> dict[int, list[Any]]:
    found = papers_of_facilities(_ids(rows), language=language, on=asking.on)
    return lists_of(dict(found), language)


def _albums(rows: Sequence[PlaceRow], language: str) -> list[Item[AlbumRow]]:
    wanted = set(_ids(rows))
    return items_of((row for row in album_rows() if row.facility_id in wanted), language)


def _is_wanted(
    row: PlaceRow, given: Mapping[str, Any], words: Sequence[str], goods: Mapping[int, int]
) -> bool:
    names = f"{row.short_name} {row.official_name} {row.regency_name}".casefold()
    return (
        (not given.get("kinds") or row.kind in given["kinds"])
        and (not given.get("provinces") or row.province_code in given["provinces"])
        and all(word in names for word in words)
        and given.get("has_products") in (None, row.id in goods)
    )


def facility_by_key(key: int | None, language: str) -> Place | None:
    """An open facility."""
    row = place_rows().get(key or 0)
    return items_of([row], language)[0] if row else None


class FacilityQueries:
    """What can be asked of facilities."""

    facilities = paged(
        FacilityConnection, filter=FacilityFilterInput(), language_code=language_argument()
    )
    facility = graphene.Field(
        Facility, id=graphene.ID(), slug=graphene.String(), language_code=language_argument()
    )

    @staticmethod
    def resolve_facilities(
        _root: Any, info: Any, language_code: str | None = None, **given: Any
    ) -> Page:
        wanted = given.get("filter") or {}
        words = words_of(wanted.get("search"))
        goods = {} if wanted.get("has_products") is None else goods_by_facility(info.context.on)
        rows = [row for row in place_rows().values() if _is_wanted(row, wanted, words, goods)]
        return list_page(items_of(rows, language_of(language_code)), span_of(given))

    @staticmethod
    def resolve_facility(
        _root: Any,
        _info: Any,
        id: str | None = None,
        slug: str | None = None,
        language_code: str | None = None,
    ) -> Place | None:
        language = language_of(language_code)
        if id:
            return facility_by_key(key_of("Facility", id), language)
        rows = [row for row in place_rows().values() if row.slug == slug]
        return items_of(rows, language)[0] if rows else None
