"""The database keeps the picture on each card true, whoever writes it.

`galleries_card_photo(ids)` locks the cards and writes the first picture of each listing, or none.
A listing that is given a picture holds it FOR SHARE, so that the worker that finishes its
renditions at the same moment finds the card.
"""

from __future__ import annotations

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION galleries_card_photo(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM catalog_card WHERE listing_id = ANY(ids) ORDER BY listing_id FOR UPDATE;
  UPDATE catalog_card card SET photo_key = told.key, photo_width = told.width,
    photo_height = told.height, photo_alt = told.alt, photo_alt_en = told.alt_en,
    photo_widths = told.widths
  FROM (
    SELECT asked.id, coalesce(p.key, '') AS key, coalesce(p.width, 0) AS width,
      coalesce(p.height, 0) AS height, coalesce(p.alt, '') AS alt,
      coalesce(p.alt_en, '') AS alt_en, coalesce(p.widths, '{}') AS widths
    FROM (SELECT DISTINCT unnest(ids) AS id) asked
    LEFT JOIN LATERAL (
      SELECT picture.key, picture.width, picture.height, photo.alt, photo.alt_en, picture.widths
      FROM galleries_listingphoto photo JOIN galleries_picture picture
        ON picture.id = photo.picture_id
      WHERE photo.listing_id = asked.id ORDER BY photo.position, photo.id LIMIT 1
    ) p ON true
  ) told
  WHERE card.listing_id = told.id AND
    (card.photo_key, card.photo_width, card.photo_height, card.photo_alt, card.photo_alt_en,
     card.photo_widths) IS DISTINCT FROM
    (told.key, told.width, told.height, told.alt, told.alt_en, told.widths);
END $$;

CREATE FUNCTION galleries_card_on_photo() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[] := '{}';
BEGIN
  IF TG_OP <> 'INSERT' THEN ids := ARRAY[OLD.listing_id]; END IF;
  IF TG_OP <> 'DELETE' THEN
    ids := ids || NEW.listing_id;
    PERFORM 1 FROM galleries_picture WHERE id = NEW.picture_id FOR SHARE;
  END IF;
  PERFORM galleries_card_photo(ARRAY(SELECT DISTINCT unnest(ids)));
  RETURN NULL;
END $$;
CREATE TRIGGER galleries_card_true AFTER INSERT OR UPDATE OR DELETE ON galleries_listingphoto
  FOR EACH ROW EXECUTE FUNCTION galleries_card_on_photo();

CREATE FUNCTION galleries_card_on_picture() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ids bigint[];
BEGIN
  ids := (SELECT array_agg(DISTINCT listing_id) FROM galleries_listingphoto
          WHERE picture_id = NEW.id);
  IF ids IS NOT NULL THEN PERFORM galleries_card_photo(ids); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER galleries_card_true AFTER UPDATE ON galleries_picture FOR EACH ROW
  WHEN ((OLD.key, OLD.width, OLD.height, OLD.widths)
    IS DISTINCT FROM (NEW.key, NEW.width, NEW.height, NEW.widths))
  EXECUTE FUNCTION galleries_card_on_picture();
"""

UNDO = """
DROP TRIGGER galleries_card_true ON galleries_picture;
DROP FUNCTION galleries_card_on_picture();
DROP TRIGGER galleries_card_true ON galleries_listingphoto;
DROP FUNCTION galleries_card_on_photo();
DROP FUNCTION galleries_card_photo(bigint[]);
"""


class Migration(migrations.Migration):
    """Functions and triggers of the pictures on cards."""

    dependencies = [("galleries", "0002_version"), ("catalog", "0006_card_sources")]

    operations = [migrations.RunSQL(TRIGGERS, UNDO)]
