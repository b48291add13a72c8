"""The sample people: one of each role, with invented names and addresses that reach nobody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.models import Facility, Membership, Partner, RegionalOffice
from catalog.services.memberships import Post, membership_give
from catalog.types import Actor, Role
from storefront.access.demo import DOMAIN, demo_key, demo_password, is_demo
from storefront.loading.files import Row, rows_of

ACTOR = Actor.system("demo")


@transaction.atomic
def demo_people_load() -> int:
    """Make the sample people as far as they are missing, and their passwords and second factors as
    the log-in page shows them; how many there are.

    In a sample shop alone: elsewhere nothing happens. People whose place is not here are left out.
    """
    if not is_demo():
        return 0
    return sum(_person(row) for row in rows_of("demo/people"))


def _person(row: Row) -> bool:
    post = _post(row)
    if post is None:
        return False
    assert row["email"].endswith(DOMAIN)
    user = _account(row)
    if not Membership.objects.filter(user=user).exists():
        membership_give(actor=ACTOR, user_id=user.pk, post=post)
    return True


def _account(row: Row) -> Any:
    email = row["email"]
    User = get_user_model()
    user = User.objects.filter(email=email).first() or User(email=email, is_staff=False)
    user.first_name = row["name"]
    user.is_active = True
    password = demo_password(email)
    if not user.check_password(password):
        user.set_password(password)
    user.save()
    TOTPDevice.objects.filter(user=user).exclude(key=demo_key(email)).delete()
    TOTPDevice.objects.get_or_create(user=user, key=demo_key(email), defaults={"name": "default"})
    return user


def _post(row: Row) -> Post | None:
    """The role with its place; None when there is no such place here."""
    role = Role(row["role"])
    for name, model in (("facility", Facility), ("office", RegionalOffice), ("partner", Partner)):
        if name in row:
            key = model.objects.filter(slug=row[name]).values_list("pk", flat=True).first()
            return None if key is None else Post(role, **{f"{name}_id": key})
    return Post(role)
