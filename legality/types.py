"""legality's plain values: facts and findings of a rule, a paper as visitors see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class PaperFact:
    """A verified paper that covers the goods. until: last day in force, None without end."""

    certificate_id: int
    code: str
    group: str
    until: date | None


@dataclass(frozen=True)
class Facts:
    """What the rules are told of a listing; nothing else may decide."""

    listing_id: int
    kind_slug: str
    has_english: bool
    price_min: Decimal
    photo_count: int
    weight_known: bool
    facility_open: bool
    papers: tuple[PaperFact, ...]


@dataclass(frozen=True)
class Finding:
    """One rule's answer. code for machines; sentence: an English msgid."""

    code: str
    blocking: bool
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """All findings on one day, and how long what was found holds.

    ruleset: name and version; certificate_ids: the papers it rests on; valid_until: last legal
    date, None when nothing ends.
    """

    ruleset: str
    findings: tuple[Finding, ...]
    certificate_ids: tuple[int, ...]
    valid_until: date | None

    @property
    def is_clear(self) -> bool:
        """Whether nothing blocks."""
        return not any(finding.blocking for finding in self.findings)


@dataclass(frozen=True)
class Paper:
    """A paper as visitors see it, texts in the language asked for.

    holder: empty when a person holds it; issued_on, expires_on: legal dates, expires_on None
    when there is no end; validity: "fixed", "none" or "recipe"; verify_url: deep link at the
    authority or empty; verified_by: the office that looked, verified_on: when;
    goods: names of public goods that it covers, where that was asked for.
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
