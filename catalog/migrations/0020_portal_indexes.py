"""Indexes for what the portals ask most: the stock book's sums by month, what one person did, and
what is gone of a facility's goods."""

from __future__ import annotations

from django.db import migrations, models

_PERSON = "(pgh_context ->> 'user')"
# name, table of events, columns, condition
_INDEXES = (
    ("listing_gone_history", "catalog_listingevent", "facility_id", "WHERE pgh_label = 'delete'"),
    ("listing_person_history", "catalog_listingevent", f"facility_id, {_PERSON}, pgh_id", ""),
    *(
        (f"{kind}_person_history", f"catalog_{kind}event", f"{_PERSON}, pgh_id", "")
        for kind in ("product", "productenglish", "variant")
    ),
)


class Migration(migrations.Migration):
    """Indexes alone."""

    dependencies = [("catalog", "0019_shop_settings")]

    operations = [
        migrations.AddIndex(
            model_name="stockmove",
            index=models.Index(
                fields=["facility", "at"], include=["reason", "change"], name="stock_move_month"
            ),
        ),
        migrations.AddIndex(
            model_name="stockmove",
            index=models.Index(fields=["facility", "user", "-id"], name="stock_move_person"),
        ),
        *(
            migrations.RunSQL(
                f"CREATE INDEX {name} ON {table} ({columns}) {condition}", f"DROP INDEX {name}"
            )
            for name, table, columns, condition in _INDEXES
        ),
    ]
