"""Keeping the shop's accounts for bank transfers: done by central officers. Orders that wait for a
transfer go on showing the accounts that they were given."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.errors import Invalid, NotFound
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
from storefront.orders.models import TransferAccount

ADDED, CHANGED = "transfer_account.added", "transfer_account.changed"
# Banks group digits by blanks, points or hyphens.
_NUMBER = re.compile(r"[0-9]+(?:[ .-][0-9]+)*", re.ASCII)
_DIGITS = gettext_noop("Digits, with single blanks, points or hyphens between: 123-456-789.")
_BOTH = gettext_noop("Say it in both languages, or in none.")
_THERE = gettext_noop("This account is in the list already.")


@dataclass(frozen=True)
class AccountValues:
    """Of TransferAccount."""

    bank: str
    number: str
    holder: str
    note: str
    note_en: str
    position: int
    is_on: bool


def account_values(row: TransferAccount) -> AccountValues:
    """As it is."""
    return AccountValues(**{name: getattr(row, name) for name in AccountValues.__annotations__})


@transaction.atomic
def account_add(*, actor: Actor, wanted: AccountValues) -> int:
    """A further account; the very same asked twice is made once. Raises NotFound, NotAllowed,
    Invalid."""
    keeper_require(actor)
    _check(wanted)
    one_at_a_time(TransferAccount._meta.db_table)
    there = TransferAccount.objects.filter(bank=wanted.bank, number=wanted.number).first()
    if there is not None and account_values(there) == wanted:
        return there.pk
    row = TransferAccount(**vars(wanted))
    _alone_require(row)
    row_check(row)
    row.save(force_insert=True)
    changes = {name: (None, value) for name, value in vars(wanted).items()}
    kept_down(actor, ADDED, TransferAccount._meta.db_table, row.pk, changes)
    return row.pk


@transaction.atomic
def account_change(
    *, actor: Actor, account_id: int, wanted: AccountValues, seen: AccountValues
) -> None:
    """Raises NotFound, NotAllowed, Invalid, Stale."""
    keeper_require(actor)
    row = TransferAccount.objects.select_for_update().filter(pk=account_id).first()
    if row is None:
        raise NotFound
    changes = differences(account_values(row), wanted, seen)
    _check(wanted)
    if not changes:
        return
    for name, value in vars(wanted).items():
        setattr(row, name, value)
    _alone_require(row)
    row_check(row)
    row.save()
    kept_down(actor, CHANGED, TransferAccount._meta.db_table, row.pk, changes)


def _check(wanted: AccountValues) -> None:
    texts_require(wanted)
    filled(wanted, "bank", "number", "holder")
    if not _NUMBER.fullmatch(wanted.number):
        raise Invalid(field="number", reason=_DIGITS)
    if bool(wanted.note) != bool(wanted.note_en):
        raise Invalid(field="note_en" if wanted.note else "note", reason=_BOTH)


def _alone_require(row: TransferAccount) -> None:
    others = TransferAccount.objects.filter(bank=row.bank, number=row.number).exclude(pk=row.pk)
    if others.exists():
        raise Invalid(field="number", reason=_THERE)
