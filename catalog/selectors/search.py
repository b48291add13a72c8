"""Finding goods by words.

A text is cleaned, its filters are understood, spellings are put right by rows and by likeness,
and what is left is looked for with its synonyms and forms. What finds nothing is looked for again
more freely, so that a wrong guess never hides goods: without the filters, then by most of the
words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from catalog.selectors.facets import fitting
from catalog.selectors.search_meaning import FILTERS, NOWHERE, Meaning, meaning_of
from catalog.selectors.search_prices import Price, price_in
from catalog.selectors.search_rank import Found, Group, Hit, Wanted, found_by, goods_of, leasts
from catalog.selectors.search_terms import Lexicon, Phrase, lexicon, longest
from catalog.selectors.search_text import clean, plain, roots, words_in
from catalog.selectors.search_words import UNKNOWN, WordFacts, likest, word_facts
from catalog.types import CatalogQuery, Searched, Sort

MOST_FOUND = 2000
_SURE = 0.8  # likeness
_MOST_PHRASES = 12  # of one group


@dataclass(frozen=True, slots=True)
class Aids:
    """What helps a search, switched off only to measure what each is worth.

    with_parts: scores come with their parts, for who asks why.
    """

    understanding: bool = True
    synonyms: bool = True
    forms: bool = True
    likeness: bool = True
    freely: bool = True
    with_parts: bool = False


class Guess(NamedTuple):
    """A word that was probably meant. is_sure: very like the one typed."""

    word: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way that was tried, and how many goods it found."""

    way: str
    found: int


