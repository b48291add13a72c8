"""What the parts and dates of a number say, held against what else is known. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from legality.number_findings import UNKNOWN_CODES, Found, found
from legality.number_types import NumberFacts, NumberKind, Regions
from legality.types import Finding

CENTURY = 2000
# A halal number of no province; DOMAIN: inferred from labels.
NO_PROVINCE = "00"
# A paper whose end is further away than this was typed wrongly, whatever its kind.
MOST_YEARS = 100


def parts_check(
    kind: NumberKind, parts: Mapping[str, str], regions: Regions, facts: NumberFacts
) -> Iterator[Finding]:
    """Findings about what the parts mean."""
    yield from _region_check(kind, parts.get("region", ""), regions, facts)
    province = parts.get("province", "")
    if province and regions.by_code and province not in {NO_PROVINCE, *regions.provinces}:
        yield found(Found.UNKNOWN_PROVINCE, kind.blocking, province=province)
    for part, codes in kind.codes.items():
        value = parts.get(part, "")
        if value and value not in codes:
            finding = found(Found.UNKNOWN_CODE, kind.blocking, value=value)
            yield replace(finding, sentence=UNKNOWN_CODES.get(part, finding.sentence))
        elif value and _differ(codes[value].goods, facts.goods):
            group = codes[value].name
            yield found(Found.OTHER_GROUP, kind.blocking, group=group)
    if _differ(kind.goods, facts.goods):
        yield found(Found.OUTSIDE_GOODS, kind.blocking, kind=kind.short)


def _differ(meant: frozenset[str], goods: frozenset[str]) -> bool:
    return bool(meant and goods) and not meant & goods


def _region_check(
    kind: NumberKind, code: str, regions: Regions, facts: NumberFacts
) -> Iterator[Finding]:
    if not code or not regions.by_code:
        return
    region = regions.by_code.get(code)
    if region is None:
        yield found(Found.UNKNOWN_REGION, kind.blocking, region=code)
        return
    if region.now != code:
        yield found(Found.FORMER_REGION, kind.blocking, region=regions.name(code))
    if facts.region and region.now != facts.region:
        names = {"region": regions.name(code), "here": regions.name(facts.region)}
        yield found(Found.OTHER_REGION, kind.blocking, kind=kind.short, **names)


def dates_check(
    kind: NumberKind | None, parts: Mapping[str, str], facts: NumberFacts
) -> Iterator[Finding]:
    """Findings about the dates given, and about the year in the number."""
    if kind is None:
        return
    ends, begins = facts.expires_on, facts.issued_on
    year = CENTURY + int(parts["year"]) if parts.get("year") else None
    if year is not None and ends is not None and ends.year != year:
        yield found(Found.OTHER_YEAR, kind.blocking, year=str(year), given=str(ends.year))
    if ends is not None and begins is not None and ends < begins:
        yield found(Found.ENDS_BEFORE, kind.blocking, ends=ends, begins=begins)
    elif late := _too_late(kind, year, facts):
        yield found(Found.ENDS_TOO_LATE, kind.blocking, year=str(late), kind=kind.short)


def _too_late(kind: NumberKind, year: int | None, facts: NumberFacts) -> int | None:
    """The year of an end that the kind's term does not allow, by date or by number."""
    # of a renewed paper people write down the first issue: its term may count from today
    starts = [day for day in (facts.issued_on, facts.on) if day is not None]
    if not starts:
        return None
    term = kind.term_years if kind.validity == "fixed" and kind.term_years else MOST_YEARS
    ends = facts.expires_on
    if ends is not None and ends > _years_after(max(starts), term):
        return ends.year
    return year if year is not None and year > max(starts).year + term else None


def _years_after(day: date, years: int) -> date:
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)
