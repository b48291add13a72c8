"""What is done to one membership, one invitation, one account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from catalog.errors import Invalid
from catalog.models import Membership
from catalog.policies.abilities import Act, can_everywhere
from catalog.types import Actor, Role
from storefront.access.actor import actor_of, person_name
from storefront.access.factors import factor_state, second_factor_may_reset, second_factor_reset
from storefront.access.invitations import invitation_resend, invitation_revoke
from storefront.access.models import Invitation
from storefront.access.people import (
    membership_change,
    membership_seen,
    membership_stop,
    person_activate,
    person_deactivate,
    person_seen,
)
from storefront.access.roles import last_day, place_of, role_deeds, role_name, roles_given
from storefront.web.inside import inside_page
from storefront.web.staff.frame import page
from storefront.web.staff.people import place_address


@require_GET
@inside_page()
def membership(request: HttpRequest, membership_id: int) -> HttpResponse:
    """One membership: another role, the second factor, the end."""
    actor = actor_of(request)
    row = membership_seen(actor=actor, membership_id=membership_id)
    return page(request, "staff/people_one.html", _one(request, actor, row))


def _one(request: HttpRequest, actor: Actor, row: Membership) -> dict[str, Any]:
    place = place_of(row)
    now = timezone.now()
    roles = [
        {"value": role.value, "name": role_name(role), "deeds": role_deeds(role)}
        | {"is_on": role.value == row.role}
        for role in roles_given(actor, place)
    ]
    return {
        "key": row.pk,
        "name": person_name(row.user),
        "email": row.user.email,
        "role": role_name(row.role),
        "place": place.name,
        "back": place_address(place),
        "since": timezone.localdate(row.begins_at),
        "until": last_day(row.ends_at) if row.ends_at else None,
        "is_over": row.ends_at is not None and row.ends_at <= now,
        "roles": roles if len(roles) > 1 else [],
        "has_factor": factor_state(row.user_id).since is not None,
        "may_reset": second_factor_may_reset(actor, row.user_id),
        "said": get_messages(request),
    }


@require_POST
@inside_page()
def membership_role(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Another role of the same place."""
    actor = actor_of(request)
    seen = membership_seen(actor=actor, membership_id=membership_id)
    try:
        role = Role(request.POST.get("role", ""))
    except ValueError as error:
        raise Invalid(field="role", reason=gettext_noop("Choose a role of this list.")) from error
    changed = membership_change(actor=actor, membership_id=membership_id, role=role)
    if changed.role != seen.role:
        words = {"name": person_name(seen.user), "role": role_name(changed.role)}
        messages.success(request, _("%(name)s is from now on: %(role)s.") % words)
    return redirect(place_address(place_of(seen)))


@require_POST
@inside_page()
def membership_end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """The end, at once."""
    actor = actor_of(request)
    seen = membership_seen(actor=actor, membership_id=membership_id)
    membership_stop(actor=actor, membership_id=membership_id)
    words = _("The role of %(name)s has ended. To undo it, invite them again.")
    messages.success(request, words % {"name": person_name(seen.user)})
    return redirect(place_address(place_of(seen)))


@require_POST
@inside_page()
def membership_factor(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Take away a lost second factor."""
    actor = actor_of(request)
    seen = membership_seen(actor=actor, membership_id=membership_id)
    second_factor_reset(actor=actor, user_id=seen.user_id)
    messages.success(request, _factor_words(person_name(seen.user)))
    return redirect("staff:membership", membership_id)


def _factor_words(name: str) -> str:
    words = _("%(name)s sets up a new second factor at the next log-in. A mail tells them.")
    return words % {"name": name}


@require_POST
@inside_page()
def invitation_send(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """A new link, the old one is dead."""
    actor = actor_of(request)
    try:
        invitation_resend(actor=actor, invitation_id=invitation_id)
    except Invalid as error:
        messages.error(request, _(str(error.params["reason"])))
    else:
        messages.success(request, _("A new link is on its way. The old one opens nothing now."))
    return _back(invitation_id)


@require_POST
@inside_page()
def invitation_end(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Take it back."""
    row = invitation_revoke(actor=actor_of(request), invitation_id=invitation_id)
    words = _("The invitation of %(email)s is taken back. To undo it, send it again.")
    messages.success(request, words % {"email": row.email})
    return _back(invitation_id)


def _back(invitation_id: int) -> HttpResponse:
    rows = Invitation.objects.select_related("facility", "office", "partner")
    return redirect(place_address(place_of(rows.get(pk=invitation_id))))


@require_GET
@inside_page()
def person(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account, for those who see everybody."""
    actor = actor_of(request)
    user = person_seen(actor=actor, user_id=user_id)
    rows = Membership.objects.filter(user_id=user_id).order_by("-begins_at")
    may = can_everywhere(actor, Act.PEOPLE_MANAGE) and user_id != actor.user_id
    context = {
        "key": user_id,
        "name": person_name(user),
        "email": user.email,
        "is_open": user.is_active,
        "state": factor_state(user_id),
        "rows": [_held(row) for row in rows.select_related("facility", "office", "partner")[:50]],
        "may": may,
        "said": get_messages(request),
    }
    return page(request, "staff/people_account.html", context)


def _held(row: Membership) -> dict[str, Any]:
    place = place_of(row)
    return {
        "key": row.pk,
        "role": role_name(row.role),
        "place": place.name,
        "address": place_address(place),
        "since": timezone.localdate(row.begins_at),
        "until": last_day(row.ends_at) if row.ends_at else None,
        "is_over": row.ends_at is not None and row.ends_at <= timezone.now(),
    }


@require_POST
@inside_page()
def person_close(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close an account."""
    user = person_deactivate(actor=actor_of(request), user_id=user_id)
    messages.success(request, _("The account of %(name)s is closed.") % {"name": person_name(user)})
    return redirect("staff:person", user_id)


@require_POST
@inside_page()
def person_open(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open it again."""
    user = person_activate(actor=actor_of(request), user_id=user_id)
    words = _("The account of %(name)s is open again. Roles are given anew.")
    messages.success(request, words % {"name": person_name(user)})
    return redirect("staff:person", user_id)


@require_POST
@inside_page()
def person_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take away a lost second factor."""
    actor = actor_of(request)
    user = person_seen(actor=actor, user_id=user_id)
    second_factor_reset(actor=actor, user_id=user_id)
    messages.success(request, _factor_words(person_name(user)))
    return redirect("staff:person", user_id)
