"""What buyers wrote is forgotten where it is only added to: in events, steps and acts."""

from __future__ import annotations

from django.db import migrations

# Events, steps and acts are never taken away, and the app may not change them. Of parts and orders that
# are forgotten already, and of no other, what a buyer wrote and where it came from is emptied:
# `system` is whom buyers act as, people who work here keep what is said of their own acts.
FORGET = """
CREATE FUNCTION orders_forget_parts(keys bigint[]) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT catalog_may_change(NULL) OR EXISTS (SELECT FROM orders_facilityorder
    WHERE id = ANY (keys) AND forgotten_at IS NULL) THEN
    RAISE EXCEPTION 'parts are not to be forgotten' USING ERRCODE = '42501';
  END IF;
  UPDATE orders_returnrequestevent SET reason = ''
  WHERE facility_order_id = ANY (keys) AND reason <> '';
  UPDATE orders_orderstep SET note = '' WHERE facility_order_id = ANY (keys) AND note <> ''
    AND (kind = 'cancel_asked' OR actor_name = 'buyer');
END $$;
CREATE FUNCTION orders_forget_orders(keys bigint[]) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT catalog_may_change(NULL) OR EXISTS (SELECT FROM orders_shoporder
    WHERE order_id = ANY (keys) AND forgotten_at IS NULL) THEN
    RAISE EXCEPTION 'orders are not to be forgotten' USING ERRCODE = '42501';
  END IF;
  UPDATE orders_returnrequestevent e SET reason = '', note = '',
    pgh_context = CASE WHEN pgh_context ->> 'role' = 'system'
      THEN pgh_context || '{"address": ""}' ELSE pgh_context END
  FROM orders_facilityorder f WHERE f.shop_order_id = ANY (keys) AND e.facility_order_id = f.id;
  UPDATE orders_orderstep SET note = '', data = data - 'tracking'
  WHERE shop_order_id = ANY (keys) AND (note <> '' OR data ? 'tracking');
  UPDATE catalog_auditentry a SET
    detail = a.detail - ARRAY['note', 'failure', 'tracking', 'before', 'after'],
    address = CASE WHEN a.actor_role = 'system' THEN '' ELSE a.address END
  FROM (
    SELECT 'orders_shoporder', order_id FROM orders_shoporder WHERE order_id = ANY (keys)
    UNION ALL SELECT 'orders_facilityorder', id FROM orders_facilityorder
      WHERE shop_order_id = ANY (keys)
    UNION ALL SELECT 'orders_paymentattempt', id FROM orders_paymentattempt
      WHERE shop_order_id = ANY (keys)
    UNION ALL SELECT 'orders_refund', id FROM orders_refund WHERE shop_order_id = ANY (keys)
    UNION ALL SELECT 'orders_moneymove', id FROM orders_moneymove WHERE shop_order_id = ANY (keys)
    UNION ALL SELECT 'orders_transferproof', p.id FROM orders_transferproof p
      JOIN orders_paymentattempt t ON t.id = p.attempt_id WHERE t.shop_order_id = ANY (keys)
    UNION ALL SELECT 'orders_returnrequest', r.id FROM orders_returnrequest r
      JOIN orders_facilityorder f ON f.id = r.facility_order_id WHERE f.shop_order_id = ANY (keys)
    UNION ALL SELECT 'orders_parcel', p.id FROM orders_parcel p
      JOIN orders_facilityorder f ON f.id = p.facility_order_id WHERE f.shop_order_id = ANY (keys)
  ) of_them (subject_table, key)
  WHERE a.subject_table = of_them.subject_table AND a.subject_id = of_them.key::text;
END $$;
"""
NOT = "DROP FUNCTION orders_forget_parts(bigint[]), orders_forget_orders(bigint[])"
# Of who closed an account also where they acted from, as events hold it.
PERSON = """
CREATE OR REPLACE FUNCTION orders_forget_person(who bigint) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT catalog_may_change(NULL)
    OR EXISTS (SELECT FROM catalog_membership WHERE user_id = who)
    OR EXISTS (SELECT FROM account_user WHERE id = who AND is_active) THEN
    RAISE EXCEPTION 'account % is not to be forgotten', who USING ERRCODE = '42501';
  END IF;
  UPDATE catalog_userevent SET email = '', first_name = '', last_name = '',
    pgh_context = pgh_context || '{"address": ""}' WHERE pgh_obj_id = who;
  UPDATE catalog_auditentry SET address = '' WHERE actor_name = 'buyer ' || who
    OR (subject_table = 'account_user' AND subject_id = who::text);
END $$;
"""


class Migration(migrations.Migration):
    """Three functions."""

    dependencies = [("orders", "0010_transfer_accounts")]

    operations = [
        migrations.RunSQL(FORGET, NOT),
        migrations.RunSQL(PERSON, migrations.RunSQL.noop),
    ]
