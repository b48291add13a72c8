"""Products: who is seen, how lists are narrowed, ordered and cut, and what a list costs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from catalog.dates import legal_today
from catalog.models import Listing
from catalog.selectors.api_goods import GoodsRow
from catalog.services.listings import listing_close
from catalog.types import ListingState
from galleries.models import ListingPhoto, Picture
from galleries.services import PhotoDraft, listing_photos_set
from legality.services.publication import listing_submit
from storefront.graphql.ids import global_id
from storefront.graphql.schema import schema
from tests.making import (
    SYSTEM,
    draft_listing,
    facility_make,
    paper_make,
    photo_give,
    public_listing,
)
from tests.storefront.graphql.conftest import Ask
from tests.storefront.graphql.rows import (
    category_id,
    collection_make,
    product_id,
    saleor,
    shop_make,
)

LIST = """query ($first: Int, $last: Int, $after: String, $before: String,
  $filter: ProductFilterInput, $sortBy: ProductOrder, $stock: StockAvailability) {
  products(first: $first, last: $last, after: $after, before: $before, filter: $filter,
           sortBy: $sortBy, stockAvailability: $stock) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { slug } } } }"""
BY_SLUG = "query ($slug: String, $id: ID) { product(slug: $slug, id: $id) { slug } }"


def slugs(connection: Any) -> list[str]:
    """The addresses of a connection's goods."""
    return [edge["node"]["slug"] for edge in connection["edges"]]


def listed(ask: Ask, **given: Any) -> list[str]:
    """The addresses of a list, all of it unless a number is given."""
    answer = ask(LIST, **{"first": 100, **given})
    assert answer.errors == []
    return slugs(answer.data["products"])


# --- Who is seen.


@pytest.mark.parametrize("state", list(ListingState))
def test_only_what_is_published_is_seen_in_any_way(ask: Ask, state: ListingState) -> None:
    listing = public_listing(slug="barang")
    collection = collection_make("pilihan", "Pilihan", [listing])
    Listing.objects.filter(pk=listing.pk).update(state=state)
    variant = saleor("product.ProductVariant").get(product_id=listing.product_id)
    answer = ask(
        """query ($id: ID!, $variant: ID!, $category: ID!, $collection: ID!, $type: ID!) {
          product(id: $id) { slug }
          productVariant(id: $variant) { sku }
          productVariants(first: 5) { totalCount edges { node { sku } } }
          products(first: 5) { totalCount edges { node { slug } } }
          category(id: $category) { products(first: 5) { totalCount edges { node { slug } } } }
          collection(id: $collection) { products(first: 5) { totalCount edges { node { slug } } } }
          productType(id: $type) { products(first: 5) { totalCount edges { node { slug } } } }
          facility(slug: "lapas") { products(first: 5) { totalCount edges { node { slug } } } }
        }""".replace("lapas", listing.facility.slug),
        id=product_id(listing),
        variant=global_id("ProductVariant", variant.pk),
        category=category_id(),
        collection=collection,
        type=global_id("ProductType", saleor("product.ProductType").get(slug="barang").pk),
    )
    assert answer.errors == []
    data = answer.data
    is_seen = state is ListingState.PUBLISHED
    lists = [data["products"]] + [
        data[name]["products"] for name in ("category", "collection", "productType", "facility")
    ]
    assert [one["totalCount"] for one in lists] == [int(is_seen)] * 5
    assert [slugs(one) for one in lists] == [["barang"] if is_seen else []] * 5
    assert (data["product"] is not None) == is_seen
    assert (data["productVariant"] is not None) == is_seen
    assert data["productVariants"]["totalCount"] == int(is_seen)
    by_slug = ask(BY_SLUG, slug="barang").data["product"]
    assert by_slug == ({"slug": "barang"} if is_seen else None)


def test_a_draft_a_suspended_and_an_unknown_product_are_answered_alike(ask: Ask) -> None:
    draft = draft_listing(facility_make(), slug="konsep")
    closed = public_listing(slug="tutup")
    listing_close(actor=SYSTEM, listing_id=closed.pk, state=ListingState.SUSPENDED, reason="test")
    answers = {str(ask(BY_SLUG, slug=slug)) for slug in ("konsep", "tutup", "tidak-ada", "")}
    answers |= {str(ask(BY_SLUG, id=product_id(one))) for one in (draft, closed)}
    assert len(answers) == 1


