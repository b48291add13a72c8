"""People, their stock book and their history, as statements over the synthetic goods' own rows.

A facility has a head and three operators, an office five people, the shop twenty-five; each piece
of goods has a year of stock changes and some changes of its own. Run where `tables` is, with all
triggers and foreign keys off; keys of people follow from those of their places.
"""

from __future__ import annotations

from typing import NamedTuple

OPERATORS = 3
OF_FACILITY, _OF_OFFICE, _OF_PARTNER, OF_SHOP = 10, 100_000, 300_000, 200_000


def head_of(facility: int) -> int:
    """The account of a facility's head; its operators' follow it."""
    return OF_FACILITY * facility + 1


def officer_of(office: int) -> int:
    """The account of one of an office's officers."""
    return _OF_OFFICE + 10 * office + 2


def editor_of(partner: int) -> int:
    """The account of a partner's editor."""
    return _OF_PARTNER + 10 * partner + 1


CENTRAL_OFFICER = OF_SHOP + 1

_PEOPLE = (
    """INSERT INTO catalog_partner (id, kind, slug, name, name_en, about, about_en)
    SELECT n, 'dewan', 'dewan-' || n, 'Dewan Kerajinan ' || n, 'Crafts Board ' || n,
      repeat('Melatih, memeriksa mutu, dan membawa barang ke pameran. ', 4),
      repeat('Trains, checks quality and brings goods to fairs. ', 4)
    FROM generate_series(1, 40) n""",
    """INSERT INTO catalog_partner_provinces (partner_id, province_id)
    SELECT n, p.code FROM generate_series(1, 40) n
    JOIN (SELECT code, row_number() OVER (ORDER BY code) AS place FROM catalog_province) p
      ON p.place IN (1 + n %% 38, 1 + (n + 7) %% 38)""",
    f"""CREATE TEMP TABLE bench_person ON COMMIT DROP AS
    SELECT {OF_FACILITY} * f.id + n AS id, f.id AS facility, NULL::bigint AS office,
      NULL::bigint AS partner, CASE n WHEN 1 THEN 'facility_head' ELSE 'facility_operator' END
        AS role, n > {1 + OPERATORS} AS is_over
    FROM catalog_facility f CROSS JOIN generate_series(1, 9) n
    UNION ALL SELECT {_OF_OFFICE} + 10 * o.id + n, NULL, o.id, NULL,
      CASE n WHEN 1 THEN 'regional_head' ELSE 'regional_officer' END, false
    FROM catalog_regionaloffice o CROSS JOIN generate_series(1, 5) n
    UNION ALL SELECT {_OF_PARTNER} + 10 * p.id + n, NULL, NULL, p.id,
      CASE n WHEN 1 THEN 'board_editor' ELSE 'board_viewer' END, false
    FROM catalog_partner p CROSS JOIN generate_series(1, 3) n
    UNION ALL SELECT {OF_SHOP} + n, NULL, NULL, NULL,
      CASE WHEN n <= 20 THEN 'central_officer' ELSE 'auditor' END, false
    FROM generate_series(1, 25) n""",
    """INSERT INTO account_user (id, is_superuser, email, is_staff, is_active, password,
      date_joined, first_name, last_name, avatar, note, metadata, private_metadata)
    SELECT id, false, 'petugas-' || id || '@bench.example', false, true, '!' || md5(id::text),
      now() - interval '500 days', 'Petugas', id::text, '', '', '{}', '{}' FROM bench_person""",
    """INSERT INTO catalog_membership (role, begins_at, ends_at, made_at, facility_id, office_id,
      partner_id, user_id)
    SELECT role, now() - interval '500 days', CASE WHEN is_over THEN now() - interval '60 days' END,
      now() - interval '500 days', facility, office, partner, id FROM bench_person""",
    f"""INSERT INTO access_invitation (email, role, digest, made_at, mailed_at, expires_at,
      facility_id, invited_by_id)
    SELECT 'baru-' || f.id || '-' || n || '@bench.example', 'facility_operator',
      sha256(('undangan' || f.id || '-' || n)::bytea), now(), now(), now() + interval '3 days',
      f.id, {OF_FACILITY} * f.id + 1 FROM catalog_facility f CROSS JOIN generate_series(1, 3) n""",
    f"""INSERT INTO access_apitoken (name, digest, tail, bound, scopes, made_at, expires_at,
      facility_id, user_id)
    SELECT 'Kasir ' || n, sha256(('kunci' || f.id || '-' || n)::bytea), 'ab' || n, sha256(
        convert_to(u.password, 'UTF8')), '{{stock.change}}', now() - interval '20 days',
      now() + interval '70 days', f.id, u.id
    FROM catalog_facility f JOIN account_user u ON u.id = {OF_FACILITY} * f.id + 1
    CROSS JOIN generate_series(1, 4) n""",
    f"""INSERT INTO catalog_sketch (key, facility_id, user_id, data, saved_at)
    SELECT md5('konsep' || f.id || '-' || n)::uuid, f.id, {OF_FACILITY} * f.id + 1,
      jsonb_build_object('typed', jsonb_build_object('name', 'Keripik baru ' || n,
        'description', repeat('Renyah dan gurih. ', 8), 'v-0-price', '15000')),
      now() - n * interval '1 day' FROM catalog_facility f CROSS JOIN generate_series(1, 4) n""",
)

