"""Keeping the codes that kab/kota had before their provinces were split; numbers bear them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.dates import legal_today
from catalog.errors import Invalid, NotFound
from catalog.models import Regency
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
from legality.models import FormerRegion

CHANGED, ADDED, REMOVED = "former_region.changed", "former_region.added", "former_region.removed"
FIRST_YEAR = 1945
_CODE = re.compile(r"\d{4}", re.ASCII)
_TABLE = FormerRegion._meta.db_table


@dataclass(frozen=True)
class FormerRegionValues:
    """Of FormerRegion. regency: its code today, with the dot."""

    regency: str
    until: int
    source: str
    certainty: str


def former_region_values(row: FormerRegion) -> FormerRegionValues:
    """As it is."""
    return FormerRegionValues(row.regency_id, row.until, row.source, row.certainty)


def _check(wanted: FormerRegionValues) -> None:
    texts_require(wanted)
    filled(wanted, "regency", "source", "certainty")
    if not Regency.objects.filter(pk=wanted.regency).exists():
        raise Invalid(field="regency", reason=gettext_noop("Choose among what there is."))
    if not FIRST_YEAR <= wanted.until <= legal_today().year:
        reason = gettext_noop("Give the year of the split, which is over.")
        raise Invalid(field="until", reason=reason)


def _code_require(code: str) -> None:
    """A code of today always means what it means today: it is never a former one."""
    if not _CODE.fullmatch(code):
        raise Invalid(field="code", reason=gettext_noop("Four digits, without the dot."))
    if Regency.objects.filter(pk=f"{code[:2]}.{code[2:]}").exists():
        reason = gettext_noop("A kab/kota has this code today.")
        raise Invalid(field="code", reason=reason)


def _columns(values: FormerRegionValues) -> dict[str, object]:
    return {("regency_id" if name == "regency" else name): v for name, v in vars(values).items()}


@transaction.atomic
def former_region_change(
    *, actor: Actor, code: str, wanted: FormerRegionValues, seen: FormerRegionValues
) -> None:
    """Raises NotFound, NotAllowed, Invalid, Stale."""
    row = _locked(actor, code)
    changes = differences(former_region_values(row), wanted, seen)
    _check(wanted)
    if not changes:
        return
    for name, value in _columns(wanted).items():
        setattr(row, name, value)
    row_check(row)
    row.save()
    kept_down(actor, CHANGED, _TABLE, code, changes)


@transaction.atomic
def former_region_add(*, actor: Actor, code: str, wanted: FormerRegionValues) -> None:
    """A further code. The very same asked twice is made once. Raises NotFound, NotAllowed, Invalid
    (a code that there is, or that a kab/kota has today; values)."""
    keeper_require(actor)
    _code_require(code)
    _check(wanted)
    one_at_a_time(f"{_TABLE} {code}")
    there = FormerRegion.objects.filter(pk=code).first()
    if there is not None and former_region_values(there) == wanted:
        return
    row = FormerRegion(code=code, **_columns(wanted))
    row_check(row)
    row.save(force_insert=True)
    kept_down(actor, ADDED, _TABLE, code, {n: (None, v) for n, v in vars(wanted).items()})


@transaction.atomic
def former_region_remove(*, actor: Actor, code: str) -> None:
    """Take a code away that was no code. Papers keep what was read in their numbers.

    Raises NotFound, NotAllowed.
    """
    row = _locked(actor, code)
    before = former_region_values(row)
    row.delete()
    kept_down(actor, REMOVED, _TABLE, code, {n: (v, None) for n, v in vars(before).items()})


def _locked(actor: Actor, code: str) -> FormerRegion:
    keeper_require(actor)
    row = FormerRegion.objects.select_for_update(of=("self",)).filter(pk=code).first()
    if row is None:
        raise NotFound
    return row
