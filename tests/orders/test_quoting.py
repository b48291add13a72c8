"""What a basket costs: by whatever way it is read, and as it is at this moment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from catalog.dates import legal_today
from catalog.errors import NotFound
from catalog.models import OpeningHours
from storefront.orders.errors import Full, Invalids, NotOnSale, TooMany
from storefront.orders.models import (
    CourierService,
    FacilityDelivery,
    KindDelivery,
    ShippingRate,
    TaxpayerPeriod,
    TaxRate,
)
from storefront.orders.rules.addresses import AddressValues
from storefront.orders.selectors.baskets import basket_read
from storefront.orders.selectors.delivery import Destination, Offer, offers
from storefront.orders.selectors.delivery_ground import ground_asked
from storefront.orders.services.baskets import basket_begin
from storefront.orders.services.choosing import ways_choose
from storefront.orders.services.delivery import delivery_choose
from storefront.orders.services.quoting import Quote
from storefront.orders.types import DeliveryKind
from tests.conftest import rights_of_app
from tests.making import facility_make, public_listing
from tests.orders.baskets_making import CHECKOUTS, variants_of, voucher_make
from tests.orders.delivery_making import rate_make, service_make
from tests.orders.making import basket_with, buyer, carried_everywhere, quote_of, variant_of

pytestmark = pytest.mark.django_db


def read_apart(token: UUID, language: str) -> list[tuple[Offer, ...]]:
    """The ways of the same basket by what is read of its facilities and kinds by their keys."""
    basket = basket_read(token, language=language)
    assert basket is not None
    to = basket.address
    place = Destination(to.district_code, to.regency_code, to.province_code) if to else None
    found = offers(basket.parts, place, on=legal_today(), language=language)
    return [found[part.facility_id] for part in basket.parts]


def ways_of(seen: Quote) -> list[tuple[Offer, ...]]:
    """Those of a quote."""
    return [part.offers for part in seen.parts]


def rich_basket() -> UUID:
    """Goods of three facilities, each with terms of its own, one of them with tax."""
    senders = [facility_make() for _each in range(3)]
    listings = [public_listing(one, prices=(30_000,)) for one in senders]
    token = basket_with(*((listing, 2) for listing in listings), (listings[0], 1))
    service_make("cd-kilat", most_grams=1)
    rate_make("72", "72.71", 15_000, 5_000, service="cd-kilat")
    rate_make("31", "72", 1, 1, service="cd-kilat")  # from elsewhere
    FacilityDelivery.objects.create(
        facility=senders[0], offers_local=True, local_note="Telepon.", local_note_en="Call.",
        pickup_discount=10, pays_at_pickup=True, handling_days=3, without=["cd-kilat"],
    )  # fmt: skip
    FacilityDelivery.objects.create(facility=senders[1], offers_courier=False)
    OpeningHours.objects.create(facility=senders[2], weekday=2, opens="08:00", closes="11:00")
    TaxRate.objects.create(in_force_from="2022-04-01", percent="11", source="t", certainty="V")
    TaxpayerPeriod.objects.create(facility=senders[2], since="2026-01-01")
    return token


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("logged", [False, True])
def test_read_in_one_message_it_is_what_it_is_read_piece_by_piece(
    language: str, logged: bool
) -> None:
    token = rich_basket()
    connection.force_debug_cursor = logged
    with rights_of_app():
        together, apart = quote_of(token, language=language), read_apart(token, language)
    connection.force_debug_cursor = False
    assert ways_of(together) == apart
    assert [len(part.offers) for part in together.parts] == [3, 1, 3]
    assert [part.percent for part in together.parts] == [0, 0, 11]


def test_before_the_address_nothing_is_carried() -> None:
    carried_everywhere()
    begun = basket_begin(user_id=None, lines=[(variant_of(public_listing()), 1)])
    with rights_of_app():
        assert ways_of(quote_of(begun.token)) == read_apart(begun.token, "id")
    assert all(
        one.refused or one.kind is DeliveryKind.PICKUP
        for one in quote_of(begun.token).parts[0].offers
    )


def pays_another_rate(token: UUID) -> None:
    """The courier asks for more."""
    ShippingRate.objects.filter(origin="", destination="").update(first_kg=77_000)


def leaves_by_none(token: UUID) -> None:
    """Its service ends."""
    CourierService.objects.update(is_on=False)


def sends_nothing(token: UUID) -> None:
    """The facility has its goods fetched."""
    facility_id = quote_of(token).parts[0].facility_id
    FacilityDelivery.objects.create(facility_id=facility_id, offers_courier=False)


def owes_tax(token: UUID) -> None:
    """The facility has to pay PPN from today on."""
    TaxRate.objects.create(in_force_from="2022-04-01", percent="11", source="t", certainty="V")
    facility_id = quote_of(token).parts[0].facility_id
    TaxpayerPeriod.objects.create(facility_id=facility_id, since=legal_today())


def is_fetched_alone(token: UUID) -> None:
    """Goods of its kind are not carried any more."""
    kind = quote_of(token).basket.items[0].kind_id
    KindDelivery.objects.update_or_create(
        kind_id=kind, defaults={"way": "pickup", "reason": "Berat.", "reason_en": "Heavy."}
    )


@pytest.mark.parametrize(
    "change", [pays_another_rate, leaves_by_none, sends_nothing, owes_tax, is_fetched_alone]
)
def test_what_is_set_otherwise_counts_at_once(change: Any) -> None:
    token = basket_with((public_listing(), 1))
    before = quote_of(token)
    change(token)
    after = quote_of(token)
    assert after.digest != before.digest
    assert ways_of(after) == read_apart(token, "id")


def test_what_is_made_is_made_before_it_is_ready() -> None:
    """In the working days of its facility, which are more than an office's."""
    sender = facility_make()
    for weekday in range(7):
        OpeningHours.objects.create(facility=sender, weekday=weekday, opens="08:00", closes="11:00")
    token = basket_with((public_listing(sender, stock=0, lead_time_days=30), 1))
    (part,) = quote_of(token).parts
    assert part.produced_by is not None and part.offer is not None and part.offer.ready_on
    assert part.produced_by <= part.offer.ready_on


