"""/akun/data/: what is kept of a buyer, to read and take along; what they agreed to; the end."""

from __future__ import annotations

import json
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from catalog.dates import legal_today
from catalog.errors import Blocked, NotAllowed
from storefront.access.actor import actor_of
from storefront.access.closing import buyer_close, can_close
from storefront.access.kept import account_kept
from storefront.access.locks import locked_page
from storefront.orders.consents import CONSENT_ADDRESSES, CONSENT_PRIVACY, CONSENT_TERMS
from storefront.orders.selectors.buyers import consents_of, open_orders
from storefront.orders.selectors.kept import buying_kept
from storefront.orders.selectors.kept_files import file_read, photos_kept, proofs_kept
from storefront.orders.services.buyers import consent_withdraw
from storefront.web.account.asking import Locked, password_confirmed
from storefront.web.account.forms import ConfirmPassword
from storefront.web.account.frame import own_page, page
from storefront.web.account.moments import day_text
from storefront.web.basket_cookie import basket_key_drop
from storefront.web.later_cookie import later_drop
from storefront.web.unsent import owner_forget

_KINDS = {
    CONSENT_PRIVACY: gettext_noop("That e-mail and orders are kept with this account"),
    CONSENT_ADDRESSES: gettext_noop("That addresses are kept for the next time"),
    CONSENT_TERMS: gettext_noop("The terms of an order"),
}


def _me(request: HttpRequest) -> int:
    return actor_of(request).user_id or 0


@require_GET
@own_page
def data(request: HttpRequest) -> HttpResponse:
    """What can be done about what is kept."""
    consents = [
        {
            "key": one.key,
            "kind": _(_KINDS.get(one.kind, one.kind)),
            "number": one.number,
            "version": one.version,
            "given": day_text(one.given_at),
            "withdrawn": day_text(one.withdrawn_at) if one.withdrawn_at else "",
            "can_withdraw": one.kind == CONSENT_ADDRESSES and one.withdrawn_at is None,
        }
        for one in consents_of(_me(request))
    ]
    context = {"consents": consents, "can_close": can_close(_me(request))}
    return page(request, "account/data.html", context)


@require_GET
@own_page
def download(request: HttpRequest) -> FileResponse:
    """All of it in one file: data.json for machines, data.html for people, and what they showed."""
    name = f"lapak-binaan-data-{legal_today().isoformat()}.zip"
    packed = _packed(_me(request))
    return FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")


def _packed(user_id: int) -> IO[bytes]:
    """On the disk, as it may hold many files, of which one at a time is in memory."""
    kept: dict[str, Any] = {**account_kept(user_id), **buying_kept(user_id)}
    text = json.dumps(kept, ensure_ascii=False, indent=1, default=str)
    shown = render_to_string("account/kept.html", {"parts": _parts(json.loads(text))})
    packed = TemporaryFile()  # noqa: SIM115 - the answer closes it
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", text)
        archive.writestr("data.html", shown)
        for file in (*proofs_kept(user_id), *photos_kept(user_id)):
            content = file_read(file)
            if content is not None:
                archive.writestr(file.name, content, ZIP_STORED)  # pictures are pressed already
    packed.seek(0)
    return packed


def _parts(kept: dict[str, Any]) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """Headings with their records, each a list of names and values."""
    return [
        (name, [_facts(row) for row in (rows if isinstance(rows, list) else [rows])])
        for name, rows in kept.items()
    ]


def _facts(row: dict[str, Any], before: str = "") -> list[tuple[str, str]]:
    """A record flat: "lines 1 name"."""
    found: list[tuple[str, str]] = []
    for name, value in row.items():
        if isinstance(value, dict):
            found += _facts(value, f"{before}{name} ")
        elif isinstance(value, list):
            for number, one in enumerate(value, 1):
                there = f"{before}{name} {number} "
                found += (
                    _facts(one, there) if isinstance(one, dict) else [(there.strip(), str(one))]
                )
        else:
            found.append((f"{before}{name}", "" if value is None else str(value)))
    return found


@require_POST
@own_page
def withdraw(request: HttpRequest, consent_id: int) -> HttpResponse:
    """Take an agreement back."""
    consent_withdraw(user_id=_me(request), consent_id=consent_id)
    messages.success(request, _("Withdrawn. The address book is empty now."))
    return redirect("two_factor:data")


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def close(request: HttpRequest) -> HttpResponse:
    """The end of the account, by the password."""
    if not can_close(_me(request)):
        raise NotAllowed
    form = ConfirmPassword(request.POST or None)
    try:
        if request.method == "POST" and password_confirmed(request, form):
            buyer_close(user_id=_me(request))
            return _closed(request)
    except Locked:
        return locked_page(request)
    except Blocked:
        form.add_error(None, _("Orders are still open. Close the account once they have ended."))
    context = {"form": form, "waiting": open_orders(_me(request))}
    return page(request, "account/close.html", context)


def _closed(request: HttpRequest) -> HttpResponse:
    logout(request)
    response = page(request, "account/closed.html", {})
    owner_forget(response)
    basket_key_drop(response)
    later_drop(response)
    return response
