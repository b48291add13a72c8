"""Giving roles to people and ending them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Invalid, NotAllowed, NotFound
from catalog.models import Membership
from catalog.models.memberships import OF_FACILITIES, OF_OFFICES, OF_PARTNERS
from catalog.policies.people import can_manage, can_manage_membership, memberships_seen_by
from catalog.services.locking import locked
from catalog.types import Actor, Role


@dataclass(frozen=True)
class Post:
    """A role and its place: the one of the three that the role is of, or none."""

    role: Role
    facility_id: int | None = None
    office_id: int | None = None
    partner_id: int | None = None

    def __post_init__(self) -> None:
        """Raises Invalid when the place does not fit the role."""
        wanted = (self.role in OF_FACILITIES, self.role in OF_OFFICES, self.role in OF_PARTNERS)
        given = tuple(
            key is not None for key in (self.facility_id, self.office_id, self.partner_id)
        )
        if given != wanted:
            raise Invalid(field="role", reason=gettext_noop("This role belongs to another place."))


def post_require(actor: Actor, post: Post) -> None:
    """Raises NotAllowed unless the actor may give this role in this place."""
    if not can_manage(actor, **vars(post)):
        raise NotAllowed


@transaction.atomic
def membership_give(
    *,
    actor: Actor,
    user_id: int,
    post: Post,
    begins_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Membership:
    """Give a person a role from begins_at (now) to ends_at (no end).

    Raises NotAllowed (also to give oneself one), NotFound (no such person), Invalid (they have it
    at that time; it ends before it begins).
    """
    post_require(actor, post)
    if user_id == actor.user_id:
        raise NotAllowed
    if not get_user_model().objects.filter(pk=user_id, is_active=True).exists():
        raise NotFound
    begins = begins_at or timezone.now()
    if ends_at is not None and ends_at < begins:
        raise Invalid(field="ends_at", reason=gettext_noop("The end lies before the beginning."))
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user_id=user_id,
                begins_at=begins,
                ends_at=ends_at,
                given_by_id=actor.user_id,
                **{**vars(post), "role": post.role.value},
            )
    except IntegrityError as error:
        if "membership_once_at_a_time" not in str(error):
            raise NotFound from error
        reason = gettext_noop("This person has this role already.")
        raise Invalid(field="role", reason=reason) from error
    audit(actor, "membership.given", membership, role=membership.role)
    return membership


@transaction.atomic
def membership_end(*, actor: Actor, membership_id: int) -> Membership:
    """End a membership at once: the next request of that person has no part of it.

    One that has not begun ends at its beginning. Ending twice changes nothing. Raises NotFound
    (none that the actor sees), NotAllowed.
    """
    membership = locked(Membership.objects.filter(memberships_seen_by(actor), pk=membership_id))
    if not can_manage_membership(actor, membership):
        raise NotAllowed
    now = timezone.now()
    if membership.ends_at is not None and membership.ends_at <= now:
        return membership
    membership.ends_at = max(now, membership.begins_at)
    membership.ended_by_id = actor.user_id
    membership.save(update_fields=["ends_at", "ended_by"])
    audit(actor, "membership.ended", membership, role=membership.role)
    return membership
