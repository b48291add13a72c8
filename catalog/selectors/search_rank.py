"""Which goods have the words, best first.

Goods whose head (name, kind, maker, place) has all the words are looked at first, then those
whose other texts do; never more than CANDIDATES of either. Where there are very many goods, words
are looked up among every sixteenth listing first, which has an index of its own: the list of all
that have a common word would cost the more the more goods there are.

What filters leave is known without asking (`facets.fitting`): few goods are named to the database,
of many those that do not fit are dropped afterwards, and places are asked of the words' index as
marks.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations, compress
from typing import Any, NamedTuple

from django.db import connection

from catalog.prepared import prepared_rows
from catalog.selectors.facets import Fitting, fitting
from catalog.selectors.listings import conditions
from catalog.selectors.open_cards import OPEN
from catalog.selectors.search_terms import Phrase
from catalog.selectors.search_words import SHARE, stems
from catalog.types import CatalogQuery

CANDIDATES = 1000
# Of so many goods and more fewer candidates are taken: each costs, and what is far behind is seldom
# asked for. Of MANY goods a share is looked at first.
SEVERAL, OF_SEVERAL, MANY = 2_000, 480, 20_000
# Goods that filters leave, up to which each is named: at once, and once candidates were cut off and
# fewer than ENOUGH of them fit.
FEW, SOME, ENOUGH = 300, 5000, 120
_FEW_GROUPS = 3

# Weights of D, C, B, A: description, maker and place, kind and brand, name.
_RANK = "ARRAY[0.04,0.2,0.45,1.0]::real[]"
_SCORES = {
    "words": f"round(1000 * ts_rank({_RANK}, s.{{text}}, %(rank)s::tsquery))::int",
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
    """A listing found. parts: its score split as PARTS names it, where that was asked for."""

    listing_id: int
    score: int
    parts: tuple[int, ...] = ()


class Found(NamedTuple):
    """Listings with their scores, best first. masks: which groups each has, where not all had to
    be there; parts: each score split as PARTS names it, where that was asked for; is_cut: whether
    there may be more, as only so many candidates are looked at."""

    ids: Sequence[int] = ()
    scores: Sequence[int] = ()
    masks: Sequence[int] = ()
    parts: Sequence[tuple[int, ...]] = ()
    is_cut: bool = False

    def with_mask(self, mask: int) -> Found:
        """Those that have just these groups."""
        return self._chosen(one == mask for one in self.masks)

    def among(self, listing_ids: Container[int]) -> Found:
        """Those of some listings."""
        return self._chosen(one in listing_ids for one in self.ids)

    def _chosen(self, marks: Iterable[bool]) -> Found:
        marks = list(marks)
        columns = (self.ids, self.scores, self.masks)
        ids, scores, masks = (list(compress(column, marks)) for column in columns)
        return Found(ids, scores, masks, list(compress(self.parts, marks)), self.is_cut)


def tsquery(group: Group) -> str:
    """A group as PostgreSQL reads it. Words are letters and digits, so nothing is to be quoted."""
    known = stems(word for phrase in group.phrases for word in phrase)
    single = [lexeme for word, *more in group.phrases if not more for lexeme in known[word]]
    either = [f"'{lexeme}'" for lexeme in dict.fromkeys(single)]
    for phrase in group.phrases:
        if len(phrase) > 1:
            either.append("(" + " & ".join(tsquery(Group(((word,),))) for word in phrase) + ")")
    return f"({' | '.join(either)})"


def _marks(query: CatalogQuery, marks: Mapping[str, str]) -> str:
    """The filters that stand in the vector, as a tsquery to be added."""
    parts = []
    for slugs in (query.provinces, query.facilities):
        known = [f"'{marks[slug]}'" for slug in slugs if slug in marks] or ["'=nowhere'"]
        if slugs:
            parts.append(f" & ({' | '.join(known)})")
    return "".join(parts)


# Asked for as a value that is not known when the statement is planned: knowing it, PostgreSQL took
# words for much rarer or commoner together than they are, and read whole tables for it.
_ROWS = (
    "SELECT {columns} FROM catalog_searchrow s WHERE s.is_open"
    " AND (s.cleared_until IS NULL OR s.cleared_until >= %(on)s)"
    " AND s.{text} @@ (SELECT %(query)s::tsquery){where}"
)
_COLUMNS = "s.listing_id, s.name, s.name_en, s.lift, s.head, s.vector"
_OTHERS = " AND NOT s.head @@ %(query)s::tsquery AND (SELECT count(*) FROM heads) < {most}"
_WITHIN = " AND s.listing_id = ANY(%(within)s::bigint[])"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the text of a statement depends on.

    masks: of how many groups candidates say whether they have them; is_wider: whether more is
    looked for than was typed; is_narrow: none but the goods that are named; is_large: a share of
    the goods first; most: of heads and of other texts.
    """

    masks: int
    is_wider: bool
    with_parts: bool
    is_narrow: bool
    is_large: bool
    most: int

    def sql(self) -> str:
        """The candidates' columns as lists in one row, several times cheaper than a row each."""
        scores = [f"p{number}" for number in range(len(PARTS))]
        wanted = ["listing_id", "score", "mask", *(scores if self.with_parts else [])]
        return (
            f"WITH heads AS MATERIALIZED ({self._candidates('head')}),"
            f" others AS MATERIALIZED ({self._candidates('vector')})"
            f" SELECT {', '.join(f'array_agg({name})' for name in wanted)}"
            f" FROM (SELECT *, {' + '.join(scores)} AS score"
            " FROM (TABLE heads UNION ALL TABLE others) candidate"
            " ORDER BY score DESC, listing_id DESC) best"
        )

    def _candidates(self, text: str) -> str:
        """Candidates by one of the vectors, with the parts of their scores."""
        filled = {
            "text": text,
            "in_head": "100" if text == "head" else "0",
            "as_typed": "s.head @@ %(exact)s::tsquery" if self.is_wider else "true",
        }
        scores = [f"{sql.format(**filled)} AS p{n}" for n, sql in enumerate(_SCORES.values())]
        masks = (f"(s.vector @@ %(group{n})s::tsquery)::int * {1 << n}" for n in range(self.masks))
        return (
            f"SELECT s.listing_id, {', '.join(scores)}, {' + '.join(masks) or '0'} AS mask"
            f" FROM ({self._rows(text)}) s LIMIT {self.most}"
        )

    def _rows(self, text: str) -> str:
        """The rows that have the words. The rest is read only where the share is too little."""
        besides = "" if text == "head" else _OTHERS.format(most=self.most)
        wheres = [_WITHIN if self.is_narrow else ""]
        if self.is_large:
            wheres = [f" AND s.listing_id %% {SHARE} {sign} 0" for sign in ("=", "<>")]
        parts = [_ROWS.format(columns=_COLUMNS, text=text, where=one + besides) for one in wheres]
        return " UNION ALL ".join(parts)


