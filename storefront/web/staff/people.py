"""/petugas/.../orang/: who is what in a place, who is invited; everybody for the central office.

What is done to one of them stands in people_acts.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.messages import get_messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from catalog.dates import legal_today
from catalog.errors import Blocked, Invalid, NotAllowed
from catalog.models import Facility, Membership, Partner, RegionalOffice
from catalog.policies.abilities import Act, can_everywhere, facilities_where
from catalog.policies.people import can_manage_membership
from catalog.types import Actor, Role
from storefront.access.actor import actor_of, person_name
from storefront.access.emails import LONGEST
from storefront.access.invitations import invitation_make
from storefront.access.models import Invitation
from storefront.access.people import people_found, people_of, roles_held
from storefront.access.roles import (
    SHOP,
    Place,
    end_of,
    last_day,
    office_place,
    partner_place,
    people_seen,
    place_of,
    place_of_facility,
    place_of_office,
    place_of_partner,
    role_deeds,
    role_name,
    roles_given,
)
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of, page

_LONGEST_ROLE = timedelta(days=3660)
_MOST_PLACES = 50


class InviteForm(forms.Form):
    """Whom to invite, as what, until when. roles: those that may be given here."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=LONGEST,
        widget=forms.EmailInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Type the e-mail of the person to invite."),
            "invalid": _("Type a whole e-mail, such as sari@contoh.go.id."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a role."),
            "invalid_choice": _("Choose a role of this list."),
        },
    )
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Type a date, such as 31/12/2027, or leave it empty.")},
    )

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = [(role.value, role_name(role)) for role in roles]
        if len(roles) == 1:
            field.initial = roles[0].value

    @property
    def role_rows(self) -> list[dict[str, Any]]:
        """The roles with what they are for."""
        field: Any = self.fields["role"]
        chosen = self["role"].value()
        return [
            {"value": value, "name": name, "deeds": role_deeds(value), "is_on": value == chosen}
            for value, name in field.choices
        ]

    def clean_last_day(self) -> date | None:
        """Today or later, within ten years."""
        day: date | None = self.cleaned_data["last_day"]
        today = legal_today()
        if day is not None and day < today:
            raise forms.ValidationError(gettext("The last day lies in the past."))
        if day is not None and day > today + _LONGEST_ROLE:
            raise forms.ValidationError(gettext("The last day is more than ten years away."))
        return day


@dataclass(frozen=True)
class MemberRow:
    """A membership as the list shows it. since, until: dates; address: where it is changed, ""
    for those who only look."""

    name: str
    email: str
    role: str
    since: date
    until: date | None
    address: str


@dataclass(frozen=True)
class InvitedRow:
    """An invitation as the list shows it. state: "waits", "unsent", "over" or "revoked"."""

    key: int
    email: str
    role: str
    by: str
    day: date
    state: str
    may_change: bool


@require_http_methods(["GET", "HEAD", "POST"])
@inside_page()
def facility_people(request: HttpRequest, slug: str) -> HttpResponse:
    """The people of a facility."""
    facility = facility_of(actor_of(request), slug)
    return _people(request, place_of_facility(facility), facility)


@require_http_methods(["GET", "HEAD", "POST"])
@inside_page()
def office_people(request: HttpRequest, slug: str) -> HttpResponse:
    """The people of a regional office."""
    return _people(request, office_place(actor_of(request), slug))


@require_http_methods(["GET", "HEAD", "POST"])
@inside_page()
def partner_people(request: HttpRequest, slug: str) -> HttpResponse:
    """The people of a partner organisation."""
    return _people(request, partner_place(actor_of(request), slug))


@require_http_methods(["GET", "HEAD", "POST"])
@inside_page()
def shop_people(request: HttpRequest) -> HttpResponse:
    """Central officers and auditors."""
    actor = actor_of(request)
    if not can_everywhere(actor, Act.PEOPLE_SEE):
        raise NotAllowed
    return _people(request, SHOP)


def _people(request: HttpRequest, place: Place, facility: Facility | None = None) -> HttpResponse:
    actor = actor_of(request)
    if not people_seen(actor, place):
        raise NotAllowed
    given = roles_given(actor, place)
    if request.method == "POST" and not given:
        raise NotAllowed
    form = InviteForm(request.POST or None, roles=given)
    if request.method == "POST" and form.is_valid() and _invited(request, form, place):
        return redirect(f"{place_address(place)}#isi")  # else the browser keeps the form's
    found = people_of(actor, place)
    context = {
        "place": place,
        "form": form if given else None,
        "now": member_rows(actor, found.now),
        "soon": member_rows(actor, found.soon),
        "over": member_rows(actor, found.over),
        "more": found.more,
        "invited": [invited_row(one, given) for one in found.invited],
        "sees_all": can_everywhere(actor, Act.PEOPLE_SEE),
        "said": get_messages(request),
    }
    return page(request, "staff/people.html", context, facility=facility, tab="people")


