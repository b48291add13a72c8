"""What is sold moves a card's stock alone.

Every piece that is promised wrote all columns of its card anew, from a dozen tables; they follow
their own tables' triggers. What a promise or a count of stock changes is how much there is.
"""

from __future__ import annotations

from django.db import migrations

# The cards are locked before the stock is summed, as by catalog_card_refresh: of two writers of one
# product the later sees the earlier's. As the owner, and with the same search path, as it does.
STOCK = """
CREATE FUNCTION catalog_card_stock(ids bigint[]) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM 1 FROM catalog_card WHERE listing_id = ANY(ids) ORDER BY listing_id FOR UPDATE;
  UPDATE catalog_card card SET stock = there.stock, stock_state = there.stock_state
  FROM (
    SELECT goods.id, goods.stock,
      CASE WHEN goods.stock > 5 THEN 2 WHEN goods.stock > 0 THEN 1
           WHEN goods.lead_time_days IS NOT NULL THEN 3 ELSE 0 END AS stock_state
    FROM (
      SELECT l.id, l.lead_time_days, coalesce((
        SELECT sum(s.quantity - coalesce((SELECT sum(a.quantity_allocated)
          FROM warehouse_allocation a WHERE a.stock_id = s.id), 0))
        FROM product_productvariant v JOIN warehouse_stock s
          ON s.product_variant_id = v.id AND s.warehouse_id = f.warehouse_id
        WHERE v.product_id = l.product_id), 0)::int AS stock
      FROM catalog_listing l JOIN catalog_facility f ON f.id = l.facility_id
      WHERE l.id = ANY(ids)
      OFFSET 0 -- summed once, not wherever it is named
    ) goods
  ) there
  WHERE card.listing_id = there.id
    AND (card.stock <> there.stock OR card.stock_state <> there.stock_state);
END $$;
"""
SOURCES = {
    "warehouse_stock": (
        "SELECT array_agg(l.id) FROM catalog_listing l JOIN product_productvariant v"
        " ON v.product_id = l.product_id WHERE v.id = {row}.product_variant_id"
    ),
    "warehouse_allocation": (
        "SELECT array_agg(l.id) FROM catalog_listing l JOIN product_productvariant v"
        " ON v.product_id = l.product_id JOIN warehouse_stock s ON s.product_variant_id = v.id"
        " WHERE s.id = {row}.stock_id"
    ),
}


def _function(table: str, query: str, refresh: str) -> str:
    """What the table's trigger runs."""
    return f"""
CREATE OR REPLACE FUNCTION catalog_card_on_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
  IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NULL; END IF;
  IF TG_OP <> 'INSERT' THEN ids := ({query.format(row="OLD")}); END IF;
  IF TG_OP <> 'DELETE' THEN ids := ids || ({query.format(row="NEW")}); END IF;
  IF ids IS NOT NULL THEN PERFORM {refresh}(ids); END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    """The function, and both triggers that call it."""

    dependencies = [("catalog", "0026_district_villages")]

    operations = [
        migrations.RunSQL(STOCK, "DROP FUNCTION catalog_card_stock(bigint[])"),
        *[
            migrations.RunSQL(
                _function(table, query, "catalog_card_stock"),
                _function(table, query, "catalog_card_refresh"),
            )
            for table, query in SOURCES.items()
        ],
    ]
