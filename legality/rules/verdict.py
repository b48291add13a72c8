"""The one evaluation: facts, rules and a day in, a verdict out. Everybody who asks asks it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from legality.rules.basic import incomplete
from legality.rules.requirements import asked_on, finding_of, is_clear_on, rules_for, unmet
from legality.rules.traits import traits_of
from legality.types import Facts, Rule, RuleBook, Verdict

_DAY = timedelta(days=1)


def ruleset_of(book: RuleBook) -> str:
    """The name under which a clearance keeps what it was given by."""
    return f"papers/{book.version}"


def evaluate(facts: Facts, book: RuleBook, on: date) -> Verdict:
    """All findings on a legal day, the papers that count, and the last day on which it is clear.

    Monotone: with a further paper that holds, no finding is added.
    """
    rules = rules_for(facts, book, traits_of(facts, book))
    asked = asked_on(rules, facts, on)
    open_rules = unmet(asked)
    findings = incomplete(facts) + tuple(
        finding_of(rule, facts, book, on) for rule in rules if rule.code in open_rules
    )
    is_clear = not any(finding.blocking for finding in findings)
    return Verdict(
        ruleset=ruleset_of(book),
        findings=findings,
        certificate_ids=tuple(
            sorted({one.certificate_id for one in asked if one.blocks and one.certificate_id})
        ),
        valid_until=_last_day(rules, facts, on) if is_clear else None,
        asked=asked,
    )


def _last_day(rules: Sequence[Rule], facts: Facts, on: date) -> date | None:
    """The day before the first on which the rules would block the same facts, None when there is
    none: something can only change where a paper ends or a rule begins."""
    blocking = [rule for rule in rules if rule.blocks]
    for day in sorted({day for day in _turns(blocking, facts) if day > on}):
        if not is_clear_on(blocking, facts, day):
            return day - _DAY
    return None


def _turns(rules: Sequence[Rule], facts: Facts) -> Iterator[date]:
    asked = {code for rule in rules for code in rule.papers}
    for rule in rules:
        if rule.since is not None:
            yield rule.since
    for paper in facts.papers:
        if paper.code in asked and paper.until is not None and paper.until < date.max:
            yield paper.until + _DAY
