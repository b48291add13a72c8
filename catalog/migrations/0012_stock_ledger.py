"""The ledger of stock, kept by triggers on Saleor's stock rows.

Each statement that changes balances adds the moves of all its rows at once. What it says of reason
and actor comes from settings of the transaction (`lapak.stock_reason`, `lapak.acting`, and
`lapak.stock_notes`: JSON of texts by variant). The functions run with their owner's rights: `app`
itself may only read the ledger.

No balance falls below what is promised to orders. That is looked at when the transaction commits,
so that an order may take its promise back before or after the pieces; an advisory lock of the stock
row makes two transactions that would break it together look one after the other.

Saleor's rows have no policies of their own, so triggers ask for the scope: a statement of the
serving role that touches stock, a variant or a product of a facility outside of what
`catalog.acting` told is refused as a whole. The owner, foreign keys' cascades and functions that run
as the owner are not bound, as with row-level security. Buyers' orders will take pieces through such
a function (SECURITY DEFINER, checking what it takes), or act as the shop itself; promises
(`warehouse_allocation`) are not bound here.
"""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LEDGER = """
CREATE FUNCTION catalog_stock_moves(variants int[], warehouses uuid[], changes int[],
  balances int[], first_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  who jsonb := coalesce(nullif(current_setting('lapak.acting', true), ''), 'null')::jsonb;
  said text := nullif(current_setting('lapak.stock_reason', true), '');
  notes jsonb := nullif(current_setting('lapak.stock_notes', true), '')::jsonb;
BEGIN
  INSERT INTO catalog_stockmove
    (variant_id, sku, facility_id, reason, change, balance, note, user_id, actor_name, at)
  SELECT m.variant, coalesce(v.sku, ''), f.id, coalesce(said, first_reason), m.change, m.balance,
    coalesce(notes ->> m.variant::text, ''), (who ->> 'user')::int,
    coalesce(who ->> 'name', ''), clock_timestamp()
  FROM unnest(variants, warehouses, changes, balances) WITH ORDINALITY
    AS m(variant, warehouse, change, balance, place)
  LEFT JOIN product_productvariant v ON v.id = m.variant
  LEFT JOIN catalog_facility f ON f.warehouse_id = m.warehouse
  ORDER BY m.place;
END $$;

CREATE FUNCTION catalog_stock_added() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM catalog_stock_moves(array_agg(product_variant_id ORDER BY id),
    array_agg(warehouse_id ORDER BY id), array_agg(quantity ORDER BY id),
    array_agg(quantity ORDER BY id), 'opening') FROM added HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE FUNCTION catalog_stock_changed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM catalog_stock_moves(array_agg(n.product_variant_id ORDER BY n.id),
    array_agg(n.warehouse_id ORDER BY n.id), array_agg(n.quantity - o.quantity ORDER BY n.id),
    array_agg(n.quantity ORDER BY n.id), 'other')
  FROM before o JOIN after n ON n.id = o.id WHERE n.quantity <> o.quantity HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE FUNCTION catalog_stock_removed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM catalog_stock_moves(array_agg(product_variant_id ORDER BY id),
    array_agg(warehouse_id ORDER BY id), array_agg(-quantity ORDER BY id),
    array_agg(0 ORDER BY id), 'other') FROM removed WHERE quantity <> 0 HAVING count(*) > 0;
  RETURN NULL;
END $$;

CREATE TRIGGER stock_ledger_added AFTER INSERT ON warehouse_stock
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION catalog_stock_added();
CREATE TRIGGER stock_ledger_changed AFTER UPDATE ON warehouse_stock
  REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION catalog_stock_changed();
CREATE TRIGGER stock_ledger_removed AFTER DELETE ON warehouse_stock
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION catalog_stock_removed();
"""
NO_LEDGER = """
DROP TRIGGER stock_ledger_added ON warehouse_stock;
DROP TRIGGER stock_ledger_changed ON warehouse_stock;
DROP TRIGGER stock_ledger_removed ON warehouse_stock;
DROP FUNCTION catalog_stock_added();
DROP FUNCTION catalog_stock_changed();
DROP FUNCTION catalog_stock_removed();
DROP FUNCTION catalog_stock_moves(int[], uuid[], int[], int[], text);
"""

PROMISED = """
CREATE FUNCTION catalog_stock_promised() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE wanted int := CASE TG_TABLE_NAME WHEN 'warehouse_stock' THEN NEW.id
  ELSE (to_jsonb(NEW) ->> 'stock_id')::int END;
DECLARE missing int;
BEGIN
  PERFORM pg_advisory_xact_lock(7202604, wanted);
  SELECT sum(a.quantity_allocated) - s.quantity INTO missing
  FROM warehouse_stock s JOIN warehouse_allocation a ON a.stock_id = s.id
  WHERE s.id = wanted GROUP BY s.id, s.quantity;
  IF missing > 0 THEN
    RAISE EXCEPTION 'stock % lacks % pieces that are promised to orders', wanted, missing
      USING ERRCODE = 'check_violation', CONSTRAINT = 'stock_covers_promises';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stock_covers_promises AFTER UPDATE OF quantity ON warehouse_stock
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.quantity < OLD.quantity)
  EXECUTE FUNCTION catalog_stock_promised();
CREATE CONSTRAINT TRIGGER promise_has_stock AFTER INSERT OR UPDATE ON warehouse_allocation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.quantity_allocated > 0)
  EXECUTE FUNCTION catalog_stock_promised();
"""
NO_PROMISED = """
DROP TRIGGER stock_covers_promises ON warehouse_stock;
DROP TRIGGER promise_has_stock ON warehouse_allocation;
DROP FUNCTION catalog_stock_promised();
"""

