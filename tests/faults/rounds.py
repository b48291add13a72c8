"""The rounds: each does one harm to the shop and counts what came of it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import count
from typing import NamedTuple

from storefront.bench.servers import free_port
from tests.faults.buyer import Answer, Buyer, Lost, ticked
from tests.faults.killing import POINTS
from tests.faults.postbox import postbox
from tests.faults.shop import Harmed, process
from tests.outside.stripe_standin import StandIn, serving

_THREADS = 40
_SETTLED_WITHIN = 240.0
_UNTIL_DEATH, _ENOUGH = (0.3, 0.7, 3.0, 0.7, 3.0, 0.7), 3  # seconds, then workers
_number = count(1)


class Counted(NamedTuple):
    """What a round came to.

    orders: placed and not cancelled; charges: captures; lost: buyers whose money or answer led to
    no paid order; doubled: orders, charges or mails too many; oversold: pieces promised that are
    not there.
    """

    rounds: int = 0
    buyers: int = 0
    orders: int = 0
    charges: int = 0
    lost: int = 0
    doubled: int = 0
    oversold: int = 0

    def __add__(self, other: object) -> Counted:
        assert isinstance(other, Counted)
        return Counted(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def is_right(self) -> bool:
        """Nothing lost, doubled or oversold."""
        return not (self.lost or self.doubled or self.oversold)


def new_buyers(shop: Harmed, how_many: int) -> list[Buyer]:
    """Browsers that nobody has used yet."""
    return [Buyer(shop.port, next(_number)) for _ in range(how_many)]


def at_once(acts: Sequence[Callable[[], Answer]]) -> list[Answer | None]:
    """Do all together, each begun when all are ready; None where no answer came."""
    gate = threading.Barrier(len(acts))

    def act(one: Callable[[], Answer]) -> Answer | None:
        gate.wait()
        try:
            return one()
        except Lost:
            return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def each(buyers: Sequence[Buyer], act: Callable[[Buyer], object]) -> None:
    """Let every buyer do it, some at a time."""
    with ThreadPoolExecutor(min(_THREADS, len(buyers))) as pool:
        list(pool.map(act, buyers))


# --- What is counted

_OVERSOLD = """SELECT coalesce(sum(greatest(promised.pieces - s.quantity, 0)), 0)
FROM warehouse_stock s JOIN (SELECT stock_id, sum(quantity_allocated) AS pieces
 FROM warehouse_allocation GROUP BY stock_id) promised ON promised.stock_id = s.id"""
_ORDERS = """SELECT count(DISTINCT o.order_id) FROM orders_shoporder o
JOIN order_orderline l ON l.order_id = o.order_id
WHERE l.variant_id = %s AND o.state <> 'cancelled'"""
_PAID = _ORDERS + " AND o.state IN ('paid', 'done')"
_CAPTURES = """SELECT count(*) FROM orders_moneymove m WHERE m.kind = 'captured'
 AND EXISTS (SELECT FROM order_orderline l WHERE l.order_id = m.shop_order_id
  AND l.variant_id = %s)"""
# Paid at the bank for one order more than once, or for one that nobody gets.
_DOUBLED = """SELECT coalesce(sum(taken.times - 1), 0) FROM (SELECT count(*) AS times
 FROM orders_moneymove m WHERE m.kind = 'captured' AND EXISTS (SELECT FROM order_orderline l
  WHERE l.order_id = m.shop_order_id AND l.variant_id = %s)
 GROUP BY m.shop_order_id) taken"""
_CHARGED_FOR_NOTHING = """SELECT count(*) FROM orders_moneymove m
JOIN orders_shoporder o ON o.order_id = m.shop_order_id
WHERE m.kind = 'captured' AND o.state NOT IN ('paid', 'done')
 AND EXISTS (SELECT FROM order_orderline l WHERE l.order_id = o.order_id AND l.variant_id = %s)
 AND NOT EXISTS (SELECT FROM orders_refund r WHERE r.shop_order_id = o.order_id)"""
# The bank has the buyer's money and the shop has not written it down.
_UNHEARD = """SELECT count(*) FROM orders_paymentattempt a WHERE a.provider = 'practice'
 AND a.shown ? 'paid_at' AND NOT EXISTS (SELECT FROM orders_moneymove m WHERE m.attempt_id = a.id)
 AND EXISTS (SELECT FROM order_orderline l WHERE l.order_id = a.shop_order_id
  AND l.variant_id = %s)"""


def counted(shop: Harmed, variant: int, *, buyers: int, lost: int, wanted: int) -> Counted:
    """What became of goods. wanted: so many orders there should be, more are doubled."""
    orders = shop.number(_ORDERS, variant)
    return Counted(
        rounds=1,
        buyers=buyers,
        orders=orders,
        charges=shop.number(_CAPTURES, variant),
        lost=lost
        + max(wanted - orders, 0)
        + shop.number(_CHARGED_FOR_NOTHING, variant)
        + shop.number(_UNHEARD, variant),
        doubled=max(orders - wanted, 0) + shop.number(_DOUBLED, variant),
        oversold=shop.number(_OVERSOLD),
    )


# --- 1 The last pieces


def last_pieces(shop: Harmed, *, buyers: int = 200, stock: int = 10) -> Counted:
    """More buyers than pieces press the button together; who got one pays."""
    variant = shop.variant(stock)
    people = new_buyers(shop, buyers)
    each(people, lambda buyer: buyer.to_review(variant))
    answers = at_once([buyer.order for buyer in people])
    lost = sum(answer is None for answer in answers)
    won = [
        (buyer, answer.location)
        for buyer, answer in zip(people, answers, strict=True)
        if answer and answer.location.startswith("/bayar/")
    ]
    with ThreadPoolExecutor(_THREADS) as pool:
        list(pool.map(lambda one: one[0].pay(one[1]), won))
    found = counted(shop, variant, buyers=buyers, lost=lost, wanted=stock)
    return found._replace(lost=found.lost + stock - shop.number(_PAID, variant))


# --- 2 One basket, many times


def same_basket(shop: Harmed, *, times: int = 20) -> Counted:
    """One buyer's button is pressed many times together: one order, one answer."""
    variant = shop.variant(50)
    (buyer,) = new_buyers(shop, 1)
    buyer.to_review(variant)
    copies = new_buyers(shop, times)
    for copy in copies:
        copy.cookies, copy.review = dict(buyer.cookies), buyer.review
    answers = at_once([copy.order for copy in copies])
    said = {(answer.status, answer.location) for answer in answers if answer}
    page = next((answer.location for answer in answers if answer), "")
    at_once([lambda copy=copy: copy.pay(page) for copy in copies])  # type: ignore[misc] # bound now
    lost = sum(answer is None for answer in answers)
    found = counted(shop, variant, buyers=1, lost=lost, wanted=1)
    return found._replace(doubled=found.doubled + len(said) - 1)


