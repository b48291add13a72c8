"""Events of invitations and keys are found by facility: see catalog's migration of that name."""

from __future__ import annotations

from django.db import migrations

PLACE = "SELECT e.facility_id, ''"
# Of tables of events: kind and place.
ENTERED = {
    "access_invitationevent": ("invitation", PLACE),
    "access_apitokenevent": ("apitoken", PLACE),
}


class Migration(migrations.Migration):
    """Their tables of events, which have no page of their own."""

    dependencies = [("access", "0012_signup"), ("catalog", "0028_history_entries")]

    operations = [
        migrations.RunSQL(
            f"SELECT catalog_enter_history('{events}', '{kind}', $place${place}$place$)",
            f"SELECT catalog_leave_history('{events}')",
        )
        for events, (kind, place) in ENTERED.items()
    ]
