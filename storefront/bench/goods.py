"""N synthetic listings, shaped like real ones: a few large facilities and kinds, many small.

Written by set-based SQL with the card triggers off, then every card is made at once by the same
function that the triggers call, so that what is measured is what the shop would have.
"""

from __future__ import annotations

import psycopg

FACILITIES = 500
TRIGGER_TABLES = (
    "catalog_listing",
    "product_product",
    "product_productvariant",
    "product_producttranslation",
    "warehouse_stock",
)

# A number between 0 and 1 that is skewed towards 0, the same at every run.
_SKEWED = "power(abs(hashint4(n * 7919 + {salt})::bigint) / 2147483648.0, 2.2)"

_FACILITIES = """
INSERT INTO account_address (first_name, last_name, company_name, street_address_1,
  street_address_2, city, city_area, postal_code, country, country_area, phone)
SELECT '', '', 'Lapas ' || n, 'Jalan ' || n, '', 'Kota', '', '', 'ID', '', ''
FROM generate_series(1, %(facilities)s) n;

INSERT INTO warehouse_warehouse (id, name, slug, company_name, email, address_id)
SELECT gen_random_uuid(), company_name, 'lapas-' || row_number() OVER (ORDER BY id),
  company_name, '', id FROM account_address;

INSERT INTO catalog_facility (slug, kind, klass, official_name, short_name, place, regency_id,
  office_id, address, phone, whatsapp, email, craft_line, craft_line_en, story, story_en, is_open,
  warehouse_id)
SELECT w.slug, 'lapas', 'IIA', 'Lembaga Pemasyarakatan Kelas IIA ' || w.slug, 'Lapas ' || w.slug,
  w.slug, regency.code, office.id, 'Jalan Contoh', '', '', '', 'Camilan dan mebel',
  'Snacks and furniture', repeat('Bengkel kerja di tepi kota. ', 12),
  repeat('A workshop at the edge of town. ', 12), true, w.id
FROM (SELECT *, row_number() OVER (ORDER BY slug) AS n FROM warehouse_warehouse) w
JOIN (SELECT code, row_number() OVER (ORDER BY hashtext(code)) AS n FROM catalog_regency) regency
  ON regency.n = w.n
CROSS JOIN (SELECT min(id) AS id FROM catalog_regionaloffice) office;
"""

_GOODS = f"""
INSERT INTO product_producttype (name, slug, has_variants, is_shipping_required, is_digital, weight,
  metadata, private_metadata) VALUES ('Barang', 'barang', true, true, false, 0, '{{}}', '{{}}');

CREATE TEMP TABLE goods AS SELECT n,
  (SELECT array_agg(id ORDER BY id) FROM product_category) AS kinds,
  (SELECT array_agg(id ORDER BY id) FROM catalog_facility) AS facilities,
  {_SKEWED.format(salt=1)} AS kind_at, {_SKEWED.format(salt=2)} AS facility_at,
  1000 * (3 + abs(hashint4(n)) %% 400) AS price,
  initcap((ARRAY['keripik','batik','kursi','tas','sambal','roti','meja','sarung','kopi','sandal',
    'tempe','rak','kaus','gitar','sabun','keset'])[1 + abs(hashint4(n + 11)) %% 16] || ' ' ||
    (ARRAY['pisang','kawung','rotan','kulit','bawang','gandum','jati','tenun','robusta','kayu',
    'kedelai','besi','sablon','mahoni','sereh','sabut'])[1 + abs(hashint4(n + 13)) %% 16]) AS name
FROM generate_series(1, %(listings)s) n;

INSERT INTO product_product (name, slug, description, description_json, price_amount,
  minimal_variant_price_amount, currency, publication_date, updated_at, product_type_id,
  is_published, category_id, charge_taxes, weight, metadata, private_metadata)
SELECT name, 'barang-' || n, repeat('Dibuat di bengkel kerja dari bahan pilihan. ', 6), '{{}}',
  price, price, 'IDR', current_date, now(), (SELECT id FROM product_producttype LIMIT 1), true,
  kinds[1 + floor(kind_at * array_length(kinds, 1))::int], true, 500, '{{}}', '{{}}'
FROM goods;

INSERT INTO product_producttranslation (product_id, language_code, name, description,
  description_json, seo_title, seo_description)
SELECT id, 'en', name || ' (en)', description, '{{}}', '', '' FROM product_product;

INSERT INTO product_productvariant (sku, name, price_override_amount, product_id,
  track_inventory, weight, currency, metadata, private_metadata)
SELECT 'B-' || p.id || '-' || v, 'Pilihan ' || v, CASE v WHEN 1 THEN NULL ELSE p.price_amount + 5000
  END, p.id, true, 500, 'IDR', '{{}}', '{{}}'
FROM product_product p CROSS JOIN LATERAL generate_series(1, 1 + (p.id %% 2)) v;

INSERT INTO catalog_listing (product_id, facility_id, slug, state, delivery, lead_time_days,
  is_not_halal, size, size_en, composition, composition_en, allergens, allergens_en, storage,
  storage_en, care, care_en, published_at, created_at)
SELECT p.id, g.facilities[1 + floor(g.facility_at * array_length(g.facilities, 1))::int], p.slug,
  'published', CASE g.n %% 9 WHEN 0 THEN 'pickup' WHEN 1 THEN 'local_courier' ELSE 'parcel' END,
  CASE WHEN g.n %% 11 = 0 THEN 14 END, false, '20 x 30 cm', '20 x 30 cm', 'Bahan lokal',
  'Local materials', '', '', 'Simpan kering', 'Keep dry', '', '', now() - g.n * interval '1 hour',
  now()
FROM goods g JOIN product_product p ON p.slug = 'barang-' || g.n;

INSERT INTO warehouse_stock (product_variant_id, warehouse_id, quantity)
SELECT v.id, f.warehouse_id, abs(hashint4(v.id)) %% 40
FROM product_productvariant v JOIN catalog_listing l ON l.product_id = v.product_id
JOIN catalog_facility f ON f.id = l.facility_id;
"""

