"""What officers keep of papers is read where whoever acts looks in: see catalog's migration of that
name. Certificates themselves stand on the shop's pages, with their own states."""

from __future__ import annotations

from django.db import migrations

OF_LISTING = (
    "coalesce((SELECT l.facility_id FROM catalog_listing l WHERE l.id = {table}.listing_id),"
    " (SELECT l.facility_id FROM catalog_listingevent l"
    " WHERE l.pgh_obj_id = {table}.listing_id ORDER BY l.pgh_id DESC LIMIT 1))"
)
OF_PAPER = (
    "coalesce((SELECT c.facility_id FROM legality_certificate c"
    " WHERE c.id = {table}.certificate_id), (SELECT c.facility_id FROM legality_certificateevent c"
    " WHERE c.pgh_obj_id = {table}.certificate_id ORDER BY c.pgh_id DESC LIMIT 1))"
)
OF_REVIEW = (
    "coalesce((SELECT r.facility_id FROM legality_review r WHERE r.id = {table}.review_id),"
    " (SELECT r.facility_id FROM legality_reviewevent r"
    " WHERE r.pgh_obj_id = {table}.review_id ORDER BY r.pgh_id DESC LIMIT 1))"
)
SHOP = "NULL::bigint"

HIDDEN = {
    "legality_clearancerecord": OF_LISTING,
    "legality_review": "facility_id",
    "legality_reviewanswer": OF_REVIEW,
    "legality_recipehold": OF_LISTING,
    "legality_suspension": "facility_id",
    "legality_evidence": "facility_id",
    "legality_reminder": "facility_id",
    "legality_notice": SHOP,
    "legality_reviewevent": "facility_id",
    "legality_reviewanswerevent": OF_REVIEW,
    "legality_recipeholdevent": OF_LISTING,
    "legality_suspensionevent": "facility_id",
    "legality_evidenceevent": "facility_id",
    "legality_certificateevent": "facility_id",
    "legality_certificatecoverevent": OF_PAPER,
    **{
        f"legality_{kind}event": SHOP
        for kind in ("answertemplate", "certificatekind", "goodstrait", "requirementrule")
    },
}

# What was removed is found by its last event.
REMOVED = (
    "CREATE INDEX certificate_removed ON legality_certificateevent (facility_id, pgh_obj_id)"
    " WHERE pgh_label = 'delete'"
)


class Migration(migrations.Migration):
    """The tables of reviews, scans and events."""

    dependencies = [("legality", "0012_certificate_note"), ("catalog", "0022_row_security_reads")]

    operations = [
        *[
            migrations.RunSQL(
                f"SELECT catalog_hide('{table}', '{facility.format(table=table)}')",
                f"SELECT catalog_show('{table}')",
            )
            for table, facility in HIDDEN.items()
        ],
        migrations.RunSQL(REMOVED, "DROP INDEX certificate_removed"),
    ]
