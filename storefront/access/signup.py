"""Accounts of buyers: asked for with e-mail and password, made when the mail's link is followed and
the password is given once more.

Whether an address has an account is said in its own mailbox alone: whoever asks is answered alike.
The password keeps whoever typed another's address from getting an account by the owner's click.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language, override

from catalog.announce import announce
from catalog.audit import audit
from catalog.errors import NotAllowed, NotFound
from catalog.models import OutboxRow
from storefront.access.emails import plain_email
from storefront.access.mails import address_of, mail_send
from storefront.access.models import SignUp
from storefront.orders.acting import SHOP, as_shop
from storefront.orders.consents import CONSENT_PRIVACY
from storefront.orders.services.buyers import consent_give, guest_orders_take

MAIL = "access.mail_signup"
HOLDS = timedelta(days=1)  # a link; the row itself, too
_MAILS_AN_HOUR = 5
_SALT = "access.signup"


@transaction.atomic
def signup_ask(*, email: str, password: str, version: str) -> None:
    """Keep that an account is asked for and have the link sent to its address.

    password: checked by the rules before. Known and unknown addresses cost the same: nothing is
    looked up before the worker does.
    """
    plain = plain_email(email)
    kept = {
        "password": make_password(password),
        "version": version,
        "made_at": timezone.now(),
    }
    row, _made = SignUp.objects.update_or_create(email=plain, defaults=kept)
    announce(MAIL, key=str(row.pk), signup_id=row.pk, language=get_language() or "id")


def signup_mail(*, signup_id: int, language: str) -> bool:
    """The announced mail; whether one was sent. An address that has an account is told the ways
    into it; no sixth mail within an hour."""
    row = SignUp.objects.filter(pk=signup_id).first()
    if row is None or _has_enough(signup_id):
        return False
    with override(language):
        log_in, lost = address_of("login"), address_of("password_lost")
        link = address_of("register_confirm", _word(row))
    if get_user_model().objects.filter(email=row.email).exists():
        row.delete()
        mail_send("signup_taken", row.email, language, log_in=log_in, lost=lost)
        return True
    mail_send("signup", row.email, language, link=link)
    return True


def _has_enough(signup_id: int) -> bool:
    since = timezone.now() - timedelta(hours=1)
    rows = OutboxRow.objects.filter(task=MAIL, key=str(signup_id), done_at__gt=since)
    return rows.count() >= _MAILS_AN_HOUR


def _state(row: SignUp) -> str:
    return hashlib.sha256(row.password.encode()).hexdigest()


def _word(row: SignUp) -> str:
    """What the link holds: signed, with the row, its address and the state of its password."""
    return signing.dumps([row.pk, row.email, _state(row)], salt=_SALT)


def signup_of(word: str, *, lock: bool = False) -> SignUp | None:
    """What a link stands for; None when it is over, used, of another or of an earlier asking."""
    try:
        key, email, state = signing.loads(word, salt=_SALT, max_age=HOLDS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    rows = SignUp.objects.select_for_update() if lock else SignUp.objects
    row = rows.filter(pk=key, email=email).first()
    return row if row and constant_time_compare(state, _state(row)) else None


@transaction.atomic
def signup_confirm(*, word: str, password: str) -> Any:
    """Make the account; it comes back. Orders that were placed with its e-mail become its own.

    Raises NotFound (the link opens nothing), NotAllowed (another password than was asked with).
    """
    row = signup_of(word, lock=True)
    if row is None:
        raise NotFound
    if not check_password(password, row.password):
        raise NotAllowed
    User = get_user_model()
    user = User(email=row.email, is_active=True, is_staff=False, password=row.password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise NotFound from error
    row.delete()
    with as_shop():
        audit(SHOP, "account.made", user)
        consent_give(user_id=user.pk, kind=CONSENT_PRIVACY, version=row.version)
        guest_orders_take(user_id=user.pk, email=row.email)
    return user


def signups_clear() -> int:
    """Nightly: what was never confirmed goes; how many rows."""
    return SignUp.objects.filter(made_at__lt=timezone.now() - HOLDS).delete()[0]
