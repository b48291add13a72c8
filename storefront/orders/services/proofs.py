"""Bank transfers: what buyers send as proof, and what a central officer saw come in."""

from __future__ import annotations

import logging
import secrets
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.dates import LEGAL_ZONE, legal_today
from catalog.errors import Invalid, NotFound, WrongState
from catalog.plain_text import one_line
from catalog.policies.abilities import Act, can_everywhere, require_everywhere
from catalog.storage import private_read, private_remove, private_write
from catalog.types import Actor
from legality.errors import ScanRefused
from legality.scans.cleaning import CleanScan, scan_clean
from legality.scans.kinds import Refused
from storefront.orders.acting import SHOP, as_shop
from storefront.orders.models import PaymentAttempt, ShopOrder, TransferProof
from storefront.orders.rules.deadlines import PROOF_AGAIN, proof_held_until
from storefront.orders.rules.files import preview_name, proof_name
from storefront.orders.services.counter import came_in
from storefront.orders.services.locking import order_locked
from storefront.orders.services.mails import MailKind, mail_announce
from storefront.orders.services.payments import NOT_OVER, TRANSFER
from storefront.orders.services.settling import Settled
from storefront.orders.types import AttemptState, OrderState, ProofState

MOST_PROOFS = 5
NOTE_MOST = 300
# Who pays in the last minute sends the proof after it.
STILL = timedelta(days=7)
_KEY_BYTES = 32

log = logging.getLogger(__name__)


def proof_add(*, order_token: str, content: bytes) -> TransferProof:
    """Keep a picture or PDF of a transfer. The caller has the order's address.

    Raises NotFound for an order that no transfer is awaited for; ScanRefused; Invalid for one too
    many.
    """
    with as_shop():
        attempt = transfer_awaited(order_token)
        if attempt is None:
            raise NotFound
        if attempt.proofs.count() >= MOST_PROOFS:
            raise Invalid(field="proof", reason=gettext_noop("Enough was sent. We look at it."))
        clean = _clean(content)
        proof = TransferProof(
            attempt=attempt, key=secrets.token_urlsafe(_KEY_BYTES), media_type=clean.media_type
        )
        _files_write(proof, clean)
        try:
            _proof_keep(proof)
        except BaseException:
            _files_remove(proof)
            raise
    return proof


def transfer_awaited(order_token: str) -> PaymentAttempt | None:
    """The transfer that an order waits for, or whose time was up a few days ago."""
    rows = PaymentAttempt.objects.filter(shop_order__order__token=order_token, provider=TRANSFER)
    attempt = rows.order_by("-pk").first()
    if attempt is None or attempt.state in NOT_OVER:
        return attempt
    is_late = attempt.state == AttemptState.EXPIRED and attempt.ended_at is not None
    is_recent = is_late and timezone.now() - attempt.ended_at < STILL  # type: ignore[operator]
    return attempt if is_recent else None


def proof_can_be_sent(order_token: str) -> bool:
    """Whether a further one would be taken."""
    with as_shop():
        attempt = transfer_awaited(order_token)
        return attempt is not None and attempt.proofs.count() < MOST_PROOFS


def _clean(content: bytes) -> CleanScan:
    try:
        return scan_clean(content)
    except Refused as refusal:
        raise ScanRefused(refusal.reason) from refusal


def _files_write(proof: TransferProof, clean: CleanScan) -> None:
    try:
        private_write(proof_name(proof.key, clean.media_type), clean.content)
        private_write(preview_name(proof.key), clean.previews[0])
    except BaseException:
        _files_remove(proof)
        raise


def _files_remove(proof: TransferProof) -> None:
    """As far as the storage answers; what stays behind has no row and nobody finds it."""
    for name in (proof_name(proof.key, proof.media_type), preview_name(proof.key)):
        try:
            private_remove(name)
        except Exception:
            log.exception("a proof's file stays behind")


@transaction.atomic
def _proof_keep(proof: TransferProof) -> None:
    order_id = proof.attempt.shop_order_id
    order, _parts = order_locked(order_id)
    proof.save(force_insert=True)
    _pay_by_set(order, max(order.pay_by, proof_held_until(order.placed_at)))
    audit(SHOP, "proof.sent", proof)
    mail_announce(MailKind.TO_CENTER, shop_order_id=order_id, about=proof.pk)


def _pay_by_set(order: ShopOrder, pay_by: datetime) -> None:
    """Of an order that still awaits its transfer; the caller holds it."""
    if order.state != OrderState.UNPAID:
        return
    order.pay_by = pay_by
    order.save(update_fields=["pay_by"])
    open_ones = PaymentAttempt.objects.filter(shop_order=order, provider=TRANSFER)
    open_ones.filter(state__in=NOT_OVER).update(pay_by=pay_by)


