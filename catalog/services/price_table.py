"""Forms of prices and stocks: taken as a whole, once, and taken back as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import DomainError, ErrorCode, Invalid, NotFound
from catalog.listing_rules import PRICE_MOST
from catalog.models import Facility, Listing, StockSave
from catalog.policies.abilities import Act, require
from catalog.policies.scope import facilities_managed_by
from catalog.saleor_adapter.prices import PriceRow, prices_lock, prices_write
from catalog.saleor_adapter.stock import StockRow, stock_lock, stocks_write
from catalog.selectors.stock import last_moves
from catalog.services.receipts import form_digest
from catalog.services.stock import (
    PROMISED,
    SIGNS,
    StockChange,
    StockChanged,
    balance_after,
    listings_touch,
    note_said,
    undone_mark,
)
from catalog.types import Actor, StockReason

T = TypeVar("T")
MOST_CELLS = 200
_LOCK_SPACE = 7202607  # of pg_advisory_xact_lock: the saves of a facility, one after the other
_MEANWHILE = gettext_noop("Somebody changed this while you were typing.")


@dataclass(frozen=True)
class Cells:
    """What somebody wants of one variant; None leaves it. seen: what the page showed them.

    price: rupiah; stock: the whole balance.
    """

    variant_id: int
    price: Decimal | None = None
    price_seen: Decimal | None = None
    stock: int | None = None
    stock_seen: int | None = None


class Fault(NamedTuple):
    """Why a cell is refused. sentence: a msgid; now: what stands there when it is no longer what
    was seen, else None."""

    sentence: str
    now: Decimal | int | None = None


class CellsRefused(DomainError):
    """Nothing was written. `faults` by variant and "price" or "stock"."""

    code = ErrorCode.INVALID
    template = gettext_noop("Nothing was saved: %(count)s cells cannot be taken.")

    def __init__(self, faults: Mapping[tuple[int, str], Fault]) -> None:
        super().__init__(count=len(faults))
        self.faults = dict(faults)


class Changed(NamedTuple):
    """What a save did to one variant. Pairs are before and after, None when it stayed; move_id: of
    the ledger."""

    variant_id: int
    name: str
    price: tuple[Decimal, Decimal] | None = None
    stock: tuple[int, int] | None = None
    move_id: int | None = None

    def packed(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "variant": self.variant_id,
            "name": self.name,
            "price": [str(end) for end in self.price] if self.price else None,
            "stock": list(self.stock) if self.stock else None,
            "move": self.move_id,
        }


def changed_of(save: StockSave) -> list[Changed]:
    """What a save did."""
    return [
        Changed(
            row["variant"],
            row["name"],
            (Decimal(row["price"][0]), Decimal(row["price"][1])) if row["price"] else None,
            (row["stock"][0], row["stock"][1]) if row["stock"] else None,
            row["move"],
        )
        for row in save.changes
    ]


class Saved(NamedTuple):
    """save: None when nothing was to be changed; is_new: False for a form that was sent before."""

    save: StockSave | None
    is_new: bool


@dataclass(frozen=True)
class _Locked:
    """The variants of a form, held until the transaction ends."""

    prices: dict[int, PriceRow]
    stocks: dict[int, StockRow]


@transaction.atomic
def table_save(
    *,
    actor: Actor,
    facility_id: int,
    key: str,
    cells: Sequence[Cells],
    reason: StockReason = StockReason.COUNTED,
    note: str = "",
) -> Saved:
    """Write all cells or none, once for a key and what it says.

    reason, note: of all stocks that change. Raises NotFound, NotAllowed, CellsRefused.
    """
    _open_form(actor, facility_id)
    digest = form_digest(actor, facility_id, key, reason.value, note, *map(repr, cells))
    if done := StockSave.objects.filter(key=digest).first():
        return Saved(done, is_new=False)
    locked = _lock(facility_id, {cell.variant_id for cell in cells})
    changed = _changes(cells, locked, reason)
    if not changed:
        return Saved(None, is_new=True)
    notes = {row.variant_id: note_said(note) for row in changed}
    return Saved(
        _write(_Form(actor, facility_id, digest), changed, locked, reason, notes), is_new=True
    )


@transaction.atomic
def change_once(*, actor: Actor, facility_id: int, key: str, change: StockChange) -> Saved:
    """One change of one stock, once for a key and what it says.

    Raises NotFound, NotAllowed, Invalid, StockChanged.
    """
    _open_form(actor, facility_id)
    digest = form_digest(actor, facility_id, key, repr(change))
    if done := StockSave.objects.filter(key=digest).first():
        return Saved(done, is_new=False)
    locked = _lock(facility_id, {change.variant_id})
    row = locked.stocks[change.variant_id]
    balance = balance_after(change, row.quantity, row.promised)
    if balance == row.quantity:
        return Saved(None, is_new=True)
    name = locked.prices[change.variant_id].name
    changed = [Changed(change.variant_id, name, stock=(row.quantity, balance))]
    notes = {change.variant_id: note_said(change.note)}
    return Saved(
        _write(_Form(actor, facility_id, digest), changed, locked, change.reason, notes),
        is_new=True,
    )


@transaction.atomic
def table_undo(*, actor: Actor, facility_id: int, save_id: int) -> StockSave:
    """Take a whole save back; a second time answers the first.

    Raises NotFound, NotAllowed, Invalid (something newer touched it, or orders need the pieces).
    """
    _open_form(actor, facility_id)
    save = StockSave.objects.filter(pk=save_id, facility_id=facility_id).first()
    if save is None or save.undoes_id is not None:
        raise NotFound
    if done := StockSave.objects.filter(undoes=save).first():
        return done
    rows = changed_of(save)
    locked = _lock(facility_id, {row.variant_id for row in rows})
    _check_untouched(rows, locked)
    back = [
        row._replace(
            price=row.price and (row.price[1], row.price[0]),
            stock=row.stock and (row.stock[1], row.stock[0]),
            move_id=None,
        )
        for row in rows
    ]
    notes = {row.variant_id: undone_mark(row.move_id) for row in rows if row.move_id}
    digest = hashlib.sha256(f"undo {save.pk}".encode()).digest()
    return _write(_Form(actor, facility_id, digest, save), back, locked, StockReason.UNDONE, notes)


def still_open(saves: Iterable[StockSave]) -> set[int]:
    """The saves that can be undone: nothing newer touched what they changed. Two statements."""
    rows = {save.pk: changed_of(save) for save in saves if save.undoes_id is None}
    keys = {row.variant_id for changed in rows.values() for row in changed}
    undone = set(StockSave.objects.filter(undoes__in=rows).values_list("undoes_id", flat=True))
    moves = last_moves(keys)
    return {
        key
        for key, changed in rows.items()
        if key not in undone
        and all(
            row.variant_id in moves and _is_last(row, *moves[row.variant_id]) for row in changed
        )
    }


def _is_last(row: Changed, move_id: int | None, price: Decimal) -> bool:
    return (row.stock is None or row.move_id == move_id) and (
        row.price is None or row.price[1] == price
    )


def _check_untouched(rows: Sequence[Changed], locked: _Locked) -> None:
    moves = last_moves({row.variant_id for row in rows})
    for row in rows:
        if not _is_last(row, moves[row.variant_id][0], locked.prices[row.variant_id].price):
            raise Invalid(
                field=str(row.variant_id),
                reason=gettext_noop("Something newer was saved since; change it in the table."),
            )
        if row.stock and row.stock[0] < locked.stocks[row.variant_id].promised:
            raise Invalid(field=str(row.variant_id), reason=PROMISED)


def _open_form(actor: Actor, facility_id: int) -> None:
    """Scope, ability, and one save of a facility at a time."""
    if not Facility.objects.filter(facilities_managed_by(actor), pk=facility_id).exists():
        raise NotFound
    require(actor, Act.STOCK_CHANGE, facility_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, facility_id])


def _lock(facility_id: int, keys: set[int]) -> _Locked:
    """Raises NotFound when one of the variants is not this facility's."""
    if len(keys) > MOST_CELLS:
        raise Invalid(field="rows", reason=gettext_noop("Too many rows at once."))
    own = Listing.objects.filter(facility_id=facility_id, product__variants__in=keys)
    if own.count() != len(keys):  # before anything of another's is locked
        raise NotFound
    prices = prices_lock(keys)
    stocks = stock_lock(keys)
    if keys - prices.keys() or keys - stocks.keys():
        raise NotFound
    if any(row.facility_id != facility_id for row in stocks.values()):
        raise NotFound
    return _Locked(prices, stocks)


