"""Documents that clients of Saleor 2.10 send: ours to write, Saleor's schema to be held against.

Each is allowed by the schema text in Saleor's wheel and by ours, is answered with the right
values from real rows, and takes a fixed number of statements, nothing being kept.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from graphql import GraphQLSchema, parse, validate

from catalog.dates import legal_today
from storefront.graphql.ids import global_id
from storefront.graphql.schema import schema
from tests.storefront.graphql.conftest import DOCUMENTS, Ask, document
from tests.storefront.graphql.rows import Rows, category_id, product_id, saleor, shop_make

NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.graphql"))


@pytest.fixture
def rows(db: None) -> Rows:
    return shop_make()


def nodes(connection: Any) -> list[Any]:
    """What a connection holds."""
    return [edge["node"] for edge in connection["edges"]]


@pytest.mark.parametrize("name", NAMES)
def test_saleors_schema_allows_it(saleor_schema: GraphQLSchema, name: str) -> None:
    assert validate(saleor_schema, parse(document(name))) == []


@pytest.mark.parametrize("name", NAMES)
def test_our_schema_allows_it(name: str) -> None:
    assert validate(schema, parse(document(name))) == []


def test_what_saleor_does_not_know_is_seen(saleor_schema: GraphQLSchema) -> None:
    assert validate(saleor_schema, parse("{ shop { motto } }"))


def test_home(ask: Ask, rows: Rows) -> None:
    answer = ask(document("home"), featured=8)
    assert answer.errors == []
    shop = answer.data["shop"]
    assert (shop["name"], shop["description"]) == ("Lapak Binaan", "Tentang toko")
    tiles = nodes(shop["homepageCollection"]["products"])
    # in the order somebody gave them; the draft in the collection is not there
    assert [tile["slug"] for tile in tiles] == ["keripik", "bawang-goreng"]
    assert tiles[0]["pricing"] == {
        "onSale": False,
        "priceRange": {
            "start": {"gross": {"amount": 15000.0, "currency": "IDR"}, "net": {"amount": 15000.0}}
        },
    }
    assert tiles[0]["thumbnail"]["alt"] == "Toples bawang goreng"
    assert tiles[0]["thumbnail"]["url"].startswith("http://localhost:8000/media/p/")
    assert [kind["slug"] for kind in nodes(answer.data["categories"])] == ["camilan", "anyaman"]
    assert answer.statements == 4


def test_category_with_goods_filters_order_and_pages(ask: Ask, rows: Rows) -> None:
    asked: dict[str, Any] = {
        "slug": "camilan",
        "id": category_id(),
        "count": 1,
        "sortBy": {"field": "MINIMAL_PRICE", "direction": "DESC"},
    }
    first = ask(document("category"), **asked)
    assert first.errors == []
    assert first.data["category"]["name"] == "Camilan"
    assert first.data["category"]["translation"]["name"] == "camilan"
    page = first.data["products"]
    assert page["totalCount"] == 2
    assert page["pageInfo"]["hasNextPage"] and not page["pageInfo"]["hasPreviousPage"]
    assert nodes(page)[0]["slug"] == "bawang-goreng"
    second = ask(document("category"), **asked, after=page["pageInfo"]["endCursor"])
    assert nodes(second.data["products"])[0]["slug"] == "keripik"
    assert second.data["products"]["pageInfo"]["hasPreviousPage"]
    assert not second.data["products"]["pageInfo"]["hasNextPage"]
    attributes = {one["slug"]: one for one in nodes(first.data["attributes"])}
    assert {"asal", "pengiriman", "pilihan"} <= set(attributes)
    assert [one["slug"] for one in attributes["asal"]["values"]] == ["sulawesi-tengah"]
    narrowed = ask(document("category"), **asked, to=20000)
    assert [one["slug"] for one in nodes(narrowed.data["products"])] == ["keripik"]
    assert first.statements == 6


def test_product_with_variants_attributes_pictures_and_its_categorys_goods(
    ask: Ask, rows: Rows
) -> None:
    answer = ask(document("product"), slug="bawang-goreng", country="ID")
    assert answer.errors == []
    product = answer.data["product"]
    assert product["id"] == product_id(rows.onion)
    assert product["description"] == "Satu.\n\nDua."
    blocks = json.loads(product["descriptionJson"])["blocks"]
    assert [block["text"] for block in blocks] == ["Satu.", "Dua."]
    assert product["translation"]["description"] == "One.\n\nTwo."
    assert product["weight"] == {"unit": "kg", "value": 0.25}
    assert product["publicationDate"] == legal_today().isoformat()
    prices = product["pricing"]["priceRange"]
    assert [prices[end]["gross"]["amount"] for end in ("start", "stop")] == [28000.0, 52000.0]
    assert prices["start"]["gross"]["localized"] == "Rp28.000"
    small, large = product["variants"]
    assert (small["name"], small["translation"]["name"]) == ("Pilihan 0", "Choice 0")
    assert (small["quantityAvailable"], small["stockQuantity"]) == (3, 3)
    assert large["pricing"]["price"]["gross"]["amount"] == 52000.0
    assert large["attributes"][0]["values"][0]["name"] == "Pilihan 1"
    chosen = {one["attribute"]["slug"]: one["values"] for one in product["attributes"]}
    assert chosen["asal"][0]["name"] == "Sulawesi Tengah"
    assert [one["sortOrder"] for one in product["images"]] == [0]
    related = nodes(product["category"]["products"])
    assert {one["slug"] for one in related} == {"bawang-goreng", "keripik"}
    assert [one["slug"] for one in product["collections"]] == ["pilihan"]
    assert answer.statements == 13


def test_a_variant_is_not_to_be_had_abroad(ask: Ask, rows: Rows) -> None:
    answer = ask(document("product"), slug="bawang-goreng", country="SG")
    assert [one["quantityAvailable"] for one in answer.data["product"]["variants"]] == [0, 0]


def test_collections(ask: Ask, rows: Rows) -> None:
    answer = ask(document("collections"), slug="pilihan", search="PILIH")
    assert answer.errors == []
    assert [one["name"] for one in nodes(answer.data["collections"])] == ["Pilihan"]
    collection = answer.data["collection"]
    assert collection["translation"]["name"] == "Pilihan (en)"
    goods = collection["products"]
    assert goods["totalCount"] == 2
    assert [one["slug"] for one in nodes(goods)] == ["keripik", "bawang-goreng"]
    assert nodes(goods)[1]["minimalVariantPrice"] == {"amount": 28000.0, "currency": "IDR"}
    assert not goods["pageInfo"]["hasPreviousPage"]
    assert answer.statements == 4


def test_menus_lead_to_categories_collections_and_pages(ask: Ask, rows: Rows) -> None:
    answer = ask(document("menu"))
    assert answer.errors == []
    main = answer.data["shop"]["navigation"]["main"]["items"]
    assert [one["name"] for one in main] == ["Barang"]
    assert main[0]["translation"] == {"name": "Goods"}
    assert main[0]["category"]["slug"] == "camilan"
    below = main[0]["children"][0]
    assert (below["level"], below["collection"]["slug"]) == (1, "pilihan")
    assert below["children"][0]["url"] == "/galeri/"
    secondary = answer.data["shop"]["navigation"]["secondary"]["items"]
    assert secondary[0]["page"]["title"] == "Bantuan"
    assert answer.data["menu"]["items"][0]["menu"] == {"name": "navbar"}
    assert answer.statements == 6


def test_page(ask: Ask, rows: Rows) -> None:
    answer = ask(document("page"), slug="bantuan", language="EN")
    assert answer.errors == []
    page = answer.data["page"]
    assert (page["title"], page["content"]) == ("Bantuan", "Tanya kami.")
    assert page["translation"]["title"] == "Help"
    assert json.loads(page["translation"]["contentJson"])["blocks"][0]["text"] == "Ask us."
    assert answer.data["pages"]["totalCount"] == 1
    assert ask(document("page"), slug="bantuan", language="FR").data["page"]["translation"] is None
    assert answer.statements == 1


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"search": "keripik"}, {"keripik"}),
        ({"search": "palu goreng"}, {"bawang-goreng"}),
        ({"search": "100%"}, set()),
        ({"price": {"gte": 20000, "lte": 30000}}, {"bawang-goreng"}),
        (
            {"attributes": [{"slug": "asal", "value": "sulawesi-tengah"}]},
            {"keripik", "bawang-goreng"},
        ),
        ({"attributes": [{"slug": "pilihan", "values": ["pilihan-1"]}]}, {"bawang-goreng"}),
        ({"attributes": [{"slug": "warna", "value": "merah"}]}, set()),
        ({"stockAvailability": "OUT_OF_STOCK"}, set()),
        ({"hasCategory": False}, set()),
        ({"isPublished": False}, set()),
    ],
)
def test_search_by_words_attributes_and_price(
    ask: Ask, rows: Rows, wanted: dict[str, Any], found: set[str]
) -> None:
    sort = {"field": "NAME", "direction": "ASC"}
    asked = {"filter": wanted, "sortBy": sort, "stock": None, "first": 10}
    cold = ask(document("search"), **asked)
    # what the search knows of the language and of places is read once in five seconds
    answer = ask(document("search"), warm=True, **asked) if "search" in wanted else cold
    assert answer.errors == []
    slugs = {product_id(rows.onion): "bawang-goreng", product_id(rows.chips): "keripik"}
    assert {slugs[one["id"]] for one in nodes(answer.data["products"])} == found
    assert answer.data["products"]["totalCount"] == len(found)
    # one of them in a test's transaction alone: there the cards are read anew for a place's name
    assert answer.statements <= 7
    assert cold.statements <= 18


def test_shop_facts(ask: Ask, rows: Rows) -> None:
    answer = ask(document("shop"))
    assert answer.errors == []
    shop = answer.data["shop"]
    assert shop["defaultCountry"] == {"code": "ID", "country": "Indonesia"}
    assert (shop["currencies"], shop["defaultWeightUnit"]) == (["IDR"], "KG")
    assert shop["domain"] == {
        "host": "lapak.example",
        "sslEnabled": False,
        "url": "http://localhost:8000/",
    }
    assert shop["translation"]["headerText"] == "Header"
    kind = nodes(answer.data["productTypes"])[0]
    assert kind["products"]["totalCount"] == 2
    assert {one["slug"] for one in kind["productAttributes"]} == {"asal", "pengiriman"}
    assert [one["slug"] for one in kind["variantAttributes"]] == ["pilihan"]
    assert answer.statements == 5


def test_the_lines_of_a_basket(ask: Ask, rows: Rows) -> None:
    variants = saleor("product.ProductVariant")
    ids = [
        global_id("ProductVariant", variants.filter(product_id=listing.product_id).first().pk)
        for listing in (rows.onion, rows.bag)
    ]
    answer = ask(document("basket"), ids=ids, country="ID")
    assert answer.errors == []
    # the draft's variant is as if it were not there
    lines = nodes(answer.data["productVariants"])
    assert [line["product"]["slug"] for line in lines] == ["bawang-goreng"]
    assert lines[0]["pricing"]["price"]["gross"]["amount"] == 28000.0
    assert answer.data["productVariants"]["totalCount"] == 1
    assert answer.statements == 5
