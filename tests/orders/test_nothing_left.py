"""Whoever is forgotten is nowhere: no column of any table holds their words, no file is theirs.

A buyer leaves words wherever a buyer can, people answer with their name, and then every row of
every table is read as text.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from catalog.acting import acting
from catalog.dates import legal_today
from catalog.services.outbox import outbox_sweep
from catalog.types import Actor
from storefront.access.closing import buyer_close
from storefront.access.signup import signup_ask
from storefront.orders.acting import SHOP, as_shop
from storefront.orders.models import FacilityOrder, OrderStep, ReturnRequest, ShopOrder
from storefront.orders.services.addresses import book_add
from storefront.orders.services.buyer_acts import order_cancel_by_buyer, part_cancel_by_buyer
from storefront.orders.services.buyers import consent_give
from storefront.orders.services.forgetting import buyers_forget
from storefront.orders.services.fulfilling import part_accept, part_late, part_pack
from storefront.orders.services.handing_over import parcel_track, part_delivered, part_ship
from storefront.orders.services.payments import payment_begin
from storefront.orders.services.proofs import proof_add, proof_decide
from storefront.orders.services.returns import ReturnAnswer, ReturnWish, return_ask, return_decide
from storefront.orders.services.undelivered import part_cancel_decline
from tests.cast import Cast, actor_again, cast_make, person_make
from tests.conftest import rights_of_app
from tests.making import picture_bytes, public_listing
from tests.orders.making import (
    account_make,
    basket_with,
    carried_everywhere,
    order_paid_up,
    order_placed,
)
from tests.orders.places import ADDRESS
from tests.storefront.web.buying.orders import being_made, parts_of, token_of

pytestmark = pytest.mark.django_db

FROM = "203.0.113.77"
HERS = replace(
    ADDRESS,
    name="Zulqarnaini Wqx",
    phone="0812-9988-7766",
    email="zulqx@contoh.id",
    street="Jl. Qxmawar No. 3",
    courier_note="Pagar qxhijau",
)
# What she wrote, what others wrote of her, where she was, and what leads to her door.
WORDS = (
    *("Zulqarnaini", "Wqx", "81299887766", "zulqx", "Qxmawar", "qxhijau", FROM),
    *("qxbatal", "qxminta", "qxretur", "QXLACAK"),
)
OFFICER = Actor.system("petugas")


@pytest.fixture
def cast() -> Cast:
    return cast_make()


@pytest.fixture(autouse=True)
def _empty() -> None:
    for name in files():
        storages["private"].delete(name)


def files(folder: str = "") -> set[str]:
    """Names of all private files of buyers."""
    storage = storages["private"]
    if not folder:
        return files("bukti") | files("kembali")
    try:
        folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return set()
    below = [files(f"{folder}/{one}") for one in folders]
    return {f"{folder}/{name}" for name in names}.union(*below)


def found(words: tuple[str, ...] = WORDS, tables: tuple[str, ...] = ()) -> set[tuple[str, str]]:
    """Tables and the words that their rows hold, as the owner reads them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace"
        )
        there = [name for (name,) in cursor.fetchall() if not tables or name in tables]
        assert len(there) > 100 or tables
        hits = set()
        for table in there:
            cursor.execute(
                f'SELECT w FROM unnest(%s::text[]) w WHERE EXISTS (SELECT FROM "{table}" t'
                " WHERE strpos(lower(t::text), lower(w)) > 0)",
                [list(words)],
            )
            hits |= {(table, word) for (word,) in cursor.fetchall()}
    return hits


def lived(cast: Cast, user_id: int | None) -> list[ShopOrder]:
    """Two orders with all that a buyer may say, both over; as the worker and the pages run."""
    goods = public_listing(cast.here, stock=50)
    carried_everywhere()
    account_make()
    # as pages do what buyers ask for, from where they ask
    with rights_of_app(), acting(SHOP, address=FROM, request_id="r1"):
        return [_ended_unpaid(cast, goods, user_id), _delivered(cast, goods, user_id)]


def _ended_unpaid(cast: Cast, goods: Any, user_id: int | None) -> ShopOrder:
    order = order_placed((goods, 1), method="transfer:", user_id=user_id, address=HERS)
    payment_begin(shop_order_id=order.pk)
    proof = proof_add(order_token=token_of(order), content=picture_bytes())
    with acting(cast.central_officer, address="198.51.100.1"):
        said = {"amount": None, "on": None, "note": "Zulqarnaini belum transfer"}
        proof_decide(actor=cast.central_officer, proof_id=proof.pk, **said)  # type: ignore[arg-type]
    order_cancel_by_buyer(order_token=token_of(order), note="Tidak jadi qxbatal")
    return order


