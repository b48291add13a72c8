"""Goods that the law takes off sale are gone from every page of two real workers within five
seconds: by the night's work, by an officer who revokes a paper, by one who holds the goods back.

The feeds, the proof page of the paper and a basket that holds the goods already are asked with the
rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client

from catalog.dates import legal_today
from catalog.models import Facility, Listing
from catalog.services.listings import flagship_set
from catalog.types import ListingState
from legality.models import Certificate, CertificateState, Suspension, SuspensionCause
from legality.services.certificates import certificate_revoke
from legality.services.nightly import night_run
from legality.services.publication import listing_submit
from legality.services.suspensions import listing_suspend
from storefront.cache.clock import BOUND
from storefront.web.basket_cookie import COOKIE
from tests.making import SYSTEM, draft_listing, paper_make, photo_give, rule_make
from tests.orders.baskets_making import variant_of
from tests.storefront.cache.test_five_seconds import (
    Change,
    Page,
    longest_old,
    look,
    pages_of,
    past_midnight,
)
from tests.storefront.cache.workers import Worker, workers
from tests.storefront.web.places_making import album_make, full_facility

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)
GO_ON = 'href="/checkout/alamat/"'  # from a basket in which all can be bought
SLUGS = ("bawang-malam", "bawang-cabut", "bawang-tahan")


def goods_make(facility: Facility, slug: str) -> Listing:
    """Goods on sale by a paper whose last day is tomorrow."""
    listing = draft_listing(facility, slug=slug)
    photo_give(listing)
    number = f"CONTOH-{SLUGS.index(slug)}"
    paper_make(listing, number=number, expires_on=legal_today() + DAY)
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=legal_today())
    listing.refresh_from_db()
    return listing


@pytest.fixture
def goods() -> list[Listing]:
    """One for each way of closing, put forward as far as that goes, in an album."""
    rule_make("pirt")
    facility = full_facility()
    found = [goods_make(facility, slug) for slug in SLUGS]
    for listing in found[:2]:
        flagship_set(
            actor=SYSTEM, listing_id=listing.pk, begins=legal_today(), ends=legal_today() + 30 * DAY
        )
    album_make(facility, listing_ids=tuple(listing.pk for listing in found))
    return found


@pytest.fixture
def two(
    goods: list[Listing], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sequence[Worker]]:
    """Two workers of a shop that has the goods."""
    with workers(2, tmp_path_factory.mktemp("shop")) as found:
        yield found


def paper_of(listing: Listing) -> Certificate:
    return Certificate.objects.get(covers__listing=listing)


def basket_with(listing: Listing) -> str:
    """The cookie of a buyer who has put the goods in."""
    buyer = Client()
    put = {"pilihan": variant_of(listing), "jumlah": 1}
    assert (
        buyer.post("/keranjang/tambah/", put, HTTP_SEC_FETCH_SITE="same-origin").status_code < 400
    )
    return f"{COOKIE}={buyer.cookies[COOKIE].value}"


def shown_on(listing: Listing) -> list[Page]:
    """Everything that leads to the goods, what their paper's number leads to last."""
    name = frozenset({"name"})
    basket = Page("/keranjang/", name, cookie=basket_with(listing), sign=GO_ON)
    return [*pages_of(listing), basket, proof_of(listing)]


def proof_of(listing: Listing) -> Page:
    return Page(f"/sertifikat/{paper_of(listing).number_norm}/", frozenset({"name"}))


def test_what_closes_is_gone_everywhere_after_five_seconds(
    goods: list[Listing],
    two: Sequence[Worker],
    counted: Callable[[str], None],
) -> None:
    by_night, by_revoking, by_officer = goods
    today = legal_today()
    Certificate.objects.exclude(covers__listing=by_night).update(expires_on=today + 900 * DAY)
    acts: list[tuple[str, Listing, Callable[[], object]]] = [
        ("night", by_night, lambda: night_run(actor=SYSTEM, on=today + 2 * DAY)),
        (
            "revoked",
            by_revoking,
            lambda: certificate_revoke(
                actor=SYSTEM,
                certificate_id=paper_of(by_revoking).pk,
                on=today,
                reason="Dicabut penerbit.",
            ),
        ),
        (
            "held back",
            by_officer,
            lambda: listing_suspend(actor=SYSTEM, listing_id=by_officer.pk, reason="Label keliru."),
        ),
    ]
    lags = {
        name: longest_old(two, Change(name, shown_on(listing), act, [listing.slug]))
        for name, listing, act in acts
    }
    assert max(lags.values()) < BOUND, lags
    counted("seconds until gone: " + ", ".join(f"{name} {lag:.1f}" for name, lag in lags.items()))
    assert {listing.state for listing in Listing.objects.filter(pk__in=[one.pk for one in goods])
            } == {ListingState.SUSPENDED}  # fmt: skip
    assert set(Suspension.objects.values_list("listing__slug", "cause")) == set(
        zip(
            SLUGS,
            (SuspensionCause.EXPIRY, SuspensionCause.REVOCATION, SuspensionCause.OFFICER),
            strict=True,
        )
    )
    assert paper_of(by_night).state == CertificateState.EXPIRED
    words = (("Berakhir", by_night), ("Dicabut", by_revoking))
    for worker in two:
        for word, listing in words:
            assert word in look(worker, proof_of(listing)).body
        gone = Page(f"/produk/{by_night.slug}/", frozenset())
        assert look(worker, gone).status == HTTPStatus.NOT_FOUND


def test_goods_are_gone_five_seconds_after_their_papers_last_day(
    goods: list[Listing], tmp_path_factory: pytest.TempPathFactory, counted: Callable[[str], None]
) -> None:
    """Midnight in Jakarta as two workers see it, before any job has run: their clocks go on."""
    last_day = legal_today()
    listing = goods[0]
    Certificate.objects.filter(covers__listing=listing).update(expires_on=last_day)
    night_run(actor=SYSTEM, on=last_day)  # brings the clearance up to the paper's last day
    listing.refresh_from_db()
    assert listing.cleared_until == last_day
    folder = tmp_path_factory.mktemp("night")
    with past_midnight(folder, last_day, shown_on(listing), [listing.slug]) as (both, lag):
        assert 0 <= lag < BOUND
        counted(f"seconds until gone after midnight: {lag:.1f}")
        night_run(actor=SYSTEM, on=last_day + DAY)  # and stays gone when the job comes
        for worker in both:
            assert listing.slug not in look(worker, Page("/katalog/", frozenset())).body
    listing.refresh_from_db()
    assert listing.state == ListingState.SUSPENDED
