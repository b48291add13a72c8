"""Facilities as visitors see them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from catalog.errors import NotFound
from catalog.kept import kept
from catalog.models import Facility, ProductionUnit
from catalog.prepared import prepared_rows
from catalog.selectors.facet_index import index_now
from catalog.selectors.facet_rows import Flag
from catalog.shown import FacilityInfo, FacilityLine, OpenHours, UnitInfo


@kept(seconds=5)
def facility_ids() -> dict[str, int]:
    """Id by slug of all facilities; a new one may take 5 s to be found."""
    return dict(Facility.objects.values_list("slug", "pk"))


@lru_cache(maxsize=2)
def _lines_sql(language: str) -> str:
    return _LINES.format(end="" if language == "id" else "_en")


def facilities_public(*, language: str, on: date) -> list[FacilityLine]:
    """All open facilities by province, then kind, then name.

    One statement besides the index's own.
    """
    goods = index_now(on).goods
    return [
        FacilityLine(*(*row[:5], tuple(row[5]), *row[6:], goods.get(row[0], 0)))
        for row in prepared_rows(_lines_sql(language), {})
    ]


def flagship_ids(*, facility_id: int, on: date) -> tuple[int, ...]:
    """A facility's public flagships, in no order. No statement but the index's own."""
    index = index_now(on)
    places = index.flags[Flag.FLAGSHIP] & index.of_facilities([facility_id])
    return tuple(index.listings_at(places))


def facility_slugs() -> list[str]:
    """Of all open facilities, in the order of their ids. One statement."""
    return list(Facility.objects.filter(is_open=True).order_by("pk").values_list("slug", flat=True))


_LINES = """SELECT f.id, f.slug, f.kind, f.short_name, f.official_name,
 ARRAY(SELECT a.name FROM catalog_facilityalias a WHERE a.facility_id = f.id ORDER BY a.id),
 f.craft_line{end}, pr.name{end}, pr.slug, r.name
 FROM catalog_facility f JOIN catalog_regency r ON r.code = f.regency_id
 JOIN catalog_province pr ON pr.code = r.province_id
 WHERE f.is_open ORDER BY pr.code, f.kind, f.short_name, f.id"""

_UNIT = """json_build_object('id', u.id, 'kind', u.kind, 'name', u.name{end},
 'skill', u.skill{end}, 'trained', u.trained, 'training_partner', u.training_partner{end},
 'is_certified', u.is_certified)"""

_COLUMNS = """f.id, f.slug, f.kind, f.klass, f.official_name, f.short_name,
 ARRAY(SELECT a.name FROM catalog_facilityalias a WHERE a.facility_id = f.id ORDER BY a.id),
 pr.name{end}, pr.slug, r.name, o.name{end}, f.address, f.phone, f.whatsapp, f.email, pr.zone,
 f.craft_line{end}, f.story{end},
 (SELECT json_agg(json_build_array(h.weekday, to_char(h.opens, 'HH24.MI'),
   to_char(h.closes, 'HH24.MI')) ORDER BY h.weekday, h.opens)::text
  FROM catalog_openinghours h WHERE h.facility_id = f.id),
 (SELECT json_agg({unit} ORDER BY u.id)::text
  FROM catalog_productionunit u WHERE u.facility_id = f.id)"""
WIDTH = 20
PLACES = """JOIN catalog_regency r ON r.code = f.regency_id
 JOIN catalog_province pr ON pr.code = r.province_id
 JOIN catalog_regionaloffice o ON o.id = f.office_id"""

_FACILITY = f"""SELECT {{columns}} FROM catalog_facility f {PLACES}
 WHERE f.slug = %(slug)s AND f.is_open"""


def unit_info(unit: ProductionUnit, language: str) -> UnitInfo:
    """A unit's words in one language."""
    indonesian = language == "id"
    return UnitInfo(
        id=unit.pk,
        kind=unit.kind,
        name=unit.name if indonesian else unit.name_en,
        skill=unit.skill if indonesian else unit.skill_en,
        trained=unit.trained,
        training_partner=unit.training_partner if indonesian else unit.training_partner_en,
        is_certified=unit.is_certified,
    )


def unit_json(language: str) -> str:
    """SQL that makes of `catalog_productionunit u` what `unit_of` reads."""
    return _UNIT.format(end="" if language == "id" else "_en")


def unit_of(packed: dict[str, Any] | None) -> UnitInfo | None:
    """A unit as `unit_json` packed it."""
    return None if packed is None else UnitInfo(**packed)


def facility_columns(language: str) -> str:
    """What `facility_of` reads, over `catalog_facility f` and PLACES."""
    end = "" if language == "id" else "_en"
    return _COLUMNS.format(end=end, unit=unit_json(language))


def facility_of(row: Sequence[Any], on: date) -> FacilityInfo:
    """A facility from the WIDTH columns of `facility_columns`. on: the legal date of its goods."""
    hours = tuple(OpenHours(*span) for span in json.loads(row[18] or "[]"))
    units = tuple(UnitInfo(**unit) for unit in json.loads(row[19] or "[]"))
    goods = index_now(on).goods.get(row[0], 0)
    values: Any = (*row[:6], tuple(row[6]), *row[7:18], goods, hours, units)
    return FacilityInfo(*values)


def facility_public(*, slug: str, language: str, on: date) -> FacilityInfo:
    """One open facility in full. One statement besides the index's own. Raises NotFound."""
    sql = _FACILITY.format(columns=facility_columns(language))
    for row in prepared_rows(sql, {"slug": slug}):
        return facility_of(row, on)
    raise NotFound
