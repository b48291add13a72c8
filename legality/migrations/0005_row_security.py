"""Which rows of papers the serving role may change: see catalog's `0011_row_security`."""

from __future__ import annotations

from django.db import migrations

_OF_PAPER = (
    "catalog_may_change((SELECT facility_id FROM legality_certificate WHERE id = certificate_id))"
)
_OF_LISTING = "catalog_may_change((SELECT facility_id FROM catalog_listing WHERE id = listing_id))"

TABLES = {
    "legality_certificate": "catalog_may_change(facility_id)",
    "legality_certificatecover": _OF_PAPER,
    "legality_clearancerecord": _OF_LISTING,
    "legality_certificatekind": "catalog_may_change(NULL)",
}


class Migration(migrations.Migration):
    """Papers under guard."""

    dependencies = [("legality", "0004_facility_index"), ("catalog", "0011_row_security")]

    operations = [
        migrations.RunSQL("SELECT catalog_holds_by_owner()", migrations.RunSQL.noop),
        *[
            migrations.RunSQL(
                f"SELECT catalog_guard('{table}', '{condition}')",
                f"SELECT catalog_unguard('{table}')",
            )
            for table, condition in TABLES.items()
        ],
    ]
