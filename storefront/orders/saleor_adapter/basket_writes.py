"""What a buyer puts into a basket, where it goes and how: each written in one message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.conf import settings

from catalog.together import changed_together

COUNTRY = "ID"


class NewLine(NamedTuple):
    """Pieces of a variant; price: rupiah, as it is seen now."""

    variant_id: int
    quantity: int
    facility_id: int
    price: Decimal


class WrittenAddress(NamedTuple):
    """Where a basket goes. fields: Saleor's; the others: as `AddressPlace` and `BasketBuyer` have
    them."""

    fields: Mapping[str, str]
    district_code: str
    village: str
    courier_note: str
    phone: str


# What Saleor's model would write, and the shop's own rows beside it.
_CHECKOUT = """made AS (INSERT INTO checkout_checkout (token, created, last_change, user_id, email,
  quantity, note, discount_amount, currency, country, metadata, private_metadata,
  shipping_address_id)
 SELECT %(token)s::uuid, now(), now(), %(user)s::int, %(email)s::text, %(pieces)s::int, '', 0,
  %(currency)s::text, %(country)s::text, '{{}}', '{{}}', {address})"""
_ADDRESS = """address AS (INSERT INTO account_address (first_name, last_name, company_name,
  street_address_1, street_address_2, city, city_area, country_area, postal_code, phone, country)
 {of} RETURNING id),
place AS (INSERT INTO orders_addressplace (address_id, district_id, village, courier_note)
 SELECT id, %(district)s::text, %(village)s::text, %(courier_note)s::text FROM address)"""
_FIELDS = """SELECT %(first_name)s::text, '', '', %(street_address_1)s::text, '', %(city)s::text,
  %(city_area)s::text, %(country_area)s::text, %(postal_code)s::text, %(phone)s::text,
  %(country)s::text"""
_BUYER = """INSERT INTO orders_basketbuyer (checkout_id, phone, language, method)
 VALUES (%(token)s::uuid, %(phone)s::text, 'id', '')"""
_LINE = """wanted AS (SELECT * FROM unnest(%(variants)s::int[], %(quantities)s::int[],
  %(facilities)s::bigint[], %(prices)s::numeric[])
  WITH ORDINALITY AS w(variant_id, quantity, facility_id, price, place)),
line AS (INSERT INTO checkout_checkoutline (checkout_id, variant_id, quantity, data)
 SELECT %(token)s::uuid, variant_id, quantity, '{}' FROM wanted ORDER BY place"""
_LINES = f"""{_LINE}
 RETURNING id, variant_id)
INSERT INTO orders_basketline (line_id, facility_id, unit_price, added_at)
 SELECT line.id, wanted.facility_id, wanted.price, now() FROM line JOIN wanted USING (variant_id)
 RETURNING line_id"""
_BEGIN = f"WITH {_CHECKOUT.format(address='NULL::int')}, {_LINES}"
_BEGIN_THERE = (
    f"WITH {_ADDRESS.format(of=_FIELDS)}, buyer AS ({_BUYER}),"
    f" {_CHECKOUT.format(address='(SELECT id FROM address)')}, {_LINES}"
)

# Of a basket that is there, and locked.
_LINES_ADD = f"""WITH {_LINE}
 ON CONFLICT (checkout_id, variant_id, data)
 DO UPDATE SET quantity = checkout_checkoutline.quantity + excluded.quantity
 RETURNING id, variant_id, quantity),
seen AS (INSERT INTO orders_basketline (line_id, facility_id, unit_price, added_at)
 SELECT line.id, wanted.facility_id, wanted.price, now() FROM line JOIN wanted USING (variant_id)
 ON CONFLICT (line_id) DO NOTHING),
box AS (UPDATE checkout_checkout SET last_change = now(), quantity = %(pieces)s::int
 + coalesce((SELECT sum(one.quantity) FROM checkout_checkoutline one
  WHERE one.checkout_id = %(token)s), 0) WHERE token = %(token)s RETURNING quantity)
SELECT line.id, line.quantity, box.quantity FROM line, box ORDER BY line.id"""

_LOCK = "SELECT c.token FROM checkout_checkout c WHERE c.token = %(token)s FOR NO KEY UPDATE OF c"
_HAD = f"""WITH address AS (UPDATE account_address a SET
 (first_name, last_name, company_name, street_address_1, street_address_2, city, city_area,
  country_area, postal_code, phone, country) = ({_FIELDS})
 FROM checkout_checkout c WHERE c.token = %(token)s AND a.id = c.shipping_address_id
 RETURNING a.id)
INSERT INTO orders_addressplace (address_id, district_id, village, courier_note)
 SELECT id, %(district)s::text, %(village)s::text, %(courier_note)s::text FROM address
