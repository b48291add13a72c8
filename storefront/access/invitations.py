"""Invitations: a role offered by mail, taken by whoever reads that mail.

The word in the link is made from a random number by the shop's secret. The number goes into the
outbox, so that the worker can make the word again; the word itself, and what opens the door, is
kept nowhere: the row holds its hash. An invitation counts for a week, once, for the address that
it was sent to, and as long as whoever gave it could still give it.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop as _

from catalog.acting import acting
from catalog.announce import announce
from catalog.audit import audit
from catalog.errors import Blocked, Invalid, NotAllowed, NotFound
from catalog.models import Facility, Membership, Partner, RegionalOffice
from catalog.policies.people import can_manage, people_seen_by
from catalog.selectors.people import actor_of_person
from catalog.services.memberships import Post, membership_give, post_require
from catalog.types import Actor, Role
from storefront.access.actor import person_name
from storefront.access.emails import plain_email
from storefront.access.invitation_words import mail_words
from storefront.access.mails import mail_send
from storefront.access.models import Invitation

HOLDS = timedelta(days=7)
MOST_OPEN = 50  # of one place
SENT_AGAIN_AFTER = timedelta(minutes=1)
MAIL = "access.mail_invitation"

_SYSTEM = Actor.system("invitation")
_PLACES = ("facility", "office", "partner")
_ADDRESS = _("Type a whole e-mail, such as sari@contoh.go.id.")
_OWN = _("This is your own e-mail. A role is given by somebody else, never by oneself.")
_HELD = _("This person has this role here already.")
_INVITED = _("This person is invited to this already. Send the mail again below, if need be.")
_PAST = _("The last day lies in the past.")


class Offer(NamedTuple):
    """An invitation with the word of its link, which nobody can look up again."""

    invitation: Invitation
    word: str


@dataclass(frozen=True)
class Newcomer:
    """Somebody without an account: what they typed. password: checked by the rules before."""

    name: str
    password: str


# --- Giving


@transaction.atomic
def invitation_make(
    *, actor: Actor, email: str, post: Post, ends_at: datetime | None = None, by_mail: bool = True
) -> Offer:
    """Offer a role to an address; whether it has an account is neither asked nor told.

    ends_at: of the role; by_mail: whether the link is sent, else the caller hands it on. Raises
    NotAllowed, NotFound (no such place), Invalid (fields "email", "ends_at": no address, held or
    offered already), Blocked (too many open).
    """
    post_require(actor, post)
    _place_require(post)
    email = _checked(email)
    if actor.user_id and get_user_model().objects.filter(pk=actor.user_id, email=email).exists():
        raise Invalid(field="email", reason=_OWN)
    if ends_at is not None and ends_at <= timezone.now():
        raise Invalid(field="ends_at", reason=_PAST)
    _one_at_a_time(post)
    _not_twice(email, post)
    invitation = Invitation(
        email=email,
        ends_at=ends_at,
        invited_by_id=actor.user_id,
        **{**vars(post), "role": post.role.value},
    )
    word = _word_give(invitation, by_mail=by_mail)
    audit(actor, "invitation.made", invitation, role=invitation.role, email=email)
    return Offer(invitation, word)


def _place_require(post: Post) -> None:
    """Raises NotFound: the database looks at foreign keys at the end of a transaction only."""
    for key, model in (
        (post.facility_id, Facility),
        (post.office_id, RegionalOffice),
        (post.partner_id, Partner),
    ):
        if key is not None and not model.objects.filter(pk=key).exists():
            raise NotFound


def _checked(email: str) -> str:
    plain = plain_email(email)
    try:
        validate_email(plain)
    except ValidationError as error:
        raise Invalid(field="email", reason=_ADDRESS) from error
    return plain


def _one_at_a_time(post: Post) -> None:
    """Make invitations to one place wait for each other: else two at once would both be new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"invitation {post.facility_id} {post.office_id} {post.partner_id}"],
        )