# --- 3 A voucher that may be used once


def voucher_once(shop: Harmed, *, buyers: int = 20) -> Counted:
    """Many buyers with one voucher press the button together: it counts for one of them."""
    variant = shop.variant(100)
    code = shop.voucher(f"UJI{next(_number):05d}", 1)
    people = new_buyers(shop, buyers)
    each(people, lambda buyer: buyer.to_review(variant, voucher=code))
    at_once([buyer.order for buyer in people])
    uses = shop.number(
        "SELECT count(*) FROM orders_voucheruse u JOIN discount_voucher v ON v.id = u.voucher_id"
        " WHERE v.code = %s AND u.given_back_at IS NULL", code)  # fmt: skip
    used = shop.number("SELECT used FROM discount_voucher WHERE code = %s", code)
    return Counted(
        rounds=1, buyers=buyers, orders=shop.number(_ORDERS, variant),
        lost=max(1 - uses, 0), doubled=max(uses - 1, 0) + abs(used - uses),
        oversold=shop.number(_OVERSOLD),
    )  # fmt: skip


# --- 4 A worker is killed


def killed_at(shop: Harmed, point: str, *, rounds: int = 1) -> Counted:
    """A worker dies (kill -9) at one point of a buyer's way; the buyer presses again."""
    found = Counted()
    for _round in range(rounds):
        variant = shop.variant(5) if len(shop.goods) > len(POINTS) else _filled(shop)
        (buyer,) = new_buyers(shop, 1)
        buyer.to_review(variant)
        before = shop.number(_ORDERS, variant)
        shop.die_at(point)
        lost = _bought(buyer)
        died = not (shop.deaths / point).exists()
        _settled(shop, variant)
        one = counted(shop, variant, buyers=1, lost=lost, wanted=before + 1)
        paid = shop.number(_PAID, variant)
        found += one._replace(
            orders=one.orders - before,
            charges=one.charges - before,
            lost=one.lost + (before + 1 - paid) + (0 if died else 1),
        )
    return found


