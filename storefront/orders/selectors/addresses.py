"""Where goods go: kecamatan found by what people type, and addresses as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from catalog.models import District, Province, Regency
from storefront.orders.models import AddressPlace
from storefront.orders.rules.places import PlaceAsked, place_asked


@dataclass(frozen=True)
class DistrictShown:
    """A kecamatan with what it lies in. regency: with its kind ("Kota Palu"); postal_codes: of its
    villages, in their order; villages: their names by postal code."""

    code: str
    name: str
    regency: str
    province: str
    postal_codes: tuple[str, ...]
    villages: Mapping[str, tuple[str, ...]]

    @property
    def words(self) -> str:
        """ "Palu Barat, Kota Palu, Sulawesi Tengah"."""
        return f"{self.name}, {self.regency}, {self.province}"


@dataclass(frozen=True)
class AddressShown:
    """An address as it is shown and carried on. phone: "+62..." or ""; email: "" when none was
    given; codes: of Kemendagri with their dots."""

    name: str
    phone: str
    email: str
    district_code: str
    district: str
    regency_code: str
    regency: str
    province_code: str
    province: str
    postal_code: str
    village: str
    street: str
    courier_note: str


def addresses_shown(address_ids: Iterable[int], *, email: str = "") -> dict[int, AddressShown]:
    """Addresses by their keys: one statement. email: of whoever they belong to; Saleor keeps it
    with the checkout, the order or the account."""
    rows = AddressPlace.objects.select_related("address", "district__regency__province")
    return {row.pk: _shown(row, email) for row in rows.filter(pk__in=list(address_ids))}


def _shown(row: Any, email: str) -> AddressShown:
    address, district = row.address, row.district
    return AddressShown(
        name=address.first_name,
        phone=str(address.phone.as_e164) if address.phone else "",
        email=email,
        district_code=district.code,
        district=district.name,
        regency_code=district.regency_id,
        regency=district.regency.name,
        province_code=district.regency.province_id,
        province=district.regency.province.name,
        postal_code=address.postal_code,
        village=row.village,
        street=address.street_address_1,
        courier_note=row.courier_note,
    )


def district_shown(code: str) -> DistrictShown | None:
    """One kecamatan by its code."""
    row = District.objects.select_related("regency__province").filter(pk=code).first()
    return _district(row) if row else None


def _district(row: District) -> DistrictShown:
    return DistrictShown(
        code=row.code,
        name=row.name,
        regency=row.regency.name,
        province=row.regency.province.name,
        postal_codes=tuple(row.postal_codes),
        villages={code: tuple(names) for code, names in row.villages.items()},
    )


# One statement for what was typed rightly, where each word begins one of the place's; one more for
# what was not: the part of the place's words that is most like it.
_RIGHT = "search ~ ALL(%(starts)s)"
_LIKE = "word_similarity(%(text)s, search) >= 0.4"
_OF_CODES = "postal_codes && %(codes)s"
_BEGINS = "EXISTS (SELECT FROM unnest(postal_codes) AS code WHERE code LIKE %(begins)s)"
_FOUND = """SELECT code FROM catalog_district WHERE {where}
ORDER BY starts_with(search, %(text)s || ' ') DESC,
  word_similarity(%(text)s, search) + similarity(%(text)s, lower(name)) DESC, code
LIMIT %(limit)s"""
SHORTEST = 2  # letters


def districts_find(text: str, limit: int = 20) -> tuple[DistrictShown, ...]:
    """Kecamatan by their name, what they lie in, or a postal code of theirs; the likeliest first.

    Typed badly too: "kec. palu brt", "kebayorn lama jaksel". Four statements at most.
    """
    asked = place_asked(text)
    for where in _ways(asked):
        codes = _codes(asked, where, limit)
        if codes:
            rows = District.objects.select_related("regency__province").in_bulk(codes)
            return tuple(_district(rows[code]) for code in codes)
    return ()


def _ways(asked: PlaceAsked) -> list[str]:
    """What to ask, one after the other until something is found. A postal code that is known
    decides; one that is not is taken for the beginning of its neighbors'."""
    ways = []
    if asked.codes:
        ways.append(_OF_CODES)
    if len(asked.text) >= SHORTEST:
        ways += [f"{_BEGINS} AND {_RIGHT}"] if asked.begins else []
        ways += [_RIGHT, _LIKE]
    elif asked.begins or asked.codes:
        ways.append(_BEGINS)
    return ways


def _codes(asked: PlaceAsked, where: str, limit: int) -> list[str]:
    begins = asked.begins or (asked.codes[0][:4] if asked.codes else "")
    values: dict[str, Any] = {
        "text": asked.text,
        "starts": [rf"\m{word}" for word in asked.words],
        "codes": list(asked.codes),
        "begins": f"{begins}%",
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FOUND.format(where=where), values)
        return [str(code) for (code,) in cursor.fetchall()]


@dataclass(frozen=True)
class PlaceName:
    """A place to choose from a list. code: of Kemendagri."""

    code: str
    name: str


def provinces_all() -> tuple[PlaceName, ...]:
    """The 38, by name."""
    rows = Province.objects.order_by("name").values_list("code", "name")
    return tuple(PlaceName(code, name) for code, name in rows)


def regencies_of(province: str) -> tuple[PlaceName, ...]:
    """Kab/kota of a province, by name."""
    rows = Regency.objects.filter(province=province).order_by("name").values_list("code", "name")
    return tuple(PlaceName(code, name) for code, name in rows)


def districts_of(regency: str) -> tuple[PlaceName, ...]:
    """Kecamatan of a kab/kota, by name."""
    rows = District.objects.filter(regency=regency).order_by("name").values_list("code", "name")
    return tuple(PlaceName(code, name) for code, name in rows)
