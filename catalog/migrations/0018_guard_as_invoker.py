"""What guards a table runs with its caller's rights again.

`catalog_holds_by_owner` took the words FOR UPDATE in `catalog_guard`'s own text, where they begin a
policy, for a lock: the function that executes whatever condition it is given ran as the owner, for
everybody who could call it. It looks at what locks rows alone from now on.
"""

from __future__ import annotations

from django.db import migrations

HOLDS = """
CREATE OR REPLACE FUNCTION catalog_holds_by_owner() RETURNS void LANGUAGE plpgsql AS $$
DECLARE found regprocedure;
BEGIN
  FOR found IN
    SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND NOT p.prosecdef
      AND p.prosrc ~ 'FOR (SHARE|UPDATE|NO KEY UPDATE|KEY SHARE)'
      AND p.proname NOT IN ('catalog_guard', 'catalog_holds_by_owner')
  LOOP
    EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', found);
  END LOOP;
END $$;
"""
GUARD = """
ALTER FUNCTION catalog_guard(regclass, text) SECURITY INVOKER;
ALTER FUNCTION catalog_guard(regclass, text) RESET ALL;
REVOKE ALL ON FUNCTION catalog_guard(regclass, text), catalog_unguard(regclass),
  catalog_holds_by_owner() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    """Both functions."""

    dependencies = [("catalog", "0017_stock_rows")]

    operations = [
        migrations.RunSQL(HOLDS, migrations.RunSQL.noop),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
