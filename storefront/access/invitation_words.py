"""What an invitation says: the words of its mail, who invites, the address that takes it."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from storefront.access.actor import person_name
from storefront.access.mails import address_of
from storefront.access.models import Invitation
from storefront.access.roles import place_of, role_name


def mail_words(invitation: Invitation, word: str) -> dict[str, str]:
    """The words of the mail in both languages. word: of the link."""
    return {
        "indonesian": _written(invitation, word, "id"),
        "english": _written(invitation, word, "en"),
    }


def _written(invitation: Invitation, word: str, language: str) -> str:
    """What the mail says, in one language."""
    until = timezone.localtime(invitation.expires_at)
    clock = f"{until:%H.%M}" if language == "id" else f"{until:%H:%M}"
    with override(language):
        said = {
            "by": giver_name(invitation),
            "role": role_name(invitation.role),
            "place": place_of(invitation).name,
            "until": f"{date_format(until, 'j F Y')}, {clock} WIB",
            "link": link_of(word),
        }
        return render_to_string("mail/invitation_words.txt", said).strip()


def giver_name(invitation: Invitation) -> str:
    """Who invites; the shop itself for the first people."""
    user = invitation.invited_by
    return " ".join(person_name(user).split())[:80] if user else "Lapak Binaan"


def link_of(word: str) -> str:
    """The whole address that takes an invitation."""
    with override("id"):
        return address_of("invitation", word)
