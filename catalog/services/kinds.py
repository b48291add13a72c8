"""Keeping the kinds of goods: words in two languages and their order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.errors import Blocked, Invalid, NotFound
from catalog.saleor_adapter.kinds import (
    KIND_TABLE,
    KindUse,
    kind_has_voucher,
    kind_lock,
    kind_remove,
    kind_save,
    kind_sheets,
    kinds_swap,
)
from catalog.services.reference import (
    differences,
    filled,
    keeper_require,
    kept_down,
    one_at_a_time,
    texts_require,
)
from catalog.types import Actor

CHANGED, ADDED, REMOVED, MOVED = "kind.changed", "kind.added", "kind.removed", "kind.moved"
NAME_LENGTH, TEXT_LENGTH = 80, 500
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


@dataclass(frozen=True)
class KindValues:
    """Of a kind."""

    name: str
    name_en: str
    description: str = ""
    description_en: str = ""


def kind_values(use: KindUse) -> KindValues:
    """As it is."""
    kind = use.kind
    return KindValues(kind.name, kind.name_en, kind.description, kind.description_en)


def _check(wanted: KindValues) -> None:
    texts_require(wanted)
    filled(wanted, "name", "name_en")
    for name, text in vars(wanted).items():
        if len(text) > (NAME_LENGTH if name.startswith("name") else TEXT_LENGTH):
            raise Invalid(field=name, reason=gettext_noop("This is too long."))


def _one(slug: str) -> KindUse:
    """Raises NotFound. Locks it."""
    if not kind_lock(slug):
        raise NotFound
    return next(use for use in kind_sheets() if use.kind.slug == slug)


def slug_require(slug: str, most: int = 60) -> None:
    """Raises Invalid for what is no part of an address."""
    if not _SLUG.match(slug) or len(slug) > most:
        reason = gettext_noop("Small letters, digits and hyphens alone, as in kopi-bubuk.")
        raise Invalid(field="slug", reason=reason)


@transaction.atomic
def kind_change(*, actor: Actor, slug: str, wanted: KindValues, seen: KindValues) -> None:
    """Raises NotFound, NotAllowed, Invalid, Stale."""
    keeper_require(actor)
    use = _one(slug)
    changes = differences(kind_values(use), wanted, seen)
    _check(wanted)
    if changes:
        kind_save(slug=slug, **vars(wanted))
        kept_down(actor, CHANGED, KIND_TABLE, use.kind.id, changes)


@transaction.atomic
def kind_add(*, actor: Actor, slug: str, wanted: KindValues) -> None:
    """A new kind, the last in the order. The very same asked twice is made once.

    Raises NotFound, NotAllowed, Invalid (its address is taken, values).
    """
    keeper_require(actor)
    slug_require(slug)
    _check(wanted)
    one_at_a_time("kinds")
    there = next((use for use in kind_sheets() if use.kind.slug == slug), None)
    if there is not None:
        if kind_values(there) == wanted:
            return
        raise Invalid(field="slug", reason=gettext_noop("Another kind has this address."))
    key = kind_save(slug=slug, **vars(wanted))
    kept_down(actor, ADDED, KIND_TABLE, key, {n: (None, v) for n, v in vars(wanted).items()})


@transaction.atomic
def kind_take_away(*, actor: Actor, slug: str) -> None:
    """Remove a kind without goods. Raises NotFound, NotAllowed, Blocked (it has some, or a voucher
    is for it)."""
    keeper_require(actor)
    use = _one(slug)
    if use.goods:
        reason = gettext_noop("This kind has goods; give them another kind first.")
        raise Blocked(reasons=reason)
    if kind_has_voucher(slug):
        reason = gettext_noop("A voucher is for this kind; give the voucher another first.")
        raise Blocked(reasons=reason)
    kind_remove(slug)
    before = {name: (value, None) for name, value in vars(kind_values(use)).items()}
    kept_down(actor, REMOVED, KIND_TABLE, use.kind.id, before, slug=slug)


@transaction.atomic
def kind_move(*, actor: Actor, slug: str, up: bool, seen: int) -> None:
    """Change places with the one before or after; at the end of the list nothing happens.

    seen: its place, from 1, as the officer's page showed it; where it stands elsewhere by now the
    button was pressed twice, or somebody else moved it, and nothing happens. Raises NotFound,
    NotAllowed.
    """
    keeper_require(actor)
    one_at_a_time("kinds")
    uses = kind_sheets()
    slugs = [use.kind.slug for use in uses]
    if slug not in slugs:
        raise NotFound
    here = slugs.index(slug)
    there = here + (-1 if up else 1)
    if here + 1 != seen or not 0 <= there < len(slugs):
        return
    kinds_swap(slug, slugs[there])
    changes = {"position": (here + 1, there + 1)}
    kept_down(actor, MOVED, KIND_TABLE, uses[here].kind.id, changes)
