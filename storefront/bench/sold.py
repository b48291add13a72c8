"""What was sold, as statements over the synthetic goods' own rows: half as many orders as goods,
with their money, shares, parcels and timelines, couriers, rates, vouchers, and what waits for
officers.

An order has goods of one to three facilities, each as likely as it has goods, so that the largest
has some hundred; a fifth of the parts waits for hands. Run where `insiders` is.
"""

from __future__ import annotations

from storefront.bench.insiders import OF_FACILITY

_LARGEST = "(SELECT facility_id FROM catalog_listing GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1)"
_PLACED = "now() - (s.orders - o.number) * interval '365 days' / s.orders"

# Who carries, for what, and how money is shared.
_TERMS = (
    # facilities' addresses have keys of their own
    """SELECT setval(pg_get_serial_sequence('account_address', 'id'),
      (SELECT max(id) FROM account_address))""",
    """INSERT INTO orders_transferaccount (bank, number, holder, note, note_en, position, is_on)
    SELECT 'Bank Contoh ' || n, '000' || n, 'Contoh', '', '', n, true
    FROM generate_series(1, 3) n""",
    """INSERT INTO orders_courier (code, name, divisor, round_up_from, tracking_url, position,
      is_on)
    SELECT 'kurir-' || n, 'Kurir Contoh ' || n, 6000, 300,
      'https://lacak.example/?n={number}', n, true
    FROM generate_series(1, 3) n""",
    """INSERT INTO orders_courierservice (code, courier_id, name, name_en, most_grams, position,
      is_on)
    SELECT c.code || '-' || s.code, c.code, s.name, s.name_en, 30000, 3 * c.position + s.place, true
    FROM orders_courier c CROSS JOIN (VALUES ('hemat', 'Hemat', 'Economy', 1),
      ('reguler', 'Reguler', 'Regular', 2), ('kilat', 'Kilat', 'Express', 3)
    ) s (code, name, name_en, place)""",
    """INSERT INTO orders_shippingrate (service_id, origin, destination, first_kg, next_kg,
      days_min, days_max)
    SELECT s.code, a.code, b.code, 9000 + 1000 * s.position, 8000 + 1000 * s.position, 2, 5
    FROM orders_courierservice s CROSS JOIN catalog_province a CROSS JOIN catalog_province b""",
    """INSERT INTO orders_facilitydelivery (facility_id, offers_courier, offers_pickup,
      pickup_discount, pays_at_pickup, offers_local, local_note, local_note_en, accept_hours,
      handling_days, without)
    SELECT id, true, true, 5, true, id %% 2 = 0, 'Dalam kota, sebelum pukul 15.',
      'In town, before 3 p.m.', 48, 2, '{}' FROM catalog_facility""",
    """INSERT INTO orders_kinddelivery (kind_id, way, within_province, crosses_with, reason,
      reason_en)
    SELECT min(id), 'parcel', true, 'nkv', 'Nomor kontrol veterinernya belum ada.',
      'It has no veterinary control number yet.' FROM product_category""",
    f"""INSERT INTO orders_sharerule (facility_id, in_force_from, premi, pnbp, capital, source,
      certainty)
    VALUES (NULL, '2020-01-01', 5000, 1500, 3500, 'Contoh', 'D'),
      ({_LARGEST}, '2020-01-01', 3500, 1500, 5000, 'Contoh', 'D')""",
    """INSERT INTO orders_taxrate (in_force_from, percent, source, certainty)
    VALUES ('2020-01-01', 10, 'Contoh', 'D'), ('2022-04-01', 11, 'Contoh', 'D')""",
    f"""INSERT INTO orders_taxpayerperiod (facility_id, since, until, number)
    VALUES ({_LARGEST}, '2020-01-01', NULL, '01.234.567.8-901.000')""",
    """INSERT INTO discount_voucher (type, name, code, used, usage_limit, start_date, end_date,
      discount_value_type, discount_value, apply_once_per_order, countries,
      apply_once_per_customer, currency)
    SELECT 'entire_order', 'Contoh: potongan ' || n, 'CONTOH' || n, n, 500,
      now() - interval '30 days', now() + n * interval '1 day', 'fixed', 5000, false, '', false,
      %(currency)s FROM generate_series(1, 40) n""",
)

