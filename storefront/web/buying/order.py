"""/pesanan/: finding an order, and its page.

Its address alone shows how far the parcels are and nothing of the buyer; the second key opens all.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from catalog.errors import NotFound
from storefront.access.address import client_address
from storefront.orders.errors import TooManyGuesses
from storefront.orders.rules.timeline import can_cancel_whole, is_due_at_pickup, is_unpaid
from storefront.orders.selectors.orders import order_shown
from storefront.orders.selectors.payments import pay_seen
from storefront.orders.services.keys import order_open
from storefront.orders.shown import OrderShown
from storefront.orders.types import AttemptState, DeliveryKind, FacilityOrderState, RefundState
from storefront.web import addresses, contacts
from storefront.web.buying.frame import buyers_page, limited, page, posts_from_here
from storefront.web.buying.order_cards import part_cards, stage_lines
from storefront.web.buying.order_key import is_opened, order_key_give
from storefront.web.context import language_of
from storefront.web.formats import rupiah
from storefront.web.order_words import (
    cause_said,
    deadline,
    moment,
    order_word,
    part_word,
    refund_said,
)

_NUMBER_LONGEST, _GUESS_LONGEST = 40, 254


# --- Finding it


@posts_from_here
@limited("order-find", 10)
@buyers_page
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """By its number and second key. A wrong number and a wrong key are answered alike."""
    if request.method != "POST":
        return page(request, "buying/order_find.html", {})
    number = request.POST.get("nomor", "").strip()[:_NUMBER_LONGEST]
    typed = {"number": number, "second": _second(request)}
    missing = _missing(typed)
    if missing:
        return page(request, "buying/order_find.html", {**typed, "missing": missing}, 422)
    try:
        token = _opened(request, number=number)
    except (NotFound, TooManyGuesses) as error:
        status = 429 if isinstance(error, TooManyGuesses) else 422
        return page(request, "buying/order_find.html", {**typed, "said": _refused(error)}, status)
    response = redirect(order_address(token))
    order_key_give(request, response, token)
    return response


def _second(request: HttpRequest) -> str:
    """The second key as typed."""
    return request.POST.get("kunci", "").strip()[:_GUESS_LONGEST]


def _missing(typed: dict[str, str]) -> dict[str, str]:
    """A sentence for each field that was left empty; nothing is guessed at then."""
    said = {
        "number": _("Type the order number, such as LB2611-000123."),
        "second": _("Type the e-mail of the order, or the last 4 digits of its mobile number."),
    }
    return {field: said[field] for field, text in typed.items() if not text}


def _opened(request: HttpRequest, *, token: UUID | None = None, number: str = "") -> str:
    """The order's address, for the key that was sent. Raises NotFound, TooManyGuesses."""
    return order_open(
        second=_second(request), address=client_address(request), order_token=token, number=number
    )


def _refused(error: Exception) -> str:
    if isinstance(error, TooManyGuesses):
        return error.sentence
    return _("That does not fit. Look at the number, and at the e-mail or phone of the order.")


def order_address(token: str, rest: str = "") -> str:
    """The order's page in the active language, or one below it."""
    return f"{addresses.prefix(language_of())}/pesanan/{token}/{rest}"


# --- Its page


@posts_from_here
@limited("order-open", 10)
@buyers_page
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, token: UUID) -> HttpResponse:
    """The page; by POST the second key opens it."""
    shown = order_shown(token, language=language_of())
    if request.method == "POST":
        typed = {"second": _second(request)}
        missing = _missing(typed)
        if missing:
            return _closed(request, shown, 422, missing=missing)
        try:
            _opened(request, token=token)
        except (NotFound, TooManyGuesses) as error:
            status = 429 if isinstance(error, TooManyGuesses) else 422
            return _closed(request, shown, status, said=_refused(error), **typed)
        response = redirect(order_address(str(token)))
        order_key_give(request, response, token)
        return response
    return _open(request, shown) if is_opened(request, shown) else _closed(request, shown)


def opened_order(request: HttpRequest, token: UUID) -> OrderShown:
    """The order for pages that need its key. Raises NotFound without it, as for none."""
    shown = order_shown(token, language=language_of())
    if not is_opened(request, shown):
        raise NotFound
    return shown


def _closed(
    request: HttpRequest, shown: OrderShown, status: int = 200, **answer: Any
) -> HttpResponse:
    """answer: said, second, missing; see the template."""
    language = language_of()
    parts = [(part, part_word(part), stage_lines(shown, part, language)) for part in shown.parts]
    context = {"order": shown, "word": order_word(shown), "parts": parts, **answer}
    return page(request, "buying/order_closed.html", context, status)


def _open(request: HttpRequest, shown: OrderShown) -> HttpResponse:
    language = language_of()
    context = {
        "order": shown,
        **_sums(shown),
        "word": order_word(shown),
        "placed": moment(shown.placed_at, shown.zone, language),
        **(_to_pay(shown, language) if is_unpaid(shown) else {}),
        "pay_address": f"{addresses.prefix(language)}/bayar/{shown.token}/",
        "is_due_at_pickup": is_due_at_pickup(shown) and shown.paid_at is None,
        "cards": part_cards(shown, language),
        "refunds": [
            refund_said(row, shown.zone, language) for row in shown.refunds if row.part_id is None
        ],
        "cause": cause_said(shown.cancel_cause),
        "can_cancel": can_cancel_whole(shown),
        "share_url": contacts.share_url(
            name=_("My order %(number)s") % {"number": shown.number},
            price=rupiah(shown.total, language),
            address=addresses.absolute(request.path),
        ),
        "said": _told(request.GET.get("ok", "")),
    }
    return page(request, "buying/order.html", context)


def _to_pay(shown: OrderShown, language: str) -> dict[str, Any]:
    """What is awaited until when, a transfer to its last digits."""
    seen = pay_seen(shown.token)
    is_open = seen.attempt is not None and seen.attempt.state is AttemptState.OPEN
    return {
        "to_pay": seen.attempt.amount if seen.attempt and is_open else shown.total,
        "pay_until": deadline(shown.pay_by, shown.zone, language),
    }


def _sums(shown: OrderShown) -> dict[str, Any]:
    """What the sums say beside the order's own: what goes back, and what no sum has in it."""
    # of parts: money that came twice or too late goes back whole, and is no part of the sum
    rows = [row for row in shown.refunds if row.part_id and row.state is not RefundState.FAILED]
    back = sum((row.amount for row in rows if row.state is RefundState.DONE), Decimal(0))
    coming = sum((row.amount for row in rows), Decimal(0)) - back
    local = [part for part in shown.parts if part.kind is DeliveryKind.LOCAL]
    return {
        "back": back,
        "coming": coming,
        "kept": shown.total + shown.mark - back - coming,
        "agreed": [part.maker.name for part in local if part.state in _TO_COME],
    }


_TO_COME = frozenset(FacilityOrderState) - {FacilityOrderState.DONE, FacilityOrderState.CANCELLED}
# What is said once after an act, by the word that it puts into the address.
_TOLD = {
    "batal": gettext_noop("It is cancelled."),
    "diminta": gettext_noop("The facility was asked to cancel. It answers before it packs."),
    "kembali": gettext_noop("Your request to send goods back has arrived."),
}


def _told(word: str) -> str:
    return _(_TOLD[word]) if word in _TOLD else ""
