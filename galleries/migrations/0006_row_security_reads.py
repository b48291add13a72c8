"""Events of pictures are read where whoever acts looks in: see catalog's migration of that name."""

from __future__ import annotations

from django.db import migrations

OF_LISTING = (
    "coalesce((SELECT l.facility_id FROM catalog_listing l WHERE l.id = {table}.listing_id),"
    " (SELECT l.facility_id FROM catalog_listingevent l"
    " WHERE l.pgh_obj_id = {table}.listing_id ORDER BY l.pgh_id DESC LIMIT 1))"
)
OF_ALBUM = (
    "coalesce((SELECT a.facility_id FROM galleries_album a WHERE a.id = {table}.album_id),"
    " (SELECT a.facility_id FROM galleries_albumevent a"
    " WHERE a.pgh_obj_id = {table}.album_id ORDER BY a.pgh_id DESC LIMIT 1))"
)

HIDDEN = {
    "galleries_listingphotoevent": OF_LISTING,
    "galleries_albumevent": "facility_id",
    "galleries_albumphotoevent": OF_ALBUM,
}


class Migration(migrations.Migration):
    """The tables of events."""

    dependencies = [("galleries", "0005_history"), ("catalog", "0022_row_security_reads")]

    operations = [
        migrations.RunSQL(
            f"SELECT catalog_hide('{table}', '{facility.format(table=table)}')",
            f"SELECT catalog_show('{table}')",
        )
        for table, facility in HIDDEN.items()
    ]
