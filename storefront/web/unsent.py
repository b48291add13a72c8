"""What somebody sent into a page of the portals when their log-in had ended.

A form stays open while its log-in is ended elsewhere: by a new password, on another device, by
fourteen days of rest. What was typed is kept in the session, which the next log-in goes on with,
and sent by its owner from a page of their own (`two_factor:unsent`). Who that is says a signed
cookie from their last log-in: it opens nothing, but of strangers nothing is kept, and nobody reads
what another typed on the same device.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone

COOKIE = "lapak_kenal"
MOST_SIGNS = 200_000
_SALT = "web.unsent"
_COOKIE_AGE = timedelta(days=180)  # longer than any log-in rests
_HOLDS = timedelta(hours=12)
_KEPT = "unsent"
# Not of /masuk/ and /akun/: passwords are typed there.
_PORTALS = re.compile(r"/(?:en/)?(?:petugas|wilayah|mitra|pusat)/")


# What a browser calls a form it sends (typed.js), and the cookie that says it arrived.
_MARK, ARRIVED = "_isian", "lapak_sampai"
_WORD = re.compile(r"[0-9a-f]{24}")
_ARRIVED_AGE = timedelta(days=1)


class Unsent(NamedTuple):
    """path: where it was sent to; fields: names and values in their order; has_files: whether
    files were sent with it, which are not kept."""

    path: str
    fields: Sequence[tuple[str, str]]
    has_files: bool


def owner_remember(response: HttpResponseBase, user_id: int) -> None:
    """Let the browser know whose it is. response: of a log-in."""
    response.set_signed_cookie(
        COOKIE,
        str(user_id),
        salt=_SALT,
        max_age=_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def owner_forget(response: HttpResponseBase) -> None:
    """Let the browser be nobody's. response: of a log-out."""
    response.delete_cookie(COOKIE, samesite="Lax")


def arrival_say(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Tell the browser with the answer itself that a form was acted on, so that it no longer keeps
    what was typed. response: of who is logged in; what leads on was acted on, what shows the form
    once more was not."""
    word = request.POST.get(_MARK, "") if request.method == "POST" else ""
    if isinstance(response, HttpResponseRedirect) and _WORD.fullmatch(word):
        response.set_cookie(
            ARRIVED,
            word,
            max_age=_ARRIVED_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


def _owner(request: HttpRequest) -> int:
    """Whose browser it is; 0 for nobody's."""
    user: Any = request.user
    if user.is_authenticated:
        return int(user.pk)
    known = request.get_signed_cookie(COOKIE, "0", salt=_SALT, max_age=_COOKIE_AGE)
    return int(known or 0)


def unsent_keep(request: HttpRequest) -> bool:
    """Keep the form of a request that is not acted on; whether it is kept.

    What a script of ours sends stays in its page, and what is too long is not kept.
    """
    is_form = request.method == "POST" and "text/html" in request.headers.get("Accept", "")
    path = request.get_full_path()
    if not is_form or not _PORTALS.match(path):
        return False
    lists = request.POST.lists()
    fields = [
        (name, str(one))
        for name, values in lists
        for one in values
        if name != "csrfmiddlewaretoken"
    ]
    owner = _owner(request)
    if not owner or sum(len(name) + len(value) for name, value in fields) > MOST_SIGNS:
        return False
    request.session[_KEPT] = {
        "owner": owner,
        "at": timezone.now().isoformat(),
        "path": path,
        "fields": fields,
        "has_files": bool(request.FILES),
    }
    return True


def has_unsent(request: HttpRequest) -> bool:
    """Whether something waits for its owner's log-in."""
    return _KEPT in request.session


def unsent_of(request: HttpRequest) -> Unsent | None:
    """What waits for who is logged in."""
    kept = request.session.get(_KEPT)
    if kept is None or kept["owner"] != request.user.pk:
        return None
    if timezone.now() - datetime.fromisoformat(kept["at"]) > _HOLDS:
        return None
    fields = [(str(name), str(value)) for name, value in kept["fields"]]
    return Unsent(kept["path"], fields, kept["has_files"])


def unsent_drop(request: HttpRequest, path: str = "") -> None:
    """Forget it. path: only what was sent there."""
    kept = request.session.get(_KEPT)
    if kept is not None and path in ("", kept["path"]):
        del request.session[_KEPT]
