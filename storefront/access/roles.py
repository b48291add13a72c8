"""Roles and the places that they are held in: which may be given where, and what people call them.

A place is a facility, a regional office, a partner organisation, or the whole shop.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from catalog.dates import LEGAL_ZONE
from catalog.errors import NotFound
from catalog.models import Facility, Partner, RegionalOffice
from catalog.models.memberships import OF_FACILITIES, OF_OFFICES, OF_PARTNERS, OF_THE_SHOP
from catalog.policies.people import can_manage, can_see_people
from catalog.services.memberships import Post
from catalog.types import Actor, Role

ROLE_NAMES: dict[Role, str] = {
    Role.CENTRAL_OFFICER: _("Central officer"),
    Role.AUDITOR: _("Auditor"),
    Role.REGIONAL_HEAD: _("Head of a regional office"),
    Role.REGIONAL_OFFICER: _("Officer of a regional office"),
    Role.FACILITY_HEAD: _("Head of a facility"),
    Role.FACILITY_OPERATOR: _("Operator of a facility"),
    Role.BOARD_EDITOR: _("Editor of a partner"),
    Role.BOARD_VIEWER: _("Reader of a partner"),
}
# What somebody may do with a role, for those who choose one for others.
ROLE_DEEDS: dict[Role, str] = {
    Role.CENTRAL_OFFICER: _("Keeps the whole shop: places, people, kinds of goods, pages."),
    Role.AUDITOR: _("Sees everything, changes nothing."),
    Role.REGIONAL_HEAD: _("Looks after the facilities of the office and their people."),
    Role.REGIONAL_OFFICER: _("Checks the goods and papers of the office's facilities."),
    Role.FACILITY_HEAD: _("Does all that operators do, and keeps the profile and the people."),
    Role.FACILITY_OPERATOR: _("Puts goods in, with photos, prices and stock."),
    Role.BOARD_EDITOR: _("Chooses goods for the partner's pages and invites readers."),
    Role.BOARD_VIEWER: _("Sees the partner's pages and their figures."),
}


def last_day(ends_at: datetime) -> date:
    """The last legal date of a role that ends at a moment."""
    return (ends_at - timedelta(microseconds=1)).astimezone(LEGAL_ZONE).date()


def end_of(day: date) -> datetime:
    """The moment at which a role with this last day ends: the midnight after it, in Jakarta."""
    return datetime.combine(day + timedelta(days=1), time.min, LEGAL_ZONE)


def role_name(role: str) -> str:
    """What people call a role, in the active language."""
    return gettext(ROLE_NAMES[Role(role)])


def role_deeds(role: str) -> str:
    """What a role is for, in one sentence."""
    return gettext(ROLE_DEEDS[Role(role)])


@dataclass(frozen=True)
class Place:
    """Where people are something. roles: those of such a place, the one given most often first.

    One of the keys is set, none for the whole shop; slug: as it stands in addresses, "" for the
    shop; name: in the language active when it was found, "" for the shop.
    """

    roles: tuple[Role, ...]
    name: str = ""
    slug: str = ""
    facility_id: int | None = None
    office_id: int | None = None
    partner_id: int | None = None

    @property
    def keys(self) -> dict[str, int | None]:
        """The three keys by their names in tables."""
        return {
            "facility_id": self.facility_id,
            "office_id": self.office_id,
            "partner_id": self.partner_id,
        }

    @property
    def rows(self) -> Q:
        """Memberships and invitations of this place, as a filter."""
        return Q(**self.keys) & Q(role__in=[role.value for role in self.roles])

    def post(self, role: Role) -> Post:
        """A role here. Raises Invalid when it is one of other places."""
        return Post(role, **self.keys)


SHOP = Place(OF_THE_SHOP)


def place_of_facility(facility: Facility) -> Place:
    """A facility as a place."""
    return Place(OF_FACILITIES, facility.short_name, facility.slug, facility_id=facility.pk)


def place_of_office(office: RegionalOffice) -> Place:
    """A regional office as a place."""
    return Place(OF_OFFICES, _named(office), office.slug, office_id=office.pk)


def place_of_partner(partner: Partner) -> Place:
    """A partner organisation as a place."""
    roles = (Role.BOARD_VIEWER, Role.BOARD_EDITOR)
    assert set(roles) == set(OF_PARTNERS)
    return Place(roles, _named(partner), partner.slug, partner_id=partner.pk)


def place_of(row: Any) -> Place:
    """Where a membership or an invitation holds; its place is loaded already."""
    if row.facility:
        return place_of_facility(row.facility)
    if row.office:
        return place_of_office(row.office)
    return place_of_partner(row.partner) if row.partner else SHOP


def office_place(actor: Actor, slug: str) -> Place:
    """The regional office of an address. Raises NotFound outside of the actor's scope."""
    office = RegionalOffice.objects.filter(slug=slug).first()
    if office is None or not can_see_people(actor, office_id=office.pk):
        raise NotFound
    return place_of_office(office)


def partner_place(actor: Actor, slug: str) -> Place:
    """The partner organisation of an address. Raises NotFound outside of the actor's scope."""
    partner = Partner.objects.filter(slug=slug).first()
    if partner is None or not can_see_people(actor, partner_id=partner.pk):
        raise NotFound
    return place_of_partner(partner)


def people_seen(actor: Actor, place: Place) -> bool:
    """Whether the actor may look at the people of a place."""
    return can_see_people(actor, **place.keys)


def roles_given(actor: Actor, place: Place) -> list[Role]:
    """The roles that the actor may give in a place."""
    return [role for role in place.roles if can_manage(actor, role, **place.keys)]


def _named(row: Any) -> str:
    is_english = (get_language() or "id").startswith("en")
    return str(row.name_en if is_english else row.name)
