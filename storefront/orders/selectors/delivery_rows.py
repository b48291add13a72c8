"""What delivery is worked out from, read for all parts of a basket at once: four statements."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from catalog.prepared import prepared_rows
from catalog.types import Delivery
from storefront.orders.models import FacilityDelivery, PackedSize
from storefront.orders.rules.rates import Place


class Terms(NamedTuple):
    """What a facility offers, as FacilityDelivery has it; its defaults where nothing was said."""

    offers_courier: bool
    offers_pickup: bool
    pickup_discount: int
    pays_at_pickup: bool
    offers_local: bool
    local_note: str
    accept_hours: int
    handling_days: int
    without: frozenset[str]


class Sender(NamedTuple):
    """A facility that sends. hours: weekday (0 is Monday), opens, closes ("08.00"); postal_code:
    one of its kab/kota, to_postal_code: one of the destination's kecamatan, "" when not known."""

    place: Place
    province: str
    address: str
    zone: str
    terms: Terms
    hours: tuple[tuple[int, str, str], ...]
    postal_code: str
    to_postal_code: str


class Rate(NamedTuple):
    """A row of the rate table with its service and courier; see their models."""

    service: str
    name: str
    courier: str
    courier_name: str
    most_grams: int | None
    divisor: int
    round_up_from: int
    origin: str
    destination: str
    first_kg: Decimal
    next_kg: Decimal
    days_min: int
    days_max: int


class KindTerms(NamedTuple):
    """How goods of a kind may leave; see KindDelivery. reason: in the language asked for."""

    way: Delivery
    within_province: bool
    crosses_with: str
    reason: str


_TERMS = tuple(name for name in Terms._fields if name != "local_note")

SENDERS = f"""SELECT f.id, r.code, r.province_id, p.name{{end}}, f.address, p.zone,
 d.facility_id IS NOT NULL, {", ".join(f"d.{name}" for name in _TERMS)}, d.local_note, d.local_note_en,
 (SELECT json_agg(json_build_array(h.weekday, to_char(h.opens, 'HH24.MI'),
   to_char(h.closes, 'HH24.MI')) ORDER BY h.weekday, h.opens)::text
  FROM catalog_openinghours h WHERE h.facility_id = f.id),
 {{postal}} FROM catalog_facility f JOIN catalog_regency r ON r.code = f.regency_id
 JOIN catalog_province p ON p.code = r.province_id
 LEFT JOIN orders_facilitydelivery d ON d.facility_id = f.id
 WHERE f.id {{whose}}"""  # noqa: E501

_POSTAL = """coalesce((SELECT o.postal_codes[1] FROM catalog_district o
  WHERE o.regency_id = r.code AND o.postal_codes <> '{}' ORDER BY o.code LIMIT 1), ''),
 coalesce((SELECT t.postal_codes[1] FROM catalog_district t WHERE t.code = %(district)s), '')"""

RATES = """SELECT s.code, s.name{end}, c.code, c.name, s.most_grams, c.divisor, c.round_up_from,
 r.origin, r.destination, r.first_kg, r.next_kg, r.days_min, r.days_max
 FROM orders_shippingrate r JOIN orders_courierservice s ON s.code = r.service_id AND s.is_on
 JOIN orders_courier c ON c.code = s.courier_id AND c.is_on
 WHERE r.destination = ANY({to}) AND r.origin = ANY({origins})
 ORDER BY c.position, s.position, s.code"""

KINDS = """SELECT kind_id, way, within_province, crosses_with, reason, reason_en
 FROM orders_kinddelivery WHERE kind_id {whose}"""

