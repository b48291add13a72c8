"""What an import is asked to do, and what it has read of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.mapping.goods import GoodsRead
from catalog.mapping.tables import Parsed, Record, Table
from catalog.mapping.values import Book, Flaw


@dataclass
class Reading:
    """A file read: its sheets in tables, its lines of goods, what is asked, what is noted."""

    book: Book
    parsed: list[Parsed] = field(default_factory=list)
    goods: list[GoodsRead] = field(default_factory=list)
    sources: dict[tuple[str, int], tuple[Table, Record]] = field(default_factory=dict)
    notes: list[Flaw] = field(default_factory=list)


@dataclass(frozen=True)
class Request:
    """What is asked of an import. office: slug of the regional office whose facilities alone are
    written to, "" for all in the actor's scope; answers: by question; returned_form: "xlsx" or
    "csv" of the sheet given back, "" for the form that came."""

    office: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    update: bool = False
    dry_run: bool = False
    returned_form: str = ""
