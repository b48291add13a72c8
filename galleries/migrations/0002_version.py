"""Pictures and albums move the catalogue's version."""

from __future__ import annotations

from django.db import migrations

SHOWN = (
    "galleries_album",
    "galleries_albumphoto",
    "galleries_albumphoto_listings",
    "galleries_listingphoto",
    "galleries_picture",
)


class Migration(migrations.Migration):
    """Pictures and albums move the catalogue's version."""

    dependencies = [("galleries", "0001_tables"), ("catalog", "0005_version")]

    operations = [
        migrations.RunSQL(
            f"SELECT catalog_version_watch('{table}')",
            f"SELECT catalog_version_unwatch('{table}')",
        )
        for table in SHOWN
    ]
