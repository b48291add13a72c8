"""`python3 -m storefront person-add MAIL --role ROLE`: the first person of a place, by a link."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from catalog.errors import Blocked, DomainError, Invalid
from catalog.models import Facility, Partner, RegionalOffice
from catalog.models.memberships import HELD
from catalog.services.memberships import Post
from catalog.types import Actor, Role
from storefront.access.emails import plain_email
from storefront.access.invitation_words import link_of
from storefront.access.invitations import (
    HOLDS,
    Offer,
    invitation_make,
    invitation_resend,
    open_at,
)
from storefront.access.models import Invitation

ACTOR = Actor.system("person-add")
_PLACES: dict[str, Any] = {"facility": Facility, "office": RegionalOffice, "partner": Partner}

_NEEDS = {"facility": "--facility SLUG", "regional": "--office SLUG", "board": "--partner SLUG"}


class Command(BaseCommand):
    """Print the link of an invitation; passwords are chosen by people themselves."""

    help = "Invite a person to a role and print the link, which holds for 7 days and works once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="MAIL")
        parser.add_argument("--role", required=True, choices=[role.value for role in HELD])
        for name in _PLACES:
            parser.add_argument(f"--{name}", metavar="SLUG", default="")

    def handle(self, *args: object, **options: Any) -> None:
        post = _post(Role(options["role"]), {name: options[name] for name in _PLACES})
        try:
            offer = _offer(options["email"], post)
        except (Invalid, Blocked) as error:
            raise CommandError(str(error.params.get("reason") or error)) from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(
            f"{offer.invitation.email} can become {post.role.value} by this link, within "
            f"{HOLDS.days} days, once. Hand it on safely; run this again for a new one."
        )
        self.stdout.write(link_of(offer.word))


def _post(role: Role, given: dict[str, str]) -> Post:
    """The role with its place. Raises CommandError that says what is wrong."""
    keys = {}
    for name, slug in given.items():
        if not slug:
            continue
        key = _PLACES[name].objects.filter(slug=slug).values_list("pk", flat=True).first()
        if key is None:
            raise CommandError(f"there is no {name} {slug!r} here.")
        keys[f"{name}_id"] = key
    try:
        return Post(role, **keys)
    except Invalid as error:
        need = _NEEDS.get(role.value.partition("_")[0], "no place")
        raise CommandError(f"{role.value} needs {need}.") from error


def _offer(email: str, post: Post) -> Offer:
    """A new invitation, or a new link of the one that waits already."""
    waiting = Invitation.objects.filter(
        open_at(timezone.now()), email=plain_email(email), **{**vars(post), "role": post.role.value}
    ).first()
    if waiting is None:
        return invitation_make(actor=ACTOR, email=email, post=post, by_mail=False)
    offer = invitation_resend(actor=ACTOR, invitation_id=waiting.pk, by_mail=False)
    assert offer is not None  # only mails are held back
    return offer
