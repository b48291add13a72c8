"""The words in links of mails: each opens one door, for one person, in one state, for an hour."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.utils.crypto import constant_time_compare
from django.utils.http import base36_to_int, int_to_base36

_SALT = "access.email"


def reset_word(user: Any) -> str:
    """What the link of a password reset holds. Dead after use, after any change of password or
    e-mail, after the next log-in, and after an hour; it fits nobody else."""
    return f"{int_to_base36(user.pk)}.{default_token_generator.make_token(user)}"


def reset_owner(word: str, *, for_update: bool = False) -> Any | None:
    """The person whose password the word resets; None when it opens nothing.

    for_update: lock the row, so that the word can be used once only.
    """
    key, _dot, token = word.partition(".")
    try:
        wanted = base36_to_int(key)
    except ValueError:
        return None
    users = get_user_model().objects.filter(pk=wanted, is_active=True)
    user = (users.select_for_update() if for_update else users).first()
    return user if user and default_token_generator.check_token(user, token) else None


class EmailMove(NamedTuple):
    """A change of e-mail that its owner asked for, as the link in the mail tells it."""

    user_id: int
    old: str
    new: str
    state: str


def email_word(user: Any, new: str) -> str:
    """What the link that confirms a new e-mail holds: signed, with the person, both addresses and
    the state of their password."""
    move = EmailMove(user.pk, user.email, new, user.get_session_auth_hash())
    return signing.dumps(list(move), salt=_SALT)


def email_move(word: str, user: Any) -> EmailMove | None:
    """The change that the word stands for; None unless it is this person's, asked for less than
    an hour ago, and nothing of theirs changed since."""
    try:
        move = EmailMove(*signing.loads(word, salt=_SALT, max_age=settings.PASSWORD_RESET_TIMEOUT))
    except (signing.BadSignature, TypeError):
        return None
    fits = (
        move.user_id == user.pk
        and move.old == user.email
        and constant_time_compare(move.state, user.get_session_auth_hash())
    )
    return move if fits else None
