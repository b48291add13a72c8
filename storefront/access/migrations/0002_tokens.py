"""Keys end with the password; what a client asks for twice is done once; failures are counted."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

OF_TOKEN = "catalog_may_change((SELECT facility_id FROM access_apitoken WHERE id = token_id))"


class Migration(migrations.Migration):
    """One column and two tables."""

    dependencies = [("access", "0001_access")]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="bound",
            field=models.BinaryField(default=b"", max_length=32),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="TokenFailure",
            fields=[
                ("address", models.GenericIPAddressField(primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField()),
                ("failures", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="TokenAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("digest", models.BinaryField(max_length=32)),
                ("answer", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "token",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="access.apitoken",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("token", "key"), name="token_act_once")
                ],
            },
        ),
        migrations.RunSQL(
            f"SELECT catalog_guard('access_tokenact', '{OF_TOKEN}')",
            "SELECT catalog_unguard('access_tokenact')",
        ),
    ]