# A year of each balance, from the opening to what is there now, in the order of time.
_LEDGER = (
    f"""INSERT INTO catalog_stockmove (variant_id, sku, facility_id, reason, change, balance, note,
      user_id, actor_name, at)
    SELECT variant, sku, facility, CASE step WHEN 0 THEN 'opening'
        ELSE (ARRAY['counted', 'produced', 'sold', 'damaged', 'corrected'])[1 + chance %% 5] END,
      change, balance, CASE WHEN chance %% 7 = 0 THEN 'Dihitung ulang di rak' ELSE '' END,
      CASE step WHEN 0 THEN NULL ELSE author END,
      CASE step WHEN 0 THEN '' ELSE 'Petugas ' || author END, at
    FROM (
      SELECT variant, sku, facility, step, chance, balance,
        balance - coalesce(lag(balance) OVER (PARTITION BY variant ORDER BY step), 0) AS change,
        {OF_FACILITY} * facility + 2 + chance %% {OPERATORS} AS author,
        now() - (steps - step) * interval '33 days' - chance %% 40000 * interval '1 minute' AS at
      FROM (
        SELECT v.id AS variant, v.sku, l.facility_id AS facility, step, steps, chance,
          s.quantity + CASE step WHEN steps THEN 0 ELSE chance %% 30 END AS balance
        FROM warehouse_stock s JOIN product_productvariant v ON v.id = s.product_variant_id
        JOIN catalog_listing l ON l.product_id = v.product_id
        CROSS JOIN LATERAL (SELECT 4 + (hashint4(v.id) & 2147483647) %% 13 AS steps) AS taken
        CROSS JOIN LATERAL generate_series(0, steps) step
        CROSS JOIN LATERAL (SELECT hashint8(31::bigint * v.id + step) & 2147483647 AS chance)
          AS drawn
      ) balances
    ) moves WHERE step = 0 OR change <> 0 ORDER BY at""",
    f"""INSERT INTO catalog_stocksave (key, changes, reason, note, actor_name, at, facility_id,
      user_id)
    SELECT sha256(('simpan' || facility_id || '-' || form)::bytea), jsonb_agg(jsonb_build_object(
        'variant', variant_id, 'name', sku, 'price', NULL, 'move', id,
        'stock', jsonb_build_array(balance - change, balance))), 'counted', '',
      'Petugas', max(at), facility_id, {OF_FACILITY} * facility_id + 2
    FROM (SELECT *, (row_number() OVER (PARTITION BY facility_id ORDER BY id DESC) - 1) / 8 AS form
      FROM catalog_stockmove WHERE reason <> 'opening') late
    WHERE form < 20 GROUP BY facility_id, form ORDER BY max(at)""",
)


class _Kept(NamedTuple):
    """A table with history. facility, home: whose a row of its events `e` is, and with what it is
    shown; times: how often each row changed; to: what of it, as arguments of jsonb_build_object
    over `e` and the change `c`."""

    table: str
    events: str
    facility: str = "e.facility_id"
    times: int = 0
    to: str = ""
    home: str = "e.pgh_obj_id"

    @property
    def kind(self) -> str:
        """As the shop's entries of events have it."""
        name = self.events.partition("_")[2].removesuffix("event")
        return {"listingphoto": "photo"}.get(name, name)


# Goods have the number of their product.
_OF_PRODUCT = "(SELECT facility_id FROM catalog_listing WHERE product_id = e.{})"
_KEPT = (
    _Kept(
        "product_product", "catalog_productevent", _OF_PRODUCT.format("pgh_obj_id"), 3,
        "'price_amount', e.price_amount + 500 * c.time",
    ),
    _Kept(
        "product_productvariant", "catalog_variantevent", _OF_PRODUCT.format("product_id"), 1,
        "'weight', e.weight + 10 * c.time", "e.product_id",
    ),
    _Kept(
        "catalog_listing", "catalog_listingevent", times=2,
        to="'composition', e.composition || ', ' || c.time",
    ),
    _Kept(
        "galleries_listingphoto", "galleries_listingphotoevent",
        "(SELECT facility_id FROM catalog_listing WHERE id = e.listing_id)", 1,
        "'alt', 'Tampak depan: ' || e.alt", "e.listing_id",
    ),
    _Kept(
        "catalog_facility", "catalog_facilityevent", "e.pgh_obj_id", 8,
        "'phone', '+6281200' || c.number %% 100000",
    ),
    _Kept(
        "catalog_openinghours", "catalog_openinghoursevent", times=2, to="'opens', '09:00'",
        home="e.facility_id",
    ),
    _Kept("catalog_membership", "catalog_membershipevent", times=1, to="'begins_at', now()"),
    _Kept(
        "legality_certificate", "legality_certificateevent", times=1,
        to="'verified_by', 'Petugas ' || c.author",
    ),
    _Kept("galleries_album", "galleries_albumevent", times=3, to="'title', e.title || c.time"),
    *(_Kept(f"catalog_{name}", f"catalog_{name}event") for name in (
        "facilityalias", "productionunit", "brand", "flagship", "partner",
    )),
    _Kept(
        "product_producttranslation", "catalog_productenglishevent",
        _OF_PRODUCT.format("product_id"), 1, "'name', 'Best ' || e.name", "e.product_id",
    ),
    _Kept("product_productvarianttranslation", "catalog_variantenglishevent"),
    _Kept("catalog_partner_provinces", "catalog_partnerprovinceevent"),
    *(_Kept(f"access_{name}", f"access_{name}event") for name in ("invitation", "apitoken")),
    _Kept("account_user", "catalog_userevent"),
    _Kept("legality_certificatecover", "legality_certificatecoverevent"),
    _Kept("galleries_albumphoto", "galleries_albumphotoevent"),
)  # fmt: skip


