"""Kecamatan, with the postal codes of their villages."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table."""

    dependencies = [
        ("catalog", "0024_removed_variants"),
    ]

    operations = [
        migrations.CreateModel(
            name="District",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                (
                    "postal_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("search", models.CharField(max_length=200)),
                (
                    "regency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="districts",
                        to="catalog.regency",
                    ),
                ),
            ],
            options={
                "ordering": ("code",),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="district_search", opclasses=["gin_trgm_ops"]
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["postal_codes"], name="district_postal_codes"
                    ),
                ],
            },
        ),
    ]
