"""Facilities, regions and offices in both languages, for the API. Read whole and kept 5 s."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection

from catalog.kept import kept
from catalog.models import FacilityAlias, OpeningHours, ProductionUnit, RegionalOffice
from catalog.selectors.facet_index import index_now
from catalog.selectors.facilities import unit_info
from catalog.shown import OpenHours, UnitInfo


class PlaceRow(NamedTuple):
    """An open facility; fields as of Facility. zone: WIB, WITA, WIT."""

    id: int
    slug: str
    kind: str
    klass: str
    official_name: str
    short_name: str
    address: str
    phone: str
    whatsapp: str
    email: str
    craft_line: str
    craft_line_en: str
    story: str
    story_en: str
    office_id: int
    regency_code: str
    regency_name: str
    regency_is_city: bool
    province_code: str
    zone: str


class ProvinceRow(NamedTuple):
    """A province. facilities: how many are open."""

    code: str
    slug: str
    name: str
    name_en: str
    zone: str
    facilities: int


class OfficeRow(NamedTuple):
    """A regional office. province_codes: where its facilities are."""

    id: int
    slug: str
    name: str
    name_en: str
    is_confirmed: bool
    province_codes: tuple[str, ...]


_PLACES = """SELECT f.id, f.slug, f.kind, f.klass, f.official_name, f.short_name, f.address,
 f.phone, f.whatsapp, f.email, f.craft_line, f.craft_line_en, f.story, f.story_en, f.office_id,
 r.code, r.name, r.is_city, p.code, p.zone
 FROM catalog_facility f JOIN catalog_regency r ON r.code = f.regency_id
 JOIN catalog_province p ON p.code = r.province_id
 WHERE f.is_open ORDER BY p.code, f.kind, f.short_name, f.id"""

_PROVINCES = """SELECT p.code, p.slug, p.name, p.name_en, p.zone,
 (SELECT count(*) FROM catalog_facility f JOIN catalog_regency r ON r.code = f.regency_id
  WHERE r.province_id = p.code AND f.is_open)
 FROM catalog_province p ORDER BY p.code"""


@kept(seconds=5)
def place_rows() -> dict[int, PlaceRow]:
    """All open facilities by id: by province, then kind, then name. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES)
        return {row[0]: PlaceRow(*row) for row in cursor.fetchall()}


@kept(seconds=5)
def province_rows() -> dict[str, ProvinceRow]:
    """All provinces by code, also those that have nothing. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PROVINCES)
        return {row[0]: ProvinceRow(*row) for row in cursor.fetchall()}


def goods_by_facility(on: date) -> Mapping[int, int]:
    """How many goods of each facility are public; those without any are absent.

    No statement but the index's own.
    """
    return index_now(on).goods


@kept(seconds=1)
def goods_by_province(on: date) -> dict[str, int]:
    """How many goods of each province are public, by its code; as `goods_by_facility`."""
    found: dict[str, int] = defaultdict(int)
    places = place_rows()
    for facility_id, count in goods_by_facility(on).items():
        if facility_id in places:
            found[places[facility_id].province_code] += count
    return found


@kept(seconds=60)
def office_rows() -> dict[int, OfficeRow]:
    """All regional offices by id, by name. Two statements."""
    return {
        office.pk: OfficeRow(
            office.pk,
            office.slug,
            office.name,
            office.name_en,
            office.is_confirmed,
            tuple(province.code for province in office.provinces.all()),
        )
        for office in RegionalOffice.objects.prefetch_related("provinces").order_by("name")
    }


def aliases_by_facility(ids: Sequence[int]) -> dict[int, list[str]]:
    """Other names of facilities. One statement."""
    found: dict[int, list[str]] = {}
    rows = FacilityAlias.objects.filter(facility_id__in=ids).order_by("facility_id", "pk")
    for facility_id, name in rows.values_list("facility_id", "name"):
        found.setdefault(facility_id, []).append(name)
    return found


def hours_by_facility(ids: Sequence[int]) -> dict[int, list[OpenHours]]:
    """When goods can be picked up. One statement."""
    found: dict[int, list[OpenHours]] = {}
    rows = OpeningHours.objects.filter(facility_id__in=ids)
    for row in rows.order_by("facility_id", "weekday", "opens"):
        span = OpenHours(row.weekday, f"{row.opens:%H.%M}", f"{row.closes:%H.%M}")
        found.setdefault(row.facility_id, []).append(span)
    return found


def units_by_facility(ids: Sequence[int], language: str) -> dict[int, list[UnitInfo]]:
    """Production units. One statement."""
    found: dict[int, list[UnitInfo]] = {}
    for row in ProductionUnit.objects.filter(facility_id__in=ids).order_by("facility_id", "pk"):
        found.setdefault(row.facility_id, []).append(unit_info(row, language))
    return found
