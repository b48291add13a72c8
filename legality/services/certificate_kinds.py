"""Keeping the kinds of papers. No rule may rest on a kind whose source is not named."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from catalog.errors import Blocked, Invalid, NotFound
from catalog.models import SearchTerm, TermUse
from catalog.saleor_adapter.kinds import kind_rows
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
from legality.models import Certificate, CertificateKind, RequirementRule
from legality.number_findings import blocking_by_default
from legality.services.kind_checks import (
    blocking_require,
    form_require,
    goods_require,
    other_forms_require,
    part_codes_require,
    pattern_require,
)
from legality.services.publication import rules_alone

CHANGED, ADDED = "certificate_kind.changed", "certificate_kind.added"
REMOVED = "certificate_kind.removed"
_CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*\Z")
# The rules ask these of papers, and goods were cleared by what they said.
_RESTED_ON = ("group", "validity")
_TABLE = CertificateKind._meta.db_table


@dataclass(frozen=True)
class CertificateKindValues:
    """Of CertificateKind; goods and blocking in the order of the alphabet."""

    group: str
    label: str
    label_en: str
    short: str
    short_en: str
    issuer: str
    issuer_en: str
    validity: str
    verify_steps: str
    verify_steps_en: str
    tells_buyer: str
    tells_buyer_en: str
    source: str
    certainty: str
    position: int = 0
    number_pattern: str = ""
    number_form: str = ""
    other_forms: tuple[tuple[str, ...], ...] = ()
    part_codes: tuple[tuple[str, ...], ...] = ()
    goods: tuple[str, ...] = ()
    blocking: tuple[str, ...] = tuple(sorted(blocking_by_default()))
    term_years: int | None = None
    portal_name: str = ""
    portal_url: str = ""
    verify_url_template: str = ""


_NAMES = tuple(field.name for field in fields(CertificateKindValues))


def certificate_kind_values(row: CertificateKind) -> CertificateKindValues:
    """As it is."""
    values = {name: getattr(row, name) for name in _NAMES}
    for name in ("other_forms", "part_codes"):
        values[name] = tuple(map(tuple, values[name]))
    for name in ("goods", "blocking"):
        values[name] = tuple(sorted(values[name]))
    return CertificateKindValues(**values)


def _goods_of(values: CertificateKindValues | None) -> set[str]:
    """Kinds of goods that may be named: those there are, and those that were named before."""
    known = {kind.slug for kind in kind_rows()}
    if values is not None:
        known |= {*values.goods, *(slug for row in values.part_codes for slug in row[-1].split())}
    return known


def numbers_require(
    wanted: CertificateKindValues, before: CertificateKindValues | None = None
) -> None:
    """Raises Invalid for what reading its numbers cannot use."""
    goods = _goods_of(before)
    pattern = pattern_require("number_pattern", wanted.number_pattern)
    form_require(wanted.number_form, pattern)
    other_forms_require(wanted.other_forms)
    part_codes_require(wanted.part_codes, pattern, goods)
    goods_require(wanted.goods, goods)
    blocking_require(wanted.blocking)


def _check(wanted: CertificateKindValues, before: CertificateKindValues | None = None) -> None:
    texts_require(wanted)
    filled(wanted, "source", "certainty")
    numbers_require(wanted, before)
    if wanted.portal_url and not wanted.portal_url.startswith("https://"):
        reason = gettext_noop("Give an address that begins with https://.")
        raise Invalid(field="portal_url", reason=reason)
    link = wanted.verify_url_template
    places = link.count("{number}") + link.count("{raw}")
    if link and not (link.startswith("https://") and places == 1):
        reason = gettext_noop("Give an https:// address with {number} where the number goes.")
        raise Invalid(field="verify_url_template", reason=reason)


@transaction.atomic
def certificate_kind_change(
    *, actor: Actor, code: str, wanted: CertificateKindValues, seen: CertificateKindValues
) -> None:
    """Raises NotFound, NotAllowed, Invalid (also for what papers of the kind rest on), Stale."""
    keeper_require(actor)
    row = CertificateKind.objects.select_for_update().filter(pk=code).first()
    if row is None:
        raise NotFound
    before = certificate_kind_values(row)
    changes = differences(before, wanted, seen)
    _check(wanted, before)
    if not changes:
        return
    rested_on = next((name for name in _RESTED_ON if name in changes), "")
    if rested_on and Certificate.objects.filter(kind=row).exists():
        reason = gettext_noop("Papers of this kind rest on it: add another kind instead.")
        raise Invalid(field=rested_on, reason=reason)
    for name, (_before, after) in changes.items():
        setattr(row, name, after)
    row_check(row)
    row.save()
    kept_down(actor, CHANGED, _TABLE, code, changes)


@transaction.atomic
def certificate_kind_add(*, actor: Actor, code: str, wanted: CertificateKindValues) -> None:
    """A new kind of paper. The very same asked twice is made once.

    Raises NotFound, NotAllowed, Invalid (its code is taken, values).
    """
    keeper_require(actor)
    if not _CODE.match(code):
        reason = gettext_noop("Small letters, digits and _ alone, as in merek_dagang.")
        raise Invalid(field="code", reason=reason)
    _check(wanted)
    one_at_a_time(f"{_TABLE} {code}")
    there = CertificateKind.objects.filter(pk=code).first()
    if there is not None and certificate_kind_values(there) == wanted:
        return
    row = CertificateKind(code=code, **vars(wanted))
    row_check(row)
    row.save(force_insert=True)
    kept_down(actor, ADDED, _TABLE, code, {n: (None, v) for n, v in vars(wanted).items()})


HAS_PAPERS = gettext_noop("Not possible while papers of this kind are recorded.")
HAS_RULES = gettext_noop("Not possible while a rule names it: %(rule)s.")
HAS_WORDS = gettext_noop("Not possible while the search knows it: %(word)s.")


def kind_rests(code: str) -> str:
    """What rests on a kind of paper, as a sentence; empty when nothing does. At most three
    statements."""
    if Certificate.objects.filter(kind_id=code).exists():
        return gettext(HAS_PAPERS)
    rule = RequirementRule.objects.filter(papers__contains=[code]).first()
    if rule is not None:
        return gettext(HAS_RULES) % {"rule": rule.name}
    word = SearchTerm.objects.filter(use=TermUse.PAPER, means=code).first()
    return gettext(HAS_WORDS) % {"word": word.phrase} if word else ""


@transaction.atomic
def certificate_kind_remove(*, actor: Actor, code: str) -> None:
    """Take a kind of paper away that nothing rests on.

    Raises NotFound, NotAllowed, Blocked (papers, rules or words of the search name it).
    """
    keeper_require(actor)
    rules_alone()  # no rule begins to name it meanwhile
    row = CertificateKind.objects.select_for_update().filter(pk=code).first()
    if row is None:
        raise NotFound
    reason = kind_rests(code)
    if reason:
        raise Blocked(reasons=reason)
    before = certificate_kind_values(row)
    row.delete()
    kept_down(actor, REMOVED, _TABLE, code, {n: (v, None) for n, v in vars(before).items()})
