"""Where Saleor 2.10 has a type, field or argument, ours is the same; what is left out is named.

A field of Saleor's that is neither here nor in LEFT_OUT fails, so nothing is forgotten; so does a
field of ours on one of Saleor's types that is not in OWN.
"""

from __future__ import annotations

from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
)

from catalog.errors import ErrorCode
from storefront.graphql.checkout_errors import OWN_CODES
from storefront.graphql.schema import BUYERS, schema

# Of a type that we have: what a visitor has no business with, or what the shop does not do.
INSIDE = {
    "privateMetadata", "privateMeta", "basePrice", "purchaseCost", "margin", "priceOverride",
    "costPrice", "quantity", "quantityAllocated", "quantityOrdered", "revenue", "stocks",
    "availableAttributes", "valueRequired", "visibleInStorefront", "filterableInStorefront",
    "filterableInDashboard", "availableInGrid", "storefrontSearchPosition", "permissions",
    "authorizationKeys", "companyAddress", "customerSetPasswordUrl",
    "staffNotificationRecipients", "defaultMailSenderName", "defaultMailSenderAddress",
    "trackInventoryByDefault", "geolocalization",
}  # fmt: skip
NOT_DONE = {
    "taxType", "taxRate", "vat", "digitalContent", "automaticFulfillmentDigitalProducts",
    "defaultDigitalMaxDownloads", "defaultDigitalUrlValidDays", "phonePrefixes", "giftCards",
    "digitalContentUrl", "storedPaymentSources",
}  # fmt: skip
LEFT_OUT = INSIDE | NOT_DONE
INPUTS = ("ProductCreateInput", "ProductInput", "ProductVariantCreateInput", "ProductVariantInput")
CHECKOUT_PAYLOADS = (
    "CheckoutCreate", "CheckoutLinesAdd", "CheckoutLinesUpdate", "CheckoutLineDelete",
    "CheckoutEmailUpdate", "CheckoutShippingAddressUpdate", "CheckoutBillingAddressUpdate",
    "CheckoutShippingMethodUpdate", "CheckoutAddPromoCode", "CheckoutRemovePromoCode",
    "CheckoutComplete",
)  # fmt: skip
PAYLOADS = ("ProductCreate", "ProductUpdate", "ProductVariantCreate", "ProductVariantUpdate")
# Whoever keeps goods reads them in every state: the fields are of other types than buyers' are.
OTHER_TYPES = {
    ("ProductCreate", "product"), ("ProductUpdate", "product"),
    ("ProductVariantCreate", "productVariant"), ("ProductVariantUpdate", "productVariant"),
}  # fmt: skip
# Of mutations, and none of them has to be given.
OWN_ARGUMENTS = {
    "idempotencyKey", "languageCode", "mayWithdraw", "facilityId", "gateway", "digest", "terms",
}  # fmt: skip
# Of queries: an order's token alone is Saleor's whole key, and only half of ours.
OWN_QUESTIONS = {"orderByToken": {"email"}}
MORE_VALUES = {
    "ProductErrorCode": {code.value for code in ErrorCode},
    "CheckoutErrorCode": OWN_CODES,
}
# Narrower than the name alone: these are left out of one type and there in others.
# Of inputs: the kind of every product is the same; a facility has one stock row a variant; prices
# and weights of goods are their variants'; goods come before buyers by productSubmit alone.
_NOT_SAID = {
    "attributes", "publicationDate", "chargeTaxes", "collections", "descriptionJson",
    "isPublished", "taxCode", "seo", "weight", "sku", "trackInventory", "stocks", "productType",
    "costPrice",
}  # fmt: skip
# Left out of most types, and here in these: what a buyer has, visitors' types have not.
HERE = {
    "Checkout": {"quantity"}, "CheckoutLine": {"quantity"}, "OrderLine": {"quantity", "taxRate"},
    "FulfillmentLine": {"quantity"}, "OrderEvent": {"quantity"},
}  # fmt: skip
LEFT_OUT_OF = {
    ("Shop", "availablePaymentGateways"),
    ("AttributeValue", "inputType"),
    ("ProductFilterInput", "stocks"),
    ("ProductInput", "basePrice"),
    ("ProductInput", "slug"),
    *((kind, field) for kind in INPUTS for field in _NOT_SAID),
    # what people of the shop do and see; and what an order of several facilities has several of
    *(
        ("Order", field)
        for field in (
            "actions",
            "availableShippingMethods",
            "canFinalize",
            "weight",
        )
    ),
    ("Fulfillment", "warehouse"),
    # what the provider and people of the shop know of it, and whose it was
    *(
        ("Payment", field)
        for field in (
            "checkout",
            "billingEmail",
            "customerIpAddress",
            "extraData",
            "actions",
            "billingAddress",
            "transactions",
            "availableCaptureAmount",
            "availableRefundAmount",
            "creditCard",
        )
    ),
    *(
        ("OrderEvent", field)
        for field in (
            "user",
            "email",
            "emailType",
            "paymentId",
            "paymentGateway",
            "composedId",
            "oversoldItems",
            "lines",
            "warehouse",
        )
    ),
    *(
        ("Voucher", field)
        for field in (
            "usageLimit",
            "used",
            "categories",
            "collections",
            "products",
            "countries",
            "translation",
        )
    ),
    ("ShippingMethod", "translation"),
    *(
        ("User", field)
        for field in (
            "note",
            "userPermissions",
            "permissionGroups",
            "editableGroups",
            "avatar",
            "events",
        )
    ),
    *((kind, "errors") for kind in CHECKOUT_PAYLOADS),
    *((kind, "errors") for kind in PAYLOADS),  # which Saleor itself was to take away in 2020
}
# Whole queries: other persons, lists of orders, payments, the shop's inside.
QUERIES_LEFT_OUT = {
    "webhook", "webhooks", "webhookEvents", "webhookSamplePayload", "warehouse", "warehouses",
    "translations", "translation", "stock", "stocks", "shippingZone", "shippingZones",
    "digitalContent", "digitalContents", "reportProductSales", "payment", "payments",
    "homepageEvents", "order", "orders", "draftOrders", "ordersTotal", "giftCard",
    "giftCards", "plugin", "plugins", "sale", "sales", "voucher", "vouchers", "taxTypes",
    "checkouts", "checkoutLine", "checkoutLines", "apps", "app",
    "addressValidationRules", "address", "customers", "permissionGroups", "permissionGroup",
    "staffUsers", "serviceAccounts", "serviceAccount", "user", "_entities", "_service",
}  # fmt: skip
FACTS = {
    "nameEn", "descriptionEn", "unit", "delivery", "leadTimeDays", "buyerLimit", "netWeightGrams",
    "bestBeforeDays", "notHalal", "adultsOnly", "size", "sizeEn", "composition", "compositionEn",
    "allergens", "allergensEn", "storage", "storageEn", "care", "careEn",
}  # fmt: skip
OWN = {
    "Product": {
        "facility", "certificates", "flagship", "delivery", "leadTimeDays", "notHalal", "facts",
        "legality",
    },
    "ProductFilterInput": {
        "facilities", "provinces", "regionalOffices", "certificates", "flagship", "shippable",
        "madeToOrder",
    },
    "Query": {
        "facilities", "facility", "regionalOffices", "provinces", "certificate", "galleries",
        "gallery", "myFacilities", "myProducts", "myProduct", "myReview", "districts",
    },
    "Address": {"districtCode", "village", "courierNote"},
    "AddressInput": {"districtCode", "village", "courierNote"},
    "Checkout": {"parts", "changes", "changesDigest", "digest", "problems"},
    "CheckoutComplete": {"payment"},
    "Fulfillment": {"service", "trackingUrl", "deliveredAt"},
    "Order": {"parts", "payBy", "shippingMethods"},
    "OrderLine": {"discount", "totalPrice"},
    "ShippingMethod": {
        "facilityId", "facilityName", "kind", "daysMin", "daysMax", "arrivesFrom", "arrivesTo",
        "goodsDiscount", "note",
    },
    "Mutation": {
        "productSubmit", "productWithdraw", "productArchive", "stockMove", "stockMoveUndo",
        "productReview", "recipeConfirm", "certificateRevoke", "checkoutChangesAccept",
    },
    "ProductVariantCreate": {"product"},
    "ProductVariantUpdate": {"product"},
    "ProductVariantInput": {"name", "nameEn", "weightGrams"},
    "ProductVariantCreateInput": {"name", "nameEn", "weightGrams", "stock"},
    "ProductInput": FACTS,
    "ProductCreateInput": FACTS | {"facility", "weightGrams", "stock"},
}  # fmt: skip
OWN_TYPES = {
    "Certificate", "CertificateKind", "CertificateStateEnum", "DeliveryEnum", "Facility",
    "FacilityCountableConnection", "FacilityCountableEdge",
    "FacilityFilterInput", "FacilityKindEnum", "Gallery", "GalleryCountableConnection",
    "GalleryCountableEdge", "GalleryPhoto", "OpeningHours",
    "ProductFacts", "ProductionUnit", "Province", "Regency", "RegionalOffice",
    "Finding", "ListingStateEnum", "MyFacility", "MyFacilityCountableConnection",
    "MyFacilityCountableEdge", "MyProduct", "MyProductCountableConnection",
    "MyProductCountableEdge", "MyProductFilterInput", "MyProductVariant", "ProductArchive",
    "ProductSubmit", "ProductWithdraw", "StockEntry", "StockMove", "StockMoveInput",
    "StockMoveUndo", "StockReasonEnum",
    "CertificateRevoke", "Legality", "LegalityFinding", "LegalityRequirement", "LegalNeedEnum",
    "MyCertificate", "MyCertificateStateEnum", "MyReview", "ProductReview", "RecipeConfirm",
    "ReviewChange", "ReviewDecisionEnum", "ReviewNote", "ReviewNoteInput", "ReviewStateEnum",
    "ReviewToDecide",
    "CheckoutChange", "CheckoutChangesAccept", "CheckoutPart", "DeliveryKindEnum", "District",
    "OrderPart", "OrderPartStateEnum", "OrderPayment",
}  # fmt: skip

