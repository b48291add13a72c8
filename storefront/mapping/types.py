"""What comes of a mapping sheet: frozen, sentences in the language that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storefront.mapping.verdicts import Needed


class Outcome(StrEnum):
    """What became of a line."""

    NEW = "new"
    ADDED = "added"
    SAME = "same"
    DIFFERS = "differs"
    UPDATED = "updated"
    ASKED = "asked"
    RETURNED = "returned"


KEPT_OUT = frozenset({Outcome.ASKED, Outcome.RETURNED})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line did not come in. column: from 0, -1 for the line as a whole; heading: its text."""

    column: int
    heading: str
    sentence: str
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class RowResult:
    """One line of goods. listing_id: None when there is none (dry runs make none); needs: what the
    rules ask of these goods today."""

    sheet: str
    line: int
    outcome: Outcome
    name: str
    listing_id: int | None = None
    reasons: tuple[Reason, ...] = ()
    differences: tuple[str, ...] = ()
    needs: tuple[Needed, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnResult:
    """What a column was understood as. field: in words, "" when it is not used; filled, read:
    cells that hold something and that could be read; examples: cell and what was made of it."""

    letter: str
    heading: str
    field: str
    filled: int
    read: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetResult:
    """One sheet. heads: numbers of the heading's lines; left_out: words and how many lines."""

    name: str
    heads: tuple[int, ...]
    columns: tuple[ColumnResult, ...]
    goods: int
    left_out: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What is asked. choices: what may be answered and what it means; where: sheet and cell."""

    key: str
    sentence: str
    choices: tuple[tuple[str, str], ...]
    rows: int
    where: str
    is_free: bool
    blocks: bool


@dataclass(frozen=True, slots=True)
class MappingReport:
    """All that came of a file. returned: bytes of the sheet given back in the wanted form, empty
    when every line came in."""

    file: str
    form: str
    is_dry: bool
    sheets: tuple[SheetResult, ...]
    rows: tuple[RowResult, ...]
    questions: tuple[QuestionResult, ...]
    notes: tuple[tuple[str, int], ...]
    papers: int
    answers_unused: tuple[str, ...]
    returned: bytes = b""

    def count(self, outcome: Outcome) -> int:
        """How many lines came out so."""
        return sum(row.outcome is outcome for row in self.rows)
