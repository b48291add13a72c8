"""Reading numbers with what the shop knows: kinds and regions from their tables, and what of a
reading is stored with its paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from catalog.dates import legal_today
from catalog.models import CardRow, Facility, Regency
from catalog.saleor_adapter.kinds import kind_rows
from legality.models import CertificateKind, FormerRegion
from legality.number_types import (
    NumberFacts,
    NumberKind,
    Region,
    Regions,
    other_forms,
    part_codes,
)
from legality.patterns import pattern_or_none
from legality.reading import Reading, read_number
from legality.types import Finding, Words


def number_kind(row: CertificateKind) -> NumberKind:
    """A kind of paper as its numbers are read."""
    return NumberKind(
        code=row.code,
        label=Words(row.label, row.label_en),
        short=Words(row.short, row.short_en),
        pattern=pattern_or_none(row.number_pattern),
        form=row.number_form,
        validity=row.validity,
        term_years=row.term_years,
        goods=frozenset(row.goods),
        blocking=frozenset(row.blocking),
        others=other_forms(row.other_forms),
        codes=part_codes(row.part_codes),
    )


def number_kinds() -> dict[str, NumberKind]:
    """All kinds by code, in their order. One statement."""
    return {row.code: number_kind(row) for row in CertificateKind.objects.all()}


def regions_known() -> Regions:
    """All codes of kab/kota. Two statements."""
    names = {
        code.replace(".", ""): name for code, name in Regency.objects.values_list("code", "name")
    }
    known = {code: Region(code, name) for code, name in names.items()}
    for code, regency in FormerRegion.objects.values_list("code", "regency_id"):
        now = regency.replace(".", "")
        known.setdefault(code, Region(now, names[now]))
    return Regions(known)


@dataclass(frozen=True)
class About:
    """What is known of a paper whose number is read; fields as of NumberFacts."""

    region: str = ""
    goods: frozenset[str] = frozenset()
    issued_on: date | None = None
    expires_on: date | None = None
    is_filed: bool = False


@dataclass(frozen=True)
class Numbers:
    """Reads numbers of papers of one moment: kinds, regions, and today's legal date."""

    kinds: Mapping[str, NumberKind]
    regions: Regions
    on: date

    @classmethod
    def now(cls) -> Numbers:
        """With what stands in the tables. Three statements."""
        return cls(number_kinds(), regions_known(), legal_today())

    def read(self, text: str, *, code: str | None, about: About) -> Reading:
        """Read a number that is said to be of a kind. Never raises."""
        facts = NumberFacts(
            region=about.region,
            goods=about.goods,
            issued_on=about.issued_on,
            expires_on=about.expires_on,
            on=self.on,
            is_filed=about.is_filed,
            samples_allowed=settings.MODE != "production",
        )
        return read_number(text, kinds=self.kinds, regions=self.regions, code=code, facts=facts)


def facility_regions(facility_ids: Iterable[int]) -> dict[int, str]:
    """The code of the kab/kota in which each facility lies, without its dot. One statement."""
    rows = Facility.objects.filter(pk__in=set(facility_ids)).values_list("pk", "regency_id")
    return {key: code.replace(".", "") for key, code in rows}


def goods_kinds(listing_ids: Iterable[int]) -> dict[int, str]:
    """The kind of goods of each listing, as a slug. At most two statements."""
    slugs = {kind.id: kind.slug for kind in kind_rows()}
    rows = CardRow.objects.filter(pk__in=set(listing_ids)).values_list("pk", "category_id")
    return {key: slugs[category] for key, category in rows if category in slugs}


def stored(reading: Reading) -> dict[str, Any]:
    """A reading as Certificate.parse_result keeps it."""
    return {
        "normal": reading.normal,
        "parts": dict(reading.parts),
        "findings": [
            {
                "code": finding.code,
                "blocking": finding.blocking,
                "sentence": finding.sentence,
                "params": {name: _packed(value) for name, value in finding.params},
            }
            for finding in reading.findings
        ],
    }


def findings_stored(parse_result: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The findings that were stored with a paper, for `finding_said`."""
    return tuple(
        Finding(
            one["code"],
            one["blocking"],
            one["sentence"],
            tuple((name, _unpacked(value)) for name, value in one["params"].items()),
        )
        for one in parse_result.get("findings", ())
    )


def _packed(value: str | date | Words) -> Any:
    if isinstance(value, Words):
        return list(value)
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _unpacked(value: Any) -> str | date | Words:
    if isinstance(value, dict):
        return date.fromisoformat(value["date"])
    return Words(*value) if isinstance(value, list) else str(value)