FIELDED = (GraphQLObjectType, GraphQLInputObjectType, GraphQLInterfaceType)


def _types(of: GraphQLSchema) -> dict[str, Any]:
    return {name: kind for name, kind in of.get_type_map().items() if not name.startswith("__")}


OURS = _types(schema)
SHARED = sorted(set(OURS) - OWN_TYPES)
SHARED_FIELDED = [name for name in SHARED if isinstance(OURS[name], FIELDED)]


def _left_out(name: str) -> set[str]:
    if name == "Query":
        return QUERIES_LEFT_OUT
    of_it = {field for kind, field in LEFT_OUT_OF if kind == name}
    # an input may name what cannot be seen: Saleor's clients filter by it
    return (
        of_it
        if isinstance(OURS[name], GraphQLInputObjectType)
        else (of_it | LEFT_OUT) - HERE.get(name, set())
    )


@pytest.mark.parametrize("name", SHARED)
def test_a_type_is_saleors_or_is_known_to_be_ours(saleor_schema: GraphQLSchema, name: str) -> None:
    theirs = _types(saleor_schema).get(name)
    assert theirs is not None, f"{name} is not Saleor's: name it in OWN_TYPES"
    kinds = [type(one).__mro__ for one in (OURS[name], theirs)]
    assert kinds[1][0] in kinds[0]  # graphene's types are subclasses of the library's


