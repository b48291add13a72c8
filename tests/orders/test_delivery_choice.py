"""What a buyer chooses of what is offered for a facility's part."""

from __future__ import annotations

from uuid import uuid4

import pytest

from catalog.errors import NotFound
from storefront.orders.errors import NoDelivery
from storefront.orders.models import BasketDelivery, FacilityDelivery
from storefront.orders.selectors.baskets import basket_read
from storefront.orders.services.delivery import delivery_choose
from storefront.orders.types import DeliveryKind
from tests.conftest import rights_of_app
from tests.making import facility_make, public_listing
from tests.orders.making import basket_with

pytestmark = pytest.mark.django_db


def test_a_way_is_chosen_and_changed_by_whoever_has_the_key() -> None:
    listing = public_listing()
    token, facility_id = basket_with((listing, 2)), listing.facility_id
    with rights_of_app():
        delivery_choose(
            token=token, facility_id=facility_id, kind=DeliveryKind.COURIER, service="ab-reg"
        )
        delivery_choose(token=token, facility_id=facility_id, kind=DeliveryKind.PICKUP, service="")
    assert BasketDelivery.objects.count() == 1
    basket = basket_read(token, language="id")
    assert basket is not None
    assert (basket.parts[0].kind, basket.parts[0].service) == ("pickup", "")


@pytest.mark.parametrize(
    ("kind", "service"),
    [("courier", "xx-reg"), ("courier", ""), ("local", ""), ("pickup", "ab-reg")],
)
def test_what_is_not_offered_is_not_chosen(kind: str, service: str) -> None:
    listing = public_listing()
    token = basket_with((listing, 1))
    with pytest.raises(NoDelivery):
        delivery_choose(
            token=token,
            facility_id=listing.facility_id,
            kind=DeliveryKind(kind),
            service=service,
        )
    assert not BasketDelivery.objects.exists()


def test_what_is_refused_says_why() -> None:
    listing = public_listing()
    token = basket_with((listing, 1))
    FacilityDelivery.objects.create(facility=listing.facility, without=["ab-reg"])
    with pytest.raises(NoDelivery, match="."):
        delivery_choose(
            token=token,
            facility_id=listing.facility_id,
            kind=DeliveryKind.COURIER,
            service="",
        )


def test_another_basket_or_facility_is_not_there() -> None:
    listing = public_listing()
    token, other = basket_with((listing, 1)), facility_make()
    for key, facility_id in ((uuid4(), listing.facility_id), (token, other.pk)):
        with pytest.raises(NotFound):
            delivery_choose(
                token=key, facility_id=facility_id, kind=DeliveryKind.PICKUP, service=""
            )
