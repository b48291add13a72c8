"""Keys of clients: opaque, kept as a hash, limited to one facility, to acts and in time.

A key never does more than its maker may at that moment: what the maker holds is read at every use
and cut down to the key's facility and acts. It ends by itself on its day, when it is revoked, when
the maker's account is closed, holds nothing in the facility any more or gets another password.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop

from catalog.acting import acting
from catalog.audit import audit
from catalog.dates import legal_today
from catalog.errors import Blocked, Invalid, NotAllowed, NotFound, WrongState
from catalog.models import Facility
from catalog.policies.abilities import Act, can, require
from catalog.policies.scope import facilities_managed_by, of_facilities_managed_by
from catalog.selectors.people import grants_of
from catalog.services.locking import locked
from catalog.types import Actor, Grant
from storefront.access.models import ApiToken, TokenAct

PREFIX = "lapak_"
# What a key can be allowed; each is something that the API does. To see comes with every key.
SCOPES = (
    Act.STOCK_CHANGE,
    Act.LISTING_CREATE,
    Act.LISTING_CHANGE,
    Act.LISTING_SUBMIT,
    Act.LISTING_CLOSE,
    Act.LISTING_REVIEW,
    Act.CERTIFICATE_VERIFY,
)
NAME_LENGTH = 80
MOST_DAYS = 365
MOST_IN_FORCE = 20  # of one facility
MOST_ACTOR_NAME = 120  # as the ledger of stock has room
_SHAPE = re.compile(r"lapak_[A-Za-z0-9_-]{43}", re.ASCII)
_FORM = re.compile(r"[A-Za-z0-9_-]{20,64}", re.ASCII)
_SHOWN_AGAIN = timedelta(minutes=10)
_ACTS_KEPT = timedelta(days=2)


@dataclass(frozen=True)
class TokenDraft:
    """A key to be made. form: what the form that asks for it was given, a new one each time it is
    shown; scopes: values of SCOPES; days: how long it holds."""

    facility_id: int
    name: str
    scopes: tuple[str, ...]
    days: int
    form: str


class Made(NamedTuple):
    """A new key. secret: what the client holds, which nobody can look up again."""

    token: ApiToken
    secret: str


@transaction.atomic
def token_make(*, actor: Actor, draft: TokenDraft) -> Made:
    """Make a key. The same form again, within some minutes, gives the same key.

    Raises NotFound (facility out of scope), NotAllowed, Invalid, Blocked (too many in force),
    WrongState (a form of long ago).
    """
    _facility_lock(actor, draft.facility_id)
    require(actor, Act.TOKEN_MAKE, draft.facility_id)
    if actor.user_id is None:
        raise NotAllowed  # a job needs no key
    _check(actor, draft)
    secret = _secret(actor.user_id, draft.form)
    known = ApiToken.objects.filter(digest=_digest(secret), user_id=actor.user_id).first()
    if known is not None:
        return _again(known, secret)
    now = timezone.now()
    if _in_force(draft.facility_id, now) >= MOST_IN_FORCE:
        raise Blocked(reasons=gettext_noop("Revoke a key first: there are too many."))
    token = ApiToken.objects.create(
        user_id=actor.user_id,
        facility_id=draft.facility_id,
        name=draft.name.strip(),
        digest=_digest(secret),
        tail=secret[-4:],
        bound=_bound(actor.user_id),
        scopes=sorted(draft.scopes),
        expires_at=now + timedelta(days=draft.days),
    )
    audit(actor, "token.made", token, name=token.name, scopes=token.scopes, days=draft.days)
    return Made(token, secret)


def _facility_lock(actor: Actor, facility_id: int) -> None:
    """Raises NotFound. One form sent twice at once waits here, and then finds its key."""
    found = Facility.objects.filter(facilities_managed_by(actor), pk=facility_id)
    if not found.exists():
        raise NotFound
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7202606, %s)", [facility_id])


def _check(actor: Actor, draft: TokenDraft) -> None:
    """Raises Invalid."""
    if not 0 < len(draft.name.strip()) <= NAME_LENGTH or "\0" in draft.name:
        raise Invalid(field="name", reason=gettext_noop("Name the key, in at most 80 letters."))
    allowed = {act.value for act in scopes_of(actor, draft.facility_id)}
    if not draft.scopes or not set(draft.scopes) <= allowed:
        raise Invalid(field="scopes", reason=gettext_noop("Choose what the key may do."))
    if not 1 <= draft.days <= MOST_DAYS:
        raise Invalid(field="days", reason=gettext_noop("A key holds for 365 days at most."))
    if not _FORM.fullmatch(draft.form):
        raise Invalid(field="form", reason=gettext_noop("Open this form anew."))


def scopes_of(actor: Actor, facility_id: int) -> list[Act]:
    """What the actor can let a key do in a facility."""
    return [act for act in SCOPES if can(actor, act, facility_id)]


def _again(token: ApiToken, secret: str) -> Made:
    is_new = timezone.now() - token.made_at <= _SHOWN_AGAIN
    if token.revoked_at is not None or not is_new:
        raise WrongState(current="made", wanted="made")
    return Made(token, secret)


def _secret(user_id: int, form: str) -> str:
    """The key that a form makes: the form's random letters under the shop's own secret, so that
    nobody who sees the form can reckon it and the form sent twice makes one key."""
    made = salted_hmac("storefront.access.tokens", f"{user_id}:{form}", algorithm="sha256")
    return PREFIX + base64.urlsafe_b64encode(made.digest()).decode().rstrip("=")


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()  # 32 random bytes need no slow hash


def _bound(user_id: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sha256(convert_to(password, 'UTF8')) FROM account_user WHERE id = %s", [user_id]
        )
        return bytes(cursor.fetchone()[0])


def _in_force(facility_id: int, now: datetime) -> int:
    return ApiToken.objects.filter(
        facility_id=facility_id, revoked_at=None, expires_at__gt=now
    ).count()


@transaction.atomic
def token_revoke(*, actor: Actor, token_id: int, facility_id: int | None = None) -> ApiToken:
    """End a key now. Ended before, it stays as it was.

    facility_id: of which it must be, when the caller was told one. Raises NotFound, NotAllowed.
    """
    keys = ApiToken.objects.filter(of_facilities_managed_by(actor), pk=token_id)
    token = locked(keys if facility_id is None else keys.filter(facility_id=facility_id))
    require(actor, Act.TOKEN_MAKE, token.facility_id)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        audit(actor, "token.revoked", token, name=token.name)
    return token


def keys_of(user_id: int) -> QuerySet[ApiToken]:
    """A person's keys that are not over yet, in any facility."""
    return ApiToken.objects.filter(user_id=user_id, revoked_at=None, expires_at__gt=timezone.now())


