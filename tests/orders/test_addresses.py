"""Where a basket goes: what is taken, what is said otherwise, what is kept."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.apps import apps

from catalog.errors import Blocked, NotFound
from catalog.services.memberships import Post
from catalog.types import Role
from storefront.orders.acting import as_shop
from storefront.orders.errors import Invalids
from storefront.orders.models import AddressPlace, BasketBuyer
from storefront.orders.rules.addresses import AddressValues, address_plain, address_wrong
from storefront.orders.selectors.baskets import basket_read
from storefront.orders.selectors.buyers import address_of_book, book_of
from storefront.orders.services.addresses import (
    MOST_IN_BOOK,
    basket_address_set,
    book_add,
    book_change,
    book_default,
    book_remove,
)
from tests.cast import member_make, person_make
from tests.conftest import serving_role
from tests.making import facility_make
from tests.orders.places import ADDRESS, SIRANINDI, basket_make, places_make


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890", "0812-3456-7890", "0812 3456 7890", "6281234567890", "+62 812-3456-7890",
        "+62 (812) 3456.7890", "81234567890", " 0812–3456–7890 ",
    ],
)  # fmt: skip
def test_a_phone_is_kept_one_way(typed: str) -> None:
    assert address_plain(replace(ADDRESS, phone=typed)).phone == "+6281234567890"


@pytest.mark.parametrize(
    "typed", ["", "0812", "+1 212 555 0100", "delapan", "0812345678901234", "62"]
)
def test_what_is_no_indonesian_number_is_refused(typed: str) -> None:
    assert "phone" in address_wrong(address_plain(replace(ADDRESS, phone=typed)), {SIRANINDI})


def test_a_landline_is_taken() -> None:
    assert not address_wrong(address_plain(replace(ADDRESS, phone="0451 421234")), {SIRANINDI})


def test_what_may_stay_empty_stays_empty() -> None:
    bare = replace(ADDRESS, name="Budi", email="", village="", courier_note="")
    assert not address_wrong(address_plain(bare), {SIRANINDI})


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""), ("name", " - "), ("name", "a" * 121), ("email", "sari@"), ("email", "sari"),
        ("email", "sari@contoh.id\ufffd"),
        ("street", ""), ("street", "Jl"), ("street", "j" * 257), ("village", "k" * 81),
        ("courier_note", "n" * 141), ("postal_code", "99999"), ("postal_code", "9422"),
        ("district_code", ""),
    ],
)  # fmt: skip
def test_every_field_says_what_it_needs(field: str, typed: str) -> None:
    plain = address_plain(replace(ADDRESS, **{field: typed}))
    assert list(address_wrong(plain, {SIRANINDI, "94222"})) == [field]


def test_140_letters_of_a_note_are_taken() -> None:
    assert not address_wrong(address_plain(replace(ADDRESS, courier_note="n" * 140)), {SIRANINDI})


def test_all_that_is_wrong_is_said_at_once() -> None:
    empty = AddressValues(name="", phone="", district_code="", street="")
    assert set(address_wrong(empty, None)) == {"name", "phone", "district_code", "street"}


@pytest.mark.django_db
@pytest.mark.usefixtures("as_app")
class TestBasket:
    """The address of a basket."""

    @pytest.fixture(autouse=True)
    def places(self) -> None:
        places_make()

    def test_is_read_as_it_was_written(self) -> None:
        token = basket_make(address=True)
        basket = basket_read(token, language="id")
        assert basket is not None and basket.address is not None
        shown = basket.address
        assert (shown.name, shown.phone, shown.email) == (
            "Sarifah", "+6281234567890", "sarifah@contoh.id",
        )  # fmt: skip
        assert (shown.district, shown.regency, shown.province, shown.postal_code) == (
            "Palu Barat", "Kota Palu", "Sulawesi Tengah", SIRANINDI,
        )  # fmt: skip
        assert (shown.regency_code, shown.province_code) == ("72.71", "72")
        assert shown.street == "Jl. Mawar No. 3, RT 02/RW 05"
        assert shown.courier_note == "Pagar hijau di samping musala"

    def test_is_changed_in_its_own_row(self) -> None:
        token = basket_make(address=True)
        basket_address_set(token=token, values=replace(ADDRESS, name="Budi", email=""))
        with as_shop():
            assert AddressPlace.objects.count() == 1
            assert BasketBuyer.objects.get(pk=token).phone == "+6281234567890"
        basket = basket_read(token, language="id")
        assert basket is not None and basket.address is not None
        assert (basket.address.name, basket.email) == ("Budi", "")

    def test_wrong_values_change_nothing(self) -> None:
        token = basket_make(address=True)
        with pytest.raises(Invalids) as refused:
            basket_address_set(token=token, values=replace(ADDRESS, name="", phone="1"))
        assert set(refused.value.fields) == {"name", "phone"}
        basket = basket_read(token, language="id")
        assert basket is not None and basket.address is not None
        assert basket.address.name == "Sarifah"

    def test_no_basket_no_address(self) -> None:
        with pytest.raises(NotFound):
            basket_address_set(token=uuid4(), values=ADDRESS)

    def test_a_kecamatan_that_is_none(self) -> None:
        with pytest.raises(Invalids) as refused:
            basket_address_set(
                token=basket_make(), values=replace(ADDRESS, district_code="72.71.99")
            )
        assert set(refused.value.fields) == {"district_code"}


@pytest.mark.django_db
@pytest.mark.usefixtures("as_app")
class TestBook:
    """The address book."""

    @pytest.fixture(autouse=True)
    def places(self) -> None:
        places_make()

    def test_the_first_is_the_default_and_another_can_be(self) -> None:
        me = person_make().pk
        first = book_add(user_id=me, values=ADDRESS)
        second = book_add(user_id=me, values=replace(ADDRESS, name="Ibu"))
        assert [one.key for one in book_of(me)] == [first, second]
        book_default(user_id=me, address_id=second)
        assert [one.key for one in book_of(me) if one.is_default] == [second]
        book_remove(user_id=me, address_id=second)
        assert [one.key for one in book_of(me) if one.is_default] == [first]
        book_remove(user_id=me, address_id=first)
        assert book_of(me) == ()

    def test_the_same_is_kept_once(self) -> None:
        me = person_make().pk
        assert book_add(user_id=me, values=ADDRESS) == book_add(user_id=me, values=ADDRESS)

    def test_it_has_an_end(self) -> None:
        me = person_make().pk
        for number in range(MOST_IN_BOOK):
            book_add(user_id=me, values=replace(ADDRESS, name=f"Ibu {number}"))
        with pytest.raises(Blocked):
            book_add(user_id=me, values=ADDRESS)

    def test_anothers_is_not_there(self) -> None:
        me, other = person_make().pk, person_make().pk
        hers = book_add(user_id=me, values=ADDRESS)
        for act in (
            lambda: book_change(user_id=other, address_id=hers, values=ADDRESS),
            lambda: book_remove(user_id=other, address_id=hers),
            lambda: book_default(user_id=other, address_id=hers),
            lambda: address_of_book(other, hers),
        ):
            with pytest.raises(NotFound):
                act()
        assert [one.key for one in book_of(me)] == [hers]

    def test_a_basket_changes_no_address_of_the_book(self) -> None:
        me = person_make().pk
        book_add(user_id=me, values=ADDRESS)
        token = basket_make(user_id=me, address=True)
        basket_address_set(token=token, values=replace(ADDRESS, name="Budi"))
        assert [one.shown.name for one in book_of(me)] == ["Sarifah"]


def test_no_facility_reads_an_address_or_a_basket(db: None) -> None:
    """The database itself keeps them from everybody but the shop."""
    places_make()
    basket_make(address=True)
    member = member_make(Post(Role.FACILITY_HEAD, facility_id=facility_make().pk))
    addresses = apps.get_model("account", "Address").objects
    with serving_role():
        assert addresses.filter(warehouse=None).count() == AddressPlace.objects.count() == 1
    with serving_role(member):
        assert addresses.filter(warehouse=None).count() == 0
        assert AddressPlace.objects.count() == BasketBuyer.objects.count() == 0
