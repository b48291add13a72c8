"""The rows of the price and stock table, and of what was changed in it, as HTML: joined here, as a
page has many of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from catalog.services.price_table import Changed
from catalog.types import FEW_LEFT
from storefront.web import formats
from storefront.web.staff.stock_cells import STATES
from storefront.web.staff.stock_rows import MINE, THEIRS, Cell, Row, thumb

_NOBODY = 0  # no variant has this key: where its page would be, the others' are


class _Words(NamedTuple):
    """What every row says, in the page's language and as HTML."""

    labels: dict[str, str]
    was: str
    promised: str
    left: str
    go: str
    states: dict[str, str]


def rows_html(rows: Sequence[Row], *, slug: str, may_change: bool, language: str) -> SafeString:
    """Table rows, cards on narrow screens. may_change: with inputs."""
    words = _words(may_change)
    ledger = reverse("staff:stock_variant", args=[slug, _NOBODY]).removesuffix(f"{_NOBODY}/")
    return mark_safe("".join(_row(row, words, ledger, may_change, language) for row in rows))


def _words(may_change: bool) -> _Words:
    return _Words(
        labels={"price": escape(gettext("Price (Rp)")), "stock": escape(gettext("Stock"))},
        was=gettext("changed, was %(before)s"),
        promised=escape(gettext("For orders")),
        left=escape(gettext("Left to sell")),
        go=escape(gettext("Add or take off") if may_change else gettext("Ledger")),
        states={
            state: f'<span aria-hidden="true">{shape}</span> {escape(gettext(word))}'
            for state, (shape, word) in STATES.items()
        },
    )


def _row(row: Row, words: _Words, ledger: str, may_change: bool, language: str) -> str:
    line, label = row.line, escape(row.label)
    cell = _typed_cell if may_change else _read_cell
    bad = ' class="is-bad"' if row.price.fault or row.stock.fault else ""
    return (
        f'<tr role="row" id="v{line.variant_id}"{bad}>'
        f"{_head(row, words, ledger, may_change)}"
        f"{cell(row.price, words, label)}{cell(row.stock, words, label)}"
        f"{_sum(words.promised, line.promised, '' if line.promised else ' is-zero', language)}"
        f"{_sum(words.left, line.left, _scarce(line.left), language)}"
        f'<td role="cell" class="stock-go"><a class="more" href="{ledger}{line.variant_id}/">'
        f'{words.go} <span class="sr">, {label}</span></a></td></tr>'
    )


def _head(row: Row, words: _Words, ledger: str, may_change: bool) -> str:
    line = row.line
    choice = f' <span class="stock-choice">{escape(line.choice)}</span>' if line.choice else ""
    key = f'<input type="hidden" name="row" value="{line.variant_id}">' if may_change else ""
    return (
        '<th scope="row" role="rowheader"><div class="stock-what">'
        f'<span class="stock-photo">{thumb(line)}</span> '
        f'<span><a href="{ledger}{line.variant_id}/">{escape(line.name)}</a>{choice}'
        f" <small>{escape(line.kind)} · {words.states[line.state]}</small></span></div>{key}</th>"
    )


def _scarce(left: int) -> str:
    if left < 1:
        return " is-out"
    return " is-low" if left <= FEW_LEFT else ""


def _sum(label: str, pieces: int, more: str, language: str) -> str:
    return (
        f'<td role="cell" class="is-number{more}"><span class="cell-label">{label}</span>'
        f" {formats.number(pieces, language)}</td>"
    )


def _read_cell(cell: Cell, words: _Words, _label: str) -> str:
    return (
        '<td role="cell" class="stock-cell"><span class="cell-label">'
        f"{words.labels[cell.column]}</span> {cell.shown}</td>"
    )


def _typed_cell(cell: Cell, words: _Words, label: str) -> str:
    """Label, input, what it was, and what is wrong with it."""
    name, shown = cell.name, cell.shown
    changed = " is-changed" if cell.is_changed else ""
    fault = (f" {name}-fault", ' aria-invalid="true"') if cell.fault else ("", "")
    return (
        f'<td role="cell" class="stock-cell{changed}">'
        f'<label for="{name}">{words.labels[cell.column]}<span class="sr">, {label}</span></label>'
        '<input type="text" inputmode="numeric" autocomplete="off" enterkeyhint="next"'
        f' maxlength="40" id="{name}" name="{name}" value="{escape(cell.text)}"'
        f' data-column="{cell.column}" data-seen="{cell.seen}"'
        f' aria-describedby="{name}-was{fault[0]}"{fault[1]}>'
        f'<input type="hidden" name="{name}-seen" value="{cell.seen}">'
        f'<small class="stock-was" id="{name}-was">{escape(words.was % {"before": shown})}</small>'
        f"{_wrong(cell) if cell.fault or cell.asks else ''}</td>"
    )


def _wrong(cell: Cell) -> str:
    fault = escape(cell.fault)
    said = f'<p class="stock-fault" id="{cell.name}-fault">{fault}</p>' if cell.fault else ""
    return f"{said}{_asks(cell) if cell.asks else ''}"


def _asks(cell: Cell) -> str:
    """Which of two numbers holds."""
    now = gettext("It is %(now)s by now.") % {"now": cell.shown}
    before = gettext("You saw %(before)s.") % {"before": cell.seen_before}
    picks = (
        (MINE, gettext("Write %(mine)s") % {"mine": cell.text}),
        (THEIRS, gettext("Leave %(now)s") % {"now": cell.shown}),
    )
    radios = "".join(
        f'<label><input type="radio" name="{cell.name}-pick" value="{value}">{escape(said)}</label>'
        for value, said in picks
    )
    return (
        f'<fieldset class="stock-asks"><legend>{escape(now)}'
        f"{f' {escape(before)}' if cell.seen_before else ''}</legend>"
        f'<input type="hidden" name="{cell.name}-asked" value="1">{radios}</fieldset>'
    )


def changed_html(rows: Iterable[Changed], language: str) -> SafeString:
    """What a form changed, an item a variant."""
    stock = escape(gettext("stock"))
    items = []
    for row in rows:
        said = []
        if row.price:
            before, after = (formats.rupiah(price, language) for price in row.price)
            said.append(f"{before} → {after}")
        if row.stock:
            was, now = (formats.number(pieces, language) for pieces in row.stock)
            said.append(f"{stock} {was} → {now}")
        items.append(f"<li>{escape(row.name)}: {', '.join(said)}</li>")
    return mark_safe("".join(items))
