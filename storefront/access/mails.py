"""Mails about accounts: each announced in the outbox, written and sent by the worker.

The outbox holds no secret: words for links are made when the mail is. Texts stand in
templates/mail; the first line is the subject.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from catalog.announce import announce
from catalog.models import OutboxRow
from storefront.access.actor import person_name
from storefront.access.emails import plain_email
from storefront.access.links import email_word, reset_word

NOTICE, RESET, EMAIL = "access.mail_notice", "access.mail_reset", "access.mail_email"
_RESETS_AN_HOUR = 5


def mail_send(template: str, to: str, language: str, **context: object) -> None:
    """Write templates/mail/<template>.txt in a language and send it. Raises as the mail server."""
    with override(language):
        text = render_to_string(f"mail/{template}.txt", {**context, "shop": settings.PUBLIC_URL})
    subject, _newline, body = text.strip().partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[to]).send()


def address_of(view: str, *args: str) -> str:
    """The address of a page of accounts as a mail names it, in the active language."""
    return settings.PUBLIC_URL + reverse(f"two_factor:{view}", args=args)


def notice_announce(name: str, user: Any, *, to: str = "", **facts: str) -> None:
    """Tell a person what happened to their account. to: another address than the account's."""
    announce(
        NOTICE,
        key=f"{name} {user.pk} {_digest(to)}",
        name=name,
        user_id=user.pk,
        to=to,
        language=get_language() or "id",
        facts=facts,
    )


def notice_send(*, name: str, user_id: int, to: str, language: str, facts: dict[str, str]) -> None:
    """The announced mail."""
    user = get_user_model().objects.get(pk=user_id)
    with override(language):
        lost = address_of("password_lost")
    mail_send(
        name,
        to or user.email,
        language,
        name=person_name(user),
        email=user.email,
        lost=lost,
        **facts,
    )


def reset_announce(email: str) -> None:
    """Have the way to a new password sent to an e-mail, if an account has it.

    Known and unknown addresses cost the same: nothing is looked up before the worker does.
    """
    plain = plain_email(email)
    announce(RESET, key=_digest(plain), email=plain, language=get_language() or "id")


def reset_send(*, email: str, language: str) -> bool:
    """The announced mail; whether there was anybody to send it to.

    None for accounts without a password, which nobody here ever had, and no sixth one within an
    hour.
    """
    user = get_user_model().objects.filter(email=email, is_active=True).first()
    if user is None or not user.has_usable_password() or _has_enough(email):
        return False
    with override(language):
        link = address_of("password_reset", reset_word(user))
    mail_send("reset", user.email, language, name=person_name(user), link=link)
    return True


def _has_enough(email: str) -> bool:
    since = timezone.now() - timedelta(hours=1)
    rows = OutboxRow.objects.filter(task=RESET, key=_digest(email), done_at__gt=since)
    return rows.count() >= _RESETS_AN_HOUR


def email_announce(user: Any, new: str) -> None:
    """Have the link that confirms a new e-mail sent to it."""
    announce(
        EMAIL,
        key=_digest(f"{user.pk} {new}"),
        user_id=user.pk,
        new=new,
        language=get_language() or "id",
    )


def email_send(*, user_id: int, new: str, language: str) -> None:
    """The announced mail. An address that has an account already is told that nothing changes:
    whoever typed it learns nothing either way."""
    users = get_user_model().objects
    user = users.filter(pk=user_id, is_active=True).first()
    if user is None:
        return
    if users.filter(email=new).exclude(pk=user_id).exists():
        mail_send("email_taken", new, language)
        return
    with override(language):
        link = address_of("email_confirm", email_word(user, new))
    mail_send("email_confirm", new, language, name=person_name(user), link=link)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
