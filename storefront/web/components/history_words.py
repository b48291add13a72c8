"""What rows and groups are called in pages of changes, and which columns say nothing there; English
here, see the locale."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

# Columns that say nothing to people, or what another line says already.
HIDDEN = frozenset(
    {
        *("parse_result", "number_norm", "published_at", "picture_id", "facility_id", "key"),
        *("product_id", "listing_id", "certificate_id", "album_id", "slot"),
        *("review_id", "values", "digest", "values_digest", "findings"),
        *("product_variant_id", "page_id", "menu_id", "menu_item_id", "regionaloffice_id"),
    }
)
# The same for one kind of row alone.
HIDDEN_OF = {
    "officeprovince": frozenset({"province_id"}),
    "partnerprovince": frozenset({"partner_id", "province_id"}),
    "categoryenglish": frozenset({"category_id"}),
    "kinddelivery": frozenset({"kind_id"}),
    "review": frozenset(
        {
            *("submitted_at", "submitted_by_id", "submitted_name"),
            *("decided_at", "decided_by_id", "decided_name"),
        }
    ),
    "returnrequest": frozenset(
        {"facility_order_id", "refund_id", "asked_at", "decided_at", "decided_by_id"}
        | {"decided_name"}
    ),
    "suspension": frozenset({"begun_at", "begun_by", "ended_by"}),
    "recipehold": frozenset({"begun_at", "begun_by", "ended_by"}),
    "evidence": frozenset(
        {
            *("sha256", "came_as", "media_type", "size", "uploaded_at", "uploaded_by_id"),
            "uploaded_name",
        }
    ),
}
# What tells a row from others of the same thing, where that is another row.
NAMED_BY = {
    "stock": "variant_id",
    "cover": "variant_id",
    "variantenglish": "product_variant_id",
    "officeprovince": "province_id",
    "partnerprovince": "province_id",
    "menuitemenglish": "menu_item_id",
}
# Rows that are the thing itself, whose name stands above, or whose name is a line of its own.
NAMELESS = frozenset(
    {
        *("product", "productenglish", "apitoken", "regionaloffice", "province", "regency"),
        *("partner", "category", "categoryenglish", "shopsettings"),
        *("courier", "courierservice", "facilitydelivery", "kinddelivery", "packedsize"),
        *("sharerule", "taxrate", "taxpayerperiod", "transferaccount", "returnrequest"),
    }
)
# Columns of rows that hold the English words of another row.
ENGLISH = {
    "name": _("Name (English)"),
    "title": _("Title (English)"),
    "description": _("Description (English)"),
    "content_json": _("Text (English)"),
}
DAYS = frozenset({"cleared_until", "printed_expiry", "in_force_from", "in_force_until"}) | {
    *("since", "until"),
}
YEARS = frozenset({"until"})
MONEY = frozenset({"price_amount", "price_override_amount"})
PERSONAL = frozenset({"holder_name", "holder_address"})
KINDS = {
    "listing": _("Listing"),
    "product": _("Goods"),
    "variant": _("Variant"),
    "photo": _("Photo"),
    "formeraddress": _("Former address"),
    "flagship": _("Flagship"),
    "cover": _("What the paper covers"),
    "stock": _("Stock"),
    "facility": _("Facility profile"),
    "facilityalias": _("Other name"),
    "openinghours": _("Opening hours"),
    "productionunit": _("Workshop"),
    "brand": _("Brand"),
    "membership": _("Role of a person"),
    "invitation": _("Invitation"),
    "apitoken": _("API key"),
    "certificate": _("Paper"),
    "evidence": _("Scan of the paper"),
    "album": _("Album"),
    "albumphoto": _("Photo in the album"),
    "productenglish": _("English words"),
    "variantenglish": _("English words"),
    "regionaloffice": _("Regional office"),
    "officeprovince": _("Province"),
    "province": _("Province"),
    "regency": _("Kab/kota"),
    "partner": _("Partner"),
    "partnerprovince": _("Province"),
    "category": _("Kind of goods"),
    "categoryenglish": _("English words"),
    "certificatekind": _("Kind of paper"),
    "requirementrule": _("Rule of papers"),
    "goodstrait": _("Mark of goods"),
    "formerregion": _("Former code of a kab/kota"),
    "answertemplate": _("Answer of reviews"),
    "searchterm": _("Word of the search"),
    "shopsettings": _("Settings of the shop"),
    "page": _("Reading page"),
    "pageenglish": _("English words"),
    "menuitem": _("Entry of the menu"),
    "menuitemenglish": _("English words"),
    "review": _("Review"),
    "reviewanswer": _("Answer to a finding"),
    "suspension": _("Off sale"),
    "recipehold": _("Changed recipe"),
    "courier": _("Courier"),
    "courierservice": _("Service of a courier"),
    "facilitydelivery": _("What the facility offers for delivery"),
    "kinddelivery": _("How the kind may leave"),
    "packedsize": _("Size of the pack"),
    "sharerule": _("Rule of shares"),
    "taxrate": _("Rate of PPN"),
    "taxpayerperiod": _("Time as PKP"),
    "transferaccount": _("Account for transfers"),
    "returnrequest": _("Return"),
}
GROUPS = {
    "goods": _("Goods"),
    "place": _("Facility profile"),
    "papers": _("Papers"),
    "albums": _("Albums"),
    "people": _("People and keys"),
    # of the whole shop
    "facility": _("Facilities"),
    "office": _("Regional offices"),
    "province": _("Provinces"),
    "regency": _("Kab/kota"),
    "partner": _("Partners"),
    "category": _("Kinds of goods"),
    "paper_kind": _("Kinds of papers"),
    "rule": _("Rules of papers"),
    "trait": _("What goods are told by"),
    "former_region": _("Former codes of kab/kota"),
    "answer_template": _("Answers of reviews"),
    "term": _("Words of the search"),
    "page": _("Reading pages"),
    "menu": _("Menus"),
    "settings": _("Settings of the shop"),
    "courier": _("Couriers"),
    "courier_service": _("Services of couriers"),
    "share_rule": _("Shares of proceeds"),
    "tax_rate": _("Rates of PPN"),
    "taxpayer": _("Facilities that owe PPN (PKP)"),
    "transfer_account": _("Accounts for transfers"),
    "return": _("Goods sent back"),
}
VERBS = {"insert": _("added"), "update": _("changed"), "delete": _("removed"), "stock": ""}
