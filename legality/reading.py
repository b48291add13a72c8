"""Reading the number of a paper: which kind it is of, its parts, what is odd about it.

Pure: kinds, regions and facts come in as values, and nothing legal stands in here. What the
patterns and codes say is data with its source and certainty (fixtures/reference). A text is folded
letter by letter; patterns are tried on what is left only while that is as short as a number, so
that reading costs steps in the length of the text. The steps are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalog.paper_numbers import MOST_LETTERS, folded, normal_number, without_words
from legality.number_checks import dates_check, parts_check
from legality.number_findings import FORM_SHOWN, Found, found
from legality.number_types import NumberFacts, NumberKind, OtherForm, Regions
from legality.patterns import UNREAD, NumberPattern
from legality.types import Finding, Words

SAMPLE = "CONTOH"
_FIELD = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Reading:
    """What a text says as the number of a paper.

    raw: as typed; normal: in the kind's own writing, or capitals and digits alone where there is
    none; normal_number(normal) is what is stored and compared; code: the kind, "" when it cannot
    be told; parts: what is known to mean something, by name; steps: what reading cost at most, in
    letters looked at.
    """

    raw: str
    normal: str
    code: str
    parts: Mapping[str, str]
    findings: tuple[Finding, ...]
    steps: int = field(default=0, compare=False)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Findings for which the number is not taken."""
        return tuple(finding for finding in self.findings if finding.blocking)


@dataclass
class _Fit:
    """A kind that a number may be of. form: another form than the usual; added: the number with
    the letters that were not typed."""

    kind: NumberKind
    parts: dict[str, str] = field(default_factory=dict)
    form: OtherForm | None = None
    added: str = ""


class _Reader:
    """One reading; counts its steps."""

    def __init__(self, text: str, kinds: Mapping[str, NumberKind]) -> None:
        self.text = text
        self.kinds = kinds
        self.folded = folded(text)
        self.number = normal_number(text)
        self.steps = len(text) + len(self.folded)

    def tried(self, pattern: NumberPattern | None, number: str) -> dict[str, str] | None:
        """The parts that a pattern finds. Costs at most its ways at each letter."""
        if pattern is None:
            return None
        self.steps += pattern.ways * (min(len(number), MOST_LETTERS) + 1)
        return pattern.fit(number)

    def usual(self, kind: NumberKind) -> _Fit | None:
        """As a kind's usual form. A kind whose form is not known takes any number."""
        if kind.pattern is None:
            return _Fit(kind)
        parts = self.tried(kind.pattern, self.number)
        return None if parts is None else _Fit(kind, parts)

    def other(self, kind: NumberKind) -> OtherForm | None:
        """Another form that belongs to a kind."""
        fits = (form for form in kind.others if self.tried(form.pattern, self.number) is not None)
        return next(fits, None)

    def completed(self, kind: NumberKind) -> _Fit | None:
        """With the letters that a kind's numbers begin with, where they were left out."""
        added = normal_number(kind.head + self.number) if kind.head else self.number
        parts = self.tried(kind.pattern, added) if added != self.number else None
        return None if parts is None else _Fit(kind, parts, added=added)

    def as_kind(self, kind: NumberKind) -> _Fit | None:
        """As a number of one kind, in any of its forms."""
        usual, form = self.usual(kind), self.other(kind)
        if form is None:
            return usual or self.completed(kind)
        is_of_kind = usual is not None and form.finding is not Found.OTHER_PAPER
        return _Fit(kind, usual.parts if usual and is_of_kind else {}, form=form)

    def begins_as(self, kind: NumberKind) -> bool:
        """Whether the number begins with a kind's own letters and a digit."""
        rest = self.number.removeprefix(kind.letters)
        return bool(kind.letters) and rest != self.number and rest[:1].isdigit()

    def is_vague(self, fit: _Fit) -> bool:
        """Whether a number that begins with letters fits a form that takes any letters."""
        is_other = fit.form is not None or fit.kind.pattern is None or self.begins_as(fit.kind)
        return self.number[0].isalpha() and not is_other

    def kinds_that_fit(self) -> list[_Fit]:
        """All kinds whose form is known and fits. IDD and ten digits is an industrial design, or
        one of which a digit is lost, whatever other form takes any letters."""
        fits = []
        for kind in self.kinds.values():
            usual = self.usual(kind) if kind.pattern else None
            form = self.other(kind)
            if usual or form:
                fits.append(_Fit(kind, usual.parts if usual else {}, form=form))
        clear = [fit for fit in fits if not self.is_vague(fit)]
        has_letters = any(map(self.begins_as, self.kinds.values()))
        return clear if clear or has_letters else fits

    def holds(self, fit: _Fit) -> bool:
        """Whether no other kind fits better."""
        return not self.is_vague(fit) or fit.kind in [one.kind for one in self.kinds_that_fit()]

    def hinted(self) -> NumberKind | None:
        """The kind that the text names before its number, or whose letters it begins with."""
        named = [kind for kind in self.kinds.values() if kind.tag and kind.tag in self.folded[:24]]
        begun = [kind for kind in self.kinds.values() if self.begins_as(kind)]
        return next(iter([*named, *begun]), None)


