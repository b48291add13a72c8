"""Lists by price within one kind, facility or province are read from an index in their order.

Without these the index over all prices was walked from the end, past the goods of everybody else.
"""

from __future__ import annotations

from django.db import migrations, models
from django.db.models import F, Q

PARTS = {
    "category_id": "card_category_price",
    "facility_id": "card_facility_price",
    "province_code": "card_province_price",
}


class Migration(migrations.Migration):
    """An index of prices for each thing that a list is narrowed to."""

    dependencies = [("catalog", "0007_sets")]

    operations = [
        migrations.AddIndex(
            model_name="cardrow",
            index=models.Index(
                F(part),
                F("is_sold_out"),
                F("price_min"),
                F("listing"),
                name=name,
                condition=Q(is_open=True),
            ),
        )
        for part, name in PARTS.items()
    ]
