"""Jobs that send the mails of legality and of orders; each only calls a function."""

from __future__ import annotations

from datetime import date

from celery import shared_task

from legality.services.reminders import DAILY_MAIL
from storefront.notices import daily, decisions, orders
from storefront.orders.services import mails


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


@shared_task(name=mails.TASK, ignore_result=True)  # type: ignore[untyped-decorator]
def order_mail(
    kind: str, shop_order_id: int, part_id: int | None = None, about: int | None = None
) -> None:
    """Have everybody told who is to know this of an order."""
    orders.order_mail_tell(kind=kind, shop_order_id=shop_order_id, part_id=part_id, about=about)


@shared_task(name=orders.ONE, ignore_result=True)  # type: ignore[untyped-decorator]
def order_mail_one(mail_id: int) -> None:
    """Send one mail of an order."""
    orders.order_mail_send(mail_id=mail_id)
