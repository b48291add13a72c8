"""The database keeps the papers on the cards true, whoever writes a paper.

`legality_card_papers(ids)` locks the cards, then reads which papers in force cover each listing, by
itself or by its brand, and writes one of each kind, the one that holds longest. It reads after the
lock, so two officers who look at two papers of one listing at once lose neither.

A trigger finds the cards that a changed paper touches by looking at committed rows, so what the
finding rests on is held: a paper while it is given something to cover, a brand while goods come to
it or a paper that covers it changes, a kind while its words are written on cards.
"""

from __future__ import annotations

from django.db import migrations

REFRESH = """
CREATE FUNCTION legality_card_papers(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE today date := (now() AT TIME ZONE 'Asia/Jakarta')::date;
BEGIN
  PERFORM 1 FROM legality_certificatekind WHERE code IN (
    SELECT c.kind_id FROM legality_certificate c
    JOIN legality_certificatecover v ON v.certificate_id = c.id
    WHERE v.listing_id = ANY(ids)
      OR v.brand_id IN (SELECT brand_id FROM catalog_listing WHERE id = ANY(ids))
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

BEST = """
CREATE FUNCTION legality_papers_on_cards(ids bigint[], today date)
RETURNS TABLE (listing_id bigint, code varchar, short varchar, short_en varchar, until date,
               "position" smallint, first bigint) LANGUAGE sql STABLE AS $$
  SELECT covered.listing_id, k.code, k.short, k.short_en,
    CASE WHEN bool_or(c.expires_on IS NULL) THEN NULL ELSE max(c.expires_on) END,
    k.position, min(c.id)
  FROM (
    SELECT v.listing_id, v.certificate_id FROM legality_certificatecover v
    WHERE v.listing_id = ANY(ids)
    UNION
    SELECT l.id, v.certificate_id FROM catalog_listing l
    JOIN legality_certificatecover v ON v.brand_id = l.brand_id WHERE l.id = ANY(ids)
  ) covered
  JOIN legality_certificate c ON c.id = covered.certificate_id
  JOIN legality_certificatekind k ON k.code = c.kind_id
  WHERE c.state = 'verified' AND (c.issued_on IS NULL OR c.issued_on <= today)
    AND (c.expires_on IS NULL OR c.expires_on >= today)
  GROUP BY covered.listing_id, k.code
$$;

