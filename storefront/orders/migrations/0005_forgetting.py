"""Buyers are forgotten: which parts of orders are due, and what is kept of who closed an account."""

from __future__ import annotations

from django.db import migrations, models

# Rows of events and of acts are never taken away, and the app may not change them: of a buyer's
# account that is closed, and of none that ever held a role, what names the person is emptied.
FORGET = """
CREATE FUNCTION orders_forget_person(who bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT catalog_may_change(NULL)
    OR EXISTS (SELECT FROM catalog_membership WHERE user_id = who)
    OR EXISTS (SELECT FROM account_user WHERE id = who AND is_active) THEN
    RAISE EXCEPTION 'account % is not to be forgotten', who USING ERRCODE = '42501';
  END IF;
  UPDATE catalog_userevent SET email = '', first_name = '', last_name = '' WHERE pgh_obj_id = who;
  UPDATE catalog_auditentry SET address = '' WHERE actor_name = 'buyer ' || who
    OR (subject_table = 'account_user' AND subject_id = who::text);
END $$;
"""


class Migration(migrations.Migration):
    """An index and a function."""

    dependencies = [
        ("orders", "0004_delivery_shown"),
        ("catalog", "0026_district_villages"),
    ]

    operations = [
        migrations.AddIndex(
            "facilityorder",
            models.Index(
                fields=["id"],
                name="facility_order_to_forget",
                condition=models.Q(forgotten_at__isnull=True, state__in=("done", "cancelled")),
            ),
        ),
        migrations.RunSQL(FORGET, "DROP FUNCTION orders_forget_person(bigint)"),
    ]
