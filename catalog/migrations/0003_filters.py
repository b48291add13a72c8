"""What filters and pages need to know of cards that change.

A web process keeps the facts that filters count in memory, and asks only for the cards noted in
`catalog_cardchange` since it last looked. A page that follows another one asks
`catalog_stockflip` which cards sold out or came back since the first page was read.

Both notes carry the number of the writing transaction: whoever remembers the snapshot that he read
under can tell exactly what he has not seen, in whatever order transactions were committed.
"""

from __future__ import annotations

from django.db import migrations, models

# The card is locked by its own change, so both notes are written in one order by everybody.
NOTES = """
CREATE FUNCTION catalog_card_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.listing_id ELSE NEW.listing_id END;
BEGIN
  INSERT INTO catalog_cardchange AS noted (listing_id, xid)
  VALUES (changed, pg_current_xact_id()::text::bigint)
  ON CONFLICT (listing_id) DO UPDATE SET xid = excluded.xid WHERE noted.xid <> excluded.xid;
  RETURN NULL;
END $$;

CREATE TRIGGER catalog_card_made AFTER INSERT OR DELETE ON catalog_card
  FOR EACH ROW EXECUTE FUNCTION catalog_card_note_change();

CREATE TRIGGER catalog_card_changed AFTER UPDATE ON catalog_card
  FOR EACH ROW WHEN (
    (OLD.is_open, OLD.cleared_until, OLD.category_id, OLD.facility_id, OLD.price_min,
     OLD.stock > 0, OLD.stock_state = 3, OLD.delivery, OLD.flagship_from, OLD.flagship_until,
     OLD.papers)
    IS DISTINCT FROM
    (NEW.is_open, NEW.cleared_until, NEW.category_id, NEW.facility_id, NEW.price_min,
     NEW.stock > 0, NEW.stock_state = 3, NEW.delivery, NEW.flagship_from, NEW.flagship_until,
     NEW.papers))
  EXECUTE FUNCTION catalog_card_note_change();

CREATE FUNCTION catalog_card_note_flip() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM catalog_stockflip
  WHERE listing_id = NEW.listing_id AND at < now() - interval '1 day';
  INSERT INTO catalog_stockflip (listing_id, xid, at, was_sold_out)
  VALUES (NEW.listing_id, pg_current_xact_id()::text::bigint, now(), OLD.is_sold_out);
  RETURN NULL;
END $$;

CREATE TRIGGER catalog_card_flipped AFTER UPDATE ON catalog_card
  FOR EACH ROW WHEN (OLD.is_open AND NEW.is_open AND OLD.is_sold_out <> NEW.is_sold_out)
  EXECUTE FUNCTION catalog_card_note_flip();

INSERT INTO catalog_cardchange (listing_id, xid)
SELECT listing_id, pg_current_xact_id()::text::bigint FROM catalog_card;
"""

UNDO = """
DROP TRIGGER catalog_card_flipped ON catalog_card;
DROP FUNCTION catalog_card_note_flip();
DROP TRIGGER catalog_card_changed ON catalog_card;
DROP TRIGGER catalog_card_made ON catalog_card;
DROP FUNCTION catalog_card_note_change();
"""


class Migration(migrations.Migration):
    """Notes of changed cards, and of cards that sold out or came back."""

    dependencies = [("catalog", "0002_card_functions")]

    operations = [
        migrations.CreateModel(
            name="CardChange",
            fields=[
                ("listing_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("xid", models.BigIntegerField()),
            ],
            options={
                "db_table": "catalog_cardchange",
                "indexes": [models.Index(fields=["xid"], name="cardchange_xid")],
            },
        ),
        migrations.CreateModel(
            name="StockFlip",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("listing_id", models.BigIntegerField()),
                ("xid", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("was_sold_out", models.BooleanField()),
            ],
            options={
                "db_table": "catalog_stockflip",
                "indexes": [
                    models.Index(fields=["xid"], name="stockflip_xid"),
                    models.Index(fields=["listing_id"], name="stockflip_listing"),
                ],
            },
        ),
        migrations.RunSQL(NOTES, UNDO),
    ]