def _changes(cells: Sequence[Cells], locked: _Locked, reason: StockReason) -> list[Changed]:
    """What the cells come to. Raises CellsRefused with every fault there is."""
    faults: dict[tuple[int, str], Fault] = {}
    changed = []
    for cell in cells:
        price, stock = locked.prices[cell.variant_id], locked.stocks[cell.variant_id]
        if fault := _price_fault(cell, price.price):
            faults[cell.variant_id, "price"] = fault
        if fault := _stock_fault(cell, stock, reason):
            faults[cell.variant_id, "stock"] = fault
        row = Changed(
            cell.variant_id,
            price.name,
            None if cell.price is None else _pair(price.price, cell.price),
            None if cell.stock is None else _pair(stock.quantity, cell.stock),
        )
        if row.price or row.stock:
            changed.append(row)
    if faults:
        raise CellsRefused(faults)
    return changed


def _pair(before: T, after: T) -> tuple[T, T] | None:
    """Before and after, None when they are the same."""
    return None if before == after else (before, after)


def _price_fault(cell: Cells, now: Decimal) -> Fault | None:
    if cell.price is None or cell.price == now:
        return None
    if not 0 < cell.price <= PRICE_MOST or cell.price != cell.price.to_integral():
        return Fault(gettext_noop("A price is whole rupiah, above 0 and below 10 billion."))
    if cell.price_seen is not None and cell.price_seen != now:
        return Fault(_MEANWHILE, now)
    return None


