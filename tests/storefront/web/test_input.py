"""What visitors and robots put into addresses: a clean page or a sentence, never a fault."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.types import CatalogQuery, Sort
from storefront.web.shop.parameters import Vocabulary, address_query, parse
from tests.making import facility_make, public_listing

pytestmark = pytest.mark.django_db

WORDS = Vocabulary(
    {
        "jenis": {"batik": "Batik", "camilan": "Camilan"},
        "provinsi": {"aceh": "Aceh"},
        "kantor": {"barat": "Kanwil Barat"},
        "fasilitas": {"lapas-palu": "Lapas Palu"},
        "surat": {"halal": "Halal"},
    },
    starts={"72": "Sulawesi Tengah", "72.71": "Kota Palu", "11": "Aceh"},
    start_slugs={"aceh": "11"},
)


@pytest.mark.parametrize(
    "address",
    [
        "/katalog/?jenis=tidak-ada",
        "/katalog/?urut=terpopuler",
        "/katalog/?harga-dari=-5000",
        "/katalog/?harga-dari=banyak",
        "/katalog/?harga-dari=50000&harga-sampai=10000",
        "/katalog/?kisaran=x",
        "/katalog/?stok=mungkin",
        "/katalog/?harga-dari=" + "9" * 40,
        "/katalog/saring/?jenis=tidak-ada",
    ],
)
def test_what_means_nothing_is_left_out_and_said(client: Client, address: str) -> None:
    public_listing()

    response = client.get(address)

    assert response.status_code == 200
    assert b'role="status"' in response.content
    assert b"note-warn" in response.content


def test_swapped_prices_are_put_right(client: Client) -> None:
    public_listing(prices=(20000,))

    response = client.get("/katalog/?harga-dari=50000&harga-sampai=10000")

    assert "Rp10.000–Rp50.000" in response.content.decode()


@pytest.mark.parametrize(
    "cursor",
    ["x", "💩", "W10", "bnVsbA", "WyJ0ZXJiYXJ1Il0", "a" * 5000, "eyJhIjoxfQ", "////"],
)
def test_a_place_that_is_not_in_the_list_is_a_400_with_a_sentence(
    client: Client, cursor: str
) -> None:
    response = client.get("/katalog/", {"setelah": cursor})

    assert response.status_code == 400
    assert "Tempat dalam daftar ini tidak ada" in response.content.decode()


def test_a_cursor_of_another_order_is_a_400(client: Client) -> None:
    facility = facility_make()
    for _ in range(25):
        public_listing(facility)
    page = client.get("/katalog/").content.decode()
    cursor = page.split("setelah=")[1].split('"')[0]

    assert client.get(f"/katalog/?setelah={cursor}").status_code == 200
    assert client.get(f"/katalog/?urut=termurah&setelah={cursor}").status_code == 400


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/katalog/?jenis=" + "a" * 10_240, "terlalu panjang"),
        ("/katalog/?jenis=%ff%fe", "tidak terbaca"),
        ("/katalog/?jenis=%00", "tidak dipakai"),
        ("/produk/%00/", "tidak dipakai"),
        ("/en/katalog/?jenis=%c3", "cannot be read"),
    ],
)
def test_broken_addresses_are_a_400_in_the_shops_clothes(
    client: Client, address: str, sentence: str
) -> None:
    path, _, query = address.partition("?")

    response = client.get(path, QUERY_STRING=query)

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert response["X-Request-ID"]


@pytest.mark.parametrize("path", ["/%ff/", "/produk/caf%c3%a9/", "/katalog/%2e%2e/", "/😀/"])
def test_odd_letters_in_a_path_are_only_an_unknown_page(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_every_answer_has_an_id_that_the_client_did_not_choose(client: Client) -> None:
    first = client.get("/healthz", headers={"X-Request-ID": "<script>" * 20})
    second = client.get("/healthz")

    assert re.fullmatch(r"[0-9a-f-]{36}", first["X-Request-ID"])
    assert first["X-Request-ID"] != second["X-Request-ID"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_lists_can_only_be_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/katalog/").status_code == 405


queries = st.builds(
    CatalogQuery,
    kinds=st.sets(st.sampled_from(["batik", "camilan"])).map(lambda s: tuple(sorted(s))),
    provinces=st.sets(st.just("aceh")).map(tuple),
    offices=st.sets(st.just("barat")).map(tuple),
    papers=st.sets(st.just("halal")).map(tuple),
    in_stock=st.booleans(),
    flagship=st.booleans(),
    shippable=st.booleans(),
    made_to_order=st.booleans(),
    price_from=st.none() | st.integers(1, 500).map(Decimal),
    price_to=st.none() | st.integers(501, 10**9).map(Decimal),
    sort=st.sampled_from(Sort),
    near=st.sampled_from(["", "72", "72.71", "11"]),
)
texts = st.sampled_from(["", "keripik", "kripik & \u201ctelur\u201d 50%", "a" * 200])


@given(queries, texts, st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_address_written_is_the_address_read(
    query: CatalogQuery, text: str, literal: bool
) -> None:
    if query.sort is Sort.BEST and not text:
        query = replace(query, sort=Sort.NEWEST)  # nothing is best when nothing was asked
    if query.sort is not Sort.NEAREST:
        query = replace(query, near="")
    address = address_query(query, text=text, literal=literal)

    read = parse(QueryDict(address), WORDS)

    assert read.query == query
    assert (read.text, read.is_literal) == (text, bool(text) and literal)
    assert read.complaints == ()
    assert read.canonical() == address


@given(
    st.dictionaries(
        st.sampled_from(
            ["jenis", "provinsi", "kantor", "surat", "stok", "dibuat", "harga-dari", "harga-sampai"]
            + ["urut", "dekat", "kisaran", "q", "persis"]
        ),
        st.text(max_size=60),
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_read(values: dict[str, str]) -> None:
    given_values = QueryDict(mutable=True)
    given_values.update(values)

    read = parse(given_values, WORDS)
    again = parse(QueryDict(read.canonical()), WORDS)

    assert (again.complaints, again.wrong_prices) == ((), {})
    assert again.canonical() == read.canonical()
    assert len(read.text) <= 200


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", "gzip"),
        ("gzip;q=0.5", "gzip"),
        ("br, gzip", "gzip"),
        ("gzip;q=0, *", None),
        ("gzip; q=0.000", None),
        ("identity", None),
    ],
)
def test_gzip_is_sent_only_where_it_is_welcome(
    client: Client, accepted: str, packed: str | None
) -> None:
    response = client.get("/fasilitas/", headers={"accept-encoding": accepted})
    assert response.headers.get("Content-Encoding") == packed
    assert "Accept-Encoding" in response.headers["Vary"]
