"""By what a list can be narrowed further, and how much each choice would leave."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db import connection

from catalog.kept import kept
from catalog.saleor_adapter.kinds import kind_rows
from catalog.selectors.listings import OPEN, conditions
from catalog.selectors.regions import province_lines
from catalog.types import CatalogQuery, Facets, FacetValue

# Groups whose values are counted one by one, and the column that holds the value.
_GROUPS = {
    "kinds": "category_id::text",
    "provinces": "province_code",
    "facilities": "facility_slug",
}
_FLAGS = {"in_stock": "stocked", "flagship": "flagged", "shippable": "shipped"}


def _sql(groups: dict[str, str]) -> str:
    """One statement: every public card once, marked by what it fits; then a count a group.

    A group's own choice does not narrow its own counts: within a group any value fits.
    """
    names = list(groups)
    marks = "".join(f", ({sql}) AS fits_{name}" for name, sql in groups.items())

    def others(group: str) -> str:
        return " AND ".join(f"fits_{name}" for name in names if name != group) or "true"

    parts = [
        f"SELECT 'total', count(*)::text, count(DISTINCT facility_slug)"
        f" FROM base WHERE {others('')}"
    ]
    parts += [
        f"SELECT '{group}', {column}, count(*) FILTER (WHERE {others(group)}) FROM base GROUP BY 2"
        for group, column in _GROUPS.items()
    ]
    parts += [
        f"SELECT '{group}', '', count(*) FILTER (WHERE {column} AND {others(group)}) FROM base"
        for group, column in _FLAGS.items()
    ]
    parts.append(
        f"SELECT 'papers', paper.code, count(*) FILTER (WHERE {others('papers')})"
        " FROM base JOIN catalog_cardpaper paper ON paper.card_id = base.listing_id"
        " WHERE paper.until IS NULL OR paper.until >= %(on)s GROUP BY 2"
    )
    parts.append(
        "SELECT 'facility_name', facility_slug || '|' || min(facility_name), 0"
        " FROM base GROUP BY facility_slug"
    )
    return (
        "WITH base AS MATERIALIZED (SELECT c.listing_id, c.category_id, c.province_code,"
        " c.facility_slug, c.facility_name, c.stock > 0 AS stocked, c.delivery = 'parcel' AS"
        " shipped, (c.flagship_from <= %(on)s AND c.flagship_until >= %(on)s) IS TRUE AS flagged"
        f"{marks} FROM catalog_card c WHERE {OPEN}) " + " UNION ALL ".join(parts)
    )


def _counts(query: CatalogQuery, on: date) -> dict[str, dict[str, int]]:
    groups, parameters = conditions(query, on)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_sql(groups), parameters)
        for group, value, count in cursor.fetchall():
            counts[group][value or ""] = count
    return counts


@kept(seconds=5)
def _counts_of_everything(on: date) -> dict[str, dict[str, int]]:
    return _counts(CatalogQuery(), on)


def _by_count(values: list[FacetValue]) -> list[FacetValue]:
    return sorted(values, key=lambda value: (-value.count, value.label))


def facets(
    query: CatalogQuery, *, language: str, on: date, paper_words: dict[str, str] | None = None
) -> Facets:
    """Counts of every value, the largest first; values that nothing public has are left out.

    paper_words: a paper's word by its kind's code, given by who knows legality; the code where
    it is missing. One statement; counts of the whole catalogue may be 5 s old.
    """
    counts = _counts(query, on) if query.is_filtered else _counts_of_everything(on)
    indonesian = language == "id"
    kinds = {str(row.id): row for row in kind_rows()}
    provinces = {line.code: line for line in province_lines(language, on)}
    names = dict(value.split("|", 1) for value in counts["facility_name"])
    words = paper_words or {}
    return Facets(
        total=int(next(iter(counts["total"]), "0")),
        facility_total=next(iter(counts["total"].values()), 0),
        kinds=_by_count(
            [
                FacetValue(kinds[key].slug, _name(kinds[key], indonesian), count)
                for key, count in counts["kinds"].items()
                if key in kinds
            ]
        ),
        provinces=_by_count(
            [
                FacetValue(provinces[key].slug, provinces[key].name, count)
                for key, count in counts["provinces"].items()
            ]
        ),
        facilities=_by_count(
            [FacetValue(key, names[key], count) for key, count in counts["facilities"].items()]
        ),
        papers=_by_count(
            [FacetValue(key, words.get(key, key), count) for key, count in counts["papers"].items()]
        ),
        in_stock=counts["in_stock"][""],
        flagship=counts["flagship"][""],
        shippable=counts["shippable"][""],
    )


def _name(row: object, indonesian: bool) -> str:
    return str(getattr(row, "name" if indonesian else "name_en"))