def has_keys(user_id: int) -> bool:
    """Whether a person has such a key; also told to who comes by the link of a mail."""
    with acting(Actor.system("keys")):
        return keys_of(user_id).exists()


# --- Keys in use.


class Key(NamedTuple):
    """A key that holds, and who acts by it."""

    token_id: int
    facility_id: int
    actor: Actor


# as the owner of the tables: who acts is known only after this
_HOLDS = "SELECT id, facility_id, scopes, name, seen_on, user_id, person FROM access_key(%s, %s)"


def token_of(secret: str) -> Key | None:
    """The key that a client holds; None when it is none, over, revoked, or its maker has nothing
    to do with the facility any more. Two statements, two more at the first use of a day.

    It is found by its hash: how long that takes tells nothing of other keys.
    """
    if not _SHAPE.fullmatch(secret):
        return None
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_HOLDS, [_digest(secret), now])
        row = cursor.fetchone()
    if row is None:
        return None
    token_id, facility_id, scopes, name, seen_on, user_id, person = row
    grants = _within(grants_of(user_id, now), facility_id)
    only = frozenset({*scopes, Act.FACILITY_SEE.value})
    actor = Actor(f"{person} · {name}"[:MOST_ACTOR_NAME], grants, user_id=user_id, only=only)
    if not can(actor, Act.FACILITY_SEE, facility_id):
        return None
    if seen_on != legal_today():
        _seen(token_id, now)
    return Key(token_id, facility_id, actor)


def _within(grants: Iterable[Grant], facility_id: int) -> tuple[Grant, ...]:
    """Grants as far as they reach one facility; nothing of offices and partners."""
    return tuple(
        replace(grant, facility_ids=frozenset({facility_id}), office_id=None, partner_id=None)
        for grant in grants
        if grant.facility_ids is None or facility_id in grant.facility_ids
    )


def _seen(token_id: int, now: datetime) -> None:
    """Write down that a key was used today, and forget what it did days ago."""
    with acting(Actor.system("keys")), transaction.atomic():
        ApiToken.objects.filter(pk=token_id).update(seen_on=legal_today())
        TokenAct.objects.filter(token_id=token_id, at__lt=now - _ACTS_KEPT).delete()


# --- Keys on the page.


@dataclass(frozen=True)
class TokenLine:
    """A key as its facility's list shows it. state: "holds", "revoked", "over", or "lost" when its
    maker left, was closed or has another password; seen_on: None when never used."""

    id: int
    name: str
    tail: str
    scopes: tuple[str, ...]
    maker: str
    made_at: datetime
    expires_at: datetime
    seen_on: object
    state: str


_LINES = """SELECT * FROM (SELECT t.id, t.name, t.tail, t.scopes,
 coalesce(nullif(trim(concat_ws(' ', u.first_name, u.last_name)), ''), split_part(u.email, '@', 1)),
 t.made_at, t.expires_at, t.seen_on,
 CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked' WHEN t.expires_at <= %(now)s THEN 'over'
  WHEN u.is_active AND t.bound = sha256(convert_to(u.password, 'UTF8')) AND EXISTS (
   SELECT 1 FROM catalog_membership m WHERE m.user_id = u.id AND m.begins_at <= %(now)s
    AND (m.ends_at IS NULL OR m.ends_at > %(now)s) AND m.partner_id IS NULL
    AND coalesce(m.facility_id, f.id) = f.id AND coalesce(m.office_id, f.office_id) = f.office_id
  ) THEN 'holds' ELSE 'lost' END AS state
FROM access_apitoken t JOIN account_user u ON u.id = t.user_id
JOIN catalog_facility f ON f.id = t.facility_id
WHERE t.facility_id = %(facility)s) found ORDER BY state <> 'holds', id DESC LIMIT 100"""


def tokens_of(*, actor: Actor, facility_id: int) -> list[TokenLine]:
    """A facility's keys, those that hold first. One statement. Raises NotFound, NotAllowed."""
    if not can(actor, Act.FACILITY_SEE, facility_id):
        raise NotFound
    require(actor, Act.TOKEN_MAKE, facility_id)
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"facility": facility_id, "now": timezone.now()})
        return [TokenLine(*(*row[:3], tuple(row[3]), *row[4:])) for row in cursor.fetchall()]


def known_scopes(values: Collection[str]) -> tuple[str, ...]:
    """Those of the values that a key can be allowed, in the order of SCOPES."""
    return tuple(act.value for act in SCOPES if act.value in values)
