"""Keeping the rules of which goods carry which papers. What a change does is shown first.

A change is tried: written, all listings judged by the rules as they then are, and taken back. What
would change state comes back as a preview, whose digest is needed to have the same change kept.
Where the shop has moved on meanwhile so that it would do something else, it is shown again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from django.db import models, transaction
from django.utils.translation import gettext_noop

from catalog.errors import DomainError, ErrorCode, Invalid, NotFound
from catalog.models import Listing
from catalog.saleor_adapter.kinds import kind_rows
from catalog.services.reference import (
    differences,
    filled,
    keeper_require,
    kept_down,
    row_check,
    texts_require,
)
from catalog.types import Actor, ListingState
from legality.models import CertificateKind, GoodsTrait, RequirementRule, SuspensionCause
from legality.rules.verdict import evaluate
from legality.services.publication import (
    Judged,
    listings_settle,
    on_sale_locked,
    rules_alone,
)
from legality.types import Need, Verdict
from legality.verdicts import facts_of, rule_book

RULE_CHANGED, RULE_ADDED = "requirement_rule.changed", "requirement_rule.added"
TRAIT_CHANGED, TRAIT_ADDED = "goods_trait.changed", "goods_trait.added"
_CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*\Z")
_WAITING = frozenset({ListingState.DRAFT, ListingState.SUBMITTED, ListingState.SUSPENDED})


@dataclass(frozen=True)
class RuleValues:
    """Of RequirementRule."""

    name: str
    name_en: str
    papers: tuple[str, ...]
    need: str
    reason: str
    reason_en: str
    legal_source: str
    certainty: str
    kinds: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    unless_traits: tuple[str, ...] = ()
    in_force_from: str = ""
    in_force_until: str = ""
    not_halal_answers: bool = False
    position: int = 0
    is_on: bool = True


@dataclass(frozen=True)
class TraitValues:
    """Of GoodsTrait."""

    name: str
    name_en: str
    kinds: tuple[str, ...] = ()
    name_words: tuple[str, ...] = ()
    material_words: tuple[str, ...] = ()
    without_words: tuple[str, ...] = ()
    keeps_at_most: int | None = None
    position: int = 0


class Changed(NamedTuple):
    """A listing that would change. until: its last day on sale, where it gets one."""

    listing_id: int
    state: str
    codes: tuple[str, ...]
    until: date | None


@dataclass(frozen=True)
class Preview:
    """What a change of the rules would do.

    closes: on sale now and closed by it; ends: stays on sale, but gets another last day; clears:
    goods off sale that nothing would block any more; blocks: goods off sale that it would block.
    """

    closes: tuple[Changed, ...]
    ends: tuple[Changed, ...]
    clears: tuple[Changed, ...]
    blocks: tuple[Changed, ...]
    digest: str


_NOTHING = Preview((), (), (), (), "")


class NotShownYet(DomainError):
    """The change would do what its officer has not seen. preview: what that is."""

    code = ErrorCode.BLOCKED
    template = gettext_noop("Look first at what this changes.")

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        super().__init__()


def rule_values(row: RequirementRule) -> RuleValues:
    """As it is."""
    return RuleValues(**{one.name: _plain(getattr(row, one.name)) for one in fields(RuleValues)})


def trait_values(row: GoodsTrait) -> TraitValues:
    """As it is."""
    values: dict[str, Any] = {one.name: getattr(row, one.name) for one in fields(TraitValues)}
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return TraitValues(**values | lists)


_DAYS = ("in_force_from", "in_force_until")


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value.isoformat() if isinstance(value, date) else "" if value is None else value


def _set(row: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        given = list(value) if isinstance(value, tuple) else value
        if name in _DAYS:
            given = _day(name, str(value))
        setattr(row, name, given)


def _day(name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Invalid(field=name, reason=gettext_noop("Give a date.")) from error


def _rule_check(wanted: RuleValues) -> None:
    texts_require(wanted)
    filled(wanted, "name", "name_en", "papers", "legal_source", "certainty", "reason", "reason_en")
    for name, choices in (("need", set(Need)), ("certainty", {"V", "I", "U"})):
        if getattr(wanted, name) not in choices:
            raise Invalid(field=name, reason=gettext_noop("Choose one of these."))
    _among("kinds", wanted.kinds, {kind.slug for kind in kind_rows()})
    begins, ends = (_day(name, getattr(wanted, name)) for name in _DAYS)
    if begins and ends and ends < begins:
        reason = gettext_noop("The end lies before the beginning.")
        raise Invalid(field="in_force_until", reason=reason)
    known = set(CertificateKind.objects.values_list("code", flat=True))
    _among("papers", wanted.papers, known)
    traits = set(GoodsTrait.objects.values_list("code", flat=True))
    _among("traits", wanted.traits, traits)
    _among("unless_traits", wanted.unless_traits, traits - set(wanted.traits))


def _among(name: str, codes: tuple[str, ...], known: set[str]) -> None:
    if not known.issuperset(codes):
        raise Invalid(field=name, reason=gettext_noop("Choose among what there is."))


def _trait_check(wanted: TraitValues) -> None:
    texts_require(wanted)
    filled(wanted, "name", "name_en")
    _among("kinds", wanted.kinds, {kind.slug for kind in kind_rows()})
    said = (wanted.kinds, wanted.name_words, wanted.material_words)
    if not any(said) and wanted.keeps_at_most is None:
        reason = gettext_noop("Say what goods are told by: kinds, words or how long they keep.")
        raise Invalid(field="kinds", reason=reason)


@transaction.atomic
def rule_change(
    *, actor: Actor, code: str, wanted: RuleValues, seen: RuleValues, shown: str, on: date
) -> Preview:
    """Change a rule, and close what it no longer clears on a legal date.

    shown: the digest of the preview that the officer saw, "" for one who saw none. Raises
    NotShownYet, and then nothing is changed; NotFound, NotAllowed, Invalid, Stale.
    """
    row = _row(actor, RequirementRule, code)
    changes = differences(rule_values(row), wanted, seen)
    _rule_check(wanted)
    kept = _Keeping(actor, RULE_CHANGED, row, wanted, changes)
    return kept.through(shown, on)


@transaction.atomic
def rule_add(*, actor: Actor, code: str, wanted: RuleValues, shown: str, on: date) -> Preview:
    """A new rule; as `rule_change`. The very same asked twice is made once."""
    there = _free(actor, RequirementRule, code)
    if there and rule_values(there) == wanted:
        return _NOTHING
    _taken_refuse(there)
    _rule_check(wanted)
    row = RequirementRule(code=code)
    return _Keeping(actor, RULE_ADDED, row, wanted, _all_of(wanted)).through(shown, on)


@transaction.atomic
def trait_change(
    *, actor: Actor, code: str, wanted: TraitValues, seen: TraitValues, shown: str, on: date
) -> Preview:
    """Change what goods are told by; as `rule_change`."""
    row = _row(actor, GoodsTrait, code)
    changes = differences(trait_values(row), wanted, seen)
    _trait_check(wanted)
    return _Keeping(actor, TRAIT_CHANGED, row, wanted, changes).through(shown, on)


@transaction.atomic
def trait_add(*, actor: Actor, code: str, wanted: TraitValues, shown: str, on: date) -> Preview:
    """A new trait; as `rule_add`."""
    there = _free(actor, GoodsTrait, code)
    if there and trait_values(there) == wanted:
        return _NOTHING
    _taken_refuse(there)
    _trait_check(wanted)
    row = GoodsTrait(code=code)
    return _Keeping(actor, TRAIT_ADDED, row, wanted, _all_of(wanted)).through(shown, on)


def _row(actor: Actor, model: Any, code: str) -> Any:
    """Raises NotFound, NotAllowed."""
    keeper_require(actor)
    rules_alone()
    row = model.objects.select_for_update().filter(pk=code).first()
    if row is None:
        raise NotFound
    return row


def _free(actor: Actor, model: Any, code: str) -> Any:
    """The row that has a code already. Raises NotFound, NotAllowed; Invalid for what is none."""
    keeper_require(actor)
    rules_alone()
    if not _CODE.match(code):
        reason = gettext_noop("Small letters, digits and _ alone, as in merek_dagang.")
        raise Invalid(field="code", reason=reason)
    return model.objects.filter(pk=code).first()


def _taken_refuse(there: Any) -> None:
    if there is not None:
        raise Invalid(field="code", reason=gettext_noop("There is one of this name already."))


def _all_of(values: Any) -> dict[str, tuple[Any, Any]]:
    return {name: (None, value) for name, value in vars(values).items()}


@dataclass(frozen=True)
class _Keeping:
    """A change of one row on its way into the database."""

    actor: Actor
    action: str
    row: Any
    wanted: Any
    changes: Mapping[str, tuple[Any, Any]]

    def through(self, shown: str, on: date) -> Preview:
        """Write, judge, and close; or raise NotShownYet, with which all is taken back."""
        if not self.changes:
            return _NOTHING
        preview, after = _judged(self._write, on, self._about)
        if preview.digest != shown:
            raise NotShownYet(preview)
        listings = on_sale_locked(one.listing_id for one in (*preview.closes, *preview.ends))
        judged = [Judged(one, after[one.pk], SuspensionCause.RULES) for one in listings]
        listings_settle(actor=self.actor, judged=judged)
        counts = {name: len(getattr(preview, name)) for name in ("closes", "ends", "clears")}
        kept_down(
            self.actor,
            self.action,
            self.row._meta.db_table,
            self.row.pk,
            self.changes,
            listings=counts,
        )
        return preview

    def _write(self) -> None:
        _set(self.row, {name: after for name, (_before, after) in self.changes.items()})
        row_check(self.row)
        self.row.save(force_insert=self.row._state.adding)

    @property
    def _about(self) -> list[object]:
        return [self.action, self.row.pk, vars(self.wanted)]


def _judged(
    write: Callable[[], None], on: date, about: list[object]
) -> tuple[Preview, dict[int, Verdict]]:
    """All listings before and after a change of the rules, told apart. Eighteen statements."""
    states = {
        pk: (ListingState(state), until)
        for pk, state, until in Listing.objects.exclude(state=ListingState.ARCHIVED)
        .order_by("pk")
        .values_list("pk", "state", "cleared_until")
    }
    facts = facts_of(list(states))
    former = rule_book()
    write()
    book = rule_book()
    before = {pk: evaluate(one, former, on) for pk, one in facts.items()}
    after = {pk: evaluate(one, book, on) for pk, one in facts.items()}
    sorts: dict[str, list[Changed]] = {"closes": [], "ends": [], "clears": [], "blocks": []}
    for pk, (state, until) in states.items():
        sort = _sort(state, until, before[pk], after[pk])
        if sort:
            sorts[sort].append(_changed(pk, state, after[pk]))
    found = {name: tuple(rows) for name, rows in sorts.items()}
    text = json.dumps([about, found], sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Preview(**found, digest=digest), after


def _sort(state: ListingState, until: date | None, before: Verdict, after: Verdict) -> str:
    if state is ListingState.PUBLISHED:
        if not after.is_clear:
            return "closes"
        return "ends" if after.valid_until != until else ""
    if state in _WAITING and before.is_clear is not after.is_clear:
        return "clears" if after.is_clear else "blocks"
    return ""


def _changed(pk: int, state: ListingState, after: Verdict) -> Changed:
    codes = tuple(finding.code for finding in after.findings if finding.blocking)
    return Changed(pk, state.value, codes, after.valid_until)


class Told(NamedTuple):
    """A listing of a preview as officers read it."""

    listing_id: int
    name: str
    facility: str
    facility_slug: str
    state: str
    until: date | None


def told(rows: tuple[Changed, ...], most: int) -> list[Told]:
    """The first `most` of a preview's listings, with names. One statement."""
    first = rows[:most]
    names = {
        pk: (name, facility, slug)
        for pk, name, facility, slug in Listing.objects.filter(
            pk__in=[one.listing_id for one in first]
        ).values_list("pk", "card__name", "facility__short_name", "facility__slug")
    }
    return [Told(one.listing_id, *names[one.listing_id], one.state, one.until) for one in first]
