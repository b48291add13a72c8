"""The second line for reading: what no visitor's page shows is hidden from who does not act there.

`SELECT catalog_hide('table', 'facility', 'more')` leaves of a table only rows whose facility is one
that whoever acts looks into (`lapak.reads`, told by `catalog.acting`), and those of which `more`
is true. Who told nothing reads no row. Both are read once a statement, not once a row.

Who a person is has to be known before anybody acts: `catalog_held` answers that for one person.
"""

from __future__ import annotations

from django.db import migrations

READS = """
CREATE FUNCTION catalog_reads_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('lapak.reads', true) = '*', false)
$$;
CREATE FUNCTION catalog_reads() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(
    nullif(nullif(current_setting('lapak.reads', true), ''), '*'), '{}')::bigint[]
$$;
CREATE FUNCTION catalog_reads_places() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(current_setting('lapak.reads_places', true), ''), '{}')::text[]
$$;
"""
NO_READS = """
DROP FUNCTION catalog_reads_all();
DROP FUNCTION catalog_reads();
DROP FUNCTION catalog_reads_places();
"""

HIDE = """
CREATE FUNCTION catalog_hide(hidden regclass, facility text, more text DEFAULT 'false')
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', hidden);
  EXECUTE format('DROP POLICY IF EXISTS everybody_reads ON %s', hidden);
  EXECUTE format('CREATE POLICY read_in_scope ON %s FOR SELECT USING ('
    '(SELECT catalog_reads_all()) OR (%s) = ANY ((SELECT catalog_reads())::bigint[]) OR (%s))',
    hidden, facility, more);
END $$;
CREATE FUNCTION catalog_show(hidden regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP POLICY read_in_scope ON %s', hidden);
  IF EXISTS (SELECT FROM pg_policy WHERE polrelid = hidden) THEN
    EXECUTE format('CREATE POLICY everybody_reads ON %s FOR SELECT USING (true)', hidden);
  ELSE
    EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', hidden);
  END IF;
END $$;
REVOKE ALL ON FUNCTION catalog_hide(regclass, text, text), catalog_show(regclass) FROM PUBLIC;
"""
NO_HIDE = "DROP FUNCTION catalog_show(regclass); DROP FUNCTION catalog_hide(regclass, text, text);"

HELD = """
CREATE FUNCTION catalog_held(person integer, at timestamptz) RETURNS TABLE (
  role text, facility_id bigint, office_id bigint, partner_id bigint, of_office bigint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.role, m.facility_id, m.office_id, m.partner_id,
    CASE WHEN m.office_id IS NOT NULL THEN
      (SELECT coalesce(array_agg(f.id), '{}') FROM catalog_facility f
       WHERE f.office_id = m.office_id)
    END
  FROM catalog_membership m JOIN account_user u ON u.id = m.user_id AND u.is_active
  WHERE m.user_id = person AND m.begins_at <= at AND (m.ends_at IS NULL OR m.ends_at > at)
  ORDER BY m.id
$$;
"""
NO_HELD = "DROP FUNCTION catalog_held(integer, timestamptz)"

# Entries are added by everybody who acts, visitors as well, who read none of them.
ADDED = "CREATE POLICY everybody_adds ON catalog_auditentry FOR INSERT WITH CHECK (true)"
NOT_ADDED = "DROP POLICY everybody_adds ON catalog_auditentry"

# The facility that an entry is about; none for what belongs to the whole shop or is gone.
SUBJECT = """
CREATE FUNCTION catalog_subject_facility(subject text, key text) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE place bigint;
BEGIN
  CASE subject
  WHEN 'catalog_facility' THEN
    place := key::bigint;
  WHEN 'catalog_listing' THEN
    SELECT l.facility_id INTO place FROM catalog_listing l WHERE l.id = key::bigint;
    IF NOT FOUND THEN
      SELECT l.facility_id INTO place FROM catalog_listingevent l
      WHERE l.pgh_obj_id = key::bigint ORDER BY l.pgh_id DESC LIMIT 1;
    END IF;
  WHEN 'product_product' THEN
    SELECT l.facility_id INTO place FROM catalog_listing l WHERE l.product_id = key::integer;
  WHEN 'product_productvariant' THEN
    SELECT l.facility_id INTO place FROM catalog_listing l
    JOIN product_productvariant v ON v.product_id = l.product_id WHERE v.id = key::integer;
  WHEN 'catalog_membership' THEN
    SELECT m.facility_id INTO place FROM catalog_membership m WHERE m.id = key::bigint;
  WHEN 'legality_certificate' THEN
    SELECT c.facility_id INTO place FROM legality_certificate c WHERE c.id = key::bigint;
  ELSE
    IF EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = to_regclass(subject)
        AND a.attname = 'facility_id' AND NOT a.attisdropped) THEN
      EXECUTE format('SELECT t.facility_id FROM %I t WHERE t.id = $1', subject)
        INTO place USING key::bigint;
    END IF;
  END CASE;
  RETURN place;
END $$;
"""
NO_SUBJECT = "DROP FUNCTION catalog_subject_facility(text, text)"

