"""/petugas/<facility>/kunci/: keys of programs that keep stock and goods through the API."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from catalog.errors import Blocked, Invalid, WrongState
from catalog.models import Facility
from catalog.types import Actor
from storefront.access.actor import actor_of
from storefront.access.tokens import (
    NAME_LENGTH,
    Made,
    TokenDraft,
    TokenLine,
    known_scopes,
    scopes_of,
    token_make,
    token_revoke,
    tokens_of,
)
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of, page

DAYS = (30, 90, 180, 365)
SCOPE_WORDS = {
    "stock.change": gettext_noop("Change stock"),
    "listing.create": gettext_noop("Make new goods, as drafts"),
    "listing.change": gettext_noop("Change goods, prices and weights"),
    "listing.submit": gettext_noop("Hand goods in, take them back"),
    "listing.close": gettext_noop("Put goods away"),
    "listing.review": gettext_noop("Decide on goods that were handed in"),
    "certificate.verify": gettext_noop("Say that papers were revoked"),
}
# What a key's state is called: the kind of its mark, its shape and its word.
_STATES = {
    "holds": ("ok", "●", gettext_noop("In force")),
    "over": ("none", "○", gettext_noop("Over")),
    "revoked": ("none", "×", gettext_noop("Revoked")),
    "lost": ("bad", "!", gettext_noop("Its maker left or has a new password")),
}
_SENT_BEFORE = gettext_noop("This form was sent before. Open it anew to make another key.")


@dataclass(frozen=True)
class Asked:
    """The form as it was typed. form: new each time it is shown."""

    form: str
    name: str = ""
    scopes: tuple[str, ...] = ("stock.change",)
    days: int = 90
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A key on the page."""

    line: TokenLine
    may: str
    made_on: date
    ends_on: date
    state: tuple[str, str, str]

    @property
    def holds(self) -> bool:
        """Whether it can be revoked."""
        return self.line.state in ("holds", "lost")


@inside_page()
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest, slug: str) -> HttpResponse:
    """The facility's keys, and a form that makes one."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    if request.method != "POST":
        return _page(request, actor, facility, Asked(secrets.token_urlsafe(18)))
    asked = _asked(request)
    try:
        made = token_make(actor=actor, draft=_draft(facility, asked))
    except Invalid as error:
        asked.errors[str(error.params["field"])] = gettext(str(error.params["reason"]))
    except Blocked as error:
        asked.errors["form"] = gettext(str(error.params["reasons"]))
    except WrongState:
        asked.errors["form"] = gettext(_SENT_BEFORE)
        asked = Asked(secrets.token_urlsafe(18), errors=asked.errors)
    else:
        return _made(request, facility, made)
    return _page(request, actor, facility, asked, status=400)


@inside_page()
@require_POST
def token_end(request: HttpRequest, slug: str, token_id: int) -> HttpResponse:
    """Revoke a key; it stands in the list as revoked."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    token = token_revoke(actor=actor, facility_id=facility.pk, token_id=token_id)
    address = reverse("staff:tokens", args=[facility.slug])
    return redirect(f"{address}?dicabut={token.tail}#daftar")


def _asked(request: HttpRequest) -> Asked:
    days = request.POST.get("days", "")
    return Asked(
        form=request.POST.get("form", "")[:64],
        name=request.POST.get("name", "")[:1000],
        scopes=tuple(request.POST.getlist("scopes")[:20]),
        days=int(days) if days in {str(one) for one in DAYS} else 0,
    )


def _draft(facility: Facility, asked: Asked) -> TokenDraft:
    return TokenDraft(facility.pk, asked.name, asked.scopes, asked.days, asked.form)


def _page(
    request: HttpRequest, actor: Actor, facility: Facility, asked: Asked, *, status: int = 200
) -> HttpResponse:
    rows = [_row(line) for line in tokens_of(actor=actor, facility_id=facility.pk)]
    context = {
        "rows": rows,
        "asked": asked,
        "choices": [
            (act.value, gettext(SCOPE_WORDS[act.value]), act.value in asked.scopes)
            for act in scopes_of(actor, facility.pk)
        ],
        "days": [(days, days == asked.days) for days in DAYS],
        "name_length": NAME_LENGTH,
        "revoked": request.GET.get("dicabut", "")[:4],
    }
    return page(
        request, "staff/tokens.html", context, facility=facility, tab="tokens", status=status
    )


def _row(line: TokenLine) -> Row:
    kind, shape, word = _STATES[line.state]
    return Row(
        line,
        may=words_of(line.scopes),
        made_on=timezone.localdate(line.made_at),
        ends_on=timezone.localdate(line.expires_at),
        state=(kind, shape, gettext(word)),
    )


def words_of(scopes: tuple[str, ...]) -> str:
    """What a key may do, as a person reads it."""
    return " · ".join(gettext(SCOPE_WORDS[scope]) for scope in known_scopes(scopes))


def _made(request: HttpRequest, facility: Facility, made: Made) -> HttpResponse:
    """The one page that shows a key; nothing of it is stored."""
    context: dict[str, Any] = {
        "token": made.token,
        "secret": made.secret,
        "may": words_of(tuple(made.token.scopes)),
        "ends_on": timezone.localdate(made.token.expires_at),
        "address": f"{settings.PUBLIC_URL}/graphql/",
    }
    return page(request, "staff/tokens_made.html", context, facility=facility, tab="tokens")
