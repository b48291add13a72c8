"""Jobs of accounts; each only calls a service."""

from __future__ import annotations

from celery import shared_task

from storefront.access import invitations, mails, signup
from storefront.access.sessions import expired_sessions_clear


@shared_task(name=mails.NOTICE, ignore_result=True)  # type: ignore[untyped-decorator]
def mail_notice(name: str, user_id: int, to: str, language: str, facts: dict[str, str]) -> None:
    """Tell a person what happened to their account."""
    mails.notice_send(name=name, user_id=user_id, to=to, language=language, facts=facts)


@shared_task(name=mails.RESET, ignore_result=True)  # type: ignore[untyped-decorator]
def mail_reset(email: str, language: str) -> None:
    """Send the way to a new password."""
    mails.reset_send(email=email, language=language)


@shared_task(name=mails.EMAIL, ignore_result=True)  # type: ignore[untyped-decorator]
def mail_email(user_id: int, new: str, language: str) -> None:
    """Send the link that confirms a new e-mail."""
    mails.email_send(user_id=user_id, new=new, language=language)


@shared_task(name=invitations.MAIL, ignore_result=True)  # type: ignore[untyped-decorator]
def mail_invitation(invitation_id: int, number: str) -> None:
    """Send the link of an invitation."""
    invitations.invitation_mail(invitation_id=invitation_id, number=number)


@shared_task(name=signup.MAIL, ignore_result=True)  # type: ignore[untyped-decorator]
def mail_signup(signup_id: int, language: str) -> None:
    """Send the link that makes an account, or the ways into the one there is."""
    signup.signup_mail(signup_id=signup_id, language=language)


@shared_task(name="access.signups_clear", ignore_result=True)  # type: ignore[untyped-decorator]
def signups_clear() -> int:
    """Nightly: accounts that were asked for and never confirmed go; how many."""
    return signup.signups_clear()


@shared_task(name="access.sessions_clear", ignore_result=True)  # type: ignore[untyped-decorator]
def sessions_clear() -> int:
    """Nightly: rows of sessions that are over go; how many."""
    return expired_sessions_clear()
