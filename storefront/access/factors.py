"""The second factor: a phone that counts time, and codes on paper for the day it is gone."""

from __future__ import annotations

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from catalog.audit import audit
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.models import Membership
from catalog.policies.abilities import Act, can_everywhere
from catalog.policies.people import memberships_managed_by, memberships_seen_by
from catalog.types import Actor
from storefront.access.mails import notice_announce
from storefront.access.models import RecoveryCodes, recovery_digest
from storefront.access.sessions import sessions_end

CODES = 10
# No i, l, o or u: nobody mistakes one sign for another. 32 signs, 16 of them: 80 bits.
_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"
_GROUPS, _GROUP = 4, 4
_DEFAULT = "default"  # the name by which two_factor finds the device that is asked first


@dataclass(frozen=True)
class FactorState:
    """What a person has. since: when the phone was set up, None without one; codes_left, codes_at:
    of recovery codes, None when none were ever made."""

    since: datetime | None
    codes_left: int
    codes_at: datetime | None


def factor_state(user_id: int) -> FactorState:
    """A person's second factor. Two statements."""
    phone = TOTPDevice.objects.filter(user_id=user_id, confirmed=True).first()
    codes = RecoveryCodes.objects.filter(user_id=user_id).first()
    return FactorState(
        since=phone.created_at if phone else None,
        codes_left=len(codes.digests) if codes else 0,
        codes_at=codes.made_at if codes else None,
    )


def factor_key() -> str:
    """A new secret for a phone, in hex: 160 bits."""
    return str(random_hex(20))


def key_text(key: str) -> str:
    """The secret as an app's manual entry takes it: base32. key: in hex."""
    return b32encode(bytes.fromhex(key)).decode()


def key_groups(key: str) -> list[str]:
    """The same in groups of four, to be read and typed."""
    text = key_text(key)
    return [text[at : at + _GROUP] for at in range(0, len(text), _GROUP)]


@transaction.atomic
def second_factor_set(
    *, actor: Actor, user_id: int, key: str, code: str, replace: bool, this: str
) -> tuple[TOTPDevice, list[str]]:
    """Set up a phone by the code that it shows; the device and the new recovery codes.

    key: in hex; replace: whether one may stand already, which ends; this: the key of the session
    that goes on, all others end. Raises Invalid (field "code": not the code of this key; field
    "key": one stands already).
    """
    user = get_user_model().objects.select_for_update().get(pk=user_id)
    had = TOTPDevice.objects.filter(user_id=user_id).exists()
    if had and not replace:
        raise Invalid(field="key", reason=gettext_noop("A second factor is set up already."))
    device = TOTPDevice.objects.create(user_id=user_id, name=_DEFAULT, key=key)
    if not device.verify_token(code):
        reason = gettext_noop("This is not the code of the moment. Type the one shown now.")
        raise Invalid(field="code", reason=reason)
    TOTPDevice.objects.filter(user_id=user_id).exclude(pk=device.pk).delete()
    codes = _codes_make(user_id)
    sessions_end(user_id, but=this)
    audit(actor, "second_factor.set", user, replaced=had)
    if had:
        notice_announce("factor_changed", user)
    return device, codes


@transaction.atomic
def recovery_codes_make(*, actor: Actor, user_id: int) -> list[str]:
    """New recovery codes in place of the old ones. They are given here and nowhere else."""
    user = get_user_model().objects.select_for_update().get(pk=user_id)
    audit(actor, "recovery_codes.made", user)
    return _codes_make(user_id)


def _codes_make(user_id: int) -> list[str]:
    codes = [_code() for _ in range(CODES)]
    RecoveryCodes.objects.update_or_create(
        user_id=user_id,
        defaults={
            "name": "recovery",
            "digests": [recovery_digest(code) for code in codes],
            "made_at": timezone.now(),
        },
    )
    return codes


def _code() -> str:
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def second_factor_may_reset(actor: Actor, user_id: int) -> bool:
    """Whether the actor may take this person's second factor away: who manages each role that they
    hold now. One role is not enough: a facility's head must not weaken a regional head who also
    helps in that facility. Of who holds none, only those who manage people everywhere."""
    if user_id == actor.user_id:
        return False
    if can_everywhere(actor, Act.PEOPLE_MANAGE):
        return True
    now = timezone.now()
    held = Membership.objects.filter(user_id=user_id).exclude(ends_at__lte=now)
    managed = held.filter(memberships_managed_by(actor)).count()
    return managed > 0 and managed == held.count()


@transaction.atomic
def second_factor_reset(*, actor: Actor, user_id: int) -> None:
    """Take a person's lost second factor away: they set up a new one at their next log-in.

    Ends their log-ins and tells them by mail. Done twice, nothing happens the second time. Raises
    NotFound (nobody that the actor sees), NotAllowed (one's own, or not below the actor).
    """
    user = get_user_model().objects.select_for_update().filter(pk=user_id, is_active=True).first()
    if user is None or not _is_seen(actor, user_id):
        raise NotFound
    if not second_factor_may_reset(actor, user_id):
        raise NotAllowed
    codes = RecoveryCodes.objects.filter(user_id=user_id).delete()[0]
    if TOTPDevice.objects.filter(user_id=user_id).delete()[0] + codes == 0:
        return
    sessions_end(user_id)
    audit(actor, "second_factor.reset", user)
    notice_announce("factor_reset", user, by=actor.name)


def _is_seen(actor: Actor, user_id: int) -> bool:
    if can_everywhere(actor, Act.PEOPLE_MANAGE):
        return True
    return Membership.objects.filter(memberships_seen_by(actor), user_id=user_id).exists()
