"""Which goods carry which papers: `fixtures/reference/goods_traits.json`, `requirement_rules.json`.

A row that officers changed is theirs. What is the same already is not written again, so that the
rules' number stays where it is.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from catalog.selectors.reference import kept_by_people
from legality.models import GoodsTrait, RequirementRule
from legality.services.requirement_rules import (
    RULE_ADDED,
    RULE_CHANGED,
    TRAIT_ADDED,
    TRAIT_CHANGED,
)
from storefront.loading.files import Row, rows_of

_DAYS = ("in_force_from", "in_force_until")


def rules_load() -> None:
    """Make or change every row that people have not made their own."""
    _load(GoodsTrait, "goods_traits", (TRAIT_ADDED, TRAIT_CHANGED))
    _load(RequirementRule, "requirement_rules", (RULE_ADDED, RULE_CHANGED))


def _load(model: Any, name: str, acts: tuple[str, ...]) -> None:
    of_people = kept_by_people(model._meta.db_table, acts)
    there = {row.pk: row for row in model.objects.all()}
    for position, row in enumerate(rows_of(f"reference/{name}")):
        if row["code"] in of_people:
            continue
        values = _values(row, position)
        known = there.get(row["code"])
        if known is None:
            model.objects.create(**values)
        elif any(getattr(known, field) != value for field, value in values.items()):
            model.objects.filter(pk=known.pk).update(**values)


def _values(row: Row, position: int) -> Row:
    days = {name: date.fromisoformat(row[name]) for name in _DAYS if row.get(name)}
    return {**row, **days, "position": position}
