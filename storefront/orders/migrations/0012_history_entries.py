"""Events of what a facility offers and packs are found by facility: see catalog's migration of that
name."""

from __future__ import annotations

from django.db import migrations

# Of tables of events: kind and place.
ENTERED = {
    "orders_facilitydeliveryevent": ("facilitydelivery", "SELECT e.pgh_obj_id, e.pgh_obj_id"),
    "orders_packedsizeevent": ("packedsize", "SELECT e.facility_id, e.pgh_obj_id"),
}


class Migration(migrations.Migration):
    """Their tables of events."""

    dependencies = [("orders", "0011_forgetting_words"), ("catalog", "0028_history_entries")]

    operations = [
        migrations.RunSQL(
            f"SELECT catalog_enter_history('{events}', '{kind}', $place${place}$place$)",
            f"SELECT catalog_leave_history('{events}')",
        )
        for events, (kind, place) in ENTERED.items()
    ]
