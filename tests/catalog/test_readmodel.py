"""The cards equal the truth, whoever writes it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from catalog.dates import legal_today
from catalog.models import CardRow, Facility
from catalog.services.listings import flagship_set
from catalog.services.readmodel import cards_of_ended_flagships_refresh
from catalog.types import StockState
from tests.making import SYSTEM, draft_listing, facility_make, public_listing

pytestmark = pytest.mark.django_db


def run(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]


def card(pk: int) -> CardRow:
    return CardRow.objects.get(pk=pk)


def test_prices_are_those_of_the_variants() -> None:
    listing = draft_listing(facility_make(), prices=(62000, 28000))
    row = card(listing.pk)
    assert (row.price_min, row.price_max) == (Decimal(28000), Decimal(62000))
    run(
        "UPDATE product_productvariant SET price_override_amount = 99000"
        " WHERE product_id = %s AND price_override_amount IS NOT NULL",
        listing.product_id,
    )
    assert card(listing.pk).price_max == Decimal(99000)


@pytest.mark.parametrize(
    ("stock", "lead", "state"),
    [
        (0, None, StockState.SOLD_OUT),
        (5, None, StockState.FEW),
        (6, None, StockState.ENOUGH),
        (0, 14, StockState.MADE_TO_ORDER),
        (3, 14, StockState.FEW),
    ],
)
def test_what_a_card_says_of_stock(stock: int, lead: int | None, state: StockState) -> None:
    listing = draft_listing(facility_make(), stock=stock, lead_time_days=lead)
    assert card(listing.pk).stock_state == state


def test_stock_moves_with_saleors_rows() -> None:
    listing = draft_listing(facility_make(), prices=(1000, 2000), stock=4)
    assert card(listing.pk).stock == 8
    run(
        "UPDATE warehouse_stock SET quantity = 1 WHERE product_variant_id IN"
        " (SELECT id FROM product_productvariant WHERE product_id = %s)",
        listing.product_id,
    )
    assert card(listing.pk).stock == 2
    run(
        "DELETE FROM warehouse_stock WHERE product_variant_id IN"
        " (SELECT id FROM product_productvariant WHERE product_id = %s)",
        listing.product_id,
    )
    assert card(listing.pk).stock == 0


def test_names_and_visibility_move_with_saleors_rows() -> None:
    listing = public_listing()
    run("UPDATE product_product SET name = 'Baru' WHERE id = %s", listing.product_id)
    run(
        "UPDATE product_producttranslation SET name = 'New' WHERE product_id = %s",
        listing.product_id,
    )
    row = card(listing.pk)
    assert (row.name, row.name_en, row.is_open) == ("Baru", "New", True)
    run("UPDATE product_product SET is_published = false WHERE id = %s", listing.product_id)
    assert not card(listing.pk).is_open


def test_a_facilitys_new_name_reaches_its_cards() -> None:
    listing = public_listing()
    Facility.objects.filter(pk=listing.facility_id).update(short_name="Lapas Baru")
    assert card(listing.pk).facility_name == "Lapas Baru"


def test_a_variant_has_one_stock_row_ever() -> None:
    listing = draft_listing(facility_make())
    other = facility_make()
    with pytest.raises(IntegrityError), transaction.atomic():
        run(
            "INSERT INTO warehouse_stock (product_variant_id, warehouse_id, quantity)"
            " SELECT id, %s, 3 FROM product_productvariant WHERE product_id = %s",
            other.warehouse_id,
            listing.product_id,
        )


def test_a_later_period_takes_the_ended_ones_place_on_the_card() -> None:
    listing, today, day = public_listing(), legal_today(), timedelta(days=1)
    flagship_set(actor=SYSTEM, listing_id=listing.pk, begins=today + 5 * day, ends=today + 9 * day)
    # as it stood until yesterday, when an earlier period ended
    yesterday = today - day
    CardRow.objects.filter(pk=listing.pk).update(flagship_from=yesterday, flagship_until=yesterday)
    assert cards_of_ended_flagships_refresh(on=today) == 1
    assert cards_of_ended_flagships_refresh(on=today) == 0
    assert card(listing.pk).flagship_from == today + 5 * day


def test_papers_and_pictures_stay_when_the_rest_is_refreshed() -> None:
    listing = public_listing()
    before = card(listing.pk).photo_key
    run("UPDATE product_product SET name = 'Baru' WHERE id = %s", listing.product_id)
    assert before and card(listing.pk).photo_key == before
