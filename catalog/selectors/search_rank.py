"""Which goods have the words, best first.

Goods whose head (name, kind, maker, place) has all the words are looked at first, then those
whose other texts do; never more than CANDIDATES of either. What filters leave is known without
asking (`facets.fitting`): few goods are named to the database, of many those that do not fit are
dropped afterwards, and places are asked of the words' index as marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import starmap
from typing import Any, NamedTuple

from django.db import connection

from catalog.prepared import prepared_rows
from catalog.selectors.facets import Fitting, fitting
from catalog.selectors.listings import conditions
from catalog.selectors.open_cards import OPEN
from catalog.selectors.search_terms import Phrase
from catalog.selectors.search_words import stems
from catalog.types import CatalogQuery

CANDIDATES = 1000
# Goods that filters leave, up to which each is named: at once, and once candidates were cut off.
FEW, SOME = 300, 5000

# Weights of D, C, B, A: description, maker and place, kind and brand, name.
_RANK = "ARRAY[0.04,0.2,0.45,1.0]::real[]"
_SCORES = {
    "words": f"round(1000 * ts_rank({_RANK}, s.{{text}}, %(query)s::tsquery))::int",
    "as typed": "CASE WHEN {as_typed} THEN 150 ELSE 0 END",
    "in the head": "{in_head}",
    "name": (
        "CASE WHEN %(text)s IN (s.name, s.name_en) THEN 900 WHEN starts_with(s.name, %(text)s)"
        " OR starts_with(s.name_en, %(text)s) THEN 250 ELSE 0 END"
    ),
    "papers and stock": "s.lift",
}
PARTS = tuple(_SCORES)


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that must be found: any of its phrases; the first is what was asked for."""

    phrases: tuple[Phrase, ...]


class Hit(NamedTuple):
    """A listing found. mask: which groups it has, where not all had to be there; parts: the score
    split as PARTS names it, where that was asked for."""

    listing_id: int
    score: int
    mask: int = 0
    parts: tuple[int, ...] = ()


def tsquery(group: Group) -> str:
    """A group as PostgreSQL reads it. Words are letters and digits, so nothing is to be quoted."""
    known = stems(word for phrase in group.phrases for word in phrase)
    single = [lexeme for word, *more in group.phrases if not more for lexeme in known[word]]
    either = [f"'{lexeme}'" for lexeme in dict.fromkeys(single)]
    for phrase in group.phrases:
        if len(phrase) > 1:
            either.append("(" + " & ".join(tsquery(Group(((word,),))) for word in phrase) + ")")
    return f"({' | '.join(either)})"


def _marks(query: CatalogQuery, marks: dict[str, str]) -> str:
    """The filters that stand in the vector, as a tsquery to be added."""
    parts = []
    for slugs in (query.provinces, query.facilities):
        known = [f"'{marks[slug]}'" for slug in slugs if slug in marks] or ["'=nowhere'"]
        if slugs:
            parts.append(f" & ({' | '.join(known)})")
    return "".join(parts)


# Asked for as a value that is not known when the statement is planned: knowing it, PostgreSQL took
# words for much rarer or commoner together than they are, and read whole tables for it.
_TIER = (
    "SELECT s.listing_id, {scores}, {mask} AS mask FROM catalog_searchrow s"
    " WHERE s.is_open AND (s.cleared_until IS NULL OR s.cleared_until >= %(on)s)"
    " AND s.{text} @@ (SELECT %(query)s::tsquery){rest}{within} LIMIT {limit}"
)
_OF_MORE = " AND NOT s.head @@ %(query)s::tsquery AND (SELECT count(*) FROM first) < " + str(
    CANDIDATES
)


def _tier(text: str, groups: Sequence[Group], *, every: bool, is_narrow: bool) -> str:
    """The candidates of one tier with the parts of their scores, as SQL."""
    is_wider = not every or any(len(group.phrases) > 1 for group in groups)
    filled = {
        "text": text,
        "in_head": 100 if text == "head" else 0,
        "as_typed": "s.head @@ %(exact)s::tsquery" if is_wider else "true",
    }
    scores = [f"{sql.format(**filled)} AS p{n}" for n, sql in enumerate(_SCORES.values())]
    mask = " + ".join(
        f"(s.vector @@ %(group{n})s::tsquery)::int * {1 << n}" for n in range(len(groups))
    )
    return _TIER.format(
        scores=", ".join(scores),
        text=text,
        rest="" if text == "head" else _OF_MORE,
        within=" AND s.listing_id = ANY(%(within)s::bigint[])" if is_narrow else "",
        limit=CANDIDATES,
        mask="0" if every else mask,
    )


