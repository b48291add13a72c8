"""Facilities as visitors see them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from catalog.errors import NotFound
from catalog.models import CardRow, Facility, FacilityAlias, ProductionUnit
from catalog.types import FacilityInfo, FacilityLine, OpenHours, UnitInfo


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


def facility_public(*, slug: str, language: str, on: date) -> FacilityInfo:
    """One open facility in full. Four statements. Raises NotFound."""
    facility = (
        Facility.objects.filter(slug=slug, is_open=True)
        .select_related("regency__province", "office")
        .prefetch_related("aliases", "hours", "units")
        .annotate(goods=_goods(on))
        .first()
    )
    if facility is None:
        raise NotFound
    indonesian = language == "id"
    province = facility.regency.province
    return FacilityInfo(
        id=facility.pk,
        slug=facility.slug,
        kind=facility.kind,
        klass=facility.klass,
        official_name=facility.official_name,
        short_name=facility.short_name,
        aliases=tuple(alias.name for alias in facility.aliases.all()),
        province_name=province.name if indonesian else province.name_en,
        province_slug=province.slug,
        regency_name=facility.regency.name,
        office_name=facility.office.name if indonesian else facility.office.name_en,
        address=facility.address,
        phone=facility.phone,
        whatsapp=facility.whatsapp,
        email=facility.email,
        zone=province.zone,
        craft_line=facility.craft_line if indonesian else facility.craft_line_en,
        story=facility.story if indonesian else facility.story_en,
        goods=facility.goods,
        hours=tuple(
            OpenHours(span.weekday, f"{span.opens:%H.%M}", f"{span.closes:%H.%M}")
            for span in facility.hours.all()
        ),
        units=tuple(unit_info(unit, language) for unit in facility.units.all()),
    )
