"""Order first, then money: a basket becomes an order in one transaction, or nothing of it.

What becomes scarcer is locked in a fixed order (basket, voucher, stock), then everything is looked
at again: whoever comes second sees what the first has taken. Nobody outside is asked meanwhile; the
payment provider is asked after it, with a key that is stored here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.dates import legal_today
from catalog.errors import Invalid, NotFound
from catalog.message import Message, rows_insert, written_together
from catalog.planned import done_though_stale
from catalog.saleor_adapter.stock import StockRow, stock_lock
from catalog.whole_rows import row_of
from storefront.orders.acting import SHOP, as_shop
from storefront.orders.baskets import BasketItem
from storefront.orders.carriers.asking import source_now
from storefront.orders.consents import CONSENT_TERMS, TEXT_VERSION
from storefront.orders.errors import (
    NO_WAY,
    BasketChanged,
    NoDelivery,
    TooMany,
    VoucherRefused,
)
from storefront.orders.models import (
    Consent,
    FacilityOrder,
    PaymentAttempt,
    ShopOrder,
    VoucherUse,
)
from storefront.orders.saleor_adapter.basket_rows import Head
from storefront.orders.saleor_adapter.orders import (
    OrderKeys,
    checkout_held,
    checkout_remove,
    order_write,
)
from storefront.orders.saleor_adapter.vouchers import voucher_count, voucher_terms
from storefront.orders.selectors.baskets import basket_read
from storefront.orders.services.mails import MailKind, order_mails_announce
from storefront.orders.services.payments import attempt_new, method_require
from storefront.orders.services.placing_rows import (
    Placing,
    facility_lines,
    facility_orders,
    first_steps,
    line_drafts,
    order_draft,
    shop_order,
)
from storefront.orders.services.quoting import Problem, ProblemKind, Quote, quote

NO_CONSENT = gettext_noop("Agree to the terms first.")
FIRST_LANGUAGE = "id"  # of what facilities read
_TOKEN = (("order_token", "(SELECT o.token FROM order_order o WHERE o.id = t.order_id)"),)


@dataclass(frozen=True)
class Placed:
    """An order that was placed. order_token: of its address; is_new: False when this basket had
    been placed already, whose answer is the same."""

    shop_order_id: int
    order_token: str
    number: str
    total: Decimal
    is_new: bool


def order_place(
    *,
    token: UUID,
    digest: str | None,
    method: str,
    language: str,
    user_id: int | None = None,
    consent: str,
) -> Placed:
    """Place a basket; the same basket again is answered the same, whatever else is said.

    digest: of the quote that the buyer saw, None to take it as it is once nothing in it waits to be
    accepted; method: "stripe:card"; consent: day of the terms that the buyer agreed to, which are
    those that count now. Raises NotFound (no such basket), BasketChanged, NoDelivery, TooMany,
    VoucherRefused, PaymentRefused, Invalid; then nothing was done.
    """
    if source_now() is not None:
        # what couriers charge now is kept in each process, and asked for before anything is locked
        quote(token, on=legal_today(), language=language)
    asked = _Asked(digest, method, language, user_id, consent)
    return done_though_stale(lambda: _place_held(token, asked))


def placed_of(token: UUID) -> Placed | None:
    """What was placed of a basket, None while nothing was. One statement."""
    with as_shop():
        key = {"key": token}
        row = row_of(ShopOrder, (), "t.checkout = %(key)s", key, _TOKEN)
        return _placed(row, vars(row)["order_token"], is_new=False) if row else None


def _won(token: UUID) -> Placed:
    found = placed_of(token)
    if found is None:
        raise NotFound
    return found


def _placed(order: ShopOrder, token: str, *, is_new: bool) -> Placed:
    return Placed(order.pk, token, order.number, order.total, is_new)


@dataclass(frozen=True)
class _Asked:
    """What the buyer sent."""

    digest: str | None
    method: str
    language: str
    user_id: int | None
    consent: str


def _place_held(token: UUID, asked: _Asked) -> Placed:
    with as_shop(), transaction.atomic():
        head, variants = checkout_held(token)
        # it was placed before, or by whoever held the lock until now
        return _won(token) if head is None else _place(head, variants, asked)


def _place(head: Head, variants: Collection[int], asked: _Asked) -> Placed:
    if asked.consent != TEXT_VERSION:
        raise Invalid(field="consent", reason=NO_CONSENT)
    if head.voucher_code:
        voucher_terms(head.voucher_code, lock=True)
    stock = stock_lock(variants)
    seen = quote(head.token, on=legal_today(), language=asked.language)
    if seen is None:
        raise NotFound
    _check(seen, asked)
    _check_stock(seen, stock)
    placing = Placing(
        quote=seen,
        names=_names(seen, asked.language),
        method=asked.method,
        language=asked.language,
        user_id=asked.user_id or head.user_id,
        at=timezone.now(),
    )
    return _write(placing, head, stock)


# --- Everything again, after the locks


def _check(seen: Quote, asked: _Asked) -> None:
    if seen.problems:
        raise _refused(seen.problems[0])
    if asked.digest is None:
        _ways_require(seen)
    elif seen.digest != asked.digest:
        raise BasketChanged
    if seen.total:
        method_require(asked.method, seen, language=asked.language)


def _ways_require(seen: Quote) -> None:
    """Raises NoDelivery where a way that was chosen is gone: who sends no digest was not shown what
    it costs in another."""
    for part in seen.parts:
        chosen, way = (part.basket.kind, part.basket.service), part.offer
        if chosen[0] and way and (way.kind, way.service) != chosen:
            raise NoDelivery(facility=part.basket.facility_name, reason=NO_WAY)


def _refused(problem: Problem) -> Exception:
    """What a problem is to whoever places in spite of it."""
    kind = problem.kind
    if kind is ProblemKind.DELIVERY:
        return NoDelivery(facility=problem.facility_name, reason=problem.sentence)
    if kind is ProblemKind.LIMIT:
        return TooMany(most=problem.most)
    if kind is ProblemKind.VOUCHER:
        return VoucherRefused(reason=problem.sentence)
    if kind in (ProblemKind.ADDRESS, ProblemKind.CONTACT):
        return Invalid(field=kind.value, reason=problem.sentence)
    return BasketChanged()


def _check_stock(seen: Quote, stock: Mapping[int, StockRow]) -> None:
    for line in (line for part in seen.parts for line in part.lines):
        row = stock.get(line.item.variant_id)
        there = row.quantity - row.promised if row else 0
        if not line.is_made and line.item.quantity > there:
            raise TooMany(most=max(there, 0))


def _names(seen: Quote, language: str) -> dict[int, BasketItem]:
    """Goods by line, with the names that facilities read."""
    basket = seen.basket
    if language != FIRST_LANGUAGE:
        basket = basket_read(basket.token, language=FIRST_LANGUAGE) or basket
    return {item.line_id: item for item in basket.items}


# --- Writing


class _Keys:
    """Of all that names each other. One message."""

    def __init__(self, quote: Quote) -> None:
        message = Message()
        self.order = OrderKeys(message, sum(len(part.lines) for part in quote.parts))
        self._parts = message.keys(FacilityOrder, len(quote.parts))
        self._attempt = message.keys(PaymentAttempt, 1)
        message.send()

    @property
    def parts(self) -> list[int]:
        """Of the facilities' parts."""
        return self._parts.value

    @property
    def attempt(self) -> int:
        """Of the first attempt to pay."""
        return self._attempt.value[0]


