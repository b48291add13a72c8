"""What the search knows: the editable rows, and the names of places and facilities.

Read at most once in five seconds and process, so a changed row is in force within seconds. What has
public goods is taken from the cards that filters count: asking for it costs the more the more goods
there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection

from catalog.kept import kept
from catalog.models import SearchTerm, TermUse
from catalog.selectors.facet_index import index_now
from catalog.selectors.search_text import words_in

Phrase = tuple[str, ...]
LONGEST = 6  # words of a phrase

V = TypeVar("V")


class Place(NamedTuple):
    """A place named in a query: whole provinces, or facilities in a kab/kota; slugs."""

    provinces: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()


class Maker(NamedTuple):
    """A facility as the search knows it.

    has_goods: any that are public; names: all it has; sought: their plain words, a blank before
    each.
    """

    id: int
    slug: str
    name: str
    regency: str
    province: str
    has_goods: bool
    names: tuple[str, ...]
    sought: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The rows by what they teach; keys are plain phrases as tuples of words.

    marks: of places and facilities in the words' index, by slug; goods: how many are public.
    """

    stops: Mapping[Phrase, bool] = field(default_factory=dict)
    stems: Mapping[str, frozenset[str]] = field(default_factory=dict)
    spellings: Mapping[Phrase, Phrase] = field(default_factory=dict)
    synonyms: Mapping[Phrase, tuple[Phrase, ...]] = field(default_factory=dict)
    makers: Mapping[Phrase, Phrase] = field(default_factory=dict)
    papers: Mapping[Phrase, tuple[str, ...]] = field(default_factory=dict)
    flags: Mapping[Phrase, str] = field(default_factory=dict)
    places: Mapping[Phrase, Place] = field(default_factory=dict)
    facilities: Mapping[Phrase, tuple[Maker, ...]] = field(default_factory=dict)
    all_makers: tuple[Maker, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    goods: int = 0

    def means_more(self, word: str) -> bool:
        """Whether a word by itself says something that is not looked for as a word."""
        tables = (self.stops, self.papers, self.flags, self.places)
        return any((word,) in table for table in tables)


@lru_cache(maxsize=16_384)
def phrase_of(text: str) -> Phrase:
    """A phrase as the tables hold it."""
    return tuple(words_in(text))


def longest(table: Mapping[Phrase, V], words: Sequence[str], at: int) -> tuple[int, V] | None:
    """The longest phrase of a table that begins at a word: how many words it has, its value."""
    for length in range(min(LONGEST, len(words) - at), 0, -1):
        value = table.get(tuple(words[at : at + length]))
        if value is not None:
            return length, value
    return None


@kept(seconds=5)
def lexicon(on: date) -> Lexicon:
    """All of it, with what has public goods on a legal date. Three statements."""
    rows, index = _rows(), index_now(on)
    makers = tuple(_makers(index.facility_ids))
    kinds = {phrase_of(one): phrase_of(means) for one, means in rows[TermUse.MAKER]}
    regions = _regions()
    return Lexicon(
        stops={phrase_of(phrase): True for phrase, _ in rows[TermUse.STOP]},
        stems=_stems(rows[TermUse.STEM]),
        spellings={phrase_of(one): phrase_of(means) for one, means in rows[TermUse.SPELLING]},
        synonyms=_both_ways(rows[TermUse.SYNONYM]),
        makers=kinds,
        papers=_papers(rows[TermUse.PAPER], index.papers_shown),
        flags={phrase_of(phrase): means for phrase, means in rows[TermUse.FLAG]},
        places=_places(rows[TermUse.PLACE], regions, makers),
        facilities=_facilities(makers, kinds),
        all_makers=makers,
        marks={maker.slug: f"=f{maker.id}" for maker in makers}
        | {slug: f"=p{code}" for code, slug, *_ in regions["provinces"]},
        goods=index.present.bit_count(),
    )


def _rows() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {use: [] for use in TermUse.values}
    rows = SearchTerm.objects.filter(is_on=True).order_by("pk")
    for use, phrase, means in rows.values_list("use", "phrase", "means"):
        found[use].append((phrase, means))
    return found


def _stems(rows: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """For every word of a family all the others: menenun, tenunan and tenun find each other."""
    families: dict[str, set[str]] = defaultdict(set)
    for word, root in rows:
        families[root] |= {word, root}
    return {word: frozenset(family - {word}) for family in families.values() for word in family}


def _both_ways(rows: Iterable[tuple[str, str]]) -> dict[Phrase, tuple[Phrase, ...]]:
    found: dict[Phrase, dict[Phrase, None]] = defaultdict(dict)
    for one, other in rows:
        found[phrase_of(one)][phrase_of(other)] = None
        found[phrase_of(other)][phrase_of(one)] = None
    return {phrase: tuple(means) for phrase, means in found.items()}


def _fetch(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _papers(
    rows: Iterable[tuple[str, str]], shown: Collection[str]
) -> dict[Phrase, tuple[str, ...]]:
    """Codes by phrase; `*` is every kind that a card shows today. A kind that none shows asks
    for nothing that could be found, so its words stay words."""
    found: dict[Phrase, tuple[str, ...]] = {}
    for phrase, means in rows:
        codes = tuple(sorted(shown)) if means == "*" else (means,) * (means in shown)
        if codes or not means:
            found[phrase_of(phrase)] = found.get(phrase_of(phrase), ()) + codes
    return found


_MAKERS = """SELECT f.id, f.slug, f.short_name, f.regency_id, p.slug,
 f.official_name, ARRAY(SELECT a.name FROM catalog_facilityalias a
  WHERE a.facility_id = f.id ORDER BY a.id)
 FROM catalog_facility f JOIN catalog_regency r ON r.code = f.regency_id
 JOIN catalog_province p ON p.code = r.province_id WHERE f.is_open ORDER BY f.short_name"""


def _makers(with_goods: Container[int]) -> Iterator[Maker]:
    for *values, official, aliases in _fetch(_MAKERS):
        names = (values[2], official, *aliases)
        sought = "".join(f" {word}" for name in names for word in phrase_of(name))
        yield Maker._make((*values, values[0] in with_goods, names, sought))


def _regions() -> dict[str, list[tuple[Any, ...]]]:
    rows = _fetch(
        "SELECT p.code, p.slug, p.name, p.name_en, ARRAY(SELECT r.code || ' ' || r.name"
        " FROM catalog_regency r WHERE r.province_id = p.code) FROM catalog_province p"
    )
    regencies = [(*packed.partition(" ")[::2], row[1]) for row in rows for packed in row[4]]
    return {"provinces": rows, "regencies": regencies}


_TYPES = ("kabupaten", "kota", "administrasi", "kepulauan")


def _bare(name: str) -> Phrase:
    """A kab/kota without what it is: "Kabupaten Sigi" is Sigi."""
    words = list(phrase_of(name))
    while len(words) > 1 and words[0] in _TYPES:
        words.pop(0)
    return tuple(words)


def _places(
    rows: Iterable[tuple[str, str]],
    regions: Mapping[str, Sequence[tuple[Any, ...]]],
    makers: Sequence[Maker],
) -> dict[Phrase, Place]:
    """Places by name. A kab/kota is its facilities with goods; without any it is no place."""
    with_goods = [maker for maker in makers if maker.has_goods]
    provinces = {maker.province for maker in with_goods}
    by_regency: dict[str, list[str]] = defaultdict(list)
    for maker in with_goods:
        by_regency[maker.regency].append(maker.slug)
    found: dict[Phrase, Place] = {}
    for code, name, _province in regions["regencies"]:
        if code in by_regency:
            _join(found, _bare(name), Place(facilities=tuple(by_regency[code])))
    for _code, slug, name, name_en, _ in regions["provinces"]:
        if slug in provinces:
            found[phrase_of(name)] = found[phrase_of(name_en)] = Place(provinces=(slug,))
    given: dict[Phrase, Place] = {}
    for phrase, means in rows:
        place = Place((means,) if means in provinces else (), tuple(by_regency.get(means, ())))
        _join(given, phrase_of(phrase), place)
    return found | {phrase: place for phrase, place in given.items() if any(place)}


def _join(found: dict[Phrase, Place], phrase: Phrase, more: Place) -> None:
    known = found.get(phrase, Place())
    found[phrase] = Place(
        known.provinces + more.provinces,
        known.facilities + tuple(slug for slug in more.facilities if slug not in known.facilities),
    )


KINDS = ("lapas", "rutan", "lpka", "bapas")
_SPECIAL = ("narkotika", "perempuan", "terbuka", "pemuda", "khusus")
_CLASSES = frozenset(
    ("i", "ii", "iii", "1", "2", "3", "a", "b", "ia", "ib", "iia", "iib", "1a", "1b", "2a", "2b")
)


def maker_words(words: Sequence[str], kinds: Mapping[Phrase, Phrase]) -> list[str]:
    """Words with kinds of facilities in their short form and without classes.

    "lembaga pemasyarakatan kelas II B pati" is "lapas pati".
    """
    short: list[str] = []
    starts = {phrase[0] for phrase in kinds}
    at = 0
    while at < len(words):
        found = longest(kinds, words, at) if words[at] in starts else None
        short += found[1] if found else (words[at],)
        at += found[0] if found else 1
    kept_words: list[str] = []
    is_class = False
    for word in short:
        follows = kept_words and kept_words[-1] in (*KINDS, *_SPECIAL)
        if is_class and word in _CLASSES:
            continue
        is_class = word == "kelas" or (bool(follows) and word in _CLASSES)
        if not is_class:
            kept_words.append(word)
    return kept_words


@lru_cache(maxsize=16_384)
def _short_name(name: str, kinds: frozenset[tuple[Phrase, Phrase]]) -> Phrase:
    """A facility's name as `maker_words` makes it; names hardly change, so they are kept."""
    return tuple(maker_words(phrase_of(name), dict(kinds)))


def _facilities(
    makers: Sequence[Maker], kinds: Mapping[Phrase, Phrase]
) -> dict[Phrase, tuple[Maker, ...]]:
    """Facilities by each of their names that begins with a kind of facility.

    "Lapas Narkotika Samarinda" is "Lapas Samarinda" too, as long as no other has that name.
    """
    found: dict[Phrase, tuple[Maker, ...]] = {}
    same = frozenset(kinds.items())
    for maker in makers:
        for name in dict.fromkeys(_short_name(name, same) for name in maker.names):
            if len(name) > 1 and name[0] in KINDS:
                found[name] = (*found.get(name, ()), maker)
    for (kind, special, *rest), named in list(found.items()):
        if special in _SPECIAL and rest:
            found.setdefault((kind, *rest), named)
    return found
