"""Where facilities lie and who answers for them, as filters and "Terdekat" need it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from catalog.kept import kept


class FacilityPlace(NamedTuple):
    """A facility by what it is filtered by. regency_code: of Kemendagri ("72.71")."""

    id: int
    slug: str
    name: str
    regency_code: str
    province_code: str
    office_id: int


class OfficePlace(NamedTuple):
    """A regional office. name: in both languages; provinces: codes of those it serves."""

    id: int
    slug: str
    name: str
    name_en: str
    provinces: tuple[str, ...]


class ProvincePlace(NamedTuple):
    """A province. code: two digits of Kemendagri."""

    code: str
    slug: str
    name: str
    name_en: str


class RegencyPlace(NamedTuple):
    """A kab/kota or a whole province. code: "72.71" or "72"; province: in both languages."""

    code: str
    name: str
    province_code: str
    province: str
    province_en: str


@dataclass(frozen=True)
class Places:
    """All facilities, offices and provinces by key, and ids of facilities by slug."""

    facilities: dict[int, FacilityPlace]
    offices: dict[int, OfficePlace]
    provinces: dict[str, ProvincePlace]
    ids: dict[str, int]

    def of_offices(self, slugs: Iterable[str]) -> frozenset[int]:
        """Ids of the facilities of these offices."""
        wanted = set(slugs)
        chosen = {office.id for office in self.offices.values() if office.slug in wanted}
        return frozenset(key for key, place in self.facilities.items() if place.office_id in chosen)

    def of_provinces(self, slugs: Iterable[str]) -> frozenset[int]:
        """Ids of the facilities in these provinces."""
        wanted = set(slugs)
        codes = {province.code for province in self.provinces.values() if province.slug in wanted}
        return frozenset(key for key, at in self.facilities.items() if at.province_code in codes)

    def tiers(self, near: str) -> list[frozenset[int]]:
        """Facilities by how near they are to a kab/kota or province: in the same kab/kota, the
        same province, the same office; each facility once. The rest is in none."""
        province = near[:2]
        regency = {key for key, at in self.facilities.items() if at.regency_code == near}
        same = {key for key, at in self.facilities.items() if at.province_code == province}
        offices = {office.id for office in self.offices.values() if province in office.provinces}
        office = {key for key, at in self.facilities.items() if at.office_id in offices}
        return [frozenset(regency), frozenset(same - regency), frozenset(office - same)]


_FACILITIES = """SELECT f.id, f.slug, f.short_name, r.code, r.province_id, f.office_id
 FROM catalog_facility f JOIN catalog_regency r ON r.code = f.regency_id"""
_OFFICES = """SELECT o.id, o.slug, o.name, o.name_en,
 ARRAY(SELECT p.province_id FROM catalog_regionaloffice_provinces p
  WHERE p.regionaloffice_id = o.id ORDER BY p.province_id)
 FROM catalog_regionaloffice o"""


def places_read() -> Places:
    """All facilities, offices and provinces. Three statements."""
    with connection.cursor() as cursor:
        cursor.execute(_FACILITIES)
        facilities = [FacilityPlace(*row) for row in cursor.fetchall()]
        cursor.execute(_OFFICES)
        offices = [
            OfficePlace(key, slug, name, name_en, tuple(codes))
            for key, slug, name, name_en, codes in cursor.fetchall()
        ]
        cursor.execute("SELECT code, slug, name, name_en FROM catalog_province")
        provinces = [ProvincePlace(*row) for row in cursor.fetchall()]
    return Places(
        {place.id: place for place in facilities},
        {office.id: office for office in offices},
        {province.code: province for province in provinces},
        {place.slug: place.id for place in facilities},
    )


places_now = kept(seconds=5)(places_read)


_REGENCIES = """SELECT r.code, r.name, p.code, p.name, p.name_en FROM catalog_regency r
 JOIN catalog_province p ON p.code = r.province_id
 WHERE EXISTS (SELECT 1 FROM catalog_facility f WHERE f.regency_id = r.code)
 UNION ALL SELECT p.code, '', p.code, p.name, p.name_en FROM catalog_province p ORDER BY 1"""


@kept(seconds=60)
def starting_places() -> dict[str, RegencyPlace]:
    """Where "Terdekat" may start, by code: all provinces, each followed by its kab/kota that have
    a facility. One statement when not kept."""
    with connection.cursor() as cursor:
        cursor.execute(_REGENCIES)
        return {row[0]: RegencyPlace(*row) for row in cursor.fetchall()}
