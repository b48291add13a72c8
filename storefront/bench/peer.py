"""What stock Saleor is asked: what its own storefront asks for a list, a product and a search."""

from __future__ import annotations

import json

from storefront.bench.names import Names
from storefront.bench.rows import LIST, PRODUCT, QUERIES, SEARCH, Row, Server
from storefront.bench.wire import Request

_TILE = """fragment Tile on Product {
  id name slug isAvailable
  thumbnail(size: 255) { url alt }
  category { id name }
  pricing {
    onSale
    priceRange { start { gross { amount currency } net { amount } } stop { gross { amount } } }
  }
}"""

_LIST = (
    """query List($first: Int!) {
  products(first: $first) {
    edges { node { ...Tile } }
    pageInfo { hasNextPage endCursor }
  }
}
"""
    + _TILE
)

_SEARCH = (
    """query Search($first: Int!, $query: String!) {
  products(first: $first, filter: { search: $query }) {
    edges { node { ...Tile } }
    pageInfo { hasNextPage endCursor }
  }
}
"""
    + _TILE
)

_PRODUCT = (
    """query ProductPage($slug: String!) {
  product(slug: $slug) {
    ...Tile
    descriptionJson seoTitle seoDescription
    images { id url alt }
    attributes { attribute { id name } values { id name } }
    variants {
      id sku name quantityAvailable
      pricing { onSale price { gross { amount currency } net { amount } } }
      attributes { attribute { id name } values { id name } }
    }
    translation(languageCode: EN) { name description }
  }
}
"""
    + _TILE
)


def _asked(document: str, **variables: object) -> Request:
    return Request("/graphql/", json.dumps({"query": document, "variables": variables}))


READY = _asked("{ shop { name } }")


def peer_rows(names: Names) -> list[Row]:
    """A list of 24, one product, a text search; the search takes the shop's own queries."""
    return [
        Row(LIST, Server.PEER, [_asked(_LIST, first=24)]),
        Row(PRODUCT, Server.PEER, [_asked(_PRODUCT, slug=slug) for slug in names.slugs]),
        Row(SEARCH, Server.PEER, [_asked(_SEARCH, first=24, query=query) for query in QUERIES]),
    ]
