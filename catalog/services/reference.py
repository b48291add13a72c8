"""What all changes of reference data have in common: who may, what another changed meanwhile, what
is written down.

A change is given as plain values of two moments: `seen`, as the officer's page showed them, and
`wanted`. Where the row says something else by now than the page showed, nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext_noop

from catalog.audit import audit_entry
from catalog.errors import DomainError, ErrorCode, Invalid, NotFound
from catalog.policies.abilities import Act, can_everywhere, require_everywhere
from catalog.types import Actor

_LOCK = 7_202_611  # any number that no other lock of the shop has

V = TypeVar("V")


class Stale(DomainError):
    """Somebody changed the row since it was shown. now: what it says, by the fields that differ."""

    code = ErrorCode.WRONG_STATE
    template = gettext_noop("Somebody else changed this meanwhile. Look again.")

    def __init__(self, now: Mapping[str, Any]) -> None:
        self.now = now
        super().__init__()


def keeper_require(actor: Actor) -> None:
    """Raises NotFound for who may not even look at reference data, NotAllowed for who only may."""
    if not can_everywhere(actor, Act.REFERENCE_SEE):
        raise NotFound
    require_everywhere(actor, Act.REFERENCE_CHANGE)


def one_at_a_time(about: str) -> None:
    """Until this transaction ends, others that say the same wait: two that add one thing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, about])


def differences(now: Any, wanted: Any, seen: Any) -> dict[str, tuple[Any, Any]]:
    """What is to be written, by field: from and to. All three are of one dataclass.

    Raises Stale when a field says by now neither what was seen nor what is wanted; Invalid for a
    sign in a text that nobody sees.
    """
    names = [field.name for field in fields(now)]
    stale = {
        name: getattr(now, name)
        for name in names
        if getattr(now, name) not in (getattr(seen, name), getattr(wanted, name))
    }
    if stale:
        raise Stale(stale)
    texts_require(wanted)
    return {
        name: (getattr(now, name), getattr(wanted, name))
        for name in names
        if getattr(now, name) != getattr(wanted, name)
    }


def texts_require(values: Any) -> None:
    """Raises Invalid for a NUL in any text of a dataclass: the database takes none."""
    for field in fields(values):
        if "\0" in str(getattr(values, field.name)):
            reason = gettext_noop("This holds a sign that nobody sees.")
            raise Invalid(field=field.name, reason=reason)


def row_check(row: Model, names: Mapping[str, str] | None = None) -> None:
    """Raises Invalid for the first value that the model refuses. names: of the form by the
    model's, where they differ."""
    try:
        row.full_clean(validate_constraints=True)
    except ValidationError as error:
        name, reasons = next(iter(error.message_dict.items()))
        raise Invalid(field=(names or {}).get(name, name), reason=str(reasons[0])) from error


def filled(values: Any, *names: str) -> None:
    """Raises Invalid for the first of these fields that says nothing."""
    for name in names:
        if not getattr(values, name):
            raise Invalid(field=name, reason=gettext_noop("Fill this in."))


def kept_down(
    actor: Actor,
    action: str,
    table: str,
    key: object,
    changes: Mapping[str, tuple[Any, Any]],
    **detail: object,
) -> None:
    """Write the act down with what it changed, from what to what. detail: what else to keep."""
    detail = {**detail, "changes": {name: list(pair) for name, pair in changes.items()}}
    audit_entry(actor, action, table, key, detail).save(force_insert=True)
