"""Recovery codes, and one way of writing an e-mail in accounts."""

from __future__ import annotations

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# The door lower-cases; this is for the doors that forget. Two accounts that differ by capitals
# alone stop the migration: which of them stays is for people to say.
PLAIN = """
UPDATE account_user SET email = lower(email) WHERE email <> lower(email);
CREATE UNIQUE INDEX access_email_once ON account_user (lower(email));
ALTER TABLE account_user ADD CONSTRAINT access_email_plain CHECK (email = lower(email));
"""
NOT_PLAIN = """
ALTER TABLE account_user DROP CONSTRAINT access_email_plain;
DROP INDEX access_email_once;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_access"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RecoveryCodes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="The human-readable name of this device.", max_length=64
                    ),
                ),
                (
                    "confirmed",
                    models.BooleanField(default=True, help_text="Is this device ready for use?"),
                ),
                (
                    "digests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        help_text="The user that this device belongs to.",
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user",), name="access_one_set_of_recovery_codes"
                    )
                ],
            },
        ),
        migrations.RunSQL(PLAIN, NOT_PLAIN),
    ]
