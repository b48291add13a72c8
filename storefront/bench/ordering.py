"""Orders measured: basket to money by pages, by GraphQL, and of stock Saleor in the same rounds;
what one step costs; what a thousand orders cost that nobody pays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any, NamedTuple

from storefront.bench.buying import Bought
from storefront.bench.cost import cpu_ms, family
from storefront.bench.pace import share
from storefront.bench.peer import READY
from storefront.bench.report import aligned
from storefront.bench.servers import Running, serving
from storefront.bench.shop import PEERS_DATABASE, Shop

Say = Callable[[str], None]
CLIENTS = (4, 16)
WAYS = ("graphql", "pages", "saleor")
BASKETS = (1, 60)
# One more of the goods, from one basket: far from the most that a line may have.
ADDS = 60

# A carrier from anywhere to anywhere; everything goes by parcel, is in stock, and has no limit.
_GROUND = """
INSERT INTO orders_courier (code, name, divisor, round_up_from, tracking_url, position, is_on)
 VALUES ('uji', 'Kurir Uji', 6000, 300, '', 0, true) ON CONFLICT DO NOTHING;
INSERT INTO orders_courierservice (code, courier_id, name, name_en, position, is_on)
 VALUES ('uji-reg', 'uji', 'Reguler', 'Regular', 0, true) ON CONFLICT DO NOTHING;
INSERT INTO orders_shippingrate (service_id, origin, destination, first_kg, next_kg, days_min,
 days_max) VALUES ('uji-reg', '', '', 10000, 5000, 2, 4) ON CONFLICT DO NOTHING;
UPDATE catalog_listing SET delivery = 'parcel', lead_time_days = NULL, buyer_limit = NULL
 WHERE product_id IN (SELECT product_id FROM bench_bought);
UPDATE warehouse_stock SET quantity = 1000000
 WHERE product_variant_id IN (SELECT id FROM bench_bought);
INSERT INTO orders_sharerule (facility_id, in_force_from, premi, pnbp, capital, source, certainty)
 SELECT NULL, '2020-01-01', 5000, 1500, 3500, 'bench', 'D'
 WHERE NOT EXISTS (SELECT FROM orders_sharerule WHERE facility_id IS NULL);
"""
_GOODS = """CREATE TEMP TABLE bench_bought AS SELECT v.id, v.product_id
FROM product_productvariant v JOIN catalog_listing l ON l.product_id = v.product_id
JOIN catalog_facility f ON f.id = l.facility_id AND f.is_open
WHERE l.state = 'published' ORDER BY v.id LIMIT 80"""
_PEERS_GROUND = """
INSERT INTO shipping_shippingmethod (name, minimum_order_price_amount, price_amount, type,
 shipping_zone_id, currency, meta)
 SELECT 'Reguler', 0, 10000, 'price', id, 'USD', '{}' FROM shipping_shippingzone LIMIT 1;
UPDATE warehouse_stock SET quantity = 1000000;
"""


class Round(NamedTuple):
    """One way by so many clients, once. CPU milliseconds an order, all its steps."""

    orders: int
    a_second: float
    application_ms: float
    postgres_ms: float
    milliseconds: Mapping[str, Sequence[float]]
    wrong: Sequence[str]

    @property
    def cpu_ms(self) -> float:
        """Both."""
        return self.application_ms + self.postgres_ms


@dataclass
class Orders:
    """A shop, and stock Saleor beside it, that are bought from. orders: of a round, for each
    client; goods: variants by way."""

    servers: Mapping[str, Running]
    postgres: int
    orders: int
    goods: Mapping[str, Sequence[Any]]
    bought: int = 0
    found: dict[tuple[str, int], list[Round]] = field(default_factory=dict)

    def once(self, way: str, clients: int) -> Round:
        """One round, which is kept."""
        server = self.servers[way]
        plan = {
            "port": server.port, "way": way, "clients": clients, "first": self.bought,
            "orders": self.orders * clients, "goods": list(self.goods[way]),
        }  # fmt: skip
        self.bought += self.orders * clients
        before = self._cpu(server)
        came = bought_elsewhere(plan)
        after = self._cpu(server)
        many = max(1, came.orders)
        found = Round(
            came.orders,
            came.orders / came.seconds,
            (after[0] - before[0]) / many,
            (after[1] - before[1]) / many,
            came.milliseconds,
            came.wrong,
        )
        self.found.setdefault((way, clients), []).append(found)
        return found

    def _cpu(self, server: Running) -> tuple[float, float]:
        return cpu_ms(family(server.pid)), cpu_ms(family(self.postgres))


def bought_elsewhere(plan: Mapping[str, Any]) -> Bought:
    """Buy from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "storefront.bench.buying"],
        input=json.dumps(plan), stdout=subprocess.PIPE, text=True, check=True, env=dict(os.environ),
    )  # fmt: skip
    return Bought(*json.loads(done.stdout))


