"""Provinces and what each has."""

from __future__ import annotations

from datetime import date

from django.db import connection

from catalog.errors import NotFound
from catalog.kept import kept
from catalog.models import Province
from catalog.types import ProvinceLine


@kept(seconds=60)
def province_codes() -> dict[str, str]:
    """Code by slug of all provinces; they change about once in ten years."""
    return dict(Province.objects.values_list("slug", "code"))


@kept(seconds=60)
def province_names(language: str) -> dict[str, str]:
    """The name of each province in a language, by its Indonesian name."""
    field = "name" if language == "id" else "name_en"
    return dict(Province.objects.values_list("name", field))


_LINES = """SELECT p.code, p.slug, {name}, p.zone,
 (SELECT count(*) FROM catalog_facility f JOIN catalog_regency r ON r.code = f.regency_id
  WHERE r.province_id = p.code AND f.is_open),
 (SELECT count(*) FROM catalog_card c WHERE c.province_code = p.code AND c.is_open
  AND (c.cleared_until IS NULL OR c.cleared_until >= %s))
 FROM catalog_province p"""


@kept(seconds=5)
def province_lines(language: str, on: date) -> tuple[ProvinceLine, ...]:
    """All 38 with counts that may be 5 s old."""
    return tuple(_lines(language, on))


def _lines(language: str, on: date, where: str = "", *parameters: str) -> list[ProvinceLine]:
    name = "p.name" if language == "id" else "p.name_en"
    with connection.cursor() as cursor:
        cursor.execute(f"{_LINES.format(name=name)} {where} ORDER BY p.code", [on, *parameters])
        return [ProvinceLine(*row) for row in cursor.fetchall()]


def provinces_public(*, language: str, on: date) -> list[ProvinceLine]:
    """All 38 in the order of their codes, also those without goods. One statement."""
    return _lines(language, on)


def province_public(*, slug: str, language: str, on: date) -> ProvinceLine:
    """One province. One statement. Raises NotFound."""
    lines = _lines(language, on, "WHERE p.slug = %s", slug)
    if not lines:
        raise NotFound
    return lines[0]
