"""Which rows of pictures the serving role may change: see catalog's `0011_row_security`.

A picture itself belongs to nobody: the same picture is kept once, whoever brings it.
"""

from __future__ import annotations

from django.db import migrations

_OF_LISTING = "catalog_may_change((SELECT facility_id FROM catalog_listing WHERE id = listing_id))"
_OF_ALBUM = "catalog_may_change((SELECT facility_id FROM galleries_album WHERE id = album_id))"
_OF_PHOTO = (
    "catalog_may_change((SELECT a.facility_id FROM galleries_album a"
    " JOIN galleries_albumphoto p ON p.album_id = a.id WHERE p.id = albumphoto_id))"
)

TABLES = {
    "galleries_listingphoto": _OF_LISTING,
    "galleries_album": "catalog_may_change(facility_id)",
    "galleries_albumphoto": _OF_ALBUM,
    "galleries_albumphoto_listings": _OF_PHOTO,
}


class Migration(migrations.Migration):
    """Albums and photos of goods under guard."""

    dependencies = [("galleries", "0003_card_photos"), ("catalog", "0011_row_security")]

    operations = [
        migrations.RunSQL("SELECT catalog_holds_by_owner()", migrations.RunSQL.noop),
        *[
            migrations.RunSQL(
                f"SELECT catalog_guard('{table}', '{condition}')",
                f"SELECT catalog_unguard('{table}')",
            )
            for table, condition in TABLES.items()
        ],
    ]