_ORDERS = (
    f"""CREATE TEMP TABLE bench_sold ON COMMIT DROP AS
    SELECT o.number, l.id AS listing, l.facility_id AS facility, v.id AS variant, v.sku,
      p.name, v.name AS choice, 1 + drawn %% 3 AS pieces, l.net_weight_grams AS weight,
      trunc(coalesce(v.price_override_amount, p.price_amount)) AS price,
      {_PLACED} AS placed,
      CASE WHEN o.number %% 10 < 8 THEN 'done' ELSE (ARRAY['to_accept', 'accepted', 'packed',
        'shipped', 'waiting', 'cancelled'])[1 + o.number / 10 %% 6] END AS state
    FROM (SELECT count(*)::int / 2 AS orders, max(id) AS last FROM catalog_listing) s
    CROSS JOIN LATERAL generate_series(1, s.orders) o(number)
    CROSS JOIN LATERAL generate_series(1, 1 + o.number %% 3) line
    CROSS JOIN LATERAL (SELECT hashint8(17::bigint * o.number + line) & 2147483647 AS drawn) d
    JOIN catalog_listing one ON one.id = 1 + drawn %% s.last
    CROSS JOIN LATERAL (SELECT * FROM catalog_listing l WHERE l.facility_id = one.facility_id
      AND l.id >= one.id ORDER BY l.id LIMIT 1 + drawn / 8 %% 3) l
    JOIN product_product p ON p.id = l.product_id
    JOIN product_productvariant v ON v.id = 4 * l.id - 3
    WHERE l.state IN ('published', 'suspended')""",
    # goods once an order, lines and parts numbered
    """DELETE FROM bench_sold s USING bench_sold t
    WHERE s.number = t.number AND s.variant = t.variant AND s.ctid > t.ctid""",
    """ALTER TABLE bench_sold ADD line int GENERATED ALWAYS AS IDENTITY, ADD part int""",
    """UPDATE bench_sold s SET part = p.part FROM (
      SELECT number, facility, row_number() OVER (ORDER BY number, facility) AS part
      FROM bench_sold GROUP BY 1, 2) p
    WHERE s.number = p.number AND s.facility = p.facility""",
    """CREATE TEMP TABLE bench_part ON COMMIT DROP AS
    SELECT part, number, facility, state, placed, sum(price * pieces) AS goods,
      sum(weight * pieces) AS weight, 12000::numeric AS delivery,
      row_number() OVER (PARTITION BY number ORDER BY facility) AS place
    FROM bench_sold GROUP BY part, number, facility, state, placed""",
    """CREATE TEMP TABLE bench_order ON COMMIT DROP AS
    SELECT number, state, placed, sum(goods) AS goods, sum(delivery) AS delivery,
      'LB' || to_char(placed, 'YYMM') || '-' || lpad(number::text, 6, '0') AS name,
      state NOT IN ('waiting', 'cancelled') AS is_paid
    FROM bench_part GROUP BY number, state, placed""",
    "CREATE UNIQUE INDEX ON bench_order (number)",
    "CREATE INDEX ON bench_sold (part)",
    "ANALYZE bench_sold, bench_part, bench_order",
    """INSERT INTO order_order (id, created, tracking_client_id, user_email, token,
      total_net_amount, discount_amount, language_code, shipping_price_gross_amount,
      total_gross_amount, shipping_price_net_amount, status, display_gross_prices, customer_note,
      weight, checkout_token, currency, metadata, private_metadata)
    SELECT number, placed, '', 'pembeli@bench.example', md5('pesanan' || number)::uuid,
      goods + delivery, 0, 'id', delivery, goods + delivery, delivery,
      CASE state WHEN 'done' THEN 'fulfilled' WHEN 'shipped' THEN 'fulfilled'
        WHEN 'cancelled' THEN 'canceled' ELSE 'unfulfilled' END, true, '', 0, '', %(currency)s,
      '{}', '{}' FROM bench_order""",
    """INSERT INTO order_orderline (id, product_name, product_sku, quantity,
      unit_price_net_amount, unit_price_gross_amount, is_shipping_required, order_id,
      quantity_fulfilled, variant_id, tax_rate, translated_product_name, currency,
      translated_variant_name, variant_name)
    SELECT line, name, sku, pieces, price, price, true, number,
      CASE WHEN state IN ('done', 'shipped') THEN pieces ELSE 0 END, variant, 0, '', %(currency)s,
      '', choice FROM bench_sold""",
    f"""INSERT INTO orders_shoporder (order_id, number, checkout, digest, state, user_id, name,
      email, phone, language, method, goods_total, delivery_total, discount_total, tax_total, total,
      voucher_code, placed_at, pay_by, paid_at, ended_at, cancel_cause)
    SELECT number, name, md5('keranjang' || number)::uuid, md5('dilihat' || number),
      CASE state WHEN 'done' THEN 'done' WHEN 'waiting' THEN 'unpaid'
        WHEN 'cancelled' THEN 'cancelled' ELSE 'paid' END,
      CASE WHEN number %% 100 = 0 THEN {OF_FACILITY} * {_LARGEST} + 1 END, 'Pembeli ' || number,
      'pembeli@bench.example', '+6281300' || lpad(number::text, 6, '0'), 'id', 'transfer:', goods,
      delivery, 0, 0, goods + delivery, '', placed, placed + interval '1 day',
      CASE WHEN is_paid THEN placed + interval '1 hour' END,
      CASE WHEN state IN ('done', 'cancelled') THEN placed + interval '6 days' END,
      CASE state WHEN 'cancelled' THEN 'buyer' ELSE '' END FROM bench_order""",
    """INSERT INTO orders_facilityorder (id, shop_order_id, facility_id, number, state, kind,
      service, service_name, days_min, days_max, weight, goods_total, discount_total,
      delivery_price, tax_total, placed_at, accept_by, promised_on, accepted_at, packed_at,
      handed_over_at, done_at, cancelled_at, cancel_cause, late_note, cancel_note, pickup_code,
      recipient, phone, street, village, district, regency, province, postal_code, courier_note)
    SELECT p.part, p.number, p.facility, o.name || '-' || p.place, p.state, 'courier',
      'kurir-1-reguler', 'Kurir Contoh 1 Reguler', 2, 5, p.weight, p.goods, 0, p.delivery, 0,
      p.placed, p.placed + interval '2 days', (p.placed + interval '7 days')::date,
      CASE WHEN p.state IN ('accepted', 'packed', 'shipped', 'done') THEN
        p.placed + interval '1 day' END,
      CASE WHEN p.state IN ('packed', 'shipped', 'done') THEN p.placed + interval '2 days' END,
      CASE WHEN p.state IN ('shipped', 'done') THEN p.placed + interval '3 days' END,
      CASE p.state WHEN 'done' THEN p.placed + interval '6 days' END,
      CASE p.state WHEN 'cancelled' THEN p.placed + interval '6 days' END,
      CASE p.state WHEN 'cancelled' THEN 'buyer' ELSE '' END, '', '', '',
      'Pembeli ' || p.number, '+6281300' || lpad(p.number::text, 6, '0'),
      'Jalan Emas ' || p.number || ' RT 01/02', 'Ujuna', 'Palu Barat', 'Kota Palu',
      'Sulawesi Tengah', '94221', 'Pagar hijau'
    FROM bench_part p JOIN bench_order o USING (number)""",
    """INSERT INTO orders_facilityorderline (id, facility_order_id, order_line_id, variant_id, sku,
      name, variant_name, quantity, cancelled, handed_over, unit_price, discount, tax, weight)
    SELECT line, part, line, variant, sku, name, choice, pieces,
      CASE state WHEN 'cancelled' THEN pieces ELSE 0 END,
      CASE WHEN state IN ('done', 'shipped') THEN pieces ELSE 0 END, price, 0, 0, weight
    FROM bench_sold""",
    """INSERT INTO warehouse_allocation (quantity_allocated, order_line_id, stock_id)
    SELECT o.pieces, o.line, s.id FROM (
      SELECT line, pieces, variant, sum(pieces) OVER (PARTITION BY variant ORDER BY line) AS taken
      FROM bench_sold WHERE state IN ('to_accept', 'accepted', 'packed', 'waiting')) o
    JOIN warehouse_stock s ON s.product_variant_id = o.variant AND s.quantity >= o.taken""",
)

