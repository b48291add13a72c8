"""Who may change and read what of buying: see catalog's migrations on row security.

Buyers act through services that act as the shop itself, so whole orders, money, baskets and
addresses are the shop's alone; a facility reads and changes its own part of an order.
"""

from __future__ import annotations

from django.db import migrations

OWN = "catalog_may_change(facility_id)"
SHOP = "catalog_may_change(NULL)"
OF_PART = (
    "catalog_may_change((SELECT facility_id FROM orders_facilityorder f"
    " WHERE f.id = facility_order_id))"
)
OF_PARCEL = (
    "catalog_may_change((SELECT f.facility_id FROM orders_parcel p"
    " JOIN orders_facilityorder f ON f.id = p.facility_order_id WHERE p.id = parcel_id))"
)
NOBODYS = "NULL::bigint"
FACILITY_OF_PART = (
    "(SELECT f.facility_id FROM orders_facilityorder f WHERE f.id = {table}.facility_order_id)"
)
FACILITY_OF_PARCEL = (
    "(SELECT f.facility_id FROM orders_parcel p JOIN orders_facilityorder f"
    " ON f.id = p.facility_order_id WHERE p.id = {table}.parcel_id)"
)

# What visitors' pages say anyway: who carries, what it costs, what a facility offers.
PUBLIC = {
    "orders_courier": SHOP,
    "orders_courierservice": SHOP,
    "orders_shippingrate": SHOP,
    "orders_facilitydelivery": OWN,
    "orders_kinddelivery": SHOP,
    "orders_packedsize": OWN,
    "orders_taxrate": SHOP,
    "orders_taxpayerperiod": SHOP,
    "catalog_district": SHOP,
    "order_orderline": SHOP,
}
# Table: who may change it, and whose facility's it is to read.
HIDDEN = {
    "orders_basketline": (SHOP, NOBODYS),
    "orders_basketdelivery": (SHOP, NOBODYS),
    "orders_basketbuyer": (SHOP, NOBODYS),
    "orders_addressplace": (SHOP, NOBODYS),
    "orders_shoporder": (SHOP, NOBODYS),
    "orders_voucheruse": (SHOP, NOBODYS),
    "orders_facilityorder": (OWN, "facility_id"),
    "orders_facilityorderline": (OF_PART, FACILITY_OF_PART),
    "orders_parcel": (OF_PART, FACILITY_OF_PART),
    "orders_parcelline": (OF_PARCEL, FACILITY_OF_PARCEL),
    "orders_orderstep": (OWN, "facility_id"),
    "orders_paymentattempt": (SHOP, NOBODYS),
    "orders_paymentnotice": (SHOP, NOBODYS),
    "orders_refund": (SHOP, NOBODYS),
    "orders_moneymove": (SHOP, NOBODYS),
    "orders_transferproof": (SHOP, NOBODYS),
    "orders_sharerule": (SHOP, "facility_id"),
    "orders_proceedsentry": (SHOP, "facility_id"),
    "orders_returnrequest": (OWN, "facility_id"),
    "orders_returnline": (SHOP, NOBODYS),
    "orders_returnphoto": (SHOP, NOBODYS),
    "orders_consent": (SHOP, NOBODYS),
    "order_order": (SHOP, NOBODYS),
    "checkout_checkout": (SHOP, NOBODYS),
    "checkout_checkoutline": (SHOP, NOBODYS),
}
EVENTS = {
    "orders_courierevent": NOBODYS,
    "orders_courierserviceevent": NOBODYS,
    "orders_kinddeliveryevent": NOBODYS,
    "orders_taxrateevent": NOBODYS,
    "orders_taxpayerperiodevent": "facility_id",
    "orders_shareruleevent": "facility_id",
    "orders_facilitydeliveryevent": "pgh_obj_id",
    "orders_packedsizeevent": "facility_id",
    "orders_returnrequestevent": "facility_id",
}

# Addresses are of buyers, but for those of facilities' warehouses.
ADDRESSES = """
SELECT catalog_guard('account_address', 'true');
SELECT catalog_hide('account_address', 'NULL::bigint', 'EXISTS (SELECT FROM warehouse_warehouse w'
  ' WHERE w.address_id = account_address.id)');
"""