def read_number(
    text: str,
    *,
    kinds: Mapping[str, NumberKind],
    regions: Regions,
    code: str | None = None,
    facts: NumberFacts | None = None,
) -> Reading:
    """Read a number. kinds: all that are known, by code; code: of the kind that it is said to be
    of. Never raises, whatever the text is; a code that is not known is as none."""
    facts = facts or NumberFacts()
    reader = _Reader(text, kinds)
    said = kinds.get(code or "")
    bare = _not_a_number(reader, said, facts)
    if bare is not None:
        return bare
    fit = reader.as_kind(said) if said else _alone(reader.kinds_that_fit())
    if fit is None or not reader.holds(fit):
        return _unfit(reader, said, facts)
    return _read(reader, fit, regions, facts)


def _alone(fits: Sequence[_Fit]) -> _Fit | None:
    return fits[0] if len(fits) == 1 else None


def _reading(
    reader: _Reader, kind: NumberKind | None, findings: Iterable[Finding], normal: str = ""
) -> Reading:
    return Reading(
        reader.text,
        normal or reader.number,
        kind.code if kind else "",
        {},
        tuple(findings),
        reader.steps,
    )


def _not_a_number(reader: _Reader, said: NumberKind | None, facts: NumberFacts) -> Reading | None:
    """The reading of what no pattern has to be tried on, else None."""
    blocking = said.blocking if said else frozenset()
    if not reader.number:
        return _reading(reader, said, [found(Found.EMPTY, blocking)])
    if len(reader.number) > MOST_LETTERS:
        too_much = found(Found.TOO_MUCH, blocking, most=str(MOST_LETTERS))
        return _reading(reader, said, [too_much])
    if reader.number.startswith(SAMPLE):
        refused = frozenset() if facts.samples_allowed else frozenset({Found.SAMPLE})
        findings = [found(Found.SAMPLE, refused), *dates_check(said, {}, facts)]
        return _reading(reader, said, findings)
    return None


def _read(reader: _Reader, fit: _Fit, regions: Regions, facts: NumberFacts) -> Reading:
    """The reading of a number that fits a kind."""
    kind, number = fit.kind, fit.added or reader.number
    findings = [*_typed_findings(reader, fit, number), *_form_findings(fit, facts)]
    findings += parts_check(kind, fit.parts, regions, facts)
    findings += dates_check(kind, fit.parts, facts)
    return Reading(
        raw=reader.text,
        normal=_written(kind, fit.parts, number),
        code=kind.code,
        parts={name: value for name, value in fit.parts.items() if name != UNREAD},
        findings=tuple(findings),
        steps=reader.steps,
    )


