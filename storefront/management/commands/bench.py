"""`python3 -m storefront bench`: the shop's pages measured with N synthetic listings."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storefront.bench.goods import Size
from storefront.bench.ordering import measured as orders_measured
from storefront.bench.ordering import table as orders_table
from storefront.bench.profile import top_of
from storefront.bench.report import growth, load_line, load_report, profile_tables, table
from storefront.bench.session import (
    Plan,
    crowd,
    grown,
    measured,
    rows_named,
    stacks_of,
    unknown_rows,
)
from storefront.bench.shop import Shop, loaded_shop

_LISTINGS = {False: 10_000, True: 20_000}


class Command(BaseCommand):
    """Measure the shop on a throw-away server and synthetic goods."""

    help = (
        "Measure CPU, statements, bytes and times of the shop's pages with N listings; with --load"
        " a fixed rate, with --profile where one page's time goes, with --growth beside another N."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--listings", type=int, help="10000; of the portals 20000")
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument("--seconds", type=float, default=2.0, help="of load, a row and round")
        parser.add_argument("--rows", default="", help="names between commas; all when left out")
        parser.add_argument("--peer", action="store_true", help="stock Saleor in the same rounds")
        parser.add_argument(
            "--portals", action="store_true", help="what people of 600 facilities open, instead"
        )
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--folder", type=Path, help="keep the loaded database for a next run")
        self._add_others(parser)

    def _add_others(self, parser: ArgumentParser) -> None:
        """What a run can do instead of the table."""
        other = parser.add_mutually_exclusive_group()
        other.add_argument("--load", action="store_true", help="mixed kept pages at a fixed rate")
        other.add_argument("--profile", metavar="ROW", help="its ten largest functions")
        other.add_argument(
            "--growth",
            type=int,
            metavar="LISTINGS",
            help="in the same rounds a second shop with so many",
        )
        other.add_argument(
            "--orders",
            action="store_true",
            help="basket to money by pages and GraphQL, stock Saleor in the same rounds",
        )
        parser.add_argument("--each", type=int, default=10, help="orders of a client in a round")
        parser.add_argument("--expiring", type=int, default=1000, help="orders that nobody pays")
        parser.add_argument("--rate", type=float, default=500.0, help="requests a second")
        parser.add_argument("--load-seconds", type=float, default=60.0)
        parser.add_argument("--stacks", type=Path, help="also write the profile's collapsed stacks")

    def handle(self, *args: object, **options: Any) -> None:
        """Raises CommandError: a row that does not exist."""
        chosen = rows_named(options["rows"])
        if unknown := unknown_rows([*chosen, *filter(None, [options["profile"]])]):
            raise CommandError(f"there is no row {', '.join(unknown)}")
        folder = options["folder"].absolute() if options["folder"] else None
        if options["growth"]:
            self._growth(chosen, folder, options)
            return
        size = Size(options["listings"] or _LISTINGS[options["portals"]], options["portals"])
        with loaded_shop(size, folder, self._say) as shop:
            if options["load"]:
                self._load(shop, options)
            elif options["profile"]:
                self._profile(shop, options)
            elif options["orders"]:
                self._orders(shop, options)
            else:
                self._table(shop, chosen, options)

    def _say(self, line: str) -> None:
        """On standard error, so that standard output holds the result alone."""
        self.stderr.write(f"{datetime.now():%H:%M:%S}  {line}")

    def _table(self, shop: Shop, chosen: tuple[str, ...], options: dict[str, Any]) -> None:
        plan = Plan(options["rounds"], options["seconds"], chosen, options["peer"])
        result = measured(shop, plan, self._say)
        self.stdout.write(json.dumps(result) if options["json"] else table(result))

    def _growth(
        self, chosen: tuple[str, ...], folder: Path | None, options: dict[str, Any]
    ) -> None:
        plan = Plan(options["rounds"], options["seconds"], chosen)
        sizes = options["listings"] or _LISTINGS[False], options["growth"]
        with ExitStack() as stack:
            small, large = (
                stack.enter_context(
                    loaded_shop(Size(size), folder and folder / str(size), self._say)
                )
                for size in sizes
            )
            result = grown(small, large, plan, self._say)
        self.stdout.write(json.dumps(result) if options["json"] else growth(result))

    def _orders(self, shop: Shop, options: dict[str, Any]) -> None:
        result = orders_measured(
            shop,
            rounds=options["rounds"],
            orders=options["each"],
            expiring=options["expiring"],
            say=self._say,
        )
        self.stdout.write(json.dumps(result) if options["json"] else orders_table(result))

    def _load(self, shop: Shop, options: dict[str, Any]) -> None:
        asked = {"rate": options["rate"], "seconds": options["load_seconds"]}
        report = load_report(crowd(shop, **asked), **asked)
        self.stdout.write(json.dumps(report) if options["json"] else load_line(report))

    def _profile(self, shop: Shop, options: dict[str, Any]) -> None:
        lines = stacks_of(shop, options["profile"], 5 * options["seconds"])
        if options["stacks"]:
            options["stacks"].write_text("\n".join(lines) + "\n")
        top = top_of(lines)
        if options["json"]:
            self.stdout.write(json.dumps(top._asdict()))
        else:
            self.stdout.write(profile_tables(options["profile"], top))