CREATE FUNCTION legality_listings_of(papers bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(id ORDER BY id) FROM (
    SELECT v.listing_id AS id FROM legality_certificatecover v
    WHERE v.certificate_id = ANY(papers) AND v.listing_id IS NOT NULL
    UNION
    SELECT l.id FROM legality_certificatecover v JOIN catalog_listing l ON l.brand_id = v.brand_id
    WHERE v.certificate_id = ANY(papers)
  ) found
$$;
"""

TRIGGERS = """
CREATE FUNCTION legality_card_on_certificate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
  PERFORM 1 FROM catalog_brand WHERE id IN (SELECT brand_id FROM legality_certificatecover
    WHERE certificate_id = OLD.id) ORDER BY id FOR NO KEY UPDATE;
  ids := legality_listings_of(ARRAY[OLD.id]);
  IF ids IS NOT NULL THEN PERFORM legality_card_papers(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER legality_card_true AFTER UPDATE ON legality_certificate FOR EACH ROW
  WHEN ((OLD.state, OLD.issued_on, OLD.expires_on, OLD.kind_id)
    IS DISTINCT FROM (NEW.state, NEW.issued_on, NEW.expires_on, NEW.kind_id))
  EXECUTE FUNCTION legality_card_on_certificate();
CREATE TRIGGER legality_card_gone AFTER DELETE ON legality_certificate FOR EACH ROW
  EXECUTE FUNCTION legality_card_on_certificate();

CREATE FUNCTION legality_card_on_cover() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ids bigint[];
  listings bigint[] := '{}';
  brands bigint[] := '{}';
  stands text;
BEGIN
  IF TG_OP <> 'INSERT' THEN listings := ARRAY[OLD.listing_id]; brands := ARRAY[OLD.brand_id]; END IF;
  IF TG_OP <> 'DELETE' THEN
    listings := listings || NEW.listing_id;
    brands := brands || NEW.brand_id;
    SELECT state INTO stands FROM legality_certificate WHERE id = NEW.certificate_id FOR SHARE;
    -- Not shown yet: the paper's own change shows it on all that it covers by then.
    IF TG_OP = 'INSERT' AND stands <> 'verified' THEN RETURN NULL; END IF;
  END IF;
  PERFORM 1 FROM catalog_brand WHERE id = ANY(brands) ORDER BY id FOR NO KEY UPDATE;
  ids := (SELECT array_agg(id ORDER BY id) FROM catalog_listing
          WHERE id = ANY(listings) OR brand_id = ANY(brands));
  IF ids IS NOT NULL THEN PERFORM legality_card_papers(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER legality_card_true AFTER INSERT OR UPDATE OR DELETE ON legality_certificatecover
  FOR EACH ROW EXECUTE FUNCTION legality_card_on_cover();

CREATE FUNCTION legality_card_on_kind() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
  ids := legality_listings_of(ARRAY(SELECT id FROM legality_certificate WHERE kind_id = NEW.code));
  IF ids IS NOT NULL THEN PERFORM legality_card_papers(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER legality_card_true AFTER UPDATE ON legality_certificatekind FOR EACH ROW
  WHEN ((OLD.short, OLD.short_en, OLD.position)
    IS DISTINCT FROM (NEW.short, NEW.short_en, NEW.position))
  EXECUTE FUNCTION legality_card_on_kind();

CREATE FUNCTION legality_card_on_listing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM catalog_brand WHERE id = NEW.brand_id FOR SHARE;
  PERFORM legality_card_papers(ARRAY[NEW.id]);
  RETURN NULL;
END $$;
-- Of the statement's triggers, as the one that makes the cards; names fire in their order.
CREATE FUNCTION legality_card_on_listings_made() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
  PERFORM 1 FROM catalog_brand WHERE id IN (SELECT brand_id FROM made) ORDER BY id FOR SHARE;
  ids := (SELECT array_agg(id ORDER BY id) FROM made WHERE brand_id IS NOT NULL);
  IF ids IS NOT NULL THEN PERFORM legality_card_papers(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER legality_card_new AFTER INSERT ON catalog_listing
  REFERENCING NEW TABLE AS made FOR EACH STATEMENT
  EXECUTE FUNCTION legality_card_on_listings_made();
CREATE TRIGGER legality_card_true AFTER UPDATE ON catalog_listing FOR EACH ROW
  WHEN (OLD.brand_id IS DISTINCT FROM NEW.brand_id) EXECUTE FUNCTION legality_card_on_listing();
"""

UNDO = """
DROP TRIGGER legality_card_true ON catalog_listing;
DROP TRIGGER legality_card_new ON catalog_listing;
DROP FUNCTION legality_card_on_listings_made();
DROP FUNCTION legality_card_on_listing();
DROP TRIGGER legality_card_true ON legality_certificatekind;
DROP FUNCTION legality_card_on_kind();
DROP TRIGGER legality_card_true ON legality_certificatecover;
DROP FUNCTION legality_card_on_cover();
DROP TRIGGER legality_card_gone ON legality_certificate;
DROP TRIGGER legality_card_true ON legality_certificate;
DROP FUNCTION legality_card_on_certificate();
DROP FUNCTION legality_card_papers(bigint[]);
DROP FUNCTION legality_listings_of(bigint[]);
DROP FUNCTION legality_papers_on_cards(bigint[], date);
"""


class Migration(migrations.Migration):
    """Functions and triggers of the papers on cards."""

    dependencies = [("legality", "0002_version"), ("catalog", "0006_card_sources")]

    operations = [migrations.RunSQL(BEST + REFRESH + TRIGGERS, UNDO)]
