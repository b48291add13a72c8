"""Vouchers are made by central officers and counted by the shop; their codes are nobody else's.

An address is changed by the shop, that of a warehouse by its facility as well.
"""

from __future__ import annotations

from django.db import migrations

SHOP = "catalog_may_change(NULL)"
NOBODYS = "NULL::bigint"
HIDDEN = ("discount_voucher", "discount_vouchercustomer", "discount_vouchertranslation")
GUARDED = (
    "discount_voucher_products",
    "discount_voucher_collections",
    "discount_voucher_categories",
)
ADDRESSES = """
SELECT catalog_unguard('account_address');
SELECT catalog_guard('account_address', 'catalog_may_change((SELECT f.id FROM catalog_facility f'
  ' JOIN warehouse_warehouse w ON w.id = f.warehouse_id WHERE w.address_id = account_address.id))');
SELECT catalog_hide('account_address', 'NULL::bigint', 'EXISTS (SELECT FROM warehouse_warehouse w'
  ' WHERE w.address_id = account_address.id)');
"""


class Migration(migrations.Migration):
    """Guards on Saleor's tables of vouchers."""

    dependencies = [("orders", "0002_guards"), ("discount", "0019_auto_20200217_0350")]

    operations = [
        *[
            migrations.RunSQL(
                f"SELECT catalog_guard('{table}', '{SHOP}')", f"SELECT catalog_unguard('{table}')"
            )
            for table in (*HIDDEN, *GUARDED)
        ],
        *[
            migrations.RunSQL(
                f"SELECT catalog_hide('{table}', '{NOBODYS}')", migrations.RunSQL.noop
            )
            for table in HIDDEN
        ],
        migrations.RunSQL(ADDRESSES, migrations.RunSQL.noop),
    ]
