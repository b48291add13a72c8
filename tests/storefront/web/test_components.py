"""Parts that are joined as strings, addresses that are joined as strings, files and icons."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import translation

from catalog.types import Card, CardPhoto, Delivery, FacetValue, StockState
from storefront.web import addresses, icons
from storefront.web.components.card import cards_html, stock_words
from storefront.web.components.facets import Group, group_html
from storefront.web.components.picture import FIRST, LAZY, picture
from storefront.web.media import media_file

CARD = Card(
    listing_id=1,
    product_id=2,
    slug="bawang-goreng",
    name="Bawang <goreng>",
    price_min=Decimal(28000),
    price_max=Decimal(28000),
    facility_slug="lapas-palu",
    facility_name="Lapas Palu",
    province_name="Sulawesi Tengah",
    stock_state=StockState.ENOUGH,
    stock=34,
    lead_time_days=None,
    delivery=Delivery.PARCEL,
    papers=("P-IRT", "Halal", "Merek", "NKV"),
    not_halal=False,
    is_flagship=False,
    photo=CardPhoto("ab" * 32, 1200, 1200, 'Toples "250 g"', (160, 320, 480, 640, 960, 1600)),
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Stok 34"),
        ({"stock": 1200}, "Stok 1.200"),
        ({"stock_state": StockState.FEW, "stock": 3}, "Stok tinggal 3"),
        ({"stock_state": StockState.SOLD_OUT, "stock": 0}, "Stok habis"),
        (
            {"stock_state": StockState.MADE_TO_ORDER, "lead_time_days": 14},
            "Dibuat setelah dipesan · 14\u00a0hari\u00a0kerja",
        ),
        ({"delivery": Delivery.PICKUP}, "Stok 34 · Ambil di tempat"),
        ({"delivery": Delivery.LOCAL_COURIER}, "Stok 34 · Kurir setempat"),
    ],
)
def test_stock_is_said_in_words(change: dict[str, Any], words: str) -> None:
    with translation.override("id"):
        assert stock_words(CARD._replace(**change), "id") == words


def test_a_card_is_one_link_with_three_papers() -> None:
    markup = cards_html([CARD], "en", level=2)

    assert markup.count("<a ") == 1
    assert 'href="/en/produk/bawang-goreng/"' in markup
    assert "<h2" in markup
    assert "Bawang &lt;goreng&gt;" in markup
    assert "P-IRT · NKV · Halal<" in markup


def test_a_card_without_papers_says_nothing_of_them() -> None:
    assert "card-papers" not in cards_html([CARD._replace(papers=())], "id")


def test_what_is_not_halal_says_so_beside_other_papers() -> None:
    with translation.override("id"):
        assert "Tidak halal" in cards_html([CARD._replace(not_halal=True)], "id")


def test_only_the_first_picture_of_a_list_comes_first() -> None:
    markup = cards_html([CARD] * 6, "id", eager=4, first=True)

    assert markup.count('fetchpriority="high"') == 1
    assert markup.count('loading="lazy"') == 2


def test_a_picture_names_its_renditions_and_size() -> None:
    markup = picture(
        key="ab" * 32, size=(1200, 900), alt='a "b"', made=(160, 320, 1600), original="/x",
        sizes="72px", widths=(160, 320), loading=FIRST,
    )  # fmt: skip

    assert 'width="1200" height="900"' in markup
    assert "&quot;b&quot;" in markup
    assert "-320.avif 320w" in markup
    assert "1600" not in markup


def test_a_picture_that_is_still_being_made_is_shown_as_it_came() -> None:
    markup = picture(
        key="ab" * 32, size=(1, 1), alt="", made=(), original="/media/p/x.webp",
        sizes="72px", widths=(160,), loading=LAZY,
    )  # fmt: skip

    assert markup.startswith('<img src="/media/p/x.webp"')


def test_long_groups_fold_and_can_be_narrowed() -> None:
    values = [FacetValue(f"v{n}", f"V {n}", 40 - n) for n in range(38)]

    markup = group_html(Group("provinsi", "Provinsi", values, ["v30"]), "s", "id")

    assert markup.index('value="v30"') < markup.index('value="v0"')
    assert "<details" in markup
    assert "data-narrow" in markup


@pytest.mark.parametrize("language", ["id", "en"])
def test_joined_addresses_are_those_of_the_table(language: str) -> None:
    joined = {
        "home": addresses.home(language),
        "order_find": addresses.order_find(language),
        "catalog": addresses.catalog(language),
        "filters": addresses.filters(language),
        "listing": addresses.listing("x", language),
        "facilities": addresses.facilities(language),
        "facility": addresses.facility("x", language),
        "province": addresses.province("x", language),
        "galleries": addresses.galleries(language),
        "album": addresses.album("x", "y", language),
        "papers": addresses.page("surat", language),
        "sample-contact": addresses.sample_contact(language),
    }

    with translation.override(language):
        assert {name: resolve(path).url_name for name, path in joined.items()} == {
            name: name for name in joined
        }


def test_a_page_has_the_same_address_in_the_other_language() -> None:
    assert addresses.in_language("/en/katalog/", "id") == "/katalog/"
    assert addresses.in_language("/katalog/", "en") == "/en/katalog/"
    assert addresses.in_language("/en/", "id") == "/"
    assert addresses.in_language("/english/", "en") == "/en/english/"


def test_every_icon_is_drawn_without_a_size_or_a_style() -> None:
    names = [path.stem for path in (Path(icons.__file__).parent.parent / "static").rglob("icons/*")]

    assert names
    for name in names:
        drawing = icons.icon(name)
        assert drawing.startswith('<svg class="icon"')
        assert "style=" not in drawing


def test_pictures_never_change_and_are_what_they_say(
    rf: RequestFactory, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a.webp").write_bytes(b"webp")

    response = media_file(rf.get("/media/p/a.webp"), "p/a.webp")

    assert response["Content-Type"] == "image/webp"
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == b"webp"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["../settings.py", "p/../../x.webp", "p/none.webp", "p/x.svg", "p/x.html", "p", ""]
)
def test_nothing_but_pictures_is_handed_out(
    rf: RequestFactory, settings: Any, tmp_path: Path, name: str
) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "x.svg").write_text("<svg/>")
    (tmp_path.parent / "x.webp").write_bytes(b"outside")

    with pytest.raises(Http404):
        media_file(rf.get("/media/x"), name)


def test_the_media_address_is_served(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path

    assert client.get("/media/p/none.webp").status_code == 404