ON CONFLICT (address_id) DO UPDATE SET district_id = excluded.district_id,
 village = excluded.village, courier_note = excluded.courier_note"""
_NEW = f"""WITH box AS (SELECT c.token FROM checkout_checkout c
 WHERE c.token = %(token)s AND c.shipping_address_id IS NULL),
{_ADDRESS.format(of=_FIELDS + " FROM box")}
UPDATE checkout_checkout c SET shipping_address_id = address.id FROM address
WHERE c.token = %(token)s"""
_REACHED = """WITH box AS (UPDATE checkout_checkout c SET email = %(email)s::text,
  last_change = now() WHERE c.token = %(token)s RETURNING c.token)
INSERT INTO orders_basketbuyer AS b (checkout_id, phone, language, method)
 SELECT token, %(phone)s::text, 'id', '' FROM box
ON CONFLICT (checkout_id) DO UPDATE SET phone = excluded.phone RETURNING checkout_id"""

_WAYS = """INSERT INTO orders_basketdelivery AS d (checkout_id, facility_id, kind, service)
SELECT c.token, w.facility_id, w.kind, w.service FROM checkout_checkout c, unnest(
  %(facilities)s::bigint[], %(kinds)s::text[], %(services)s::text[]) w(facility_id, kind, service)
WHERE c.token = %(token)s
ON CONFLICT (checkout_id, facility_id)
DO UPDATE SET kind = excluded.kind, service = excluded.service"""
_METHOD = """INSERT INTO orders_basketbuyer AS b (checkout_id, phone, language, method)
SELECT c.token, '', %(language)s::text, %(method)s::text FROM checkout_checkout c
WHERE c.token = %(token)s ON CONFLICT (checkout_id)
DO UPDATE SET language = excluded.language, method = excluded.method"""


def checkout_begin(
    user_id: int | None, lines: Sequence[NewLine], to: WrittenAddress | None, email: str
) -> tuple[UUID, list[int]]:
    """A new checkout with its lines, which nobody else knows, and where it goes; its token, and the
    keys of the lines in their order. Variants differ. One statement."""
    token = uuid4()
    given: dict[str, Any] = {
        **_lines_given(token, lines),
        "user": user_id,
        "email": email,
        "currency": settings.DEFAULT_CURRENCY,
        "country": COUNTRY,
    }
    sql, more = (_BEGIN_THERE, _address_given(to)) if to else (_BEGIN, {})
    rows = changed_together([(sql, {**given, **more})])[0]
    return token, sorted(key for (key,) in rows)


def lines_add(token: UUID, lines: Sequence[NewLine]) -> tuple[list[tuple[int, int]], int]:
    """Add pieces of variants, which differ, and remember their prices, that of a line already there
    stays; the lines' keys and their pieces now, and pieces of the whole checkout. One statement."""
    rows = changed_together([(_LINES_ADD, _lines_given(token, lines))])[0]
    return [(key, pieces) for key, pieces, _count in rows], rows[0][2]


def _lines_given(token: UUID, lines: Sequence[NewLine]) -> dict[str, Any]:
    return {
        "token": token,
        "pieces": sum(line.quantity for line in lines),
        "variants": [line.variant_id for line in lines],
        "quantities": [line.quantity for line in lines],
        "facilities": [line.facility_id for line in lines],
        "prices": [line.price for line in lines],
    }


def _address_given(to: WrittenAddress) -> dict[str, Any]:
    return {
        **to.fields,
        "country": COUNTRY,
        "district": to.district_code,
        "village": to.village,
        "courier_note": to.courier_note,
        "phone": to.phone,
    }


def checkout_address_write(token: UUID, to: WrittenAddress, email: str) -> bool:
    """Write where a checkout goes, in an address of its own, and how its buyer is reached; whether
    there is such a checkout. Four statements in one message."""
    given = {"token": token, "email": email, **_address_given(to)}
    asked = [(sql, given) for sql in (_LOCK, _HAD, _NEW, _REACHED)]
    return bool(changed_together(asked)[-1])


def checkout_ways_write(
    token: UUID, ways: Mapping[int, tuple[str, str]], buyer: tuple[str, str] | None = None
) -> bool:
    """Have parts delivered so: kind and service by facility; buyer: their language and way of
    paying, None to leave that. Whether there is such a checkout. In one message."""
    given: dict[str, Any] = {
        "token": token,
        "facilities": list(ways),
        "kinds": [kind for kind, _service in ways.values()],
        "services": [service for _kind, service in ways.values()],
    }
    asked = [(_LOCK, given), (_WAYS, given)]
    if buyer:
        language, method = buyer
        asked.append((_METHOD, {"token": token, "language": language, "method": method}))
    return bool(changed_together(asked)[0])
