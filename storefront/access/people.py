"""What happens to people: their roles end, change, and with them whatever hung on these."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from catalog.acting import acting
from catalog.audit import audit
from catalog.errors import Blocked, Invalid, NotAllowed, NotFound
from catalog.models import Membership
from catalog.policies.abilities import Act, can, can_everywhere
from catalog.policies.people import (
    can_manage,
    can_manage_membership,
    memberships_seen_by,
    people_seen_by,
)
from catalog.selectors.people import actor_of_person
from catalog.services.memberships import Post, membership_end, membership_give, post_require
from catalog.types import Actor, Role
from storefront.access.accounts import account_close
from storefront.access.actor import person_name
from storefront.access.invitations import open_at, post_of
from storefront.access.models import ApiToken, Invitation
from storefront.access.roles import Place
from storefront.access.sessions import sessions_end
from storefront.access.tokens import keys_of

MOST = 50  # rows of a list
_SYSTEM = Actor.system("people")
_PLACES = ("facility", "office", "partner")


# --- Ending and changing


@transaction.atomic
def membership_stop(*, actor: Actor, membership_id: int) -> Membership:
    """End a membership at once, and what hung on it: the log-ins of somebody who is nothing here
    any more, keys of clients, invitations that they could not give now.

    Done twice, nothing happens. Raises NotFound, NotAllowed, Blocked (the last central officer).
    """
    membership = membership_end(actor=actor, membership_id=membership_id)
    _somebody_stays(membership)
    _ends_follow(membership.user_id)
    return membership


@transaction.atomic
def membership_change(*, actor: Actor, membership_id: int, role: Role) -> Membership:
    """Give another role of the same place in place of this one, to the same day. The new one.

    Sent twice, it is changed once. Raises NotFound, NotAllowed, Invalid (no role of this place, or
    held beside this one), Blocked (the last central officer).
    """
    old = membership_seen(actor=actor, membership_id=membership_id)
    post = Post(role, old.facility_id, old.office_id, old.partner_id)
    post_require(actor, post)
    again = _held(old.user_id, post)
    if again is not None and (old.role == role or _is_over(old)):
        return again
    if _is_over(old):
        raise Invalid(field="role", reason=_("This role has ended. Invite the person anew."))
    until, begins = old.ends_at, old.begins_at
    ended = membership_end(actor=actor, membership_id=old.pk)
    _somebody_stays(ended)
    new = membership_give(
        actor=actor,
        user_id=old.user_id,
        post=post,
        begins_at=max(begins, ended.ends_at or begins),
        ends_at=until,
    )
    _ends_follow(old.user_id)
    return new


def membership_seen(*, actor: Actor, membership_id: int) -> Membership:
    """One membership with its person and place. Raises NotFound, NotAllowed (not to be managed)."""
    rows = Membership.objects.select_related("user", *_PLACES)
    membership = rows.filter(memberships_seen_by(actor), pk=membership_id).first()
    if membership is None:
        raise NotFound
    if not can_manage_membership(actor, membership):
        raise NotAllowed
    return membership


def _is_over(membership: Membership) -> bool:
    return membership.ends_at is not None and membership.ends_at <= timezone.now()


def _held(user_id: int, post: Post) -> Membership | None:
    rows = Membership.objects.filter(user_id=user_id, **{**vars(post), "role": post.role.value})
    return rows.exclude(ends_at__lte=timezone.now()).first()


def _somebody_stays(ended: Membership) -> None:
    """Raises Blocked when nobody is left who could make another central officer."""
    if ended.role != Role.CENTRAL_OFFICER:
        return
    with connection.cursor() as cursor:  # two who end each other at once wait here
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('central officers', 0))")
    now = timezone.now()
    left = Membership.objects.filter(role=Role.CENTRAL_OFFICER.value, begins_at__lte=now)
    if not left.filter(Q(ends_at=None) | Q(ends_at__gt=now), user__is_active=True).exists():
        raise Blocked(reasons=_("this is the last central officer; invite another first"))


def _ends_follow(user_id: int) -> None:
    """What a person can do no more ends: as the shop, since it may lie in any place."""
    user = get_user_model().objects.get(pk=user_id)
    now = timezone.now()
    left = actor_of_person(user_id, person_name(user), now)
    if not left.grants:
        sessions_end(user_id)
    with acting(_SYSTEM):
        lost = [
            key.pk for key in keys_of(user_id) if not can(left, Act.FACILITY_SEE, key.facility_id)
        ]
        ApiToken.objects.filter(pk__in=lost).update(revoked_at=now)
        given = Invitation.objects.filter(open_at(now), invited_by_id=user_id)
        idle = [one.pk for one in given if not can_manage(left, **vars(post_of(one)))]
        Invitation.objects.filter(pk__in=idle).update(revoked_at=now)


# --- Accounts, for those who keep people everywhere


@transaction.atomic
def person_deactivate(*, actor: Actor, user_id: int) -> Any:
    """Close an account: its memberships, log-ins, keys and invitations end. Done twice, nothing
    happens. Raises NotFound, NotAllowed (one's own, or not for central officers), Blocked."""
    user = person_seen(actor=actor, user_id=user_id)
    account_close(actor=actor, user_id=user_id)
    now = timezone.now()
    for membership in Membership.objects.filter(user_id=user_id).exclude(ends_at__lte=now):
        _somebody_stays(membership_end(actor=actor, membership_id=membership.pk))
    sent = Invitation.objects.filter(open_at(now))
    sent.filter(Q(email=user.email) | Q(invited_by_id=user_id)).update(revoked_at=now)
    user.refresh_from_db()
    return user


@transaction.atomic
def person_activate(*, actor: Actor, user_id: int) -> Any:
    """Open a closed account again. Nothing comes back with it: roles are given anew. Done twice,
    nothing happens. Raises NotFound, NotAllowed."""
    user = person_seen(actor=actor, user_id=user_id)
    if not can_everywhere(actor, Act.PEOPLE_MANAGE):
        raise NotAllowed
    user = get_user_model().objects.select_for_update().get(pk=user_id)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        audit(actor, "account.opened", user)
    return user


def person_seen(*, actor: Actor, user_id: int) -> Any:
    """Somebody who is or was something here; buyers are none of this.

    Raises NotFound (also for those who do not see everybody).
    """
    if not can_everywhere(actor, Act.PEOPLE_SEE):
        raise NotFound
    if not Membership.objects.filter(user_id=user_id).exists():
        raise NotFound
    return get_user_model().objects.get(pk=user_id)


# --- Lists


@dataclass(frozen=True)
class PeopleOfPlace:
    """The people of a place. now, soon, over: memberships in force, to come and ended, with their
    person; invited: invitations that wait or ran out; more: whether `now` was cut."""

    now: list[Membership]
    soon: list[Membership]
    over: list[Membership]
    invited: list[Invitation]
    more: bool


def people_of(actor: Actor, place: Place, *, at: datetime | None = None) -> PeopleOfPlace:
    """Who is, will be and was something in a place, as far as the actor sees it: two statements.

    The first 50 in force and 20 ended ones.
    """
    at = at or timezone.now()
    seen = Membership.objects.filter(place.rows, memberships_seen_by(actor))
    rows = list(seen.select_related("user", *_PLACES).order_by("-ends_at", "pk")[: MOST * 4])
    now = [row for row in rows if row.begins_at <= at and not _ended(row, at)]
    now.sort(key=lambda row: (place.roles.index(Role(row.role)), person_name(row.user).lower()))
    offers = Invitation.objects.filter(place.rows, people_seen_by(actor), accepted_at=None)
    return PeopleOfPlace(
        now=now[:MOST],
        soon=[row for row in rows if row.begins_at > at and not _ended(row, at)][:MOST],
        over=[row for row in rows if _ended(row, at)][:20],
        invited=list(offers.select_related("invited_by")[:MOST]),
        more=len(now) > MOST,
    )


def _ended(membership: Membership, at: datetime) -> bool:
    return membership.ends_at is not None and membership.ends_at <= at


_SAID = "(u.first_name || ' ' || u.last_name || ' ' || u.email) ILIKE %s"
# OFFSET has those with a role taken together: how many fit the words nobody can tell before.
_FOUND = """SELECT u.id, count(*) OVER () FROM account_user u
 JOIN (SELECT DISTINCT user_id FROM catalog_membership OFFSET 0) m ON m.user_id = u.id
WHERE {said} ORDER BY u.first_name, u.email LIMIT %s"""


def people_found(actor: Actor, words: str) -> tuple[list[Any], int]:
    """Everybody who is or was something, by name or address: the first 50 and how many there are.
    Two statements.

    Raises NotFound for those who do not see everybody.
    """
    if not can_everywhere(actor, Act.PEOPLE_SEE):
        raise NotFound
    asked = [re.sub(r"([%_\\])", r"\\\1", word) for word in words.split()[:5]]
    said = " AND ".join([_SAID] * len(asked)) or "true"
    with connection.cursor() as cursor:
        cursor.execute(_FOUND.format(said=said), [*(f"%{word}%" for word in asked), MOST])
        rows = cursor.fetchall()
    users = get_user_model().objects.in_bulk([key for key, _count in rows])
    return [users[key] for key, _count in rows], rows[0][1] if rows else 0


def roles_held(user_ids: list[int]) -> dict[int, list[Membership]]:
    """What people are now, by their keys: one statement."""
    now = timezone.now()
    held = Membership.objects.filter(user_id__in=user_ids, begins_at__lte=now)
    held = held.filter(Q(ends_at=None) | Q(ends_at__gt=now)).select_related(*_PLACES)
    found: dict[int, list[Membership]] = {key: [] for key in user_ids}
    for membership in held.order_by("pk"):
        found[membership.user_id].append(membership)
    return found