@pytest.mark.parametrize("name", SHARED_FIELDED)
def test_every_field_of_saleors_is_here_or_left_out_on_purpose(
    saleor_schema: GraphQLSchema, name: str
) -> None:
    theirs, ours = set(_types(saleor_schema)[name].fields), set(OURS[name].fields)
    if name == "Mutation":  # of Saleor's two hundred only those of one's own goods
        theirs &= ours
    assert theirs - ours <= _left_out(name)
    assert ours - theirs == OWN.get(name, set())
    assert not ours & _left_out(name)


@pytest.mark.parametrize("name", SHARED_FIELDED)
def test_a_shared_field_has_saleors_type_and_arguments(
    saleor_schema: GraphQLSchema, name: str
) -> None:
    theirs = _types(saleor_schema)[name].fields
    for field, ours in OURS[name].fields.items():
        if field in theirs:
            is_other = (name, field) in OTHER_TYPES
            assert (str(ours.type) == str(theirs[field].type)) is not is_other, f"{name}.{field}"
            for argument, given in getattr(theirs[field], "args", {}).items():
                assert str(ours.args[argument].type) == str(given.type), f"{name}.{field}"
            for argument in (
                set(getattr(ours, "args", {}))
                - set(getattr(theirs[field], "args", {}))
                - (OWN_ARGUMENTS if name == "Mutation" else set())
                - (OWN_QUESTIONS.get(field, set()) if name == "Query" else set())
            ):
                pytest.fail(f"{name}.{field}({argument}:) is not Saleor's")


