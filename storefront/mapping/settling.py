"""Reads from the shop what the lines of a sheet touch."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_noop

from catalog.errors import Invalid
from catalog.mapping.asking import Asked
from catalog.mapping.goods import GoodsRead
from catalog.mapping.values import Choice, Doubt, flaw
from catalog.models import RegionalOffice
from catalog.saleor_adapter.kinds import kind_rows
from catalog.selectors.mapping import NamedFacility, brands_there, goods_there, units_there
from legality.services.papers_import import covers_there, paper_key, papers_there
from storefront.mapping.planning import Shop, plain_name
from storefront.mapping.writing import Words

_UNIT_KINDS = (
    ("bimker", re.compile(r"bimker|bimbingan kerja")),
    ("sae", re.compile(r"\bsae\b|asimilasi")),
)


def office_check(slug: str) -> None:
    """Raises Invalid when no regional office has this slug; "" stands for all."""
    if slug and not RegionalOffice.objects.filter(slug=slug).exists():
        raise Invalid(field="office", reason=gettext_noop("No regional office has this name."))


def _facility_ids(goods: Sequence[GoodsRead]) -> set[int]:
    return {row.facility_id for row in goods if row.facility_id is not None}


def shop_of(goods: Sequence[GoodsRead]) -> Shop:
    """Goods and papers that are there. Three statements and one a thousand papers."""
    there = goods_there(facility_ids=_facility_ids(goods))
    keys = {paper_key(paper.code, paper.number) for row in goods for paper in row.papers}
    return Shop(there, papers_there(keys), covers_there({one.listing_id for one in there}))


def units_settle(
    goods: Sequence[GoodsRead], labels: Mapping[int, str], asked: Asked
) -> dict[tuple[int, str], int]:
    """The production unit by facility and plain words. One that several fit is asked about, one
    that none fits is left empty and noted."""
    found: dict[tuple[int, str], int] = {}
    units: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    if not any(row.unit for row in goods):
        return found
    for facility_id, unit_id, kind, name in units_there(facility_ids=_facility_ids(goods)):
        units[facility_id].append((unit_id, kind, name))
    for row in goods:
        if not row.unit or row.facility_id is None:
            continue
        key = (row.facility_id, plain_name(row.unit))
        fits = _units_that_fit(key[1], units[row.facility_id])
        if key in found or len(fits) == 1:
            found.setdefault(key, fits[0][0])
        elif fits:
            _ask_unit(row, fits, labels[row.facility_id], asked, found)
        else:
            row.notes.append(flaw("unit_unknown"))
    return found


def _units_that_fit(words: str, units: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    named = [unit for unit in units if plain_name(unit[2]) == words]
    if named:
        return named
    kind = next((kind for kind, pattern in _UNIT_KINDS if pattern.search(words)), "")
    within = [unit for unit in units if words in plain_name(unit[2])]
    return within or [unit for unit in units if unit[1] == kind]


def _ask_unit(
    row: GoodsRead,
    fits: list[tuple[int, str, str]],
    label: str,
    asked: Asked,
    found: dict[tuple[int, str], int],
) -> None:
    choices = tuple(Choice(str(place), name) for place, (_id, _kind, name) in enumerate(fits, 1))
    params = (("facility", label), ("text", row.unit))
    doubt = Doubt("unit", f"{label} {row.unit}", "ask_unit", choices, params)
    answer = asked.answer(doubt)
    if answer is not None:
        found[row.facility_id or 0, plain_name(row.unit)] = fits[int(answer) - 1][0]
        return
    row.doubts.append((-1, doubt))
    asked.ask(doubt, sheet=row.sheet, line=row.line, column=-1)


def words_of(
    goods: Sequence[GoodsRead],
    facilities: Sequence[NamedFacility],
    units: Mapping[tuple[int, str], int],
) -> Words:
    """Keys for the words of the sheet."""
    brands = {
        (facility_id, plain_name(name)): brand_id
        for facility_id, brand_id, name in brands_there(facility_ids=_facility_ids(goods))
    }
    return Words(
        {row.slug: row.id for row in kind_rows()},
        {one.id: one.place for one in facilities},
        brands,
        units,
    )
