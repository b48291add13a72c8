"""Synthetic facilities: all provinces and offices, every kind, with units, brands and names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from storefront.bench.draw import Draw
from storefront.bench.words import BRANDS, UNITS

FACILITIES = 500
_BRANDED = 0.4  # share of the facilities that sell under a name of their own


class Regency(NamedTuple):
    """A kab/kota as the shop's reference data has it."""

    code: str
    name: str
    province: str
    is_city: bool


class FacilityFact(NamedTuple):
    """A facility to be written. number: its key, from 1; units: places in UNITS."""

    number: int
    slug: str
    kind: str
    klass: str
    official_name: str
    short_name: str
    place: str
    regency: str
    office: str
    aliases: list[str]
    units: list[int]
    brand: str | None


# Kind, short word, official words, classes, share in percent.
_KINDS = (
    ("lapas", "Lapas", "Lembaga Pemasyarakatan Kelas {} {}", ("I", "IIA", "IIB", "III"), 52),
    ("rutan", "Rutan", "Rumah Tahanan Negara Kelas {} {}", ("I", "IIA", "IIB"), 24),
    ("lapas_narkotika", "Lapas Narkotika", "Lapas Narkotika Kelas {} {}", ("IIA", "III"), 8),
    ("lapas_perempuan", "LPP", "Lapas Perempuan Kelas {} {}", ("IIA", "III"), 6),
    ("bapas", "Bapas", "Balai Pemasyarakatan Kelas {} {}", ("I", "II"), 6),
    ("lpka", "LPKA", "Lembaga Pembinaan Khusus Anak Kelas {} {}", ("I", "II"), 4),
)
_SHARES = tuple(kind for kind in _KINDS for _percent in range(kind[4]))


def _place(regency: Regency) -> str:
    """ "Kota Palu" is called Palu."""
    return re.sub(r"^(kabupaten|kab\.|kota adm\.|kota administrasi|kota)\s+", "", regency.name,
                  flags=re.IGNORECASE).title()  # fmt: skip


def slug_of(text: str) -> str:
    """As it stands in an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _spread(regencies: Sequence[Regency], draw: Draw) -> list[Regency]:
    """All of them, province after province in turn, so that few facilities reach many."""
    left: dict[str, list[Regency]] = {}
    for regency in draw.shuffled(regencies):
        left.setdefault(regency.province, []).append(regency)
    spread = []
    while any(left.values()):
        spread += [rest.pop() for rest in left.values() if rest]
    return spread


def facility_facts(
    count: int, regencies: Sequence[Regency], offices: Mapping[str, str], draw: Draw
) -> list[FacilityFact]:
    """`count` facilities. offices: the regional office's slug by its province's code."""
    spread = _spread(regencies, draw)
    taken: set[str] = set()
    facts = []
    for number in range(1, count + 1):
        regency = spread[(number - 1) % len(spread)]
        fact = _facility(number, regency, offices[regency.province], draw)
        if fact.slug in taken:
            fact = fact._replace(slug=f"{fact.slug}-{number}")
        taken.add(fact.slug)
        facts.append(fact)
    return facts


def _facility(number: int, regency: Regency, office: str, draw: Draw) -> FacilityFact:
    kind, short, official, classes, _percent = draw.one(_SHARES)
    place, klass = _place(regency), draw.one(classes)
    short_name = f"{short} {place}"[:60]
    return FacilityFact(
        number=number,
        slug=slug_of(short_name),
        kind=kind,
        klass=klass,
        official_name=official.format(klass, place),
        short_name=short_name,
        place=slug_of(place)[:40],
        regency=regency.code,
        office=office,
        aliases=[f"{short} Kelas {klass} {place}", f"{short} Klas {klass} {place}"],
        units=sorted({draw.number(0, len(UNITS) - 1) for _unit in range(draw.number(1, 3))}),
        brand=f"{draw.one(BRANDS)} {place}"[:60] if draw.chance(_BRANDED) else None,
    )