def _invited(request: HttpRequest, form: InviteForm, place: Place) -> bool:
    """Whether it was sent; what is wrong stands beside its field."""
    day = form.cleaned_data["last_day"]
    try:
        offer = invitation_make(
            actor=actor_of(request),
            email=form.cleaned_data["email"],
            post=place.post(Role(form.cleaned_data["role"])),
            ends_at=end_of(day) if day else None,
        )
    except Invalid as error:
        field = {"ends_at": "last_day"}.get(str(error.params["field"]), "email")
        form.add_error(field, gettext(str(error.params["reason"])))
        return False
    except Blocked as error:
        form.add_error("email", str(error.sentence))
        return False
    words = gettext("The invitation goes to %(email)s. It holds for 7 days.")
    messages.success(request, words % {"email": offer.invitation.email})
    return True


def place_address(place: Place) -> str:
    """The page of a place's people."""
    if place == SHOP:
        return reverse("staff:shop_people")
    name = "facility" if place.facility_id else "office" if place.office_id else "partner"
    return reverse(f"staff:{name}_people", args=[place.slug])


def member_rows(actor: Actor, memberships: Iterable[Membership]) -> list[MemberRow]:
    """Memberships as rows; their people are loaded already."""
    return [
        MemberRow(
            name=person_name(one.user),
            email=one.user.email,
            role=role_name(one.role),
            since=timezone.localdate(one.begins_at),
            until=last_day(one.ends_at) if one.ends_at else None,
            address=reverse("staff:membership", args=[one.pk])
            if can_manage_membership(actor, one) and one.user_id != actor.user_id
            else "",
        )
        for one in memberships
    ]


def invited_row(one: Invitation, given: list[Role]) -> InvitedRow:
    """An invitation that was not accepted, as a row."""
    now = timezone.now()
    is_over = one.expires_at <= now or (one.ends_at is not None and one.ends_at <= now)
    state = "over" if is_over else "waits" if one.mailed_at else "unsent"
    return InvitedRow(
        key=one.pk,
        email=one.email,
        role=role_name(one.role),
        by=person_name(one.invited_by) if one.invited_by else "Lapak Binaan",
        day=timezone.localdate(one.expires_at),
        state="revoked" if one.revoked_at else state,
        may_change=Role(one.role) in given,
    )


@require_http_methods(["GET", "HEAD"])
@inside_page()
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, to be searched, for the central office; for others the places whose people they
    look after."""
    actor = actor_of(request)
    if not can_everywhere(actor, Act.PEOPLE_SEE):
        return _places(request, actor)
    words = " ".join(request.GET.get("q", "").split())[:100]
    users, count = people_found(actor, words)
    held = roles_held([user.pk for user in users])
    rows = [
        {
            "name": person_name(user),
            "email": user.email,
            "is_open": user.is_active,
            "roles": [(role_name(one.role), place_of(one).name) for one in held[user.pk]],
            "address": reverse("staff:person", args=[user.pk]),
        }
        for user in users
    ]
    context = {"rows": rows, "count": count, "words": words, "said": get_messages(request)}
    return page(request, "staff/people_all.html", context)


def _places(request: HttpRequest, actor: Actor) -> HttpResponse:
    places = _places_of(actor)
    if not places:
        raise NotAllowed
    if len(places) == 1:
        return redirect(place_address(places[0]))
    rows = [{"name": place.name, "address": place_address(place)} for place in places]
    return page(request, "staff/people_places.html", {"rows": rows})


def _places_of(actor: Actor) -> list[Place]:
    """Offices, partners and facilities of the actor; the first 50 facilities."""
    offices = RegionalOffice.objects.filter(pk__in=[grant.office_id for grant in actor.grants])
    partners = Partner.objects.filter(pk__in=[grant.partner_id for grant in actor.grants])
    seen = facilities_where(actor, Act.PEOPLE_SEE) or frozenset()
    facilities = Facility.objects.filter(Q(pk__in=seen)).order_by("short_name")[:_MOST_PLACES]
    return [
        *(place_of_office(office) for office in offices),
        *(place_of_partner(partner) for partner in partners),
        *(place_of_facility(facility) for facility in facilities),
    ]
