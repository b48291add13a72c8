"""What is on sale, what is held back and what a changed recipe does, kept true by the database.

A composition that changes puts papers that hold "while the recipe is unchanged" on hold for these
goods, whoever writes: `legality_recipehold` says so until an officer confirms the recipe, or it is
again what it was. Meanwhile such papers stand on no card. Both functions that ask run as the owner:
visitors, who read no holds, are shown by them which papers count.

What was handed in and is no longer waiting was taken back, unless a service has said what the
office decided. Heads of a regional office may change its row.
"""

from __future__ import annotations

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import catalog.models.history

HELD = """
CREATE FUNCTION legality_recipes_held(ids bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT h.listing_id FROM legality_recipehold h
  WHERE h.listing_id = ANY(ids) AND h.ended_at IS NULL
$$;
CREATE FUNCTION legality_recipe_held(listing bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM legality_recipehold h
    WHERE h.listing_id = listing AND h.ended_at IS NULL)
$$;
"""
NO_HELD = """
DROP FUNCTION legality_recipe_held(bigint);
DROP FUNCTION legality_recipes_held(bigint[]);
"""

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
  JOIN legality_certificatekind k ON k.code = c.kind_id
  WHERE c.state = 'verified' AND (c.issued_on IS NULL OR c.issued_on <= today)
    AND (c.expires_on IS NULL OR c.expires_on >= today){held}
  GROUP BY covered.listing_id, k.code
