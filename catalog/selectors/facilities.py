"""Facilities as visitors see them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from catalog.errors import NotFound
from catalog.kept import kept
from catalog.models import CardRow, Facility, FacilityAlias, ProductionUnit
from catalog.types import FacilityInfo, FacilityLine, OpenHours, UnitInfo


@kept(seconds=5)
def facility_ids() -> dict[str, int]:
    """Id by slug of all facilities; a new one may take 5 s to be found."""
    return dict(Facility.objects.values_list("slug", "pk"))


def _goods(on: date) -> Coalesce:
    """How many public goods a facility has, as a column."""
    counted = (
        CardRow.objects.filter(
            Q(cleared_until__isnull=True) | Q(cleared_until__gte=on),
            facility_id=OuterRef("pk"),
            is_open=True,
        )
        .order_by()
        .values("facility_id")
        .annotate(n=Count("*"))
        .values("n")
    )
    return Coalesce(Subquery(counted), 0)


def facilities_public(*, language: str, on: date) -> list[FacilityLine]:
    """All open facilities by province, then kind, then name. Two statements."""
    rows = (
        Facility.objects.filter(is_open=True)
        .select_related("regency__province")
        .prefetch_related(Prefetch("aliases", FacilityAlias.objects.all()))
        .annotate(goods=_goods(on))
        .order_by("regency__province_id", "kind", "short_name")
    )
    indonesian = language == "id"
    return [
        FacilityLine(
            id=row.pk,
            slug=row.slug,
            kind=row.kind,
            short_name=row.short_name,
            official_name=row.official_name,
            aliases=tuple(alias.name for alias in row.aliases.all()),
            craft_line=row.craft_line if indonesian else row.craft_line_en,
            province_name=(
                row.regency.province.name if indonesian else row.regency.province.name_en
            ),
            province_slug=row.regency.province.slug,
            regency_name=row.regency.name,
            goods=row.goods,
        )
        for row in rows
    ]


_UNIT = """jsonb_build_object('id', u.id, 'kind', u.kind, 'name', u.name{end},
 'skill', u.skill{end}, 'trained', u.trained, 'training_partner', u.training_partner{end},
 'is_certified', u.is_certified)"""

_FACILITY = """SELECT f.id, f.slug, f.kind, f.klass, f.official_name, f.short_name,
 ARRAY(SELECT a.name FROM catalog_facilityalias a WHERE a.facility_id = f.id ORDER BY a.id),
 p.name{end}, p.slug, r.name, o.name{end}, f.address, f.phone, f.whatsapp, f.email, p.zone,
 f.craft_line{end}, f.story{end},
 (SELECT count(*) FROM catalog_card c WHERE c.facility_id = f.id AND c.is_open
  AND (c.cleared_until IS NULL OR c.cleared_until >= %(on)s)),
 ARRAY(SELECT jsonb_build_array(h.weekday, to_char(h.opens, 'HH24.MI'),
   to_char(h.closes, 'HH24.MI'))
  FROM catalog_openinghours h WHERE h.facility_id = f.id ORDER BY h.weekday, h.opens),
 ARRAY(SELECT {unit} FROM catalog_productionunit u WHERE u.facility_id = f.id ORDER BY u.id)
 FROM catalog_facility f JOIN catalog_regency r ON r.code = f.regency_id
 JOIN catalog_province p ON p.code = r.province_id
 JOIN catalog_regionaloffice o ON o.id = f.office_id
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


def facility_public(*, slug: str, language: str, on: date) -> FacilityInfo:
    """One open facility in full. One statement. Raises NotFound."""
    end = "" if language == "id" else "_en"
    with connection.cursor() as cursor:
        cursor.execute(
            _FACILITY.format(end=end, unit=unit_json(language)), {"slug": slug, "on": on}
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    hours = tuple(OpenHours(*json.loads(span)) for span in row[19])
    units = tuple(UnitInfo(**json.loads(unit)) for unit in row[20])
    values: Any = (*row[:6], tuple(row[6]), *row[7:19], hours, units)
    return FacilityInfo(*values)
