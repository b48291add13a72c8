"""Goods in /petugas/: made, changed, put on sale, without a script."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.kept import forget_all
from catalog.models import (
    AuditEntry,
    Brand,
    Facility,
    FormerAddress,
    Listing,
    ProductionUnit,
    RegionalOffice,
    Sketch,
)
from catalog.saleor_adapter.editing import product_sheet
from catalog.saleor_adapter.kinds import kind_save
from catalog.services.listings import listing_close
from catalog.types import ListingState
from storefront.orders.selectors.delivery_rows import packed_size
from tests.cast import Cast, cast_make, client_of
from tests.making import SYSTEM, draft_listing, photo_give, picture_bytes, public_listing

pytestmark = pytest.mark.django_db

ENGLISH = {"name_en": "Banana crisps", "description": "Renyah.", "description_en": "Crisp."}


@pytest.fixture
def cast() -> Cast:
    forget_all()  # kinds of the test before
    return cast_make()


@pytest.fixture
def at_once(cast: Cast) -> None:
    """The office lets its facilities publish at once what needs no paper."""
    RegionalOffice.objects.filter(pk=cast.here.office_id).update(lets_publish=True)


@pytest.fixture
def sari(cast: Cast) -> Client:
    return client_of(cast.sari)


def new_goods(**given: Any) -> dict[str, Any]:
    """A form of new goods as a browser sends it; a field given as None is left out."""
    forget_all()
    kind = kind_save(
        slug="camilan", name="Camilan", name_en="Snacks", description="", description_en=""
    )
    form = {
        "key": str(uuid.uuid4()),
        "do": "save",
        "name": "Keripik pisang",
        "category": str(kind),
        "v-0-price": "15rb",
        "v-0-weight": "250 g",
        "v-0-stock": "12",
    }
    return {name: value for name, value in (form | given).items() if value is not None}


def photo(name: str = "foto.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture_bytes(), "image/jpeg")


def new_of(facility: Facility) -> str:
    return f"/petugas/{facility.slug}/barang/baru/"


def page_of(listing: Listing) -> str:
    return f"/petugas/{listing.facility.slug}/barang/{listing.pk}/"


def form_of(client: Client, listing: Listing) -> dict[str, Any]:
    """What the page's form would send, as it stands."""
    forget_all()
    html = client.get(page_of(listing)).content.decode()
    form = html[html.index('id="goods-form"') : html.index("save-bar")]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if given.get("type") == "checkbox" and "checked" not in tag:
            continue
        if given.get("type") != "file" and "name" in given:
            found.setdefault(given["name"], []).append(unescape(given.get("value", "")))
    for name, text in re.findall(r'<textarea id="(\w+)"[^>]*>\n(.*?)</textarea>', form, re.S):
        found[name] = [unescape(text)]
    for name, options in re.findall(r'<select id="(\w+)".*?>(.*?)</select>', form, re.S):
        chosen = re.findall(r'<option value="([^"]*)"\s+selected', options)
        found[name] = chosen or [""]
    return found


@pytest.mark.usefixtures("at_once")
def test_from_an_empty_form_to_the_shop(cast: Cast, sari: Client) -> None:
    assert sari.get(new_of(cast.here)).status_code == 200
    answer = sari.post(new_of(cast.here), new_goods(do="submit", files=photo(), **ENGLISH))
    listing = Listing.objects.get(facility=cast.here)
    assert listing.state == "published"
    assert f"/barang/{listing.pk}/?sudah=terbit&" in answer["Location"]
    page = sari.get(answer["Location"]).content.decode()
    assert "Keripik pisang" in page
    shop = Client().get(f"/produk/{listing.slug}/").content.decode()
    assert "Rp15.000" in shop


def test_from_an_empty_form_to_the_office(cast: Cast, sari: Client) -> None:
    answer = sari.post(new_of(cast.here), new_goods(do="submit", files=photo(), **ENGLISH))
    listing = Listing.objects.get(facility=cast.here)
    assert listing.state == "submitted"
    assert f"/barang/{listing.pk}/?sudah=diajukan&" in answer["Location"]
    assert 'role="status"' in sari.get(answer["Location"]).content.decode()
    assert Client().get(f"/produk/{listing.slug}/").status_code == 404