$$;
"""
ON_CARDS = _ON_CARDS.format(
    held="""
    AND NOT (k.validity = 'recipe'
      AND covered.listing_id IN (SELECT legality_recipes_held(ids)))"""
)
ON_CARDS_BEFORE = _ON_CARDS.format(held="")

# Letters' size and blanks are no recipe.
RECIPE = """
CREATE FUNCTION legality_recipe(composition text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT lower(regexp_replace(btrim(composition), '\\s+', ' ', 'g'))
$$;
CREATE FUNCTION legality_recipe_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  who text := coalesce(nullif(nullif(current_setting('lapak.acting', true), ''), 'null')::jsonb
    ->> 'name', '');
  held legality_recipehold;
BEGIN
  SELECT * INTO held FROM legality_recipehold
  WHERE listing_id = NEW.id AND ended_at IS NULL FOR UPDATE;
  IF held.id IS NOT NULL AND legality_recipe(held.before) = legality_recipe(NEW.composition) THEN
    UPDATE legality_recipehold SET after = NEW.composition, ended_at = now(), ended_by = who,
      note = 'Resep kembali seperti semula.' WHERE id = held.id;
  ELSIF held.id IS NOT NULL THEN
    UPDATE legality_recipehold SET after = NEW.composition WHERE id = held.id;
  ELSIF EXISTS (
    SELECT FROM legality_certificatecover v
    JOIN legality_certificate c ON c.id = v.certificate_id
    JOIN legality_certificatekind k ON k.code = c.kind_id
    WHERE c.facility_id = NEW.facility_id AND k.validity = 'recipe'
      -- one that an edit sent back to the office is verified again for the recipe that was
      AND (c.state IN ('verified', 'on_hold')
        OR c.state = 'unverified' AND NEW.published_at IS NOT NULL)
      AND (v.listing_id = NEW.id OR v.brand_id = NEW.brand_id
        OR v.facility_id = NEW.facility_id)
  ) THEN
    INSERT INTO legality_recipehold
      (listing_id, before, after, begun_at, begun_by, ended_by, note)
    VALUES (NEW.id, OLD.composition, NEW.composition, now(), who, '', '');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER legality_recipe_true AFTER UPDATE ON catalog_listing FOR EACH ROW
  WHEN (legality_recipe(OLD.composition) IS DISTINCT FROM legality_recipe(NEW.composition))
  EXECUTE FUNCTION legality_recipe_changed();

CREATE FUNCTION legality_card_on_hold() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM legality_card_papers(ARRAY[NEW.listing_id]);
  RETURN NULL;
END $$;
CREATE TRIGGER legality_card_true AFTER INSERT ON legality_recipehold
  FOR EACH ROW EXECUTE FUNCTION legality_card_on_hold();
CREATE TRIGGER legality_card_again AFTER UPDATE ON legality_recipehold FOR EACH ROW
  WHEN (OLD.ended_at IS DISTINCT FROM NEW.ended_at) EXECUTE FUNCTION legality_card_on_hold();
"""
NO_RECIPE = """
DROP TRIGGER legality_card_again ON legality_recipehold;
DROP TRIGGER legality_card_true ON legality_recipehold;
DROP FUNCTION legality_card_on_hold();
DROP TRIGGER legality_recipe_true ON catalog_listing;
DROP FUNCTION legality_recipe_changed();
DROP FUNCTION legality_recipe(text);
"""

TAKEN_BACK = """
CREATE FUNCTION legality_review_left() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE legality_review SET state = 'taken_back', decided_at = now()
  WHERE listing_id = NEW.id AND state = 'waiting';
  RETURN NULL;
END $$;
CREATE TRIGGER legality_review_true AFTER UPDATE ON catalog_listing FOR EACH ROW
  WHEN (OLD.state = 'submitted' AND NEW.state <> 'submitted')
  EXECUTE FUNCTION legality_review_left();
"""
NO_TAKEN_BACK = """
DROP TRIGGER legality_review_true ON catalog_listing;
DROP FUNCTION legality_review_left();
"""

OFFICES = """
ALTER POLICY changed_in_scope ON catalog_regionaloffice
  USING (catalog_may_change_people(NULL, id, NULL))
  WITH CHECK (catalog_may_change_people(NULL, id, NULL));
"""
OFFICES_BEFORE = """
ALTER POLICY changed_in_scope ON catalog_regionaloffice
  USING (catalog_may_change(NULL)) WITH CHECK (catalog_may_change(NULL));
"""


class Migration(migrations.Migration):
    """A column with its history, functions and triggers, one policy."""

    dependencies = [("legality", "0009_reviews_evidence")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="suspension",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="suspension",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="suspension",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="suspension",
            name="values_digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="suspensionevent",
            name="values_digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspension",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_suspensionevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "facility_id", "certificate_id", "cause", "reason", "values_digest", "begun_at", "begun_by", "ended_at", "ended_by") SELECT nextval(\'catalog_history_id\'), now(), \'insert\', new_values."id", acting.said, new_values."listing_id", new_values."facility_id", new_values."certificate_id", new_values."cause", new_values."reason", new_values."values_digest", new_values."begun_at", new_values."begun_by", new_values."ended_at", new_values."ended_by" FROM (SELECT new_values.* FROM new_values ) AS new_values, acting; RETURN NULL;',
                    hash="906a6bb1b75434d26c1e05047cf2b44d5b4c0414",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_35293",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="legality_suspension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspension",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_suspensionevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "facility_id", "certificate_id", "cause", "reason", "values_digest", "begun_at", "begun_by", "ended_at", "ended_by") SELECT nextval(\'catalog_history_id\'), now(), \'update\', new_values."id", acting.said, new_values."listing_id", new_values."facility_id", new_values."certificate_id", new_values."cause", new_values."reason", new_values."values_digest", new_values."begun_at", new_values."begun_by", new_values."ended_at", new_values."ended_by" FROM (SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."begun_at" IS DISTINCT FROM (new_values."begun_at") OR old_values."begun_by" IS DISTINCT FROM (new_values."begun_by") OR old_values."cause" IS DISTINCT FROM (new_values."cause") OR old_values."certificate_id" IS DISTINCT FROM (new_values."certificate_id") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."ended_by" IS DISTINCT FROM (new_values."ended_by") OR old_values."facility_id" IS DISTINCT FROM (new_values."facility_id") OR old_values."listing_id" IS DISTINCT FROM (new_values."listing_id") OR old_values."reason" IS DISTINCT FROM (new_values."reason") OR old_values."values_digest" IS DISTINCT FROM (new_values."values_digest"))) AS new_values, acting; RETURN NULL;',
                    hash="b66f2967766a8c3d98e8139cd42751af953ff227",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c1923",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="legality_suspension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suspension",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=catalog.models.history.OwnersTriggerSql(
                    func='WITH acting AS MATERIALIZED (SELECT nullif(nullif(current_setting(\'lapak.acting\', true), \'\'), \'null\')::jsonb AS said) INSERT INTO "legality_suspensionevent" ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context", "listing_id", "facility_id", "certificate_id", "cause", "reason", "values_digest", "begun_at", "begun_by", "ended_at", "ended_by") SELECT nextval(\'catalog_history_id\'), now(), \'delete\', old_values."id", acting.said, old_values."listing_id", old_values."facility_id", old_values."certificate_id", old_values."cause", old_values."reason", old_values."values_digest", old_values."begun_at", old_values."begun_by", old_values."ended_at", old_values."ended_by" FROM (SELECT old_values.* FROM old_values ) AS old_values, acting; RETURN NULL;',
                    hash="20e0d2019ab4448a3b5e99557f7715818453205f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7dee1",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="legality_suspension",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(HELD, NO_HELD),
        migrations.RunSQL(ON_CARDS, ON_CARDS_BEFORE),
        migrations.RunSQL(RECIPE, NO_RECIPE),
        migrations.RunSQL(
            "SELECT catalog_version_watch('legality_recipehold')",
            "SELECT catalog_version_unwatch('legality_recipehold')",
        ),
        migrations.RunSQL(TAKEN_BACK, NO_TAKEN_BACK),
        migrations.RunSQL(OFFICES, OFFICES_BEFORE),
    ]
