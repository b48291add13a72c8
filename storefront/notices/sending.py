"""One mail to one person for what waits to be told, sent while the rows of it are locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from catalog.models import Membership
from catalog.models.memberships import OF_FACILITIES, OF_OFFICES
from legality.models import Notice
from storefront.access.actor import person_name
from storefront.access.mails import mail_send

LANGUAGE = "id"  # accounts keep no language; the portals' people read Indonesian


class Places(NamedTuple):
    """Where somebody works now: ids of facilities and of regional offices."""

    facilities: frozenset[int]
    offices: frozenset[int]


def places_of(user_id: int) -> Places:
    """The facilities and offices that a person keeps now; none for a closed account. One
    statement."""
    now = timezone.now()
    held = (
        Membership.objects.filter(user_id=user_id, user__is_active=True, begins_at__lte=now)
        .exclude(ends_at__lte=now)
        .filter(role__in=[*OF_FACILITIES, *OF_OFFICES])
        .values_list("facility_id", "office_id")
    )
    rows = list(held)
    return Places(
        frozenset(facility for facility, _office in rows if facility),
        frozenset(office for _facility, office in rows if office),
    )


def notices_taken(notices: QuerySet[Notice]) -> list[Notice]:
    """Those of them that wait, ours until the transaction ends."""
    rows = notices.filter(done_at__isnull=True).select_related("user")
    return list(rows.select_for_update(skip_locked=True, of=("self",)))


def notices_done(notices: Sequence[Notice]) -> None:
    """They have been told, or nothing was left to tell."""
    Notice.objects.filter(pk__in=[row.pk for row in notices]).update(done_at=timezone.now())


def person_mail(template: str, user: Any, said: Mapping[str, object]) -> None:
    """The mail itself. Raises as the mail server."""
    mail_send(template, user.email, LANGUAGE, name=person_name(user), **said)


def at(path: str) -> str:
    """The whole address of a page."""
    return f"{settings.PUBLIC_URL}{path}"
