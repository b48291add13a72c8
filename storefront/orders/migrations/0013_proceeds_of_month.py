"""Proceeds of a month of the whole shop, and which months there are."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index alone."""

    dependencies = [("orders", "0012_history_entries")]

    operations = [
        migrations.AddIndex(
            model_name="proceedsentry",
            index=models.Index(
                fields=["month", "facility", "share"], include=["amount"], name="proceeds_of_month"
            ),
        ),
    ]
