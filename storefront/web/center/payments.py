"""Payments: proofs of transfers to look at, refunds to send by hand, and all money of an order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.dates import LEGAL_ZONE, legal_today
from catalog.errors import DomainError, Invalid, WrongState
from catalog.policies.abilities import Act, can_everywhere, require_everywhere
from storefront.access.actor import actor_of
from storefront.orders.models import Refund, TransferProof
from storefront.orders.selectors.order_acts import ActDone, order_acts
from storefront.orders.selectors.payments import (
    MoneyWaits,
    differences_open,
    order_money,
    orders_found,
    proof_of,
    proofs_waiting,
    refund_of,
    refunds_by_hand,
    rounds,
    transfer_of,
    transfers_awaited,
)
from storefront.orders.services.proofs import proof_decide, proof_opened, transfer_came
from storefront.orders.services.reconciling import difference_settle
from storefront.orders.services.refund_asking import refund_by_hand_done
from storefront.orders.services.settling import Came, Settled
from storefront.orders.types import ProofState, RefundState
from storefront.web.center.payment_words import (
    came_word,
    kind_word,
    notice_word,
    outcome_words,
    provider_word,
    state_word,
    what_word,
)
from storefront.web.components.history_acts import ACTS
from storefront.web.components.history_lists import WORDS
from storefront.web.context import language_of
from storefront.web.formats import decimal_number, rupiah
from storefront.web.order_words import moment

Reader = Callable[..., tuple[list[MoneyWaits], int]]
CRUMB = (_("Payments"), "center:payments")
# Opened by itself a file is nobody's page: it runs nothing, loads nothing, is of no origin.
_ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"
_ZONE = "WIB"
_AMOUNT = re.compile(r"(?:Rp\.? ?)?([0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,13})(?:,00|,-)?")
_ROLES = WORDS["role"]
_KEY = re.compile(r"\d{1,18}", re.ASCII)
_LISTS: dict[str, Reader] = {
    "bukti": proofs_waiting,
    "kembali": refunds_by_hand,
    "beda": differences_open,
    "transfer": transfers_awaited,
}
_CAUSES = {"beda": came_word}
_AWAY = _("Somebody else has already decided on this.")


def _amount(text: str) -> Decimal:
    """What was typed: 28.123 or 28123, with Rp or without. Raises Invalid."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        reason = gettext("Write the amount in rupiah, as in 128.123.")
        raise Invalid(field="amount", reason=reason)
    return Decimal(found[1].replace(".", ""))


