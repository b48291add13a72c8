"""What is measured: for each row some addresses that differ, so that no answer is asked twice in
a row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlencode

from storefront.bench.draw import Draw, zipf
from storefront.bench.names import Names
from storefront.bench.wire import Request


class Server(StrEnum):
    """Who answers a row.

    MADE: the shop with its cache of whole pages off; KEPT: the shop as it is; BARE: the same
    server with one page in memory and no shop behind it; PEER: stock Saleor.
    """

    MADE = "made"
    KEPT = "kept"
    BARE = "bare"
    PEER = "peer"


class Row(NamedTuple):
    """A line of the table.

    aim and limit: CPU milliseconds that are hoped for and asked for; peer: the row of stock
    Saleor to compare with; revalidate: ask whether it has changed, which it has not.
    """

    name: str
    server: Server
    requests: list[Request]
    aim: float | None = None
    limit: float | None = None
    peer: str = ""
    revalidate: bool = False


BARE = "bare page"
# Rows of stock Saleor (storefront.bench.peer).
LIST, PRODUCT, SEARCH = "Saleor: list of 24", "Saleor: product", "Saleor: search"
QUERIES = (
    *("keripik pisang", "kripik pisang balado", "keripik pisnag", "batik tulis kawung"),
    *("batiq cap", "meja makan jati", "mebel jati", "kursi teras rotan", "tas kulit hitam"),
    *("kopi robusta", "kopi arabika giling", "sambal roa", "sambel teri", "abon ikan asap"),
    *("kaus sablon motif dayak", "peci hitam", "songkok", "tenun ikat", "telor ayam"),
    *("keranjang rotan besar", "sandal kulit", "halal camilan di bawah 50 ribu"),
    *("rak buku kayu", "miniatur kapal", "dompet lipat", "menenun", "lemari dua pintu"),
)
_NEAR = ("72", "31", "35.78", "64.72")  # provinces and kab/kota by their codes
_TYPED = ("ker", "bati", "kopi", "meja j", "samb", "lapas", "rutan p", "tas", "roti", "kursi te")


def _pages(addresses: Iterable[str]) -> list[Request]:
    return [Request(address) for address in addresses]


def _both(addresses: Iterable[str]) -> list[Request]:
    """In both languages."""
    return [Request(prefix + address) for address in addresses for prefix in ("", "/en")]


def _two_filters(names: Names) -> list[str]:
    """Pairs of filters as visitors combine them."""
    pairs = [{"jenis": kind, "surat": "halal"} for kind in names.kinds[:6]]
    pairs += [{"jenis": kind, "provinsi": names.provinces[0]} for kind in names.kinds[:6]]
    pairs += [{"provinsi": province, "stok": "ya"} for province in names.provinces[:6]]
    pairs += [{"jenis": kind, "harga-sampai": "100000"} for kind in names.kinds[:6]]
    return [urlencode(pair) for pair in pairs]


def _by_price(names: Names) -> list[str]:
    """The cheapest and the dearest first, of all and of the largest kinds."""
    orders = ("termurah", "termahal")
    pages = [{"urut": order} for order in orders]
    pages += [{"jenis": kind, "urut": order} for kind in names.kinds[:4] for order in orders]
    return [f"/katalog/?{urlencode(page)}" for page in pages]


def _searches(names: Names) -> list[str]:
    """What people type: two words, typing errors, a facility by its name, goods of one."""
    facilities = [name.lower() for _slug, name in names.facilities[:6]]
    with_goods = [f"{name} keripik" for name in facilities[:3]]
    return [urlencode({"q": query}) for query in (*QUERIES, *facilities, *with_goods)]


def _document(name: str, **variables: object) -> str:
    """A document of the shop's own, asked for by its name."""
    asked = {"document": name, "variables": json.dumps(variables, separators=(",", ":"))}
    return f"/graphql/?{urlencode(asked)}"


def _lists() -> list[str]:
    """The list of 24 in both languages and orders of size."""
    return [_document("goods", first=24, language=language) for language in ("ID", "EN")]


def _products(names: Names) -> list[str]:
    return [f"/produk/{slug}/" for slug in names.slugs]


def _proofs(names: Names) -> list[str]:
    return [f"/sertifikat/{number}/" for number in names.papers]


def _facilities(names: Names) -> list[str]:
    return [f"/fasilitas/{slug}/" for slug, _name in names.facilities]


def _albums(names: Names) -> list[str]:
    return [f"/galeri/{facility}/{album}/" for facility, album in names.albums]


def _made(names: Names) -> list[Row]:
    """Rows of the shop that makes every page anew."""
    made = Server.MADE
    kinds = [f"/katalog/?{urlencode({'jenis': kind})}" for kind in names.kinds]
    filters = _two_filters(names)
    return [
        Row("home", made, _both(["/"])),
        Row("catalogue", made, _both(["/katalog/"]), 5, 6, peer=LIST),
        Row("catalogue by kind", made, _both(kinds)),
        Row("catalogue by price", made, _pages(_by_price(names))),
        Row("nearest first", made, _pages(f"/katalog/?urut=terdekat&dekat={at}" for at in _NEAR)),
        Row("two filters", made, _pages(f"/katalog/?{query}" for query in filters), 25, 25),
        Row("filter page", made, _pages(f"/katalog/saring/?{query}" for query in filters)),
        Row("product", made, _both(_products(names)), 4, 5, peer=PRODUCT),
        Row("proof", made, _both(_proofs(names)), 4, 5),
        Row("facility", made, _both(_facilities(names))),
        Row("gallery", made, _both(_albums(names))),
        Row("search", made, _pages(f"/cari/?{q}" for q in _searches(names)), 8, 10, peer=SEARCH),
        Row("suggestions", made, _pages(f"/cari/saran/?{urlencode({'q': q})}" for q in _TYPED)),
        Row("GraphQL list", made, _pages(_lists()), 7, 9, peer=LIST),
        Row("sitemap", made, _pages(["/sitemap.xml"])),
    ]


def _kept(names: Names) -> list[Row]:
    """Rows of the shop as it is, asked for what it has given before."""
    kept = Server.KEPT
    catalogue, products = _both(["/katalog/"]), _both(_products(names)[:20])
    return [
        Row("home, kept", kept, _both(["/"]), 0.15, 0.2),
        Row("catalogue, kept", kept, catalogue, 0.15, 0.2, peer=LIST),
        Row("product, kept", kept, products, 0.15, 0.2, peer=PRODUCT),
        Row("proof, kept", kept, _both(_proofs(names)[:20]), 0.15, 0.2),
        Row("GraphQL list, kept", kept, _pages(_lists()), 0.3, None, peer=LIST),
        Row("not modified", kept, [*catalogue, *products], revalidate=True),
        Row(BARE, Server.BARE, catalogue),
    ]


def rows_for(names: Names) -> list[Row]:
    """Every row of the shop."""
    return [*_made(names), *_kept(names)]


def mixed(names: Names, count: int = 600) -> list[Request]:
    """A crowd's requests: few addresses asked for often, many seldom."""
    draw = Draw()
    some = [
        *_both(["/", "/katalog/"]),
        *_both(_products(names)),
        *_pages(f"/katalog/?{urlencode({'jenis': kind})}" for kind in names.kinds),
        *_both(_facilities(names)[:20]),
        *_pages(_albums(names)[:10]),
        *_pages(_lists()),
    ]
    shares = zipf(len(some))
    return [some[draw.rank(shares)] for _request in range(count)]