def _written(kind: NumberKind, parts: Mapping[str, str], number: str) -> str:
    """A number as its kind writes it; the number itself where that would say something else."""
    if not kind.form or not parts:
        return number
    written = _FIELD.sub(lambda name: parts.get(name[1], ""), kind.form)
    return written if normal_number(written) == number else number


def _typed_findings(reader: _Reader, fit: _Fit, number: str) -> list[Finding]:
    """What was typed otherwise than it was read, beyond blanks, points and small letters."""
    if fit.added:
        return [found(Found.LETTERS_ADDED, fit.kind.blocking, number=number)]
    if fit.kind.pattern is not None and without_words(reader.folded) != reader.number:
        return [found(Found.READ_AS, fit.kind.blocking, number=number)]
    return []


def _form_findings(fit: _Fit, facts: NumberFacts) -> list[Finding]:
    form = fit.form
    if form is None or (form.finding is Found.APPLICATION and facts.is_filed):
        return []
    return [found(form.finding, fit.kind.blocking, name=form.name, kind=fit.kind.label)]


def _unfit(reader: _Reader, said: NumberKind | None, facts: NumberFacts) -> Reading:
    """The reading of a number that fits none, or too many, or another than the kind said."""
    fits = reader.kinds_that_fit()
    if said is None and len(fits) > 1:
        names = [fit.kind.short for fit in fits]
        several = Words(
            ", ".join(name.indonesian for name in names), ", ".join(name.english for name in names)
        )
        return _reading(reader, None, [found(Found.FITS_SEVERAL, frozenset(), kinds=several)])
    kind = said or reader.hinted()
    if kind is None:
        return _reading(reader, None, [found(Found.FITS_NONE, frozenset())])
    findings = [*_length_findings(reader, kind), *_other_findings(kind, fits)]
    if not findings:
        findings = [_form_finding(kind)]
    return _reading(reader, kind, [*findings, *dates_check(kind, {}, facts)])


def _form_finding(kind: NumberKind) -> Finding:
    """What a kind's numbers look like, by one that is nobody's."""
    example = example_of(kind)
    if not example:
        return found(Found.FORM, kind.blocking, kind=kind.short)
    finding = found(Found.FORM, kind.blocking, kind=kind.short, example=example)
    return replace(finding, sentence=FORM_SHOWN)


def example_of(kind: NumberKind) -> str:
    """A made-up number of a kind's usual form, as it is written; "" where none is known."""
    for example in kind.pattern.examples if kind.pattern else ():
        parts = kind.pattern.fit(example) if kind.pattern else None
        if parts is not None and all(form.pattern.fit(example) is None for form in kind.others):
            return _written(kind, parts, example)
    return ""


def _length_findings(reader: _Reader, kind: NumberKind) -> list[Finding]:
    """A digit too many or too few, where a kind's numbers are all of one length."""
    pattern = kind.pattern
    if pattern is None or pattern.shortest != pattern.longest:
        return []
    wanted = pattern.shortest - len(kind.letters)
    letters = "".join(letter for letter in reader.number if letter.isalpha())
    digits = len(reader.number) - len(letters)
    if letters not in {"", kind.letters} or digits == wanted:
        return []
    code = Found.TOO_SHORT if digits < wanted else Found.TOO_LONG
    params = {"digits": str(digits), "wanted": str(wanted)}
    return [found(code, kind.blocking, kind=kind.short, **params)]


def _other_findings(kind: NumberKind, fits: Sequence[_Fit]) -> list[Finding]:
    """Which other number it is."""
    for fit in fits:
        if fit.form is None or fit.parts:
            return [found(Found.OTHER_KIND, kind.blocking, other=fit.kind.label)]
        if fit.form.finding in {Found.OTHER_PAPER, Found.APPLICATION}:
            name = fit.form.name
            return [found(Found.OTHER_PAPER, kind.blocking, name=name, kind=kind.label)]
    return []
