"""A request to a list of goods, read: what it asks for, and what the words are today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict

from catalog.dates import legal_today
from catalog.selectors.facet_index import FacetIndex, index_now
from catalog.selectors.facet_places import Places, places_now
from catalog.selectors.facets import facets
from catalog.selectors.search import search
from catalog.types import CatalogQuery, Facets, Searched
from legality.selectors import paper_words
from storefront.web import addresses
from storefront.web.context import language_of
from storefront.web.shop.parameters import (
    FLAGS,
    GROUPS,
    PRICE,
    Parameters,
    Vocabulary,
    beside,
    merged,
    parse,
    values_in_force,
    without,
)
from storefront.web.starts import starts_named

# What the form showed as named by the words, "surat:halal": of that, what it does not send any
# more was unticked. The address never says it.
FROM_WORDS = "dari-kata"


@dataclass(frozen=True)
class Asked:
    """What a request asks a list for.

    parameters: the address, which says nothing that its words say already; searched: what the
    words mean, None without words; query: both together.
    """

    language: str
    on: date
    index: FacetIndex
    words: Vocabulary
    parameters: Parameters
    searched: Searched | None
    query: CatalogQuery

    def facets(self, query: CatalogQuery) -> Facets:
        """Counts for a query."""
        return _facets(query, self.language, self.on, self.index)

    @cached_property
    def found(self) -> Facets:
        """Counts for what was asked."""
        return self.facets(self.query)

    @cached_property
    def understood(self) -> CatalogQuery:
        """The filters that the words name."""
        return self.searched.query if self.searched else CatalogQuery()

    def is_understood(self, parameter: str, value: str = "") -> bool:
        """Whether the words name this value, flag or, as "harga", the price."""
        if parameter in GROUPS:
            return value in getattr(self.understood, GROUPS[parameter])
        if parameter in FLAGS:
            return bool(getattr(self.understood, FLAGS[parameter]))
        ends = (self.understood.price_from, self.understood.price_to)
        return ends != (None, None) and ends == (self.query.price_from, self.query.price_to)

    @property
    def marks_of_words(self) -> list[str]:
        """What the words name, for the form to say, so that what is unticked is known."""
        return [
            f"{parameter}:{value}"
            for parameter, value in values_in_force(_known(self.understood, self.words))
        ]

    def address(self, query: CatalogQuery) -> str:
        """The list of another choice beside the same words."""
        return self.place(self.parameters.with_query(query))

    def literal_address(self, query: CatalogQuery) -> str:
        """The list of a choice with words that are looked for as they stand."""
        return self.place(self.parameters.with_query(query, literal=True))

    def place(self, query: str) -> str:
        """Where lists of this kind stand: what has words is a search."""
        if self.parameters.text:
            return addresses.search(self.language, query)
        return addresses.catalog(self.language, query)

    @property
    def written_out(self) -> CatalogQuery:
        """All that was asked, as filters that need no words to be understood."""
        return replace(self.query, ranked=None)


def _facets(query: CatalogQuery, language: str, on: date, index: FacetIndex) -> Facets:
    return facets(query, language=language, on=on, paper_words=paper_words(language), index=index)


def asked_of(request: HttpRequest) -> Asked:
    """Read a request. No statement when what is needed is kept, but those of a search."""
    language, on = language_of(), legal_today()
    index = index_now(on)
    words = _vocabulary(index, language, on)
    parameters = parse(request.GET, words)
    if not parameters.text:
        return Asked(language, on, index, words, parameters, None, parameters.query)
    searched = search(parameters.text, language=language, on=on, literal=parameters.is_literal)
    understood = _known(searched.query, words)
    if unticked := _unticked(request.GET, parameters, understood):
        parameters = _as_they_stand(parameters, understood, unticked)
        searched = search(parameters.text, language=language, on=on, literal=True)
    own = beside(parameters.query, searched.query)
    query = merged(own, _known(searched.query, words))
    return Asked(language, on, index, words, replace(parameters, query=own), searched, query)


def _unticked(
    given: QueryDict, parameters: Parameters, understood: CatalogQuery
) -> list[tuple[str, str]]:
    """What the words name and the form showed ticked, but did not send."""
    shown = set(given.getlist(FROM_WORDS))
    sent = set(values_in_force(parameters.query))
    if parameters.wrong_prices:
        sent.add((PRICE, ""))  # typed, though it cannot be read
    return [
        (parameter, value)
        for parameter, value in values_in_force(understood)
        if f"{parameter}:{value}" in shown and (parameter, value) not in sent
    ]


def _as_they_stand(
    parameters: Parameters, understood: CatalogQuery, unticked: list[tuple[str, str]]
) -> Parameters:
    """The same words taken as they stand, and what else they name written out."""
    query = replace(merged(parameters.query, understood), near=parameters.query.near, ranked=None)
    for parameter, value in unticked:
        query = without(query, parameter, value)
    return replace(parameters, query=query, is_literal=True)


def _known(understood: CatalogQuery, words: Vocabulary) -> CatalogQuery:
    """Without values that nothing public has: the page could not name them."""
    groups: dict[str, Any] = {
        group: tuple(v for v in getattr(understood, group) if v in words.labels[parameter])
        for parameter, group in GROUPS.items()
    }
    return replace(understood, **groups)


def _vocabulary(index: FacetIndex, language: str, on: date) -> Vocabulary:
    """The values that lists know today, kept with the index."""
    everything = _facets(CatalogQuery(), language, on, index)
    key, places = ("words", language), places_now()
    known = index.kept.get(key)
    if known is None or not (known[0] is everything and known[1] is places):
        known = (everything, places, _vocabulary_of(everything, places, language))
        index.kept[key] = known
    vocabulary: Vocabulary = known[2]
    return vocabulary


def _vocabulary_of(everything: Facets, places: Places, language: str) -> Vocabulary:
    labels = {
        parameter: {value.value: value.label for value in getattr(everything, group)}
        for parameter, group in GROUPS.items()
    }
    known = {
        "provinsi": _named(places.provinces.values(), language),
        "kantor": _named(places.offices.values(), language),
        "fasilitas": {place.slug: place.name for place in places.facilities.values()},
    }
    return Vocabulary(
        labels,
        {
            parameter: {slug: name for slug, name in names.items() if slug not in labels[parameter]}
            for parameter, names in known.items()
        },
        starts_named(language),
        {province.slug: province.code for province in places.provinces.values()},
    )


def _named(rows: Any, language: str) -> dict[str, str]:
    return {row.slug: row.name if language == "id" else row.name_en for row in rows}
