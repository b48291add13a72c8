"""What a text that is being typed may become: words, goods, facilities. None leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection

from catalog.kept import kept
from catalog.prepared import prepared_rows
from catalog.selectors.search_rank import Group, tsquery
from catalog.selectors.search_terms import Lexicon, Maker, lexicon
from catalog.selectors.search_text import clean, plain, words_in
from catalog.selectors.search_words import SHARE, likest, word_facts
from catalog.types import CardPhoto

SHORTEST = 2  # letters before anything is suggested
_ENDINGS = 8  # words that the last one may become, looked up
_LOOKED_AT = 24  # goods of each
WORDS, GOODS, MAKERS = 4, 4, 2


class GoodsHint(NamedTuple):
    """Goods as a suggestion shows them, in the language asked for."""

    slug: str
    name: str
    price_min: Decimal
    price_max: Decimal
    facility_name: str
    photo: CardPhoto | None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Three groups, best first. words: whole texts to look for; makers: with public goods."""

    words: tuple[str, ...] = ()
    goods: tuple[GoodsHint, ...] = ()
    makers: tuple[Maker, ...] = ()


_STARTING = """SELECT word FROM catalog_searchword WHERE word LIKE %s AND word <> ALL(%s)
ORDER BY in_names DESC, goods DESC, word LIMIT %s"""

# Each ending is asked by itself, so one that no public goods have falls out. All goods are looked
# through only where a share of them is too little.
_ENDING = """(SELECT {n} AS n, s.listing_id FROM (
   SELECT listing_id FROM catalog_searchrow WHERE is_open AND listing_id %% {share} = 0
    AND head @@ (SELECT %(query{n})s::tsquery)
   UNION ALL SELECT listing_id FROM catalog_searchrow WHERE is_open AND listing_id %% {share} <> 0
    AND head @@ (SELECT %(query{n})s::tsquery)) s LIMIT {most})"""
_HINTS = """
SELECT found.n, c.listing_id, c.slug, {name}, c.price_min, c.price_max, c.facility_name,
 c.photo_key, c.photo_width, c.photo_height, {alt}, c.photo_widths
FROM ({endings}) found
JOIN catalog_card c ON c.listing_id = found.listing_id
WHERE c.is_open AND (c.cleared_until IS NULL OR c.cleared_until >= %(on)s)
ORDER BY found.n, starts_with(lower({name}), %(text)s) DESC, c.is_sold_out,
 c.flagship_until IS NULL, c.listing_id DESC
"""


def suggestions(text: str, *, language: str, on: date) -> Suggestions:
    """At most ten, for a text of two letters or more. Four statements, mostly two."""
    typed = words_in(clean(text))
    if len("".join(typed)) < SHORTEST:
        return Suggestions()
    known = lexicon(on)
    lead, last = _spelled(typed[:-1], known), typed[-1]
    endings = _endings(last, known)
    queries = [
        " & ".join(tsquery(Group(((word,),))) for word in (*lead, *ending.split()))
        for ending in endings
    ]
    line = " ".join(typed)
    rows = _hints(queries[:WORDS], 0, line, language, on)
    if len({row[0] for row in rows}) < WORDS < len(endings):
        rows += _hints(queries[WORDS:], WORDS, line, language, on)
    living = [endings[n] for n in dict.fromkeys(row[0] for row in rows)]
    return Suggestions(
        words=_words(lead, living, [row[3] for row in rows]),
        goods=_goods(rows),
        makers=tuple(islice(_makers_like(typed, known.all_makers), MAKERS)),
    )


def _spelled(words: Sequence[str], known: Lexicon) -> list[str]:
    """Words as the shop writes them, without those that say nothing of goods."""
    right = [part for word in words for part in known.spellings.get((word,), (word,))]
    return [word for word in right if (word,) not in known.stops]