def _not_twice(email: str, post: Post) -> None:
    now = timezone.now()
    keys = {f"{name}_id": getattr(post, f"{name}_id") for name in _PLACES}
    held = Membership.objects.filter(role=post.role.value, user__email=email, **keys)
    if held.exclude(ends_at__lte=now).exists():
        raise Invalid(field="email", reason=_HELD)
    waiting = Invitation.objects.filter(open_at(now), **keys)
    if waiting.filter(email=email, role=post.role.value).exists():
        raise Invalid(field="email", reason=_INVITED)
    if waiting.count() >= MOST_OPEN:
        raise Blocked(reasons=_("too many invitations are open here; revoke some first"))


def open_at(now: datetime) -> Q:
    """Invitations that can be accepted, as far as their rows tell."""
    return Q(accepted_at=None, revoked_at=None, expires_at__gt=now)


def _word_give(invitation: Invitation, *, by_mail: bool = True) -> str:
    """Give an invitation a new word and a new week, and have it mailed; the old word is dead."""
    number = secrets.token_urlsafe(24)
    word = _word(number)
    now = timezone.now()
    invitation.digest = _digest(word)
    invitation.expires_at = now + HOLDS
    invitation.revoked_at = None
    invitation.mailed_at = None if by_mail else now
    invitation.save()
    if by_mail:
        key = f"{invitation.pk} {hashlib.sha256(number.encode()).hexdigest()[:16]}"
        announce(MAIL, key=key, invitation_id=invitation.pk, number=number)
    return word


