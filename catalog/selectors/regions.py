"""Provinces and what each has."""

from __future__ import annotations

from datetime import date

from django.db import connection

from catalog.errors import NotFound
from catalog.kept import kept
from catalog.models import Province
from catalog.selectors.facet_index import index_now
from catalog.shown import ProvinceLine


@kept(seconds=60)
def province_codes() -> dict[str, str]:
    """Code by slug of all provinces; they change about once in ten years."""
    return dict(Province.objects.values_list("slug", "code"))


@kept(seconds=60)
def province_names(language: str) -> dict[str, str]:
    """The name of each province in a language, by its Indonesian name."""
    field = "name" if language == "id" else "name_en"
    return dict(Province.objects.values_list("name", field))


_LINES = """SELECT p.code, p.slug, {name}, p.zone, count(f.id) FILTER (WHERE f.is_open),
 array_remove(array_agg(f.id), NULL)
 FROM catalog_province p LEFT JOIN catalog_regency r ON r.province_id = p.code
 LEFT JOIN catalog_facility f ON f.regency_id = r.code {where}
 GROUP BY p.code ORDER BY p.code"""


@kept(seconds=5)
def province_lines(language: str, on: date) -> tuple[ProvinceLine, ...]:
    """All 38 with counts that may be 5 s old."""
    return tuple(_lines(language, on))


def _lines(language: str, on: date, where: str = "", *parameters: str) -> list[ProvinceLine]:
    name = "p.name" if language == "id" else "p.name_en"
    goods = index_now(on).goods
    with connection.cursor() as cursor:
        cursor.execute(_LINES.format(name=name, where=where), parameters)
        return [
            ProvinceLine(*(*row, sum(goods.get(facility_id, 0) for facility_id in ids)))
            for *row, ids in cursor.fetchall()
        ]


def provinces_public(*, language: str, on: date) -> list[ProvinceLine]:
    """All 38 in the order of their codes, also those without goods. One statement
    besides the index's own."""
    return _lines(language, on)


def province_public(*, slug: str, language: str, on: date) -> ProvinceLine:
    """One province. One statement besides the index's own. Raises NotFound."""
    lines = _lines(language, on, "WHERE p.slug = %s", slug)
    if not lines:
        raise NotFound
    return lines[0]
