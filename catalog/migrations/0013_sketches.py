"""Forms as they are typed. Only who types one reads it, also for the serving role."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ACTING_USER = """
CREATE FUNCTION catalog_acting_user() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (nullif(current_setting('lapak.acting', true), '')::jsonb ->> 'user')::integer
$$;
"""
NO_ACTING_USER = "DROP FUNCTION catalog_acting_user()"

GUARD = """
SELECT catalog_guard('catalog_sketch',
  'catalog_may_change(facility_id) AND user_id = catalog_acting_user()');
DROP POLICY everybody_reads ON catalog_sketch;
CREATE POLICY author_reads ON catalog_sketch FOR SELECT USING (user_id = catalog_acting_user());
"""


class Migration(migrations.Migration):
    """The table under guard."""

    dependencies = [
        ("catalog", "0012_stock_ledger"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Sketch",
            fields=[
                (
                    "key",
                    models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                ),
                ("data", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField(auto_now=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.facility",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalog.listing",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-saved_at",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["user", "facility", "-saved_at"],
                        name="sketch_of_person",
                    )
                ],
            },
        ),
        migrations.RunSQL(ACTING_USER, NO_ACTING_USER),
        migrations.RunSQL(GUARD, "SELECT catalog_unguard('catalog_sketch')"),
    ]
