"""What happens to an account: password, e-mail, its end. All of it ends log-ins and keys."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.acting import acting
from catalog.audit import audit
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.policies.abilities import Act, can_everywhere
from catalog.selectors.people import actor_of_person
from catalog.types import Actor
from storefront.access.actor import person_name
from storefront.access.emails import plain_email
from storefront.access.links import email_move, reset_owner
from storefront.access.locks import locks_open
from storefront.access.mails import email_announce, notice_announce
from storefront.access.sessions import sessions_end
from storefront.access.tokens import keys_of

_LINK_OVER = gettext_noop("This link is not valid any more. Ask for a new one.")


@transaction.atomic
def password_change(*, actor: Actor, user_id: int, password: str, this: str) -> Any:
    """Give an account a new password; the account as it is now.

    password: checked by the rules before; this: the key of the session that goes on. Every other
    log-in and every key of a client ends.
    """
    user = get_user_model().objects.select_for_update().get(pk=user_id)
    _password_set(actor, user, password, this)
    return user


@transaction.atomic
def password_reset(*, word: str, password: str) -> None:
    """Give an account a new password by the link of a mail. Nobody is logged in by it, and the
    second factor stays. Raises Invalid (field "word") when the link opens nothing."""
    user = reset_owner(word, for_update=True)
    if user is None:
        raise Invalid(field="word", reason=_LINK_OVER)
    actor = actor_of_person(user.pk, person_name(user), timezone.now())
    _password_set(actor, user, password, "")
    locks_open(user.email)


def _password_set(actor: Actor, user: Any, password: str, this: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
    ended = _close_doors(user.pk, but=this)
    audit(actor, "password.set", user)
    notice_announce("password_changed", user, keys=str(ended or ""))


def email_change_ask(*, user: Any, new: str) -> None:
    """Send the link that changes the e-mail to the new address. Whether it is taken is not said."""
    plain = plain_email(new)
    if plain == user.email:
        raise Invalid(field="email", reason=gettext_noop("This is your e-mail already."))
    email_announce(user, plain)


@transaction.atomic
def email_change(*, actor: Actor, user_id: int, word: str, this: str) -> Any:
    """Change the e-mail as the link of the mail says; the account as it is now.

    Tells the old address. Raises Invalid (field "word"): the link is another person's, over, used,
    or of an earlier state, or the address has got an account since.
    """
    user = get_user_model().objects.select_for_update().get(pk=user_id)
    move = email_move(word, user)
    if move is None:
        raise Invalid(field="word", reason=_LINK_OVER)
    user.email = move.new
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError as error:
        raise Invalid(field="word", reason=_LINK_OVER) from error
    _close_doors(user.pk, but=this)
    audit(actor, "email.changed", user)
    notice_announce("email_changed", user, to=move.old)
    return user


@transaction.atomic
def account_close(*, actor: Actor, user_id: int) -> None:
    """Close a person's account: no log-in and no key opens anything from now on. Closing twice
    changes nothing. Raises NotFound, NotAllowed (one's own, or not for who manages people
    everywhere)."""
    user = get_user_model().objects.select_for_update().filter(pk=user_id).first()
    if user is None or not can_everywhere(actor, Act.FACILITY_SEE):
        raise NotFound
    if not can_everywhere(actor, Act.PEOPLE_MANAGE) or user_id == actor.user_id:
        raise NotAllowed
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        _close_doors(user_id)
        audit(actor, "account.closed", user)


def _close_doors(user_id: int, *, but: str = "") -> int:
    """End log-ins, but one, and all keys of clients; how many keys. The latter as the shop, since
    a key may be of a facility where its owner is nobody any more."""
    sessions_end(user_id, but=but)
    with acting(Actor.system("account")):
        return int(keys_of(user_id).update(revoked_at=timezone.now()))
