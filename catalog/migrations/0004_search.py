"""What is searched: vectors and words of every listing, and the editable rows of the language.

`catalog_search_refresh(ids)` writes the rows of these listings from the truth, however many;
triggers call it for every writer, ours, Saleor's or psql. The cards are locked first, as by
`catalog_card_refresh`, so that two writers of one listing cannot leave words of only one of them.

The vocabulary takes new words in the same transaction unless another one is adding words just
then: it is only for misspelt words and suggestions, so it rather waits for the nightly count than
make two writers wait for each other.
"""

from __future__ import annotations

from typing import NamedTuple

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

PLAIN = """
CREATE FUNCTION catalog_search_plain(VARIADIC given text[]) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT btrim(regexp_replace(lower(unaccent(array_to_string(given, ' '))), '[^a-z0-9]+', ' ', 'g'))
$$;
"""

WORDS = """
CREATE FUNCTION catalog_search_words(given text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(DISTINCT word), '{}') FROM unnest(string_to_array(given, ' ')) word
  WHERE length(word) BETWEEN 3 AND 40 AND word !~ '^[0-9]'
$$;
"""

# What the card says besides words: papers and being put forward lift goods, being sold out sinks
# them. Dates are not looked at: a card's papers and periods are those of now.
LIFT = """
CREATE FUNCTION catalog_search_lift(c catalog_card) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE WHEN c.papers <> '[]' THEN 12 ELSE 0 END
    + CASE WHEN c.flagship_until IS NOT NULL THEN 25 ELSE 0 END
    - CASE WHEN c.stock_state = 0 THEN 150 ELSE 0 END)::smallint
$$;
CREATE FUNCTION catalog_search_on_catalog_card() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE catalog_searchrow SET lift = catalog_search_lift(NEW)
  WHERE listing_id = NEW.listing_id AND lift <> catalog_search_lift(NEW);
  RETURN NULL;
END $$;
CREATE TRIGGER catalog_search_true AFTER UPDATE ON catalog_card FOR EACH ROW
  WHEN (catalog_search_lift(OLD) <> catalog_search_lift(NEW))
  EXECUTE FUNCTION catalog_search_on_catalog_card();
"""

REFRESH = """
CREATE FUNCTION catalog_search_refresh(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM catalog_card WHERE listing_id = ANY(ids) ORDER BY listing_id FOR UPDATE;
  INSERT INTO catalog_searchrow AS known (listing_id, is_open, cleared_until, lift, name, name_en,
    head, vector, name_words, words)
  WITH makers AS MATERIALIZED (
    SELECT f.id AS facility_id, pr.code AS province,
      catalog_search_plain(f.short_name, r.name, pr.name) AS place,
      catalog_search_plain(pr.name_en) AS place_en,
      catalog_search_plain((SELECT string_agg(a.name, ' ' ORDER BY a.id)
        FROM catalog_facilityalias a WHERE a.facility_id = f.id)) AS aliases,
      catalog_search_plain(f.official_name) AS official
    FROM catalog_facility f
    JOIN catalog_regency r ON r.code = f.regency_id
    JOIN catalog_province pr ON pr.code = r.province_id
    WHERE f.id IN (SELECT l.facility_id FROM catalog_listing l WHERE l.id = ANY(ids))
  ), texts AS MATERIALIZED (
    SELECT l.id AS listing_id, l.state = 'published' AND p.is_published AS is_open,
      l.cleared_until, coalesce(catalog_search_lift(c), 0) AS lift, m.*,
      catalog_search_plain(p.name) AS name, catalog_search_plain(t.name) AS name_en,
      catalog_search_plain(k.name, b.name) AS kind, catalog_search_plain(kt.name) AS kind_en,
      catalog_search_plain(u.name, u.skill) AS unit,
      catalog_search_plain(u.name_en, u.skill_en) AS unit_en,
      catalog_search_plain(p.description, l.composition) AS body,
      catalog_search_plain(t.description, l.composition_en) AS body_en
    FROM catalog_listing l
    JOIN product_product p ON p.id = l.product_id
    JOIN makers m ON m.facility_id = l.facility_id
    LEFT JOIN catalog_card c ON c.listing_id = l.id
    LEFT JOIN product_producttranslation t ON t.product_id = p.id AND t.language_code = 'en'
    LEFT JOIN product_category k ON k.id = p.category_id
    LEFT JOIN product_categorytranslation kt ON kt.category_id = k.id AND kt.language_code = 'en'
    LEFT JOIN catalog_brand b ON b.id = l.brand_id
    LEFT JOIN catalog_productionunit u ON u.id = l.unit_id
    WHERE l.id = ANY(ids)
  ), heads AS MATERIALIZED (
    SELECT texts.*,
      array_to_tsvector(ARRAY['=f' || facility_id, '=p' || province])
      || setweight(to_tsvector('indonesian', name), 'A')
      || setweight(to_tsvector('english', name_en), 'A')
      || setweight(to_tsvector('indonesian', kind), 'B')
      || setweight(to_tsvector('english', kind_en), 'B')
      || setweight(to_tsvector('indonesian', place), 'C')
      || setweight(to_tsvector('english', place_en), 'C') AS head
    FROM texts
  )
  SELECT listing_id, is_open, cleared_until, lift, name, name_en, head,
    head || setweight(to_tsvector('indonesian', aliases || ' ' || unit), 'C')
      || setweight(to_tsvector('english', unit_en), 'C')
      || to_tsvector('indonesian', official || ' ' || body) || to_tsvector('english', body_en),
    catalog_search_words(name || ' ' || name_en),
    catalog_search_words(concat_ws(' ', kind, kind_en, place, place_en, aliases))
  FROM heads ORDER BY listing_id
  ON CONFLICT (listing_id) DO UPDATE SET is_open = excluded.is_open,
    cleared_until = excluded.cleared_until, lift = excluded.lift, name = excluded.name,
    name_en = excluded.name_en, head = excluded.head, vector = excluded.vector,
    name_words = excluded.name_words, words = excluded.words
  WHERE (known.is_open, known.cleared_until, known.lift, known.name, known.name_en, known.head,
      known.vector, known.words)
    IS DISTINCT FROM (excluded.is_open, excluded.cleared_until, excluded.lift, excluded.name,
      excluded.name_en, excluded.head, excluded.vector, excluded.words);
  PERFORM catalog_search_learn(ids);
END $$;
"""

