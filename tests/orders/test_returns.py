"""Goods sent back: asked for within the time, decided once, paid back to the rupiah."""

from __future__ import annotations

import threading
import time
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from PIL import Image

from catalog.errors import Invalid, NotAllowed, NotFound, WrongState
from catalog.models import AuditEntry, OutboxRow
from catalog.services.outbox import outbox_sweep
from catalog.storage import private_read
from catalog.types import Actor, Grant, Role
from galleries.errors import PictureRefused
from storefront.orders.acting import as_shop
from storefront.orders.errors import NoReturn
from storefront.orders.models import (
    FacilityOrder,
    OrderStep,
    Refund,
    ReturnPhoto,
    ReturnRequest,
    ShopOrder,
)
from storefront.orders.rules.files import return_photo_name
from storefront.orders.rules.returns import RETURN_DAYS
from storefront.orders.selectors.returns import (
    return_photo,
    return_sheet,
    returns_list,
)
from storefront.orders.services.baskets import basket_voucher_set
from storefront.orders.services.locking import order_locked
from storefront.orders.services.returned import returns_forget
from storefront.orders.services.returns import (
    PHOTO_TRIES,
    ReturnAnswer,
    ReturnWish,
    return_ask,
    return_decide,
)
from storefront.orders.types import FacilityOrderState, RefundCause, ReturnState
from tests.cast import cast_make
from tests.conftest import rights_of_app
from tests.making import facility_make, picture_bytes, public_listing
from tests.orders.baskets_making import voucher_make
from tests.orders.making import (
    attempt_of,
    basket_with,
    money_comes,
    order_paid_up,
    place,
    share_rule_make,
)
from tests.storefront.web.buying.orders import ago, moved, parts_of, token_of
from tests.together import at_once

pytestmark = pytest.mark.django_db
S = FacilityOrderState
WHY = "Kemasannya robek dan isinya tumpah."
OFFICER = Actor("Pusat", (Grant(Role.CENTRAL_OFFICER, None),))


def made(pieces: int = 3, state: FacilityOrderState = S.DONE) -> tuple[ShopOrder, FacilityOrder]:
    """An order whose only part is with the buyer."""
    share_rule_make(3500, 1500)
    order = order_paid_up(
        (public_listing(facility_make("lapas-melati"), name="Keripik", prices=(10000,)), pieces)
    )
    (part,) = parts_of(order)
    return order, moved(part, state)


def made_again() -> tuple[ShopOrder, FacilityOrder]:
    """One more."""
    order = order_paid_up((public_listing(), 2))
    return order, moved(parts_of(order)[0], S.DONE)


def line_of(part: FacilityOrder) -> int:
    with as_shop():
        line: Any = part.lines.get()
    return int(line.pk)


def ask(order: ShopOrder, part: FacilityOrder, count: int = 2, **given: Any) -> int:
    wish = ReturnWish(**{"pieces": {line_of(part): count}, "reason": WHY, **given})
    return return_ask(order_token=token_of(order), part_id=part.pk, wish=wish)


def decide(key: int, count: int, part: FacilityOrder, **given: Any) -> ReturnState:
    answer: dict[str, Any] = {"with_delivery": False, "note": "Kirim ke lapas.", **given}
    return return_decide(
        actor=OFFICER,
        return_id=key,
        answer=ReturnAnswer({line_of(part): count} if count else {}, **answer),
    )


@pytest.mark.parametrize("steps", [(1,) * 10, (1, 9), (4, 3, 3), (10,)])
def test_pieces_worth_less_than_a_rupiah_give_back_all_that_came(steps: tuple[int, ...]) -> None:
    voucher_make("SETENGAH", discount_value=Decimal(50))
    token = basket_with((public_listing(prices=(1,), stock=10), 10))
    with rights_of_app():
        basket_voucher_set(token=token, code="SETENGAH")
    order = ShopOrder.objects.get(pk=place(token).shop_order_id)
    money_comes(attempt_of(order))
    part = moved(parts_of(order)[0], S.DONE)
    for count in steps:
        assert decide(ask(order, part, count), count, part) is ReturnState.APPROVED
    assert sum(row.amount for row in Refund.objects.all()) == 5


def geotagged() -> bytes:
    """A photo that says where it was taken."""
    buffer = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamera rahasia"
    exif.get_ifd(0x8825)[2] = (0.0, 53.0, 55.0)
    Image.new("RGB", (400, 300), "#a33").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


@pytest.mark.django_db(transaction=True)
def test_an_officer_and_the_facility_at_once_do_not_stand_in_each_others_way() -> None:
    """Both lock the part before its order: else each would wait for what the other holds."""
    order, part = made()
    key, held = ask(order, part), threading.Event()

    def facility() -> str:
        with as_shop(), transaction.atomic():
            FacilityOrder.objects.select_for_update().get(pk=part.pk)
            held.set()
            time.sleep(0.5)
            order_locked(order.pk)
        return "done"

    def officer() -> ReturnState:
        held.wait()
        return decide(key, 2, part)

    answers = at_once([facility, officer])
    assert set(answers) == {"done", ReturnState.APPROVED}


