"""Pages that only a sample shop has: where contacts lead, and the mails that were not sent.

In any other mode their addresses answer 404 like any unknown one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.errors import NotFound
from storefront.web import formats
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page

View = Callable[[HttpRequest], HttpResponse]

_LONGEST_NAME, _LONGEST_MESSAGE = 120, 2000
_MAILS_SHOWN, _LARGEST_FILE, _LONGEST_BODY = 50, 1_000_000, 20_000
# The line that Django's file backend puts after every mail of a file.
_BETWEEN_MAILS = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class KeptMail:
    """A mail in the folder, as plain text. sent: day and hour in the language of the page."""

    subject: str
    sender: str
    to: str
    sent: str
    text: str


def demo_only(view: View) -> View:
    """The view exists in demo mode; elsewhere it raises NotFound."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if settings.MODE != "demo":
            raise NotFound
        return view(request)

    return guarded


@require_safe
@domain_errors_as_page
@demo_only
def contact(request: HttpRequest) -> HttpResponse:
    """Stands where WhatsApp would have opened: to whom, and the message as it was typed."""
    return render(
        request,
        "shop/sample_contact.html",
        {
            "to": request.GET.get("kepada", "")[:_LONGEST_NAME].strip(),
            "message": request.GET.get("pesan", "")[:_LONGEST_MESSAGE].strip(),
        },
    )


@require_safe
@domain_errors_as_page
@demo_only
def mails(request: HttpRequest) -> HttpResponse:
    """The mails that the shop would have sent, newest first."""
    kept = list(kept_mails(Path(settings.EMAIL_FILE_PATH)))
    return render(request, "shop/sample_mails.html", {"mails": kept, "most": _MAILS_SHOWN})


def kept_mails(folder: Path) -> Iterator[KeptMail]:
    """Mails in a folder of Django's file backend, newest file first, at most fifty."""
    shown = 0
    for path in sorted(folder.glob("*.log"), key=_written_at, reverse=True):
        for mail in reversed(_mails_in(path)):
            yield mail
            shown += 1
            if shown == _MAILS_SHOWN:
                return


def _written_at(path: Path) -> tuple[float, str]:
    """Files of one second have names in no order."""
    try:
        return path.stat().st_mtime, path.name
    except OSError:  # swept away since it was listed
        return 0.0, path.name


def _mails_in(path: Path) -> list[KeptMail]:
    """What one file holds; the start of it when it is very large."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE)
    except OSError:  # swept away since it was listed
        return []
    return [_mail(part) for part in content.split(_BETWEEN_MAILS) if part.strip()]


def _mail(content: bytes) -> KeptMail:
    message = BytesParser(policy=policy.default).parsebytes(content)
    return KeptMail(
        subject=str(message.get("Subject", "")),
        sender=str(message.get("From", "")),
        to=str(message.get("To", "")),
        sent=_sent(str(message.get("Date", ""))),
        text=_text(message)[:_LONGEST_BODY],
    )


def _sent(header: str) -> str:
    """The moment as people here read it; as it stands where it is none."""
    language = language_of()
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return header
    if moment.tzinfo is None:  # "-0000": in UTC, from where is not said
        moment = moment.replace(tzinfo=UTC)
    day = moment.astimezone(formats.ZONES["WIB"]).date()
    clock = formats.clock(moment, "WIB", language)
    return f"{formats.long_date(day, language)} {clock}"


def _text(message: EmailMessage) -> str:
    """The plain part, or the other when there is none; nothing when neither can be read."""
    body = message.get_body(preferencelist=("plain", "html"))
    try:
        return str(body.get_content()) if body is not None else ""
    except (LookupError, UnicodeError):  # a charset that Python does not know
        return ""