# In force as `legality.selectors` has it, but for the recipe: what a paper lets cross is no food's.
_LEVELS = """SELECT covered.listing_id, c.kind_id, c.level
 FROM (SELECT v.listing_id, v.certificate_id FROM legality_certificatecover v
        WHERE v.listing_id = ANY(%(ids)s)
       UNION
       SELECT l.id, v.certificate_id FROM catalog_listing l JOIN legality_certificatecover v
        ON v.brand_id = l.brand_id OR v.facility_id = l.facility_id
        WHERE l.id = ANY(%(ids)s)) covered
 JOIN legality_certificate c ON c.id = covered.certificate_id
 WHERE c.kind_id = ANY(%(kinds)s) AND c.state = 'verified'
 AND (c.issued_on IS NULL OR c.issued_on <= %(on)s)
 AND (c.expires_on IS NULL OR c.expires_on >= %(on)s)"""

_UNSAID = FacilityDelivery()


_BY_IDS = "= ANY(%(ids)s)"


def name_end(language: str) -> str:
    """What the names of columns in a language end with."""
    return "" if language == "id" else "_en"


def senders(facility_ids: Iterable[int], *, district: str = "", language: str) -> dict[int, Sender]:
    """Facilities by key. One statement. district: code of the destination's; without it no postal
    codes are looked up."""
    wanted: dict[str, Any] = {"ids": sorted(set(facility_ids))}
    if district:
        wanted["district"] = district
    postal = _POSTAL if district else "'', ''"
    sql = SENDERS.format(end=name_end(language), postal=postal, whose=_BY_IDS)
    rows = prepared_rows(sql, wanted)
    return {row[0]: sender_from(row, language) for row in rows}


def sender_from(row: Sequence[Any], language: str) -> Sender:
    """A facility of a row of SENDERS."""
    key, regency, province, province_name, address, zone, is_said, *rest = row
    values, (note, note_en, hours, origin, to) = rest[:-5], rest[-5:]
    if not is_said:
        values, note, note_en = [getattr(_UNSAID, name) for name in _TERMS], "", ""
    said = dict(zip(_TERMS, values, strict=True))
    said["without"] = frozenset(said["without"])
    terms = Terms(**said, local_note=note if language == "id" else note_en or note)
    spans = tuple((day, opens, closes) for day, opens, closes in json.loads(hours or "[]"))
    place = Place(regency, province)
    return Sender(place, province_name, address, zone, terms, spans, origin, to)


def rates(origins: Iterable[Place], destination: Place, *, language: str) -> list[Rate]:
    """The rows that may count from these places to there, in the order of couriers and services.
    One statement."""
    codes = sorted({code for place in origins for code in place.codes})
    wanted = {"origins": codes, "destinations": list(destination.codes)}
    sql = RATES.format(end=name_end(language), to="%(destinations)s", origins="%(origins)s")
    return [Rate(*row) for row in prepared_rows(sql, wanted)]


def kind_terms(kind_ids: Iterable[int], *, language: str) -> dict[int, KindTerms]:
    """What is said of kinds of goods, by key. One statement."""
    rows = prepared_rows(KINDS.format(whose=_BY_IDS), {"ids": sorted(set(kind_ids))})
    return kind_terms_from(rows, language)


def kind_terms_from(rows: Iterable[Sequence[Any]], language: str) -> dict[int, KindTerms]:
    """What rows of KINDS say, by key."""
    return {
        key: KindTerms(
            Delivery(way), within, crosses, reason if language == "id" else reason_en or reason
        )
        for key, way, within, crosses, reason, reason_en in rows
    }


def packed_size(listing_id: int) -> tuple[int, int, int] | None:
    """Length, width and height of a listing's pack in centimetres. One statement."""
    row = PackedSize.objects.filter(pk=listing_id).first()
    return None if row is None else (row.length, row.width, row.height)


def paper_levels(
    listing_ids: Collection[int], kinds: Collection[str], *, on: date
) -> dict[tuple[int, str], set[str]]:
    """Levels of the papers in force that cover goods, by goods and kind of paper. One statement,
    none when nothing is asked."""
    if not listing_ids or not kinds:
        return {}
    wanted = {"ids": sorted(listing_ids), "kinds": sorted(kinds), "on": on}
    found: dict[tuple[int, str], set[str]] = {}
    for listing_id, kind, level in prepared_rows(_LEVELS, wanted):
        found.setdefault((listing_id, kind), set()).add(level)
    return found