# An order is over when each of its parts is; who works in a facility need not see the order.
OVER = """
CREATE FUNCTION orders_parts_over() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- one after the other, so that of two parts that end at once the later sees the earlier
  PERFORM 1 FROM orders_shoporder WHERE order_id = NEW.shop_order_id FOR NO KEY UPDATE;
  UPDATE order_order SET status = part.status
  FROM (SELECT CASE
      WHEN bool_and(f.state = 'cancelled') THEN 'canceled'
      WHEN bool_and(f.state IN ('cancelled', 'shipped', 'done')) THEN 'fulfilled'
      WHEN bool_or(f.state IN ('shipped', 'done')) THEN 'partially fulfilled'
      ELSE 'unfulfilled' END AS status
    FROM orders_facilityorder f WHERE f.shop_order_id = NEW.shop_order_id) part
  WHERE id = NEW.shop_order_id AND order_order.status <> part.status;
  UPDATE orders_shoporder s SET ended_at = clock_timestamp(),
    state = CASE WHEN EXISTS (SELECT FROM orders_facilityorder f
      WHERE f.shop_order_id = s.order_id AND f.state = 'done') THEN 'done' ELSE 'cancelled' END,
    cancel_cause = CASE WHEN EXISTS (SELECT FROM orders_facilityorder f
      WHERE f.shop_order_id = s.order_id AND f.state = 'done') THEN '' ELSE NEW.cancel_cause END
  WHERE s.order_id = NEW.shop_order_id AND s.ended_at IS NULL
    AND NOT EXISTS (SELECT FROM orders_facilityorder f
      WHERE f.shop_order_id = s.order_id AND f.state NOT IN ('done', 'cancelled'));
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION orders_parts_over() FROM PUBLIC;
CREATE TRIGGER orders_parts_over AFTER UPDATE OF state ON orders_facilityorder
  FOR EACH ROW WHEN (OLD.state <> NEW.state
    AND NEW.state IN ('shipped', 'done', 'cancelled'))
  EXECUTE FUNCTION orders_parts_over();
"""
NOT_OVER = """
DROP TRIGGER orders_parts_over ON orders_facilityorder;
DROP FUNCTION orders_parts_over();
"""

# What was captured or refunded for goods is split to the rupiah, or not at all (paid in error).
SPLIT = """
CREATE FUNCTION orders_split_whole() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE split numeric; moved numeric;
BEGIN
  SELECT sum(amount) INTO split FROM orders_proceedsentry WHERE move_id = NEW.move_id;
  SELECT CASE WHEN kind IN ('refunded', 'disputed') THEN -amount ELSE amount END INTO moved
    FROM orders_moneymove WHERE id = NEW.move_id;
  IF split IS DISTINCT FROM moved THEN
    RAISE EXCEPTION 'move of money % is %, its shares are %', NEW.move_id, moved, split
      USING ERRCODE = 'check_violation', CONSTRAINT = 'proceeds_add_up';
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION orders_split_whole() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER proceeds_add_up AFTER INSERT ON orders_proceedsentry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION orders_split_whole();
"""
NOT_SPLIT = """
DROP TRIGGER proceeds_add_up ON orders_proceedsentry;
DROP FUNCTION orders_split_whole();
"""


class Migration(migrations.Migration):
    """Guards, what is hidden, two triggers."""

    dependencies = [
        ("orders", "0001_tables"),
        ("catalog", "0025_districts"),
    ]

    operations = [
        *[
            migrations.RunSQL(
                f"SELECT catalog_guard('{table}', '{may}')", f"SELECT catalog_unguard('{table}')"
            )
            for table, may in PUBLIC.items()
        ],
        *[
            migrations.RunSQL(
                f"SELECT catalog_guard('{table}', '{may}');"
                f" SELECT catalog_hide('{table}', '{facility.format(table=table)}')",
                f"SELECT catalog_unguard('{table}')",
            )
            for table, (may, facility) in HIDDEN.items()
        ],
        *[
            migrations.RunSQL(
                f"SELECT catalog_hide('{table}', '{facility}')", f"SELECT catalog_show('{table}')"
            )
            for table, facility in EVENTS.items()
        ],
        migrations.RunSQL(ADDRESSES, "SELECT catalog_unguard('account_address')"),
        migrations.RunSQL(OVER, NOT_OVER),
        migrations.RunSQL(SPLIT, NOT_SPLIT),
    ]