# --- Officers


def proof_opened(*, actor: Actor, proof_id: int, as_file: bool) -> tuple[bytes, str]:
    """A proof's picture, or the file as it was kept: bytes and media type. Raises NotFound."""
    if not can_everywhere(actor, Act.ORDER_SEE):
        raise NotFound
    proof = TransferProof.objects.filter(pk=proof_id).first()
    if proof is None:
        raise NotFound
    name = proof_name(proof.key, proof.media_type) if as_file else preview_name(proof.key)
    try:
        return private_read(name), proof.media_type if as_file else "image/webp"
    except FileNotFoundError:
        raise NotFound from None


def proof_decide(
    *, actor: Actor, proof_id: int, amount: Decimal | None, on: date | None, note: str = ""
) -> Settled:
    """Say what came in, or (amount None) that nothing of it did; then the note says why.

    Raises NotFound, NotAllowed, Invalid, WrongState (it was decided before).
    """
    _settler_require(actor)
    said = one_line(note)[:NOTE_MOST]
    if amount is None and not said:
        raise Invalid(field="note", reason=gettext_noop("Say why, for the buyer."))
    with as_shop(), transaction.atomic():
        order, proof = _proof_locked(proof_id)
        state = ProofState.REFUSED if amount is None else ProofState.ACCEPTED
        settled = Settled(())
        if amount is not None:
            settled = _came(actor, proof.attempt, amount, on)
        proof.state, proof.note, proof.decided_at = state.value, said, timezone.now()
        proof.decided_by_id, proof.decided_name = actor.user_id, actor.name[:120]
        proof.save(update_fields=["state", "note", "decided_at", "decided_by", "decided_name"])
        audit(actor, "proof.decided", proof, state=state.value, amount=str(amount), note=said)
        if amount is None:
            _refused(order, proof)
    return settled


def _refused(order: ShopOrder, proof: TransferProof) -> None:
    """The buyer may send another; unless one waits, the order is held for a day more at most."""
    if not proof.attempt.proofs.filter(state=ProofState.WAITING).exists():
        _pay_by_set(order, min(order.pay_by, timezone.now() + PROOF_AGAIN))
    mail_announce(MailKind.PROOF_REFUSED, shop_order_id=order.pk, about=proof.pk)


def transfer_came(*, actor: Actor, attempt_id: int, amount: Decimal, on: date | None) -> Settled:
    """Say what came in for a transfer that nobody sent a proof of.

    Raises NotFound, NotAllowed, Invalid, WrongState (it was said before).
    """
    _settler_require(actor)
    with as_shop(), transaction.atomic():
        attempt = PaymentAttempt.objects.filter(pk=attempt_id, provider=TRANSFER).first()
        if attempt is None:
            raise NotFound
        order_locked(attempt.shop_order_id)
        return _came(actor, attempt, amount, on)


def _settler_require(actor: Actor) -> None:
    if not can_everywhere(actor, Act.ORDER_SEE):
        raise NotFound
    require_everywhere(actor, Act.ORDER_SETTLE)


def _proof_locked(proof_id: int) -> tuple[ShopOrder, TransferProof]:
    """A proof that waits, with its order; both locked. Raises NotFound, WrongState."""
    known = TransferProof.objects.select_related("attempt").filter(pk=proof_id).first()
    if known is None:
        raise NotFound
    order, _parts = order_locked(known.attempt.shop_order_id)
    rows = TransferProof.objects.select_for_update(of=("self",)).select_related("attempt")
    proof = rows.get(pk=proof_id)
    if proof.state != ProofState.WAITING:
        raise WrongState(current=proof.state, wanted=ProofState.ACCEPTED.value)
    return order, proof


def _came(actor: Actor, attempt: PaymentAttempt, amount: Decimal, on: date | None) -> Settled:
    """One transfer an attempt: another proof of the same money is no second payment."""
    day = on or legal_today()
    if day > legal_today():
        raise Invalid(field="on", reason=gettext_noop("This lies ahead."))
    if day < attempt.shop_order.placed_at.astimezone(LEGAL_ZONE).date():
        raise Invalid(field="on", reason=gettext_noop("The order was placed after that day."))
    is_today = day == legal_today()
    at = timezone.now() if is_today else datetime.combine(day, time(12), LEGAL_ZONE)
    settled = came_in(attempt, amount, at, f"transfer-{attempt.key}")
    if not settled.came:
        raise WrongState(current=AttemptState.PAID.value, wanted=AttemptState.PAID.value)
    audit(actor, "transfer.came_in", attempt, amount=str(amount), on=day.isoformat())
    return settled
