"""Facilities, regions and offices in both languages, for the API. Read whole and kept 5 s."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection

from catalog.kept import kept
from catalog.models import FacilityAlias, OpeningHours, ProductionUnit, RegionalOffice
from catalog.selectors.facilities import unit_info
from catalog.types import OpenHours, UnitInfo


class PlaceRow(NamedTuple):
    """An open facility; fields as of Facility. goods: how many are public; zone: WIB, WITA, WIT."""

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
    goods: int


class ProvinceRow(NamedTuple):
    """A province with what it has; goods and facilities: how many are public."""

    code: str
    slug: str
    name: str
    name_en: str
    zone: str
    facilities: int
    goods: int


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
 r.code, r.name, r.is_city, p.code, p.zone, coalesce(goods.n, 0)
 FROM catalog_facility f JOIN catalog_regency r ON r.code = f.regency_id
 JOIN catalog_province p ON p.code = r.province_id
 LEFT JOIN (SELECT c.facility_id, count(*) AS n FROM catalog_card c WHERE c.is_open
  AND (c.cleared_until IS NULL OR c.cleared_until >= %(on)s) GROUP BY 1) goods
  ON goods.facility_id = f.id
 WHERE f.is_open ORDER BY p.code, f.kind, f.short_name, f.id"""

_PROVINCES = """SELECT p.code, p.slug, p.name, p.name_en, p.zone,
 (SELECT count(*) FROM catalog_facility f JOIN catalog_regency r ON r.code = f.regency_id
  WHERE r.province_id = p.code AND f.is_open), coalesce(goods.n, 0)
 FROM catalog_province p
 LEFT JOIN (SELECT c.province_code, count(*) AS n FROM catalog_card c WHERE c.is_open
  AND (c.cleared_until IS NULL OR c.cleared_until >= %(on)s) GROUP BY 1) goods
  ON goods.province_code = p.code
 ORDER BY p.code"""


@kept(seconds=5)
def place_rows(on: date) -> dict[int, PlaceRow]:
    """All open facilities by id: by province, then kind, then name. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, {"on": on})
        return {row[0]: PlaceRow(*row) for row in cursor.fetchall()}


@kept(seconds=5)
def province_rows(on: date) -> dict[str, ProvinceRow]:
    """All provinces by code, also those that have nothing. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PROVINCES, {"on": on})
        return {row[0]: ProvinceRow(*row) for row in cursor.fetchall()}


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
