"""Papers move the catalogue's version."""

from __future__ import annotations

from django.db import migrations

SHOWN = ("legality_certificate", "legality_certificatecover", "legality_certificatekind")


class Migration(migrations.Migration):
    """Papers move the catalogue's version."""

    dependencies = [("legality", "0001_tables"), ("catalog", "0005_version")]

    operations = [
        migrations.RunSQL(
            f"SELECT catalog_version_watch('{table}')",
            f"SELECT catalog_version_unwatch('{table}')",
        )
        for table in SHOWN
    ]