# 4.7e9 is nobody else's number: the lock of who adds words.
LEARN = """
CREATE FUNCTION catalog_search_learn(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(4700000004) THEN RETURN; END IF;
  INSERT INTO catalog_searchword AS known (word, in_names, goods)
  SELECT word, bool_or(is_name), 1 FROM catalog_searchrow s CROSS JOIN LATERAL (
    SELECT unnest(s.name_words) AS word, true AS is_name
    UNION ALL SELECT unnest(s.words), false) given
  WHERE s.listing_id = ANY(ids)
  GROUP BY word
  ON CONFLICT (word) DO UPDATE SET in_names = true
  WHERE excluded.in_names AND NOT known.in_names;
END $$;
"""

COUNT = """
CREATE FUNCTION catalog_search_count() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(4700000004);
  WITH counted AS MATERIALIZED (
    SELECT word, bool_or(is_name) AS in_names, count(DISTINCT s.listing_id)::int AS goods
    FROM catalog_searchrow s CROSS JOIN LATERAL (
      SELECT unnest(s.name_words) AS word, true AS is_name
      UNION ALL SELECT unnest(s.words), false) given
    WHERE s.is_open GROUP BY word
  ), gone AS (
    DELETE FROM catalog_searchword w WHERE NOT EXISTS (SELECT 1 FROM counted c WHERE c.word = w.word)
  )
  INSERT INTO catalog_searchword AS known (word, in_names, goods) SELECT * FROM counted
  ON CONFLICT (word) DO UPDATE SET in_names = excluded.in_names, goods = excluded.goods
  WHERE (known.in_names, known.goods) IS DISTINCT FROM (excluded.in_names, excluded.goods);
END $$;
"""


class Source(NamedTuple):
    """A table whose rows are words of listings.

    ids: the listings that a row belongs to; columns: those that matter; acts: of the row, beside
    an update of one of the columns.
    """

    table: str
    ids: str
    columns: tuple[str, ...]
    acts: tuple[str, ...] = ()


_ALWAYS = ("INSERT", "DELETE")
SOURCES = (
    Source(
        "catalog_listing",
        "SELECT ARRAY[{row}.id]",
        (
            *("state", "product_id", "facility_id", "unit_id", "brand_id"),
            *("composition", "composition_en", "cleared_until"),
        ),
        ("INSERT",),
    ),
    Source(
        "product_product",
        "SELECT array_agg(id) FROM catalog_listing WHERE product_id = {row}.id",
        ("name", "description", "category_id", "is_published"),
    ),
    Source(
        "product_producttranslation",
        "SELECT array_agg(id) FROM catalog_listing WHERE product_id = {row}.product_id",
        ("product_id", "language_code", "name", "description"),
        _ALWAYS,
    ),
    Source(
        "product_category",
        "SELECT array_agg(l.id) FROM catalog_listing l JOIN product_product p"
        " ON p.id = l.product_id WHERE p.category_id = {row}.id",
        ("name",),
    ),
    Source(
        "product_categorytranslation",
        "SELECT array_agg(l.id) FROM catalog_listing l JOIN product_product p"
        " ON p.id = l.product_id WHERE p.category_id = {row}.category_id",
        ("category_id", "language_code", "name"),
        _ALWAYS,
    ),
    Source(
        "catalog_facility",
        "SELECT array_agg(id) FROM catalog_listing WHERE facility_id = {row}.id",
        ("short_name", "official_name", "regency_id"),
    ),
    Source(
        "catalog_facilityalias",
        "SELECT array_agg(id) FROM catalog_listing WHERE facility_id = {row}.facility_id",
        ("facility_id", "name"),
        _ALWAYS,
    ),
    Source(
        "catalog_productionunit",
        "SELECT array_agg(id) FROM catalog_listing WHERE unit_id = {row}.id",
        ("name", "name_en", "skill", "skill_en"),
    ),
    Source(
        "catalog_brand",
        "SELECT array_agg(id) FROM catalog_listing WHERE brand_id = {row}.id",
        ("name",),
    ),
    Source(
        "catalog_regency",
        "SELECT array_agg(l.id) FROM catalog_listing l JOIN catalog_facility f"
        " ON f.id = l.facility_id WHERE f.regency_id = {row}.code",
        ("name", "province_id"),
    ),
    Source(
        "catalog_province",
        "SELECT array_agg(l.id) FROM catalog_listing l JOIN catalog_facility f"
        " ON f.id = l.facility_id JOIN catalog_regency r ON r.code = f.regency_id"
        " WHERE r.province_id = {row}.code",
        ("name", "name_en"),
    ),
)


