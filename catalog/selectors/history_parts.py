"""The catalogue's tables of events, as pages of changes read them."""

from __future__ import annotations

from catalog.selectors.history_types import GOODS, PEOPLE, PLACE, Name, Part, Sources, Through

LISTINGS = Through(
    "listings",
    "SELECT id AS listing, product_id AS product FROM catalog_listing"
    " WHERE facility_id = %(facility)s AND id = %(key)s::bigint"
    " UNION ALL SELECT pgh_obj_id, product_id FROM catalog_listingevent"
    " WHERE facility_id = %(facility)s AND pgh_label = 'delete' AND pgh_obj_id = %(key)s::bigint",
)
VARIANTS = Through(
    "variants",
    "SELECT m.listing, v.id AS variant FROM listings m"
    " JOIN product_productvariant v ON v.product_id = m.product"
    " UNION ALL SELECT m.listing, v.pgh_obj_id FROM listings m"
    " JOIN catalog_variantevent v ON v.product_id = m.product AND v.pgh_label = 'delete'",
)
_OWN = "e.facility_id = %(facility)s"
ITSELF = f"{_OWN} AND e.pgh_obj_id = %(key)s::bigint"
# a facility's page is found by the facility alone
_PLACE = "%(facility)s::text"


def _of_listing(kind: str, table: str, key: str, listing: str = "m.listing") -> Part:
    return Part(
        GOODS, kind, f"catalog_{kind}event", table, f"{key} = {listing}",
        home="m.listing", through=LISTINGS,
    )  # fmt: skip


def _of_place(kind: str) -> Part:
    return Part(PLACE, kind, f"catalog_{kind}event", f"catalog_{kind}", _OWN, home=_PLACE)


PARTS = (
    Part(GOODS, "listing", "catalog_listingevent", "catalog_listing", _OWN, ITSELF),
    _of_listing("product", "product_product", "e.pgh_obj_id", "m.product"),
    _of_listing("productenglish", "product_producttranslation", "e.product_id", "m.product"),
    _of_listing("variant", "product_productvariant", "e.product_id", "m.product"),
    Part(
        GOODS, "variantenglish", "catalog_variantenglishevent", "product_productvarianttranslation",
        "e.product_variant_id = m.variant", home="m.listing", through=VARIANTS,
    ),
    _of_listing("formeraddress", "catalog_formeraddress", "e.listing_id"),
    Part(
        GOODS, "flagship", "catalog_flagshipevent", "catalog_flagship", _OWN,
        f"{_OWN} AND e.listing_id = %(key)s::bigint", "e.listing_id",
    ),
    Part(
        PLACE, "facility", "catalog_facilityevent", "catalog_facility",
        "e.pgh_obj_id = %(facility)s",
    ),
    *(_of_place(kind) for kind in ("facilityalias", "openinghours", "productionunit", "brand")),
    Part(PEOPLE, "membership", "catalog_membershipevent", "catalog_membership", _OWN, ITSELF),
)  # fmt: skip


def last_of(events: str, column: str) -> str:
    """SQL of what the last event of `k.id` says."""
    return (
        f"(SELECT {column} FROM {events} WHERE pgh_obj_id = k.id::bigint"
        " ORDER BY pgh_id DESC LIMIT 1)"
    )


def named(table: str, events: str, column: str = "name") -> Name:
    """What names a row of a table whose keys are numbers."""
    return Name(f"(SELECT {column} FROM {table} WHERE id = k.id::bigint)", last_of(events, column))


_PERSON = "coalesce(nullif(trim(first_name || ' ' || last_name), ''), split_part(email, '@', 1))"
NAMES = {
    "listing": Name(
        "(SELECT p.name FROM catalog_listing l JOIN product_product p ON p.id = l.product_id"
        " WHERE l.id = k.id::bigint)",
        last_of("catalog_listingevent", "slug"),
    ),
    "product": named("product_product", "catalog_productevent"),
    "variant": named(
        "product_productvariant", "catalog_variantevent", "coalesce(nullif(name, ''), sku)"
    ),
    "category": named("product_category", "catalog_categoryevent"),
    "facility": named("catalog_facility", "catalog_facilityevent", "short_name"),
    "unit": named("catalog_productionunit", "catalog_productionunitevent"),
    "brand": named("catalog_brand", "catalog_brandevent"),
    "office": named("catalog_regionaloffice", "catalog_regionalofficeevent"),
    "partner": named("catalog_partner", "catalog_partnerevent"),
    "regency": Name("(SELECT name FROM catalog_regency WHERE code = k.id)"),
    "person": named("account_user", "catalog_userevent", _PERSON),
    "member": Name(
        f"(SELECT {_PERSON} FROM catalog_membership m JOIN account_user u ON u.id = m.user_id"
        " WHERE m.id = k.id::bigint)",
    ),
}
KEYS = {
    "listing_id": "listing",
    "product_id": "product",
    "variant_id": "variant",
    "product_variant_id": "variant",
    "category_id": "category",
    "parent_id": "category",
    "facility_id": "facility",
    "unit_id": "unit",
    "brand_id": "brand",
    "office_id": "office",
    "partner_id": "partner",
    "regency_id": "regency",
    **dict.fromkeys(("user_id", "given_by_id", "ended_by_id"), "person"),
    **dict.fromkeys(("invited_by_id", "accepted_by_id"), "person"),
}
HOMES = {
    GOODS: ("catalog_listing", "listing"),
    PLACE: ("catalog_facility", "facility"),
    PEOPLE: ("catalog_membership", "member"),
}
CATALOG = Sources(PARTS, NAMES, KEYS, HOMES)