_LEFT = (
    """INSERT INTO order_fulfillment (id, tracking_number, created, order_id, fulfillment_order,
      status, metadata, private_metadata)
    SELECT part, 'RESI' || part, placed + interval '3 days', number, place, 'fulfilled', '{}', '{}'
    FROM bench_part WHERE state IN ('done', 'shipped')""",
    """INSERT INTO order_fulfillmentline (order_line_id, quantity, fulfillment_id, stock_id)
    SELECT o.line, o.pieces, o.part, s.id
    FROM bench_sold o JOIN warehouse_stock s ON s.product_variant_id = o.variant
    WHERE o.state IN ('done', 'shipped')""",
    """INSERT INTO orders_parcel (id, facility_order_id, fulfillment_id, service_name,
      tracking_number, tracking_url, handed_over_at, delivered_at)
    SELECT part, part, part, 'Kurir Contoh 1 Reguler', 'RESI' || part,
      'https://lacak.example/?n=RESI' || part, placed + interval '3 days',
      CASE state WHEN 'done' THEN placed + interval '6 days' END
    FROM bench_part WHERE state IN ('done', 'shipped')""",
    """INSERT INTO orders_parcelline (parcel_id, line_id, quantity)
    SELECT part, line, pieces FROM bench_sold WHERE state IN ('done', 'shipped')""",
    """INSERT INTO orders_orderstep (shop_order_id, facility_order_id, facility_id, kind, at,
      actor_name, note, data)
    SELECT p.number, p.part, p.facility, step.kind, p.placed + step.days * interval '1 day',
      CASE WHEN step.days >= 1 THEN 'Petugas' ELSE '' END, '',
      CASE step.kind WHEN 'shipped' THEN jsonb_build_object('tracking', 'RESI' || p.part)
        ELSE '{}' END
    FROM bench_part p JOIN (VALUES
      ('placed', 0, '{waiting,to_accept,accepted,packed,shipped,done,cancelled}'::text[]),
      ('paid', 0.04, '{to_accept,accepted,packed,shipped,done}'),
      ('accepted', 1, '{accepted,packed,shipped,done}'), ('packed', 2, '{packed,shipped,done}'),
      ('shipped', 3, '{shipped,done}'), ('delivered', 6, '{done}'), ('cancelled', 6, '{cancelled}')
    ) step (kind, days, states) ON p.state = ANY (step.states) ORDER BY 5""",
)

