"""The database keeps the cards true.

`catalog_card_refresh(ids)` writes the columns that come from catalog and from Saleor's tables;
triggers call it for every writer, ours, Saleor's or psql. Papers and pictures are written by
`catalog.services.readmodel`.

The cards are locked before their sources are read: in READ COMMITTED the next statement of the
function sees what the holder of the lock had committed, so two writers of two variants of one
product cannot leave a sum that misses one of them.
"""

from __future__ import annotations

from django.db import migrations

REFRESH = """
CREATE FUNCTION catalog_card_refresh(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM catalog_card WHERE listing_id = ANY(ids) ORDER BY listing_id FOR UPDATE;
  INSERT INTO catalog_card AS card (
    listing_id, product_id, slug, name, name_en, price_min, price_max, category_id,
    facility_id, facility_slug, facility_name, province_code, province_name,
    stock, stock_state, lead_time_days, delivery, is_not_halal,
    flagship_from, flagship_until, is_open, cleared_until, published_at,
    papers, photo_key, photo_width, photo_height, photo_alt, photo_alt_en, photo_widths)
  SELECT l.id, l.product_id, l.slug, p.name, coalesce(nullif(t.name, ''), p.name),
    coalesce(goods.price_min, p.price_amount), coalesce(goods.price_max, p.price_amount),
    p.category_id, f.id, f.slug, f.short_name, pr.code, pr.name,
    coalesce(goods.stock, 0),
    CASE WHEN coalesce(goods.stock, 0) > 5 THEN 2 WHEN coalesce(goods.stock, 0) > 0 THEN 1
         WHEN l.lead_time_days IS NOT NULL THEN 3 ELSE 0 END,
    l.lead_time_days, l.delivery, l.is_not_halal,
    flag.starts, flag.ends, l.state = 'published' AND p.is_published,
    l.cleared_until, l.published_at, '[]', '', 0, 0, '', '', '{}'
  FROM catalog_listing l
  JOIN product_product p ON p.id = l.product_id
  JOIN catalog_facility f ON f.id = l.facility_id
  JOIN catalog_regency r ON r.code = f.regency_id
  JOIN catalog_province pr ON pr.code = r.province_id
  LEFT JOIN product_producttranslation t ON t.product_id = p.id AND t.language_code = 'en'
  LEFT JOIN LATERAL (
    SELECT min(coalesce(v.price_override_amount, p.price_amount)) AS price_min,
           max(coalesce(v.price_override_amount, p.price_amount)) AS price_max,
           sum(on_hand.quantity)::int AS stock
    FROM product_productvariant v
    LEFT JOIN LATERAL (
      SELECT s.quantity - coalesce((SELECT sum(a.quantity_allocated) FROM warehouse_allocation a
                                    WHERE a.stock_id = s.id), 0) AS quantity
      FROM warehouse_stock s
      WHERE s.product_variant_id = v.id AND s.warehouse_id = f.warehouse_id
    ) on_hand ON true
    WHERE v.product_id = p.id
  ) goods ON true
  LEFT JOIN LATERAL (
    SELECT lower(g.period) AS starts, (upper(g.period) - 1) AS ends
    FROM catalog_flagship g
    WHERE g.listing_id = l.id AND upper(g.period) > (now() AT TIME ZONE 'Asia/Jakarta')::date
    ORDER BY lower(g.period) LIMIT 1
  ) flag ON true
  WHERE l.id = ANY(ids)
  ORDER BY l.id
  ON CONFLICT (listing_id) DO UPDATE SET
    product_id = excluded.product_id, slug = excluded.slug, name = excluded.name,
    name_en = excluded.name_en, price_min = excluded.price_min, price_max = excluded.price_max,
    category_id = excluded.category_id, facility_id = excluded.facility_id,
    facility_slug = excluded.facility_slug, facility_name = excluded.facility_name,
    province_code = excluded.province_code, province_name = excluded.province_name,
    stock = excluded.stock, stock_state = excluded.stock_state,
    lead_time_days = excluded.lead_time_days, delivery = excluded.delivery,
    is_not_halal = excluded.is_not_halal, flagship_from = excluded.flagship_from,
    flagship_until = excluded.flagship_until, is_open = excluded.is_open,
    cleared_until = excluded.cleared_until, published_at = excluded.published_at;
END $$;
"""

# Each trigger function only finds the listings that a changed row belongs to.
SOURCES = {
    "catalog_listing": "SELECT ARRAY[{row}.id]",
    "catalog_flagship": "SELECT ARRAY[{row}.listing_id]",
    "catalog_facility": "SELECT array_agg(id) FROM catalog_listing WHERE facility_id = {row}.id",
    "product_product": "SELECT array_agg(id) FROM catalog_listing WHERE product_id = {row}.id",
    "product_producttranslation": (
        "SELECT array_agg(id) FROM catalog_listing WHERE product_id = {row}.product_id"
    ),
    "product_productvariant": (
        "SELECT array_agg(id) FROM catalog_listing WHERE product_id = {row}.product_id"
    ),
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
# A listing's own card goes with it by the foreign key.
WITHOUT_DELETE = {"catalog_listing", "catalog_facility", "product_product"}


def _trigger(table: str, query: str) -> str:
    """The function and the trigger of one table."""
    acts = "INSERT OR UPDATE" + ("" if table in WITHOUT_DELETE else " OR DELETE")
    return f"""
CREATE FUNCTION catalog_card_on_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
  IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN RETURN NULL; END IF;
  IF TG_OP <> 'INSERT' THEN ids := ({query.format(row="OLD")}); END IF;
  IF TG_OP <> 'DELETE' THEN ids := ids || ({query.format(row="NEW")}); END IF;
  IF ids IS NOT NULL THEN PERFORM catalog_card_refresh(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER catalog_card_true AFTER {acts} ON {table}
  FOR EACH ROW EXECUTE FUNCTION catalog_card_on_{table}();
"""


def _drop(table: str) -> str:
    return f"DROP TRIGGER catalog_card_true ON {table}; DROP FUNCTION catalog_card_on_{table}();"


class Migration(migrations.Migration):
    """Functions and triggers of the read model, and what keeps one stock row a variant."""

    dependencies = [("catalog", "0001_tables")]

    operations = [
        migrations.RunSQL(REFRESH, "DROP FUNCTION catalog_card_refresh(bigint[])"),
        *[
            migrations.RunSQL(_trigger(table, query), _drop(table))
            for table, query in SOURCES.items()
        ],
        migrations.RunSQL(
            # Saleor adds stock up wrongly over several warehouses (HOUSE H7, H8).
            "CREATE UNIQUE INDEX catalog_one_stock_a_variant ON warehouse_stock"
            " (product_variant_id)",
            "DROP INDEX catalog_one_stock_a_variant",
        ),
        migrations.RunSQL(
            "ALTER TABLE catalog_flagship ADD CONSTRAINT flagship_of_own_facility"
            " FOREIGN KEY (listing_id, facility_id) REFERENCES catalog_listing (id, facility_id)"
            " ON DELETE CASCADE",
            "ALTER TABLE catalog_flagship DROP CONSTRAINT flagship_of_own_facility",
        ),
    ]
