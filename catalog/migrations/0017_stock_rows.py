"""A stock row stays where it is.

The ledger is kept by variant and by the facility of the warehouse: a row that changed its variant,
warehouse or key would carry pieces past it, and one in another facility's warehouse would show the
goods of the one as the stock of the other. Nobody moves rows; pieces are taken off here and added
there.
"""

from __future__ import annotations

from django.db import migrations

STAYS = """
CREATE FUNCTION catalog_stock_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'stock % stays with its variant and its warehouse', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'stock_stays';
END $$;
CREATE TRIGGER stock_stays BEFORE UPDATE OF id, warehouse_id, product_variant_id
  ON warehouse_stock FOR EACH ROW
  WHEN ((OLD.id, OLD.warehouse_id, OLD.product_variant_id)
    IS DISTINCT FROM (NEW.id, NEW.warehouse_id, NEW.product_variant_id))
  EXECUTE FUNCTION catalog_stock_stays();

CREATE FUNCTION catalog_stock_placed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE wrong int;
BEGIN
  SELECT a.product_variant_id INTO wrong FROM added a
  JOIN product_productvariant v ON v.id = a.product_variant_id
  JOIN catalog_listing l ON l.product_id = v.product_id
  JOIN catalog_facility f ON f.id = l.facility_id
  WHERE f.warehouse_id <> a.warehouse_id LIMIT 1;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'variant % is not of this warehouse''s facility', wrong
      USING ERRCODE = 'check_violation', CONSTRAINT = 'stock_placed';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER stock_placed AFTER INSERT ON warehouse_stock
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION catalog_stock_placed();
"""
NO_STAYS = """
DROP TRIGGER stock_stays ON warehouse_stock;
DROP TRIGGER stock_placed ON warehouse_stock;
DROP FUNCTION catalog_stock_stays();
DROP FUNCTION catalog_stock_placed();
"""

# a temporary table of the same name must not stand in for orders' promises
SEARCHED = "ALTER FUNCTION catalog_stock_promised() SET search_path = public, pg_temp"
SEARCHED_BEFORE = "ALTER FUNCTION catalog_stock_promised() RESET search_path"


class Migration(migrations.Migration):
    """Two triggers on Saleor's stock rows, and where one function looks for tables."""

    dependencies = [("catalog", "0016_history_of_reference")]

    operations = [
        migrations.RunSQL(STAYS, NO_STAYS),
        migrations.RunSQL(SEARCHED, SEARCHED_BEFORE),
    ]
