"""Nothing old after five seconds, on any of two real workers, whoever changed it and however."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.db import connection
from saleor.product.models import Product

from catalog.dates import LEGAL_ZONE, legal_today
from catalog.models import Listing
from catalog.services.listings import flagship_set, listing_close
from catalog.types import ListingState
from legality.models import Certificate
from legality.services.expiry import certificate_expire_due
from storefront.cache.clock import BOUND
from tests.making import SYSTEM, paper_make, public_listing
from tests.storefront.cache.workers import Answered, Worker, workers
from tests.storefront.web.places_making import album_make, full_facility

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

QUERY = json.dumps(
    {
        "query": "query L($n: Int!) { products(first: $n) { edges { node { name slug"
        " certificates { kind { code } }"
        " pricing { priceRange { start { gross { amount } } } } } } } }",
        "variables": {"n": 10},
    }
)
LAG = 0.05  # seconds between looking at everything
# Seconds until midnight, in which two workers start and are asked for all pages; on a machine that
# was too busy for it they start anew, with more of them.
EVENINGS = (30.0, 90.0, 270.0)


@dataclass(frozen=True)
class Page:
    """Something to look at. shows: of what it tells of a listing; cookie: of the one buyer whose
    page it is; sign: what it shows while goods can be bought, where it names them for longer."""

    path: str
    shows: frozenset[str]
    body: str = ""
    cookie: str = ""
    sign: str = ""

    def signs(self, gone: list[str]) -> list[str]:
        """What it must not show any more."""
        return [self.sign] if self.sign else gone


NAME, PRICE, PAPER, STOCK = "name", "price", "paper", "stock"
DATA = frozenset({NAME, PRICE, PAPER})
CARD = DATA | {STOCK}


def pages_of(listing: Listing) -> list[Page]:
    """Everything that shows a listing, and the list that leads machines to it."""
    slug, facility = listing.slug, listing.facility.slug
    return [
        Page("/", CARD),
        Page("/en/", CARD),
        Page("/katalog/", CARD),
        Page("/katalog/?surat=pirt", CARD),
        Page("/cari/?q=bawang", CARD),
        Page(f"/produk/{slug}/", CARD),
        Page(f"/en/produk/{slug}/", CARD),
        Page(f"/fasilitas/{facility}/", CARD),
        Page("/provinsi/sulawesi-tengah/", CARD),
        Page(f"/galeri/{facility}/sehari-di-dapur/", CARD),
        Page(f"/sitemap/{facility}.xml", frozenset({NAME})),
        Page("/umpan/produk.xml", frozenset({NAME, PRICE})),
        Page(f"/en/umpan/{facility}.xml", frozenset({NAME, PRICE})),
        Page("/graphql/?document=goods", DATA),
        Page("/graphql/", DATA, QUERY),
    ]


class Change(NamedTuple):
    """What is done, where it shows, and the signs that must be gone."""

    name: str
    pages: list[Page]
    act: Callable[[], object]
    gone: list[str]


@pytest.fixture
def listing() -> Listing:
    """Goods with a paper, put forward, in an album."""
    today = legal_today()
    facility = full_facility()
    found = public_listing(facility, slug="bawang-goreng", prices=(28000,), stock=4321)
    public_listing(facility, slug="lainnya", name="Lainnya", prices=(99000,))
    paper_make(found, expires_on=today + timedelta(days=1))
    flagship_set(actor=SYSTEM, listing_id=found.pk, begins=today, ends=today + timedelta(days=30))
    album_make(facility, listing_ids=(found.pk,))
    return found


@pytest.fixture
def two(listing: Listing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sequence[Worker]]:
    """Two workers of a shop that has the goods."""
    with workers(2, tmp_path_factory.mktemp("shop")) as found:
        yield found


def is_told(answered: Answered, sign: str) -> bool:
    """Whether an answer holds a sign; 404 holds none."""
    return answered.status == 200 and sign in answered.body


def look(worker: Worker, page: Page) -> Answered:
    answered = worker.ask(page.path, page.body, page.cookie)
    assert answered.status in {200, 404}, (page.path, answered)
    return answered


def longest_old(two: Sequence[Worker], change: Change) -> float:
    """Act, then look at all pages of both workers until none has told a sign for a second.

    Seconds from the act's end to the last request that was still answered with a sign.
    """
    _name, pages, act, gone = change
    for worker in two:
        for page in pages:
            shown = look(worker, page)
            told = [sign for sign in page.signs(gone) if sign in shown.body]
            assert told, (page.path, gone, shown.body)
            assert look(worker, page).how == ("" if page.cookie else "hit"), page.path
    act()
    done = time.monotonic()
    last = done
    while time.monotonic() - last < 1.2 and time.monotonic() - done < BOUND + 3:
        for worker in two:
            for page in pages:
                asked = time.monotonic()
                answered = look(worker, page)
                if any(is_told(answered, sign) for sign in page.signs(gone)):
                    last = max(last, asked)
        time.sleep(LAG)
    return last - done


def price_by_model(listing: Listing) -> None:
    product: Any = Product.objects.get(pk=listing.product_id)
    product.price_amount = Decimal(31000)
    product.save()


def run(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]


def prices_and_numbers(listing: Listing, pages: Sequence[Page]) -> list[Change]:
    """Through Saleor's model, and past every code of ours."""
    by_sql = "UPDATE product_product SET price_amount = 44000 WHERE id = %s"
    sold = "UPDATE warehouse_stock SET quantity = 4319 WHERE quantity = 4321"
    priced = [page for page in pages if PRICE in page.shows]
    counted = [page for page in pages if STOCK in page.shows]
    return [
        Change("model", priced, lambda: price_by_model(listing), ["28.000", "28,000", "28000"]),
        Change(
            "SQL", priced, lambda: run(by_sql, listing.product_id), ["31.000", "31,000", "31000"]
        ),
        Change("numbers", counted, lambda: run(sold), ["4.321", "4,321", "4321"]),
    ]


