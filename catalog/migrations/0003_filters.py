"""What lists are narrowed and ordered by, beyond the first columns of the card."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """What lists are narrowed and ordered by, beyond the first columns of the card."""

    dependencies = [("catalog", "0002_card_functions")]

    operations: list[migrations.operations.base.Operation] = []