def _stock_fault(cell: Cells, row: StockRow, reason: StockReason) -> Fault | None:
    if cell.stock is None or cell.stock == row.quantity:
        return None
    counted = StockChange(cell.variant_id, StockReason.COUNTED, cell.stock, seen=cell.stock_seen)
    try:
        balance_after(counted, row.quantity, row.promised)
    except StockChanged:
        return Fault(_MEANWHILE, row.quantity)
    except Invalid as error:
        return Fault(str(error.params["reason"]))
    sign = SIGNS.get(reason, 0)
    if sign and (cell.stock - row.quantity) * sign < 0:
        return Fault(
            gettext_noop("For this reason the stock grows, here it shrinks.")
            if sign > 0
            else gettext_noop("For this reason the stock shrinks, here it grows.")
        )
    return None


@dataclass(frozen=True)
class _Form:
    """Who sent which form. digest: of its key and what it said."""

    actor: Actor
    facility_id: int
    digest: bytes
    undoes: StockSave | None = None


def _write(
    form: _Form,
    changed: Sequence[Changed],
    locked: _Locked,
    reason: StockReason,
    notes: Mapping[int, str],
) -> StockSave:
    prices = {row.variant_id: row.price[1] for row in changed if row.price}
    stocks = {row.variant_id: row.stock[1] for row in changed if row.stock}
    if prices:
        prices_write(prices)
    if stocks:
        stocks_write(stocks, reason, notes)
    moves = last_moves(stocks)
    save = StockSave.objects.create(
        facility_id=form.facility_id,
        key=form.digest,
        changes=[
            row._replace(move_id=moves[row.variant_id][0] if row.stock else None).packed()
            for row in changed
        ],
        reason=reason.value,
        note="" if form.undoes else next(iter(notes.values()), ""),
        undoes=form.undoes,
        user_id=form.actor.user_id,
        actor_name=form.actor.name,
    )
    audit(form.actor, "prices.undone" if form.undoes else "prices.saved", save, cells=len(changed))
    listings_touch(form.actor, {locked.stocks[row.variant_id].listing_id for row in changed})
    return save