def measured(shop: Shop, *, rounds: int, orders: int, expiring: int, say: Say) -> dict[str, Any]:
    """Everything, as --json gives it. orders: of one client in a round; expiring: how many are
    placed and not paid."""
    goods = _ground(shop)
    with _servers(shop, say) as servers:
        bench = Orders(servers, shop.postgres, orders, _goods_by_way(goods))
        for way in WAYS:  # nothing of it is counted: what a process keeps is kept now
            _require(bench.once(way, 2), way)
        bench.found.clear()
        for number in range(rounds):
            for clients in CLIENTS:
                for way in WAYS:
                    bench.once(way, clients)
            say(f"round {number + 1} of {rounds}")
    plan = {"goods": goods, "baskets": BASKETS, "adds": ADDS, "expiring": expiring,
            "postgres": shop.postgres}  # fmt: skip
    steps = json.loads(shop.tool("steps", plan, {}).splitlines()[-1])
    return {
        "rounds": rounds,
        "machine_load": os.getloadavg()[0],
        "ways": [_row(way, clients, found) for (way, clients), found in bench.found.items()],
        "ratios": _ratios(bench),
        **steps,
    }


def _require(found: Round, way: str) -> None:
    """Raises RuntimeError when nothing could be bought, which would look fast."""
    if found.wrong or not found.orders:
        raise RuntimeError(f"{way}: {list(found.wrong)}")


def _ground(shop: Shop) -> list[int]:
    with shop.superuser() as session:
        session.execute(_GOODS)
        session.execute(_GROUND)
        return [row[0] for row in session.execute("SELECT id FROM bench_bought ORDER BY id")]


def _goods_by_way(goods: Sequence[int]) -> dict[str, list[Any]]:
    """Saleor's ids and the shop's are made alike."""
    from_id = [_global(key) for key in goods]
    return {"pages": [str(key) for key in goods], "graphql": from_id, "saleor": from_id}


def _global(key: int) -> str:
    return b64encode(f"ProductVariant:{key}".encode()).decode()


@contextmanager
def _servers(shop: Shop, say: Say) -> Iterator[Mapping[str, Running]]:
    with ExitStack() as stack:
        behind = {**shop.environment, "TRUST_PROXY": "1", "PROXY_COUNT": "1"}
        ours = stack.enter_context(serving(("-m", "storefront", "web"), behind))
        plain = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("LAPAK_", "DATABASE_", "DJANGO_", "SECRET_"))
        }
        words = ("-m", "tests.stock.peer", "--make-tables")
        environment = {**plain, "DATABASE_URL": shop.peers_database()}
        peer = stack.enter_context(serving(words, environment, READY))
        shop.peers_goods()
        with shop.superuser(PEERS_DATABASE) as session:
            session.execute(_PEERS_GROUND)
        say("stock Saleor has the same goods")
        yield {"graphql": ours, "pages": ours, "saleor": peer}


def _row(way: str, clients: int, found: Sequence[Round]) -> dict[str, Any]:
    middle = sorted(found, key=lambda one: one.cpu_ms)[len(found) // 2]
    times = {name: sorted(t for one in found for t in one.milliseconds.get(name, ()))
             for name in middle.milliseconds}  # fmt: skip
    return {
        "way": way,
        "clients": clients,
        "orders": sum(one.orders for one in found),
        "wrong": sorted({text for one in found for text in one.wrong}),
        "a_second": median(one.a_second for one in found),
        "cpu_ms": middle.cpu_ms,
        "application_ms": middle.application_ms,
        "postgres_ms": middle.postgres_ms,
        "p50_ms": {name: share(values, 0.5) for name, values in times.items()},
        "p99_ms": {name: share(values, 0.99) for name, values in times.items()},
    }


def _ratios(bench: Orders) -> list[dict[str, Any]]:
    """How many times as many orders a second, and as little CPU, as stock Saleor: medians of the
    rounds' ratios."""
    rows = []
    for clients in CLIENTS:
        theirs = bench.found[("saleor", clients)]
        for way in ("graphql", "pages"):
            pairs = list(zip(bench.found[(way, clients)], theirs, strict=True))
            rows.append(
                {
                    "way": way,
                    "clients": clients,
                    "orders_a_second": median(
                        ours.a_second / peer.a_second for ours, peer in pairs
                    ),
                    "cpu": median(peer.cpu_ms / ours.cpu_ms for ours, peer in pairs),
                }
            )
    return rows


def table(result: Mapping[str, Any]) -> str:
    """The result for people, in Markdown."""
    ways = [["way, clients", "orders", "orders/s", "CPU ms", "app", "PG", "lost"]]
    for row in result["ways"]:
        figures = [row[name] for name in ("a_second", "cpu_ms", "application_ms", "postgres_ms")]
        ways.append(
            [f"{row['way']}, {row['clients']}", str(row["orders"]),
             *(f"{figure:.1f}" for figure in figures), str(len(row["wrong"]))]
        )  # fmt: skip
    ratios = [["ours : Saleor", "orders/s", "CPU of Saleor : ours"]]
    for row in result["ratios"]:
        name = f"{row['way']}, {row['clients']}"
        ratios.append([name, f"{row['orders_a_second']:.1f}×", f"{row['cpu']:.1f}×"])
    steps = [["step", "SQL", "CPU ms", "app", "PG"]]
    for row in result["steps"]:
        figures = [row["application_ms"] + row["postgres_ms"], row["application_ms"],
                   row["postgres_ms"]]  # fmt: skip
        steps.append([row["name"], str(row["statements"]), *(f"{one:.1f}" for one in figures)])
    expired = result["expired"]
    foot = (
        f"{expired['orders']:,} orders that nobody paid end in {expired['cpu_s']:.1f} s of CPU"
        f" (application {expired['application_s']:.1f}, PostgreSQL {expired['postgres_s']:.1f}),"
        f" {expired['statements']} statements; load of the machine {result['machine_load']:.1f}."
    )
    return "\n\n".join([aligned(ways), aligned(ratios), aligned(steps), foot])
