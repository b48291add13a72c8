"""Jobs of buying; each only calls a service."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from storefront.orders.services import (
    expiring,
    forgetting,
    keys,
    payments,
    practising,
    reconciling,
    refund_asking,
    refunds,
    returned,
    written,
)


@shared_task(name=payments.EXPIRE, ignore_result=True)  # type: ignore[untyped-decorator]
def attempt_expire(attempt_id: int) -> None:
    """Let nobody pay an attempt that ended."""
    payments.attempt_expire(attempt_id=attempt_id)


@shared_task(name=refunds.REFUND, ignore_result=True)  # type: ignore[untyped-decorator]
def refund_ask(refund_id: int) -> None:
    """Have a provider give money back."""
    refund_asking.refund_ask(refund_id=refund_id)


@shared_task(name=reconciling.ROUND, ignore_result=True)  # type: ignore[untyped-decorator]
def payments_reconcile() -> None:
    """Every minute: ask providers what they have, settle what is otherwise here."""
    reconciling.round_run(now=timezone.now())


@shared_task(name="orders.payments_announce", ignore_result=True)  # type: ignore[untyped-decorator]
def payments_announce() -> None:
    """By the timetable and at every start of a worker: a round stands in the outbox."""
    reconciling.round_announce(due_at=timezone.now())


@shared_task(name="orders.buyers_forget", ignore_result=True)  # type: ignore[untyped-decorator]
def buyers_forget() -> tuple[int, int, int]:
    """Nightly: buyers' data whose time is over go; how many parts, orders, baskets."""
    return forgetting.buyers_forget(now=timezone.now())


@shared_task(name=practising.TELL, ignore_result=True)  # type: ignore[untyped-decorator]
def practice_tell(attempt_id: int) -> None:
    """In demo and test mode: money that comes after the limit."""
    practising.practice_tell(attempt_id=attempt_id)


@shared_task(name=expiring.ROUND, ignore_result=True)  # type: ignore[untyped-decorator]
def orders_expire() -> int:
    """Every minute: what nobody paid or fetched in time ends; how many orders."""
    return expiring.round_run(now=timezone.now())


@shared_task(name="orders.expire_announce", ignore_result=True)  # type: ignore[untyped-decorator]
def expire_announce() -> None:
    """By the timetable and at every start of a worker: a round stands in the outbox."""
    expiring.round_announce(due_at=timezone.now())


@shared_task(name="orders.guesses_clear", ignore_result=True)  # type: ignore[untyped-decorator]
def guesses_clear() -> None:
    """Nightly: counts of guesses and tries that limit nobody any longer."""
    keys.guesses_clear(now=timezone.now())


@shared_task(name=returned.REMOVE, ignore_result=True)  # type: ignore[untyped-decorator]
def return_photo_remove(key: str) -> None:
    """Take a photo away whose buyer is forgotten."""
    returned.return_photo_remove(key=key)


@shared_task(name=written.REMOVE, ignore_result=True)  # type: ignore[untyped-decorator]
def proof_remove(key: str, media_type: str) -> None:
    """Take a proof's files away whose buyer is forgotten."""
    written.proof_remove(key=key, media_type=media_type)