@lru_cache(maxsize=256)
def _statement(shape: _Shape) -> str:
    return shape.sql()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for. least: how many of the groups must be there; text: as typed, in small
    letters, compared with names; goods: about how many the shop has."""

    groups: tuple[Group, ...]
    least: int
    text: str
    goods: int = 0
    with_parts: bool = False

    @property
    def is_every(self) -> bool:
        """Whether every group must be there."""
        return self.least == len(self.groups)

    @property
    def is_wider(self) -> bool:
        """Whether more is looked for than what was typed."""
        return not self.is_every or any(len(group.phrases) > 1 for group in self.groups)

    @property
    def candidates(self) -> int:
        """How many are taken of heads and of other texts."""
        return min(CANDIDATES, OF_SEVERAL if self.goods >= SEVERAL else CANDIDATES)

    def parameters(self, marks: str, on: date) -> dict[str, Any]:
        """Of the statement. marks: what else the vector must have."""
        asked = [tsquery(group) for group in self.groups]
        alone = (tsquery(Group(group.phrases[:1])) for group in self.groups)
        masks = {} if self.is_every else {f"group{n}": one for n, one in enumerate(asked)}
        least = (f"({' & '.join(chosen)})" for chosen in combinations(asked, self.least))
        return {
            "query": f"({' | '.join(least)}){marks}",
            "rank": (" & " if self.is_every else " | ").join(asked),
            "exact": " & ".join(alone),
            "text": self.text,
            "on": on,
            **masks,
        }


def leasts(groups: int, goods: int, *, every: bool) -> Sequence[int]:
    """How many of the groups must be there, in the order of trying. Few goods have all but one
    where very many have any; of very many goods and words that costs too much to ask for."""
    if every:
        return (groups,)
    most = [groups - 1] if goods < MANY or groups <= _FEW_GROUPS else []
    return [one for one in dict.fromkeys((*most, 1)) if one > 0]


def found_by(wanted: Wanted, *, query: CatalogQuery, marks: Mapping[str, str], on: date) -> Found:
    """Public goods that have the words, within the filters, best first.

    One statement, none when no goods fit the filters, two when hardly any candidates did.
    """
    if query == CatalogQuery():
        return _ask(wanted, wanted.parameters("", on))
    return _within(wanted, fitting(query, on=on), _marks(query, marks), on)


def _within(wanted: Wanted, fits: Fitting, marks: str, on: date) -> Found:
    """What fits filters. Where candidates had to be left out and hardly any others fit, goods that
    do are looked through by name when they are few enough, and else more candidates."""
    if not fits.count:
        return Found()
    if fits.count <= FEW:
        return _ask(wanted, wanted.parameters("", on), fits.listings())
    found = _ask(wanted, wanted.parameters(marks, on))
    left = found.among(fits.among(found.ids))
    if len(found.ids) < wanted.candidates or len(left.ids) >= ENOUGH:
        return left
    if fits.count <= SOME:
        return _ask(wanted, wanted.parameters("", on), fits.listings())
    if wanted.candidates < CANDIDATES:
        found = _ask(wanted, wanted.parameters(marks, on), most=CANDIDATES)
    return found.among(fits.among(found.ids))


def _ask(
    wanted: Wanted,
    parameters: Mapping[str, Any],
    within: Sequence[int] | None = None,
    *,
    most: int | None = None,
) -> Found:
    """The candidates. within: none but these; most: of heads and of other texts, when not as many
    as usual."""
    shape = _Shape(
        masks=0 if wanted.is_every else len(wanted.groups),
        is_wider=wanted.is_wider,
        with_parts=wanted.with_parts,
        is_narrow=within is not None,
        is_large=wanted.goods >= MANY and within is None,
        most=most or wanted.candidates,
    )
    more = {} if within is None else {"within": list(within)}
    ((ids, scores, masks, *parts),) = prepared_rows(_statement(shape), {**parameters, **more})
    if ids is None:
        return Found()
    is_cut = within is None and len(ids) >= (most or wanted.candidates)
    return Found(ids, scores, masks, list(zip(*parts, strict=True)), is_cut)


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