class TestAsking:
    def test_it_is_kept_told_and_shown(self) -> None:
        order, part = made()
        key = ask(order, part, photos=(picture_bytes(), geotagged()))
        request = ReturnRequest.objects.get(pk=key)
        assert (request.state, request.reason) == ("asked", WHY)
        assert [row.quantity for row in request.lines.all()] == [2]
        assert OrderStep.objects.filter(facility_order=part, kind="return_asked").count() == 1
        told = OutboxRow.objects.get(key=f"to_center:{order.pk}:{part.pk}:{key}")
        assert told.arguments["about"] == key
        assert AuditEntry.objects.filter(action="return.asked", subject_id=str(key)).exists()

    def test_of_photos_only_the_pixels_are_kept_in_private(self) -> None:
        order, part = made()
        key = ask(order, part, photos=(geotagged(),))
        photo = ReturnPhoto.objects.get(request_id=key)
        content = private_read(return_photo_name(photo.key))
        with Image.open(BytesIO(content)) as image:
            assert (image.format, image.size, dict(image.getexif())) == ("WEBP", (400, 300), {})
        assert b"rahasia" not in content
        assert return_photo(actor=OFFICER, return_id=key, place=1) == content

    @pytest.mark.parametrize(
        "photos",
        [
            (b"<svg onload=alert(1)>",),
            (b"%PDF-1.7 x",),
            (picture_bytes() * 1, b"GIF89a" + b"0" * 50),
            (b"\xff\xd8\xff" + b"0" * (10 * 1024 * 1024),),
        ],
    )
    def test_what_is_no_picture_is_refused_and_nothing_stays(
        self, photos: tuple[bytes, ...]
    ) -> None:
        order, part = made()
        with pytest.raises(PictureRefused):
            ask(order, part, photos=photos)
        assert not ReturnRequest.objects.exists()

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"count": 0}, "pieces"),
            ({"count": 4}, "pieces"),
            ({"count": -1}, "pieces"),
            ({"count": 10**9}, "pieces"),
            ({"pieces": {999999: 1}}, "pieces"),
            ({"reason": "rusak"}, "reason"),
            ({"reason": "x" * 1001}, "reason"),
            ({"reason": "\u200b" * 20}, "reason"),
            ({"photos": (b"",) * 5}, "photos"),
        ],
    )
    def test_what_cannot_be_is_refused_by_its_field(
        self, given: dict[str, Any], field: str
    ) -> None:
        order, part = made()
        with pytest.raises(Invalid) as refused:
            ask(order, part, **given)
        assert refused.value.params["field"] == field
        assert not ReturnRequest.objects.exists()

    @pytest.mark.parametrize("state", [S.TO_ACCEPT, S.ACCEPTED, S.PACKED, S.CANCELLED])
    def test_only_what_has_left_can_come_back(self, state: FacilityOrderState) -> None:
        order, part = made(state=state)
        with pytest.raises(NoReturn):
            ask(order, part)

    def test_the_time_ends_after_delivery_and_not_on_the_way(self) -> None:
        order, part = made(state=S.SHIPPED)
        FacilityOrder.objects.filter(pk=part.pk).update(handed_over_at=ago(days=40))
        ask(order, part, 1)
        ReturnRequest.objects.update(state="refused")
        moved(part, S.DONE, done_at=ago(days=RETURN_DAYS, minutes=-1))
        ask(order, part, 1)
        ReturnRequest.objects.update(state="refused")
        FacilityOrder.objects.filter(pk=part.pk).update(done_at=ago(days=RETURN_DAYS, minutes=1))
        with pytest.raises(NoReturn):
            ask(order, part, 1)

    def test_one_waits_at_a_time(self) -> None:
        order, part = made()
        ask(order, part, 1)
        with pytest.raises(NoReturn):
            ask(order, part, 1)

    def test_a_part_of_another_order_is_not_found(self) -> None:
        order, part = made()
        other = order_paid_up()
        with pytest.raises(NotFound):
            return_ask(
                order_token=token_of(other),
                part_id=part.pk,
                wish=ReturnWish({line_of(part): 1}, WHY),
            )


