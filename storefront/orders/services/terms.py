"""Keeping the dated terms of money: how proceeds are split, PPN, and who owes it. Done by central
officers. What money was split or taxed by already stays as it was; what is to be otherwise begins
on a later day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_noop

from catalog.errors import Invalid, NotFound
from catalog.models import Facility
from catalog.services.reference import (
    differences,
    filled,
    keeper_require,
    kept_down,
    one_at_a_time,
    row_check,
    texts_require,
)
from catalog.types import Actor
from storefront.orders.acting import as_shop
from storefront.orders.models import (
    FacilityOrder,
    ProceedsEntry,
    ShareRule,
    TaxpayerPeriod,
    TaxRate,
)
from storefront.orders.rules.shares import WHOLE

RULE_ADDED, RULE_CHANGED = "share_rule.added", "share_rule.changed"
RATE_ADDED, RATE_CHANGED = "tax_rate.added", "tax_rate.changed"
TAXPAYER_ADDED, TAXPAYER_CHANGED = "taxpayer.added", "taxpayer.changed"
_HUNDRED = Decimal(100)
_DAY = gettext_noop("Give a day.")
_PERCENT = gettext_noop("Percent from 0 to 100, with two decimals at most.")
_COUNTS = gettext_noop("Money was split since that day already. Begin on a later day.")
_TAXED = gettext_noop("Orders were taxed since that day already. Begin on a later day.")
_TOGETHER = gettext_noop("Premium and PNBP are more than the whole together.")
_OVERLAP = gettext_noop("The facility is a PKP at that time already.")
_ENDS = gettext_noop("It ends before it begins.")
_THERE = gettext_noop("There is one from that day already.")
_CHOOSE = gettext_noop("Choose among what there is.")


@dataclass(frozen=True)
class ShareRuleValues:
    """Of ShareRule. in_force_from: "2026-01-31"; premi, pnbp: percent as text ("12.5"); the rest is
    working capital."""

    in_force_from: str
    premi: str
    pnbp: str
    source: str
    certainty: str


@dataclass(frozen=True)
class TaxRateValues:
    """Of TaxRate. percent: of the net price, as text."""

    in_force_from: str
    percent: str
    source: str
    certainty: str


@dataclass(frozen=True)
class TaxpayerValues:
    """Of TaxpayerPeriod. until: "" while it lasts."""

    since: str
    until: str
    number: str


def share_rule_values(row: ShareRule) -> ShareRuleValues:
    """As it is."""
    return ShareRuleValues(
        row.in_force_from.isoformat(),
        percent_text(Decimal(row.premi) / 100),
        percent_text(Decimal(row.pnbp) / 100),
        row.source,
        row.certainty,
    )


def tax_rate_values(row: TaxRate) -> TaxRateValues:
    """As it is."""
    percent = percent_text(row.percent)
    return TaxRateValues(row.in_force_from.isoformat(), percent, row.source, row.certainty)


def taxpayer_values(row: TaxpayerPeriod) -> TaxpayerValues:
    """As it is."""
    until = row.until.isoformat() if row.until else ""
    return TaxpayerValues(row.since.isoformat(), until, row.number)


def percent_text(value: Decimal) -> str:
    """12.5, 50: no idle zeros."""
    return f"{value.quantize(Decimal('0.01')):f}".rstrip("0").rstrip(".")


# --- How proceeds are split


@transaction.atomic
def share_rule_add(*, actor: Actor, facility: str, wanted: ShareRuleValues) -> int:
    """A further rule, of a facility (by its slug) or, with "", of the shop. The very same asked
    twice is made once. Raises NotFound, NotAllowed, Invalid."""
    keeper_require(actor)
    row = ShareRule(facility=_facility(facility) if facility else None)
    one_at_a_time(f"{ShareRule._meta.db_table} {facility}")
    _share_fill(row, wanted)
    there = ShareRule.objects.filter(facility=row.facility, in_force_from=row.in_force_from).first()
    _unsplit_require(row.facility_id, row.in_force_from, there)
    return _added(actor, row, there, share_rule_values, RULE_ADDED)


@transaction.atomic
def share_rule_change(
    *, actor: Actor, rule_id: int, wanted: ShareRuleValues, seen: ShareRuleValues
) -> None:
    """Correct a rule by which no money was split yet. Raises NotFound, NotAllowed, Invalid,
    Stale."""
    row = _locked(actor, ShareRule, rule_id)
    changes = differences(share_rule_values(row), wanted, seen)
    if not changes:
        return
    _unsplit_require(row.facility_id, row.in_force_from, None)
    _share_fill(row, wanted)
    _unsplit_require(row.facility_id, row.in_force_from, None)
    _only_require(row, ShareRule.objects.filter(facility=row.facility_id))
    _saved(actor, row, changes, RULE_CHANGED)


def _share_fill(row: ShareRule, wanted: ShareRuleValues) -> None:
    texts_require(wanted)
    filled(wanted, "source", "certainty")
    row.in_force_from = _day(wanted.in_force_from, "in_force_from")
    row.premi = int(_percent(wanted.premi, "premi") * 100)
    row.pnbp = int(_percent(wanted.pnbp, "pnbp") * 100)
    if row.premi + row.pnbp > WHOLE:
        raise Invalid(field="pnbp", reason=_TOGETHER)
    row.capital = WHOLE - row.premi - row.pnbp
    row.source, row.certainty = wanted.source, wanted.certainty


def _unsplit_require(facility_id: int | None, since: date, there: ShareRule | None) -> None:
    """Raises Invalid when money that the rule would be for was split already."""
    if there is not None:
        return
    with as_shop():
        rows = ProceedsEntry.objects.filter(at__date__gte=since, line__isnull=False)
        if facility_id is not None:
            rows = rows.filter(facility_id=facility_id)
        if rows.exists():
            raise Invalid(field="in_force_from", reason=_COUNTS)


# --- PPN


@transaction.atomic
def tax_rate_add(*, actor: Actor, wanted: TaxRateValues) -> int:
    """A further rate. The very same asked twice is made once. Raises NotFound, NotAllowed,
    Invalid."""
    keeper_require(actor)
    one_at_a_time(TaxRate._meta.db_table)
    row = TaxRate()
    _rate_fill(row, wanted)
    there = TaxRate.objects.filter(in_force_from=row.in_force_from).first()
    _untaxed_require(row.in_force_from, there)
    return _added(actor, row, there, tax_rate_values, RATE_ADDED)


@transaction.atomic
def tax_rate_change(
    *, actor: Actor, rate_id: int, wanted: TaxRateValues, seen: TaxRateValues
) -> None:
    """Correct a rate by which no order was taxed yet. Raises NotFound, NotAllowed, Invalid,
    Stale."""
    row = _locked(actor, TaxRate, rate_id)
    changes = differences(tax_rate_values(row), wanted, seen)
    if not changes:
        return
    _untaxed_require(row.in_force_from, None)
    _rate_fill(row, wanted)
    _untaxed_require(row.in_force_from, None)
    _only_require(row, TaxRate.objects.all())
    _saved(actor, row, changes, RATE_CHANGED)


def _rate_fill(row: TaxRate, wanted: TaxRateValues) -> None:
    texts_require(wanted)
    filled(wanted, "source", "certainty")
    row.in_force_from = _day(wanted.in_force_from, "in_force_from")
    row.percent = _percent(wanted.percent, "percent")
    row.source, row.certainty = wanted.source, wanted.certainty


def _untaxed_require(since: date, there: TaxRate | None) -> None:
    if there is not None:
        return
    with as_shop():
        taxed = FacilityOrder.objects.filter(placed_at__date__gte=since, tax_total__gt=0)
        if taxed.exists():
            raise Invalid(field="in_force_from", reason=_TAXED)


# --- Who owes it


@transaction.atomic
def taxpayer_add(*, actor: Actor, facility: str, wanted: TaxpayerValues) -> int:
    """A time in which a facility (by its slug) is a PKP. The very same asked twice is made once.
    Raises NotFound, NotAllowed, Invalid."""
    keeper_require(actor)
    row = TaxpayerPeriod(facility=_facility(facility))
    one_at_a_time(f"{TaxpayerPeriod._meta.db_table} {facility}")
    _taxpayer_fill(row, wanted)
    there = TaxpayerPeriod.objects.filter(facility=row.facility, since=row.since).first()
    if there is None:
        _apart_require(row)
    return _added(actor, row, there, taxpayer_values, TAXPAYER_ADDED)


@transaction.atomic
def taxpayer_change(
    *, actor: Actor, period_id: int, wanted: TaxpayerValues, seen: TaxpayerValues
) -> None:
    """Correct such a time, or end it; orders that were placed keep their PPN. Raises NotFound,
    NotAllowed, Invalid, Stale."""
    row = _locked(actor, TaxpayerPeriod, period_id)
    changes = differences(taxpayer_values(row), wanted, seen)
    if not changes:
        return
    _taxpayer_fill(row, wanted)
    _apart_require(row)
    _saved(actor, row, changes, TAXPAYER_CHANGED)


def _taxpayer_fill(row: TaxpayerPeriod, wanted: TaxpayerValues) -> None:
    texts_require(wanted)
    row.since = _day(wanted.since, "since")
    row.until = _day(wanted.until, "until") if wanted.until else None
    row.number = wanted.number
    if row.until is not None and row.until < row.since:
        raise Invalid(field="until", reason=_ENDS)


def _apart_require(row: TaxpayerPeriod) -> None:
    """Raises Invalid when the facility is a PKP in that time already."""
    others = TaxpayerPeriod.objects.filter(facility_id=row.facility_id).exclude(pk=row.pk)
    others = others.filter(Q(until__isnull=True) | Q(until__gte=row.since))
    if row.until is not None:
        others = others.filter(since__lte=row.until)
    if others.exists():
        raise Invalid(field="since", reason=_OVERLAP)


# --- What these share


def _facility(slug: str) -> Facility:
    found = Facility.objects.filter(slug=slug).first()
    if found is None:
        raise Invalid(field="facility", reason=_CHOOSE)
    return found


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(field=name, reason=_DAY) from error


def _percent(text: str, name: str) -> Decimal:
    try:
        value = Decimal(text)
        fits = value == value.quantize(Decimal("0.01")) and 0 <= value <= _HUNDRED
    except InvalidOperation:
        fits = False
    if not fits:
        raise Invalid(field=name, reason=_PERCENT)
    return value


def _only_require(row: Any, others: QuerySet[Any]) -> None:
    """Raises Invalid when another of them begins on the same day."""
    if others.filter(in_force_from=row.in_force_from).exclude(pk=row.pk).exists():
        raise Invalid(field="in_force_from", reason=_THERE)


def _added(actor: Actor, row: Any, there: Any, values_of: Any, action: str) -> int:
    wanted = values_of(row)
    if there is not None:
        if values_of(there) == wanted:
            return int(there.pk)
        name = "since" if action == TAXPAYER_ADDED else "in_force_from"
        raise Invalid(field=name, reason=_THERE)
    row_check(row)
    row.save(force_insert=True)
    changes = {name: (None, value) for name, value in vars(wanted).items()}
    kept_down(actor, action, row._meta.db_table, row.pk, changes)
    return int(row.pk)


def _saved(actor: Actor, row: Model, changes: dict[str, tuple[Any, Any]], action: str) -> None:
    row_check(row)
    row.save()
    kept_down(actor, action, row._meta.db_table, row.pk, changes)


def _locked(actor: Actor, model: Any, key: int) -> Any:
    keeper_require(actor)
    row = model.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        raise NotFound
    return row
