"""A facility's events in one narrow table, so that its latest changes are one index scan.

`SELECT catalog_enter_history('events', 'kind', 'place')` makes the trigger that enters each new
event of a table and enters those that are there; `place` is SQL of the facility and the home of an
event `e`, without a row where it belongs to none. A first event is no change and is left out.

Goods are made from the inside out: a product and its variants before the listing that says whose
they are. So a new listing enters what was written of its product before it. Plans of triggers are
kept for the connection: one made while a table was empty must not read all of it when it is full.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

ENTER = """
CREATE FUNCTION catalog_enter_history(events regclass, kind text, place text, also text DEFAULT '')
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  entering text := format('INSERT INTO catalog_historyentry (number, facility_id, kind, home,'
    ' person) SELECT e.pgh_id, p.facility, %L, p.home::text, (e.pgh_context ->> ''user'')::bigint'
    ' FROM {from} e, LATERAL (%s) p (facility, home)'
    ' WHERE e.pgh_label <> ''first'' AND p.facility IS NOT NULL ON CONFLICT DO NOTHING;',
    kind, place);
  writer text := events || '_enter';
BEGIN
  EXECUTE format('CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER'
    ' SET search_path = public, pg_temp SET enable_seqscan = off AS %L', writer,
    'BEGIN ' || replace(entering, '{from}', 'added') || also || ' RETURN NULL; END');
  EXECUTE format('REVOKE ALL ON FUNCTION %I() FROM PUBLIC', writer);
  EXECUTE format('CREATE TRIGGER enter_history AFTER INSERT ON %s REFERENCING NEW TABLE AS added'
    ' FOR EACH STATEMENT EXECUTE FUNCTION %I()', events, writer);
  EXECUTE replace(entering, '{from}', events::text);