def _write(placing: Placing, head: Head, stock: Mapping[int, StockRow]) -> Placed:
    """All in one message, but for what is counted: a voucher's uses, a transfer's digits."""
    _count_voucher(placing)
    keys = _Keys(placing.quote)
    with written_together():
        written = order_write(
            order_draft(placing, head.address_id), line_drafts(placing, stock), keys.order
        )
        order = shop_order(placing, written)
        parts = facility_orders(placing, order, keys.parts)
        rows_insert([order])
        rows_insert(parts)
        rows_insert(facility_lines(placing, parts, written))
        rows_insert(first_steps(placing, order))
        rows_insert([_consent(placing, order)])
        _use_voucher(placing, order)
        if not placing.is_free:
            attempt_new(
                order=order,
                method=placing.method,
                pay_by=order.pay_by,
                attempt_id=keys.attempt,
            )
        checkout_remove(head.token)
        audit(SHOP, "order.placed", order, parts=len(parts), method=placing.method)
        _tell(placing, order, parts)
    return _placed(order, written.token, is_new=True)


def _consent(placing: Placing, order: ShopOrder) -> Consent:
    return Consent(
        user_id=placing.user_id, shop_order=order, kind=CONSENT_TERMS, version=TEXT_VERSION
    )


def _count_voucher(placing: Placing) -> None:
    voucher = placing.quote.voucher
    if voucher is not None and not voucher_count(voucher.id, 1):
        raise BasketChanged  # its row is locked: it was used up before


def _use_voucher(placing: Placing, order: ShopOrder) -> None:
    voucher = placing.quote.voucher
    if voucher is None:
        return
    use = VoucherUse(
        shop_order=order,
        voucher_id=voucher.id,
        buyer=placing.quote.buyer.key,
        once=voucher.once_per_customer,
    )
    rows_insert([use])


def _tell(placing: Placing, order: ShopOrder, parts: Sequence[FacilityOrder]) -> None:
    at_once = parts if placing.goes_at_once else ()
    mails = [(MailKind.PLACED, None), *((MailKind.TO_FACILITY, part.pk) for part in at_once)]
    order_mails_announce(order.pk, mails)