def _statement(groups: Sequence[Group], *, every: bool, is_narrow: bool, with_parts: bool) -> str:
    """Candidates of both tiers with their scores."""
    parts = [f"f.p{number}" for number in range(len(PARTS))]
    tiers = [_tier(text, groups, every=every, is_narrow=is_narrow) for text in ("head", "vector")]
    return (
        f"WITH first AS MATERIALIZED ({tiers[0]}), more AS MATERIALIZED ({tiers[1]})"
        f" SELECT f.listing_id, {' + '.join(parts)} AS score, f.mask"
        f"{''.join(f', {part}' for part in parts) if with_parts else ''}"
        " FROM (SELECT * FROM first UNION ALL SELECT * FROM more) f"
        f" ORDER BY score DESC, listing_id DESC LIMIT {2 * CANDIDATES}"
    )


def hits(
    groups: Sequence[Group],
    *,
    query: CatalogQuery,
    marks: dict[str, str],
    text: str,
    on: date,
    every: bool = True,
    with_parts: bool = False,
) -> list[Hit]:
    """Public goods that have every group (or any of them), within the filters, best first.

    One statement, none when no goods fit the filters. text: as typed, in small letters, compared
    with names.
    """
    asked = [tsquery(group) for group in groups]
    wanted = (" & " if every else " | ").join(asked)
    search = _Search(
        groups,
        every,
        with_parts,
        {
            "query": f"({wanted})",
            "exact": " & ".join(tsquery(Group(group.phrases[:1])) for group in groups),
            "text": text,
            "on": on,
            **{f"group{number}": one for number, one in enumerate(asked) if not every},
        },
    )
    if query == CatalogQuery():
        return search.hits()
    return _within(search, fitting(query, on=on), _marks(query, marks))


@dataclass(frozen=True, slots=True)
class _Search:
    """What is to be found, for the statement that finds it."""

    groups: Sequence[Group]
    every: bool
    with_parts: bool
    parameters: Mapping[str, Any]

    def hits(self, marks: str = "", within: Sequence[int] | None = None) -> list[Hit]:
        """The candidates. marks: what else the vector must have; within: none but these."""
        sql = _statement(
            self.groups, every=self.every, is_narrow=within is not None, with_parts=self.with_parts
        )
        more = {} if within is None else {"within": list(within)}
        asked = {**self.parameters, "query": f"{self.parameters['query']}{marks}", **more}
        rows = prepared_rows(sql, asked)
        if self.with_parts:
            return [Hit(row[0], row[1], row[2], row[3:]) for row in rows]
        return list(starmap(Hit, rows))


def _within(search: _Search, fits: Fitting, marks: str) -> list[Hit]:
    """The hits that fit filters. Where candidates had to be left out, goods that fit may be among
    those, so when they are few enough they are looked through by name."""
    if not fits.count:
        return []
    if fits.count <= FEW:
        return search.hits(within=fits.listings())
    found = search.hits(marks)
    left = fits.among(hit.listing_id for hit in found)
    if len(found) >= CANDIDATES and fits.count <= SOME and len(left) < CANDIDATES // 2:
        return search.hits(within=fits.listings())
    return [hit for hit in found if hit.listing_id in left]


def goods_of(query: CatalogQuery, on: date, most: int) -> list[int]:
    """Listing ids of public goods that fit filters alone, newest first. One statement."""
    groups, parameters = conditions(query, on)
    where = " AND ".join((OPEN, *groups.values()))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.listing_id FROM catalog_card c WHERE {where}"
            f" ORDER BY c.is_sold_out, c.published_at DESC, c.listing_id DESC LIMIT {most:d}",
            parameters,
        )
        return [listing_id for (listing_id,) in cursor.fetchall()]
