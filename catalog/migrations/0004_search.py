"""What is searched: vectors and words of every listing, and the editable rows of the language."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """What is searched: vectors and words of every listing, and the editable rows of the language."""

    dependencies = [("catalog", "0003_filters")]

    operations: list[migrations.operations.base.Operation] = []
