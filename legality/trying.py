"""How a number would be read by a kind of paper as it is described now, before that is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple
from urllib.parse import quote

from catalog.paper_numbers import normal_number
from legality.models import CertificateKind
from legality.numbers import About, Numbers, number_kind
from legality.reading import Reading
from legality.services.certificate_kinds import CertificateKindValues, numbers_require
from legality.types import Finding


class Part(NamedTuple):
    """A part of a number. meaning: Indonesian, "" where none is known."""

    name: str
    value: str
    meaning: str


class Tried(NamedTuple):
    """A number as it would be read. kind: the label of the kind that it would be taken for; normal:
    as it would be written; compared: as it would be stored; address: its deep link, "" without."""

    kind: str
    normal: str
    compared: str
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    address: str


def number_tried(code: str, wanted: CertificateKindValues, number: str) -> Tried:
    """Read a number as one of a kind that is described so. Writes nothing; five statements.

    Raises Invalid for a description that no number can be read by.
    """
    numbers_require(wanted)
    kind = number_kind(CertificateKind(code=code, **vars(wanted)))
    now = Numbers.now()
    numbers = replace(now, kinds={**now.kinds, code: kind})
    reading = numbers.read(number, code=code, about=About())
    compared = normal_number(reading.normal)
    address = wanted.verify_url_template if compared and not reading.blocking else ""
    said = numbers.kinds.get(reading.code)
    return Tried(
        kind=said.label.indonesian if said else "",
        normal=reading.normal,
        compared=compared,
        parts=tuple(_parts(reading, numbers)),
        findings=reading.findings,
        address=address.replace("{number}", compared).replace("{raw}", quote(number.strip())),
    )


def _parts(reading: Reading, numbers: Numbers) -> list[Part]:
    return [Part(name, value, meaning_of(name, value, reading, numbers))
            for name, value in reading.parts.items()]  # fmt: skip


def meaning_of(name: str, value: str, reading: Reading, numbers: Numbers) -> str:
    """What a part's value means, Indonesian, "" where that is not known."""
    if name == "region":
        region = numbers.regions.by_code.get(value)
        return region.name if region else ""
    kind = numbers.kinds.get(reading.code)
    code = kind.codes.get(name, {}).get(value) if kind else None
    return code.name.indonesian if code else ""
