"""A sixteenth of the goods can be searched by itself.

PostgreSQL reads the whole list of rows that have a word before the first row comes, so a word that
every tenth of 200,000 listings has costs twenty times what it costs in 10,000. In the index of a
share that list is short; all goods are asked for only where the share has too few. By the number of
the listing, which never changes, the share is a fair draw, and no column has to be kept for it.
"""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations
from django.db.models import F, Q
from django.db.models.lookups import Exact

SHARE = Q(Exact(F("listing") % 16, 0), is_open=True)


class Migration(migrations.Migration):
    """An index of the share for each of the two vectors."""

    dependencies = [("catalog", "0008_price_indexes")]

    operations = [
        migrations.AddIndex(
            model_name="searchrow",
            index=GinIndex(fields=[field], name=f"search_{field}_share", condition=SHARE),
        )
        for field in ("head", "vector")
    ]
