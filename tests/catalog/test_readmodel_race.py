"""Two writers of two variants of one product at once leave a right sum."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from catalog.models import CardRow
from tests.making import draft_listing, facility_make

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_writers_of_one_product_miss_nothing_of_each_other() -> None:
    listing = draft_listing(facility_make(), prices=(1000, 2000), stock=10)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM product_productvariant WHERE product_id = %s", [listing.product_id]
        )
        variants = [row[0] for row in cursor.fetchall()]
    first_wrote, second_started = threading.Event(), threading.Event()

    def write(variant: int, *, first: bool) -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if not first:
                    assert first_wrote.wait(60)
                    second_started.set()
                cursor.execute(
                    "UPDATE warehouse_stock SET quantity = 1 WHERE product_variant_id = %s",
                    [variant],
                )
                if first:
                    first_wrote.set()
                    assert second_started.wait(60)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=write, args=(variant,), kwargs={"first": not position})
        for position, variant in enumerate(variants)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert CardRow.objects.get(pk=listing.pk).stock == 2
