"""Listings that are made by many in one statement get their cards and search rows by sets.

The row triggers of 0002 and 0004 refresh one listing at a time, 4 ms each, which is most of the
cost of a sheet of 10,000 lines. For INSERT into catalog_listing a statement's trigger with the
statement's rows takes their place; a single insert costs what it did. The names stay those of the
triggers they replace, so that whoever switches them off switches these off.
"""

from __future__ import annotations

from django.db import migrations

# Triggers fire in the order of their names: a card is there before its search row is written.
PARTS = ("card", "search")

MADE = """
CREATE FUNCTION catalog_{part}_on_listings_made() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
  SELECT array_agg(id ORDER BY id) INTO ids FROM made;
  IF ids IS NOT NULL THEN PERFORM catalog_{part}_refresh(ids); END IF;
  RETURN NULL;
END $$;
DROP TRIGGER catalog_{part}_true ON catalog_listing;
CREATE TRIGGER catalog_{part}_true AFTER INSERT ON catalog_listing
  REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION catalog_{part}_on_listings_made();
CREATE TRIGGER catalog_{part}_true_changed AFTER UPDATE ON catalog_listing
  FOR EACH ROW EXECUTE FUNCTION catalog_{part}_on_catalog_listing();
"""

UNMADE = """
DROP TRIGGER catalog_{part}_true_changed ON catalog_listing;
DROP TRIGGER catalog_{part}_true ON catalog_listing;
DROP FUNCTION catalog_{part}_on_listings_made();
CREATE TRIGGER catalog_{part}_true AFTER INSERT OR UPDATE ON catalog_listing
  FOR EACH ROW EXECUTE FUNCTION catalog_{part}_on_catalog_listing();
"""


class Migration(migrations.Migration):
    """Statement triggers for made listings."""

    dependencies = [("catalog", "0006_card_sources")]

    operations = [
        migrations.RunSQL(MADE.format(part=part), UNMADE.format(part=part)) for part in PARTS
    ]
