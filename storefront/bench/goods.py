"""N synthetic listings in a migrated database, or the same goods in stock Saleor's; on demand the
people who keep them, with what they did and sold.

The facts are drawn here and copied into temporary tables; statements make the rows of them with
all triggers and foreign keys off. Then cards and what is searched are made by the functions that
the triggers call, so that what is measured is what the shop would have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from storefront.bench.draw import Draw
from storefront.bench.facilities import (
    FACILITIES,
    Regency,
    facility_facts,
)
from storefront.bench.insiders import INSIDERS
from storefront.bench.listings import Maker, PaperFact
from storefront.bench.sold import SOLD
from storefront.bench.tables import FACTS, MADE, PEERS, SALEORS, SEQUENCES, SHOPS, VOCABULARY
from storefront.bench.words import UNITS

_BATCH = 5_000
_PORTALS_FACILITIES = 600
_FEWEST = 40
Say = Callable[[str], None]


class Size(NamedTuple):
    """How much there is. portals: with people, stock book, history and orders, and 600
    facilities."""

    listings: int
    portals: bool = False

    @property
    def facilities(self) -> int:
        """As many as so many listings come from: 500, fewer of a small catalogue."""
        most = _PORTALS_FACILITIES if self.portals else FACILITIES
        return min(most, max(_FEWEST, self.listings // 10))

    @property
    def head(self) -> int:
        """Flattens the shares of the largest: with portals 530 of 20,000 goods are of the first,
        more than one keeps by hand; else 690 of 10,000."""
        return 10 if self.portals else 3


@dataclass(frozen=True)
class Ground:
    """What the shop's reference data gives: kinds by slug, kab/kota, offices by province."""

    kinds: list[str]
    regencies: list[Regency]
    offices: dict[str, str]

    @classmethod
    def of(cls, shop: psycopg.Connection) -> Ground:
        """Read it from a shop's database."""
        return cls(
            [row[0] for row in shop.execute("SELECT slug FROM product_category ORDER BY slug")],
            [
                Regency(*row)
                for row in shop.execute(
                    "SELECT code, name, province_id, is_city FROM catalog_regency ORDER BY code"
                )
            ],
            dict(
                shop.execute(
                    "SELECT p.province_id, min(o.slug) FROM catalog_regionaloffice o"
                    " JOIN catalog_regionaloffice_provinces p ON p.regionaloffice_id = o.id"
                    " GROUP BY 1"
                ).fetchall()
            ),
        )


def goods_load(
    superuser: psycopg.Connection, ground: Ground, size: Size, say: Say = lambda line: None
) -> None:
    """Fill a migrated database that holds reference data and nothing else.

    superuser: an autocommit connection to it; only a superuser may switch foreign keys off.
    """
    insiders = (*INSIDERS, *SOLD) if size.portals else ()
    _unchecked(superuser, ground, size, (*SALEORS, *SHOPS, *insiders), "IDR")
    say(f"{size.listings:,} listings written")
    for function in MADE:
        _in_batches(superuser, function, size.listings)
        say(f"{function} done")
    superuser.execute(VOCABULARY)
    _sequences_move(superuser)
    superuser.execute("VACUUM ANALYZE")


def peer_load(superuser: psycopg.Connection, ground: Ground, size: Size) -> None:
    """The same products, variants and stock in the tables of stock Saleor, in its currency."""
    category, *pictures = PEERS
    _unchecked(superuser, ground, size, (category, *SALEORS, *pictures), "USD")
    _sequences_move(superuser)
    superuser.execute("VACUUM ANALYZE")


def _in_batches(superuser: psycopg.Connection, function: str, listings: int) -> None:
    """Call a function of the database with the keys of all listings, some thousands at a time."""
    call = sql.SQL("SELECT {}(%s)").format(sql.Identifier(function))
    for first in range(1, listings + 1, _BATCH):
        superuser.execute(call, (list(range(first, min(first + _BATCH, listings + 1))),))


def _unchecked(
    superuser: psycopg.Connection,
    ground: Ground,
    size: Size,
    statements: Iterable[str],
    currency: str,
) -> None:
    """All statements in one transaction that runs no trigger and checks no foreign key."""
    with superuser.transaction():
        superuser.execute("SET LOCAL session_replication_role = replica")
        _facts_copy(superuser, ground, size)
        for statement in statements:
            superuser.execute(statement, {"currency": currency})
        for table in ("bench_facility", "bench_listing", "bench_paper", "bench_unit"):
            superuser.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(table)))


def _facts_copy(superuser: psycopg.Connection, ground: Ground, size: Size) -> None:
    for statement in FACTS:
        superuser.execute(statement)
    draw = Draw()
    facilities = facility_facts(size.facilities, ground.regencies, ground.offices, draw)
    maker = Maker(facilities, ground.kinds, draw, size.head)
    papers: list[PaperFact] = []
    _copy(superuser, "bench_facility", facilities)
    _copy(superuser, "bench_listing", _listing_rows(maker, size.listings, papers))
    _copy(superuser, "bench_paper", papers)
    units = [(place, name, english) for place, (name, english) in enumerate(UNITS)]
    _copy(superuser, "bench_unit", units)
    superuser.execute("ANALYZE bench_listing")


def _listing_rows(maker: Maker, listings: int, papers: list[PaperFact]) -> Iterable[Sequence[Any]]:
    for number in range(1, listings + 1):
        listing = maker.listing(number)
        papers += maker.papers(listing)
        yield listing


def _copy(superuser: psycopg.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    command = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
    with superuser.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row(row)


def _sequences_move(superuser: psycopg.Connection) -> None:
    """New rows get keys behind those that were given."""
    for table, sequence in superuser.execute(SEQUENCES).fetchall():
        superuser.execute(
            sql.SQL("SELECT setval(%s, (SELECT coalesce(max(id), 0) + 1 FROM {}))").format(
                sql.Identifier(table)
            ),
            (sequence,),
        )
