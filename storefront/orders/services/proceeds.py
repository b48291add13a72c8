"""Where money that moved goes: entries for each line and share, in the transaction of the move."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from catalog.dates import LEGAL_ZONE
from catalog.message import rows_insert
from storefront.orders.models import (
    FacilityOrder,
    FacilityOrderLine,
    MoneyMove,
    ProceedsEntry,
    Refund,
)
from storefront.orders.rules.shares import UNRULED, Split, apportion, goods_split, taken_back
from storefront.orders.types import FacilityOrderState, MoneyKind, RefundCause, Share

ZERO = Decimal(0)
# What came in error was never split; it goes back as it came.
NEVER_SPLIT = frozenset({RefundCause.PAID_LATE, RefundCause.PAID_TWICE, RefundCause.WRONG_AMOUNT})


@dataclass(frozen=True)
class Pot:
    """What a share of a line is kept in; line_id: None for delivery."""

    facility_id: int
    part_id: int
    line_id: int | None
    share: Share
    rule_id: int | None = None


def proceeds_write(move: MoneyMove) -> None:
    """Split a move of money that went, or came back from a dispute: as what came by its attempt was
    split. What came in error (late, twice, a wrong amount) was not split, so nothing of it is. What
    is captured: `proceeds_split`.

    Inside the caller's transaction, as the shop, with the order's row locked.
    """
    kind, pots = MoneyKind(move.kind), _pots(move.attempt_id)
    if not pots.captured:
        return
    if kind is MoneyKind.REFUNDED:
        _refunded(move, pots)
    elif kind is MoneyKind.DISPUTED:
        _write(move, _taken(move.amount, pots))
    else:
        _given_back(move, pots)


# --- What came


def proceeds_split(
    move: MoneyMove,
    parts: Iterable[FacilityOrder],
    lines: Iterable[FacilityOrderLine],
    rules: Mapping[int, Split],
) -> None:
    """Split a move of money that was captured for goods, by the rules of its day. Nothing is read.

    parts: of the order, with all their lines; rules: by facility. As `proceeds_write`.
    """
    paid = _paid(parts, lines)
    shares = {key: amount for key, (amount, _tax, _facility) in paid.items()}
    # A transfer's own digits, or none: to the rupiah what came.
    is_all = sum(shares.values(), ZERO) == move.amount
    came = shares if is_all else apportion(move.amount, shares)
    entries: dict[Pot, Decimal] = {}
    for (part_id, line_id), amount in came.items():
        _amount, tax, facility = paid[part_id, line_id]
        rule = rules.get(facility, UNRULED)
        if line_id is None:
            tax = min(tax, amount)
            entries[Pot(facility, part_id, None, Share.DELIVERY)] = amount - tax
            entries[Pot(facility, part_id, None, Share.TAX)] = tax
        else:
            entries |= _of_line(facility, part_id, line_id, goods_split(amount, tax, rule), rule)
    _write(move, entries)


def _of_line(
    facility_id: int, part_id: int, line_id: int, shares: Mapping[Share, Decimal], rule: Split
) -> dict[Pot, Decimal]:
    return {
        Pot(facility_id, part_id, line_id, share, _rule_of(share, rule)): amount
        for share, amount in shares.items()
    }


def _rule_of(share: Share, rule: Split) -> int | None:
    return None if share is Share.TAX else rule.rule_id


def _paid(
    parts: Iterable[FacilityOrder], lines: Iterable[FacilityOrderLine]
) -> dict[tuple[int, int | None], tuple[Decimal, Decimal, int]]:
    """By part and line (None: delivery): what the buyer pays, the tax in it, whose it is."""
    going = {part.pk: part for part in parts if part.state != FacilityOrderState.CANCELLED}
    found: dict[tuple[int, int | None], tuple[Decimal, Decimal, int]] = {}
    carried: dict[int, tuple[Decimal, Decimal, int]] = {}
    for line in lines:
        part = going.get(line.facility_order_id)
        if part is None:
            continue
        goods = line.unit_price * line.quantity - line.discount
        found[part.pk, line.pk] = (goods, line.tax, part.facility_id)
        # of a voucher and of PPN, delivery's is what lies beyond the lines
        whole = (part.delivery_price - part.discount_total, part.tax_total, part.facility_id)
        left, tax, facility = carried.get(part.pk, whole)
        carried[part.pk] = (left + line.discount, tax - line.tax, facility)
    for part_id, (amount, tax, facility) in carried.items():
        found[part_id, None] = (amount, tax, facility)
    return found


# --- What went


def _refunded(move: MoneyMove, pots: _Pots) -> None:
    refund = move.refund
    if refund is None:  # given back outside of the shop: as a whole
        _write(move, _taken(move.amount, pots))
    elif refund.cause not in NEVER_SPLIT:
        _write(move, _of_refund(refund, move.amount, pots))


def _of_refund(refund: Refund, amount: Decimal, pots: _Pots) -> dict[Pot, Decimal]:
    """Each line's part from that line, delivery from delivery; of a refund that names none, and of
    what was given beyond what it names, from all that is left of its part."""
    wanted = {line_id: Decimal(rupiah) for line_id, _pieces, rupiah in refund.lines}
    if refund.delivery:
        wanted[None] = refund.delivery
    of_part = pots.of_part(refund.facility_order_id)
    if sum(wanted.values(), ZERO) != amount or not of_part.covers(wanted):
        return _taken(amount, of_part)
    entries: dict[Pot, Decimal] = {}
    for line_id, rupiah in wanted.items():
        entries |= _taken(rupiah, of_part.of_line(line_id))
    return entries


def _taken(amount: Decimal, pots: _Pots) -> dict[Pot, Decimal]:
    given = taken_back(amount, pots.kept, pots.captured)
    return {pot: -rupiah for pot, rupiah in given.items()}


def _given_back(move: MoneyMove, pots: _Pots) -> None:
    """A dispute that was won: to where it was taken from."""
    taken = _sums(move.attempt_id, (MoneyKind.DISPUTED,))
    won = _sums(move.attempt_id, (MoneyKind.DISPUTE_WON,))
    owed = {pot: -rupiah - won.get(pot, ZERO) for pot, rupiah in taken.items()}
    have = {pot: max(rupiah, ZERO) for pot, rupiah in owed.items()}
    weights = have if any(have.values()) else pots.captured
    _write(move, apportion(move.amount, weights))


@dataclass(frozen=True)
class _Pots:
    """What is kept of an attempt's money, and what was captured."""

    kept: Mapping[Pot, Decimal]
    captured: Mapping[Pot, Decimal]

    def of_part(self, part_id: int | None) -> _Pots:
        return self if part_id is None else self._where(lambda pot: pot.part_id == part_id)

    def of_line(self, line_id: int | None) -> _Pots:
        return self._where(lambda pot: pot.line_id == line_id)

    def covers(self, wanted: Iterable[int | None]) -> bool:
        """Whether something was captured for each."""
        return set(wanted) <= {pot.line_id for pot, rupiah in self.captured.items() if rupiah}

    def _where(self, is_of: Callable[[Pot], bool]) -> _Pots:
        return _Pots(
            {pot: rupiah for pot, rupiah in self.kept.items() if is_of(pot)},
            {pot: rupiah for pot, rupiah in self.captured.items() if is_of(pot)},
        )