def _delivered(cast: Cast, goods: Any, user_id: int | None) -> ShopOrder:
    order = order_paid_up((goods, 2), user_id=user_id, address=HERS)
    (part,) = parts_of(order)
    sari, key = cast.sari, part.pk
    with acting(sari):
        part_accept(actor=sari, facility_order_id=key)
    being_made(part)
    part_cancel_by_buyer(order_token=token_of(order), part_id=key, note="Saya qxminta batal")
    with acting(sari):
        part_cancel_decline(actor=sari, facility_order_id=key, note="Maaf Bu Zulqarnaini")
        on = legal_today() + timedelta(days=40)
        note = "Ibu Zulqarnaini sudah diberi tahu"
        part_late(actor=sari, facility_order_id=key, promised_on=on, note=note)
        part_pack(actor=sari, facility_order_id=key)
        parcel = part_ship(actor=sari, facility_order_id=key, tracking_number="QXLACAK1")
        parcel_track(actor=sari, parcel_id=parcel.pk, tracking_number="QXLACAK2")
        part_delivered(actor=sari, facility_order_id=key)
    with as_shop():
        line = part.lines.get()
    wish = ReturnWish({line.pk: 1}, "Robek semua qxretur di sudut.", [picture_bytes()])
    asked = return_ask(order_token=token_of(order), part_id=key, wish=wish)
    officer = cast.central_officer
    with acting(officer, address="198.51.100.1"):
        answer = ReturnAnswer({}, with_delivery=False, note="Bu Zulqarnaini, ini wajar.")
        return_decide(actor=officer, return_id=asked, answer=answer)
    return order


def test_the_search_finds_what_is_there(cast: Cast) -> None:
    user = person_make("zulqx@contoh.id")
    lived(cast, user.pk)
    hits = found()
    assert {word for _table, word in hits} == set(WORDS)
    for table in (
        *("orders_orderstep", "orders_returnrequestevent", "catalog_auditentry"),
        *("orders_facilityorder", "orders_transferproof", "order_fulfillment", "orders_parcel"),
    ):
        assert table in {there for there, _word in hits}, table
    assert len(files()) == 3  # a proof, its preview, a photo


def test_who_closes_the_account_is_nowhere(cast: Cast) -> None:
    user = person_make("zulqx@contoh.id", password="kayu jati dari Blora")
    orders, goods = lived(cast, user.pk), public_listing(cast.here)
    with rights_of_app(), acting(actor_again(user.pk), address=FROM):
        consent_give(user_id=user.pk, kind="privacy")
        book_add(user_id=user.pk, values=HERS)
        with acting(SHOP, address=FROM):
            basket_with((goods, 1), user_id=user.pk, address=HERS)
        signup_ask(email="zulqx@contoh.id", password="kayu jati dari Solo", version="1")
        outbox_sweep()  # her mails are sent
        buyer_close(user_id=user.pk)
        outbox_sweep()  # files go once that has committed
    assert found() == set()
    assert files() == set()
    for order in orders:
        order.refresh_from_db()
        assert order.number and order.total > 0 and order.forgotten_at
    # what people who work here did stays, with from where
    assert found(("198.51.100.1",))
    steps = OrderStep.objects.filter(shop_order=orders[1]).values_list("kind", flat=True)
    assert {"cancel_asked", "cancel_declined", "return_decided"} <= set(steps)
    assert ReturnRequest.objects.get().state == "refused"


def test_a_guest_is_nowhere_when_the_books_close(cast: Cast) -> None:
    lived(cast, None)
    later = timezone.now() + timedelta(days=3700)
    with rights_of_app(), acting(OFFICER):
        outbox_sweep()
        assert buyers_forget(now=later)[1] == 2
        outbox_sweep()
        assert buyers_forget(now=later) == (0, 0, 0)
    assert found() == set()
    assert files() == set()


def test_a_facility_keeps_nothing_that_she_wrote(cast: Cast) -> None:
    """After thirty days; the shop's own books name her on."""
    lived(cast, None)
    with rights_of_app(), acting(OFFICER):
        buyers_forget(now=timezone.now() + timedelta(days=31))
        outbox_sweep()
    wrote = ("qxbatal", "qxminta", "qxretur", "Qxmawar", "qxhijau", "81299887766")
    of_the_facility = (
        *("orders_facilityorder", "orders_orderstep", "orders_returnrequest"),
        "orders_returnrequestevent",
    )
    assert found(wrote, of_the_facility) == set()
    assert {name.split("/")[0] for name in files()} == {"bukti"}
    assert ("orders_shoporder", "zulqx") in found()


@pytest.mark.parametrize("function", ["orders_forget_parts", "orders_forget_orders"])
def test_the_database_empties_nothing_of_who_is_not_forgotten(cast: Cast, function: str) -> None:
    orders = lived(cast, None)
    keys = {
        "orders_forget_parts": list(FacilityOrder.objects.values_list("pk", flat=True)),
        "orders_forget_orders": [order.pk for order in orders],
    }
    for actor in (OFFICER, cast.facility_head, Actor.anonymous()):
        with (
            rights_of_app(),
            acting(actor),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT {function}(%s::bigint[])", [keys[function]])
    assert ("orders_returnrequestevent", "qxretur") in found()