@pytest.mark.parametrize("name", [one for one in SHARED if isinstance(OURS[one], GraphQLEnumType)])
def test_an_enumeration_has_saleors_values(saleor_schema: GraphQLSchema, name: str) -> None:
    theirs = _types(saleor_schema)[name]
    more = MORE_VALUES.get(name, set())
    ours = {one.name for one in OURS[name].values}
    assert {one.name for one in theirs.values} | more == ours


@pytest.mark.parametrize("name", SHARED_FIELDED)
def test_a_type_has_saleors_interfaces(saleor_schema: GraphQLSchema, name: str) -> None:
    theirs = _types(saleor_schema)[name]
    assert {one.name for one in getattr(OURS[name], "interfaces", ())} == {
        one.name for one in getattr(theirs, "interfaces", ())
    }


def test_what_is_left_out_is_still_in_saleor(saleor_schema: GraphQLSchema) -> None:
    theirs = _types(saleor_schema)
    known = {field for name in SHARED_FIELDED for field in theirs[name].fields}
    assert known >= LEFT_OUT
    assert set(theirs["Query"].fields) >= QUERIES_LEFT_OUT


def test_types_that_speak_of_persons_and_orders_are_reached_by_a_key_alone() -> None:
    """From the top they are come to by buyers' fields and mutations, and by nothing else."""
    words = ("user", "customer", "order", "checkout", "payment", "webhook", "staff", "permission",
             "address", "voucher", "giftcard", "warehouse", "app", "token")  # fmt: skip
    harmless = {"ProductOrder", "ProductOrderField", "OrderDirection"}
    personal = {name for name in OURS if any(word in name.lower() for word in words)} - harmless
    tops = {
        **schema.get_query_type().fields, **schema.get_mutation_type().fields,
    }  # fmt: skip
    for name, field in tops.items():
        reached = _reached(field.type)
        assert name in BUYERS or not reached & personal, (name, reached & personal)


def _reached(kind: Any) -> set[str]:
    """The names of all types below a field's."""
    found: set[str] = set()
    waiting = [kind]
    while waiting:
        one = waiting.pop()
        while hasattr(one, "of_type"):
            one = one.of_type
        if one.name not in found:
            found.add(one.name)
            waiting += [field.type for field in getattr(one, "fields", {}).values()]
    return found


def test_nothing_is_deleted_and_nothing_can_be_subscribed_to() -> None:
    mutations = set(schema.get_mutation_type().fields)
    assert mutations == {
        "productCreate", "productUpdate", "productVariantCreate", "productVariantUpdate",
        *OWN["Mutation"], *(name[0].lower() + name[1:] for name in CHECKOUT_PAYLOADS),
    }  # fmt: skip
    assert schema.get_subscription_type() is None