# What was removed is found by its last event.
REMOVED = """
CREATE INDEX listing_removed ON catalog_listingevent (facility_id, pgh_obj_id)
  WHERE pgh_label = 'delete';
CREATE INDEX listing_removed_goods ON catalog_listingevent (product_id) WHERE pgh_label = 'delete';
"""
NOT_REMOVED = "DROP INDEX listing_removed_goods; DROP INDEX listing_removed"

# Words for people: of a facility, an office, a partner, or the person's own.
PLACES = (
    "(''o'' || {table}.office_id) = ANY ((SELECT catalog_reads_places())::text[])"
    " OR (''p'' || {table}.partner_id) = ANY ((SELECT catalog_reads_places())::text[])"
)
OWN = " OR (''u'' || {table}.user_id) = ANY ((SELECT catalog_reads_places())::text[])"
# Names of what is gone, which everybody who acts here may be shown in a history.
INSIDE = "(SELECT catalog_reads_places()) <> ''{{}}''"
SHOP = "NULL::bigint"


def of_listing(column: str) -> str:
    """SQL of the facility whose goods a listing is or was."""
    return (
        f"coalesce((SELECT l.facility_id FROM catalog_listing l WHERE l.id = {column}),"
        " (SELECT l.facility_id FROM catalog_listingevent l"
        f" WHERE l.pgh_obj_id = {column} ORDER BY l.pgh_id DESC LIMIT 1))"
    )


def of_product(column: str) -> str:
    """SQL of the facility whose goods a product of Saleor's is or was."""
    return (
        f"coalesce((SELECT l.facility_id FROM catalog_listing l WHERE l.product_id = {column}),"
        " (SELECT l.facility_id FROM catalog_listingevent l"
        f" WHERE l.product_id = {column} AND l.pgh_label = ''delete'' LIMIT 1))"
    )


def of_variant(column: str) -> str:
    """SQL of the facility whose goods a variant is or was."""
    product = (
        f"coalesce((SELECT v.product_id FROM product_productvariant v WHERE v.id = {column}),"
        f" (SELECT v.product_id FROM catalog_variantevent v WHERE v.pgh_obj_id = {column} LIMIT 1))"
    )
    return of_product(product)


# A table with its facility, and with what else lets a row be read.
HIDDEN: dict[str, tuple[str, str]] = {
    "catalog_auditentry": ("catalog_subject_facility(subject_table, subject_id)", ""),
    "catalog_membership": ("facility_id", PLACES + OWN),
    "catalog_membershipevent": ("facility_id", PLACES + OWN),
    "catalog_stockmove": ("facility_id", ""),
    "catalog_stocksave": ("facility_id", ""),
    "catalog_facilityevent": ("pgh_obj_id", ""),
    **{
        f"catalog_{kind}event": ("facility_id", "")
        for kind in ("brand", "facilityalias", "flagship", "listing", "openinghours")
    },
    "catalog_productionunitevent": ("facility_id", ""),
    "catalog_formeraddressevent": (of_listing("catalog_formeraddressevent.listing_id"), ""),
    "catalog_productevent": (of_product("catalog_productevent.pgh_obj_id"), ""),
    "catalog_productenglishevent": (of_product("catalog_productenglishevent.product_id"), ""),
    "catalog_variantevent": (of_product("catalog_variantevent.product_id"), ""),
    "catalog_variantenglishevent": (
        of_variant("catalog_variantenglishevent.product_variant_id"),
        "",
    ),
    **{
        f"catalog_{kind}event": (SHOP, INSIDE) for kind in ("category", "partner", "regionaloffice")
    },
    **{
        f"catalog_{kind}event": (SHOP, "")
        for kind in (
            *("categoryenglish", "menuitem", "menuitemenglish", "officeprovince", "page"),
            *("pageenglish", "partnerprovince", "province", "regency", "searchterm"),
            *("shopsettings", "user"),
        )
    },
}

# A sketch is its author's alone, who is told with each statement now and not in transactions alone.
AUTHOR = """
ALTER POLICY author_reads ON catalog_sketch
  USING ('u' || user_id = ANY ((SELECT catalog_reads_places())::text[]));
"""
AUTHOR_BEFORE = """
ALTER POLICY author_reads ON catalog_sketch USING (user_id = catalog_acting_user());
"""


def hide(table: str, facility: str, more: str) -> str:
    """The statement for one table."""
    others = f", '{more.format(table=table)}'" if more else ""
    return f"SELECT catalog_hide('{table}', '{facility}'{others})"


class Migration(migrations.Migration):
    """The functions, and the catalogue's tables."""

    dependencies = [("catalog", "0021_office_lets_publish")]

    operations = [
        migrations.AlterModelOptions("auditentry", {"base_manager_name": "objects"}),
        migrations.RunSQL(READS, NO_READS),
        migrations.RunSQL(HIDE, NO_HIDE),
        migrations.RunSQL(HELD, NO_HELD),
        migrations.RunSQL(SUBJECT, NO_SUBJECT),
        migrations.RunSQL(REMOVED, NOT_REMOVED),
        *[
            migrations.RunSQL(
                hide(table, facility, more),
                f"SELECT catalog_show('{table}')",
            )
            for table, (facility, more) in HIDDEN.items()
        ],
        migrations.RunSQL(ADDED, NOT_ADDED),
        migrations.RunSQL(AUTHOR, AUTHOR_BEFORE),
    ]
