"""No more is to go back than came, whoever asks; rounds of asking providers."""

from __future__ import annotations

from django.db import migrations, models

# Both sums are taken while the attempt's row is locked: of two refunds at once the later sees the
# earlier. What failed is free again.
WITHIN = """
CREATE FUNCTION orders_refund_within() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE came numeric; back numeric;
BEGIN
  PERFORM 1 FROM orders_paymentattempt WHERE id = NEW.attempt_id FOR NO KEY UPDATE;
  SELECT coalesce(sum(amount), 0) INTO came FROM orders_moneymove
    WHERE attempt_id = NEW.attempt_id AND kind = 'captured';
  SELECT coalesce(sum(amount), 0) INTO back FROM orders_refund
    WHERE attempt_id = NEW.attempt_id AND state <> 'failed';
  IF back > came THEN
    RAISE EXCEPTION 'of attempt % came %, % would go back', NEW.attempt_id, came, back
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_within_captured';
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION orders_refund_within() FROM PUBLIC;
CREATE TRIGGER refund_within_captured AFTER INSERT OR UPDATE OF amount, state, attempt_id
  ON orders_refund FOR EACH ROW EXECUTE FUNCTION orders_refund_within();
"""
NOT_WITHIN = """
DROP TRIGGER refund_within_captured ON orders_refund;
DROP FUNCTION orders_refund_within();
"""
TABLE = "orders_reconciliation"


class Migration(migrations.Migration):
    """A column, a table, a trigger."""

    dependencies = [("orders", "0005_forgetting")]

    operations = [
        migrations.AddField(
            model_name="paymentattempt",
            name="looked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField()),
                ("asked", models.PositiveIntegerField(default=0)),
                ("silent", models.PositiveIntegerField(default=0)),
                ("found", models.JSONField(blank=True, default=list)),
            ],
            options={"ordering": ("-pk",)},
        ),
        migrations.RunSQL(
            f"SELECT catalog_guard('{TABLE}', 'catalog_may_change(NULL)');"
            f" SELECT catalog_hide('{TABLE}', 'NULL::bigint')",
            f"SELECT catalog_unguard('{TABLE}')",
        ),
        migrations.RunSQL(WITHIN, NOT_WITHIN),
    ]