def _endings(last: str, known: Lexicon) -> list[str]:
    """Words of the vocabulary that begin as typed; else those spelt otherwise or alike."""
    stops = [phrase[0] for phrase in known.stops if len(phrase) == 1 and phrase[0][0] == last[0]]
    with connection.cursor() as cursor:
        cursor.execute(_STARTING, [f"{last}%", stops, _ENDINGS])
        found = [word for (word,) in cursor.fetchall()]
    if found:
        return found
    spelled = [
        " ".join(right)
        for phrase, right in known.spellings.items()
        if len(phrase) == 1 and phrase[0].startswith(last)
    ]
    if spelled:
        return list(dict.fromkeys(spelled))[:_ENDINGS]
    best, _like = likest(last, word_facts([last])[last].near)
    return [best] if best else []


def _hints(
    queries: Sequence[str], first: int, text: str, language: str, on: date
) -> list[tuple[Any, ...]]:
    """Public goods for each query: its number, counted from `first`, then what a hint shows."""
    if not queries:
        return []
    numbered = dict(enumerate(queries, first))
    is_id = language == "id"
    sql = _HINTS.format(
        name="c.name" if is_id else "c.name_en",
        alt="c.photo_alt" if is_id else "c.photo_alt_en",
        endings=" UNION ALL ".join(
            _ENDING.format(n=n, share=SHARE, most=_LOOKED_AT) for n in numbered
        ),
    )
    words = {f"query{n}": query for n, query in numbered.items()}
    return prepared_rows(sql, {**words, "text": text, "on": on})


def _words(lead: Sequence[str], living: Sequence[str], names: Iterable[str]) -> tuple[str, ...]:
    """Texts that find something: the endings, and first words of names that begin with one."""
    found = dict.fromkeys(" ".join((*lead, ending)) for ending in living[:WORDS])
    if len(found) < WORDS and found:
        begun = f"{next(iter(found))} "
        for name in names:
            said = plain(name)
            if said.startswith(begun):
                found[" ".join(said.split()[: len(begun.split()) + 1])] = None
    return tuple(found)[:WORDS]


def _goods(rows: Iterable[tuple[Any, ...]]) -> tuple[GoodsHint, ...]:
    hints: dict[int, GoodsHint] = {}
    for _n, listing_id, slug, name, low, high, maker, key, width, height, alt, widths in rows:
        photo = CardPhoto(key, width, height, alt, tuple(widths)) if key else None
        hints.setdefault(listing_id, GoodsHint(slug, name, low, high, maker, photo))
    return tuple(hints.values())[:GOODS]


def _makers_like(typed: Sequence[str], makers: Iterable[Maker]) -> Iterator[Maker]:
    """Facilities with goods in whose names every word begins one."""
    for maker in makers:
        if maker.has_goods and all(f" {word}" in maker.sought for word in typed):
            yield maker


_NEWEST = 2000  # goods whose names are counted, so that the cost does not grow with the catalogue
_POPULAR = """SELECT word FROM (
 SELECT lower(word) AS word, count(*) AS goods FROM (
  SELECT {word} AS word FROM catalog_card c
  WHERE c.is_open AND (c.cleared_until IS NULL OR c.cleared_until >= %s)
  ORDER BY c.is_sold_out, c.published_at DESC, c.listing_id DESC LIMIT %s) newest GROUP BY 1
) counted WHERE length(word) > 2 ORDER BY goods DESC, word LIMIT %s"""
_FIRST_WORD = {"id": "split_part(c.name, ' ', 1)", "en": "split_part(c.name_en, ' ', -1)"}


@kept(seconds=60)
def popular_words(language: str, on: date, most: int = 12) -> tuple[str, ...]:
    """What the names of most of the newest goods begin with (in English end with)."""
    with connection.cursor() as cursor:
        cursor.execute(_POPULAR.format(word=_FIRST_WORD[language]), [on, _NEWEST, most])
        return tuple(word for (word,) in cursor.fetchall())
