"""What a client with a key reads of its own goods; what mutations do with good and bad input."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import Listing, ProductionUnit, StockMove
from catalog.selectors.stall import values_of
from legality.verdicts import findings_by_listing, verdict_of
from storefront.access.models import TokenAct
from storefront.graphql.ids import global_id
from tests.cast import Cast, cast_make
from tests.making import (
    draft_listing,
    facility_make,
    paper_make,
    photo_give,
    public_listing,
    rule_make,
)
from tests.storefront.graphql.own import (
    ARCHIVE,
    CREATE,
    MOVE,
    SUBMIT,
    UNDO,
    UPDATE,
    VARIANT_CREATE,
    VARIANT_UPDATE,
    entry_make,
    goods_input,
    key_give,
    product_id,
    said,
    stock_of,
    variant_id,
    variant_key,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_make()


@pytest.fixture
def secret(cast: Cast) -> str:
    return key_give(cast.facility_head, cast.here)


MINE = """query ($first: Int, $last: Int, $after: String, $before: String,
  $filter: MyProductFilterInput) {
 myProducts(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
  totalCount pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
  edges { cursor node { id name state isPublished category { slug } facility { slug scopes }
   findings { code message blocking } variants { id sku price { amount } weightGrams quantity
    quantityAllocated quantityAvailable moves { reason quantity balance by } } } } } }"""


def mine(secret: str, **given: Any) -> Any:
    answer = said(secret, MINE, **given)
    assert answer.status == 200 and "errors" not in answer.content, answer.content
    return answer.payload("myProducts")


def names(found: Any) -> list[str]:
    return [edge["node"]["name"] for edge in found["edges"]]


# --- Reading.


def test_ones_own_goods_in_every_state_and_nobody_elses(cast: Cast, secret: str) -> None:
    draft_listing(cast.here, name="Tas")
    public_listing(cast.here, name="Keripik")
    draft_listing(cast.elsewhere, name="Sabun")
    found = mine(secret, first=10)
    assert names(found) == ["Keripik", "Tas"]
    assert found["totalCount"] == 2
    public, draft = (edge["node"] for edge in found["edges"])
    assert (public["state"], public["isPublished"], public["findings"]) == ("PUBLISHED", True, [])
    assert (draft["state"], draft["isPublished"]) == ("DRAFT", False)
    assert [one["code"] for one in draft["findings"]] == ["photo"]
    assert draft["findings"][0]["message"] == "Paling sedikit satu gambar diperlukan."
    (variant,) = draft["variants"]
    assert (variant["quantity"], variant["price"]["amount"]) == (10, 28000)
    assert [move["reason"] for move in variant["moves"]] == ["OPENING"]
    assert draft["facility"]["slug"] == cast.here.slug


def test_pieces_of_the_list(cast: Cast, secret: str) -> None:
    for number in range(5):
        draft_listing(cast.here, name=f"Barang {number}")
    first = mine(secret, first=2)
    assert names(first) == ["Barang 4", "Barang 3"] and first["pageInfo"]["hasNextPage"]
    second = mine(secret, first=2, after=first["pageInfo"]["endCursor"])
    assert names(second) == ["Barang 2", "Barang 1"]
    back = mine(secret, last=2, before=second["pageInfo"]["startCursor"])
    assert names(back) == names(first)
    assert names(mine(secret, last=1)) == ["Barang 0"]


def test_what_a_list_is_narrowed_to(cast: Cast, secret: str) -> None:
    listing = draft_listing(cast.here, name="50% kapas_murni")
    public_listing(cast.here, name="Keripik")
    assert names(mine(secret, first=5, filter={"states": ["DRAFT"]})) == ["50% kapas_murni"]
    assert names(mine(secret, first=5, filter={"search": "0% KAPAS_"})) == ["50% kapas_murni"]
    assert names(mine(secret, first=5, filter={"search": "%"})) == ["50% kapas_murni"]
    ids = [product_id(listing)]
    assert names(mine(secret, first=5, filter={"ids": ids})) == ["50% kapas_murni"]
    assert names(mine(secret, first=5, filter={"ids": []})) == []
    sku = mine(secret, first=5)["edges"][1]["node"]["variants"][0]["sku"]
    assert names(mine(secret, first=5, filter={"search": sku})) == ["50% kapas_murni"]


def test_the_facility_of_the_key(cast: Cast) -> None:
    draft_listing(cast.here)
    text = """{ myFacilities(first: 5) { totalCount edges { node { id slug isOpen scopes
      productCount drafts: productCount(state: DRAFT)
      sold: productCount(state: PUBLISHED) } } } }"""
    answer = said(key_give(cast.central_officer, cast.here, "stock.change"), text)
    (edge,) = answer.payload("myFacilities")["edges"]
    assert edge["node"] == {
        "id": global_id("Facility", cast.here.pk),
        "slug": cast.here.slug,
        "isOpen": True,
        "scopes": ["stock.change"],
        "productCount": 1,
        "drafts": 1,
        "sold": 0,
    }


def test_goods_of_others_are_not_there(cast: Cast, secret: str) -> None:
    text = "query ($id: ID!) { myProduct(id: $id) { name } }"
    own, others = draft_listing(cast.here), draft_listing(cast.elsewhere)
    assert said(secret, text, id=product_id(own)).payload("myProduct")["name"]
    assert said(secret, text, id=product_id(others)).payload("myProduct") is None
    assert said(secret, text, id="x").payload("myProduct") is None


@pytest.mark.parametrize("field", ["myProducts(first: 1)", "myFacilities(first: 1)"])
def test_strangers_are_refused_before_anything_is_read(field: str) -> None:
    asked = f"{{ {field} {{ totalCount }} }}"
    for text in (asked, f"query {{ ...A }} fragment A on Query {asked}"):
        with CaptureQueriesContext(connection) as statements:
            answer = said(None, text)
        assert (answer.status, len(statements)) == (401, 0)
        assert answer.content["errors"][0]["extensions"]["code"] == "NOT_ALLOWED"


def test_a_list_takes_as_many_statements_however_long(cast: Cast, secret: str) -> None:
    counts = []
    for _each in range(2):
        for _one in range(3):
            draft_listing(cast.here)
        mine(secret, first=10)
        with CaptureQueriesContext(connection) as statements:
            mine(secret, first=10)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 14


def test_findings_are_those_of_handing_in(cast: Cast) -> None:
    listings = [draft_listing(cast.here), public_listing(cast.here), public_listing(cast.here)]
    paper_make(listings[1])
    closed = draft_listing(facility_make())
    type(closed.facility).objects.filter(pk=closed.facility_id).update(is_open=False)
    bare = draft_listing(cast.here)
    apps.get_model("product", "ProductTranslation").objects.filter(
        product_id=bare.product_id
    ).delete()
    ids = [one.pk for one in (*listings, closed, bare)]
    rule_make("pirt", code="perlu_pirt")
    forget_all()
    on = legal_today()
    singly = {one: verdict_of(one, on=on).findings for one in ids}
    assert findings_by_listing(ids, on=on) == singly
    assert {code for found in singly.values() for code in (one.code for one in found)} == {
        "photo", "facility", "english", "perlu_pirt",
    }  # fmt: skip


# --- Changing.


def test_from_nothing_to_the_shop(cast: Cast, secret: str) -> None:
    made = said(secret, CREATE, input=goods_input(cast.here, description="Satu.\n\nDua."))
    product = made.payload("productCreate")["product"]
    assert (product["state"], product["slug"]) == ("DRAFT", "keripik-tempe")
    assert [(one["quantity"], one["price"]["amount"]) for one in product["variants"]] == [
        (5, 15000)
    ]
    blocked = said(secret, SUBMIT, id=product["id"]).payload("productSubmit")
    assert {one["code"] for one in blocked["productErrors"]} == {"BLOCKED"}
    listing = Listing.objects.get(slug="keripik-tempe")
    photo_give(listing)
    english = {"descriptionEn": "One."}
    said(secret, UPDATE, id=product["id"], input=english)
    assert said(secret, SUBMIT, id=product["id"]).codes("productSubmit") == []
    listing.refresh_from_db()
    assert listing.state in ("submitted", "published")


def test_the_same_name_gets_another_address(cast: Cast, secret: str) -> None:
    slugs = [
        said(secret, CREATE, input=goods_input(cast.here)).payload("productCreate")["product"][
            "slug"
        ]
        for _each in range(2)
    ]
    assert slugs == ["keripik-tempe", "keripik-tempe-2"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"basePrice": 0}, "basePrice"),
        ({"basePrice": 10**12}, "basePrice"),
        ({"basePrice": 0.5}, "basePrice"),
        ({"basePrice": "-5"}, "basePrice"),
        ({"basePrice": None}, "basePrice"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "a" * 10_000}, "name"),
        ({"nameEn": "a" * 10_000}, "nameEn"),
        ({"weightGrams": 0}, "weightGrams"),
        ({"weightGrams": -1}, "weightGrams"),
        ({"stock": -1}, "stock"),
        ({"stock": 2**31 - 1}, "stock"),
        ({"category": "x"}, "category"),
        ({"category": global_id("Category", 2**31 - 1)}, "category"),
        ({"description": "a" * 19_000}, "description"),
        ({"leadTimeDays": -1}, "leadTimeDays"),
        ({"leadTimeDays": 2**31 - 1}, "leadTimeDays"),
        ({"allergens": "a" * 10_000}, "allergens"),
    ],
)
def test_input_that_cannot_be_taken(
    cast: Cast, secret: str, more: dict[str, Any], field: str
) -> None:
    answer = said(secret, CREATE, input=goods_input(cast.here, **more), key="satu")
    (error,) = answer.payload("productCreate")["productErrors"]
    assert (error["field"], error["code"]) == (field, "INVALID")
    assert error["message"] and error["message"][0].isupper()
    assert not Listing.objects.exists() and not TokenAct.objects.exists()


@pytest.mark.parametrize("price", ["1e99", "NaN", "Infinity", "ten", [], True, "1" * 40])
def test_prices_that_are_no_numbers_fit_no_type(cast: Cast, secret: str, price: Any) -> None:
    answer = said(secret, CREATE, input=goods_input(cast.here, basePrice=price))
    assert answer.status == 400
    assert answer.content["errors"][0]["extensions"]["code"] == "GRAPHQL_INVALID"


def test_signs_that_cannot_be_stored_are_no_failure(cast: Cast, secret: str) -> None:
    answer = said(secret, CREATE, input=goods_input(cast.here, name="Ke\x00ripik \ud800"))
    assert answer.status == 200
    assert answer.payload("productCreate")["product"]["name"] == "Ke\ufffdripik \ufffd"


def test_ids_of_another_facility_in_every_field(cast: Cast, secret: str) -> None:
    there = draft_listing(cast.elsewhere)
    unit = ProductionUnit.objects.create(
        facility=cast.elsewhere, kind="bengkel", name="Unit", name_en="Unit"
    )
    of_unit = global_id("ProductionUnit", unit.pk)
    own = product_id(draft_listing(cast.here))
    facility = global_id("Facility", cast.elsewhere.pk)
    tried: list[tuple[str, str, dict[str, Any]]] = [
        ("productCreate", CREATE, {"input": goods_input(cast.here, facility=facility)}),
        ("productCreate", CREATE, {"input": goods_input(cast.here, unit=of_unit)}),
        ("productUpdate", UPDATE, {"id": own, "input": {"unit": of_unit}}),
        ("productUpdate", UPDATE, {"id": variant_id(there), "input": {}}),
        ("stockMoveUndo", UNDO, {"id": entry_make(there)}),
        ("stockMoveUndo", UNDO, {"id": global_id("StockEntry", 2**31 - 1)}),
        ("stockMoveUndo", UNDO, {"id": "?"}),
    ]
    before = (Listing.objects.count(), StockMove.objects.count())
    for name, document, given in tried:
        assert said(secret, document, **given).codes(name) == ["NOT_FOUND"], (name, given)
    assert (Listing.objects.count(), StockMove.objects.count()) == before


def test_stock_moves_and_is_taken_back_once(cast: Cast, secret: str) -> None:
    listing = draft_listing(cast.here)
    given = {
        "productVariant": variant_id(listing),
        "reason": "SOLD",
        "quantity": 3,
        "note": "Bazar",
    }
    moved = said(secret, MOVE, input=given).payload("stockMove")
    assert (moved["balance"], moved["productVariant"]["quantity"]) == (7, 7)
    assert moved["entry"]["quantity"] == -3 and moved["entry"]["note"] == "Bazar"
    assert moved["entry"]["by"].endswith("· Kasir")
    undone = said(secret, UNDO, id=moved["entry"]["id"]).payload("stockMoveUndo")
    assert (undone["balance"], undone["entry"]["reason"]) == (10, "UNDONE")
    again = said(secret, UNDO, id=moved["entry"]["id"]).payload("stockMoveUndo")
    assert [(one["field"], one["code"]) for one in again["productErrors"]] == [("id", "INVALID")]
    counted = {"productVariant": variant_id(listing), "reason": "COUNTED", "quantity": 10}
    same = said(secret, MOVE, input=counted).payload("stockMove")
    assert (same["balance"], same["entry"]) == (10, None)


@pytest.mark.parametrize(
    ("reason", "quantity", "field"),
    [
        ("SOLD", 11, "quantity"),
        ("SOLD", 0, "quantity"),
        ("PRODUCED", -4, "quantity"),
        ("PRODUCED", 2**31 - 1, "quantity"),
        ("COUNTED", -1, "quantity"),
        ("CORRECTED", -11, "quantity"),
        ("OPENING", 5, "quantity"),
        ("ORDER", 5, "quantity"),
    ],
)
def test_stock_that_cannot_be(
    cast: Cast, secret: str, reason: str, quantity: int, field: str
) -> None:
    listing = draft_listing(cast.here)
    given = {"productVariant": variant_id(listing), "reason": reason, "quantity": quantity}
    (error,) = said(secret, MOVE, input=given).payload("stockMove")["productErrors"]
    assert (error["field"], error["code"]) == (field, "INVALID")
    assert stock_of(listing) == 10


def test_stock_stays_above_what_is_promised_and_as_it_was_seen(cast: Cast, secret: str) -> None:
    listing = draft_listing(cast.here)
    key = variant_key(listing)
    with connection.cursor() as cursor:
        cursor.execute("SELECT s.id FROM warehouse_stock s WHERE product_variant_id = %s", [key])
        (stock_id,) = cursor.fetchone()
    order = apps.get_model("order", "Order").objects.create(
        total_net_amount=0, total_gross_amount=0, shipping_price_net_amount=0,
        shipping_price_gross_amount=0, currency="IDR",
    )  # fmt: skip
    line = apps.get_model("order", "OrderLine").objects.create(
        order=order, product_name="a", variant_id=key, product_sku="a", quantity=4,
        is_shipping_required=True, unit_price_net_amount=1, unit_price_gross_amount=1,
        currency="IDR",
    )  # fmt: skip
    apps.get_model("warehouse", "Allocation").objects.create(
        order_line=line, stock_id=stock_id, quantity_allocated=4
    )
    given = {"productVariant": variant_id(listing), "reason": "COUNTED", "quantity": 3}
    (error,) = said(secret, MOVE, input=given).payload("stockMove")["productErrors"]
    assert (error["field"], error["code"]) == ("quantity", "INVALID")
    late = {**given, "quantity": 9, "seen": 8}
    assert said(secret, MOVE, input=late).codes("stockMove") == ["WRONG_STATE"]
    variant = mine(secret, first=1)["edges"][0]["node"]["variants"][0]
    assert (variant["quantityAllocated"], variant["quantityAvailable"]) == (4, 6)


def test_variants(cast: Cast, secret: str) -> None:
    listing = draft_listing(cast.here)
    given = {"product": product_id(listing), "name": "Besar", "priceOverride": 45000,
             "weightGrams": 500, "stock": 3}  # fmt: skip
    made = said(secret, VARIANT_CREATE, input=given).payload("productVariantCreate")
    assert made["productErrors"] == []
    assert made["productVariant"]["quantity"] == 3
    assert len(made["product"]["variants"]) == 2
    bad = {"priceOverride": "0.5"}
    answer = said(secret, VARIANT_UPDATE, id=made["productVariant"]["id"], input=bad)
    (error,) = answer.payload("productVariantUpdate")["productErrors"]
    assert (error["field"], error["code"]) == ("priceOverride", "INVALID")
    good = {"priceOverride": 46000, "weightGrams": 600}
    answer = said(secret, VARIANT_UPDATE, id=made["productVariant"]["id"], input=good)
    changed = answer.payload("productVariantUpdate")["productVariant"]
    assert (changed["price"]["amount"], changed["weightGrams"]) == (46000, 600)


def test_what_is_on_sale_does_not_leave_it_unasked(cast: Cast, secret: str) -> None:
    listing = public_listing(cast.here)
    given: dict[str, Any] = {"id": product_id(listing), "input": {"descriptionEn": ""}}
    (error,) = said(secret, UPDATE, **given).payload("productUpdate")["productErrors"]
    assert (error["field"], error["code"]) == ("nameEn", "BLOCKED")
    text = UPDATE.replace("input: $input,", "input: $input, mayWithdraw: true,")
    assert said(secret, text, **given).payload("productUpdate")["product"]["state"] == "DRAFT"


def test_put_away_twice_is_said(cast: Cast, secret: str) -> None:
    listing = draft_listing(cast.here)
    assert said(secret, ARCHIVE, id=product_id(listing)).codes("productArchive") == []
    assert said(secret, ARCHIVE, id=product_id(listing)).codes("productArchive") == ["WRONG_STATE"]
    long = said(secret, ARCHIVE, id=product_id(listing), reason="a" * 400)
    assert long.payload("productArchive")["productErrors"][0]["field"] == "reason"


INPUT = (
    *("name", "nameEn", "description", "descriptionEn", "category", "unit", "delivery"),
    *("leadTimeDays", "buyerLimit", "netWeightGrams", "bestBeforeDays", "notHalal", "adultsOnly"),
    *("size", "composition", "allergens", "storage", "care"),
)


@pytest.mark.parametrize("field", [*INPUT, "facility", "slug", "basePrice", "weightGrams", "stock"])
def test_null_says_as_much_as_what_is_left_out(cast: Cast, secret: str, field: str) -> None:
    given = goods_input(cast.here)
    nothing = said(secret, CREATE, input={**given, field: None}).payload("productCreate")
    given.pop(field, None)
    left_out = said(secret, CREATE, input=given).payload("productCreate")
    errors = [
        one and [each["field"] for each in one["productErrors"]] for one in (nothing, left_out)
    ]
    assert errors[0] == errors[1]
    assert bool(nothing["product"]) is bool(left_out["product"])


def test_null_changes_nothing(cast: Cast, secret: str) -> None:
    listing = draft_listing(cast.here)
    before = values_of(listing)
    nulls: dict[str, Any] = dict.fromkeys(INPUT)
    assert said(secret, UPDATE, id=product_id(listing), input=nulls).codes("productUpdate") == []
    nulls = dict.fromkeys(("name", "nameEn", "priceOverride", "weightGrams"))
    answer = said(secret, VARIANT_UPDATE, id=variant_id(listing), input=nulls)
    assert answer.codes("productVariantUpdate") == []
    listing.refresh_from_db()
    assert values_of(listing) == before


def test_signs_that_nobody_sees_are_not_kept(cast: Cast, secret: str) -> None:
    name = "Keri\u202epik\u200b\n tempe"
    made = said(secret, CREATE, input=goods_input(cast.here, name=name)).payload("productCreate")
    assert made["product"]["name"] == "Keripik tempe"
    given = {"id": made["product"]["id"], "input": {"name": "\u3164", "size": "  b\u2066esar "}}
    assert said(secret, UPDATE, **given).codes("productUpdate") == ["INVALID"]
    given["input"].pop("name")
    assert said(secret, UPDATE, **given).codes("productUpdate") == []
    assert Listing.objects.get().size == "besar"


def test_a_code_that_somebody_has_is_no_failure(cast: Cast, secret: str) -> None:
    first = draft_listing(cast.elsewhere)
    apps.get_model("product", "ProductVariant").objects.filter(product_id=first.product_id).update(
        sku="KERIPIK-TEMPE-1"
    )
    made = said(secret, CREATE, input=goods_input(cast.here)).payload("productCreate")
    assert [one["sku"] for one in made["product"]["variants"]] == ["KERIPIK-TEMPE-2"]
