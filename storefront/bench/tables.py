"""The tables that synthetic goods fill, as statements over `bench_facility`, `bench_listing` and
`bench_paper`, which hold the facts. Keys are the facts' own numbers.

SALEORS is for Saleor's own tables, the shop's and stock Saleor's alike; SHOPS for the shop's.
"""

from __future__ import annotations

FACTS = (
    """CREATE TEMP TABLE bench_facility (number int PRIMARY KEY, slug text, kind text, klass text,
    official_name text, short_name text, place text, regency text, office text, aliases text[],
    units int[], brand text)""",
    """CREATE TEMP TABLE bench_listing (number int PRIMARY KEY, slug text, kind text, facility int,
    name text, name_en text, description text, description_en text, price int, step int,
    weight int, variants text[], variants_en text[], stock int[], state text, delivery text,
    lead_time int, unit int, branded bool, not_halal bool, size text, composition text,
    composition_en text, flagship_slot int, age_hours int)""",
    """CREATE TEMP TABLE bench_paper (listing int, code text, number text, state text, issued int,
    expires int, verified int)""",
    "CREATE TEMP TABLE bench_unit (place int PRIMARY KEY, name text, name_en text)",
)

_RICH = """(SELECT jsonb_build_object('entityMap', '{{}}'::jsonb, 'blocks', jsonb_agg(
    jsonb_build_object('key', 'p' || part, 'text', text, 'type', 'unstyled', 'depth', 0,
      'inlineStyleRanges', '[]'::jsonb, 'entityRanges', '[]'::jsonb, 'data', '{{}}'::jsonb)
    ORDER BY part))
  FROM unnest(string_to_array({text}, E'\\n\\n')) WITH ORDINALITY parts(text, part))"""

SALEORS = (
    """INSERT INTO product_producttype (id, name, slug, has_variants, is_shipping_required,
    is_digital, weight, metadata, private_metadata)
    VALUES (1, 'Barang', 'barang', true, true, false, 0, '{}', '{}')""",
    """INSERT INTO shipping_shippingzone (id, name, countries, "default")
    SELECT 1, 'Indonesia', 'ID,US', false
    WHERE NOT EXISTS (SELECT 1 FROM shipping_shippingzone)""",
    """INSERT INTO account_address (id, first_name, last_name, company_name, street_address_1,
      street_address_2, city, city_area, postal_code, country, country_area, phone)
    SELECT number, '', '', short_name, 'Jalan Bengkel ' || number, '', initcap(place), '', '',
      'ID', '', '' FROM bench_facility""",
    """INSERT INTO warehouse_warehouse (id, name, slug, company_name, email, address_id)
    SELECT md5('bench' || number)::uuid, short_name, slug, short_name, '', number
    FROM bench_facility""",
    """INSERT INTO warehouse_warehouse_shipping_zones (warehouse_id, shippingzone_id)
    SELECT w.id, z.id FROM warehouse_warehouse w CROSS JOIN shipping_shippingzone z""",
    f"""INSERT INTO product_product (id, name, slug, description, description_json, price_amount,
      minimal_variant_price_amount, currency, publication_date, updated_at, product_type_id,
      is_published, category_id, charge_taxes, weight, metadata, private_metadata)
    SELECT l.number, l.name, l.slug, l.description, {_RICH.format(text="l.description")},
      l.price, l.price, %(currency)s, current_date - 2, now(), 1, l.state = 'published', c.id, true,
      l.weight, '{{}}', '{{}}'
    FROM bench_listing l JOIN product_category c ON c.slug = l.kind""",
    f"""INSERT INTO product_producttranslation (product_id, language_code, name, description,
      description_json, seo_title, seo_description)
    SELECT number, 'en', name_en, description_en, {_RICH.format(text="description_en")}, '', ''
    FROM bench_listing""",
    """INSERT INTO product_productvariant (id, sku, name, price_override_amount, product_id,
      track_inventory, weight, currency, metadata, private_metadata)
    SELECT 4 * l.number + v.place - 4, 'B-' || l.number || '-' || v.place, v.name,
      CASE v.place WHEN 1 THEN NULL ELSE l.price + (v.place - 1) * l.step END, l.number, true,
      l.weight, %(currency)s, '{}', '{}'
    FROM bench_listing l CROSS JOIN LATERAL unnest(l.variants) WITH ORDINALITY v(name, place)""",
    """INSERT INTO product_productvarianttranslation (language_code, name, product_variant_id)
    SELECT 'en', v.name, 4 * l.number + v.place - 4
    FROM bench_listing l CROSS JOIN LATERAL unnest(l.variants_en) WITH ORDINALITY v(name, place)""",
    """INSERT INTO warehouse_stock (product_variant_id, warehouse_id, quantity)
    SELECT 4 * l.number + s.place - 4, md5('bench' || l.facility)::uuid, s.quantity
    FROM bench_listing l CROSS JOIN LATERAL unnest(l.stock) WITH ORDINALITY s(quantity, place)""",
)

