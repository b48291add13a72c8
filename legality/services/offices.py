"""What a regional office lets its facilities do by themselves."""

from __future__ import annotations

from django.db import transaction

from catalog.audit import audit
from catalog.errors import NotAllowed, NotFound
from catalog.models import RegionalOffice
from catalog.policies.abilities import Act, can_everywhere, can_in_office
from catalog.services.locking import locked
from catalog.types import Actor


@transaction.atomic
def office_publishing_set(*, actor: Actor, office_id: int, lets_publish: bool) -> None:
    """Say whether facilities of an office publish at once what needs no paper.

    Raises NotFound, NotAllowed.
    """
    if not _is_seen(actor, office_id):
        raise NotFound
    if not can_in_office(actor, Act.OFFICE_SET, office_id):
        raise NotAllowed
    office = locked(RegionalOffice.objects.filter(pk=office_id))
    if office.lets_publish is lets_publish:
        return
    office.lets_publish = lets_publish
    office.save(update_fields=["lets_publish"])
    audit(actor, "office.publishing_set", office, lets_publish=lets_publish)


def _is_seen(actor: Actor, office_id: int) -> bool:
    if can_everywhere(actor, Act.FACILITY_SEE):
        return RegionalOffice.objects.filter(pk=office_id).exists()
    return any(grant.office_id == office_id for grant in actor.grants)