END $$;
CREATE FUNCTION catalog_leave_history(events regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP TRIGGER enter_history ON %s', events);
  EXECUTE format('DROP FUNCTION %I()', events || '_enter');
END $$;
REVOKE ALL ON FUNCTION catalog_enter_history(regclass, text, text, text),
  catalog_leave_history(regclass) FROM PUBLIC;
"""
NO_ENTER = """
DROP FUNCTION catalog_leave_history(regclass);
DROP FUNCTION catalog_enter_history(regclass, text, text, text);
"""


def of_product(column: str) -> str:
    """SQL of whose goods a product of Saleor's is, or was when its listing was removed."""
    return (
        f"SELECT l.facility_id, l.id FROM catalog_listing l WHERE l.product_id = {column}"
        " UNION ALL SELECT l.facility_id, l.pgh_obj_id FROM catalog_listingevent l"
        f" WHERE l.product_id = {column} AND l.pgh_label = 'delete' AND NOT EXISTS"
        f" (SELECT FROM catalog_listing n WHERE n.product_id = {column}) LIMIT 1"
    )


VARIANTS_PRODUCT = """coalesce(
  (SELECT v.product_id FROM product_productvariant v WHERE v.id = e.product_variant_id),
  (SELECT v.product_id FROM catalog_variantevent v WHERE v.pgh_obj_id = e.product_variant_id
   LIMIT 1))"""
OF_LISTING = """SELECT coalesce(
  (SELECT l.facility_id FROM catalog_listing l WHERE l.id = e.listing_id),
  (SELECT l.facility_id FROM catalog_listingevent l WHERE l.pgh_obj_id = e.listing_id
   ORDER BY l.pgh_id DESC LIMIT 1)), e.listing_id"""
OWN, ITSELF = "SELECT e.facility_id, e.facility_id", "SELECT e.facility_id, e.pgh_obj_id"
# Of tables of events: kind and place.
ENTERED = {
    "catalog_listingevent": ("listing", ITSELF),
    "catalog_productevent": ("product", of_product("e.pgh_obj_id")),
    "catalog_productenglishevent": ("productenglish", of_product("e.product_id")),
    "catalog_variantevent": ("variant", of_product("e.product_id")),
    "catalog_variantenglishevent": ("variantenglish", of_product(VARIANTS_PRODUCT)),
    "catalog_formeraddressevent": ("formeraddress", OF_LISTING),
    "catalog_flagshipevent": ("flagship", "SELECT e.facility_id, e.listing_id"),
    "catalog_facilityevent": ("facility", "SELECT e.pgh_obj_id, e.pgh_obj_id"),
    **{
        f"catalog_{kind}event": (kind, OWN)
        for kind in ("facilityalias", "openinghours", "productionunit", "brand")
    },
    "catalog_membershipevent": ("membership", ITSELF),
}
_BEFORE = """
IF EXISTS (SELECT FROM added WHERE pgh_label = 'insert') THEN
  INSERT INTO catalog_historyentry (number, facility_id, kind, home, person)
  SELECT e.pgh_id, a.facility_id, e.kind, a.pgh_obj_id::text, (e.pgh_context ->> 'user')::bigint
  FROM added a, LATERAL (
    SELECT 'product' AS kind, pgh_id, pgh_label, pgh_context FROM catalog_productevent
    WHERE pgh_obj_id = a.product_id
    UNION ALL SELECT 'productenglish', pgh_id, pgh_label, pgh_context
    FROM catalog_productenglishevent WHERE product_id = a.product_id
    UNION ALL SELECT 'variant', pgh_id, pgh_label, pgh_context
    FROM catalog_variantevent WHERE product_id = a.product_id
    UNION ALL SELECT 'variantenglish', t.pgh_id, t.pgh_label, t.pgh_context
    FROM product_productvariant v JOIN catalog_variantenglishevent t ON t.product_variant_id = v.id
    WHERE v.product_id = a.product_id
  ) e WHERE a.pgh_label = 'insert' AND e.pgh_label <> 'first' ON CONFLICT DO NOTHING;
END IF;
"""
ALSO = {"catalog_listingevent": _BEFORE}
_PERSON = "(pgh_context ->> 'user')"
# What found a facility's or a person's events before, and one index twice over.
NEEDLESS = {
    "listing_gone_history": "catalog_listingevent (facility_id) WHERE pgh_label = 'delete'",
    "listing_person_history": f"catalog_listingevent (facility_id, {_PERSON}, pgh_id)",
    **{
        f"{kind}_person_history": f"catalog_{kind}event ({_PERSON}, pgh_id)"
        for kind in ("product", "productenglish", "variant")
    },
}


def enter(events: str, kind: str, place: str, also: str = "") -> migrations.RunSQL:
    """The operation for one table of events."""
    return migrations.RunSQL(
        f"SELECT catalog_enter_history('{events}', '{kind}', $place${place}$place$,"
        f" $also${also}$also$)",
        f"SELECT catalog_leave_history('{events}')",
    )


class Migration(migrations.Migration):
    """The table, who reads it, what fills it, and the catalogue's tables of events."""

    dependencies = [("catalog", "0027_card_stock")]

    operations = [
        migrations.CreateModel(
            name="HistoryEntry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=24)),
                ("home", models.CharField(max_length=20)),
                ("person", models.BigIntegerField(null=True)),
                (
                    "facility",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="catalog.facility",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["facility", "-number"], name="entry_facility"),
                    models.Index(fields=["facility", "person", "-number"], name="entry_person"),
                ],
            },
        ),
        migrations.RunSQL(
            "SELECT catalog_hide('catalog_historyentry', 'facility_id')",
            "SELECT catalog_show('catalog_historyentry')",
        ),
        migrations.RunSQL(ENTER, NO_ENTER),
        *(
            enter(events, kind, place, ALSO.get(events, ""))
            for events, (kind, place) in ENTERED.items()
        ),
        migrations.RemoveIndex("listingevent", "listing_facility_history"),
        *(
            migrations.RunSQL(f"DROP INDEX {name}", f"CREATE INDEX {name} ON {where}")
            for name, where in NEEDLESS.items()
        ),
    ]
