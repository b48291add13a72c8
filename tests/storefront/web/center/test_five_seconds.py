"""What the central office changes is in force within five seconds, on each of two real workers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from catalog.dates import legal_today
from catalog.models import Facility, Listing, SearchTerm
from catalog.rich_text import rich_text_of
from catalog.saleor_adapter.kinds import kind_sheets
from catalog.saleor_adapter.pages import menu_save, menu_sheets, page_save, page_sheets
from catalog.services.facility_register import facility_close
from catalog.services.kinds import kind_change, kind_values
from catalog.services.pages import MenuValues, menu_change, menu_values, page_change, page_values
from catalog.services.regions import province_change, province_values
from catalog.services.search_terms import codes_now, term_change, term_values
from storefront.cache.clock import BOUND
from tests.making import SYSTEM, public_listing
from tests.storefront.cache.test_five_seconds import Change, Page, longest_old, pages_of
from tests.storefront.cache.workers import Worker, workers
from tests.storefront.web.places_making import album_make, full_facility

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SHOWN = frozenset({""})
MENU = json.dumps({"query": '{ menu(name: "navbar") { items { name } } }'})


@pytest.fixture
def listing() -> Listing:
    facility = full_facility()
    found = public_listing(facility, slug="bawang-goreng", stock=4321)
    album_make(facility, listing_ids=(found.pk,))
    other = public_listing(facility, slug="lainnya", name="Lainnya")
    assert other.pk
    SearchTerm.objects.create(use="synonym", phrase="garingan", means="bawang")
    page_save(
        slug="tentang", title="Tentang Toko", title_en="About",
        content=rich_text_of(["Satu."]), content_en=rich_text_of(["One."]), since=legal_today(),
    )  # fmt: skip
    menu_save("navbar", [("Katalog Lama", "Catalogue", "/katalog/")])
    return found


@pytest.fixture
def two(listing: Listing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sequence[Worker]]:
    """Two workers of a shop that has all this."""
    with workers(2, tmp_path_factory.mktemp("shop")) as found:
        yield found


def words_and_places(listing: Listing) -> list[Change]:
    """What officers change and readers read."""
    term = SearchTerm.objects.get(phrase="garingan")
    said, page, menu = term_values(term), page_sheets("tentang")[0], menu_sheets("navbar")[0]
    kind, province = kind_sheets()[0], listing.facility.regency.province
    here, entries = province_values(province), MenuValues((("Semua", "All", "/katalog/"),))
    return [
        Change(
            "synonym", [Page("/cari/?q=garingan", SHOWN), Page("/en/cari/?q=garingan", SHOWN)],
            lambda: term_change(
                actor=SYSTEM, term_id=term.pk, wanted=replace(said, means="kelapa"), seen=said,
                codes=codes_now([]),
            ),
            [listing.slug],
        ),
        Change(
            "page", [Page("/tentang/", SHOWN)],
            lambda: page_change(
                actor=SYSTEM, slug="tentang", seen=page_values(page),
                wanted=replace(page_values(page), title="Kami"),
            ),
            ["Tentang Toko</h1>"],
        ),
        Change(
            "menu", [Page("/graphql/", SHOWN, MENU)],
            lambda: menu_change(
                actor=SYSTEM, name="navbar", wanted=entries, seen=menu_values(menu)
            ),
            ["Katalog Lama"],
        ),
        Change(
            "kind", [Page("/katalog/", SHOWN), Page(f"/produk/{listing.slug}/", SHOWN)],
            lambda: kind_change(
                actor=SYSTEM, slug=kind.kind.slug, seen=kind_values(kind),
                wanted=replace(kind_values(kind), name="Kudapan"),
            ),
            [kind.kind.name],
        ),
        Change(
            "province", [Page("/provinsi/sulawesi-tengah/", SHOWN), Page("/fasilitas/", SHOWN)],
            lambda: province_change(
                actor=SYSTEM, code=province.pk, seen=here, wanted=replace(here, name="Celebes")
            ),
            ["Sulawesi Tengah"],
        ),
    ]  # fmt: skip


def closing(listing: Listing) -> Change:
    """The facility leaves the shop, and its goods with it."""
    facility = Facility.objects.get(pk=listing.facility_id)
    pages = [*pages_of(listing), Page("/fasilitas/", SHOWN)]
    return Change(
        "closing",
        [page for page in pages if "surat=" not in page.path],
        lambda: facility_close(actor=SYSTEM, facility_id=facility.pk, reason="Gedung direnovasi"),
        [listing.slug, f"/fasilitas/{facility.slug}/"],
    )


def test_what_officers_change_is_in_force_within_five_seconds(
    listing: Listing, two: Sequence[Worker]
) -> None:
    changes = [*words_and_places(listing), closing(listing)]
    lags = {change.name: longest_old(two, change) for change in changes}
    print({name: round(lag, 2) for name, lag in lags.items()})
    assert len(lags) == 6
    assert max(lags.values()) < BOUND, lags
