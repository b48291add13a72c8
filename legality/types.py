"""legality's plain values: facts and findings of a rule, a paper as visitors see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple


class Words(NamedTuple):
    """A text of data in both languages."""

    indonesian: str = ""
    english: str = ""

    def said(self, language: str) -> str:
        """The text in a language."""
        return self.indonesian if language == "id" else self.english


class Need(StrEnum):
    """What a rule says of papers."""

    REQUIRED = "required"
    ADVISED = "advised"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class PaperFact:
    """A paper that covers the goods, whatever its state. since, until: first and last legal day,
    both inclusive, None without one."""

    certificate_id: int
    code: str
    group: str
    until: date | None
    since: date | None = None
    state: str = "verified"
    number: str = ""


@dataclass(frozen=True)
class Facts:
    """What the rules are told of a listing; nothing else may decide. name, composition: the
    Indonesian texts; keeps_days: how long the goods keep, None when that is not said."""

    listing_id: int
    kind_slug: str
    has_english: bool
    price_min: Decimal
    photo_count: int
    weight_known: bool
    facility_open: bool
    papers: tuple[PaperFact, ...]
    name: str = ""
    composition: str = ""
    keeps_days: int | None = None
    is_not_halal: bool = False


@dataclass(frozen=True)
class Trait:
    """What goods are told by: as `legality.models.GoodsTrait`."""

    code: str
    name: Words
    kinds: frozenset[str] = frozenset()
    name_words: tuple[str, ...] = ()
    material_words: tuple[str, ...] = ()
    without_words: tuple[str, ...] = ()
    keeps_at_most: int | None = None


@dataclass(frozen=True)
class Rule:
    """Which papers which goods carry: as `legality.models.RequirementRule`, switched on."""

    code: str
    name: Words
    kinds: frozenset[str]
    traits: tuple[str, ...]
    unless_traits: tuple[str, ...]
    papers: tuple[str, ...]
    need: Need
    since: date | None
    until: date | None
    certainty: str
    reason: Words
    legal_source: str = ""
    not_halal_answers: bool = False

    @property
    def blocks(self) -> bool:
        """Whether goods that lack its papers stay off sale: never by what nobody has verified."""
        return self.need is Need.REQUIRED and self.certainty != "U"


@dataclass(frozen=True)
class RuleBook:
    """All rules of one version, in their order. papers: short words of the kinds of papers."""

    version: int
    rules: tuple[Rule, ...]
    traits: Mapping[str, Trait]
    papers: Mapping[str, Words]


@dataclass(frozen=True)
class Finding:
    """One rule's answer.

    code: for machines, of a requirement its rule's; sentence: an English msgid with places for
    params, whose values are texts, dates or Words; reason: why it is asked, of data;
    certificate_id: the paper that it is about, None without one.
    """

    code: str
    blocking: bool
    sentence: str
    params: tuple[tuple[str, str | date | Words], ...] = ()
    reason: Words = Words()
    certificate_id: int | None = None


@dataclass(frozen=True)
class Asked:
    """A rule that is in force and fits the goods. certificate_id: the paper that meets it."""

    rule: str
    need: Need
    blocks: bool
    papers: tuple[str, ...]
    is_met: bool
    certificate_id: int | None


@dataclass(frozen=True)
class Verdict:
    """All findings on one day, and how long what was found holds.

    ruleset: name and version; certificate_ids: the papers that what is required rests on;
    valid_until: the last legal day on which the same facts are still clear, None when none is
    seen to be the last and for a listing that is not clear; asked: every rule that fits, met or
    not.
    """

    ruleset: str
    findings: tuple[Finding, ...]
    certificate_ids: tuple[int, ...]
    valid_until: date | None
    asked: tuple[Asked, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether nothing blocks."""
        return not any(finding.blocking for finding in self.findings)


class Standing(StrEnum):
    """How a paper that was verified stands on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    ENDED = "ended"
    ON_HOLD = "on_hold"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Paper:
    """A paper as visitors see it, texts in the language asked for.

    holder: empty when a person holds it; issued_on, expires_on: legal dates, expires_on None
    when there is no end; validity: "fixed", "none" or "recipe"; verify_url: deep link at the
    authority or empty; verified_by: the office that looked, verified_on: when;
    goods: names of public goods that it covers, where that was asked for; normal: the number as it
    is compared, which its proof page is found by; standing: how it stands on the day, revoked_on
    and revoked_reason when that is revoked.
    """

    id: int
    code: str
    group: str
    label: str
    short: str
    number: str
    holder: str
    issuer: str
    issued_on: date | None
    expires_on: date | None
    validity: str
    verified_on: date | None
    verified_by: str
    portal_name: str
    portal_url: str
    verify_url: str
    verify_steps: str
    tells_buyer: str
    facility_id: int
    goods: tuple[str, ...] = field(default=(), compare=False)
    normal: str = ""
    standing: Standing = Standing.IN_FORCE
    revoked_on: date | None = None
    revoked_reason: str = ""


@dataclass(frozen=True)
class KindInfo:
    """A kind of paper as the page about papers explains it; fields as of CertificateKind."""

    code: str
    group: str
    label: str
    short: str
    issuer: str
    validity: str
    term_years: int | None
    portal_name: str
    portal_url: str
    verify_steps: str
    tells_buyer: str


class Change(NamedTuple):
    """One value that differs. field: of ListingValues, or "photo"; before and after as JSON has
    them, None where there was nothing."""

    field: str
    before: Any
    after: Any
