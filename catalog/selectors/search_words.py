"""What the database knows of words: whether goods have them, what is like them, their stems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db import connection

from catalog.prepared import prepared_rows
from catalog.selectors.search_text import likeness

SHARE = 16  # every so manieth listing has an index of its own (migration 0009)
_MOST_STEMS = 20_000
_SHORTEST_WRONG = 4  # letters of a word that may be taken for a misspelt one


class Near(NamedTuple):
    """A word of the vocabulary that is like a typed one."""

    word: str
    in_names: bool
    goods: int


class WordFacts(NamedTuple):
    """A word: whether it is in the vocabulary or in any public text, or in a name of goods; and
    what is like it, when it is not known at all."""

    in_vocabulary: bool
    is_known: bool
    in_names: bool
    near: tuple[Near, ...] = ()


UNKNOWN = WordFacts(in_vocabulary=False, is_known=False, in_names=False)

# The vocabulary has a row a distinct word, so the cost does not grow with the goods. Two letters
# that changed places break up to four trigrams, too many for a short word to be found by those it
# has left ("pisnag"), so words that come out right when two are swapped back are looked up. A word
# that very many goods have is seen in a share of them.
_HAS = """EXISTS (SELECT 1 FROM catalog_searchrow s WHERE s.is_open{share} AND s.vector @@
   (plainto_tsquery('indonesian', w.word) || plainto_tsquery('english', w.word)))"""
_SEEN = f"{_HAS.format(share=f' AND s.listing_id %% {SHARE} = 0')} OR {_HAS.format(share='')}"
_FACTS = f"""
SELECT w.word, v.word IS NOT NULL,
 v.word IS NOT NULL OR CASE WHEN w.is_typed THEN {_SEEN} ELSE false END,
 coalesce(v.in_names, false), near.words, near.in_names, near.goods
FROM unnest(%(words)s::text[], %(typed)s::bool[]) w(word, is_typed)
LEFT JOIN catalog_searchword v ON v.word = w.word
LEFT JOIN LATERAL (
  SELECT array_agg(word) AS words, array_agg(in_names) AS in_names, array_agg(goods) AS goods
  FROM ((SELECT n.word, n.in_names, n.goods FROM catalog_searchword n
    WHERE w.is_typed AND v.word IS NULL AND n.word %% w.word
    ORDER BY similarity(n.word, w.word) DESC, n.goods DESC LIMIT 16)
   UNION SELECT n.word, n.in_names, n.goods FROM catalog_searchword n
    WHERE w.is_typed AND v.word IS NULL AND n.word IN (
     SELECT overlay(w.word PLACING reverse(substr(w.word, i, 2)) FROM i FOR 2)
     FROM generate_series(1, length(w.word) - 1) i)) likest
) near ON true
"""


def word_facts(typed: Iterable[str], others: Iterable[str] = ()) -> dict[str, WordFacts]:
    """What is known of words. others: only looked up, not compared. One statement."""
    asked = dict.fromkeys(others, False) | dict.fromkeys(typed, True)
    if not asked:
        return {}
    rows = prepared_rows(_FACTS, {"words": list(asked), "typed": list(asked.values())})
    return {
        word: WordFacts(known, found, named, tuple(map(Near, *likest)) if likest[0] else ())
        for word, known, found, named, *likest in rows
    }


def likest(word: str, near: Sequence[Near]) -> tuple[str, float]:
    """The word that was probably meant, and how like it is; nothing and 0 when none is.

    Among words as like as each other goods' names come first, then what more goods have.
    """
    if len(word) < _SHORTEST_WRONG or not word.isalpha():
        return "", 0.0
    scored = [(likeness(word, one.word), one.in_names, one.goods, one.word) for one in near]
    like, _in_names, _goods, best = max(scored, default=(0.0, False, 0, ""))
    return (best, like) if like > 0 else ("", 0.0)


# Stems never change while the server runs.
_stems: dict[str, tuple[str, ...]] = {}


def stems(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The lexemes of words in both languages. At most one statement, none for words seen before."""
    wanted = list(dict.fromkeys(words))
    missing = [word for word in wanted if word not in _stems]
    if missing:
        if len(_stems) > _MOST_STEMS:
            _stems.clear()
        _stems.update(_fetch_stems(missing))
    return {word: _stems.get(word, (word,)) for word in wanted}


def _fetch_stems(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w, ts_lexize('indonesian_stem', w) || ts_lexize('english_stem', w)"
            " FROM unnest(%s::text[]) w",
            [list(words)],
        )
        return {word: tuple(dict.fromkeys(found or [word])) for word, found in cursor.fetchall()}