_MONEY = (
    """INSERT INTO orders_paymentattempt (id, shop_order_id, provider, method, key, amount, state,
      reference, address, shown, made_at, pay_by, asked, ended_at, failure)
    SELECT number, number, 'transfer', '', md5('bayar' || number)::uuid, goods + delivery + number,
      CASE WHEN is_paid THEN 'paid' WHEN state = 'waiting' THEN 'open' ELSE 'expired' END,
      'TRF-' || number, '', '{}', placed, placed + interval '1 day', 1,
      CASE WHEN state <> 'waiting' THEN placed + interval '1 hour' END, '' FROM bench_order""",
    """INSERT INTO orders_moneymove (id, shop_order_id, attempt_id, kind, amount, provider,
      reference, at, written_at)
    SELECT number, number, number, 'captured', goods + delivery + number, 'transfer',
      'MUTASI-' || number, placed + interval '1 hour', placed + interval '1 hour'
    FROM bench_order WHERE is_paid""",
    """INSERT INTO orders_proceedsentry (facility_id, facility_order_id, line_id, move_id, share,
      amount, rule_id, month, at)
    SELECT o.facility, o.part, o.line, o.number, s.share, trunc(o.price * o.pieces * s.part / 100),
      (SELECT min(id) FROM orders_sharerule), date_trunc('month', o.placed)::date, o.placed
    FROM bench_sold o CROSS JOIN (VALUES ('premi', 50), ('pnbp', 15), ('capital', 35)) s (share,
      part) WHERE o.state NOT IN ('waiting', 'cancelled') AND o.price > 100
    UNION ALL SELECT p.facility, p.part, NULL, p.number, 'delivery', p.delivery, NULL,
      date_trunc('month', p.placed)::date, p.placed
    FROM bench_part p WHERE p.state NOT IN ('waiting', 'cancelled')""",
    """INSERT INTO orders_transferproof (attempt_id, key, media_type, sent_at, state,
      decided_name, note)
    SELECT number, 'bukti/' || md5(number::text), 'image/webp', placed, 'waiting', '', ''
    FROM bench_order WHERE state = 'waiting'""",
    """INSERT INTO orders_refund (shop_order_id, facility_order_id, attempt_id, cause, amount,
      lines, delivery, key, state, reference, made_at, asked, done_by, failure)
    SELECT p.number, p.part, p.number, 'cannot_deliver', 5000, '[]', 0,
      md5('kembali' || p.part)::uuid, 'by_hand', '', p.placed, 0, '', ''
    FROM bench_part p WHERE p.state = 'done' AND p.part %% 100 = 0""",
    """INSERT INTO orders_returnrequest (id, facility_order_id, facility_id, reason, asked_at,
      state, note, decided_name)
    SELECT part, part, facility, 'Jahitannya lepas di dua tempat.', placed + interval '7 days',
      'asked', '', '' FROM bench_part WHERE state = 'done' AND part %% 50 = 1""",
    """INSERT INTO orders_returnline (request_id, line_id, quantity)
    SELECT r.id, l.line, 1 FROM orders_returnrequest r JOIN bench_sold l ON l.part = r.id""",
    """INSERT INTO orders_reconciliation (began_at, ended_at, asked, silent, found)
    SELECT now() - n * interval '1 hour', now() - n * interval '1 hour', 40, 0, '[]'
    FROM generate_series(1, 60) n""",
    f"""WITH made AS (
      INSERT INTO account_address (first_name, last_name, company_name, street_address_1,
        street_address_2, city, city_area, postal_code, country, country_area, phone)
      SELECT 'Petugas ' || n, '', '', 'Jalan Emas ' || n || ' RT 01/02', '', 'Kota Palu',
        'Palu Barat', '94221', 'ID', 'Sulawesi Tengah', '+6281300000' || n
      FROM generate_series(100, 104) n RETURNING id
    ), placed AS (
      INSERT INTO orders_addressplace (address_id, district_id, village, courier_note)
      SELECT id, (SELECT min(code) FROM catalog_district), '', '' FROM made
    )
    INSERT INTO account_user_addresses (user_id, address_id)
    SELECT {OF_FACILITY} * {_LARGEST} + 1, id FROM made""",
)
SOLD = (*_TERMS, *_ORDERS, *_LEFT, *_MONEY)