def test_what_a_clearance_no_longer_covers_is_gone(ask: Ask) -> None:
    listing = public_listing(slug="barang")
    Listing.objects.filter(pk=listing.pk).update(cleared_until=legal_today())
    assert listed(ask) == ["barang"]
    Listing.objects.filter(pk=listing.pk).update(cleared_until=legal_today() - timedelta(days=1))
    assert listed(ask) == []
    assert ask(BY_SLUG, slug="barang").data == {"product": None}


def test_an_attribute_tells_no_value_that_only_drafts_have(ask: Ask) -> None:
    facility = facility_make()
    public_listing(facility, prices=(1000,))
    draft_listing(facility, prices=(1000, 2000))
    text = "{ attributes(first: 10) { edges { node { slug values { slug } } } } }"
    nodes = [edge["node"] for edge in ask(text).data["attributes"]["edges"]]
    values = {one["slug"]: [value["slug"] for value in one["values"]] for one in nodes}
    assert values["pilihan"] == ["pilihan-0"]


# --- How lists are narrowed.


def test_filters_of_saleor_and_ours(ask: Ask) -> None:
    rows = shop_make()
    elsewhere = facility_make("rutan")
    public_listing(elsewhere, slug="kursi", kind="mebel", stock=0, lead_time_days=7)
    pilihan = global_id("Collection", saleor("product.Collection").get(slug="pilihan").pk)
    office = global_id("RegionalOffice", elsewhere.office_id)
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({}, {"bawang-goreng", "keripik", "kursi"}),
        ({"categories": [category_id("mebel")]}, {"kursi"}),
        ({"categories": []}, {"bawang-goreng", "keripik", "kursi"}),
        ({"categories": [product_id(rows.onion)]}, set()),
        ({"collections": [pilihan]}, {"bawang-goreng", "keripik"}),
        ({"facilities": [global_id("Facility", elsewhere.pk)]}, {"kursi"}),
        ({"provinces": ["72"]}, {"bawang-goreng", "keripik", "kursi"}),
        ({"provinces": ["11"]}, set()),
        ({"certificates": ["pirt"]}, {"bawang-goreng"}),
        ({"regionalOffices": [office]}, {"bawang-goreng", "keripik", "kursi"}),
        ({"regionalOffices": [global_id("RegionalOffice", 2**30)]}, set()),
        ({"madeToOrder": True}, {"kursi"}),
        ({"madeToOrder": False}, {"bawang-goreng", "keripik"}),
        ({"shippable": False}, set()),
        ({"flagship": True}, {"keripik"}),
        ({"flagship": False}, {"bawang-goreng", "kursi"}),
        ({"stockAvailability": "OUT_OF_STOCK"}, {"kursi"}),
        ({"minimalPrice": {"lte": 15000}}, {"keripik"}),
        ({"price": {"gte": 20000}, "minimalPrice": {"lte": 15000}}, set()),
        ({"productType": global_id("ProductType", 2**30)}, set()),
        ({"search": "RUTAN"}, {"kursi"}),
        ({"search": "%"}, set()),
        ({"search": "_"}, set()),
    ]
    for wanted, found in cases:
        assert set(listed(ask, filter=wanted)) == found, wanted
    assert listed(ask, stock="OUT_OF_STOCK") == ["kursi"]
    assert listed(ask, stock="IN_STOCK", filter={"stockAvailability": "OUT_OF_STOCK"}) == []


def test_a_category_holds_the_goods_of_those_below_it(ask: Ask) -> None:
    public_listing(slug="kursi", kind="kursi")
    chairs = saleor("product.Category").get(slug="kursi")
    above = saleor("product.Category").create(name="Mebel", slug="mebel")
    chairs.parent = above
    chairs.save()
    text = """query ($id: ID!) { category(slug: "mebel") { children(first: 3) { edges { node {
      slug parent { slug } ancestors(first: 3) { edges { node { slug } } } } } }
      products(first: 3) { edges { node { slug } } } }
      products(first: 3, filter: {categories: [$id]}) { edges { node { slug } } }
      categories(first: 5, level: 1) { edges { node { slug level } } } }"""
    data = ask(text, id=category_id("mebel")).data
    below = data["category"]["children"]["edges"][0]["node"]
    assert below["parent"] == {"slug": "mebel"}
    assert slugs(below["ancestors"]) == ["mebel"]
    assert slugs(data["category"]["products"]) == slugs(data["products"]) == ["kursi"]
    assert data["categories"]["edges"] == [{"node": {"slug": "kursi", "level": 1}}]


# --- How lists are ordered and cut.


