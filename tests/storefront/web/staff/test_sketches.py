"""What is typed is kept, and two people at one listing lose nothing."""

from __future__ import annotations

import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.test import Client

from catalog.kept import forget_all
from catalog.models import Listing, Sketch
from catalog.saleor_adapter.editing import product_sheet
from tests.cast import Cast, cast_make, client_of
from tests.making import draft_listing, photo_give, public_listing
from tests.storefront.web.staff.test_listings import form_of, new_goods, new_of, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    forget_all()
    return cast_make()


@pytest.fixture
def sari(cast: Cast) -> Client:
    return client_of(cast.sari)


def save(client: Client, cast: Cast, form: dict[str, Any]) -> Any:
    return client.post(f"/petugas/{cast.here.slug}/barang/draf/", form)


def test_a_form_is_kept_as_it_is_typed(cast: Cast, sari: Client) -> None:
    form = new_goods(name="Keri", do=None)
    answer = save(sari, cast, form)
    assert re.fullmatch(r"\d\d\.\d\d WITA", answer.json()["saved"])
    save(sari, cast, form | {"name": "Keripik \0singkong\u202e"})
    sketch = Sketch.objects.get()
    assert sketch.data["typed"]["name"] == "Keripik singkong"
    page = sari.get(f"/petugas/{cast.here.slug}/barang/draf/{sketch.key}/").content.decode()
    assert 'value="Keripik singkong"' in page and f'value="{sketch.key}"' in page
    answer = sari.post(new_of(cast.here), form | {"name": "Keripik singkong", "do": "save"})
    assert answer.status_code == 302
    again = sari.get(f"/petugas/{cast.here.slug}/barang/draf/{sketch.key}/")
    assert f"/barang/{Listing.objects.get().pk}/?sudah=terkirim&" in again["Location"]


def test_a_form_without_a_word_is_not_kept(cast: Cast, sari: Client) -> None:
    empty = {"key": str(uuid.uuid4()), "category": "", "delivery": "parcel", "v-0-price": " "}
    assert save(sari, cast, empty).json() == {"saved": ""}
    for do, leads_to in (("sketch", ""), ("row", "?baris=1#choices")):
        answer = sari.post(new_of(cast.here), empty | {"do": do})
        assert answer["Location"] == new_of(cast.here) + leads_to
    assert sari.post(new_of(cast.here), empty | {"do": "save"}).status_code == 422
    assert not Sketch.objects.exists()
    # what was kept before is kept as it is emptied, too
    save(sari, cast, empty | {"name": "Keripik"})
    save(sari, cast, empty)
    assert Sketch.objects.get().data["typed"].get("name", "") == ""


def test_a_sketch_can_be_thrown_away(cast: Cast, sari: Client) -> None:
    form = new_goods(do="sketch")
    address = sari.post(new_of(cast.here), form)["Location"]
    assert sari.post(f"{address}buang/").status_code == 302
    assert not Sketch.objects.exists()
    assert sari.get(address).status_code == 404


def test_a_key_of_somebody_else_opens_nothing(cast: Cast, sari: Client) -> None:
    form = new_goods()
    save(sari, cast, form)
    head = client_of(cast.facility_head)
    assert save(head, cast, form | {"name": "Lain"}).status_code == 400
    assert head.post(new_of(cast.here), form).status_code == 404
    assert Sketch.objects.get().data["typed"]["name"] == "Keripik pisang"
    assert not Listing.objects.exists()


def test_who_may_not_change_keeps_nothing(cast: Cast) -> None:
    listing = draft_listing(cast.here)
    for actor in (cast.auditor, cast.regional_officer, cast.budi, cast.board_editor):
        answer = save(client_of(actor), cast, {"key": str(uuid.uuid4()), "name": "x"})
        assert answer.status_code in (400, 404)
    theirs = {"key": str(uuid.uuid4()), "listing": str(listing.pk), "name": "x"}
    answer = client_of(cast.budi).post(f"/petugas/{cast.elsewhere.slug}/barang/draf/", theirs)
    assert answer.status_code == 400
    assert not Sketch.objects.exists()


@pytest.mark.parametrize("name", ["listing", "v-0-id", "pos-1", "photo"])
def test_keys_that_no_row_can_have_break_nothing(cast: Cast, sari: Client, name: str) -> None:
    for key in ("9" * 5000, "9" * 30, "-1", "1e3", "\u0661", "\0", "x"):
        form = new_goods(do=None) | {"photos": "1", name: key}
        assert save(sari, cast, form).status_code in (200, 400, 404), key[:9]
        assert sari.post(new_of(cast.here), form | {"do": "save"}).status_code < 500, key[:9]


def test_more_than_a_form_can_hold_is_refused(cast: Cast, sari: Client) -> None:
    many = {f"alt-{number}": "x" * 300 for number in range(600)}
    assert save(sari, cast, new_goods(**many)).status_code == 400


def test_changes_that_were_begun_come_back(cast: Cast, sari: Client) -> None:
    listing = draft_listing(cast.here)
    save(sari, cast, form_of(sari, listing) | {"name": "Nama baru"})
    page = sari.get(page_of(listing)).content.decode()
    assert 'value="Nama baru"' in page and "Ada ketikan Anda" in page
    assert product_sheet(listing.product_id).name == "Bawang goreng"
    head = client_of(cast.facility_head).get(page_of(listing)).content.decode()
    assert "Nama baru" not in head
    sari.post(page_of(listing), form_of(sari, listing) | {"do": "save"})
    assert product_sheet(listing.product_id).name == "Nama baru"
    assert "Ada ketikan Anda" not in sari.get(page_of(listing)).content.decode()


