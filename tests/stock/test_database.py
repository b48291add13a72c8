"""The database of these tests is stock Saleor's, though it may be made from the shop's dump."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from tests.stock.database import SHOPS

NAMED = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname ~ %(shops)s
UNION SELECT conname FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace AND conname ~ %(shops)s
UNION SELECT app FROM django_migrations WHERE app || '_' ~ %(shops)s
UNION SELECT app_label FROM django_content_type WHERE app_label || '_' ~ %(shops)s
"""
TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"


def _rows(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"shops": SHOPS})
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db
def test_nothing_in_it_is_named_after_the_shop() -> None:
    assert _rows(NAMED) == []


@pytest.mark.django_db
def test_no_trigger_of_the_shops_is_left_on_saleors_tables() -> None:
    assert _rows(TRIGGERS) == []


@pytest.mark.django_db
def test_every_migration_of_saleors_is_applied() -> None:
    call_command("migrate", check_unapplied=True, verbosity=0)
