"""The villages of a kecamatan by postal code: what people know when they do not know the code."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The column."""

    dependencies = [
        ("catalog", "0025_districts"),
    ]

    operations = [
        migrations.AddField("district", "villages", models.JSONField(blank=True, default=dict)),
    ]