def deserted(shop: Harmed) -> Counted:
    """The bank has the money, the worker that heard of it is dead, and the buyer never comes back:
    the shop's own jobs ask the bank."""
    variant = shop.variant(5)
    (buyer,) = new_buyers(shop, 1)
    buyer.to_review(variant)
    page = buyer.order().location
    shop.die_at("after the charge")
    with suppress(OSError, http.client.HTTPException):
        buyer.ask(buyer.bank(page), {"act": "pay"})
    was_unheard = shop.number(_UNHEARD, variant)
    with process("worker", "--beat", environment=shop.worker_environment()):
        _settled(shop, variant)
    found = counted(shop, variant, buyers=1, lost=0, wanted=1)
    return found._replace(lost=found.lost + 1 - shop.number(_PAID, variant) + (1 - was_unheard))


def killed_often(shop: Harmed, *, buyers: int = 40) -> Counted:
    """All workers are killed six times, each second time at once again, while buyers are on their
    way."""
    variant = shop.variant(buyers * 5)  # what is put in again when no answer came is in twice
    people = new_buyers(shop, buyers)
    lost: list[int] = []
    done, dead = threading.Event(), [0]

    def kill() -> None:
        for seconds in _UNTIL_DEATH:
            if done.wait(seconds):
                return
            dead[0] += shop.kill_workers()

    def go(buyer: Buyer) -> None:
        buyer.to_review(variant)
        lost.append(_bought(buyer))

    with ThreadPoolExecutor(1) as killer:
        killing = killer.submit(kill)
        try:
            each(people, go)
        finally:
            done.set()
        killing.result()
    _settled(shop, variant)
    found = counted(shop, variant, buyers=buyers, lost=sum(lost), wanted=buyers)
    lost_money = buyers - shop.number(_PAID, variant)
    return found._replace(lost=found.lost + lost_money + (0 if dead[0] > _ENOUGH else 1))


def _filled(shop: Harmed) -> int:
    """The last of the goods, with pieces enough again."""
    variant = shop.goods[0]
    shop.run("UPDATE warehouse_stock SET quantity = quantity + 5 WHERE product_variant_id = %s",
             variant)  # fmt: skip
    return variant


def _bought(buyer: Buyer) -> int:
    """0 when the buyer came to the page after paying, else 1."""
    try:
        answer = buyer.order()
        buyer.pay(answer.location)
    except Lost:
        return 1
    return 0


def _settled(shop: Harmed, variant: int) -> None:
    """Wait until what the bank has is written down here."""
    end = time.monotonic() + _SETTLED_WITHIN
    while shop.number(_UNHEARD, variant) and time.monotonic() < end:
        time.sleep(1)


# --- 5 The database is restarted


def database_restarted(shop: Harmed, *, buyers: int = 100) -> Counted:
    """PostgreSQL is restarted while buyers are on their way; workers recover by themselves."""
    variant = shop.variant(buyers)
    people = new_buyers(shop, buyers)
    lost: list[int] = []

    def go(buyer: Buyer) -> None:
        buyer.to_review(variant)
        lost.append(_bought(buyer))

    with ThreadPoolExecutor(min(_THREADS, buyers)) as pool:
        running = [pool.submit(go, buyer) for buyer in people]
        while shop.number(_ORDERS, variant) < buyers // 5 and not all(r.done() for r in running):
            time.sleep(0.2)
        shop.restart_database()
        for one in running:
            one.result()
    _settled(shop, variant)
    found = counted(shop, variant, buyers=buyers, lost=sum(lost), wanted=buyers)
    return found._replace(lost=found.lost + buyers - shop.number(_PAID, variant))


# --- 6 Webhooks


@contextmanager
def stripe_shop(shop: Harmed) -> Iterator[tuple[StandIn, Harmed]]:
    """The same shop with a second web server that sells by Stripe, of which a stand-in answers."""
    with serving(StandIn()) as stand_in:
        environment = {
            **shop.environment,
            "STRIPE_API_KEY": stand_in.key,
            "STRIPE_WEBHOOK_SECRET": stand_in.secret,
            "STRIPE_API_BASE": stand_in.address,
        }
        words = ("web", "--workers", "3", "--port", str(free_port()))
        with process(*words, environment=environment) as web:
            yield stand_in, Harmed(shop.shop, environment, shop.deaths, shop.again, shop.goods, web)


