"""Names of things to ask for, read from a loaded database."""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from catalog.paper_numbers import normal_number

SAMPLE = 60
_OPEN = "is_open AND (cleared_until IS NULL OR cleared_until >= current_date)"
_GOODS = f"""SELECT slug FROM catalog_card WHERE {_OPEN} ORDER BY md5(slug) LIMIT {SAMPLE}"""
# The largest kinds come first, as visitors would ask for them.
_KINDS = f"""SELECT k.slug FROM catalog_card c JOIN product_category k ON k.id = c.category_id
 WHERE {_OPEN} GROUP BY 1 ORDER BY count(*) DESC"""
_PROVINCES = f"""SELECT p.slug FROM catalog_card c JOIN catalog_province p
 ON p.code = c.province_code WHERE {_OPEN} GROUP BY 1 ORDER BY count(*) DESC LIMIT 12"""
_FACILITIES = f"""SELECT facility_slug, facility_name FROM catalog_card WHERE {_OPEN}
 GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT {SAMPLE}"""
_ALBUMS = f"""SELECT f.slug, a.slug FROM galleries_album a
 JOIN catalog_facility f ON f.id = a.facility_id WHERE a.is_public ORDER BY a.id LIMIT {SAMPLE}"""


# Some synthetic ones are not as numbers are compared, and would lead on to another address.
_PAPERS = f"""SELECT number_norm FROM legality_certificate WHERE state = 'verified'
 ORDER BY md5(number_norm) LIMIT {20 * SAMPLE}"""


class Names(NamedTuple):
    """slugs: of goods; kinds, provinces: slugs, the largest first; facilities: slug and name, the
    largest first; albums: facility's slug and album's; papers: numbers of verified ones."""

    slugs: list[str]
    kinds: list[str]
    provinces: list[str]
    facilities: list[tuple[str, str]]
    albums: list[tuple[str, str]]
    papers: list[str]


def names_of(shop: psycopg.Connection) -> Names:
    """A sample that is the same for the same goods."""

    def firsts(query: str) -> list[str]:
        return [row[0] for row in shop.execute(query)]

    return Names(
        slugs=firsts(_GOODS),
        kinds=firsts(_KINDS),
        provinces=firsts(_PROVINCES),
        facilities=[(slug, name) for slug, name in shop.execute(_FACILITIES)],
        albums=[(facility, album) for facility, album in shop.execute(_ALBUMS)],
        papers=[one for one in firsts(_PAPERS) if normal_number(one) == one][:SAMPLE],
    )
