"""An index of variants that were removed, whose changes a facility's history goes on showing: few of
all events are of that kind, and all events of its goods were read to find them."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """An index alone."""

    dependencies = [("catalog", "0023_goods_closed")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX variant_removed ON catalog_variantevent (product_id)"
            " WHERE pgh_label = 'delete'",
            "DROP INDEX variant_removed",
        ),
    ]