def test_a_form_sent_twice_makes_one_listing(cast: Cast, sari: Client) -> None:
    form = new_goods()
    first, second = (sari.post(new_of(cast.here), form) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Listing.objects.count() == 1


def test_what_is_not_ready_stays_a_draft_and_says_what_is_missing(cast: Cast, sari: Client) -> None:
    answer = sari.post(new_of(cast.here), new_goods(do="submit"))
    listing = Listing.objects.get(facility=cast.here)
    assert listing.state == "draft"
    page = sari.get(answer["Location"]).content.decode()
    assert 'href="#name_en"' in page and 'href="#files"' in page
    assert 'value="3"' in page[page.index("<meter") :][:80]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("name", text) for text in ("", "x" * 10_000, "\0", "\u202e")),
        *(("category", text) for text in ("", "999999", "x")),
        *(("v-0-price", text) for text in ("", "0", "-5", "1000000000000", "15", "mahal", "1,5")),
        *(("v-0-weight", text) for text in ("", "0", "-1", "1", "999999999 kg", "40 cm")),
        *(("v-0-stock", text) for text in ("-1", "1,5", "99999999999", "banyak")),
        *(("lead_time_days", text) for text in ("0", "-3", "9999")),
        *(("size", "x" * 500), ("description", "x" * 15_000)),
    ],
)
def test_bad_input_is_a_sentence_beside_the_field_and_nothing_typed_is_lost(
    cast: Cast, sari: Client, field: str, value: str
) -> None:
    form = new_goods(**{field: value, "composition": "pisang & garam"})
    answer = sari.post(new_of(cast.here), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="e-{field}"' in page and f'href="#{field}"' in page
    assert "pisang &amp; garam" in page
    assert not Listing.objects.exists()
    assert Sketch.objects.get().data["typed"]["composition"] == "pisang & garam"


def test_html_is_shown_and_never_meant(cast: Cast, sari: Client) -> None:
    name = '<script>alert("x")</script>'
    answer = sari.post(new_of(cast.here), new_goods(name=name))
    for address in (answer["Location"], f"/petugas/{cast.here.slug}/barang/"):
        page = sari.get(address).content.decode()
        assert name not in page and "&lt;script&gt;alert" in page


def foreign(cast: Cast) -> dict[str, str]:
    """Keys of the other facility's things, by the field they are sent in."""
    unit = ProductionUnit.objects.create(
        facility=cast.elsewhere,
        key="a",
        kind="bimker",
        name="A",
        name_en="A",
        skill="",
        skill_en="",
    )
    brand = Brand.objects.create(facility=cast.elsewhere, slug="merek", name="Merek")
    theirs = public_listing(cast.elsewhere)
    picture = theirs.photos.get().picture_id
    variant = product_sheet(theirs.product_id).variants[0].id
    return {
        "unit": str(unit.pk),
        "brand": str(brand.pk),
        "photo": str(picture),
        "v-0-id": str(variant),
    }


@pytest.mark.parametrize("field", ["unit", "brand", "photo"])
def test_new_goods_take_nothing_of_another_facility(cast: Cast, sari: Client, field: str) -> None:
    before = Listing.objects.filter(facility=cast.here).count()
    answer = sari.post(new_of(cast.here), new_goods(**{field: foreign(cast)[field]}))
    assert answer.status_code == 404
    assert Listing.objects.filter(facility=cast.here).count() == before


@pytest.mark.parametrize("field", ["unit", "brand", "photo", "v-0-id"])
def test_changed_goods_take_nothing_of_another_facility(
    cast: Cast, sari: Client, field: str
) -> None:
    listing = draft_listing(cast.here)
    form = form_of(sari, listing)
    price = product_sheet(listing.product_id).variants[0].price
    answer = sari.post(page_of(listing), form | {field: foreign(cast)[field], "v-0-price": "77rb"})
    assert answer.status_code == 404
    assert product_sheet(listing.product_id).variants[0].price == price


def test_goods_of_another_facility_are_not_found(cast: Cast, sari: Client) -> None:
    theirs = draft_listing(cast.elsewhere)
    own = draft_listing(cast.here)
    there, here = cast.elsewhere.slug, cast.here.slug
    for address in (
        f"/petugas/{there}/",
        f"/petugas/{there}/barang/",
        f"/petugas/{there}/barang/baru/",
        f"/petugas/{there}/barang/{theirs.pk}/",
        f"/petugas/{here}/barang/{theirs.pk}/",
        f"/petugas/{there}/barang/{own.pk}/",
    ):
        assert sari.get(address).status_code == 404, address
        assert sari.post(address, new_goods()).status_code in (404, 405), address
    for act in ("ajukan", "tarik", "arsip", "pulihkan"):
        assert sari.post(f"/petugas/{here}/barang/{theirs.pk}/{act}/").status_code == 404


def test_who_only_looks_sees_without_buttons_and_changes_nothing(cast: Cast) -> None:
    listing = public_listing(cast.here)
    for actor in (cast.auditor, cast.regional_officer):
        client = client_of(actor)
        for address in (f"/petugas/{cast.here.slug}/", f"/petugas/{cast.here.slug}/barang/"):
            page = client.get(address).content.decode()
            assert "/barang/baru/" not in page
        page = client.get(page_of(listing)).content.decode()
        assert "save-bar" not in page and 'method="post" action' not in page
        assert "disabled" in page
        assert client.get(new_of(cast.here)).status_code == 403
        assert client.post(new_of(cast.here), new_goods()).status_code == 403
        assert client.post(page_of(listing), {"name": "x"}).status_code == 403
        for act in ("ajukan", "tarik", "arsip"):
            assert client.post(f"{page_of(listing)}{act}/").status_code == 403, act
    listing.refresh_from_db()
    assert listing.state == "published"


def test_a_form_without_its_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = client_of(cast.sari).cookies
    assert client.post(new_of(cast.here), new_goods()).status_code == 403
    assert not Listing.objects.exists()


def test_a_form_as_it_was_shown_changes_nothing(cast: Cast, sari: Client) -> None:
    listing = public_listing(cast.here, prices=(28000, 51000))
    before = product_sheet(listing.product_id)
    answer = sari.post(page_of(listing), form_of(sari, listing))
    assert "?sudah=disimpan&" in answer["Location"]
    assert product_sheet(listing.product_id) == before
    assert "listing.changed" not in acts(listing)


def acts(listing: Listing) -> list[str]:
    rows = AuditEntry.objects.filter(subject_table="catalog_listing", subject_id=str(listing.pk))
    return list(rows.order_by("pk").values_list("action", flat=True))


def test_a_new_price_and_text_of_goods_on_sale_are_on_sale(cast: Cast, sari: Client) -> None:
    listing = public_listing(cast.here, prices=(28000, 51000))
    form = form_of(sari, listing) | {"v-0-price": "31.500", "name": "Bawang goreng renyah"}
    sari.post(page_of(listing), form)
    listing.refresh_from_db()
    assert listing.state == "published"
    shop = Client().get(f"/produk/{listing.slug}/").content.decode()
    assert "Rp31.500" in shop and "Bawang goreng renyah" in shop
    sheet = product_sheet(listing.product_id)
    assert [int(variant.price) for variant in sheet.variants] == [31500, 51000]


def test_the_base_price_may_become_the_dearest(cast: Cast, sari: Client) -> None:
    listing = draft_listing(cast.here, prices=(28000, 51000, 51000))
    sari.post(page_of(listing), form_of(sari, listing) | {"v-0-price": "90rb"})
    prices = [int(variant.price) for variant in product_sheet(listing.product_id).variants]
    assert prices == [90000, 51000, 51000]


def test_choices_are_added_and_removed(cast: Cast, sari: Client) -> None:
    listing = draft_listing(cast.here, prices=(28000, 51000), stock=0)
    form = form_of(sari, listing) | {
        "v-1-gone": "1",
        **{"v-2-name": "500 g", "v-2-price": "60rb", "v-2-weight": "0,5 kg", "v-2-stock": "4"},
    }
    sari.post(page_of(listing), form)
    sari.post(page_of(listing), form)  # the same form again
    sheet = product_sheet(listing.product_id)
    assert [(v.name, int(v.price), v.weight_grams, v.stock) for v in sheet.variants] == [
        ("Pilihan 0", 28000, 250, 0),
        ("500 g", 60000, 500, 4),
    ]


def test_a_choice_that_had_stock_is_not_removed(cast: Cast, sari: Client) -> None:
    listing = draft_listing(cast.here, prices=(28000, 51000))
    answer = sari.post(page_of(listing), form_of(sari, listing) | {"v-1-gone": "1"})
    assert answer.status_code == 422
    assert len(product_sheet(listing.product_id).variants) == 2


def test_what_takes_goods_off_sale_is_said_before_it_does(cast: Cast, sari: Client) -> None:
    listing = public_listing(cast.here)
    form = form_of(sari, listing) | {"description_en": ""}
    asked = sari.post(page_of(listing), form)
    assert asked.status_code == 422
    assert 'name="withdraw" value="ya"' in asked.content.decode()
    listing.refresh_from_db()
    assert listing.state == "published"
    done = sari.post(page_of(listing), form | {"withdraw": "ya"})
    assert "?sudah=ditarik&" in done["Location"]
    listing.refresh_from_db()
    assert listing.state == "draft"
    assert Client().get(f"/produk/{listing.slug}/").status_code == 404


@pytest.mark.usefixtures("at_once")
def test_acts_and_the_way_back(cast: Cast, sari: Client) -> None:
    listing = public_listing(cast.here)

    def act(name: str) -> str:
        answer = sari.post(f"{page_of(listing)}{name}/")
        listing.refresh_from_db()
        page = sari.get(answer["Location"]).content.decode()
        assert 'role="status"' in page
        return listing.state

    assert act("tarik") == "draft"
    assert Client().get(f"/produk/{listing.slug}/").status_code == 404
    assert act("ajukan") == "published"
    assert act("arsip") == "archived"
    assert act("pulihkan") == "published"
    assert acts(listing)[-7:] == [
        *("listing.withdrawn", "listing.submitted", "listing.published", "listing.archived"),
        *("listing.restored", "listing.submitted", "listing.published"),
    ]
    assert sari.post(f"{page_of(listing)}pulihkan/")["Location"].endswith("?sudah=terbit")
    assert sari.post(f"{page_of(listing)}lain/").status_code == 404


def test_archived_goods_are_not_changed(cast: Cast, sari: Client) -> None:
    listing = public_listing(cast.here)
    form = form_of(sari, listing) | {"name": "Lain"}
    listing_close(actor=SYSTEM, listing_id=listing.pk, state=ListingState.ARCHIVED, reason="t")
    assert sari.post(page_of(listing), form).status_code == 422
    assert product_sheet(listing.product_id).name == "Bawang goreng"


def test_pictures_are_ordered_described_and_removed(cast: Cast, sari: Client) -> None:
    listing = draft_listing(cast.here)
    for color in ("#111111", "#222222", "#333333"):
        photo_give(listing, color)  # only the last stays
    files = [photo("a.jpg", picture_bytes("#444444")), photo("b.jpg", picture_bytes("#555555"))]
    sari.post(page_of(listing), form_of(sari, listing) | {"files": files})
    first, second, third = listing.photos.order_by("position")
    assert first.alt == "Toples bawang goreng"
    form = form_of(sari, listing) | {
        f"pos-{third.picture_id}": "1",
        f"pos-{first.picture_id}": "3",
        f"drop-{second.picture_id}": "1",
        f"alt-{third.picture_id}": "Tampak depan",
    }
    sari.post(page_of(listing), form)
    rows = list(listing.photos.order_by("position").values_list("picture_id", "alt", "alt_en"))
    assert rows == [
        (third.picture_id, "Tampak depan", "Bawang goreng (en)"),
        (first.picture_id, "Toples bawang goreng", "Jar of fried shallots"),
    ]


def test_a_form_that_cannot_say_what_it_saw_is_asked_and_keeps_its_text(
    cast: Cast, sari: Client
) -> None:
    one, other = draft_listing(cast.here), draft_listing(cast.here)
    form = form_of(sari, one) | {"care": "Simpan kering"}
    for seen in (form["seen"][0] + "x", "", form_of(sari, other)["seen"][0]):
        answer = sari.post(page_of(one), form | {"seen": seen})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert 'name="care"' in page and "Simpan kering" in page
        assert page.count("<fieldset") == 1  # what is the same is not asked
    one.refresh_from_db()
    assert one.care == ""


def test_the_list_is_searched_filtered_and_paged(cast: Cast, sari: Client) -> None:
    for place in range(53):
        draft_listing(cast.here, name=f"Tas {place:02}")
    public_listing(cast.here, name="100% kopi", stock=0)
    address = f"/petugas/{cast.here.slug}/barang/"
    first = sari.get(address).content.decode()
    assert first.count('class="stall-line"') == 50
    assert sari.get(f"{address}?hal=2").content.decode().count('class="stall-line"') == 4
    assert sari.get(f"{address}?q=100%25").content.decode().count('class="stall-line"') == 1
    assert sari.get(f"{address}?keadaan=published").content.decode().count("stall-line") == 1
    assert sari.get(f"{address}?keadaan=habis").content.decode().count("stall-line") == 1
    assert sari.get(f"{address}?hal=x&keadaan=zz&q=tidakada").status_code == 200


def test_the_address_stays_when_the_name_changes(cast: Cast, sari: Client) -> None:
    listing = public_listing(cast.here)
    sari.post(page_of(listing), form_of(sari, listing) | {"name": "Nama lain"})
    slug = listing.slug
    listing.refresh_from_db()
    assert listing.slug == slug
    assert not FormerAddress.objects.exists()


@pytest.mark.parametrize("path", ["", "barang/", "barang/baru/", "barang/{listing}/"])
def test_pages_ask_little(
    cast: Cast, sari: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    listing = public_listing(cast.here, prices=(28000, 51000))
    address = f"/petugas/{cast.here.slug}/{path.format(listing=listing.pk)}"
    sari.get(address)
    # two of them tell the test's own transaction who acts; pages have none
    with django_assert_max_num_queries(12 + 2):
        assert sari.get(address).status_code == 200


def test_a_choice_is_added_to_goods_that_are_there(cast: Cast, sari: Client) -> None:
    listing = draft_listing(cast.here)
    answer = sari.post(page_of(listing), form_of(sari, listing) | {"do": "row", "name": "Baru"})
    page = sari.get(answer["Location"]).content.decode()
    assert 'name="v-1-price"' in page and 'value="Baru"' in page
    assert 'name="v-1-price"' not in sari.get(page_of(listing)).content.decode()
    fresh = sari.post(new_of(cast.here), new_goods(do="row"))
    assert 'name="v-1-price"' in sari.get(fresh["Location"]).content.decode()


@pytest.mark.usefixtures("at_once")
def test_put_on_sale_pressed_twice_is_put_on_sale(cast: Cast, sari: Client) -> None:
    form = new_goods(do="submit", **ENGLISH)
    for _time in range(2):
        answer = sari.post(new_of(cast.here), form | {"files": photo()})
        assert "?sudah=terbit&" in answer["Location"]
    listing = Listing.objects.get()
    assert acts(listing).count("listing.published") == 1


@pytest.mark.parametrize(
    ("presses", "said"),
    [
        (("tarik", "tarik"), "ditarik"),
        (("arsip", "arsip"), "diarsipkan"),
        (("arsip", "pulihkan", "pulihkan"), "diajukan"),
        (("tarik", "ajukan", "ajukan"), "diajukan"),
        (("arsip", "tarik"), "lain"),
        (("arsip", "ajukan"), "lain"),
    ],
)
def test_a_button_pressed_twice_leads_where_it_led(
    cast: Cast, sari: Client, presses: tuple[str, ...], said: str
) -> None:
    listing = public_listing(cast.here)
    for press in presses:
        answer = sari.post(f"{page_of(listing)}{press}/")
        assert answer.status_code == 302
    assert answer["Location"].endswith(f"?sudah={said}")
    assert 'role="status"' in sari.get(answer["Location"]).content.decode()


def test_suspended_goods_that_are_not_ready_say_so(cast: Cast, sari: Client) -> None:
    listing = public_listing(cast.here)
    photos = listing.photos.all()
    listing_close(actor=SYSTEM, listing_id=listing.pk, state=ListingState.SUSPENDED, reason="t")
    photos.delete()
    answer = sari.post(f"{page_of(listing)}ajukan/")
    assert answer["Location"].endswith("?sudah=kurang")
    assert "Tersimpan, tetapi belum" in sari.get(answer["Location"]).content.decode()


def test_the_error_stands_beside_the_choice_that_it_is_about(cast: Cast, sari: Client) -> None:
    listing = public_listing(cast.here, prices=(28000, 51000))
    answer = sari.post(page_of(listing), form_of(sari, listing) | {"v-1-weight": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="e-v-1-weight"' in page and 'id="e-v-0-weight"' not in page


@pytest.mark.parametrize(("field", "fold"), [("size", "Rincian"), ("buyer_limit", "Pengiriman")])
def test_a_fold_with_an_error_is_open(cast: Cast, sari: Client, field: str, fold: str) -> None:
    value = {"size": "x" * 500, "buyer_limit": "0"}[field]
    page = sari.post(new_of(cast.here), new_goods(**{field: value})).content.decode()
    (opened,) = re.findall(r"<details class=\"fold\" open>.*?<h2>(.*?)</h2>", page, re.S)
    assert opened.startswith(fold)


@pytest.mark.parametrize("text", ["abc", "9" * 5000, "1 x \u0661", "-1"])
def test_keys_of_pictures_that_are_none_break_nothing(cast: Cast, sari: Client, text: str) -> None:
    form = new_goods(photos=text)
    save = sari.post(f"/petugas/{cast.here.slug}/barang/draf/", form)
    assert save.status_code == 200
    address = f"/petugas/{cast.here.slug}/barang/draf/{form['key']}/"
    assert sari.get(address).status_code == 200
    assert sari.post(new_of(cast.here), form).status_code in (302, 404)


def test_beyond_the_last_page_is_the_first(cast: Cast, sari: Client) -> None:
    draft_listing(cast.here)
    page = sari.get(f"/petugas/{cast.here.slug}/barang/?hal=7").content.decode()
    assert page.count('class="stall-line"') == 1


@pytest.mark.parametrize(
    "name", ["\u3164", "\u200d\u2060", "\u2800 \u00ad", "\U000e0041", "---", "\ufe0f"]
)
def test_a_name_that_nobody_can_read_is_none(cast: Cast, sari: Client, name: str) -> None:
    answer = sari.post(new_of(cast.here), new_goods(name=name))
    assert answer.status_code == 422
    assert 'id="e-name"' in answer.content.decode()


@pytest.mark.parametrize(
    "price",
    [
        "1e5",
        "NaN",
        "\u0661\u0665\u0660\u0660\u0660",
        "\uff11\uff15\uff10\uff10\uff10",
        "0x10",
        "1_000",
        "\u221e",
    ],
)
def test_what_is_no_price_is_a_sentence(cast: Cast, sari: Client, price: str) -> None:
    for field in ("v-0-price", "v-0-stock", "v-0-weight", "best_before_days"):
        answer = sari.post(new_of(cast.here), new_goods(**{field: price}))
        assert answer.status_code == 422, field
        assert f'id="e-{field}"' in answer.content.decode()
    assert not Listing.objects.exists()


def test_tabs_of_a_spreadsheet_part_words(cast: Cast, sari: Client) -> None:
    sari.post(new_of(cast.here), new_goods(name="Keripik\tpisang\u2028manis"))
    assert product_sheet(Listing.objects.get().product_id).name == "Keripik pisang manis"


# --- The pack, by whose size couriers charge


def test_the_size_of_the_pack_is_typed_with_the_goods(cast: Cast, sari: Client) -> None:
    sari.post(new_of(cast.here), new_goods(packed_size="30 x 20 × 10 cm"))
    listing = Listing.objects.get(facility=cast.here)
    assert packed_size(listing.pk) == (30, 20, 10)
    form = form_of(sari, listing)
    assert form["packed_size"] == ["30 × 20 × 10"]
    sari.post(page_of(listing), {**form, "do": "save", "packed_size": ""})
    assert packed_size(listing.pk) is None


def test_a_form_that_does_not_ask_for_it_leaves_it(cast: Cast, sari: Client) -> None:
    """As pages have it that were opened before there was such a field."""
    sari.post(new_of(cast.here), new_goods(packed_size="30x20x10"))
    listing = Listing.objects.get(facility=cast.here)
    form = form_of(sari, listing)
    form.pop("packed_size")
    assert sari.post(page_of(listing), {**form, "do": "save"}).status_code == 302
    assert packed_size(listing.pk) == (30, 20, 10)


@pytest.mark.parametrize("typed", ["30", "30 × 20", "0 × 1 × 1", "401x1x1", "-1x2x3", "1e2x1x1"])
def test_what_is_no_size_of_a_pack(cast: Cast, sari: Client, typed: str) -> None:
    answer = sari.post(new_of(cast.here), new_goods(packed_size=typed))
    assert answer.status_code == 422
    assert not Listing.objects.filter(facility=cast.here).exists()
