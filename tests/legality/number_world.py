"""The kinds of papers and regions of the fixtures as the reader takes them; no database."""

from __future__ import annotations

from functools import cache

from lokal import wilayah

from legality.models import CertificateKind
from legality.number_types import NumberFacts, NumberKind, Region, Regions
from legality.numbers import number_kind
from legality.reading import Reading, read_number
from tests.fixtures.datasets import PAPER_KINDS, load


@cache
def kinds() -> dict[str, NumberKind]:
    """As they are shipped."""
    return {row["code"]: number_kind(CertificateKind(**row)) for row in PAPER_KINDS}


@cache
def regions() -> Regions:
    """Today's kab/kota, and the codes of before splits."""
    known = {}
    for province in wilayah.list_wilayah():
        for one in wilayah.list_wilayah(province.code):
            code = one.code.replace(".", "")
            known[code] = Region(code, one.name)
    for row in load("reference/former_regions"):
        now = row["regency"].replace(".", "")
        known[row["code"]] = Region(now, known[now].name)
    return Regions(known)


def read(text: str, code: str | None = None, facts: NumberFacts | None = None) -> Reading:
    """Read with what is shipped."""
    return read_number(text, kinds=kinds(), regions=regions(), code=code, facts=facts)