ORDERS: list[dict[str, Any] | None] = [
    None,
    *(
        {"field": field, "direction": direction}
        for field in ("NAME", "PRICE", "MINIMAL_PRICE", "DATE", "TYPE", "PUBLISHED")
        for direction in ("ASC", "DESC")
    ),
]


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_pages_follow_each_other_forwards_and_backwards(
    ask: Ask, order: dict[str, Any] | None
) -> None:
    facility = facility_make()
    for number in range(7):
        public_listing(
            facility,
            slug=f"barang-{number}",
            name=f"Barang {number % 3}",
            prices=(1000 * (number % 3 + 1),),
            stock=number % 2,
        )
    everything = listed(ask, sortBy=order)
    assert len(everything) == 7
    found: list[str] = []
    after = None
    while True:
        page = ask(LIST, first=2, after=after, sortBy=order).data["products"]
        assert page["totalCount"] == 7
        assert page["pageInfo"]["hasPreviousPage"] == (after is not None)
        found += slugs(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == everything
    found, before = [], None
    while True:
        page = ask(LIST, last=2, before=before, sortBy=order).data["products"]
        found = slugs(page) + found
        before = page["pageInfo"]["startCursor"]
        if not page["pageInfo"]["hasPreviousPage"]:
            break
    assert found == everything


def test_orders_are_what_they_say(ask: Ask) -> None:
    facility = facility_make()
    for name, price, stock in (("B", 3000, 1), ("A", 2000, 0), ("C", 1000, 5)):
        public_listing(facility, slug=name.lower(), name=name, prices=(price,), stock=stock)
    order = {"direction": "ASC"}
    assert listed(ask) == ["c", "b", "a"]  # newest first, sold out last
    assert listed(ask, sortBy={**order, "field": "NAME"}) == ["a", "b", "c"]
    assert listed(ask, sortBy={**order, "field": "PRICE"}) == ["c", "a", "b"]
    assert listed(ask, sortBy={**order, "field": "DATE"}) == ["b", "a", "c"]
    assert listed(ask, sortBy={"field": "PRICE", "direction": "DESC"}) == ["b", "a", "c"]


def test_an_order_by_an_attribute(ask: Ask) -> None:
    rows = shop_make()
    asal = global_id("Attribute", saleor("product.Attribute").get(slug="asal").pk)
    values = saleor("product.AttributeValue")
    other = values.create(attribute_id=values.first().attribute_id, name="Aceh", slug="aceh")
    assigned = saleor("product.AssignedProductAttribute").get(
        product_id=rows.onion.product_id, assignment__attribute__slug="asal"
    )
    assigned.values.set([other])
    up = listed(ask, sortBy={"attributeId": asal, "direction": "ASC"})
    down = listed(ask, sortBy={"attributeId": asal, "direction": "DESC"})
    assert (up, down) == (["bawang-goreng", "keripik"], ["keripik", "bawang-goreng"])
    both = {"attributeId": asal, "field": "NAME", "direction": "ASC"}
    assert ask(LIST, first=1, sortBy=both).errors[0]["extensions"]["code"] == "INVALID"


def test_a_cursor_of_one_order_is_refused_by_another(ask: Ask) -> None:
    shop_make()
    cursor = ask(LIST, first=1).data["products"]["pageInfo"]["endCursor"]
    other = ask(LIST, first=1, after=cursor, sortBy={"field": "NAME", "direction": "ASC"})
    assert other.data == {"products": None}
    assert other.errors[0]["extensions"]["code"] == "INVALID"


# --- What a list costs.


CARDS = """query ($first: Int!) { products(first: $first) { edges { node {
  id name slug pricing { priceRange { start { gross { amount currency } } } }
  thumbnail(size: 255) { url alt } facility { name slug province { name } }
  certificates { kind { code short } number } category { name slug } } } } }"""
# Whatever can be asked of goods, and of what belongs to them, in pieces that the limits allow.
PARTS = [
    "description productType { name products(first: 2) { edges { node { description } } } }",
    "attributes { attribute { name values { slug } } values { name } }",
    "productType { variantAttributes { slug values { slug } } }",
    "collections { name products(first: 2) { totalCount edges { node { variants { name "
    "attributes { attribute { name } values { slug } } } } } } }",
    "category { products(first: 2) { totalCount edges { node { facility { name units { name } } "
    "attributes { attribute { name } values { name } } } } } }",
    "attributes { attribute { productTypes(first: 1) { edges { node { name } } } } }",
    "variants { name quantityAvailable product { slug images { url } }"
    " attributes { values { name } } }",
    "certificates { number products { slug certificates { number } }"
    " facility { name hours { opens } } }",
    "facility { aliases hours { opens } units { name } certificates { number products { slug } } }",
    "facility { products(first: 2) { totalCount edges { node { name"
    " certificates { kind { code } } } } } }",
    "facility { galleries(first: 2) { edges { node { title"
    " photos { url products { slug } } } } } }",
    "images { url } facts { brand unit { name } } translation(languageCode: EN) { name }",
]


def _goods(number: int, first: int = 0) -> None:
    for one in range(first, first + number):
        listing = public_listing(facility_make(f"lapas-{one:02}"), slug=f"b-{one}", kind=f"k-{one}")
        paper_make(listing)
        collection_make(f"c-{one}", f"C{one}", [listing])


def test_a_list_of_cards_takes_few_statements_however_long(ask: Ask) -> None:
    _goods(12)
    cold = ask(CARDS, first=12)
    assert cold.errors == []
    assert len(cold.data["products"]["edges"]) == 12
    assert cold.statements == 6
    assert ask(CARDS, first=1).statements == 6
    assert ask(CARDS, first=12, warm=True).statements == 2


@pytest.mark.parametrize("part", PARTS)
def test_whatever_is_asked_of_goods_is_read_for_all_of_them_at_once(ask: Ask, part: str) -> None:
    text = f"query ($first: Int!) {{ products(first: $first) {{ edges {{ node {{ {part} }} }} }} }}"
    _goods(2)
    few = ask(text, first=2)
    assert few.errors == []
    _goods(3, first=2)
    many = ask(text, first=5)
    assert len(many.data["products"]["edges"]) == 5
    assert many.statements == few.statements


def test_no_field_of_a_product_is_left_unasked() -> None:
    asked = " ".join([*PARTS, CARDS])
    fields = set(schema.get_type_map()["Product"].fields)
    plain = set(GoodsRow._fields) | {"isPublished", "isAvailable", "url", "metadata", "meta"}
    plain |= {"minimalVariantPrice", "leadTimeDays", "notHalal"}
    plain |= {"legality"}  # for keys of its facility: test_own_legality
    of_details = {"seoTitle", "seoDescription", "descriptionJson", "publicationDate", "updatedAt"}
    of_details |= {"chargeTaxes", "weight", "imageById"}
    rest = fields - plain - of_details
    assert {name for name in rest if not re.search(rf"\b{name}\b", asked)} == set()


def test_a_count_is_only_taken_when_it_is_asked_for(ask: Ask) -> None:
    shop_make()
    with_count = ask("{ products(first: 1) { totalCount edges { node { slug } } } }")
    without = ask("{ products(first: 1) { edges { node { slug } } } }")
    assert (with_count.statements, without.statements) == (2, 1)


# --- Pictures.


def test_a_picture_is_the_narrowest_that_is_wide_enough(ask: Ask) -> None:
    listing = draft_listing(facility_make(), slug="barang")
    photo_give(listing)
    picture = Picture.objects.get(listing_photos__listing=listing)
    Picture.objects.filter(pk=picture.pk).update(widths=[160, 320, 640])
    listing_photos_set(
        actor=SYSTEM, listing_id=listing.pk, photos=(PhotoDraft(picture.pk, "Toples", "Jar"),)
    )
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=legal_today())
    text = """query ($size: Int) { product(slug: "barang") { thumbnail(size: $size) { url alt }
      images { id url(size: $size) original: url alt sortOrder } } }"""
    base = f"http://localhost:8000/media/p/{picture.key[:2]}/{picture.key}"
    for size, width in ((1, 160), (160, 160), (161, 320), (640, 640), (5000, 640)):
        product = ask(text, size=size).data["product"]
        assert product["thumbnail"] == {"url": f"{base}-{width}.jpg", "alt": "Toples"}
        assert product["images"][0]["url"] == f"{base}-{width}.jpg"
    assert product["images"][0]["original"].startswith(f"{base}-asli.")
    default = ask('{ product(slug: "barang") { thumbnail { url } } }').data["product"]
    assert default["thumbnail"]["url"] == f"{base}-320.jpg"
    by_id = 'query ($id: ID) { product(slug: "barang") { imageById(id: $id) { alt } } }'
    key = global_id("ProductImage", ListingPhoto.objects.get().pk)
    assert ask(by_id, id=key).data["product"] == {"imageById": {"alt": "Toples"}}
    assert ask(by_id, id="x").data["product"] == {"imageById": None}