_CARDS = """
SELECT catalog_card_refresh(array_agg(id)) FROM catalog_listing;

INSERT INTO galleries_picture (key, width, height, original, widths, made_at)
SELECT encode(sha256(n::text::bytea), 'hex'), 1200, 1200, 'x', '{160,320,480,640,960,1200}', now()
FROM generate_series(1, 200) n;

INSERT INTO galleries_listingphoto (listing_id, picture_id, position, alt, alt_en)
SELECT l.id, (SELECT min(id) FROM galleries_picture) + (l.id + place) % 200, place,
  'Gambar contoh barang', 'Sample picture of goods'
FROM catalog_listing l CROSS JOIN generate_series(0, 1) place;

UPDATE catalog_card c SET photo_key = p.key, photo_width = 1200, photo_height = 1200,
  photo_alt = 'Gambar contoh barang', photo_alt_en = 'Sample picture of goods',
  photo_widths = '{160,320,480,640,960,1200}'
FROM galleries_listingphoto lp JOIN galleries_picture p ON p.id = lp.picture_id
WHERE lp.listing_id = c.listing_id AND lp.position = 0;

INSERT INTO legality_certificate (kind_id, scheme, facility_id, number_raw, number_norm,
  holder_name, holder_is_person, holder_address, issuer, legal_basis, issued_on, expires_on,
  state, verified_on, verified_by, parse_result)
SELECT kind, '', c.facility_id, 'CONTOH-' || kind || c.listing_id,
  'CONTOH' || upper(kind) || c.listing_id, 'Koperasi', false, '', '', '', current_date - 100,
  current_date + 900, 'verified', current_date - 10, 'kanwil', '{}'
FROM catalog_card c CROSS JOIN (VALUES ('pirt', 3), ('halal', 2), ('merek', 5)) k(kind, share)
WHERE c.listing_id % k.share = 0;

INSERT INTO legality_certificatecover (certificate_id, listing_id)
SELECT id, substring(number_norm FROM '[0-9]+$')::bigint FROM legality_certificate;

INSERT INTO catalog_cardpaper (card_id, code, until)
SELECT v.listing_id, c.kind_id, c.expires_on
FROM legality_certificate c JOIN legality_certificatecover v ON v.certificate_id = c.id;

UPDATE catalog_card c SET papers = given.papers FROM (
  SELECT v.listing_id, jsonb_agg(jsonb_build_object('code', k.code, 'short', k.short, 'short_en',
    k.short_en, 'until', c.expires_on) ORDER BY k.position) AS papers
  FROM legality_certificate c JOIN legality_certificatecover v ON v.certificate_id = c.id
  JOIN legality_certificatekind k ON k.code = c.kind_id GROUP BY v.listing_id) given
WHERE given.listing_id = c.listing_id;
"""


def goods_load(owner: psycopg.Connection, listings: int) -> None:
    """Fill a migrated database that holds reference data and nothing else."""
    numbers = {"listings": listings, "facilities": min(FACILITIES, max(10, listings // 4))}
    with owner.transaction():
        _triggers(owner, "DISABLE")
        for script in (_FACILITIES, _GOODS):
            for statement in script.split(";\n"):
                if statement.strip():
                    owner.execute(statement, numbers)
        for statement in _CARDS.split(";\n"):
            if statement.strip():
                owner.execute(statement)
        # a table with checks still to be made cannot be altered
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _triggers(owner, "ENABLE")
    owner.execute("VACUUM ANALYZE")


def _triggers(owner: psycopg.Connection, word: str) -> None:
    for table in TRIGGER_TABLES:
        owner.execute(f"ALTER TABLE {table} {word} TRIGGER catalog_card_true")
