"""The tables of events of buying, as pages of changes read them."""

from __future__ import annotations

from catalog.selectors.history_parts import ITSELF
from catalog.selectors.history_reference import KIND
from catalog.selectors.history_types import GOODS, PLACE, Name, Part, Sources

COURIER, SERVICE = "courier", "courier_service"
SHARE_RULE, TAX_RATE, TAXPAYER = "share_rule", "tax_rate", "taxpayer"
TRANSFER_ACCOUNT, RETURN = "transfer_account", "return"
_OWN = "e.facility_id = %(facility)s"
_CODE = "e.pgh_obj_id = %(key)s"
_KEY = "e.pgh_obj_id = %(key)s::bigint"
# A facility's own: what it offers, and how large its packs are.
OF_FACILITY = Sources(
    (
        Part(
            PLACE, "facilitydelivery", "orders_facilitydeliveryevent", "orders_facilitydelivery",
            "e.pgh_obj_id = %(facility)s", home="%(facility)s::text",
        ),
        Part(GOODS, "packedsize", "orders_packedsizeevent", "orders_packedsize", _OWN, ITSELF),
    )
)  # fmt: skip
# What central officers keep for the whole shop.
OF_THE_SHOP = Sources(
    (
        Part(COURIER, "courier", "orders_courierevent", "orders_courier", "true", _CODE),
        Part(
            SERVICE, "courierservice", "orders_courierserviceevent", "orders_courierservice",
            "true", _CODE,
        ),
        Part(
            KIND, "kinddelivery", "orders_kinddeliveryevent", "orders_kinddelivery",
            "true", "e.pgh_obj_id = %(key)s::bigint",
        ),
        Part(
            SHARE_RULE, "sharerule", "orders_shareruleevent", "orders_sharerule", "true", _KEY
        ),
        Part(TAX_RATE, "taxrate", "orders_taxrateevent", "orders_taxrate", "true", _KEY),
        Part(
            TAXPAYER, "taxpayerperiod", "orders_taxpayerperiodevent", "orders_taxpayerperiod",
            "true", _KEY,
        ),
        Part(
            TRANSFER_ACCOUNT, "transferaccount", "orders_transferaccountevent",
            "orders_transferaccount", "true", _KEY,
        ),
        Part(
            RETURN, "returnrequest", "orders_returnrequestevent", "orders_returnrequest",
            "true", _KEY,
        ),
    ),
    {
        COURIER: Name("(SELECT name FROM orders_courier WHERE code = k.id)", "k.id"),
        SERVICE: Name("k.id", "k.id"),
        SHARE_RULE: Name(
            "(SELECT concat_ws(', ', f.short_name, r.in_force_from) FROM orders_sharerule r"
            " LEFT JOIN catalog_facility f ON f.id = r.facility_id WHERE r.id = k.id::bigint)"
        ),
        TAX_RATE: Name(
            "(SELECT in_force_from::text FROM orders_taxrate WHERE id = k.id::bigint)"
        ),
        TAXPAYER: Name(
            "(SELECT concat_ws(', ', f.short_name, t.since) FROM orders_taxpayerperiod t"
            " JOIN catalog_facility f ON f.id = t.facility_id WHERE t.id = k.id::bigint)"
        ),
        TRANSFER_ACCOUNT: Name(
            "(SELECT concat_ws(' ', bank, number) FROM orders_transferaccount"
            " WHERE id = k.id::bigint)"
        ),
        RETURN: Name(
            "(SELECT f.number FROM orders_returnrequest r JOIN orders_facilityorder f"
            " ON f.id = r.facility_order_id WHERE r.id = k.id::bigint)"
        ),
    },
    {"courier_id": COURIER},
    {
        COURIER: ("orders_courier", COURIER),
        SERVICE: ("orders_courierservice", SERVICE),
        SHARE_RULE: ("orders_sharerule", SHARE_RULE),
        TAX_RATE: ("orders_taxrate", TAX_RATE),
        TAXPAYER: ("orders_taxpayerperiod", TAXPAYER),
        TRANSFER_ACCOUNT: ("orders_transferaccount", TRANSFER_ACCOUNT),
        RETURN: ("orders_returnrequest", RETURN),
    },
)  # fmt: skip
