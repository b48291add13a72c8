"""What a cell can hold and what reading it can give."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple, TypeAlias


class Odd(Enum):
    """Cells without a value that can be read."""

    NO_RESULT = "a formula whose result is not in the file"
    ERROR = "an error such as #REF!"
    FORMULA = "a formula as text"


Value: TypeAlias = str | int | float | bool | date | Odd | None


class Line(NamedTuple):
    """One line of a sheet. number: as the sheet counts, from 1."""

    number: int
    cells: tuple[Value, ...]
    is_hidden: bool = False

    def at(self, column: int) -> Value:
        """The cell in a column counted from 0; None beyond the last."""
        return self.cells[column] if column < len(self.cells) else None

    @property
    def filled(self) -> list[int]:
        """Columns that hold something."""
        return [place for place, value in enumerate(self.cells) if value is not None]


class Span(NamedTuple):
    """Merged cells: lines as numbered, columns from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: its lines that hold something, and what was seen besides."""

    name: str
    lines: tuple[Line, ...]
    merged: tuple[Span, ...] = ()
    is_hidden: bool = False
    formulas: int = 0


@dataclass(frozen=True)
class Book:
    """A file: its sheets; form: "xlsx" or "csv"; said: how a csv was read (encoding, separator)."""

    form: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a cell cannot be taken. code: a sentence of storefront.mapping.sentences."""

    code: str
    params: tuple[tuple[str, str], ...] = ()


def flaw(code: str, **params: object) -> Flaw:
    """A flaw with its parameters as text."""
    return Flaw(code, tuple((name, str(value)) for name, value in params.items()))


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be given. value: what --answer takes; label: what it means."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """What has to be asked before a cell can be read.

    topic and text make the key, so that the same doubt is asked once; code: the question's
    sentence; is_free: another value than the choices may be given.
    """

    topic: str
    text: str
    code: str
    choices: tuple[Choice, ...]
    params: tuple[tuple[str, str], ...] = ()
    is_free: bool = field(default=False)


# Beyond this a float no longer holds every whole number as it was typed.
EXACT = 10**15
NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        "_",
        ".",
        "n/a",
        "na",
        "nihil",
        "kosong",
        "tidak ada",
        "tdk ada",
    }
    | {"belum", "belum ada", "blm ada", "blm", "none", "null", "x x", "...", "nil", "tidak", "tdk"}
)


def text_of(value: Value) -> str:
    """A cell as one text, spaces made single; numbers without a needless ".0"."""
    if value is None or isinstance(value, Odd):
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        value = int(value)
    return " ".join(str(value).split())


def is_nothing(text: str) -> bool:
    """Whether a text says that there is nothing ("-", "belum ada")."""
    return text.casefold().strip(" .:") in NOTHING or not text.strip(" .:-–—_/")


def odd_flaw(value: Value) -> Flaw | None:
    """Why a cell without a readable value cannot be taken."""
    if isinstance(value, Odd):
        return Flaw({"NO_RESULT": "no_result", "ERROR": "cell_error"}.get(value.name, "formula"))
    return None
