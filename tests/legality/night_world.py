"""Many papers and goods, as rows that the database copies of one that services made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import connection

from catalog.dates import legal_today
from catalog.models import Facility, Listing
from catalog.services.memberships import Post
from catalog.types import Role
from legality.models import Certificate
from legality.services.publication import listing_submit
from tests.cast import member_make
from tests.making import (
    SYSTEM,
    certificate_kind,
    draft_listing,
    facility_make,
    paper_make,
    photo_give,
    rule_make,
)

FAR = 1_000_000  # keys of copies begin here
_COPY = """INSERT INTO {table} OVERRIDING SYSTEM VALUE
SELECT copy.* FROM generate_series(1, %(count)s) n CROSS JOIN {table} made
CROSS JOIN LATERAL jsonb_populate_record(made, jsonb_build_object({changed})) copy
WHERE made.{key} = %(made)s ORDER BY n"""
_KEY = f"'id', {FAR} + n"


def run(sql: str, **asked: Any) -> int:
    """One statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        touched: int = cursor.rowcount
    return touched


def copies(table: str, count: int, made: object, *, key: str = "id", changed: str) -> None:
    """`count` copies of the row of a table whose `key` is `made`. changed: names and SQL of their
    values, in which n is the copy's number."""
    run(_COPY.format(table=table, key=key, changed=changed), count=count, made=made)


def facilities_make(count: int) -> list[Facility]:
    """So many, each with a head; all of one office with one officer."""
    found = [facility_make() for _number in range(count)]
    for facility in found:
        member_make(Post(Role.FACILITY_HEAD, facility_id=facility.pk))
    member_make(Post(Role.REGIONAL_OFFICER, office_id=found[0].office_id))
    return found


def goods_copy(made: Listing, count: int, facilities: list[Facility]) -> None:
    """So many copies of goods on sale, spread over facilities."""
    own = f"({FAR} + n)"
    product, of = made.product_id, f"'product_id', {own}"
    places = "ARRAY[{}]".format(", ".join(str(facility.pk) for facility in facilities))
    copies("product_product", count, product, changed=f"{_KEY}, 'slug', 'salinan-' || n")
    for table in ("product_producttranslation", "product_productvariant"):
        sku = ", 'sku', 'S-' || n" if table.endswith("variant") else ""
        copies(table, count, product, key="product_id", changed=f"{_KEY}, {of}{sku}")
    run(
        "INSERT INTO warehouse_stock (product_variant_id, warehouse_id, quantity)"
        f" SELECT {own}, %(warehouse)s, 5 FROM generate_series(1, %(count)s) n",
        warehouse=made.facility.warehouse_id, count=count,
    )  # fmt: skip
    home = f"({places})[1 + n %% {len(facilities)}]"
    copies(
        "catalog_listing", count, made.pk,
        changed=f"{_KEY}, {of}, 'slug', 'salinan-' || n, 'facility_id', {home}",
    )  # fmt: skip
    listing = f"'listing_id', {own}"
    for table in ("galleries_listingphoto", "legality_clearancerecord"):
        copies(table, count, made.pk, key="listing_id", changed=f"{_KEY}, {listing}")


def papers_copy(
    made: Certificate, count: int, goods: int, facilities: list[Facility], on: date
) -> None:
    """So many copies of a paper, goods after goods, kind after kind: of each hundred two end with
    the day before `on`, twenty within 90 days of it."""
    kinds = [certificate_kind(f"k{number}", "izin").pk for number in range(-(-count // goods) - 1)]
    of, kind = f"(1 + (n - 1) %% {goods})", f"((n - 1) / {goods})"
    share = f"((n + 13 * {kind}) %% 100)"
    left = f"CASE WHEN {share} < 2 THEN -1 WHEN {share} < 22 THEN n * 7 %% 90 ELSE 800 END"
    places = ", ".join(str(facility.pk) for facility in facilities)
    names = ", ".join(f"'{code}'" for code in (made.kind_id, *kinds))
    _triggers("DISABLE")
    copies(
        "legality_certificate", count, made.pk,
        changed=f"{_KEY}, 'facility_id', (ARRAY[{places}])[1 + {of} %% {len(facilities)}],"
        f" 'kind_id', (ARRAY[{names}])[1 + {kind}], 'expires_on', '{on}'::date + {left},"
        " 'number_raw', 'C-' || n, 'number_norm', 'C' || n",
    )  # fmt: skip
    copies(
        "legality_certificatecover", count, made.pk, key="certificate_id",
        changed=f"{_KEY}, 'certificate_id', {FAR} + n, 'listing_id', {FAR} + {of}",
    )  # fmt: skip
    _triggers("ENABLE")
    run(
        "SELECT legality_card_papers(array_agg(listing_id)) FROM legality_certificatecover"
        " WHERE listing_id IS NOT NULL"
    )
    run("ANALYZE")
    for first in range(FAR, FAR + goods + 1, 500):  # what writes history compares row by row
        run(
            "UPDATE catalog_listing SET cleared_until = c.expires_on FROM legality_certificate c"
            " WHERE c.id = catalog_listing.id AND catalog_listing.id >= %(first)s"
            " AND catalog_listing.id < %(first)s + 500",
            first=first,
        )
    run(
        "UPDATE legality_clearancerecord r SET valid_until = l.cleared_until"
        " FROM catalog_listing l WHERE l.id = r.listing_id"
    )


def _triggers(change: str) -> None:
    """Rows of this world stand on cards by one call, not by one a row."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("legality_certificate", "legality_certificatecover"):
        run(f"ALTER TABLE {table} {change} TRIGGER USER")
    run("SET CONSTRAINTS ALL DEFERRED")


def night_make(papers: int, goods: int, places: int, on: date) -> None:
    """A shop with so many papers, and goods on sale that each rest on one of them."""
    facilities = facilities_make(places)
    rule_make("pirt")
    made = _goods_make(facilities[0], on)
    goods_copy(made, goods, facilities)
    papers_copy(Certificate.objects.get(), papers, goods, facilities, on)
    run("ANALYZE")


def _goods_make(facility: Facility, on: date) -> Listing:
    """Goods on sale by a paper that ends long after."""
    listing = draft_listing(facility)
    photo_give(listing)
    paper_make(listing, expires_on=on + timedelta(days=800))
    listing_submit(actor=SYSTEM, listing_id=listing.pk, on=legal_today())
    listing.refresh_from_db()
    return listing
