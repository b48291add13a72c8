"""Goods that go off sale, and goods with another last day, are written to their cards by sets.

The row triggers of 0002 and 0004 read one card, or the search words of one listing, anew at every
change of a listing or its product, 2 to 4 ms together, most of it planning. Of these changes
nothing follows but being open and the last day: a statement's trigger writes the two for all rows
of the statement, and the row triggers leave them to it. What comes on sale is read in full.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import migrations

# Each part locks the cards before it reads their sources, as its refresh does.
_SHUT = """
CREATE FUNCTION catalog_{part}_shut(ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM catalog_card WHERE listing_id = ANY(ids) ORDER BY listing_id FOR UPDATE;
  UPDATE {table} kept SET is_open = now.is_open, cleared_until = now.cleared_until
  FROM (
    SELECT l.id, l.state = 'published' AND p.is_published AS is_open, l.cleared_until
    FROM catalog_listing l JOIN product_product p ON p.id = l.product_id WHERE l.id = ANY(ids)
  ) now
  WHERE kept.listing_id = now.id
    AND (kept.is_open, kept.cleared_until) IS DISTINCT FROM (now.is_open, now.cleared_until);
END $$;
"""
PARTS = {"card": "catalog_card", "search": "catalog_searchrow"}


class Source(NamedTuple):
    """A table.

    key: of catalog_listing, by which listings belong to a row; ids: the same as a query; is_shut:
    the row comes not on sale by its change; columns: those of which nothing else follows then;
    words: those that the search reads.
    """

    table: str
    key: str
    ids: str
    is_shut: str
    columns: tuple[str, ...]
    words: tuple[str, ...]


SOURCES = (
    Source(
        "catalog_listing",
        "id",
        "SELECT ARRAY[{row}.id]",
        "({now}.state <> 'published' OR {was}.state = 'published')",
        ("state", "cleared_until"),
        (
            *("state", "product_id", "facility_id", "unit_id", "brand_id"),
            *("composition", "composition_en", "cleared_until"),
        ),
    ),
    Source(
        "product_product",
        "product_id",
        "SELECT array_agg(id) FROM catalog_listing WHERE product_id = {row}.id",
        "NOT {now}.is_published",
        ("is_published",),
        ("name", "description", "category_id", "is_published"),
    ),
)


def _shut(source: Source, was: str, now: str) -> str:
    """Whether two columns follow from a row's change, and nothing else. Columns that later
    migrations add are seen without being named."""
    names = ", ".join(f"'{name}'" for name in source.columns)
    rest = f"to_jsonb({now}) - ARRAY[{names}] = to_jsonb({was}) - ARRAY[{names}]"
    return f"{source.is_shut.format(was=was, now=now)} AND {rest}"


def _same(part: str, source: Source) -> str:
    """Whether nothing of a row has changed that a part is made of."""
    if part == "card":
        return "NEW IS NOT DISTINCT FROM OLD"
    return " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in source.words)


def _row_function(part: str, source: Source, first: str) -> str:
    """The function of a table's row trigger. first: what it does before all else."""
    return f"""
CREATE OR REPLACE FUNCTION catalog_{part}_on_{source.table}() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
  IF TG_OP = 'UPDATE' AND ({_same(part, source)}) THEN RETURN NULL; END IF;{first}
  IF TG_OP <> 'INSERT' THEN ids := ({source.ids.format(row="OLD")}); END IF;
  IF TG_OP <> 'DELETE' THEN ids := ids || ({source.ids.format(row="NEW")}); END IF;
  IF ids IS NOT NULL THEN PERFORM catalog_{part}_refresh(ids); END IF;
  RETURN NULL;
END $$;
"""


def _left(source: Source) -> str:
    shut = _shut(source, "OLD", "NEW")
    return f"\n  IF TG_OP = 'UPDATE' AND {shut} THEN RETURN NULL; END IF;"


def _by_sets(part: str, source: Source) -> str:
    """The statement's trigger and its function."""
    changed = " OR ".join(f"b.{name} IS DISTINCT FROM a.{name}" for name in source.columns)
    return f"""
CREATE FUNCTION catalog_{part}_on_{source.table}_shut() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE ids bigint[];
BEGIN
  SELECT array_agg(l.id ORDER BY l.id) INTO ids
  FROM old_values b JOIN new_values a ON a.id = b.id
  JOIN catalog_listing l ON l.{source.key} = a.id
  WHERE ({changed}) AND {_shut(source, "b", "a")};
  IF ids IS NOT NULL THEN PERFORM catalog_{part}_shut(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER catalog_{part}_true_shut AFTER UPDATE ON {source.table}
  REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values
  FOR EACH STATEMENT EXECUTE FUNCTION catalog_{part}_on_{source.table}_shut();
"""


def _not_by_sets(part: str, source: Source) -> str:
    return f"""
DROP TRIGGER catalog_{part}_true_shut ON {source.table};
DROP FUNCTION catalog_{part}_on_{source.table}_shut();
"""


class Migration(migrations.Migration):
    """Two functions, four triggers that call them, four that leave it to those."""

    dependencies = [("catalog", "0022_row_security_reads")]

    operations = [
        *[
            migrations.RunSQL(
                _SHUT.format(part=part, table=table),
                f"DROP FUNCTION catalog_{part}_shut(bigint[])",
            )
            for part, table in PARTS.items()
        ],
        *[
            migrations.RunSQL(
                _row_function(part, source, _left(source)) + _by_sets(part, source),
                _not_by_sets(part, source) + _row_function(part, source, ""),
            )
            for part in PARTS
            for source in SOURCES
        ],
    ]
