"""The catalogue's version, moved by every change that a visitor can see."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """The catalogue's version, moved by every change that a visitor can see."""

    dependencies = [("catalog", "0004_search")]

    operations: list[migrations.operations.base.Operation] = []
