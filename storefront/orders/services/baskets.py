"""Baskets: what a buyer puts in, changes, accepts, and what a log-in brings together.

A basket is nobody's but of whoever holds its key: services are given the key's token, and work as
the shop itself. Nothing personal is kept here, and no act is written down in the trail: what is in
a basket is its buyer's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop

from catalog.dates import legal_today
from catalog.errors import Invalid, NotFound
from catalog.together import rows_together
from storefront.orders.acting import as_shop
from storefront.orders.baskets import MOST_LINES, MOST_PIECES
from storefront.orders.errors import BasketChanged, Full, NotOnSale, TooMany, VoucherRefused
from storefront.orders.rules.addresses import AddressValues
from storefront.orders.rules.baskets import allowed
from storefront.orders.rules.vouchers import refusal
from storefront.orders.saleor_adapter import checkout as saleor
from storefront.orders.saleor_adapter.basket_rows import (
    Head,
    head_asked,
    head_of,
    heads_of_user,
)
from storefront.orders.saleor_adapter.basket_writes import NewLine, checkout_begin, lines_add
from storefront.orders.saleor_adapter.checkout import Offered
from storefront.orders.saleor_adapter.vouchers import code_normal, voucher_terms
from storefront.orders.selectors.baskets import Basket, basket_read
from storefront.orders.services.addresses import basket_address_checked, email_checked
from storefront.orders.services.tries import try_count
from storefront.orders.voucher_words import refusal_said

NOT_WHOLE = gettext_noop("Type a whole number of pieces, at least 1.")
# Who has a voucher types it right within a few tries; many phones share an address.
MOST_TRIES, MOST_TRIES_ADDRESS, TRIES_WITHIN = 20, 100, timedelta(minutes=10)


@dataclass(frozen=True)
class Added:
    """What was put in. quantity: pieces of the line now; count: of the whole basket."""

    token: UUID
    line_id: int
    quantity: int
    count: int


@dataclass(frozen=True)
class Merged:
    """What a log-in brought together. added: names of goods that came from the visitor's basket
    into the account's own; token: of the basket there is now, None without one."""

    token: UUID | None
    added: tuple[str, ...]


def basket_add(*, token: UUID | None, user_id: int | None, variant_id: int, quantity: int) -> Added:
    """Put pieces of a variant in; a basket that is not there (any more) begins anew.

    At most five statements, whatever the basket holds. Raises NotOnSale (unknown, never seen by
    buyers, and withdrawn goods look alike), TooMany (with the most that this basket may hold of
    it), Full, Invalid.
    """
    pieces = _pieces([(variant_id, quantity)])
    put = _put(token, pieces) if token is not None else None
    if token is not None and put is not None:
        (line,), count = put
        return Added(token, *line, count)
    begun = basket_begin(user_id=user_id, lines=[(variant_id, quantity)])
    return Added(begun.token, begun.line_ids[0], quantity, quantity)


def basket_add_lines(*, token: UUID, lines: Iterable[tuple[int, int]]) -> None:
    """Put pieces of several variants in, the same one twice as both together: all or nothing.

    Two messages, whatever the number of lines. Raises NotFound (no such basket), else as
    `basket_add`.
    """
    if _put(token, _pieces(lines)) is None:
        raise NotFound


def _pieces(lines: Iterable[tuple[int, int]]) -> dict[int, int]:
    """By variant. Raises Invalid."""
    pieces: dict[int, int] = {}
    for variant_id, quantity in lines:
        if quantity < 1:
            raise Invalid(field="quantity", reason=NOT_WHOLE)
        pieces[variant_id] = pieces.get(variant_id, 0) + quantity
    return pieces


def _put(token: UUID, pieces: Mapping[int, int]) -> tuple[list[tuple[int, int]], int] | None:
    """Put in: keys and pieces of these lines, and pieces of the whole; None without a basket."""
    with as_shop(), transaction.atomic():
        found = _offered(token, pieces)
        if found is None:
            return None
        _may_have(found, {key: row.mine + pieces[key] for key, row in found.items()})
        return lines_add(token, [_line(found[key], key, pieces[key]) for key in pieces])


