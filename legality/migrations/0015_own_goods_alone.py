"""Cards say papers of their own facility alone, whatever somebody had a paper cover.

The gate asked so already; the kinds of paper on cards, by which the catalogue is filtered, did not.
A paper, or goods, that are given to another facility have their cards written anew.
"""

from __future__ import annotations

from django.db import migrations

_ON_CARDS = """
CREATE OR REPLACE FUNCTION legality_papers_on_cards(ids bigint[], today date)
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
  JOIN legality_certificatekind k ON k.code = c.kind_id{own}
  WHERE c.state = 'verified' AND (c.issued_on IS NULL OR c.issued_on <= today)
    AND (c.expires_on IS NULL OR c.expires_on >= today)
    AND NOT (k.validity = 'recipe'
      AND covered.listing_id IN (SELECT legality_recipes_held(ids)))
  GROUP BY covered.listing_id, k.code
$$;
"""
OWN = _ON_CARDS.format(
    own="""
  JOIN catalog_listing own ON own.id = covered.listing_id AND own.facility_id = c.facility_id"""
)
BEFORE = _ON_CARDS.format(own="")

_ON_CERTIFICATES = """
CREATE OR REPLACE FUNCTION legality_card_on_certificates() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  papers bigint[] := (SELECT array_agg(a.id) FROM old_values b JOIN new_values a ON a.id = b.id
    WHERE (b.state, b.issued_on, b.expires_on, b.kind_id{place_b})
      IS DISTINCT FROM (a.state, a.issued_on, a.expires_on, a.kind_id{place_a}));
  ids bigint[];
BEGIN
  IF papers IS NULL THEN RETURN NULL; END IF;
  PERFORM 1 FROM catalog_brand WHERE id IN (SELECT brand_id FROM legality_certificatecover
    WHERE certificate_id = ANY(papers)) ORDER BY id FOR NO KEY UPDATE;
  ids := legality_listings_of(papers);
  IF ids IS NOT NULL THEN PERFORM legality_card_papers(ids); END IF;
  RETURN NULL;
END $$;
"""
_ON_LISTINGS = """
DROP TRIGGER legality_card_true ON catalog_listing;
CREATE TRIGGER legality_card_true AFTER UPDATE ON catalog_listing FOR EACH ROW
  WHEN ({changed}) EXECUTE FUNCTION legality_card_on_listing();
"""
MOVED = _ON_CERTIFICATES.format(place_b=", b.facility_id", place_a=", a.facility_id")
MOVED += _ON_LISTINGS.format(
    changed="(OLD.brand_id, OLD.facility_id) IS DISTINCT FROM (NEW.brand_id, NEW.facility_id)"
)
MOVED_BEFORE = _ON_CERTIFICATES.format(place_b="", place_a="")
MOVED_BEFORE += _ON_LISTINGS.format(changed="OLD.brand_id IS DISTINCT FROM NEW.brand_id")

# What stands on cards by such a cover goes: by the same function that keeps them true.
_WRITTEN = """
SELECT legality_card_papers(array_agg(strange.id ORDER BY strange.id)) FROM (
  SELECT l.id FROM legality_certificatecover v
  JOIN legality_certificate c ON c.id = v.certificate_id
  JOIN catalog_listing l ON l.id = v.listing_id WHERE l.facility_id <> c.facility_id
  UNION
  SELECT l.id FROM legality_certificatecover v
  JOIN legality_certificate c ON c.id = v.certificate_id
  JOIN catalog_listing l ON l.brand_id = v.brand_id WHERE l.facility_id <> c.facility_id
) strange HAVING count(*) > 0;
"""


class Migration(migrations.Migration):
    """Two functions, a trigger, and the cards that they would have written otherwise."""

    dependencies = [("legality", "0014_former_region_history")]

    operations = [
        migrations.RunSQL(OWN + MOVED + _WRITTEN, BEFORE + MOVED_BEFORE + _WRITTEN),
    ]
