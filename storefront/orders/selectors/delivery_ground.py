"""What delivery is worked out from, read for a basket as a whole: for a message with the basket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from catalog.together import Asked
from storefront.orders.selectors.delivery_rows import (
    KINDS,
    RATES,
    SENDERS,
    KindTerms,
    Rate,
    Sender,
    kind_terms_from,
    name_end,
    sender_from,
)

_LINES_OF = """checkout_checkoutline line JOIN product_productvariant v ON v.id = line.variant_id
 JOIN {table} ON {key} = v.product_id"""
_IN_BASKET = "IN (SELECT {what} FROM " + _LINES_OF + " WHERE line.checkout_id = %(token)s)"
SENDING = _IN_BASKET.format(what="l.facility_id", table="catalog_listing l", key="l.product_id")
_KINDS_IN = _IN_BASKET.format(what="t.category_id", table="product_product t", key="t.id")
_ORIGINS = f"""ARRAY(SELECT unnest(ARRAY[g.code, g.province_id, '']) FROM catalog_facility f
 JOIN catalog_regency g ON g.code = f.regency_id WHERE f.id {SENDING})"""
_TO = """ARRAY(SELECT unnest(ARRAY[g.code, g.province_id, '']) FROM checkout_checkout box
 JOIN orders_addressplace place ON place.address_id = box.shipping_address_id
 JOIN catalog_district d ON d.code = place.district_id
 JOIN catalog_regency g ON g.code = d.regency_id WHERE box.token = %(token)s)"""


class Ground(NamedTuple):
    """What the offers of a basket are worked out from, as it was read together. rates: empty while
    nobody said where it goes."""

    senders: Mapping[int, Sender]
    kinds: Mapping[int, KindTerms]
    rates: Sequence[Rate]


def ground_asked(token: UUID, *, language: str) -> list[Asked]:
    """Ask for that, three statements; without postal codes, which live rates alone need."""
    end = name_end(language)
    return [
        (SENDERS.format(end=end, postal="'', ''", whose=SENDING), {"token": token}),
        (KINDS.format(whose=_KINDS_IN), {"token": token}),
        (RATES.format(end=end, to=_TO, origins=_ORIGINS), {"token": token}),
    ]


def ground_from(found: Sequence[Sequence[Any]], language: str) -> Ground:
    """What came."""
    of, kinds, table = found
    return Ground(
        {row[0]: sender_from(row, language) for row in of},
        kind_terms_from(kinds, language),
        [Rate(*row) for row in table],
    )
