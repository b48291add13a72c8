"""A second line behind the policies: which rows the serving role may change.

PostgreSQL's row-level security on our own tables. Everything may be read: pages of strangers read
the same tables as portals, and what each shows is the selectors' to say. A row may be added,
changed, locked or removed only where `catalog.acting` has told the transaction that whoever acts
reaches its facility. A process that told nothing changes nothing. The
owner, who migrates, is not bound by it; foreign keys and the tables of cards are not either.

Later tables are guarded by `SELECT catalog_guard('table', 'condition')` in their own migration.
"""

from __future__ import annotations

from django.db import migrations

# nullif keeps "*" from being read as an array: the order of OR's sides is not promised
MAY_CHANGE = """
CREATE FUNCTION catalog_may_change(facility bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('lapak.facilities', true) = '*', false)
    OR coalesce(facility = ANY (
      nullif(nullif(current_setting('lapak.facilities', true), ''), '*')::bigint[]), false)
$$;
CREATE FUNCTION catalog_may_change_people(facility bigint, office bigint, partner bigint)
RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT catalog_may_change(facility)
    OR coalesce(coalesce('o' || office, 'p' || partner) = ANY (
      nullif(current_setting('lapak.places', true), '')::text[]), false)
$$;
"""
NO_MAY_CHANGE = """
DROP FUNCTION catalog_may_change_people(bigint, bigint, bigint);
DROP FUNCTION catalog_may_change(bigint);
"""

GUARD = """
CREATE FUNCTION catalog_guard(guarded regclass, condition text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
  EXECUTE format('CREATE POLICY everybody_reads ON %s FOR SELECT USING (true)', guarded);
  EXECUTE format('CREATE POLICY added_in_scope ON %s FOR INSERT WITH CHECK (%s)',
    guarded, condition);
  EXECUTE format('CREATE POLICY changed_in_scope ON %s FOR UPDATE USING (%s) WITH CHECK (%s)',
    guarded, condition, condition);
  EXECUTE format('CREATE POLICY removed_in_scope ON %s FOR DELETE USING (%s)',
    guarded, condition);
END $$;
CREATE FUNCTION catalog_unguard(guarded regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE found name;
BEGIN
  FOR found IN SELECT polname FROM pg_policy WHERE polrelid = guarded LOOP
    EXECUTE format('DROP POLICY %I ON %s', found, guarded);
  END LOOP;
  EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', guarded);
END $$;
"""
NO_GUARD = "DROP FUNCTION catalog_unguard(regclass); DROP FUNCTION catalog_guard(regclass, text);"

# A row may be locked only by who may change it. What triggers lock, so that nobody renames it while
# they copy it, they lock for every writer: as the owner.
HOLDS = """
CREATE FUNCTION catalog_holds_by_owner() RETURNS void LANGUAGE plpgsql AS $$
DECLARE found regprocedure;
BEGIN
  FOR found IN
    SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND NOT p.prosecdef
      AND p.prosrc ~ 'FOR (SHARE|UPDATE|NO KEY UPDATE|KEY SHARE)'
  LOOP
    EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', found);
  END LOOP;
END $$;
"""
NO_HOLDS = "DROP FUNCTION catalog_holds_by_owner()"
HOLD = "SELECT catalog_holds_by_owner()"

_OWN = "catalog_may_change(facility_id)"
_OF_LISTING = "catalog_may_change((SELECT facility_id FROM catalog_listing WHERE id = listing_id))"
_SHOP = "catalog_may_change(NULL)"  # of no facility: for those who act everywhere

TABLES = {
    "catalog_facility": "catalog_may_change(id)",
    "catalog_facilityalias": _OWN,
    "catalog_openinghours": _OWN,
    "catalog_productionunit": _OWN,
    "catalog_brand": _OWN,
    "catalog_listing": _OWN,
    "catalog_flagship": _OWN,
    "catalog_formeraddress": _OF_LISTING,
    "catalog_membership": "catalog_may_change_people(facility_id, office_id, partner_id)",
    "catalog_partner": _SHOP,
    "catalog_partner_provinces": _SHOP,
    "catalog_province": _SHOP,
    "catalog_regency": _SHOP,
    "catalog_regionaloffice": _SHOP,
    "catalog_regionaloffice_provinces": _SHOP,
    "catalog_searchterm": _SHOP,
}


class Migration(migrations.Migration):
    """The functions, and the catalogue's tables under guard."""

    dependencies = [("catalog", "0010_people")]

    operations = [
        migrations.RunSQL(MAY_CHANGE, NO_MAY_CHANGE),
        migrations.RunSQL(GUARD, NO_GUARD),
        migrations.RunSQL(HOLDS, NO_HOLDS),
        migrations.RunSQL(HOLD, migrations.RunSQL.noop),
        *[
            migrations.RunSQL(
                f"SELECT catalog_guard('{table}', '{condition}')",
                f"SELECT catalog_unguard('{table}')",
            )
            for table, condition in TABLES.items()
        ],
    ]