def _drawn(kept: _Kept) -> str:
    """When each of its rows changed and by whom; `number` comes later, with that of all tables."""
    return f"""SELECT '{kept.events}' AS events, e.pgh_obj_id::bigint AS key, time,
      {kept.facility} AS facility, '{kept.kind}' AS kind, {kept.home} AS home,
      now() - (hashint8(97::bigint * e.pgh_obj_id + time) & 2147483647) %% 500000
        * interval '1 minute' AS at
    FROM {kept.events} e CROSS JOIN generate_series(1, {kept.times}) time"""


def _written(kept: _Kept) -> str:
    """The events of its changes: its first row with what changed."""
    return f"""INSERT INTO {kept.events} SELECT made.* FROM bench_change c
    JOIN {kept.events} e ON e.pgh_obj_id = c.key AND e.pgh_label = 'first'
    CROSS JOIN LATERAL jsonb_populate_record(e, jsonb_build_object('pgh_id', c.number,
      'pgh_created_at', c.at, 'pgh_label', 'update', 'pgh_context', c.context, {kept.to})) made
    WHERE c.events = '{kept.events}' ORDER BY c.number"""


_CHANGED = tuple(kept for kept in _KEPT if kept.times)
_HISTORY = (
    *(f"SELECT catalog_history_begin('{kept.table}', '{kept.events}')" for kept in _KEPT),
    f"""CREATE TEMP TABLE bench_change ON COMMIT DROP AS
    SELECT *, jsonb_build_object('user', author, 'name', 'Petugas ' || author, 'role',
        'facility_operator', 'address', '192.0.2.7', 'request', 'bench-' || number) AS context
    FROM (SELECT nextval('catalog_history_id') AS number, events, key, time, at, facility, kind,
        home,
        {OF_FACILITY} * facility + 2 + key %% {OPERATORS} AS author
      FROM ({" UNION ALL ".join(map(_drawn, _CHANGED))} ORDER BY at) drawn
      WHERE facility IS NOT NULL) numbered""",
    "CREATE INDEX ON bench_change (events, key)",
    "ANALYZE bench_change",
    *map(_written, _CHANGED),
    """INSERT INTO catalog_historyentry (number, facility_id, kind, home, person)
    SELECT number, facility, kind, home, author FROM bench_change ORDER BY number""",
    """INSERT INTO catalog_auditentry (at, actor_role, actor_name, action, subject_table,
      subject_id, detail, address, request_id)
    SELECT c.at, 'facility_operator', c.context ->> 'name', 'listing.changed', 'catalog_listing',
      c.key::text, '{"fields": ["composition"]}', '192.0.2.7', 'bench-' || c.number
    FROM bench_change c WHERE c.events IN ('catalog_listingevent', 'catalog_productevent')
    ORDER BY c.at""",
    """INSERT INTO catalog_auditentry (at, actor_role, actor_name, action, subject_table,
      subject_id, detail, address, request_id)
    SELECT c.at, 'facility_head', c.context ->> 'name', 'facility.changed', 'catalog_facility',
      c.key::text, '{"fields": ["phone"]}', '192.0.2.7', 'bench-' || c.number
    FROM bench_change c WHERE c.events = 'catalog_facilityevent' ORDER BY c.at""",
)

# What waits for the offices, and what is held back.
_OFFICES = (
    "UPDATE catalog_listing SET state = 'submitted' WHERE state = 'draft' AND id %% 3 = 0",
    """INSERT INTO legality_review (listing_id, facility_id, submitted_at, submitted_name, values,
      digest, findings, state, note, decided_name)
    SELECT id, facility_id, now() - id %% 30 * interval '1 day', 'Petugas', '{}', '', '[]',
      'waiting', '', '' FROM catalog_listing WHERE state = 'submitted'""",
    """INSERT INTO legality_suspension (listing_id, facility_id, cause, reason, begun_at, begun_by,
      ended_by, values_digest)
    SELECT id, facility_id, 'officer', 'Label belum sesuai.', now(), 'Petugas', '', ''
    FROM catalog_listing WHERE state = 'suspended'""",
)
INSIDERS = (*_PEOPLE, *_LEDGER, *_HISTORY, *_OFFICES)
