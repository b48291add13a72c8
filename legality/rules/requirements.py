"""Which papers goods must carry on a day, and what is found where they do not.

Which rules there are is data (`legality.models.RequirementRule`), each row with its legal source
and how sure it is. Every rule stands by itself: those that fit the goods are all asked, and a
further paper can only answer more of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext_noop

from legality.types import Asked, Facts, Finding, Need, PaperFact, Rule, RuleBook, Words

MISSING = gettext_noop("None is recorded here for these goods: %(papers)s.")
EXPIRED = gettext_noop("%(paper)s %(number)s ended on %(day)s.")
ENDED = gettext_noop("%(paper)s %(number)s has ended.")
ON_HOLD = gettext_noop("%(paper)s %(number)s is on hold since the recipe changed.")
REVOKED = gettext_noop("%(paper)s %(number)s was revoked.")
UNVERIFIED = gettext_noop("%(paper)s %(number)s has not been checked by the regional office yet.")
FILED = gettext_noop("%(paper)s %(number)s is applied for, not issued yet.")
NOT_BEGUN = gettext_noop("%(paper)s %(number)s holds from %(day)s on.")

_STATES = {
    "unverified": UNVERIFIED,
    "on_hold": ON_HOLD,
    "filed": FILED,
    "expired": ENDED,
    "revoked": REVOKED,
}
# The nearer to being right, the earlier: of several papers that do not hold, one is told of.
_NEAREST = (NOT_BEGUN, UNVERIFIED, ON_HOLD, FILED, EXPIRED, ENDED, REVOKED)


def holds(paper: PaperFact, on: date) -> bool:
    """Whether a paper was checked and is in force on a day."""
    return (
        paper.state == "verified"
        and (paper.since is None or paper.since <= on)
        and (paper.until is None or paper.until >= on)
    )


def rules_for(facts: Facts, book: RuleBook, traits: frozenset[str]) -> tuple[Rule, ...]:
    """The rules that fit goods, on whatever day."""
    return tuple(
        rule
        for rule in book.rules
        if (not rule.kinds or facts.kind_slug in rule.kinds)
        and traits.issuperset(rule.traits)
        and traits.isdisjoint(rule.unless_traits)
    )


def is_in_force(rule: Rule, on: date) -> bool:
    """Whether a rule counts on a day; both its days are included."""
    return (rule.since is None or rule.since <= on) and (rule.until is None or rule.until >= on)


def answer(rule: Rule, facts: Facts, on: date) -> tuple[bool, int | None]:
    """Whether a rule's papers are there on a day, and the one that holds longest."""
    fitting = [paper for paper in facts.papers if paper.code in rule.papers and holds(paper, on)]
    if not fitting:
        return rule.not_halal_answers and facts.is_not_halal, None
    best = min(fitting, key=lambda one: (-_last(one.until), one.certificate_id))
    return True, best.certificate_id


def _last(until: date | None) -> int:
    return (until or date.max).toordinal()


def asked_on(rules: Iterable[Rule], facts: Facts, on: date) -> tuple[Asked, ...]:
    """What is asked of goods on a day, by the rules that fit them."""
    return tuple(
        Asked(rule.code, rule.need, rule.blocks, rule.papers, *answer(rule, facts, on))
        for rule in rules
        if is_in_force(rule, on)
    )


def is_clear_on(rules: Iterable[Rule], facts: Facts, on: date) -> bool:
    """Whether no rule of these blocks on a day."""
    return all(
        answer(rule, facts, on)[0] for rule in rules if rule.blocks and is_in_force(rule, on)
    )


def finding_of(rule: Rule, facts: Facts, book: RuleBook, on: date) -> Finding:
    """What is said where a rule's papers do not hold: of the nearest paper there is, else that
    there is none."""
    nearest = min(
        (paper for paper in facts.papers if paper.code in rule.papers),
        key=lambda one: (
            _NEAREST.index(_why_not(one, on)[0]),
            -_last(one.until),
            one.certificate_id,
        ),
        default=None,
    )
    if nearest is None:
        sentence, params = MISSING, (("papers", _names(rule, book)),)
        return Finding(rule.code, rule.blocks, sentence, params, rule.reason)
    sentence, day = _why_not(nearest, on)
    named: list[tuple[str, str | date | Words]] = [
        ("paper", book.papers.get(nearest.code, Words(nearest.code, nearest.code))),
        ("number", nearest.number),
    ]
    if day is not None:
        named.append(("day", day))
    about = nearest.certificate_id
    return Finding(rule.code, rule.blocks, sentence, tuple(named), rule.reason, about)


def awaits_office(finding: Finding) -> bool:
    """Whether the facility has done its part of a finding: the regional office looks at the paper,
    or at the new recipe."""
    return finding.sentence in (UNVERIFIED, ON_HOLD)


def _why_not(paper: PaperFact, on: date) -> tuple[str, date | None]:
    """Why a paper does not hold, and the day that the sentence names."""
    if paper.state in ("verified", "expired") and paper.until is not None and paper.until < on:
        return EXPIRED, paper.until
    if paper.state == "verified":
        return NOT_BEGUN, paper.since
    return _STATES[paper.state], None


def _names(rule: Rule, book: RuleBook) -> Words:
    """The papers that would do, in both languages."""
    return _joined(rule.papers, tuple(book.papers.items()))


@lru_cache(maxsize=256)
def _joined(papers: tuple[str, ...], known: tuple[tuple[str, Words], ...]) -> Words:
    """Lists of goods want the same few dozens of times."""
    words_of = dict(known)
    order = {code: place for place, code in enumerate(words_of)}
    codes = sorted(papers, key=lambda code: order.get(code, len(order)))
    words = [words_of.get(code, Words(code, code)) for code in codes]
    return Words(
        " / ".join(one.indonesian for one in words), " / ".join(one.english for one in words)
    )


def unmet(asked: Iterable[Asked]) -> frozenset[str]:
    """Codes of the rules that want a paper which is not there."""
    return frozenset(
        one.rule for one in asked if not one.is_met and one.need is not Need.NOT_APPLICABLE
    )
