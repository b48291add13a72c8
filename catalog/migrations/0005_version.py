"""The catalogue's version, moved by every change that a visitor can see.

`catalog_version` holds a few rows; the version is all their marks together. A transaction that
changes something visible gives one row a new random mark, in itself, so that the version moves in
the very moment in which the change can be seen: who reads the version first and the goods
afterwards never takes old goods for new ones. A sequence would not do: its numbers are seen before
the commit, and a page made in between would be kept as new with the old content for ever.

A single row would make all writers wait for each other. So a transaction takes the first row that
no other holds, and makes one when all are held: nobody waits, nothing can lock itself up, and there
are never more rows than there once were writers at a time. Marks are random instead of counted, so
that a restored backup cannot come to a version again that stood for other goods.

Under REPEATABLE READ and above a row may have been changed since the snapshot was taken; such a
transaction makes a row of its own.

words    what is shown, except for
numbers  how many pieces there are: it changes with every order, and what is kept may lag 5 s

Later tables are watched by `SELECT catalog_version_watch('table')` in their own migration.
"""

from __future__ import annotations

from django.db import migrations

TABLE = """
CREATE TABLE catalog_version (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  about text NOT NULL CHECK (about IN ('words', 'numbers')),
  mark uuid NOT NULL DEFAULT gen_random_uuid()
) WITH (fillfactor = 20);
"""

# The setting is local to the transaction and goes back with a savepoint, as the mark does.
MOVE = """
CREATE FUNCTION catalog_version_move(what text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE free integer;
BEGIN
  IF current_setting('catalog.moved_' || what, true) = 'yes' THEN RETURN; END IF;
  IF current_setting('transaction_isolation') = 'read committed' THEN
    SELECT id INTO free FROM catalog_version WHERE about = what
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
  END IF;
  IF free IS NULL THEN
    INSERT INTO catalog_version (about) VALUES (what);
  ELSE
    UPDATE catalog_version SET mark = gen_random_uuid() WHERE id = free;
  END IF;
  PERFORM set_config('catalog.moved_' || what, 'yes', true);
END $$;
"""

MOVED = """
CREATE FUNCTION catalog_version_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM catalog_version_move(TG_ARGV[0]);
  RETURN NULL;
END $$;
"""

# All columns but the one: those that later migrations add are seen without being named.
CARD_MOVED = """
CREATE FUNCTION catalog_version_card_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'stock' IS DISTINCT FROM to_jsonb(OLD) - 'stock' THEN
    PERFORM catalog_version_move('words');
  ELSE
    PERFORM catalog_version_move('numbers');
  END IF;
  RETURN NULL;
END $$;
"""

# *<> compares rows byte by byte, whatever their types.
WATCH = """
CREATE FUNCTION catalog_version_watch(
  watched regclass, what text DEFAULT 'words', changed text DEFAULT 'catalog_version_moved'
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER catalog_version_rows AFTER INSERT OR DELETE ON %s'
    ' FOR EACH ROW EXECUTE FUNCTION catalog_version_moved(%L)', watched, what);
  EXECUTE format('CREATE TRIGGER catalog_version_changes AFTER UPDATE ON %s'
    ' FOR EACH ROW WHEN (OLD *<> NEW) EXECUTE FUNCTION %I(%L)', watched, changed, what);
  EXECUTE format('CREATE TRIGGER catalog_version_emptied AFTER TRUNCATE ON %s'
    ' FOR EACH STATEMENT EXECUTE FUNCTION catalog_version_moved(%L)', watched, what);
END $$;
"""

UNWATCH = """
CREATE FUNCTION catalog_version_unwatch(watched regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP TRIGGER catalog_version_rows ON %s', watched);
  EXECUTE format('DROP TRIGGER catalog_version_changes ON %s', watched);
  EXECUTE format('DROP TRIGGER catalog_version_emptied ON %s', watched);
END $$;
"""

# Of our own tables these are never seen by a visitor, or repeat that a card has changed.
UNSEEN = (
    "catalog_auditentry",
    "catalog_cardchange",
    "catalog_outboxrow",
    "catalog_stockflip",
    "catalog_version",
)
APART = {
    "catalog_card": "'words', 'catalog_version_card_moved'",
    "warehouse_stock": "'numbers'",
    "warehouse_allocation": "'numbers'",
}
# Of Saleor's, those with what is sold and what is said.
SHOWN = ("product", "menu", "page", "site")

EVERY = f"""
DO $$ DECLARE found regclass;
BEGIN
  FOR found IN
    SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r'
      AND (split_part(c.relname, '_', 1) IN {("catalog", *SHOWN)} OR c.relname = 'django_site')
      AND c.relname NOT IN {(*UNSEEN, *APART)}
    ORDER BY c.relname
  LOOP
    PERFORM catalog_version_watch(found);
  END LOOP;
END $$;
"""

NONE = """
DO $$ DECLARE found regclass;
BEGIN
  FOR found IN SELECT tgrelid FROM pg_trigger WHERE tgname = 'catalog_version_rows'
  LOOP
    PERFORM catalog_version_unwatch(found);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """The table, the functions that move it, and triggers on all that is shown."""

    dependencies = [
        ("catalog", "0004_search"),
        ("product", "0117_auto_20200423_0737"),
        ("warehouse", "0009_remove_invalid_allocation"),
        ("menu", "0016_auto_20200217_0350"),
        ("page", "0011_auto_20200217_0350"),
        ("site", "0025_auto_20191024_0552"),
        ("sites", "0002_alter_domain_unique"),
    ]

    operations = [
        migrations.RunSQL(TABLE, "DROP TABLE catalog_version"),
        migrations.RunSQL(MOVE, "DROP FUNCTION catalog_version_move(text)"),
        migrations.RunSQL(MOVED, "DROP FUNCTION catalog_version_moved()"),
        migrations.RunSQL(CARD_MOVED, "DROP FUNCTION catalog_version_card_moved()"),
        migrations.RunSQL(WATCH, "DROP FUNCTION catalog_version_watch(regclass, text, text)"),
        migrations.RunSQL(UNWATCH, "DROP FUNCTION catalog_version_unwatch(regclass)"),
        migrations.RunSQL(EVERY, NONE),
        *[
            migrations.RunSQL(
                f"SELECT catalog_version_watch('{table}', {how})",
                f"SELECT catalog_version_unwatch('{table}')",
            )
            for table, how in APART.items()
        ],
    ]