def webhooks(shop: Harmed, *, times: int = 50) -> Counted:
    """One notice many times together, and what may not be believed: stale, forged, of another
    amount, out of order."""
    with stripe_shop(shop) as (stand_in, here):
        variant = here.variant(50)
        session, page = _stripe_order(here, variant, stand_in)
        intent = stand_in.pay(session)
        paid = stand_in.event("checkout.session.completed", stand_in.sessions[session])
        refused = [
            _notice(here, paid, stand_in.signature(paid, at=time.time() - 400)),
            _notice(here, paid, stand_in.signature(paid, secret="whsec_other")),
            _notice(here, paid, ""),
        ]
        expired = stand_in.event("checkout.session.expired", stand_in.sessions[session])
        signed = stand_in.signature(paid)
        answers = at_once([lambda: _notice_answer(here, paid, signed)] * times)
        late = _notice(here, expired, stand_in.signature(expired))
        other = _wrong_amount(here, stand_in)
    found = counted(shop, variant, buyers=1, lost=sum(a is None for a in answers), wanted=1)
    taken = sum(answer is not None and answer.status == 200 for answer in answers)  # noqa: PLR2004
    wrong = sum(status == 200 for status in refused) + other  # noqa: PLR2004
    state = shop.rows(_STATE, variant)
    is_paid = state == [("paid",)] and bool(page) and bool(intent) and late == 200
    return found._replace(
        lost=found.lost + times - taken + (0 if is_paid else 1), doubled=found.doubled + wrong
    )


_STATE = """SELECT o.state FROM orders_shoporder o JOIN order_orderline l
 ON l.order_id = o.order_id WHERE l.variant_id = %s"""


def _stripe_order(shop: Harmed, variant: int, stand_in: StandIn) -> tuple[str, str]:
    """An order that waits at Stripe: the session, and the page that leads there."""
    (buyer,) = new_buyers(shop, 1)
    buyer.to_review(variant)
    ways = buyer.insist("/checkout/pengiriman/").text
    buyer.insist("/checkout/pengiriman/", {**ticked(ways), "cara": "stripe:card"})
    buyer.review = buyer.insist("/checkout/periksa/").text
    before = set(stand_in.sessions)
    page = buyer.order().location
    buyer.insist(page)
    (session,) = set(stand_in.sessions) - before
    return session, page


def _wrong_amount(shop: Harmed, stand_in: StandIn) -> int:
    """1 when a payment of too little makes an order paid."""
    variant = shop.variant(5)
    session, _page = _stripe_order(shop, variant, stand_in)
    stand_in.pay(session)
    less = {**stand_in.sessions[session], "amount_total": 100}
    body = stand_in.event("checkout.session.completed", less)
    _notice(shop, body, stand_in.signature(body))
    return shop.number(_PAID, variant)


def _notice(shop: Harmed, body: bytes, signature: str) -> int:
    return _notice_answer(shop, body, signature).status


def _notice_answer(shop: Harmed, body: bytes, signature: str) -> Answer:
    json.loads(body)
    connection = http.client.HTTPConnection("127.0.0.1", shop.port, timeout=60)
    connection.request("POST", "/webhook/stripe/", body, {
        "Host": "localhost", "Content-Type": "application/json", "Stripe-Signature": signature,
    })  # fmt: skip
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return Answer(answer.status, "", text)


# --- 7 Broker and mail server off


def mails_off(shop: Harmed, *, buyers: int = 100) -> Counted:
    """Orders while neither broker nor mail server answers; both come back: each mail once."""
    variant = shop.variant(buyers)
    port = free_port()
    off = {**shop.environment, "BROKER_URL": f"redis://127.0.0.1:{free_port()}/0"}
    with process("web", "--workers", "3", "--port", str(free_port()), environment=off) as web:
        here = Harmed(shop.shop, off, shop.deaths, shop.again, shop.goods, web)
        people = new_buyers(here, buyers)
        lost: list[int] = []

        def go(buyer: Buyer) -> None:
            buyer.to_review(variant)
            lost.append(_bought(buyer))

        each(people, go)
    mails = _mails_sent(shop, variant, buyers, port)
    found = counted(shop, variant, buyers=buyers, lost=sum(lost), wanted=buyers)
    return found._replace(
        lost=found.lost + sum(mails.get(buyer.number, 0) < 1 for buyer in people),
        doubled=found.doubled + sum(max(n - 1, 0) for n in mails.values()),
    )


def _mails_sent(shop: Harmed, variant: int, buyers: int, port: int) -> dict[int, int]:
    """How many mails each buyer got that say the order is paid, once mail and broker are back."""
    settings = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), "EMAIL_USE_TLS": "0"}
    environment = {**shop.worker_environment(), **settings}
    with process("worker", "--beat", environment=environment):
        time.sleep(12)  # with no mail server there: they fail, and wait
        with postbox(port) as box:
            end = time.monotonic() + _SETTLED_WITHIN
            while box.of("paid") < buyers and time.monotonic() < end:
                time.sleep(0.5)
            time.sleep(6)  # what would come a second time comes now
    return box.by_buyer("paid")
