"""Where goods go: kecamatan found by what people type, and addresses as they are shown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from catalog.models import District, Province, Regency
from catalog.planned import planned_rows
from catalog.together import Asked
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


_ADDRESS = """SELECT a.id, a.first_name, a.phone, d.code, d.name, r.code, r.name, p.code, p.name,
 a.postal_code, place.village, a.street_address_1, place.courier_note
FROM {of} JOIN account_address a ON a.id = place.address_id
JOIN catalog_district d ON d.code = place.district_id
JOIN catalog_regency r ON r.code = d.regency_id JOIN catalog_province p ON p.code = r.province_id
WHERE {where}"""
_OF_IDS = _ADDRESS.format(
    of="orders_addressplace place", where="place.address_id = ANY(%(ids)s::int[])"
)
_OF_BASKET = _ADDRESS.format(
    of="checkout_checkout c JOIN orders_addressplace place"
    " ON place.address_id = c.shipping_address_id",
    where="c.token = %(token)s",
)


def addresses_shown(address_ids: Iterable[int], *, email: str = "") -> dict[int, AddressShown]:
    """Addresses by their keys: one statement. email: of whoever they belong to; Saleor keeps it
    with the checkout, the order or the account."""
    rows = planned_rows(_OF_IDS, {"ids": list(address_ids)})
    return {row[0]: _shown(row, email) for row in rows}


def basket_address_asked(token: UUID) -> Asked:
    """Ask where a basket goes."""
    return _OF_BASKET, {"token": token}


def address_from(rows: Sequence[Any], email: str) -> AddressShown | None:
    """The address of these rows, None for none."""
    return _shown(rows[0], email) if rows else None


def _shown(row: Sequence[Any], email: str) -> AddressShown:
    _key, name, phone, *rest = row
    return AddressShown(name, phone, email, *rest)


# The kecamatan are chosen before the names of what they lie in are joined: planned together, the
# likenesses might be taken anew for each regency.
_DISTRICTS = """SELECT d.code, d.name, r.name, p.name, d.postal_codes, d.villages
FROM (SELECT d.*, row_number() OVER ({order}) AS place FROM catalog_district d
 WHERE {where} ORDER BY place LIMIT %(limit)s::int) d
JOIN catalog_regency r ON r.code = d.regency_id
JOIN catalog_province p ON p.code = r.province_id ORDER BY d.place"""


def district_shown(code: str) -> DistrictShown | None:
    """One kecamatan by its code. One statement."""
    sql = _DISTRICTS.format(where="d.code = %(code)s", order="ORDER BY d.code")
    rows = planned_rows(sql, {"code": code, "limit": 1})
    return _district(rows[0]) if rows else None


def _district(row: Sequence[Any]) -> DistrictShown:
    code, name, regency, province, postal_codes, villages = row
    named = json.loads(villages) if isinstance(villages, str) else villages
    return DistrictShown(
        code=code,
        name=name,
        regency=regency,
        province=province,
        postal_codes=tuple(postal_codes),
        villages={code: tuple(names) for code, names in named.items()},
    )


# One statement for what was typed rightly, where each word begins one of the place's; one more for
# what was not: the part of the place's words that is most like it.
_RIGHT = "d.search ~ ALL(%(starts)s)"
_LIKE = "word_similarity(%(text)s, d.search) >= 0.4"
_OF_CODES = "d.postal_codes && %(codes)s::varchar[]"
_BEGINS = "EXISTS (SELECT FROM unnest(d.postal_codes) AS code WHERE code LIKE %(begins)s)"
_ORDER = """ORDER BY starts_with(d.search, %(text)s::text || ' ') DESC,
 word_similarity(%(text)s::text, d.search) + similarity(%(text)s::text, lower(d.name)) DESC,
 d.code"""
SHORTEST = 2  # letters


def districts_find(text: str, limit: int = 20) -> tuple[DistrictShown, ...]:
    """Kecamatan by their name, what they lie in, or a postal code of theirs; the likeliest first.

    Typed badly too: "kec. palu brt", "kebayorn lama jaksel". Three statements at most.
    """
    asked = place_asked(text)
    for where in _ways(asked):
        rows = _found(asked, where, limit)
        if rows:
            return tuple(map(_district, rows))
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


def _found(asked: PlaceAsked, where: str, limit: int) -> list[Any]:
    begins = asked.begins or (asked.codes[0][:4] if asked.codes else "")
    values: dict[str, Any] = {
        "text": asked.text,
        "starts": [rf"\m{word}" for word in asked.words],
        "codes": list(asked.codes),
        "begins": f"{begins}%",
        "limit": limit,
    }
    sql = _DISTRICTS.format(where=where, order=_ORDER)
    if where == _OF_CODES:
        return planned_rows(sql, values)
    with connection.cursor() as cursor:  # which index is the better hangs on the words
        cursor.execute(sql, values)
        return list(cursor.fetchall())


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
