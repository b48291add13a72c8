"""Events of pictures are found by facility: see catalog's migration of that name."""

from __future__ import annotations

from django.db import migrations

OF_LISTING = """SELECT coalesce(
  (SELECT l.facility_id FROM catalog_listing l WHERE l.id = e.listing_id),
  (SELECT l.facility_id FROM catalog_listingevent l WHERE l.pgh_obj_id = e.listing_id
   ORDER BY l.pgh_id DESC LIMIT 1)), e.listing_id"""
OF_ALBUM = """SELECT coalesce(
  (SELECT a.facility_id FROM galleries_album a WHERE a.id = e.album_id),
  (SELECT a.facility_id FROM galleries_albumevent a WHERE a.pgh_obj_id = e.album_id
   ORDER BY a.pgh_id DESC LIMIT 1)), e.album_id"""
# Of tables of events: kind and place.
ENTERED = {
    "galleries_listingphotoevent": ("photo", OF_LISTING),
    "galleries_albumevent": ("album", "SELECT e.facility_id, e.pgh_obj_id"),
    "galleries_albumphotoevent": ("albumphoto", OF_ALBUM),
}


class Migration(migrations.Migration):
    """Their tables of events."""

    dependencies = [
        ("galleries", "0006_row_security_reads"),
        ("catalog", "0028_history_entries"),
    ]

    operations = [
        migrations.RunSQL(
            f"SELECT catalog_enter_history('{events}', '{kind}', $place${place}$place$)",
            f"SELECT catalog_leave_history('{events}')",
        )
        for events, (kind, place) in ENTERED.items()
    ]
