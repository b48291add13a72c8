"""The version moves in the transaction that changes what is seen, and makes nobody wait."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from saleor.product.models import Product

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import AuditEntry, CardRow, Facility, Listing
from catalog.selectors.version import Marks, catalogue_marks
from catalog.services.listings import flagship_set, listing_close
from catalog.types import ListingState
from tests.making import SYSTEM, paper_make, photo_give, public_listing

pytestmark = pytest.mark.django_db(transaction=True)

# What no page shows; a new table has to be put here, or be watched by its migration.
UNSEEN = {
    *("account", "app", "auth", "checkout", "discount", "giftcard", "order", "payment"),
    *("plugins", "shipping", "webhook", "wishlist"),
    *("access", "axes", "otp", "pghistory"),  # people and what they did
    "orders",  # of one buyer each, on pages that nobody keeps
}
# But for what goods' pages say of delivery.
DELIVERY = {
    *("orders_courier", "orders_courierservice", "orders_shippingrate", "orders_kinddelivery"),
    *("orders_facilitydelivery", "orders_packedsize"),
}
UNSEEN_TABLES = {
    *("catalog_auditentry", "catalog_cardchange", "catalog_outboxrow", "catalog_stockflip"),
    "catalog_historyentry",
    *("catalog_version", "django_content_type", "django_migrations", "legality_clearancerecord"),
    "legality_formerregion",  # for reading numbers
    *("legality_nightrun", "legality_notice"),
    *("catalog_membership", "catalog_stockmove", "catalog_stocksave", "django_admin_log"),
    *("catalog_sketch", "galleries_picturebrought", "catalog_district"),
    *("legality_goodstrait", "legality_requirementrule", "legality_rulesversion"),
    *("warehouse_warehouse", "warehouse_warehouse_shipping_zones"),
    *("legality_answertemplate", "legality_evidence", "legality_reminder"),
    *("legality_review", "legality_reviewanswer", "legality_suspension"),
}
PAGES = (
    *(
        "/",
        "/katalog/",
        "/katalog/saring/",
        "/katalog/?stok=ya",
        "/en/katalog/",
        "/cari/?q=bawang",
        "/cari/saran/?q=baw",
    ),
    *("/fasilitas/", "/fasilitas/{facility}/", "/provinsi/", "/provinsi/sulawesi-tengah/"),
    *("/produk/{listing}/", "/galeri/", "/tentang/", "/surat/", "/bantuan/"),
    *("/sertifikat/{paper}/", "/en/sertifikat/{paper}/", "/sertifikat/CONTOH/", "/verifikasi/"),
    *("/sitemap.xml", "/sitemap/toko.xml", "/sitemap/{facility}.xml"),
    *("/umpan/produk.xml", "/umpan/{facility}.xml"),
    "/graphql/?document=goods",
)


def run(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)  # type: ignore[arg-type]


def rows(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def moved(act: Callable[[], object]) -> tuple[bool, bool]:
    """Whether an act moves words and numbers."""
    before = catalogue_marks()
    act()
    after = catalogue_marks()
    return before.words != after.words, before.numbers != after.numbers


def stock_set(listing: Listing, quantity: int) -> None:
    run(
        "UPDATE warehouse_stock SET quantity = %s WHERE product_variant_id IN"
        " (SELECT id FROM product_productvariant WHERE product_id = %s)",
        quantity,
        listing.product_id,
    )


@pytest.fixture
def listing() -> Listing:
    forget_all()
    return public_listing(stock=20)


@contextmanager
def open_elsewhere(sql: str) -> Iterator[threading.Event]:
    """A statement in a transaction of another connection, committed when the event is set."""
    wrote, go_on = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic():
                run(sql)
                wrote.set()
                go_on.wait(60)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    assert wrote.wait(60)
    try:
        yield go_on
    finally:
        go_on.set()
        thread.join(60)


def suspend(listing: Listing) -> None:
    listing_close(actor=SYSTEM, listing_id=listing.pk, state=ListingState.SUSPENDED, reason="test")


def test_every_change_that_is_shown_moves_the_words(listing: Listing) -> None:
    today = legal_today()
    acts: dict[str, Callable[[], object]] = {
        "a paper": lambda: paper_make(listing, expires_on=today + timedelta(days=9)),
        "a paper taken back": lambda: run("UPDATE legality_certificate SET state = 'revoked'"),
        "a picture": lambda: photo_give(listing, "#123456"),
        "a flagship": lambda: flagship_set(
            actor=SYSTEM, listing_id=listing.pk, begins=today, ends=today
        ),
        "a price by Saleor's model": lambda: Product.objects.filter(pk=listing.product_id).update(
            price_amount=Decimal(31000)
        ),
        "a price by SQL": lambda: run(
            "UPDATE product_productvariant SET price_override_amount = 1234 WHERE product_id = %s",
            listing.product_id,
        ),
        "a facility's story": lambda: Facility.objects.update(story="Lain."),
        "a kind": lambda: run("UPDATE product_category SET name = 'Lain'"),
        "a page": lambda: run(
            "INSERT INTO page_page (slug, title, content, created, is_published, content_json)"
            " VALUES ('x', 'x', 'x', now(), true, '{}')"
        ),
        "the shop's name": lambda: run("UPDATE django_site SET name = 'Lain'"),
        "a table emptied": lambda: run("TRUNCATE catalog_openinghours"),
        "a suspension": lambda: suspend(listing),
        "a cover that is gone": lambda: run("DELETE FROM legality_certificatecover"),
    }
    assert {name: moved(act)[0] for name, act in acts.items()} == dict.fromkeys(acts, True)


def test_numbers_move_alone_as_long_as_a_card_says_the_same(listing: Listing) -> None:
    assert moved(lambda: stock_set(listing, 19)) == (False, True)
    assert moved(lambda: stock_set(listing, 3)) == (True, True)
    assert moved(lambda: stock_set(listing, 2)) == (False, True)
    assert moved(lambda: stock_set(listing, 0)) == (True, True)
    assert CardRow.objects.get(pk=listing.pk).is_sold_out


def test_what_nobody_sees_moves_nothing(listing: Listing) -> None:
    acts: tuple[Callable[[], object], ...] = (
        lambda: AuditEntry.objects.create(
            actor_role="test", action="looked", subject_table="x", subject_id="1"
        ),
        lambda: stock_set(listing, 20),
        lambda: run("UPDATE catalog_listing SET slug = slug"),
        lambda: run("DELETE FROM catalog_facilityalias WHERE false"),
    )
    assert [moved(act) for act in acts] == [(False, False)] * len(acts)


def test_it_moves_at_the_commit_and_not_before(listing: Listing) -> None:
    before = catalogue_marks()
    with open_elsewhere(f"UPDATE catalog_listing SET size = 'a' WHERE id = {listing.pk}"):
        assert catalogue_marks() == before
    assert catalogue_marks().words != before.words


def test_writers_do_not_wait_for_each_other(listing: Listing) -> None:
    other = public_listing()
    before = catalogue_marks()
    with open_elsewhere(f"UPDATE catalog_listing SET size = 'a' WHERE id = {listing.pk}"):
        run("SET statement_timeout = 30000")
        run("UPDATE catalog_listing SET size = 'b' WHERE id = %s", other.pk)
        run("RESET statement_timeout")
        between = catalogue_marks()
    assert len({before.words, between.words, catalogue_marks().words}) == 3
    count = "SELECT count(*) FROM catalog_version WHERE about = 'words'"
    had = rows(count)
    run("UPDATE catalog_listing SET size = 'c' WHERE id = %s", other.pk)
    assert rows(count) == had


def test_what_is_rolled_back_to_a_savepoint_has_not_moved_it(listing: Listing) -> None:
    before = catalogue_marks()
    with transaction.atomic():
        undone = transaction.savepoint()
        run("UPDATE catalog_listing SET size = 'a' WHERE id = %s", listing.pk)
        transaction.savepoint_rollback(undone)
        assert catalogue_marks() == before
        run("UPDATE catalog_listing SET size = 'b' WHERE id = %s", listing.pk)
    assert catalogue_marks().words != before.words


def test_a_stricter_transaction_moves_it_too(listing: Listing) -> None:
    before = catalogue_marks()
    with transaction.atomic():
        run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        assert catalogue_marks() == before  # the snapshot is taken
        with open_elsewhere("UPDATE django_site SET name = 'a'"):
            pass
        run("UPDATE catalog_listing SET size = 'b' WHERE id = %s", listing.pk)
    assert catalogue_marks().words not in ("", before.words)


def test_the_serving_role_moves_it(listing: Listing, as_app: None) -> None:
    def change() -> None:
        with transaction.atomic():  # the database is told who acts where a transaction begins
            stock_set(listing, 3)

    assert moved(change) == (True, True)


def test_every_table_is_watched_or_named_as_unseen() -> None:
    watched = set(
        rows("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'catalog_version_rows'")
    )
    tables = set(
        rows(
            "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind = 'r'"
        )
    )
    events = set(
        rows("SELECT attrelid::regclass::text FROM pg_attribute WHERE attname = 'pgh_label'")
    )
    unseen = {table for table in tables if table.split("_")[0] in UNSEEN} - DELIVERY
    unseen |= UNSEEN_TABLES | events
    assert tables - unseen == watched
    assert {"catalog_card", "product_product", "legality_certificate", "django_site"} <= watched


def test_pages_read_nothing_that_is_not_watched(listing: Listing) -> None:
    paper = paper_make(listing)
    tables = set(rows("SELECT relname::text FROM pg_class WHERE relkind = 'r'"))
    seen = set()
    for path in PAGES:
        asked = path.format(
            facility=listing.facility.slug, listing=listing.slug, paper=paper.number_norm
        )
        with CaptureQueriesContext(connection) as statements:
            Client().get(asked)
        words = {word for one in statements for word in re.findall(r"[a-z_]+", one["sql"])}
        seen |= words & tables
    unseen = {table for table in seen if table.split("_")[0] in UNSEEN or table in UNSEEN_TABLES}
    unseen -= DELIVERY
    assert len(seen) > 15
    # notes by which a process finds the cards that moved the version already, and the version
    assert unseen <= {"catalog_cardchange", "catalog_stockflip", "catalog_version"}


def test_marks_are_compared_and_nothing_else() -> None:
    assert catalogue_marks() == catalogue_marks()
    assert isinstance(catalogue_marks(), Marks)
