"""Verdicts of many listings: statements and CPU. The figures are printed (pytest -s)."""

from __future__ import annotations

import os
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.dates import legal_today
from catalog.models import Listing
from legality.models import CertificateKind, RecipeHold
from legality.verdicts import verdicts
from tests.legality.night_world import night_make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# The figures of the README are of VERDICT_GOODS=10000; every run makes do with fewer.
GOODS = int(os.environ.get("VERDICT_GOODS", "1000"))
STATEMENTS_PROMISED = 10


def test_verdicts_of_many_listings_cost_few_statements() -> None:
    on = legal_today()
    night_make(GOODS, GOODS, max(2, GOODS // 200), on)
    CertificateKind.objects.filter(pk="pirt").update(validity="recipe")
    keys = list(Listing.objects.order_by("pk").values_list("pk", flat=True))
    RecipeHold.objects.bulk_create(RecipeHold(listing_id=key) for key in keys[::10])
    begun = time.process_time()
    with CaptureQueriesContext(connection) as statements:
        found = verdicts(None, on=on)
    spent = time.process_time() - begun
    blocked = sum(not verdict.is_clear for verdict in found.values())
    print(f"\n{len(found)} verdicts, {blocked} blocked: {spent:.2f} s CPU, {len(statements)}")
    assert len(found) == len(keys) and len(keys[::10]) <= blocked < len(keys) // 5
    assert len(statements) <= STATEMENTS_PROMISED
