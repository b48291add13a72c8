"""A shop to do harm to: its own database server, a web server with several workers, and on demand a
worker with the clock."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from storefront.bench.goods import Size
from storefront.bench.servers import HEALTH, Running, ask, free_port
from storefront.bench.shop import DATABASE, Shop, loaded_shop
from storefront.launch.embedded import Server, launch
from storefront.launch.places import ROOT
from tests.faults.killing import FOLDER, POINTS

WORKERS = 3
_GOODS = 120
_PATIENCE = 120.0

# A carrier from anywhere to anywhere; everything goes by parcel, is in stock, and has no limit.
_GROUND = """
INSERT INTO orders_courier (code, name, divisor, round_up_from, tracking_url, position, is_on)
 VALUES ('uji', 'Kurir Uji', 6000, 300, '', 0, true) ON CONFLICT DO NOTHING;
INSERT INTO orders_courierservice (code, courier_id, name, name_en, position, is_on)
 VALUES ('uji-reg', 'uji', 'Reguler', 'Regular', 0, true) ON CONFLICT DO NOTHING;
INSERT INTO orders_shippingrate (service_id, origin, destination, first_kg, next_kg, days_min,
 days_max) VALUES ('uji-reg', '', '', 10000, 5000, 2, 4) ON CONFLICT DO NOTHING;
UPDATE catalog_listing SET delivery = 'parcel', lead_time_days = NULL, buyer_limit = NULL;
INSERT INTO orders_sharerule (facility_id, in_force_from, premi, pnbp, capital, source, certainty)
 SELECT NULL, '2020-01-01', 5000, 1500, 3500, 'faults', 'D'
 WHERE NOT EXISTS (SELECT FROM orders_sharerule WHERE facility_id IS NULL);
"""
# Whoever puts goods on sale clears them; else the jobs of a worker's start would close them all.
_CLEARED = """INSERT INTO legality_clearancerecord
 (listing_id, ruleset, certificate_ids, valid_until, given_at, given_by)
 SELECT id, 'faults', '{}', cleared_until, now(), 'faults' FROM catalog_listing
 WHERE state = 'published'"""
_GOODS_ON_SALE = """SELECT DISTINCT ON (l.id) v.id FROM product_productvariant v
JOIN catalog_listing l ON l.product_id = v.product_id
JOIN catalog_facility f ON f.id = l.facility_id AND f.is_open
JOIN warehouse_stock s ON s.product_variant_id = v.id
WHERE l.state = 'published'
 AND NOT EXISTS (SELECT FROM order_orderline o WHERE o.variant_id = v.id)
ORDER BY l.id, v.id LIMIT 40"""
_VOUCHER = """INSERT INTO discount_voucher (type, name, code, usage_limit, used, start_date,
 apply_once_per_order, apply_once_per_customer, discount_value_type, discount_value, currency,
 countries) VALUES ('entire_order', 'Uji', %s, %s, 0, now() - interval '1 day', false, false,
 'fixed', 1000, 'IDR', '')"""


@dataclass
class Harmed:
    """The shop. goods: variants on sale, taken one after the other."""

    shop: Shop
    environment: Mapping[str, str]
    deaths: Path
    again: list[Server] = field(default_factory=list)
    goods: list[int] = field(default_factory=list)
    web: Running | None = None

    @property
    def port(self) -> int:
        """Of the web server."""
        assert self.web is not None
        return self.web.port

    def variant(self, stock: int) -> int:
        """Goods that nobody has ordered yet, so many pieces of them."""
        variant = self.goods.pop(0)
        self.run("UPDATE warehouse_stock SET quantity = %s WHERE product_variant_id = %s",
                 stock, variant)  # fmt: skip
        return variant

    def voucher(self, code: str, limit: int) -> str:
        """A voucher of 1,000 rupiah that so many may use."""
        self.run(_VOUCHER, code, limit)
        return code

    def run(self, statement: str, *values: object) -> None:
        """As the database's own superuser."""
        with self.shop.superuser(DATABASE) as session:
            session.execute(statement, values)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """The same, and what it answers."""
        with self.shop.superuser(DATABASE) as session:
            return session.execute(statement, values).fetchall()

    def number(self, statement: str, *values: object) -> int:
        """The same, of one number."""
        return int(self.rows(statement, *values)[0][0] or 0)

    def die_at(self, point: str) -> None:
        """Let the next worker that comes to a point die there."""
        assert point in POINTS
        (self.deaths / point).touch()

    def kill_workers(self) -> int:
        """Kill all workers of the web server; how many there were."""
        assert self.web is not None
        workers = psutil.Process(self.web.pid).children()
        for worker in workers:
            with suppress(psutil.NoSuchProcess):
                worker.kill()
        return len(workers)

    def worker_environment(self) -> dict[str, str]:
        """Of a worker with the clock; its files lie apart from the database server's."""
        return {**self.environment, "LAPAK_DATA": str(self.deaths.parent / "worker")}

    def restart_database(self) -> None:
        """As an operator does it: connections are cut, nothing that was committed is lost."""
        cluster = self.shop.cluster
        if self.again:
            self.again.pop().stop()
        else:
            os.kill(self.shop.postgres, signal.SIGINT)  # fast: sessions are ended, data is kept
            while (cluster.folder / "postmaster.pid").exists():
                time.sleep(0.05)
        log = self.shop.folder / "log-again"
        self.again.append(Server(cluster, launch(cluster, log), log))
        self.again[-1].wait_ready()


@contextmanager
def harmed_shop(kept: Path | None = None) -> Iterator[Harmed]:
    """A shop with goods in stock, served by several workers. kept: where it stays afterwards."""
    with (
        TemporaryDirectory(prefix="lapak-faults-") as folder,
        loaded_shop(Size(_GOODS), kept or Path(folder) / "shop") as shop,
    ):
        deaths = Path(folder) / "deaths"
        deaths.mkdir()
        environment = {
            **shop.environment,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "TRUST_PROXY": "1",
            "PROXY_COUNT": "1",
            FOLDER: str(deaths),
        }
        yield from _served(shop, environment, deaths)


def _served(shop: Shop, environment: Mapping[str, str], deaths: Path) -> Iterator[Harmed]:
    harmed = Harmed(shop, environment, deaths)
    harmed.run(_GROUND)
    harmed.run(_CLEARED)
    # what the rules do not clear is closed now and not in the midst of a round
    subprocess.run([sys.executable, "-m", "storefront", "legality-expire"], env=dict(environment),
                   cwd=ROOT, stdout=sys.stderr, check=True)  # fmt: skip
    harmed.goods = [row[0] for row in harmed.rows(_GOODS_ON_SALE)]
    with process("web", "--workers", str(WORKERS), "--port", str(free_port()),
                 environment=environment) as web:  # fmt: skip
        harmed.web = web
        try:
            yield harmed
        finally:
            for server in harmed.again:
                server.stop()


@contextmanager
def process(*words: str, environment: Mapping[str, str]) -> Iterator[Running]:
    """A process of the shop; of the web server from its first right answer."""
    running = subprocess.Popen(
        [sys.executable, "-m", "storefront", *words], env=dict(environment), cwd=ROOT,
        stdout=sys.stderr,
    )  # fmt: skip
    try:
        port = int(words[words.index("--port") + 1]) if "--port" in words else 0
        if port:
            _wait(port, running)
        yield Running(port, running.pid)
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and running.poll() is None:
        try:
            if ask(port, HEALTH).status == HEALTH.wanted:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server on port {port} did not answer")