def _trigger(source: Source) -> str:
    """The function and the trigger of one table."""
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in source.columns)
    acts = " OR ".join((*source.acts, "UPDATE"))
    return f"""
CREATE FUNCTION catalog_search_on_{source.table}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
  IF TG_OP = 'UPDATE' AND ({same}) THEN RETURN NULL; END IF;
  IF TG_OP <> 'INSERT' THEN ids := ({source.ids.format(row="OLD")}); END IF;
  IF TG_OP <> 'DELETE' THEN ids := ids || ({source.ids.format(row="NEW")}); END IF;
  IF ids IS NOT NULL THEN PERFORM catalog_search_refresh(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER catalog_search_true AFTER {acts} ON {source.table}
  FOR EACH ROW EXECUTE FUNCTION catalog_search_on_{source.table}();
"""


def _drop(table: str) -> str:
    return (
        f"DROP TRIGGER catalog_search_true ON {table}; DROP FUNCTION catalog_search_on_{table}();"
    )


class Migration(migrations.Migration):
    """Tables, functions and triggers of the search, and the rows of what is there already."""

    dependencies = [("catalog", "0003_filters")]

    operations = [
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "listing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="catalog.listing",
                    ),
                ),
                ("is_open", models.BooleanField()),
                ("cleared_until", models.DateField(null=True)),
                ("lift", models.SmallIntegerField()),
                ("name", models.TextField()),
                ("name_en", models.TextField()),
                ("head", django.contrib.postgres.search.SearchVectorField()),
                ("vector", django.contrib.postgres.search.SearchVectorField()),
                (
                    "name_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("is_open", True)),
                        fields=["head"],
                        name="search_head",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("is_open", True)),
                        fields=["vector"],
                        name="search_vector",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "word",
                    models.CharField(max_length=40, primary_key=True, serialize=False),
                ),
                ("in_names", models.BooleanField()),
                ("goods", models.IntegerField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("word"), name="gin_trgm_ops"
                        ),
                        name="search_word_like",
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("word"), name="varchar_pattern_ops"
                        ),
                        name="search_word_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("stop", "says nothing about goods"),
                            ("stem", "is a form of another word, which the stemmer does not see"),
                            ("spelling", "is another spelling of a word"),
                            ("synonym", "means the same"),
                            ("maker", "is another way to write a kind of facility"),
                            ("place", "names provinces or kab/kota"),
                            ("paper", "asks for papers"),
                            ("flag", "asks for stock, delivery or flagship goods"),
                        ],
                        max_length=10,
                    ),
                ),
                ("phrase", models.CharField(max_length=60)),
                ("means", models.CharField(blank=True, default="", max_length=80)),
                ("is_on", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("use", "phrase"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("use"),
                        models.F("phrase"),
                        models.F("means"),
                        name="search_term_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(PLAIN, "DROP FUNCTION catalog_search_plain(text[])"),
        migrations.RunSQL(WORDS, "DROP FUNCTION catalog_search_words(text)"),
        migrations.RunSQL(LEARN, "DROP FUNCTION catalog_search_learn(bigint[])"),
        migrations.RunSQL(
            LIFT,
            "DROP TRIGGER catalog_search_true ON catalog_card;"
            " DROP FUNCTION catalog_search_on_catalog_card();"
            " DROP FUNCTION catalog_search_lift(catalog_card)",
        ),
        migrations.RunSQL(REFRESH, "DROP FUNCTION catalog_search_refresh(bigint[])"),
        migrations.RunSQL(COUNT, "DROP FUNCTION catalog_search_count()"),
        *[migrations.RunSQL(_trigger(source), _drop(source.table)) for source in SOURCES],
        migrations.RunSQL(
            "SELECT catalog_search_refresh(array_agg(id)) FROM catalog_listing HAVING count(*) > 0",
            "SELECT 1",
        ),
    ]
