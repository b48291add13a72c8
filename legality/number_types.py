"""What reading numbers is told: kinds of papers, regions, and what else is known of a paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from catalog.paper_numbers import folded, without_words
from legality.number_findings import OF_FORMS, Found
from legality.patterns import NumberPattern, pattern_or_none
from legality.types import Words


@dataclass(frozen=True)
class OtherForm:
    """Another form that belongs to a kind: an old one, an odd one, or what people take for it.

    finding: one of OF_FORMS; name: what it is, put into the finding's sentence.
    """

    pattern: NumberPattern
    finding: Found
    name: Words


@dataclass(frozen=True)
class PartCode:
    """What a code within a number means. goods: kinds of goods that it is for, empty for any."""

    name: Words
    goods: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NumberKind:
    """A kind of paper as its numbers are read: of `legality.models.CertificateKind`.

    pattern: None when no form is known; form: how its numbers are written, with {part} for each
    part; goods: kinds of goods that it is for, empty for any; blocking: codes of findings that
    block; codes: meanings by part and code.
    """

    code: str
    label: Words
    short: Words
    pattern: NumberPattern | None = None
    form: str = ""
    validity: str = "none"
    term_years: int | None = None
    goods: frozenset[str] = frozenset()
    blocking: frozenset[str] = frozenset()
    others: tuple[OtherForm, ...] = ()
    codes: Mapping[str, Mapping[str, PartCode]] = field(default_factory=dict)
    head: str = field(init=False)
    letters: str = field(init=False)
    tag: str = field(init=False)

    def __post_init__(self) -> None:
        """head: what its form begins with; letters: those of the head that are no mere words; tag:
        the short name, as it stands before numbers."""
        head = self.form.partition("{")[0]
        object.__setattr__(self, "head", head)
        object.__setattr__(self, "letters", without_words(f"{folded(head)}0")[:-1])
        object.__setattr__(self, "tag", folded(self.short.indonesian))


@dataclass(frozen=True)
class Region:
    """A kab/kota. now: its code today without the dot, that of before a split gives another."""

    now: str
    name: str


@dataclass(frozen=True)
class Regions:
    """All codes of kab/kota, without the dot, today's and those of before a split. Empty when
    none are loaded: then no code is unknown."""

    by_code: Mapping[str, Region] = field(default_factory=dict)
    provinces: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """provinces: their codes of two digits."""
        object.__setattr__(self, "provinces", frozenset(code[:2] for code in self.by_code))

    def name(self, code: str) -> str:
        """Of a kab/kota, with its code."""
        region = self.by_code.get(code)
        return f"{region.name} ({code})" if region else code


@dataclass(frozen=True)
class NumberFacts:
    """What else is known of the paper; what is not known is not checked.

    region: of the facility, its code today without the dot; goods: kinds of the goods that the
    paper is for; on: today's legal date; is_filed: applied for, not granted; samples_allowed:
    whether made-up numbers are taken, which only the sample shop does.
    """

    region: str = ""
    goods: frozenset[str] = frozenset()
    issued_on: date | None = None
    expires_on: date | None = None
    on: date | None = None
    is_filed: bool = False
    samples_allowed: bool = False


def other_forms(rows: Iterable[Sequence[str]]) -> tuple[OtherForm, ...]:
    """Of rows (pattern, finding, name, English name); rows that say nothing usable are left out."""
    forms = []
    for text, finding, name, name_en in rows:
        pattern = pattern_or_none(text)
        if pattern is not None and finding in OF_FORMS:
            forms.append(OtherForm(pattern, Found(finding), Words(name, name_en)))
    return tuple(forms)


def part_codes(rows: Iterable[Sequence[str]]) -> dict[str, dict[str, PartCode]]:
    """Of rows (part, code, name, English name, kinds of goods with blanks between)."""
    codes: dict[str, dict[str, PartCode]] = {}
    for part, code, name, name_en, goods in rows:
        meaning = PartCode(Words(name, name_en), frozenset(goods.split()))
        codes.setdefault(part, {})[code] = meaning
    return codes
