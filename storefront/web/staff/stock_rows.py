"""The rows of the price and stock table: as they are shown, and as they come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from catalog.errors import NotFound
from catalog.selectors.stock import ROWS, StockLine
from catalog.services.price_table import Cells, Fault
from storefront.web import formats
from storefront.web.components.picture import small_photo
from storefront.web.staff.stock_cells import (
    Unread,
    key_typed,
    pieces_typed,
    price_typed,
    seen_typed,
)

_READERS: dict[str, Callable[[str], Decimal | int]] = {"price": price_typed, "stock": pieces_typed}
MINE, THEIRS = "saya", "mereka"


@dataclass
class Cell:
    """One input. seen: the bare number the page showed; text: what stands in it; fault: why it was
    not taken; asks: somebody changed it meanwhile, and it has to be said which holds."""

    column: str
    variant_id: int
    seen: int
    text: str
    language: str
    fault: str = ""
    asks: bool = False
    was_seen: int | None = None
    wanted: Decimal | int | None = None

    @property
    def name(self) -> str:
        """Of the input."""
        return f"{self.column}-{self.variant_id}"

    @property
    def shown(self) -> str:
        """What was seen, as people write it."""
        return formats.number(self.seen, self.language)

    @property
    def seen_before(self) -> str:
        """What the person had seen before somebody changed it."""
        return "" if self.was_seen is None else formats.number(self.was_seen, self.language)

    @property
    def is_changed(self) -> bool:
        """Whether it holds something else than was seen."""
        return self.text.strip() not in {self.shown, str(self.seen)}


@dataclass
class Row:
    """A variant in the table."""

    line: StockLine
    price: Cell
    stock: Cell
    label: str = field(init=False)

    def __post_init__(self) -> None:
        self.label = ", ".join(part for part in (self.line.name, self.line.choice) if part)

    @property
    def cells(self) -> tuple[Cell, Cell]:
        """Both inputs."""
        return self.price, self.stock


def thumb(line: StockLine) -> SafeString:
    """A variant's small picture, without words of its own."""
    return small_photo(line.photo)


def fresh_rows(lines: Sequence[StockLine], language: str) -> list[Row]:
    """Rows as the shop has them."""
    return [
        Row(
            line,
            _fresh("price", line, int(line.price), language),
            _fresh("stock", line, line.quantity, language),
        )
        for line in lines
    ]


def _fresh(column: str, line: StockLine, value: int, language: str) -> Cell:
    text = formats.number(value, language)
    return Cell(column, line.variant_id, value, text, language)


def keys_sent(posted: QueryDict) -> list[int]:
    """The variants a form names. Raises NotFound for what no page of ours sends."""
    keys = [key_typed(text) for text in posted.getlist("row")]
    if not keys or len(keys) > ROWS or None in keys:
        raise NotFound
    return list(dict.fromkeys(key for key in keys if key is not None))


def typed_rows(lines: Sequence[StockLine], posted: QueryDict, language: str) -> list[Row]:
    """Rows as somebody sent them, each cell read; `fault` where it cannot be."""
    rows = fresh_rows(lines, language)
    for row in rows:
        for cell in row.cells:
            _read(cell, posted)
    return rows


def _read(cell: Cell, posted: Mapping[str, Any]) -> None:
    seen = seen_typed(posted.get(f"{cell.name}-seen", ""))
    cell.seen = cell.seen if seen is None else seen
    cell.text = posted.get(cell.name, cell.shown)
    choice = posted.get(f"{cell.name}-pick", "")
    if choice == THEIRS:
        cell.text = cell.shown
    try:
        wanted = _READERS[cell.column](cell.text)
    except Unread as unread:
        cell.fault = unread.sentence
        return
    if wanted == cell.seen:
        cell.text = cell.shown
        return
    cell.wanted = wanted
    if f"{cell.name}-asked" in posted and choice != MINE:
        cell.asks, cell.fault = True, gettext("Choose which number holds.")


def cells_of(rows: Sequence[Row]) -> list[Cells]:
    """What the rows want changed."""
    return [
        Cells(
            row.line.variant_id,
            None if row.price.wanted is None else Decimal(row.price.wanted),
            Decimal(row.price.seen),
            None if row.stock.wanted is None else int(row.stock.wanted),
            row.stock.seen,
        )
        for row in rows
        if row.price.wanted is not None or row.stock.wanted is not None
    ]


def faults_set(rows: Sequence[Row], faults: Mapping[tuple[int, str], Fault]) -> None:
    """Write what a service refused beside the cells."""
    for row in rows:
        for cell in row.cells:
            fault = faults.get((cell.variant_id, cell.column))
            if fault is None:
                continue
            cell.fault = gettext(fault.sentence)
            if fault.now is not None:
                cell.was_seen, cell.seen, cell.asks = cell.seen, int(fault.now), True
