"""The tables of events of what officers keep for the whole shop, as pages of changes read them."""

from __future__ import annotations

from catalog.selectors.history_parts import KEYS, NAMES, last_of, named
from catalog.selectors.history_types import Name, Part, Sources

# Groups; each is one kind of thing with a page of its own.
FACILITY, OFFICE, PROVINCE, REGENCY = "facility", "office", "province", "regency"
PARTNER, KIND, TERM, PAGE, MENU = "partner", "category", "term", "page", "menu"
SETTINGS = "settings"
_ALL = "true"
_ITSELF = "e.pgh_obj_id = %(key)s::bigint"
_CODE = "e.pgh_obj_id = %(key)s"
_MENU = (
    "(SELECT i.menu_id FROM catalog_menuitemevent i WHERE i.pgh_obj_id = e.menu_item_id LIMIT 1)"
)
_OF_MENU = (
    "e.menu_item_id IN (SELECT i.pgh_obj_id FROM catalog_menuitemevent i"
    " WHERE i.menu_id = %(key)s::bigint)"
)


def _own(group: str, kind: str, table: str, one: str = _ITSELF) -> Part:
    return Part(group, kind, f"catalog_{kind}event", table, _ALL, one)


def _of(group: str, kind: str, table: str, home: str) -> Part:
    return Part(group, kind, f"catalog_{kind}event", table, _ALL, f"{home} = %(key)s::bigint", home)


PARTS = (
    _own(FACILITY, "facility", "catalog_facility"),
    _own(OFFICE, "regionaloffice", "catalog_regionaloffice"),
    _of(OFFICE, "officeprovince", "catalog_regionaloffice_provinces", "e.regionaloffice_id"),
    _own(PROVINCE, "province", "catalog_province", _CODE),
    _own(REGENCY, "regency", "catalog_regency", _CODE),
    _own(PARTNER, "partner", "catalog_partner"),
    _of(PARTNER, "partnerprovince", "catalog_partner_provinces", "e.partner_id"),
    _own(KIND, "category", "product_category"),
    _of(KIND, "categoryenglish", "product_categorytranslation", "e.category_id"),
    _own(TERM, "searchterm", "catalog_searchterm"),
    _own(PAGE, "page", "page_page"),
    _of(PAGE, "pageenglish", "page_pagetranslation", "e.page_id"),
    _own(SETTINGS, "shopsettings", "catalog_shopsettings"),
    _of(MENU, "menuitem", "menu_menuitem", "e.menu_id"),
    Part(
        MENU, "menuitemenglish", "catalog_menuitemenglishevent", "menu_menuitemtranslation",
        _ALL, _OF_MENU, _MENU,
    ),
)  # fmt: skip
_TERM = "concat_ws(' = ', phrase, nullif(means, ''))"
_NAMES = {
    **NAMES,
    "province": Name(
        "(SELECT name FROM catalog_province WHERE code = k.id)",
        "(SELECT name FROM catalog_provinceevent WHERE pgh_obj_id = k.id"
        " ORDER BY pgh_id DESC LIMIT 1)",
    ),
    "page": named("page_page", "catalog_pageevent", "title"),
    "menu": Name("(SELECT name FROM menu_menu WHERE id = k.id::bigint)"),
    "item": Name("NULL::text", last_of("catalog_menuitemevent", "name")),
    "settings": Name("NULL::text"),
    "term": named("catalog_searchterm", "catalog_searchtermevent", _TERM),
}
_KEYS = {**KEYS, "province_id": "province", "menu_item_id": "item"}
_HOMES = {
    FACILITY: ("catalog_facility", "facility"),
    OFFICE: ("catalog_regionaloffice", "office"),
    PROVINCE: ("catalog_province", "province"),
    REGENCY: ("catalog_regency", "regency"),
    PARTNER: ("catalog_partner", "partner"),
    KIND: ("product_category", "category"),
    TERM: ("catalog_searchterm", "term"),
    PAGE: ("page_page", "page"),
    MENU: ("menu_menu", "menu"),
    SETTINGS: ("catalog_shopsettings", "settings"),
}
REFERENCE = Sources(PARTS, _NAMES, _KEYS, _HOMES)
