"""Events of papers and of what officers decide are found by facility: see catalog's migration of
that name."""

from __future__ import annotations

from django.db import migrations

OF_LISTING = """SELECT coalesce(
  (SELECT l.facility_id FROM catalog_listing l WHERE l.id = e.listing_id),
  (SELECT l.facility_id FROM catalog_listingevent l WHERE l.pgh_obj_id = e.listing_id
   ORDER BY l.pgh_id DESC LIMIT 1)), e.listing_id"""
OF_PAPER = """SELECT coalesce(
  (SELECT c.facility_id FROM legality_certificate c WHERE c.id = e.certificate_id),
  (SELECT c.facility_id FROM legality_certificateevent c WHERE c.pgh_obj_id = e.certificate_id
   ORDER BY c.pgh_id DESC LIMIT 1)), e.certificate_id"""
OF_REVIEW = """SELECT r.facility_id, r.listing_id FROM legality_review r WHERE r.id = e.review_id
  UNION ALL (SELECT r.facility_id, r.listing_id FROM legality_reviewevent r
    WHERE r.pgh_obj_id = e.review_id AND r.pgh_label = 'delete' AND NOT EXISTS
      (SELECT FROM legality_review n WHERE n.id = e.review_id) LIMIT 1)"""
# Of tables of events: kind and place.
ENTERED = {
    "legality_certificateevent": ("certificate", "SELECT e.facility_id, e.pgh_obj_id"),
    "legality_certificatecoverevent": ("cover", OF_PAPER),
    "legality_evidenceevent": ("evidence", "SELECT e.facility_id, e.certificate_id"),
    "legality_reviewevent": ("review", "SELECT e.facility_id, e.listing_id"),
    "legality_suspensionevent": ("suspension", "SELECT e.facility_id, e.listing_id"),
    "legality_recipeholdevent": ("recipehold", OF_LISTING),
    "legality_reviewanswerevent": ("reviewanswer", OF_REVIEW),
}


class Migration(migrations.Migration):
    """Their tables of events."""

    dependencies = [
        ("legality", "0017_certificate_level"),
        ("catalog", "0028_history_entries"),
    ]

    operations = [
        migrations.RunSQL(
            f"SELECT catalog_enter_history('{events}', '{kind}', $place${place}$place$)",
            f"SELECT catalog_leave_history('{events}')",
        )
        for events, (kind, place) in ENTERED.items()
    ]
