"""Saleor's vouchers: read as terms, counted when they are used."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from saleor.discount.models import Voucher

from storefront.orders.voucher_terms import LONGEST_CODE, VoucherKind, VoucherTerms

_TERMS = """SELECT v.id, v.code, coalesce(v.name, ''), v.type, v.discount_value_type = 'percentage',
 v.discount_value, v.apply_once_per_order, v.apply_once_per_customer, v.usage_limit, v.used,
 v.start_date, v.end_date, v.min_spent_amount, v.min_checkout_items_quantity,
 ARRAY(SELECT product_id FROM discount_voucher_products WHERE voucher_id = v.id
  UNION SELECT cp.product_id FROM discount_voucher_collections vc
   JOIN product_collectionproduct cp ON cp.collection_id = vc.collection_id
   WHERE vc.voucher_id = v.id),
 ARRAY(SELECT category_id FROM discount_voucher_categories WHERE voucher_id = v.id)
FROM discount_voucher v WHERE v.code = """
_COUNT = """UPDATE discount_voucher SET used = greatest(used + %(by)s, 0) WHERE id = %(id)s
 AND (%(by)s < 0 OR usage_limit IS NULL OR used + %(by)s <= usage_limit) RETURNING id"""


def code_normal(typed: str) -> str:
    """A code as it is kept: capitals, without the spaces and dashes that people put in. Empty for
    what no code can be."""
    code = "".join(typed.split()).replace("-", "").upper()
    return code if code.isascii() and code.isalnum() and len(code) <= LONGEST_CODE else ""


def voucher_terms(code: str, *, lock: bool = False) -> VoucherTerms | None:
    """A voucher by its code as it is kept, None when there is none. One statement.

    lock: its row is locked until the transaction ends, so that its uses are counted one by one.
    """
    if not code:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_TERMS + "%s" + (" FOR NO KEY UPDATE OF v" if lock else ""), [code])
        row = cursor.fetchone()
    return _terms(row) if row else None


def vouchers_of(codes: Iterable[str]) -> dict[str, VoucherTerms]:
    """Vouchers by their codes as they are kept; those that are gone are left out. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TERMS + "ANY (%s)", [list(codes)])
        return {row[1]: _terms(row) for row in cursor.fetchall()}


def _terms(row: Any) -> VoucherTerms:
    return VoucherTerms(
        id=row[0],
        code=row[1],
        name=row[2],
        kind=VoucherKind(row[3]),
        is_percent=row[4],
        value=row[5],
        apply_once_per_order=row[6],
        once_per_customer=row[7],
        usage_limit=row[8],
        used=row[9],
        starts=row[10],
        ends=row[11],
        min_spent=row[12],
        min_quantity=row[13],
        product_ids=frozenset(row[14]),
        kind_ids=frozenset(row[15]),
    )


def voucher_count(voucher_id: int, by: int) -> bool:
    """Count uses of a voucher: 1 when it is used, -1 when one is given back. One statement.

    False, and nothing counted, when it is used up or gone.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"id": voucher_id, "by": by})
        return cursor.fetchone() is not None


# --- Keeping


class VoucherRow(NamedTuple):
    """A voucher as officers keep it. kinds: slugs of kinds of goods, goods: of listings; both empty
    for all goods. percent: whether value is percent, else rupiah."""

    id: int
    code: str
    name: str
    kind: str
    percent: bool
    value: Decimal
    used: int
    usage_limit: int | None
    starts: datetime
    ends: datetime | None
    min_spent: Decimal | None
    min_quantity: int | None
    once_per_customer: bool
    once_per_order: bool
    kinds: tuple[str, ...]
    goods: tuple[str, ...]


_ROWS = """SELECT v.id, v.code, coalesce(v.name, ''), v.type,
 v.discount_value_type = 'percentage', v.discount_value, v.used, v.usage_limit, v.start_date,
 v.end_date, v.min_spent_amount, v.min_checkout_items_quantity, v.apply_once_per_customer,
 v.apply_once_per_order,
 ARRAY(SELECT c.slug FROM discount_voucher_categories k JOIN product_category c
  ON c.id = k.category_id WHERE k.voucher_id = v.id ORDER BY c.slug),
 ARRAY(SELECT l.slug FROM discount_voucher_products k JOIN catalog_listing l
  ON l.product_id = k.product_id WHERE k.voucher_id = v.id ORDER BY l.slug)
FROM discount_voucher v {where} ORDER BY v.end_date DESC NULLS FIRST, v.id DESC{more}"""


def voucher_rows() -> list[VoucherRow]:
    """All, those without an end first, then those that end last. One statement."""
    return _read(_ROWS.format(where="", more=""), [])


def voucher_row(voucher_id: int, *, lock: bool = False) -> VoucherRow | None:
    """One of them. lock: until the transaction ends. One statement."""
    more = " FOR NO KEY UPDATE OF v" if lock else ""
    found = _read(_ROWS.format(where="WHERE v.id = %s", more=more), [voucher_id])
    return found[0] if found else None


def _read(sql: str, wanted: list[int]) -> list[VoucherRow]:
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        return [
            VoucherRow(*(*row[:-2], tuple(row[-2]), tuple(row[-1]))) for row in cursor.fetchall()
        ]


def voucher_write(row: VoucherRow, *, kind_ids: Iterable[int], product_ids: Iterable[int]) -> int:
    """Write a voucher down, a new one where its id is 0; its key. What was used stays counted."""
    values = {
        "name": row.name,
        "type": row.kind,
        "discount_value_type": "percentage" if row.percent else "fixed",
        "discount_value": row.value,
        "currency": settings.DEFAULT_CURRENCY,
        "usage_limit": row.usage_limit,
        "start_date": row.starts,
        "end_date": row.ends,
        "min_spent_amount": row.min_spent,
        "min_checkout_items_quantity": row.min_quantity,
        "apply_once_per_customer": row.once_per_customer,
        "apply_once_per_order": row.once_per_order,
    }
    if row.id:
        Voucher.objects.filter(pk=row.id).update(**values)
        made = Voucher(pk=row.id)
    else:
        made = Voucher.objects.create(code=row.code, **values)
    made.categories.set(kind_ids)
    made.products.set(product_ids)
    return int(made.pk)


def code_is_there(code: str) -> bool:
    """Whether a voucher has this code already. One statement."""
    return bool(Voucher.objects.filter(code=code).exists())