# --- Choosing


def test_what_a_choice_answers_is_what_is_there_then() -> None:
    token = rich_basket()
    voucher_make()
    CHECKOUTS.filter(pk=token).update(voucher_code="HEMAT10")
    facility_id = quote_of(token).parts[0].facility_id
    with rights_of_app():
        answered = delivery_choose(
            token=token, facility_id=facility_id, kind=DeliveryKind.PICKUP, service=""
        )
    assert answered == quote_of(token)
    assert answered.parts[0].goods_discount > answered.basket.discount_total / 3


def test_a_basket_that_goes_while_a_way_is_chosen_is_not_there() -> None:
    token = basket_with((public_listing(), 1))
    seen = quote_of(token)
    CHECKOUTS.filter(pk=token).delete()
    with pytest.raises(NotFound):
        ways_choose(
            token=token,
            ways={seen.parts[0].facility_id: ("pickup", "")},
            method="practice:",
            language="id",
            seen=seen,
        )


# --- Beginning


def begin(
    *lines: tuple[int, int], to: AddressValues | None = None, email: str = ""
) -> tuple[UUID, tuple[int, ...]]:
    """With the rights of who serves."""
    with rights_of_app():
        begun = basket_begin(user_id=None, lines=lines, to=to, email=email)
    return begun.token, begun.line_ids


def test_many_lines_begin_together_with_where_they_go() -> None:
    carried_everywhere()
    here = facility_make()
    goods = [variant_of(public_listing(here, stock=9)) for _each in range(3)]
    first, second, third = goods
    token, keys = begin((second, 2), (first, 1), (second, 1), (third, 4), to=buyer(7))
    basket = quote_of(token).basket
    assert [(i.line_id, i.variant_id, i.quantity) for i in basket.items] == list(
        zip(keys, (second, first, third), (3, 1, 4), strict=True)
    )
    assert (basket.quantity, basket.changes) == (8, ())
    assert basket.address is not None and basket.address.district_code == "72.71.02"
    assert (basket.email, basket.phone) == ("pembeli7@contoh.id", "+6281200000007")
    assert {item.seen_price for item in basket.items} == {Decimal(28_000)}


def test_an_email_alone_is_kept() -> None:
    token, _keys = begin((variant_of(public_listing()), 1), email=" Saya@Contoh.ID ")
    assert quote_of(token).basket.email == "saya@contoh.id"
    with pytest.raises(Invalids):
        begin((variant_of(public_listing()), 1), email="@")


def test_one_line_that_cannot_be_had_and_none_is_there() -> None:
    good, gone = variant_of(public_listing(stock=5)), public_listing(stock=5)
    few = variant_of(public_listing(stock=2))
    limited = public_listing(stock=9, prices=(1_000, 2_000))
    type(limited).objects.filter(pk=limited.pk).update(buyer_limit=3)
    type(gone.facility).objects.filter(pk=gone.facility_id).update(is_open=False)
    small, large = variants_of(limited)
    for lines, error in (
        (((good, 1), (variant_of(gone), 1)), NotOnSale),
        (((good, 1), (few, 2), (few, 1)), TooMany),
        (((small, 2), (large, 2)), TooMany),
        (((good, 1), (10**9, 1)), NotOnSale),
    ):
        with pytest.raises(error):
            begin(*lines)
    assert not CHECKOUTS.exists()
    begin((small, 2), (large, 1))


def test_a_basket_that_another_tab_empties_meanwhile_costs_what_was_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its facilities are read after its lines: by then a second click may have ordered it."""
    token = rich_basket()
    wanted = quote_of(token)

    def emptied(_token: UUID, *, language: str) -> Any:
        return ground_asked(uuid4(), language=language)

    monkeypatch.setattr("storefront.orders.services.quoting.ground_asked", emptied)
    seen = quote_of(token)
    assert ways_of(seen) == ways_of(wanted) and seen.digest == wanted.digest


def test_a_basket_holds_so_many_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.orders.services.baskets.MOST_LINES", 2)
    here = facility_make()
    goods = [variant_of(public_listing(here)) for _each in range(3)]
    begin((goods[0], 1), (goods[1], 1))
    with pytest.raises(Full):
        begin(*((one, 1) for one in goods))