class TestDeciding:
    def test_what_is_taken_back_is_paid_back(self) -> None:
        order, part = made()
        assert decide(ask(order, part, 2), 2, part) is ReturnState.APPROVED
        request = ReturnRequest.objects.get()
        refund = Refund.objects.get()
        assert request.refund == refund
        assert (refund.amount, refund.cause) == (Decimal(20000), RefundCause.RETURNED.value)
        assert refund.lines == [[line_of(part), 2, 20000]]
        assert OutboxRow.objects.filter(key__startswith="return_decided:").count() == 1
        assert OrderStep.objects.filter(kind="return_decided").get().actor_name == "Pusat"

    def test_fewer_than_asked_and_later_the_rest_make_the_whole(self) -> None:
        order, part = made(3)
        decide(ask(order, part, 3), 2, part)
        assert [row.quantity for row in ReturnRequest.objects.get().lines.all()] == [2]
        with pytest.raises(Invalid):
            ask(order, part, 2)
        decide(ask(order, part, 1), 1, part, with_delivery=True)
        assert sum(row.amount for row in Refund.objects.all()) == order.total

    def test_who_refuses_says_why_and_nothing_goes_back(self) -> None:
        order, part = made()
        key = ask(order, part)
        with pytest.raises(Invalid) as refused:
            decide(key, 0, part, note=" \u200b ")
        assert refused.value.params["field"] == "note"
        assert decide(key, 0, part, note="Sudah dipakai.") is ReturnState.REFUSED
        assert not Refund.objects.exists()
        assert [row.quantity for row in ReturnRequest.objects.get().lines.all()] == [2]
        ask(order, part)  # and may ask again

    def test_more_than_asked_is_refused(self) -> None:
        order, part = made()
        key = ask(order, part, 1)
        with pytest.raises(Invalid):
            decide(key, 2, part)
        assert ReturnRequest.objects.get().state == "asked"

    def test_a_decision_stands(self) -> None:
        order, part = made()
        key = ask(order, part)
        decide(key, 1, part)
        with pytest.raises(WrongState):
            decide(key, 2, part)
        with pytest.raises(WrongState):
            decide(key, 0, part, note="Berubah pikiran.")
        assert Refund.objects.count() == 1

    def test_delivery_goes_back_once(self) -> None:
        order, part = made(2)
        decide(ask(order, part, 1), 1, part, with_delivery=True)
        first = Refund.objects.get()
        assert first.delivery == part.delivery_price > 0
        decide(ask(order, part, 1), 1, part, with_delivery=True)
        assert sum(row.delivery for row in Refund.objects.all()) == part.delivery_price

    def test_only_officers_of_the_whole_shop_decide_and_look(self) -> None:
        cast = cast_make()
        order, part = made()
        key = ask(order, part)
        answer = ReturnAnswer({line_of(part): 1}, with_delivery=False, note="Baik.")
        for actor in (cast.facility_head, cast.regional_head, Actor.anonymous()):
            with pytest.raises(NotFound):
                return_decide(actor=actor, return_id=key, answer=answer)
            with pytest.raises(NotFound):
                return_sheet(actor=actor, return_id=key)
            with pytest.raises(NotFound):
                returns_list(actor=actor, waiting=True)
        auditor = Actor("A", (Grant(Role.AUDITOR, None),))
        assert len(returns_list(actor=auditor, waiting=True)) == 1
        with pytest.raises(NotAllowed):
            return_decide(actor=auditor, return_id=key, answer=answer)

    def test_all_of_it_runs_with_the_rights_of_who_serves(self) -> None:
        order, part = made()
        with rights_of_app():
            key = ask(order, part, 1, photos=(picture_bytes(),))
            decide(key, 1, part)
            with as_shop():
                assert Refund.objects.count() == 1

    def test_the_history_keeps_every_state(self) -> None:
        order, part = made()
        decide(ask(order, part), 1, part)
        events: Any = ReturnRequest.pgh_event_models["update"]  # type: ignore[attr-defined]
        assert [row.state for row in events.objects.order_by("pgh_id")][-1] == "approved"


def test_when_the_buyer_is_forgotten_photos_and_words_go_and_the_decision_stays() -> None:
    order, part = made()
    decide(ask(order, part, 1, photos=(picture_bytes(),)), 1, part)
    name = return_photo_name(ReturnPhoto.objects.get().key)
    assert private_read(name)
    with rights_of_app(), as_shop(), transaction.atomic():
        returns_forget([part.pk])
    request = ReturnRequest.objects.get()
    assert (request.reason, request.state, request.photos.count()) == ("", "approved", 0)
    outbox_sweep()
    with pytest.raises(FileNotFoundError):
        private_read(name)


def test_photos_of_an_order_are_looked_at_so_often_an_hour() -> None:
    """Each may take a second of the server; without any the request is made all the same."""
    order, part = made()
    for _try in range(PHOTO_TRIES):
        with pytest.raises(PictureRefused):
            ask(order, part, photos=(b"no picture",))
    with pytest.raises(Invalid) as refused:
        ask(order, part, photos=(picture_bytes(),))
    assert refused.value.params["field"] == "photos"
    assert not ReturnRequest.objects.exists()
    other, its_part = made_again()
    assert ask(other, its_part, photos=(picture_bytes(),))
    assert ask(order, part)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_requests_make_one(self) -> None:
        order, part = made()
        answers = at_once([lambda: ask(order, part, 1)] * 5)
        assert sum(isinstance(answer, int) for answer in answers) == 1
        assert {type(answer) for answer in answers} == {int, NoReturn}
        assert ReturnRequest.objects.count() == 1

    def test_two_officers_make_one_refund(self) -> None:
        order, part = made()
        key = ask(order, part, 2)
        answers = at_once([lambda: decide(key, 2, part)] * 5)
        assert answers.count(ReturnState.APPROVED) == 1
        assert Refund.objects.count() == 1