# A picture of Saleor's own: the shop has its pictures elsewhere.
PEERS = (
    """INSERT INTO product_category (id, name, slug, description, description_json, lft, rght,
      tree_id, level, background_image_alt, metadata, private_metadata)
    SELECT row_number() OVER (ORDER BY kind), initcap(kind), kind, '', '{}', 1, 2,
      row_number() OVER (ORDER BY kind), 0, '', '{}', '{}'
    FROM (SELECT DISTINCT kind FROM bench_listing) kinds""",
    """INSERT INTO product_productimage (image, ppoi, alt, sort_order, product_id)
    SELECT 'products/' || number %% 200 || '.jpg', '0.5x0.5', 'Gambar contoh', 0, number
    FROM bench_listing""",
)

SHOPS = (
    """INSERT INTO catalog_facility (id, slug, kind, klass, official_name, short_name, place,
      regency_id, office_id, address, phone, whatsapp, email, craft_line, craft_line_en, story,
      story_en, is_open, warehouse_id)
    SELECT f.number, f.slug, f.kind, f.klass, f.official_name, f.short_name, f.place, f.regency,
      o.id, 'Jalan Bengkel ' || f.number || ', ' || initcap(f.place), '', '', '',
      (SELECT string_agg(u.name, ', ' ORDER BY u.place) FROM bench_unit u
        WHERE u.place = ANY(f.units)),
      (SELECT string_agg(u.name_en, ', ' ORDER BY u.place) FROM bench_unit u
        WHERE u.place = ANY(f.units)),
      repeat('Bengkel kerja di tepi kota, dengan peralatan yang dirawat sendiri. ', 6),
      repeat('A workshop at the edge of town whose tools are cared for by its own hands. ', 6),
      true, md5('bench' || f.number)::uuid
    FROM bench_facility f JOIN catalog_regionaloffice o ON o.slug = f.office""",
    """INSERT INTO catalog_facilityalias (facility_id, name)
    SELECT number, unnest(aliases) FROM bench_facility""",
    """INSERT INTO catalog_openinghours (facility_id, weekday, opens, closes)
    SELECT number, day, '08:00', CASE day WHEN 4 THEN '11:00' ELSE '15:00' END::time
    FROM bench_facility CROSS JOIN generate_series(0, 4) day""",
    """INSERT INTO catalog_productionunit (id, facility_id, key, kind, name, name_en, skill,
      skill_en, trained, training_partner, training_partner_en, is_certified)
    SELECT 10 * f.number + u.place, f.number, 'u' || u.place, 'bimker',
      u.name || ' ' || initcap(f.place), u.name_en || ' ' || initcap(f.place), lower(u.name),
      lower(u.name_en), 5 + f.number %% 20, 'BLK setempat', 'Local vocational centre', true
    FROM bench_facility f JOIN bench_unit u ON u.place = ANY(f.units)""",
    """INSERT INTO catalog_brand (id, facility_id, slug, name)
    SELECT number, number, 'merek-' || number, brand FROM bench_facility
    WHERE brand IS NOT NULL""",
    """INSERT INTO catalog_listing (id, product_id, facility_id, unit_id, brand_id, slug, state,
      delivery, lead_time_days, net_weight_grams, is_not_halal, size, size_en, composition,
      composition_en, allergens, allergens_en, storage, storage_en, care, care_en, published_at,
      cleared_until, created_at)
    SELECT l.number, l.number, l.facility, 10 * l.facility + l.unit,
      CASE WHEN l.branded THEN l.facility END, l.slug, l.state, l.delivery, l.lead_time, l.weight,
      l.not_halal, l.size, l.size, l.composition, l.composition_en, '', '',
      'Simpan di tempat kering.', 'Keep in a dry place.', '', '',
      now() - l.age_hours * interval '1 hour', paper.until,
      now() - l.age_hours * interval '1 hour'
    FROM bench_listing l LEFT JOIN (
      SELECT listing, current_date + min(expires) AS until FROM bench_paper
      WHERE code IN ('pirt', 'bpom_md') AND state = 'verified' GROUP BY listing
    ) paper ON paper.listing = l.number""",
    """INSERT INTO catalog_flagship (listing_id, facility_id, slot, period, set_by)
    SELECT number, facility, flagship_slot,
      daterange(current_date - 30, current_date + 335), 'bench'
    FROM bench_listing WHERE flagship_slot IS NOT NULL""",
    """INSERT INTO galleries_picture (id, key, width, height, original, widths, made_at)
    SELECT n, encode(sha256(n::text::bytea), 'hex'), 1200, 1200, 'x',
      '{160,320,480,640,960,1200}', now() FROM generate_series(1, 500) n""",
    """INSERT INTO galleries_listingphoto (listing_id, picture_id, position, alt, alt_en)
    SELECT l.number, 1 + (7 * l.number + place) %% 500, place, 'Gambar contoh: ' || l.name,
      'Sample picture: ' || l.name_en
    FROM bench_listing l CROSS JOIN LATERAL generate_series(0, 1 + l.number %% 2) place""",
    """INSERT INTO galleries_album (id, facility_id, slug, title, title_en, intro, intro_en,
      is_public, made_on)
    SELECT number, number, 'di-bengkel', 'Sehari di bengkel', 'A day in the workshop',
      'Dari bahan sampai barang jadi.', 'From material to goods.', true, current_date - number
    FROM bench_facility WHERE number %% 2 = 1""",
    """INSERT INTO galleries_albumphoto (album_id, picture_id, position, caption, caption_en, alt,
      alt_en, taken_on, unit_id, is_withdrawn)
    SELECT f.number, 1 + (f.number + spot) %% 500, spot, 'Langkah ke-' || spot,
      'Step ' || spot, 'Gambar contoh: meja kerja', 'Sample picture: a workbench',
      current_date - 200 + spot, 10 * f.number + f.units[1], false
    FROM bench_facility f CROSS JOIN LATERAL generate_series(1, 6 + f.number %% 10) spot
    WHERE f.number %% 2 = 1""",
    """INSERT INTO legality_certificate (id, kind_id, scheme, facility_id, number_raw, number_norm,
      holder_name, holder_is_person, holder_address, issuer, legal_basis, issued_on, expires_on,
      state, verified_on, verified_by, parse_result, revoked_reason, public_scan, note,
      level)
    SELECT p.place, p.code, '', l.facility, p.number,
      regexp_replace(regexp_replace(upper(p.number), '[^A-Z0-9]', '', 'g'), '^PIRT', ''),
      'Koperasi ' || f.short_name, false, '', '', '', current_date + p.issued,
      current_date + p.expires, p.state, current_date + p.verified, f.office, '{}', '',
      '', '', ''
    FROM (SELECT *, row_number() OVER (ORDER BY listing, code) AS place FROM bench_paper) p
    JOIN bench_listing l ON l.number = p.listing JOIN bench_facility f ON f.number = l.facility""",
    """INSERT INTO legality_certificatecover (certificate_id, listing_id)
    SELECT row_number() OVER (ORDER BY listing, code), listing FROM bench_paper""",
)

# What is made of these rows by the functions that the triggers call, listing by listing.
MADE = (
    "catalog_card_refresh",
    "galleries_card_photo",
    "legality_card_papers",
    "catalog_search_refresh",
)
VOCABULARY = "SELECT catalog_search_count()"

# Tables whose keys were given, with the sequence that must go on behind them.
SEQUENCES = """SELECT table_name, pg_get_serial_sequence(quote_ident(table_name), column_name)
FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'id'
 AND is_identity = 'YES'"""