# One look a statement; a process that acts everywhere passes at the first comparison.
_SCOPE = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('lapak.facilities', true) = '*' OR pg_has_role((SELECT relowner FROM pg_class
    WHERE oid = TG_RELID), 'USAGE') THEN RETURN NULL; END IF;
  IF EXISTS (SELECT 1 FROM {rows} r {facility} WHERE NOT catalog_may_change(f.facility)) THEN
    RAISE EXCEPTION '% of another facility', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
"""
_OF_WAREHOUSE = (
    "LEFT JOIN LATERAL (SELECT id AS facility FROM catalog_facility"
    " WHERE warehouse_id = r.warehouse_id) f ON true"
)
# what is of no listing yet is of nobody
_OF_PRODUCT = (
    "JOIN LATERAL (SELECT facility_id AS facility FROM catalog_listing"
    " WHERE product_id = r.{key}) f ON true"
)
SCOPED = {
    "warehouse_stock": _OF_WAREHOUSE,
    "product_productvariant": _OF_PRODUCT.format(key="product_id"),
    "product_product": _OF_PRODUCT.format(key="id"),
}
_ON = {
    "insert": ("NEW TABLE AS r_new", "r_new"),
    "update": (
        "OLD TABLE AS r_old NEW TABLE AS r_new",
        "(SELECT * FROM r_old UNION ALL SELECT * FROM r_new)",
    ),
    "delete": ("OLD TABLE AS r_old", "r_old"),
}


def _scope(table: str, act: str) -> tuple[str, str]:
    """The trigger that keeps one act on one table in scope, and what takes it away."""
    name = f"catalog_scope_{table}_{act}"
    tables, rows = _ON[act]
    made = _SCOPE.format(name=name, rows=rows, facility=SCOPED[table])
    made += (
        f"CREATE TRIGGER catalog_in_scope_{act} AFTER {act} ON {table} REFERENCING {tables}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}();"
    )
    return made, f"DROP TRIGGER catalog_in_scope_{act} ON {table}; DROP FUNCTION {name}();"


OPENING = """
INSERT INTO catalog_stockmove
  (variant_id, sku, facility_id, reason, change, balance, note, actor_name, at)
SELECT v.id, v.sku, f.id, 'opening', s.quantity, s.quantity, '', '', now()
FROM warehouse_stock s JOIN product_productvariant v ON v.id = s.product_variant_id
LEFT JOIN catalog_facility f ON f.warehouse_id = s.warehouse_id
"""


class Migration(migrations.Migration):
    """The table, its opening from the stock that is there, the triggers."""

    dependencies = [
        ("catalog", "0011_row_security"),
        ("product", "0117_auto_20200423_0737"),
        ("warehouse", "0009_remove_invalid_allocation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StockMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sku", models.CharField(max_length=255)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("produced", "produced"),
                            ("sold", "sold"),
                            ("damaged", "damaged"),
                            ("counted", "counted"),
                            ("corrected", "corrected"),
                            ("opening", "opening"),
                            ("sheet", "sheet"),
                            ("order", "order"),
                            ("undone", "undone"),
                            ("other", "other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("change", models.IntegerField()),
                ("balance", models.IntegerField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("actor_name", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "facility",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.facility",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="product.productvariant",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "indexes": [
                    models.Index(fields=["variant", "-id"], name="stock_move_variant"),
                    models.Index(fields=["facility", "-id"], name="stock_move_facility"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "produced",
                                    "sold",
                                    "damaged",
                                    "counted",
                                    "corrected",
                                    "opening",
                                    "sheet",
                                    "order",
                                    "undone",
                                    "other",
                                ],
                            )
                        ),
                        name="stock_move_reason_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StockSave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.BinaryField(max_length=32, unique=True)),
                ("changes", models.JSONField()),
                ("reason", models.CharField(max_length=12)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("actor_name", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.facility",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="catalog.stocksave",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "indexes": [models.Index(fields=["facility", "-id"], name="stock_save_facility")],
            },
        ),
        migrations.RunSQL(
            "SELECT catalog_guard('catalog_stocksave', 'catalog_may_change(facility_id)')",
            "SELECT catalog_unguard('catalog_stocksave')",
        ),
        migrations.RunSQL(OPENING, migrations.RunSQL.noop),
        migrations.RunSQL(LEDGER, NO_LEDGER),
        migrations.RunSQL(PROMISED, NO_PROMISED),
        *[migrations.RunSQL(*_scope(table, act)) for table in SCOPED for act in _ON],
    ]
