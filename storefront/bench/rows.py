"""What is measured: for each row some addresses that differ, so that no answer is asked twice in
a row."""

from __future__ import annotations

import json
from typing import NamedTuple

from storefront.bench.load import Request

DOCUMENT = """query List($first: Int!, $after: String) {
  products(first: $first, after: $after) {
    edges { node {
      id name slug
      thumbnail(size: 320) { url alt }
      category { name slug }
      facility { name slug }
      certificates { number kind { code } }
      pricing { priceRange { start { gross { amount currency } } } }
    } }
    pageInfo { hasNextPage endCursor }
  }
}"""


class Row(NamedTuple):
    """A line of the table. aim: CPU milliseconds that are asked of it here."""

    name: str
    aim: float | None
    requests: list[Request]


def rows_for(slugs: list[str], kinds: list[str], facilities: list[str]) -> list[Row]:
    """Every row that exists so far."""
    body = json.dumps({"query": DOCUMENT, "variables": {"first": 24}})
    return [
        Row("home", None, [Request("/"), Request("/en/")]),
        Row("catalogue", 10, [Request("/katalog/"), Request("/en/katalog/")]),
        Row(
            "catalogue by kind",
            None,
            [Request(f"/katalog/?jenis={kind}") for kind in kinds],
        ),
        Row(
            "catalogue, two filters",
            25,
            [Request(f"/katalog/?jenis={kind}&surat=halal&stok=ada") for kind in kinds],
        ),
        Row("product", 8, [Request(f"/produk/{slug}/") for slug in slugs]),
        Row("facility", None, [Request(f"/fasilitas/{slug}/") for slug in facilities]),
        Row("GraphQL list of 24", 12, [Request("/graphql/", body)]),
    ]
