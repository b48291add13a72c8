"""What the night did, and who is told of what by mail.

And cards by sets: a statement that changes hundreds of papers writes their goods' cards once, not
once a paper, and the kinds of the papers are found by two indexes instead of all covers there are.
"""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# jobs of the shop itself write them, nobody else
GUARDED = ("legality_nightrun", "legality_notice")

_KINDS_HELD = """
CREATE OR REPLACE FUNCTION legality_card_papers(ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE today date := (now() AT TIME ZONE 'Asia/Jakarta')::date;
BEGIN
  PERFORM 1 FROM legality_certificatekind WHERE code IN (
    {kinds}
  ) ORDER BY code FOR SHARE;
  PERFORM 1 FROM catalog_card WHERE listing_id = ANY(ids) ORDER BY listing_id FOR UPDATE;
  WITH best AS (SELECT * FROM legality_papers_on_cards(ids, today)), gone AS (
    DELETE FROM catalog_cardpaper paper WHERE paper.card_id = ANY(ids) AND NOT EXISTS (
      SELECT 1 FROM best WHERE best.listing_id = paper.card_id AND best.code = paper.code)
  )
  INSERT INTO catalog_cardpaper AS paper (card_id, code, until)
  SELECT listing_id, code, until FROM best
  ON CONFLICT (card_id, code) DO UPDATE SET until = excluded.until
    WHERE paper.until IS DISTINCT FROM excluded.until;
  UPDATE catalog_card card SET papers = told.papers
  FROM (
    SELECT asked.id, coalesce(jsonb_agg(jsonb_build_object('code', best.code, 'short', best.short,
        'short_en', best.short_en, 'until', best.until) ORDER BY best.position, best.first)
      FILTER (WHERE best.code IS NOT NULL), '[]') AS papers
    FROM (SELECT DISTINCT unnest(ids) AS id) asked
    LEFT JOIN legality_papers_on_cards(ids, today) best ON best.listing_id = asked.id
    GROUP BY asked.id
  ) told
  WHERE card.listing_id = told.id AND card.papers IS DISTINCT FROM told.papers;
END $$;
"""
KINDS_BY_INDEX = _KINDS_HELD.format(
    kinds="""SELECT c.kind_id FROM legality_certificatecover v
    JOIN legality_certificate c ON c.id = v.certificate_id WHERE v.listing_id = ANY(ids)
    UNION
    SELECT c.kind_id FROM catalog_listing l
    JOIN legality_certificatecover v ON v.brand_id = l.brand_id
    JOIN legality_certificate c ON c.id = v.certificate_id WHERE l.id = ANY(ids)"""
)
KINDS_BEFORE = _KINDS_HELD.format(
    kinds="""SELECT c.kind_id FROM legality_certificate c
    JOIN legality_certificatecover v ON v.certificate_id = c.id
    WHERE v.listing_id = ANY(ids)
      OR v.brand_id IN (SELECT brand_id FROM catalog_listing WHERE id = ANY(ids))"""
)
BY_SETS = """
CREATE FUNCTION legality_card_on_certificates() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  papers bigint[] := (SELECT array_agg(a.id) FROM old_values b JOIN new_values a ON a.id = b.id
    WHERE (b.state, b.issued_on, b.expires_on, b.kind_id)
      IS DISTINCT FROM (a.state, a.issued_on, a.expires_on, a.kind_id));
  ids bigint[];
BEGIN
  IF papers IS NULL THEN RETURN NULL; END IF;
  PERFORM 1 FROM catalog_brand WHERE id IN (SELECT brand_id FROM legality_certificatecover
    WHERE certificate_id = ANY(papers)) ORDER BY id FOR NO KEY UPDATE;
  ids := legality_listings_of(papers);
  IF ids IS NOT NULL THEN PERFORM legality_card_papers(ids); END IF;
  RETURN NULL;
END $$;
DROP TRIGGER legality_card_true ON legality_certificate;
CREATE TRIGGER legality_card_true AFTER UPDATE ON legality_certificate
  REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT
  EXECUTE FUNCTION legality_card_on_certificates();
"""
ONE_BY_ONE = """
DROP TRIGGER legality_card_true ON legality_certificate;
DROP FUNCTION legality_card_on_certificates();
CREATE TRIGGER legality_card_true AFTER UPDATE ON legality_certificate FOR EACH ROW
  WHEN ((OLD.state, OLD.issued_on, OLD.expires_on, OLD.kind_id)
    IS DISTINCT FROM (NEW.state, NEW.issued_on, NEW.expires_on, NEW.kind_id))
  EXECUTE FUNCTION legality_card_on_certificate();
"""


class Migration(migrations.Migration):
    """Two tables and their guards; two functions."""

    dependencies = [
        ("legality", "0010_gate_and_holds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NightRun",
            fields=[
                ("on", models.DateField(primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("counts", models.JSONField(blank=True, default=dict)),
            ],
            options={"ordering": ("-on",)},
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(blank=True, null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="legality.review",
                    ),
                ),
                (
                    "suspension",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="legality.suspension",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["user"],
                        name="notice_waits",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        "user",
                        "review",
                        "suspension",
                        "day",
                        name="noticed_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day__isnull", True),
                            ("review__isnull", False),
                            ("suspension__isnull", True),
                        )
                        | models.Q(
                            ("day__isnull", True),
                            ("review__isnull", True),
                            ("suspension__isnull", False),
                        )
                        | models.Q(
                            ("day__isnull", False),
                            ("review__isnull", True),
                            ("suspension__isnull", True),
                        ),
                        name="notice_of_one_thing",
                    ),
                ],
            },
        ),
        *[
            migrations.RunSQL(
                f"SELECT catalog_guard('{table}', 'catalog_may_change(NULL)')",
                f"SELECT catalog_unguard('{table}')",
            )
            for table in GUARDED
        ],
        migrations.RunSQL(KINDS_BY_INDEX, KINDS_BEFORE),
        migrations.RunSQL(BY_SETS, ONE_BY_ONE),
    ]