def _pots(attempt_id: int) -> _Pots:
    return _Pots(_sums(attempt_id, tuple(MoneyKind)), _sums(attempt_id, (MoneyKind.CAPTURED,)))


def _sums(attempt_id: int, kinds: tuple[MoneyKind, ...]) -> dict[Pot, Decimal]:
    rows = (
        ProceedsEntry.objects.filter(move__attempt_id=attempt_id, move__kind__in=kinds)
        .values_list("facility_id", "facility_order_id", "line_id", "share", "rule_id")
        .annotate(rupiah=Sum("amount"))
        .order_by("facility_order_id", "line_id", "share")
    )
    return {
        Pot(facility, part, line, Share(share), rule): rupiah
        for facility, part, line, share, rule, rupiah in rows
    }


# --- Entries


def _write(move: MoneyMove, entries: Mapping[Pot, Decimal]) -> None:
    month = _day(move.at).replace(day=1)
    rows = [
        ProceedsEntry(
            facility_id=pot.facility_id,
            facility_order_id=pot.part_id,
            line_id=pot.line_id,
            move=move,
            share=pot.share,
            amount=rupiah,
            rule_id=pot.rule_id,
            month=month,
            at=move.at,
        )
        for pot, rupiah in entries.items()
        if rupiah
    ]
    rows_insert(rows)


def _day(at: datetime) -> date:
    return at.astimezone(LEGAL_ZONE).date()
