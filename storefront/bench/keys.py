"""What the addresses of portals name in a loaded database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import psycopg

from storefront.bench.insiders import OF_FACILITY

_GOODS = 12  # so many goods, papers and orders of the facility are opened in turn


class Keys(NamedTuple):
    """What addresses name, of the facility with most goods, the office with most facilities and
    the shop: slugs, codes and numbers. facility_id, office_id, partner_id: the same as numbers;
    certificates: papers that may still be changed and revoked; parts: of orders that the facility
    works on; leaving: the kind with a rule of delivery; month: the newest with proceeds."""

    facility: str = "f"
    facility_id: int = 1
    office: str = "o"
    office_id: int = 1
    partner: str = "p"
    partner_id: int = 1
    listings: Sequence[int] = (1,)
    variants: Sequence[int] = (1,)
    sketch: str = "00000000-0000-0000-0000-000000000000"
    operator: int = 1
    membership: int = 1
    unit: int = 1
    brand: int = 1
    brands_facility: str = "f"
    regency: str = "11.01"
    term: int = 1
    paper: str = "halal"
    kind: str = "k"
    page: str = "s"
    menu: str = "m"
    rule: str = "r"
    trait: str = "t"
    answer: str = "a"
    former: str = "9401"
    certificates: Sequence[int] = (1,)
    review: int | None = 1
    parts: Sequence[int] = (1,)
    order: str = "LB2611-000001"
    month: str = "2026-11"
    courier: str = "k"
    leaving: str = "k"
    voucher: int = 1
    proof: int = 1
    transfer: int = 1
    refund: int = 1
    returned: Sequence[int] = (1,)
    share: int = 1
    tax: int = 1
    taxpayer: int = 1
    address: int = 1
    account: int = 1


_KEYS = f"""WITH facility AS (
  SELECT facility_id AS id FROM catalog_listing GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
), office AS (
  SELECT office_id AS id FROM catalog_facility GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
), goods AS (
  SELECT id, product_id FROM catalog_listing WHERE facility_id = (SELECT id FROM facility)
    AND state = 'published' ORDER BY md5(slug) LIMIT {_GOODS}
), brand AS (SELECT id, facility_id FROM catalog_brand ORDER BY id LIMIT 1)
SELECT f.slug, f.id, o.slug, o.id, p.slug, p.id,
  (SELECT array_agg(id) FROM goods),
  (SELECT array_agg(v.id) FROM product_productvariant v JOIN goods USING (product_id)),
  (SELECT key::text FROM catalog_sketch WHERE facility_id = f.id ORDER BY saved_at LIMIT 1),
  operator.user_id, operator.id,
  (SELECT min(id) FROM catalog_productionunit WHERE facility_id = f.id),
  brand.id, (SELECT slug FROM catalog_facility WHERE id = brand.facility_id),
  f.regency_id, (SELECT min(id) FROM catalog_searchterm),
  (SELECT max(code) FROM legality_certificatekind), (SELECT min(slug) FROM product_category),
  (SELECT min(slug) FROM page_page), (SELECT min(name) FROM menu_menu),
  (SELECT min(code) FROM legality_requirementrule), (SELECT min(code) FROM legality_goodstrait),
  (SELECT min(code) FROM legality_answertemplate), (SELECT min(code) FROM legality_formerregion),
  (SELECT array_agg(own.id) FROM (SELECT id FROM legality_certificate
    WHERE facility_id = f.id AND state <> 'revoked' ORDER BY id LIMIT {_GOODS}) own),
  (SELECT min(id) FROM legality_review WHERE state = 'waiting'),
  (SELECT array_agg(id) FROM (SELECT id FROM orders_facilityorder
    WHERE facility_id = f.id AND state <> 'waiting' ORDER BY md5(number) LIMIT {_GOODS}) own),
  (SELECT max(number) FROM orders_shoporder WHERE state = 'done'),
  (SELECT to_char(max(month), 'YYYY-MM') FROM orders_proceedsentry),
  (SELECT min(code) FROM orders_courier),
  (SELECT c.slug FROM orders_kinddelivery d JOIN product_category c ON c.id = d.kind_id LIMIT 1),
  (SELECT min(id) FROM discount_voucher),
  (SELECT min(id) FROM orders_transferproof WHERE state = 'waiting'),
  (SELECT min(id) FROM orders_paymentattempt WHERE state = 'open'),
  (SELECT min(id) FROM orders_refund WHERE state = 'by_hand'),
  (SELECT array_agg(id) FROM (SELECT id FROM orders_returnrequest ORDER BY id LIMIT {_GOODS}) sent),
  (SELECT min(id) FROM orders_sharerule), (SELECT min(id) FROM orders_taxrate),
  (SELECT min(id) FROM orders_taxpayerperiod),
  (SELECT min(address_id) FROM account_user_addresses WHERE user_id = {OF_FACILITY} * f.id + 1),
  (SELECT min(id) FROM orders_transferaccount)
FROM catalog_facility f, catalog_regionaloffice o, catalog_partner p, brand, catalog_membership
  operator
WHERE f.id = (SELECT id FROM facility) AND o.id = (SELECT id FROM office)
  AND p.id = (SELECT min(id) FROM catalog_partner) AND operator.id = (
    SELECT min(id) FROM catalog_membership
    WHERE facility_id = f.id AND role = 'facility_operator' AND ends_at IS NULL)"""


def keys_of(shop: psycopg.Connection) -> Keys:
    """What there is to open in a loaded database."""
    row = shop.execute(_KEYS).fetchone()
    assert row is not None
    return Keys._make(row)
