"""The sample shop under today's rules: what is on sale there is cleared, and stays so."""

from __future__ import annotations

import pytest

from catalog.dates import legal_today
from catalog.models import Listing, OutboxRow
from catalog.types import Actor, ListingState
from legality.models import Certificate, CertificateState, Notice, Review, Suspension
from legality.services.publication import Reconciled, listings_reconcile
from legality.verdicts import verdicts
from storefront.loading.demo import demo_load
from storefront.loading.files import rows_of
from storefront.loading.reference import reference_load

pytestmark = pytest.mark.django_db

# Where goods stand that a regional office has to do with.
STATES = {
    "waiting": "submitted",
    "again": "submitted",
    "sent_back": "draft",
    "suspended": "suspended",
    "recipe": "suspended",
}


def test_all_that_is_on_sale_is_cleared_and_the_rest_has_its_reasons() -> None:
    reference_load()
    demo_load()
    # nobody is mailed what the sample's offices decided
    assert Review.objects.exclude(decided_at=None).exists() and Suspension.objects.exists()
    assert not OutboxRow.objects.filter(task__contains="mail").exists()
    assert not Notice.objects.exists()
    today = legal_today()
    wanted = {row["slug"]: row for row in rows_of("demo/listings")}
    found = verdicts(None, on=today)
    listings = {one.pk: one for one in Listing.objects.all()}
    offices = {row["slug"]: row["way"] for row in rows_of("demo/office")}
    assert {one.slug: one.state for one in listings.values()} == {
        **{slug: row["state"] for slug, row in wanted.items()},
        **{slug: STATES[way] for slug, way in offices.items()},
    }
    blocked: dict[str, set[str]] = {}
    for pk, verdict in found.items():
        if not verdict.is_clear:
            blocked.setdefault(listings[pk].state, set()).add(listings[pk].slug)
    assert ListingState.PUBLISHED not in blocked
    assert blocked[ListingState.SUSPENDED] == {
        *(slug for slug, row in wanted.items() if row["state"] == "suspended"),
        *(slug for slug, way in offices.items() if way == "recipe"),
    }
    assert listings_reconcile(actor=Actor.system("nightly"), on=today) == Reconciled((), ())
    assert set(Certificate.objects.values_list("state", flat=True)) == set(CertificateState)