def paper_and_listing(listing: Listing, pages: Sequence[Page]) -> list[Change]:
    """Through our services. Without the list by paper, from which the goods go with the paper."""
    papered = [page for page in pages if PAPER in page.shows and "surat=" not in page.path]
    named = [page for page in pages if "surat=" not in page.path]
    in_two_days = legal_today() + timedelta(days=2)
    return [
        Change(
            "paper",
            papered,
            lambda: certificate_expire_due(actor=SYSTEM, on=in_two_days),
            ["PIRT", '"pirt"'],
        ),
        Change(
            "suspension",
            named,
            lambda: listing_close(
                actor=SYSTEM, listing_id=listing.pk, state=ListingState.SUSPENDED, reason="test"
            ),
            [listing.slug],
        ),
    ]


def test_nothing_old_is_told_after_five_seconds(listing: Listing, two: Sequence[Worker]) -> None:
    pages = pages_of(listing)
    changes = [*prices_and_numbers(listing, pages), *paper_and_listing(listing, pages)]
    lags = {change.name: longest_old(two, change) for change in changes}
    assert len(lags) == 5
    assert max(lags.values()) < BOUND, lags


@contextmanager
def past_midnight(
    folder: Path, last_day: date, pages: list[Page], gone: list[str]
) -> Iterator[tuple[Sequence[Worker], float]]:
    """Two workers for whom that day has ended, and the longest that they told the signs since."""
    midnight = datetime.combine(last_day + timedelta(days=1), datetime.min.time(), LEGAL_ZONE)
    for evening in EVENINGS:
        until = time.monotonic() + evening
        ahead = (midnight - datetime.now(UTC)).total_seconds() - evening
        start = ("-m", "tests.storefront.cache.other_clock", str(ahead))
        ready: list[float] = []
        act = partial(_wait, until, ready)
        with workers(2, folder, start) as two:
            try:
                lag = longest_old(two, Change("midnight", pages, act, gone))
            except AssertionError:
                if ready or time.monotonic() < until - 1.0:
                    raise
                continue  # midnight came before all pages had been asked for
            yield two, lag
            return
    pytest.fail("the workers were never ready before midnight")


def _wait(until: float, ready: list[float]) -> None:
    left = until - time.monotonic()
    assert left > 1.0
    ready.append(left)
    time.sleep(left)


def test_no_page_shows_a_paper_five_seconds_after_its_last_day(
    listing: Listing, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Midnight in Jakarta as two workers see it: nobody writes, only their clocks go on."""
    last_day = legal_today()
    Certificate.objects.update(expires_on=last_day)
    papered = [
        page for page in pages_of(listing) if PAPER in page.shows and "surat=" not in page.path
    ]
    folder = tmp_path_factory.mktemp("night")
    with past_midnight(folder, last_day, papered, ["PIRT", '"pirt"']) as (two, lag):
        assert 0 <= lag < BOUND
        assert [look(worker, papered[0]).status for worker in two] == [200, 200]
