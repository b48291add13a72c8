"""/bayar/: paying an order. The page shows how, waits, and says what came of it.

It never believes the browser that comes back: it has the provider asked. Where the money is taken
elsewhere the buyer goes there by a link of this page, or by the page itself right after ordering: a
form of ours may lead to no other host, a page may.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.errors import DomainError, Invalid
from storefront.orders.errors import PaymentRefused
from storefront.orders.providers.base import ProviderRefused, ProviderSilent
from storefront.orders.rules.returns import RETURN_DAYS
from storefront.orders.selectors.payments import AttemptSeen, PaySeen, pay_seen
from storefront.orders.selectors.transfer_accounts import AccountShown, accounts_shown
from storefront.orders.services.payments import (
    GO,
    methods_offered,
    payment_again,
    payment_begin,
)
from storefront.orders.services.proofs import proof_add
from storefront.orders.services.settling import payment_look
from storefront.orders.types import AttemptState, OrderState
from storefront.web import addresses
from storefront.web.buying.frame import buyers_page, limited, page, posts_from_here
from storefront.web.context import language_of
from storefront.web.order_words import deadline

LOOK_EVERY = timedelta(seconds=5)
_PROOF_MOST = 10 * 1024 * 1024
_OPEN = (AttemptState.NEW, AttemptState.OPEN)
log = logging.getLogger(__name__)


@posts_from_here
@limited("pay", 20)
@buyers_page
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, order_token: UUID) -> HttpResponse:
    """How to pay, or what came of it; by POST have the provider asked, or choose another way."""
    seen = pay_seen(order_token)
    if request.method == "POST":
        return _post(request, seen)
    return _shown(request, _fresh(seen))


def _post(request: HttpRequest, seen: PaySeen) -> HttpResponse:
    method = request.POST.get("cara", "")[:40]
    if not method:
        _look(seen.attempt, timedelta(seconds=1))
        return redirect(pay_address(seen.token))
    _look(seen.attempt, timedelta(0))
    try:
        payment_again(shop_order_id=seen.order_id, method=method)
    except PaymentRefused as refused:
        sentence = _(str(refused.params["reason"]))
        return _shown(request, pay_seen(seen.token), status=409, fault=sentence)
    return redirect(f"{pay_address(seen.token)}?{GO}=1")


def pay_address(token: str, rest: str = "") -> str:
    """The page in the active language, or one below it."""
    return f"{addresses.prefix(language_of())}/bayar/{token}/{rest}"


def _fresh(seen: PaySeen) -> PaySeen:
    """The same after the provider was asked: for it, or what it has."""
    attempt = seen.attempt
    if seen.state is not OrderState.UNPAID or attempt is None:
        return seen
    if attempt.state is AttemptState.NEW:
        payment_begin(shop_order_id=seen.order_id)
    elif not _look(attempt, LOOK_EVERY):
        return seen
    return pay_seen(seen.token)


def _look(attempt: AttemptSeen | None, every: timedelta) -> bool:
    """Have the provider asked what it has, at most so often; whether anything is new. One that does
    not answer is asked again by the next look, and by a job."""
    if attempt is None:
        return False
    try:
        return payment_look(attempt_id=attempt.id, at_most_every=every).is_new
    except (ProviderSilent, ProviderRefused) as error:
        log.warning("pay: %s did not answer: %s", attempt.provider, error)
        return False


def how_of(seen: PaySeen) -> str:
    """What the page is about, by a word that its template and script know."""
    states = {
        OrderState.PAID: "paid",
        OrderState.DONE: "paid",
        OrderState.CANCELLED: "over",
        OrderState.DUE_AT_PICKUP: "counter",
    }
    if seen.state in states:
        return states[seen.state]
    attempt = seen.attempt
    if attempt is None or attempt.state not in _OPEN:
        return "late" if seen.pay_by <= timezone.now() else "choose"
    if attempt.state is AttemptState.NEW:
        return "asking"
    if attempt.pay_by <= timezone.now():
        return "late"
    return "elsewhere" if attempt.address else _how_here(attempt)


def _how_here(attempt: AttemptSeen) -> str:
    if "qris" in attempt.shown:
        return "qris"
    return "transfer" if "accounts" in attempt.shown else "account"


def _shown(
    request: HttpRequest,
    seen: PaySeen,
    status: int = 200,
    fault: str = "",
    *,
    is_of_proof: bool = False,
) -> HttpResponse:
    how = how_of(seen)
    language = language_of()
    attempt = seen.attempt
    by = attempt.pay_by if attempt is not None and attempt.state in _OPEN else seen.pay_by
    is_waiting = how in ("elsewhere", "qris", "account", "transfer", "asking")
    is_asked = is_waiting or how == "paid"
    can_choose = how == "choose" or (is_waiting and seen.pay_by > timezone.now())
    context: dict[str, Any] = {
        "pay": seen,
        "how": how,
        "here": pay_address(seen.token),
        "order_address": f"{addresses.prefix(language)}/pesanan/{seen.token}/",
        "amount": attempt.amount if attempt is not None and is_asked else seen.total,
        "pay_until": deadline(by, seen.zone, language),
        "is_waiting": is_waiting,
        "goes": how == "elsewhere" and GO in request.GET,
        "methods": methods_offered(None, language=language) if can_choose else (),
        "fault": fault,
        "is_of_proof": is_of_proof,
        "return_days": RETURN_DAYS,
        "mark": attempt.amount - seen.total if attempt is not None and how == "transfer" else 0,
        "accounts": _accounts(attempt, language) if how == "transfer" else (),
        "qris": qris_markup(attempt.shown) if attempt is not None and how == "qris" else "",
        "fours": _fours(attempt) if how == "account" else (),
    }
    return page(request, "buying/pay.html", context, status)


def _accounts(attempt: AttemptSeen | None, language: str) -> list[AccountShown]:
    shown = attempt.shown if attempt is not None else {}
    return accounts_shown(shown.get("accounts", []), language)


def _fours(attempt: AttemptSeen | None) -> list[str]:
    """A virtual account's number in pieces of four digits, as people read it."""
    number = str(attempt.shown["number"]) if attempt is not None else ""
    return [number[at : at + 4] for at in range(0, len(number), 4)]


def qris_markup(shown: Mapping[str, Any]) -> SafeString:
    """The code that the provider's text is, as SVG to stand in a page."""
    code = segno.make(str(shown["qris"]), error="m", micro=False)
    drawn = code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", svgclass="qr")
    return mark_safe(drawn)  # noqa: S308 (modules of a code in a path)


@posts_from_here
@limited("proof", 6)
@buyers_page
@require_POST
def proof(request: HttpRequest, order_token: UUID) -> HttpResponse:
    """A picture or PDF of a transfer."""
    seen = pay_seen(order_token)
    sent = request.FILES.get("bukti")
    try:
        if sent is None:
            raise Invalid(field="proof", reason=_("Choose a picture or PDF first."))
        # one byte more than may be is enough to refuse it by its size
        proof_add(order_token=seen.token, content=sent.read(_PROOF_MOST + 1))
    except Invalid as refused:
        return _shown(request, seen, status=422, fault=_sentence(refused), is_of_proof=True)
    return redirect(pay_address(seen.token))


def _sentence(refused: DomainError) -> str:
    return _(str(refused.params.get("reason", "")))