def _day(text: str) -> date:
    """Raises Invalid."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid(field="on", reason=gettext("This is no day.")) from error


def _at(text: str) -> datetime:
    """Noon of a day; now for today, as noon may lie ahead."""
    day = _day(text)
    is_today = day == legal_today()
    return timezone.now() if is_today else datetime.combine(day, time(12), LEGAL_ZONE)


def _said(at: datetime | None) -> str:
    return moment(at, _ZONE, language_of()) if at else ""


def _rupiah(amount: Decimal) -> str:
    return rupiah(amount, language_of())


def _money(amount: Decimal, what: str) -> str:
    """what: a finding or an act. In rupiah, unless that says it is of another currency."""
    if what in (Came.WRONG_CURRENCY, "payment.impossible"):
        return decimal_number(amount, language_of())
    return _rupiah(amount)


def _posted(
    request: HttpRequest, do: Callable[[], Any]
) -> tuple[dict[str, str], Settled | None, bool]:
    """Do what a form asks: what is wrong with it by field, what came of it, whether it was done.
    Raises NotAllowed."""
    if request.method != "POST":
        return {}, None, False
    require_everywhere(actor_of(request), Act.ORDER_SETTLE)
    try:
        done = do()
    except WrongState:
        return {"": gettext(str(_AWAY))}, None, False
    except Invalid as refused:
        return {str(refused.params["field"]): _sentence(refused)}, None, False
    return {}, done if isinstance(done, Settled) else None, True


def _sentence(refused: DomainError) -> str:
    return gettext(str(refused.params["reason"]))


class PaymentPages:
    """What waits, one of each, all money of an order, and what was found at the providers."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def framed(
        self, request: HttpRequest, title: str, context: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What every page of these shows beside its own."""
        may_settle = can_everywhere(actor_of(request), Act.ORDER_SETTLE)
        return {
            **self.site.each_context(request),
            "crumb": CRUMB,
            "title": title,
            "may_settle": may_settle,
            "today": legal_today().isoformat(),
            **context,
        }

    def overview(self, request: HttpRequest) -> HttpResponse:
        """What waits, and a search."""
        actor, wanted = actor_of(request), request.GET.get("q", "").strip()[:120]
        newest = rounds(actor=actor).first()
        context = {
            "q": wanted,
            "found": orders_found(actor=actor, text=wanted),
            "lists": {name: _list(request, name, read) for name, read in _LISTS.items()},
            "looked_at": _said(newest.ended_at) if newest else "",
            "silent": newest.silent if newest else 0,
        }
        page = self.framed(request, gettext("Payments"), context)
        return TemplateResponse(request, "center/payments.html", page)

    def proof(self, request: HttpRequest, proof_id: int) -> HttpResponse:
        """A proof of a transfer, and the decision on it."""
        actor = actor_of(request)
        row = proof_of(actor=actor, proof_id=proof_id)

        def decide() -> Settled:
            came, on = None, None
            if "refuse" not in request.POST:
                came, on = _amount(request.POST.get("amount", "")), _day(request.POST.get("on", ""))
            note = request.POST.get("note", "")
            return proof_decide(actor=actor, proof_id=proof_id, amount=came, on=on, note=note)

        wrong, settled, is_done = _posted(request, decide)
        if is_done:
            messages.success(request, _came_said(settled))
            return redirect(reverse("center:payments"))
        order = row.attempt.shop_order
        context = {
            "proof": row,
            "waits": row.state == ProofState.WAITING,
            "order": order,
            "amount": _rupiah(row.attempt.amount),
            "sent_at": _said(row.sent_at),
            "decided_at": _said(row.decided_at),
            "is_pdf": row.media_type == "application/pdf",
            "wrong": wrong,
        }
        page = self.framed(request, order.number, context)
        status = 422 if wrong else 200
        return TemplateResponse(request, "center/payment_proof.html", page, status=status)

    def proof_file(self, request: HttpRequest, proof_id: int, part: str) -> HttpResponse:
        """Its picture, or the file to be saved."""
        if part not in ("gambar", "berkas"):
            raise Http404
        as_file = part == "berkas"
        content, kind = proof_opened(actor=actor_of(request), proof_id=proof_id, as_file=as_file)
        response = HttpResponse(content, content_type=kind)
        how = "attachment" if as_file else "inline"
        ending = {"application/pdf": "pdf", "image/jpeg": "jpg"}.get(kind, "webp")
        response["Content-Disposition"] = f'{how}; filename="bukti-{proof_id}.{ending}"'
        response["Content-Security-Policy"] = _ALONE
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def transfer(self, request: HttpRequest, attempt_id: int) -> HttpResponse:
        """A transfer without a proof."""
        actor = actor_of(request)
        row = transfer_of(actor=actor, attempt_id=attempt_id)

        def came() -> Settled:
            amount, on = _amount(request.POST.get("amount", "")), _day(request.POST.get("on", ""))
            return transfer_came(actor=actor, attempt_id=attempt_id, amount=amount, on=on)

        wrong, settled, is_done = _posted(request, came)
        if is_done:
            messages.success(request, _came_said(settled))
            return redirect(reverse("center:payments"))
        context = {"order": row.shop_order, "amount": _rupiah(row.amount), "wrong": wrong}
        page = self.framed(request, row.shop_order.number, context)
        status = 422 if wrong else 200
        return TemplateResponse(request, "center/payment_transfer.html", page, status=status)

    def refund(self, request: HttpRequest, refund_id: int) -> HttpResponse:
        """A refund that an officer sends."""
        actor = actor_of(request)
        row = refund_of(actor=actor, refund_id=refund_id)

        def sent() -> None:
            reference = request.POST.get("reference", "")
            at = _at(request.POST.get("on", ""))
            refund_by_hand_done(actor=actor, refund_id=refund_id, reference=reference, at=at)

        wrong, _settled, is_done = _posted(request, sent)
        if is_done:
            messages.success(request, _("Written down. The buyer is told."))
            return redirect(reverse("center:payments"))
        context = {
            "refund": row,
            "order": row.shop_order,
            "amount": _rupiah(row.amount),
            "waits": row.state == RefundState.BY_HAND,
            "cause": what_word(row.cause),
            "word": state_word(row.state),
            "made_at": _said(row.made_at),
            "done_at": _said(row.done_at),
            "wrong": wrong,
        }
        page = self.framed(request, row.shop_order.number, context)
        status = 422 if wrong else 200
        return TemplateResponse(request, "center/payment_refund.html", page, status=status)

    def order(self, request: HttpRequest, order_number: str) -> HttpResponse:
        """All money of an order."""
        money = order_money(actor=actor_of(request), number=order_number)
        row: Any = money.order.order
        acts = order_acts(actor=actor_of(request), shop_order_id=money.order.pk)
        context = {
            "money": money,
            "total": _rupiah(money.order.total),
            "state": state_word(money.order.state),
            "order_address": f"/pesanan/{row.token}/",
            "attempts": [(one, _rupiah(one.amount), state_word(one.state), _said(one.made_at),
                          provider_word(one.provider)) for one in money.attempts],
            "moves": [(one, _rupiah(one.amount), kind_word(one.kind), _said(one.at),
                       provider_word(one.provider)) for one in money.moves],
            "refunds": [(one, *_refund_row(one)[1:], state_word(one.state))
                        for one in money.refunds],
            "proofs": [_proof_row(one) for one in money.proofs],
            "notices": [(notice_word(one.kind), _said(one.received_at), outcome_words(one.outcome))
                        for one in money.notices],
            "acts": [_act_row(one) for one in acts],
        }  # fmt: skip
        page = self.framed(request, money.order.number, context)
        return TemplateResponse(request, "center/payment_order.html", page)

    def reconciled(self, request: HttpRequest) -> HttpResponse:
        """Rounds of asking providers."""
        found = [
            (
                row,
                _said(row.began_at),
                _said(row.ended_at),
                [
                    (
                        number,
                        came_word(word),
                        _money(Decimal(said), word) if said else "",
                        is_settled,
                    )
                    for _key, number, word, said, is_settled in row.found
                ],
            )
            for row in rounds(actor=actor_of(request))
        ]
        page = self.framed(request, gettext("Compared with the providers"), {"rounds": found})
        return TemplateResponse(request, "center/payment_rounds.html", page)

    def difference(self, request: HttpRequest, difference_id: int) -> HttpResponse:
        """One that an officer settled."""
        actor = actor_of(request)

        def settle() -> None:
            difference_settle(actor=actor, difference_id=difference_id)

        wrong, _settled, _is_done = _posted(request, settle)
        if wrong:
            messages.error(request, wrong[""])
        else:
            messages.success(request, _("Written down. It waits no longer."))
        return redirect("center:payments")


def urls(site: Any) -> list[URLPattern]:
    """All of them."""
    pages, wrap = PaymentPages(site), site.admin_view

    def safe(view: Any) -> Any:
        return wrap(require_safe(view))

    def form(view: Any) -> Any:
        return wrap(require_http_methods(["GET", "HEAD", "POST"])(view))

    one = "pembayaran/bukti/<int:proof_id>/"
    return [
        path("pembayaran/", safe(pages.overview), name="payments"),
        path("pembayaran/cocok/", safe(pages.reconciled), name="payment_rounds"),
        path(
            "pembayaran/beda/<int:difference_id>/",
            wrap(require_POST(pages.difference)),
            name="payment_difference",
        ),
        path(one, form(pages.proof), name="payment_proof"),
        path(f"{one}<slug:part>/", safe(pages.proof_file), name="payment_proof_file"),
        path(
            "pembayaran/transfer/<int:attempt_id>/", form(pages.transfer), name="payment_transfer"
        ),
        path("pembayaran/dana-kembali/<int:refund_id>/", form(pages.refund), name="payment_refund"),
        path("pembayaran/pesanan/<str:order_number>/", safe(pages.order), name="payment_order"),
    ]


def _came_said(settled: Settled | None) -> str:
    """What an officer's decision came to."""
    if settled is None or not settled.came:
        return gettext("Refused. The buyer reads why on the page of the payment.")
    if settled.came == (Came.PAID,):
        return gettext("Paid. The facilities and the buyer are told.")
    word = came_word(settled.came[0])
    return gettext("Written down: %(what)s. The money is to go back.") % {"what": word}