def asked(html: str) -> dict[str, list[str]]:
    """The page that asks: what is sent along, and the values to choose from, theirs first."""
    form = html[html.index('class="conflict"') :]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        found.setdefault(given["name"], []).append(unescape(given.get("value", "")))
    return found


def test_two_people_change_different_things_and_both_hold(cast: Cast, sari: Client) -> None:
    listing = public_listing(cast.here, prices=(28000, 51000))
    head = client_of(cast.facility_head)
    first, second = form_of(sari, listing), form_of(head, listing)
    sari.post(page_of(listing), first | {"name": "Bawang Sari", "v-1-price": "52rb"})
    answer = head.post(page_of(listing), second | {"size": "Toples", "v-0-price": "29rb"})
    assert answer.status_code == 302
    sheet = product_sheet(listing.product_id)
    listing.refresh_from_db()
    assert (sheet.name, listing.size) == ("Bawang Sari", "Toples")
    assert [int(variant.price) for variant in sheet.variants] == [29000, 52000]


@pytest.mark.parametrize("chosen", [0, 1])
def test_what_two_people_changed_the_second_chooses(cast: Cast, sari: Client, chosen: int) -> None:
    listing = draft_listing(cast.here)
    head = client_of(cast.facility_head)
    first, second = form_of(sari, listing), form_of(head, listing)
    sari.post(page_of(listing), first | {"v-0-price": "30rb", "composition": "Bawang\n\n& garam"})
    answer = head.post(
        page_of(listing),
        second | {"v-0-price": "40rb", "composition": "Hanya bawang", "care": "Simpan"},
    )
    html = answer.content.decode()
    assert answer.status_code == 409
    assert f"Diubah {cast.sari.name}" in html
    choice = asked(html)
    assert choice["v-0-price"] == ["30.000", "40.000"]
    assert choice["composition"] == ["Bawang\n\n& garam", "Hanya bawang"]
    assert choice["care"] == ["Simpan"]
    form: dict[str, Any] = {
        name: texts[chosen] if len(texts) > 1 else texts[0] for name, texts in choice.items()
    }
    assert head.post(page_of(listing), form | {"do": "save"}).status_code == 302
    listing.refresh_from_db()
    price = int(product_sheet(listing.product_id).variants[0].price)
    assert price == (30000, 40000)[chosen]
    assert listing.composition == ("Bawang\n\n& garam", "Hanya bawang")[chosen]
    assert listing.care == "Simpan"


@pytest.mark.parametrize("chosen", [0, 1])
def test_a_choice_that_one_removed_and_the_other_changed(
    cast: Cast, sari: Client, chosen: int
) -> None:
    listing = draft_listing(cast.here, prices=(28000, 51000), stock=0)
    head = client_of(cast.facility_head)
    first, second = form_of(sari, listing), form_of(head, listing)
    sari.post(page_of(listing), first | {"v-1-gone": "1"})
    answer = head.post(page_of(listing), second | {"v-1-price": "60rb"})
    choice = asked(answer.content.decode())
    assert choice["v-1-gone"] == ["1", ""]
    form = {name: texts[chosen] if len(texts) > 1 else texts[0] for name, texts in choice.items()}
    head.post(page_of(listing), form | {"do": "save"})
    prices = [int(variant.price) for variant in product_sheet(listing.product_id).variants]
    assert prices == ([28000], [28000, 60000])[chosen]


def test_pictures_that_two_people_changed(cast: Cast, sari: Client) -> None:
    listing = draft_listing(cast.here)
    photo_give(listing)
    key = listing.photos.get().picture_id
    head = client_of(cast.facility_head)
    first, second = form_of(sari, listing), form_of(head, listing)
    sari.post(page_of(listing), first | {f"drop-{key}": "1"})
    answer = head.post(page_of(listing), second | {f"alt-{key}": "Lain"})
    choice = asked(answer.content.decode())
    assert choice["photos"] == ["", str(key)]
    form: dict[str, Any] = {name: texts[-1] for name, texts in choice.items()}
    assert head.post(page_of(listing), form | {"do": "save"}).status_code == 302
    assert listing.photos.get().alt == "Lain"


def test_text_is_kept_where_only_pictures_clash(cast: Cast, sari: Client) -> None:
    listing = draft_listing(cast.here)
    photo_give(listing)
    key = listing.photos.get().picture_id
    head = client_of(cast.facility_head)
    first, second = form_of(sari, listing), form_of(head, listing)
    sari.post(page_of(listing), first | {f"drop-{key}": "1"})
    changed = second | {f"alt-{key}": "Lain", "care": "Simpan kering", "v-0-price": "33rb"}
    choice = asked(head.post(page_of(listing), changed).content.decode())
    assert [name for name, texts in choice.items() if len(texts) > 1] == ["photos"]
    form: dict[str, Any] = {name: texts[0] for name, texts in choice.items()}
    assert head.post(page_of(listing), form | {"do": "save"}).status_code == 302
    listing.refresh_from_db()
    assert listing.care == "Simpan kering"
    assert int(product_sheet(listing.product_id).variants[0].price) == 33000


def test_a_sketch_that_was_sent_is_not_thrown_away_again(cast: Cast, sari: Client) -> None:
    form = new_goods()
    sari.post(new_of(cast.here), form)
    answer = sari.post(f"/petugas/{cast.here.slug}/barang/draf/{form['key']}/buang/")
    assert answer["Location"].endswith(f"/barang/{Listing.objects.get().pk}/")