def _offered(token: UUID, variant_ids: Iterable[int]) -> dict[int, Offered] | None:
    """The variants as this basket can have them, which is locked; None without a basket. Raises
    NotOnSale."""
    keys, on = list(variant_ids), legal_today()
    asked = [saleor.offered_asked(key, token, on=on) for key in keys]
    heads, *rows = rows_together([head_asked(token, lock=True), *asked])
    return _known(keys, rows) if heads else None


def _known(keys: Iterable[int], found: Iterable[Sequence[Any]]) -> dict[int, Offered]:
    """Raises NotOnSale."""
    if not all(found := list(found)):
        raise NotOnSale
    return {key: Offered(*rows[0]) for key, rows in zip(keys, found, strict=True)}


def _line(found: Offered, variant_id: int, quantity: int) -> NewLine:
    return NewLine(variant_id, quantity, found.facility_id, found.price)


@dataclass(frozen=True)
class Begun:
    """A new basket. line_ids: of its variants, in their order."""

    token: UUID
    line_ids: tuple[int, ...]


def basket_begin(
    *,
    user_id: int | None,
    lines: Sequence[tuple[int, int]],
    to: AddressValues | None = None,
    email: str = "",
) -> Begun:
    """Begin a basket with pieces of variants, and where it goes: all or nothing. Two statements.

    email: where `to` is not said. Raises as `basket_add`, Full, Invalids (of the address).
    """
    pieces = _pieces(lines)
    plain, written = basket_address_checked(to) if to else (None, None)
    email = plain.email if plain else email_checked(email)
    with as_shop():
        on = legal_today()
        rows = rows_together([saleor.offered_asked(key, None, on=on) for key in pieces])
        found = _known(pieces, rows)
        _may_have(found, pieces)
        lines_wanted = [_line(found[key], key, pieces[key]) for key in pieces]
        token, keys = checkout_begin(user_id, lines_wanted, written, email)
    return Begun(token, tuple(keys))


def _may_have(found: Mapping[int, Offered], wanted: Mapping[int, int]) -> None:
    """Whether a basket may have so many pieces of variants; fewer than before is always possible.
    Raises NotOnSale, TooMany, Full."""
    of_listing = Counter[int]()
    for key, row in found.items():
        of_listing[row.listing_id] += wanted[key] - row.mine
    for key, row in found.items():
        if wanted[key] <= row.mine:
            continue
        if not row.is_open:
            raise NotOnSale
        most = _most(row, row.taken + of_listing[row.listing_id] - wanted[key])
        if wanted[key] > most:
            raise TooMany(most=most)
    new = sum(bool(wanted[key]) - bool(row.mine) for key, row in found.items())
    if new > 0 and next(iter(found.values())).lines + new > MOST_LINES:
        raise Full(most=MOST_LINES)


def _most(found: Offered, others: int) -> int:
    """How many pieces this line may have. others: pieces of its listing's other variants."""
    most = MOST_PIECES if found.lead_time_days is not None else max(found.stock, 0)
    return most if found.buyer_limit is None else min(most, max(found.buyer_limit - others, 0))


def _locked(token: UUID) -> Head:
    """The basket, locked. Raises NotFound."""
    head = head_of(token, lock=True)
    if head is None:
        raise NotFound
    return head


def basket_set(*, token: UUID, line_id: int, quantity: int) -> None:
    """Set the pieces of a line; none takes it away. At most six statements.

    Fewer than before is always possible. Raises NotFound (no such line in this basket), NotOnSale,
    TooMany, Invalid.
    """
    if quantity < 0:
        raise Invalid(field="quantity", reason=NOT_WHOLE)
    with as_shop(), transaction.atomic():
        _locked(token)
        variant_id = saleor.line_variant(token, line_id)
        if variant_id is None:
            raise NotFound
        if quantity:
            rows = rows_together([saleor.offered_asked(variant_id, token, on=legal_today())])
            _may_have(_known([variant_id], rows), {variant_id: quantity})
        saleor.lines_set(token, {line_id: quantity})
        saleor.pieces_count(token)