def _act_row(act: ActDone) -> tuple[str, str, str]:
    """What was done, when, and by whom where it was somebody who works here."""
    said = gettext(ACTS.get(act.action, act.action))
    amount = ""
    if _AMOUNT.fullmatch(act.amount):
        amount = f": {_money(Decimal(act.amount), act.action)}"
    role = gettext(_ROLES[act.role])
    who = f"{act.name} ({role})" if act.name else role
    return f"{said}{amount}", _said(act.at), who


def _proof_row(row: TransferProof) -> tuple[TransferProof, str, str, str]:
    return row, _rupiah(row.attempt.amount), _said(row.sent_at), state_word(row.state)


def _refund_row(row: Refund) -> tuple[Refund, str, str, str]:
    return row, _rupiah(row.amount), what_word(row.cause), _said(row.made_at)


def _list(request: HttpRequest, name: str, read: Reader) -> dict[str, Any]:
    """A page of what waits. Its name stands in the address, with the last of the page before."""
    text = request.GET.get(name, "")
    after = int(text) if _KEY.fullmatch(text) else 0
    rows, last = read(actor=actor_of(request), after=after)
    return {
        "rows": [
            (
                one,
                _money(one.amount, one.cause),
                _said(one.at),
                _CAUSES.get(name, what_word)(one.cause),
            )
            for one in rows
        ],
        "more": f"?{name}={last}" if last else "",
        "start": request.path if after else "",
    }
