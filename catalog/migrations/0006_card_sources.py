"""What else a card is made of: names of regencies and provinces, and sources that must hold still.

A trigger finds the cards that a changed row belongs to by looking at committed rows. A listing that
is being made, or moved to another facility, is not committed yet, so whoever renames that facility
at the same moment would not find it. The listing therefore holds its sources FOR SHARE: a writer of
one of them waits, and then sees the listing; or the listing waits, and then reads the new name.
The same holds a product's category, a facility's regency and province, a regency's province. Words
of the search (migration 0004) rest on the same holds.
"""

from __future__ import annotations

from django.db import migrations

REGIONS = """
CREATE FUNCTION catalog_card_on_catalog_regency() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
  ids := (SELECT array_agg(l.id ORDER BY l.id) FROM catalog_listing l
          JOIN catalog_facility f ON f.id = l.facility_id WHERE f.regency_id = NEW.code);
  IF ids IS NOT NULL THEN PERFORM catalog_card_refresh(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER catalog_card_true AFTER UPDATE ON catalog_regency FOR EACH ROW
  WHEN (OLD.province_id IS DISTINCT FROM NEW.province_id)
  EXECUTE FUNCTION catalog_card_on_catalog_regency();

CREATE FUNCTION catalog_card_on_catalog_province() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
  ids := (SELECT array_agg(l.id ORDER BY l.id) FROM catalog_listing l
          JOIN catalog_facility f ON f.id = l.facility_id
          JOIN catalog_regency r ON r.code = f.regency_id WHERE r.province_id = NEW.code);
  IF ids IS NOT NULL THEN PERFORM catalog_card_refresh(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER catalog_card_true AFTER UPDATE ON catalog_province FOR EACH ROW
  WHEN (OLD.name IS DISTINCT FROM NEW.name)
  EXECUTE FUNCTION catalog_card_on_catalog_province();
"""

HOLDS = """
CREATE FUNCTION catalog_listing_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM catalog_facility f JOIN catalog_regency r ON r.code = f.regency_id
    JOIN catalog_province p ON p.code = r.province_id WHERE f.id = NEW.facility_id FOR SHARE;
  PERFORM 1 FROM product_product WHERE id = NEW.product_id FOR SHARE;
  PERFORM 1 FROM catalog_brand WHERE id = NEW.brand_id FOR SHARE;
  PERFORM 1 FROM catalog_productionunit WHERE id = NEW.unit_id FOR SHARE;
  RETURN NEW;
END $$;
CREATE TRIGGER catalog_card_hold_insert BEFORE INSERT ON catalog_listing
  FOR EACH ROW EXECUTE FUNCTION catalog_listing_hold();
CREATE TRIGGER catalog_card_hold BEFORE UPDATE ON catalog_listing FOR EACH ROW
  WHEN ((OLD.facility_id, OLD.product_id, OLD.brand_id, OLD.unit_id)
    IS DISTINCT FROM (NEW.facility_id, NEW.product_id, NEW.brand_id, NEW.unit_id))
  EXECUTE FUNCTION catalog_listing_hold();

CREATE FUNCTION catalog_product_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM product_category WHERE id = NEW.category_id FOR SHARE;
  RETURN NEW;
END $$;
CREATE TRIGGER catalog_card_hold BEFORE UPDATE ON product_product FOR EACH ROW
  WHEN (OLD.category_id IS DISTINCT FROM NEW.category_id) EXECUTE FUNCTION catalog_product_hold();

CREATE FUNCTION catalog_facility_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM catalog_regency r JOIN catalog_province p ON p.code = r.province_id
    WHERE r.code = NEW.regency_id FOR SHARE;
  RETURN NEW;
END $$;
CREATE TRIGGER catalog_card_hold BEFORE UPDATE ON catalog_facility FOR EACH ROW
  WHEN (OLD.regency_id IS DISTINCT FROM NEW.regency_id) EXECUTE FUNCTION catalog_facility_hold();

CREATE FUNCTION catalog_regency_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM catalog_province WHERE code = NEW.province_id FOR SHARE;
  RETURN NEW;
END $$;
CREATE TRIGGER catalog_card_hold BEFORE UPDATE ON catalog_regency FOR EACH ROW
  WHEN (OLD.province_id IS DISTINCT FROM NEW.province_id) EXECUTE FUNCTION catalog_regency_hold();
"""

UNDO = """
DROP TRIGGER catalog_card_hold ON catalog_regency;
DROP FUNCTION catalog_regency_hold();
DROP TRIGGER catalog_card_hold ON catalog_facility;
DROP FUNCTION catalog_facility_hold();
DROP TRIGGER catalog_card_hold ON product_product;
DROP FUNCTION catalog_product_hold();
DROP TRIGGER catalog_card_hold ON catalog_listing;
DROP TRIGGER catalog_card_hold_insert ON catalog_listing;
DROP FUNCTION catalog_listing_hold();
DROP TRIGGER catalog_card_true ON catalog_province;
DROP FUNCTION catalog_card_on_catalog_province();
DROP TRIGGER catalog_card_true ON catalog_regency;
DROP FUNCTION catalog_card_on_catalog_regency();
"""


class Migration(migrations.Migration):
    """Names of regions reach the cards; a listing holds what its card is made of."""

    dependencies = [("catalog", "0005_version")]

    operations = [migrations.RunSQL(REGIONS + HOLDS, UNDO)]
