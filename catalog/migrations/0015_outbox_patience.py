"""Long work of the outbox lets the rest go first: a mail does not wait for hundreds of pictures."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """A mark on announced work."""

    dependencies = [("catalog", "0014_history")]

    operations = [
        migrations.AddField(
            model_name="outboxrow",
            name="can_wait",
            field=models.BooleanField(default=False),
        ),
    ]
