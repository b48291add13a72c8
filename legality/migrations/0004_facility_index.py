"""The first papers of a facility, kind by kind, without reading and sorting all it holds."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index."""

    dependencies = [("legality", "0003_card_papers")]

    operations = [
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["facility", "kind", "id"], name="certificate_of_facility"),
        ),
    ]