def basket_set_lines(*, token: UUID, pieces: Mapping[int, int]) -> None:
    """Set the pieces of variants, which may not be in it yet; none takes them out: all or nothing.

    At most six messages, whatever the number of variants. Raises NotFound (no such basket),
    NotOnSale, TooMany, Full, Invalid.
    """
    if any(quantity < 0 for quantity in pieces.values()):
        raise Invalid(field="quantity", reason=NOT_WHOLE)
    with as_shop(), transaction.atomic():
        found = _offered(token, pieces)
        if found is None:
            raise NotFound
        _may_have(found, pieces)
        new = [key for key, row in found.items() if pieces[key] and not row.mine]
        if new:
            lines_add(token, [_line(found[key], key, pieces[key]) for key in new])
        saleor.lines_set(
            token, {row.line_id: pieces[key] for key, row in found.items() if row.line_id}
        )
        saleor.pieces_count(token)


def basket_accept(*, token: UUID, digest: str) -> None:
    """Take all changes as they were shown: prices as they are now, fewer pieces, lines that cannot
    be bought and a voucher that does not count taken out.

    digest: of what was shown. Raises NotFound, BasketChanged (something changed again).
    """
    with as_shop(), transaction.atomic():
        basket = basket_read(token, language="id", lock=True)
        if basket is None:
            raise NotFound
        if basket.digest != digest:
            raise BasketChanged
        _accept(basket)


def _accept(basket: Basket) -> None:
    most = allowed(basket.items)
    pieces = {
        item.line_id: min(item.quantity, most[item.line_id][0]) if item.on_sale else 0
        for item in basket.items
    }
    changed = {
        i.line_id: pieces[i.line_id] for i in basket.items if i.quantity != pieces[i.line_id]
    }
    saleor.prices_seen({item.line_id: item.unit_price for item in basket.items if item.on_sale})
    saleor.lines_set(basket.token, changed)
    if any(change.what == "voucher" for change in basket.changes):
        saleor.code_set(basket.token, "")
    saleor.pieces_count(basket.token)


def basket_merge(*, token: UUID | None, user_id: int) -> Merged:
    """Bring what a visitor put in together with what is in the account's basket: at log-in.

    Of goods in both the larger number counts: who puts the same in twice seldom wants both. token:
    of the visitor's basket; one that is another person's is left alone.
    """
    with as_shop(), transaction.atomic():
        heads = heads_of_user(user_id, token)
        own = [head for head in heads if head.user_id == user_id]
        guest = next((head for head in heads if head.user_id is None), None)
        if not own:
            if guest is not None:
                saleor.owner_set(guest.token, user_id)
            return Merged(guest.token if guest else None, ())
        target = max(own, key=lambda head: head.changed_at)
        others = [head for head in heads if head in (*own, guest) and head is not target]
        added = saleor.names_missing(target.token, guest.token, _language()) if guest else ()
        if others:
            saleor.checkouts_merge(target.token, [head.token for head in others])
            saleor.pieces_count(target.token)
        return Merged(target.token, added)


def basket_voucher_set(*, token: UUID, code: str, address: str = "") -> None:
    """Keep a voucher with the basket when it counts for what is in it.

    code: as typed; address: of the network, that asks. Raises NotFound, VoucherRefused,
    TooManyGuesses: tries are counted by the basket, its account and the address.
    """
    with as_shop():
        head = head_of(token)
        if head is None:
            raise NotFound
        _tries_count(head, address)
        with transaction.atomic():
            basket = basket_read(token, language=_language(), lock=True)
            if basket is None:
                raise NotFound
            normal = code_normal(code)
            bought = [item for item in basket.items if item.on_sale]
            refused = refusal(voucher_terms(normal), bought, now=timezone.now())
            if refused:
                raise VoucherRefused(reason=refusal_said(refused, voucher_terms(normal)))
            saleor.code_set(token, normal)


def _tries_count(head: Head, address: str) -> None:
    """Raises TooManyGuesses."""
    owner = f"user {head.user_id}" if head.user_id else f"basket {head.token}"
    try_count("voucher", owner, most=MOST_TRIES, within=TRIES_WITHIN)
    if address:
        try_count("voucher", f"address {address}", most=MOST_TRIES_ADDRESS, within=TRIES_WITHIN)


def basket_voucher_remove(*, token: UUID) -> None:
    """Take the voucher away. Raises NotFound."""
    with as_shop(), transaction.atomic():
        _locked(token)
        saleor.code_set(token, "")


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"
