"""The people of the tests: one of every role, made as the shop makes them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.models import Facility, Partner, RegionalOffice
from catalog.selectors.people import actor_of_person
from catalog.services.memberships import Post, membership_give
from catalog.types import Actor, Role
from tests.making import SYSTEM, facility_make

_number = count(1)


def person_make(email: str = "", *, password: str | None = None) -> Any:
    """An account without any role; email: made up when not given."""
    User = get_user_model()
    user = User(email=email or f"orang-{next(_number)}@contoh.example", is_active=True)
    user.first_name = user.email.partition("@")[0].title()
    user.set_password(password) if password else user.set_unusable_password()
    user.save()
    return user


def member_make(post: Post, *, email: str = "") -> Actor:
    """A new person who holds a role, as an actor."""
    user = person_make(email)
    membership_give(actor=SYSTEM, user_id=user.pk, post=post)
    return actor_again(user.pk, user.first_name)


def actor_again(user_id: int, name: str = "") -> Actor:
    """The person as they are now."""
    return actor_of_person(user_id, name, timezone.now())


def client_of(actor: Actor) -> Client:
    """A browser in which the person is logged in with the second factor; a visitor's for nobody."""
    client = Client()
    if actor.user_id is None:
        return client
    user = get_user_model().objects.get(pk=actor.user_id)
    device, _made = TOTPDevice.objects.get_or_create(user=user, name="default")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


@dataclass(frozen=True)
class Cast:
    """Two facilities of two offices, and everybody of the first.

    sari: operator of `here`; budi: operator of `elsewhere`.
    """

    here: Facility
    elsewhere: Facility
    partner: Partner
    sari: Actor
    budi: Actor
    facility_head: Actor
    regional_officer: Actor
    regional_head: Actor
    other_regional_officer: Actor
    central_officer: Actor
    auditor: Actor
    board_editor: Actor
    board_viewer: Actor
    anonymous: Actor

    def everybody(self) -> dict[str, Actor]:
        """The actors by name."""
        return {name: one for name, one in vars(self).items() if isinstance(one, Actor)}


def cast_make() -> Cast:
    """The whole cast."""
    here, elsewhere = facility_make(), facility_make()
    other = RegionalOffice.objects.create(
        slug=f"kanwil-{next(_number)}", name="Kanwil lain", name_en="Another office"
    )
    Facility.objects.filter(pk=elsewhere.pk).update(office=other)
    elsewhere.refresh_from_db()
    partner = Partner.objects.create(
        kind="dewan", slug=f"dewan-{next(_number)}", name="Dewan", name_en="Board"
    )
    return Cast(
        here=here,
        elsewhere=elsewhere,
        partner=partner,
        sari=member_make(Post(Role.FACILITY_OPERATOR, facility_id=here.pk)),
        budi=member_make(Post(Role.FACILITY_OPERATOR, facility_id=elsewhere.pk)),
        facility_head=member_make(Post(Role.FACILITY_HEAD, facility_id=here.pk)),
        regional_officer=member_make(Post(Role.REGIONAL_OFFICER, office_id=here.office_id)),
        regional_head=member_make(Post(Role.REGIONAL_HEAD, office_id=here.office_id)),
        other_regional_officer=member_make(Post(Role.REGIONAL_OFFICER, office_id=other.pk)),
        central_officer=member_make(Post(Role.CENTRAL_OFFICER)),
        auditor=member_make(Post(Role.AUDITOR)),
        board_editor=member_make(Post(Role.BOARD_EDITOR, partner_id=partner.pk)),
        board_viewer=member_make(Post(Role.BOARD_VIEWER, partner_id=partner.pk)),
        anonymous=Actor.anonymous(),
    )
