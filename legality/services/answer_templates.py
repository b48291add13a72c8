"""Keeping the answers that officers give often, taken over into a review and changed there."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

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
from legality.models import AnswerTemplate, RequirementRule
from legality.number_findings import choosable

CHANGED, ADDED = "answer_template.changed", "answer_template.added"
MOST_LETTERS = 2000
# what is found before anybody asks for papers (`legality.rules.basic`)
BASIC = ("english", "price", "photo", "weight", "facility")
_CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*\Z")
_TABLE = AnswerTemplate._meta.db_table


@dataclass(frozen=True)
class AnswerTemplateValues:
    """Of AnswerTemplate. codes: of the findings that it is offered for, in the alphabet's order;
    any finding when empty."""

    label: str
    text: str
    text_en: str
    codes: tuple[str, ...] = ()
    position: int = 0
    is_on: bool = True


_NAMES = tuple(field.name for field in fields(AnswerTemplateValues))


def answer_template_values(row: AnswerTemplate) -> AnswerTemplateValues:
    """As it is."""
    values = {name: getattr(row, name) for name in _NAMES}
    return AnswerTemplateValues(**{**values, "codes": tuple(sorted(row.codes))})


def finding_codes() -> set[str]:
    """Codes of all findings that a review can show. One statement."""
    rules = RequirementRule.objects.values_list("code", flat=True)
    return {*BASIC, *map(str, choosable()), *rules}


def _check(wanted: AnswerTemplateValues, before: AnswerTemplateValues | None = None) -> None:
    """Codes that stood there before may stay, whatever became of their rules."""
    texts_require(wanted)
    filled(wanted, "label", "text", "text_en")
    for name in ("text", "text_en"):
        if len(getattr(wanted, name)) > MOST_LETTERS:
            raise Invalid(field=name, reason=gettext_noop("This is too long."))
    known = finding_codes() | set(before.codes if before else ())
    if not known.issuperset(wanted.codes):
        raise Invalid(field="codes", reason=gettext_noop("Choose among what there is."))


@transaction.atomic
def answer_template_change(
    *, actor: Actor, code: str, wanted: AnswerTemplateValues, seen: AnswerTemplateValues
) -> None:
    """Raises NotFound, NotAllowed, Invalid, Stale."""
    keeper_require(actor)
    row = AnswerTemplate.objects.select_for_update().filter(pk=code).first()
    if row is None:
        raise NotFound
    before = answer_template_values(row)
    changes = differences(before, wanted, seen)
    _check(wanted, before)
    if not changes:
        return
    for name, (_before, after) in changes.items():
        setattr(row, name, list(after) if name == "codes" else after)
    row_check(row)
    row.save()
    kept_down(actor, CHANGED, _TABLE, code, changes)


@transaction.atomic
def answer_template_add(*, actor: Actor, code: str, wanted: AnswerTemplateValues) -> None:
    """A further answer. The very same asked twice is made once.

    Raises NotFound, NotAllowed, Invalid (its code is taken, values).
    """
    keeper_require(actor)
    if not _CODE.match(code):
        reason = gettext_noop("Small letters, digits and _ alone, as in foto_gelap.")
        raise Invalid(field="code", reason=reason)
    _check(wanted)
    one_at_a_time(f"{_TABLE} {code}")
    there = AnswerTemplate.objects.filter(pk=code).first()
    if there is not None and answer_template_values(there) == wanted:
        return
    row = AnswerTemplate(code=code, **{**vars(wanted), "codes": list(wanted.codes)})
    row_check(row)
    row.save(force_insert=True)
    kept_down(actor, ADDED, _TABLE, code, {n: (None, v) for n, v in vars(wanted).items()})