@dataclass(slots=True)
class Investigation:
    """A search with all that led to it.

    changes: what was typed and what was looked for instead; doubtful: those words of them that
    are not very like; dropped: what no goods had.
    """

    text: str
    words: list[str]
    meaning: Meaning
    groups: list[Group] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)
    changes: list[tuple[str, str]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    ranked: Found = Found()
    query: CatalogQuery = field(default_factory=CatalogQuery)

    @property
    def hits(self) -> list[Hit]:
        """What was found, with the parts of the scores where they were asked for."""
        parts = self.ranked.parts or [()] * len(self.ranked.ids)
        return list(map(Hit, self.ranked.ids, self.ranked.scores, parts))

    @property
    def corrected(self) -> str:
        """The text as it was looked for; empty when that is as typed."""
        if not self.changes and not self.dropped:
            return ""
        text = f" {self.text.lower()} "
        if any(f" {old} " not in text for old, _new in self.changes):
            text = f" {plain(text)} "
        for old, new in [*self.changes, *((word, "") for word in self.dropped)]:
            text = re.sub(rf"(?<![a-z0-9]){re.escape(old)}(?![a-z0-9])", new, text)
        return " ".join(text.split())


def search(text: str, *, language: str, on: date, literal: bool = False) -> Searched:
    """What a text means and which goods it finds. literal: the words as typed, uncorrected.

    Two statements for words that were seen before and find something, more for what does not.
    language: says nothing yet about what is found, as goods are looked for in both.
    """
    found = investigate(text, on=on, literal=literal)
    return Searched(
        text=found.text,
        query=found.query,
        corrected=found.corrected,
        facility_slug=found.meaning.facility_slug,
        is_cut=found.ranked.is_cut,
    )


def ranked_by(text: str, *, on: date) -> tuple[tuple[int, int], ...] | None:
    """Listing ids and scores of what a text finds, its filters included, best first.

    None when its words say nothing of goods ("jual murah"). Goods found by filters alone come
    newest first.
    """
    query = investigate(text, on=on).query
    if query.ranked is not None:
        return query.ranked
    if query == CatalogQuery():
        return None
    ids = goods_of(query, on, MOST_FOUND)
    return tuple((listing_id, len(ids) - place) for place, listing_id in enumerate(ids))


def investigate(
    text: str, *, on: date, literal: bool = False, aids: Aids | None = None
) -> Investigation:
    """A search with everything that explains it."""
    cleaned = clean(text)
    known = lexicon(on)
    aids = aids or Aids()
    if literal:
        aids = replace(aids, synonyms=False, forms=False, likeness=False)
    found = _read(cleaned, known, aids)
    _look(found, known, on, aids, literal=literal)
    return found


def _read(cleaned: str, known: Lexicon, aids: Aids) -> Investigation:
    """The text as words, filters and groups, misspelt words put right."""
    price, rest = price_in(cleaned.lower()) if aids.understanding else (None, cleaned)
    typed = words_in(rest)
    words, changes = _respell(typed, known.spellings) if aids.synonyms else (typed, [])
    facts = word_facts(
        [word for word in words if not known.means_more(word)],
        [*words, *(root for word in words for root in roots(word))],
    )
    meaning = _meaning(words, price, known, facts, aids)
    wrong = _corrections(meaning.words, facts, known) if aids.likeness else {}
    if wrong:
        changes = [change for change in changes if change[1] not in wrong]
        changes += [(word, guess.word) for word, guess in wrong.items()]
        words = [wrong[word].word if word in wrong else word for word in words]
        meaning = _meaning(words, price, known, facts, aids)
    found = Investigation(cleaned, typed, meaning, changes=changes)
    found.doubtful = {guess.word for guess in wrong.values() if not guess.is_sure}
    found.groups = _groups(meaning.words, known, facts, aids, dict(changes))
    return found


def _meaning(
    words: Sequence[str],
    price: Price | None,
    known: Lexicon,
    facts: Mapping[str, WordFacts],
    aids: Aids,
) -> Meaning:
    if not aids.understanding:
        return Meaning(words=list(words))

    def is_name(word: str) -> bool:
        return facts.get(word, UNKNOWN).in_names

    return meaning_of(words, price, known, is_name)


def _respell(
    words: Sequence[str], spellings: Mapping[Phrase, Phrase]
) -> tuple[list[str], list[tuple[str, str]]]:
    """Words in the spelling of the shop, and what was changed."""
    right: list[str] = []
    changes = []
    at = 0
    while at < len(words):
        found = longest(spellings, words, at)
        length = found[0] if found else 1
        said = words[at : at + length]
        right += found[1] if found else said
        if found:
            changes.append((" ".join(said), " ".join(found[1])))
        at += length
    return right, changes


def _corrections(
    words: Sequence[str], facts: Mapping[str, WordFacts], known: Lexicon
) -> dict[str, Guess]:
    """Words that nothing has, with the ones that were probably meant."""
    found: dict[str, Guess] = {}
    for word in words:
        seen = facts.get(word, UNKNOWN)
        if seen.is_known or (word,) in known.synonyms or word in known.stems:
            continue
        if any(facts.get(root, UNKNOWN).in_names for root in roots(word)):
            continue
        best, like = likest(word, seen.near)
        if best:
            found[word] = Guess(best, like >= _SURE)
    return found


def _groups(
    words: Sequence[str],
    known: Lexicon,
    facts: Mapping[str, WordFacts],
    aids: Aids,
    changes: Mapping[str, str],
) -> list[Group]:
    """What must be found: a word or a phrase with everything that says the same."""
    as_typed = {new: tuple(old.split()) for old, new in changes.items()}
    groups = []
    at = 0
    while at < len(words):
        found = longest(known.synonyms, words, at) if aids.synonyms else None
        length = found[0] if found else 1
        phrase = tuple(words[at : at + length])
        same = dict.fromkeys((phrase, *(found[1] if found else ())))
        if length == 1 and aids.forms:
            same |= dict.fromkeys((form,) for form in _forms(phrase[0], known, facts))
        typed = as_typed.get(" ".join(phrase))
        if typed and facts.get(typed[0], UNKNOWN).is_known:
            same[typed] = None
        groups.append(Group(tuple(same)[:_MOST_PHRASES]))
        at += length
    return groups


def _forms(word: str, known: Lexicon, facts: Mapping[str, WordFacts]) -> Iterator[str]:
    """Other forms of a word: by rows, and by rule where the shop has the root."""
    yield from sorted(known.stems.get(word, ()))
    if not facts.get(word, UNKNOWN).in_names:
        yield from (root for root in roots(word) if facts.get(root, UNKNOWN).in_names)


def _look(found: Investigation, known: Lexicon, on: date, aids: Aids, *, literal: bool) -> None:
    """Look for the goods, in every way until one finds some."""
    text = plain(found.corrected or found.text)
    filters = CatalogQuery() if literal else found.meaning.query
    tried: set[tuple[Wanted, CatalogQuery]] = set()
    for way, groups, query, every in _ways(found, filters):
        if not (every or aids.freely):
            continue
        if not groups:
            if _names_a_list(found, query, on):
                found.query = query
                return
            continue
        for least in leasts(len(groups), known.goods, every=every):
            wanted = Wanted(tuple(groups), least, text, known.goods, aids.with_parts)
            if (wanted, query) in tried:
                continue
            tried.add((wanted, query))
            ranked = found_by(wanted, query=query, marks=known.marks, on=on)
            found.attempts.append(Attempt(way, len(ranked.ids)))
            if ranked.ids:
                _keep(found, ranked, wanted, query, every=every)
                if filters != query:
                    # as words only what is written as words was looked for, and a price never is
                    found.dropped += found.meaning.said(*(("price",) if every else FILTERS))
                return
    found.query = CatalogQuery(ranked=(), sort=Sort.BEST)


def _names_a_list(found: Investigation, query: CatalogQuery, on: date) -> bool:
    """Whether a text without words to look for asks for some list: of its filters, or of all
    goods where its words say nothing ("jual murah")."""
    if query != CatalogQuery():
        return fitting(query, on=on).count > 0
    return bool(found.words) and not found.meaning.named


def _ways(
    found: Investigation, filters: CatalogQuery
) -> Iterator[tuple[str, list[Group], CatalogQuery, bool]]:
    """What to try in turn: name, groups, filters, whether every group must be there."""
    has_filters = filters != CatalogQuery()
    yield "all words, with the filters", found.groups, filters, True
    as_words = (
        [Group(((word,),)) for word in found.words] if found.meaning.words or has_filters else []
    )
    if has_filters and found.groups:
        yield "all words, filters as words", as_words, CatalogQuery(), True
    # a doubtful guess that led to nothing is worth less than the other words
    sure = [group for group in found.groups if group.phrases[0][0] not in found.doubtful]
    if sure and has_filters:
        yield "most words, with the filters", sure, filters, False
    if sure or as_words:
        yield "most words", sure or found.groups or as_words, CatalogQuery(), False


def _keep(
    found: Investigation, ranked: Found, wanted: Wanted, query: CatalogQuery, *, every: bool
) -> None:
    """Take what a way found. Where not all words had to be there, those with most of them."""
    there = wanted.groups
    if not wanted.is_every:
        masks = zip(ranked.masks, ranked.scores, strict=True)
        best, _score = max(masks, key=lambda one: (one[0].bit_count(), one[1]))
        ranked = ranked.with_mask(best)
        there = tuple(group for n, group in enumerate(there) if best >> n & 1)
    if not every:
        found.dropped = [" ".join(group.phrases[0]) for group in found.groups if group not in there]
    found.dropped += found.meaning.said(NOWHERE)
    found.ranked = ranked
    pairs = tuple(zip(ranked.ids, ranked.scores, strict=True))
    found.query = replace(query, ranked=pairs, sort=Sort.BEST)
