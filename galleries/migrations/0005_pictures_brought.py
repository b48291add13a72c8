"""Which facilities brought a picture: no other may show it."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

SHOWN = """
INSERT INTO galleries_picturebrought (picture_id, facility_id, at)
SELECT p.picture_id, l.facility_id, now() FROM galleries_listingphoto p
 JOIN catalog_listing l ON l.id = p.listing_id
UNION
SELECT p.picture_id, a.facility_id, now() FROM galleries_albumphoto p
 JOIN galleries_album a ON a.id = p.album_id
ORDER BY 1, 2
"""
GUARD = "SELECT catalog_guard('galleries_picturebrought', 'catalog_may_change(facility_id)')"


class Migration(migrations.Migration):
    """The table, filled from what is shown, under guard."""

    dependencies = [("galleries", "0004_row_security"), ("catalog", "0012_stock_ledger")]

    operations = [
        migrations.CreateModel(
            name="PictureBrought",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.facility",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="brought",
                        to="galleries.picture",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("picture"), models.F("facility"), name="picture_brought_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(SHOWN, migrations.RunSQL.noop),
        migrations.RunSQL(GUARD, "SELECT catalog_unguard('galleries_picturebrought')"),
    ]
