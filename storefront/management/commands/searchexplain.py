"""`python3 -m storefront search-explain "kripik pisang halal dari sulteng" [--literal]`."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from catalog.dates import legal_today
from catalog.models import CardRow
from catalog.selectors.search import Aids, Investigation, investigate
from catalog.selectors.search_rank import PARTS
from catalog.types import CatalogQuery

_SHOWN = 10


class Command(BaseCommand):
    """Show step by step how the search reads a text and why goods stand where they stand."""

    help = "Show how the search reads a text: words, filters, corrections, ways tried, scores."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text")
        parser.add_argument("--language", choices=("id", "en"), default="id")
        parser.add_argument("--literal", action="store_true", help="as typed, without correction")

    def handle(self, *args: object, **options: Any) -> None:
        found = investigate(
            options["text"],
            on=legal_today(),
            literal=options["literal"],
            aids=Aids(with_parts=True),
        )
        for line in (*_reading(found), *_ways(found), *_table(found, options["language"])):
            self.stdout.write(line)


def _reading(found: Investigation) -> Iterator[str]:
    """How the text was understood."""
    yield f"text       {found.text}"
    yield f"words      {' '.join(found.words) or '-'}"
    for part in found.meaning.parts:
        yield f"  {part.kind:<9}{part.text}{f'  ->  {part.means}' if part.means else ''}"
    for old, new in found.changes:
        yield f"instead    {old}  ->  {new}{'  (a guess)' if new in found.doubtful else ''}"
    for group in found.groups:
        yield f"look for   {'  or  '.join(' '.join(phrase) for phrase in group.phrases)}"
    for name, value in _filters(found.meaning.query):
        yield f"filter     {name}: {value}"
    if found.meaning.facility_slug:
        yield f"facility   {found.meaning.facility_slug}"


def _filters(query: CatalogQuery) -> Iterator[tuple[str, object]]:
    """What differs from a query that asks nothing."""
    nothing = CatalogQuery()
    for name in vars(query):
        value = getattr(query, name)
        if value != getattr(nothing, name) and name != "sort":
            yield name, ", ".join(value) if isinstance(value, tuple) else value


def _ways(found: Investigation) -> Iterator[str]:
    for attempt in found.attempts:
        yield f"tried      {attempt.way}: {attempt.found} goods"
    if found.dropped:
        yield f"left out   {', '.join(found.dropped)}"
    if found.corrected:
        yield f"shown as   {found.corrected}"


def _table(found: Investigation, language: str) -> Iterator[str]:
    """The first goods with their scores by part."""
    if found.query.ranked is None:
        yield "no words to look for: the list of the filters, newest first"
        return
    shown = found.hits[:_SHOWN]
    if not shown:
        yield "nothing found"
        return
    column = "name" if language == "id" else "name_en"
    rows = CardRow.objects.filter(pk__in=[hit.listing_id for hit in shown])
    names = dict(rows.values_list("pk", column))
    yield ""
    yield "  ".join(("score", *PARTS, "goods"))
    for hit in shown:
        numbers = (f"{part:>{len(name)}}" for name, part in zip(PARTS, hit.parts, strict=True))
        yield "  ".join((f"{hit.score:>5}", *numbers, names.get(hit.listing_id, "-")))
