"""Jobs that send the mails of legality; each only calls a function."""

from __future__ import annotations

from datetime import date

from celery import shared_task

from legality.services.reminders import DAILY_MAIL
from storefront.notices import daily, decisions


@shared_task(name=decisions.DECISION, ignore_result=True)  # type: ignore[untyped-decorator]
def decision_mail(review_id: int) -> None:
    """Have the facility's people told what the office decided."""
    decisions.decision_tell(review_id=review_id)


@shared_task(name=decisions.SUSPENSION, ignore_result=True)  # type: ignore[untyped-decorator]
def suspension_mail(suspension_id: int) -> None:
    """Have the facility's people told that goods went off sale, and why."""
    decisions.suspension_tell(suspension_id=suspension_id)


@shared_task(name=decisions.MAIL, ignore_result=True)  # type: ignore[untyped-decorator]
def decisions_mail(user_id: int) -> None:
    """Send one person what waits to be told."""
    decisions.decisions_send(user_id=user_id)


@shared_task(name=DAILY_MAIL, ignore_result=True)  # type: ignore[untyped-decorator]
def daily_mail(user_id: int, day: str) -> None:
    """Send one person the mail of a legal date."""
    daily.daily_send(user_id=user_id, day=date.fromisoformat(day))