def _word(number: str) -> str:
    made = salted_hmac("access.invitation", number, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _digest(word: str) -> bytes:
    return hashlib.sha256(word.encode()).digest()


@transaction.atomic
def invitation_resend(*, actor: Actor, invitation_id: int, by_mail: bool = True) -> Offer | None:
    """Send a new link in place of the old one, also of an invitation that ran out or was revoked.

    None when the last mail is not a minute old: it was the same tap. Raises NotFound, NotAllowed,
    Invalid (accepted; held or offered otherwise by now; its role would have ended).
    """
    invitation = _managed(actor, invitation_id)
    now = timezone.now()
    if invitation.accepted_at is not None:
        raise Invalid(field="email", reason=_HELD)
    if invitation.ends_at is not None and invitation.ends_at <= now:
        raise Invalid(field="ends_at", reason=_PAST)
    is_open = invitation.revoked_at is None and invitation.expires_at > now
    if is_open and by_mail and now - (invitation.expires_at - HOLDS) < SENT_AGAIN_AFTER:
        return None
    if not is_open:
        post = post_of(invitation)
        _one_at_a_time(post)
        _not_twice(invitation.email, post)
    invitation.invited_by_id = actor.user_id
    word = _word_give(invitation, by_mail=by_mail)
    audit(actor, "invitation.sent_again", invitation, email=invitation.email)
    return Offer(invitation, word)


@transaction.atomic
def invitation_revoke(*, actor: Actor, invitation_id: int) -> Invitation:
    """Take an invitation back: its link opens nothing from now on. Done twice, or after it was
    accepted, nothing happens. Raises NotFound, NotAllowed."""
    invitation = _managed(actor, invitation_id)
    if invitation.revoked_at is None and invitation.accepted_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        audit(actor, "invitation.revoked", invitation, email=invitation.email)
    return invitation


def post_of(invitation: Invitation) -> Post:
    """The role that is offered, with its place."""
    return Post(
        Role(invitation.role), invitation.facility_id, invitation.office_id, invitation.partner_id
    )


def _managed(actor: Actor, invitation_id: int) -> Invitation:
    """The row, locked. Raises NotFound, NotAllowed."""
    seen = Invitation.objects.filter(people_seen_by(actor), pk=invitation_id).first()
    if seen is None:
        raise NotFound
    post_require(actor, post_of(seen))
    return Invitation.objects.select_for_update().get(pk=seen.pk)


def invitation_mail(*, invitation_id: int, number: str) -> bool:
    """Send the announced mail; whether it was sent now. Run again, or after a newer word was made,
    or when nothing is offered any more, nothing is sent.

    Indonesian first, then English: what the invited person reads is not known.
    """
    word = _word(number)
    with transaction.atomic(), acting(_SYSTEM):
        rows = Invitation.objects.select_related("invited_by", *_PLACES)
        invitation = (
            rows.select_for_update(of=("self",))
            .filter(open_at(timezone.now()), pk=invitation_id, digest=_digest(word), mailed_at=None)
            .first()
        )
        if invitation is None:
            return False
        mail_send("invitation", invitation.email, "id", **mail_words(invitation, word))
        invitation.mailed_at = timezone.now()
        invitation.save(update_fields=["mailed_at"])
    return True


# --- Taking


def invitation_by(word: str) -> Invitation | None:
    """The invitation of a link, with its place and whoever gave it, used or not."""
    found = Invitation.objects.select_related("invited_by", *_PLACES)
    with acting(_SYSTEM):  # who holds the link need not be anybody yet
        return found.filter(digest=_digest(word)).first()


def invitation_counts(invitation: Invitation) -> bool:
    """Whether it can be accepted now."""
    now = timezone.now()
    is_open = (
        invitation.accepted_at is None
        and invitation.revoked_at is None
        and invitation.expires_at > now
        and (invitation.ends_at is None or invitation.ends_at > now)
    )
    return is_open and _giver(invitation) is not None and not _is_closed(invitation.email)


def _giver(invitation: Invitation) -> Actor | None:
    """Whoever gave it, as they are now; None when they could not give it any more."""
    user = invitation.invited_by
    if user is None:
        return _SYSTEM
    if not user.is_active:
        return None
    giver = _person(user)
    return giver if can_manage(giver, **vars(post_of(invitation))) else None


def _is_closed(email: str) -> bool:
    return bool(get_user_model().objects.filter(email=email, is_active=False).exists())


def account_of(invitation: Invitation) -> Any | None:
    """The account that the invited address has already."""
    return get_user_model().objects.filter(email=invitation.email, is_active=True).first()


@transaction.atomic
def invitation_accept(*, word: str, newcomer: Newcomer) -> Any:
    """Take an invitation with a new account, which is given back.

    It holds no permission of Saleor's, no group, and is no staff there. Raises NotFound (the link
    opens nothing), NotAllowed (the address has an account: its owner logs in first).
    """
    with acting(_SYSTEM):
        invitation = _locked(word)
        user = _account_make(invitation.email, newcomer)
        _take(invitation, user)
    return user


@transaction.atomic
def invitation_accept_known(*, word: str, user_id: int) -> Invitation:
    """Take an invitation with one's own account. Again by the same person, nothing happens.

    Raises NotFound (the link opens nothing), NotAllowed (it was sent to another address).
    """
    with acting(_SYSTEM):
        invitation = _locked(word, again_by=user_id)
        user = get_user_model().objects.get(pk=user_id)
        if user.email != invitation.email:
            raise NotAllowed
        if invitation.accepted_at is None:
            _take(invitation, user)
    return invitation


def _locked(word: str, *, again_by: int = 0) -> Invitation:
    """The invitation, held until the transaction ends: of two at once, the second finds it used."""
    rows = Invitation.objects.select_related("invited_by").select_for_update(of=("self",))
    invitation = rows.filter(digest=_digest(word)).first()
    if invitation is None:
        raise NotFound
    is_again = again_by and invitation.accepted_by_id == again_by
    if not is_again and not invitation_counts(invitation):
        raise NotFound
    return invitation


def _account_make(email: str, newcomer: Newcomer) -> Any:
    User = get_user_model()
    user = User(email=email, first_name=newcomer.name, is_active=True, is_staff=False)
    user.set_password(newcomer.password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise NotAllowed from error
    audit(_person(user), "account.made", user)
    return user


def _take(invitation: Invitation, user: Any) -> None:
    giver = _giver(invitation)
    if giver is None:
        raise NotFound
    try:
        membership_give(
            actor=giver,
            user_id=user.pk,
            post=post_of(invitation),
            ends_at=invitation.ends_at,
        )
    except Invalid as error:
        if error.params["field"] != "role":  # held by now all the same: that is what is wanted
            raise
    invitation.accepted_at = timezone.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit(_person(user), "invitation.accepted", invitation, role=invitation.role)


def _person(user: Any) -> Actor:
    return actor_of_person(user.pk, person_name(user), timezone.now())
