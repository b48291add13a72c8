"""/wilayah/surat/<n>/: one paper, looked at, checked, sent back, revoked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.dates import legal_today
from catalog.errors import Invalid, WrongState
from catalog.plain_text import plain
from catalog.policies.abilities import Act, can, require
from catalog.storage import public_scan_address
from legality.models import CertificateState
from legality.paper_values import paper_digest
from legality.regional_papers import PaperSeen, is_over, paper_seen
from legality.scanned import evidence_of
from legality.sentences import finding_said
from legality.services.certificates import (
    NOTE_MOST,
    REASON_MOST,
    PaperChanged,
    certificate_return,
    certificate_revoke,
    certificate_verify,
)
from storefront.web.context import language_of
from storefront.web.regions.frame import Region, page, region_of, region_page
from storefront.web.regions.papers import TAB
from storefront.web.regions.states import paper_state

_KEY = re.compile(r"\d{1,18}", re.ASCII)
VERIFY, RETURN = "periksa", "kembalikan"


@require_http_methods(["GET", "HEAD", "POST"])
@region_page
def paper(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """All that stands on a paper, and what the office says to it."""
    region = region_of(request)
    seen = _seen(region, certificate_id)
    if request.method != "POST":
        return _page(request, region, seen, {})
    require(region.actor, Act.CERTIFICATE_VERIFY, seen.row.facility_id)
    do, note = request.POST.get("do", ""), plain(request.POST.get("catatan", "")[: NOTE_MOST * 2])
    try:
        if do == VERIFY:
            digest = request.POST.get("digest", "")[:64]
            certificate_verify(
                actor=region.actor, certificate_id=certificate_id, digest=digest, on=legal_today()
            )
        elif do == RETURN:
            certificate_return(actor=region.actor, certificate_id=certificate_id, note=note)
        else:
            return _page(request, region, seen, {"note": note})
    except (PaperChanged, WrongState) as error:
        return _not_so(request, region, certificate_id, (do, note), error)
    except Invalid as error:
        said = _(str(error.params.get("reason", "")))
        return _page(request, region, seen, {"note": note, "error": said}, status=422)
    messages.success(request, _did(do) % {"paper": _called(seen)})
    return redirect(_onward(request, region, certificate_id))


def _seen(region: Region, certificate_id: int) -> PaperSeen:
    return paper_seen(actor=region.actor, certificate_id=certificate_id, language=language_of())


def _called(seen: PaperSeen) -> str:
    return f"{seen.short} {seen.written}"


def _did(do: str) -> str:
    return {
        VERIFY: _("%(paper)s is checked and counts from now on."),
        RETURN: _("%(paper)s went back to the facility with your note."),
    }[do]


def _not_so(
    request: HttpRequest,
    region: Region,
    certificate_id: int,
    sent: tuple[str, str],
    error: PaperChanged | WrongState,
) -> HttpResponse:
    """A paper that is by now what the button makes of it was sent twice; another changed. sent:
    button and note."""
    do, note = sent
    now = _seen(region, certificate_id)
    if do == VERIFY and now.row.state == CertificateState.VERIFIED:
        messages.success(request, _did(do) % {"paper": _called(now)})
        return redirect(_onward(request, region, certificate_id))
    said = error.sentence if isinstance(error, PaperChanged) else _state_said(now)
    return _page(request, region, now, {"note": note, "changed": said}, status=409)


def _state_said(seen: PaperSeen) -> str:
    state = paper_state(seen.row.state, seen.row.expires_on, legal_today())
    return _("Its state has changed meanwhile: %(state)s.") % {"state": state.word.lower()}


def _onward(request: HttpRequest, region: Region, certificate_id: int) -> str:
    """Back to the handing-in from which somebody came, else to the paper."""
    review = _review_asked(request)
    return region.link("review", review) if review else region.link("paper", certificate_id)


def _review_asked(request: HttpRequest) -> int:
    text = request.GET.get("dari", "")
    return int(text) if _KEY.fullmatch(text) else 0


def _page(
    request: HttpRequest,
    region: Region,
    seen: PaperSeen,
    said: Mapping[str, str],
    status: int = 200,
) -> HttpResponse:
    row, on = seen.row, legal_today()
    may = can(region.actor, Act.CERTIFICATE_VERIFY, row.facility_id)
    review = _review_asked(request)
    is_waiting = row.state == CertificateState.UNVERIFIED
    context = {
        "seen": seen,
        "called": _called(seen),
        "state": paper_state(row.state, row.expires_on, on),
        "findings": [finding_said(one) for one in seen.findings],
        "scans": evidence_of(actor=region.actor, certificate_id=row.pk),
        "digest": paper_digest(row, seen.covers) if may and is_waiting else "",
        "may_check": may and is_waiting,
        "may_return": may and row.state in (CertificateState.UNVERIFIED, CertificateState.FILED),
        "may_revoke": may and row.state != CertificateState.REVOKED,
        "may_redact": may,
        "public_picture": public_scan_address(row.public_scan) if row.public_scan else "",
        "is_over": is_over(row, on),
        "said_form": said,
        "review": review,
        "action": region.link("paper", row.pk, dari=review or ""),
        "note_most": NOTE_MOST,
    }
    return page(request, "regions/paper.html", context, tab=TAB, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@region_page
def revoke(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Say that the authority revoked a paper, after being asked once more."""
    region = region_of(request)
    seen = _seen(region, certificate_id)
    require(region.actor, Act.CERTIFICATE_VERIFY, seen.row.facility_id)
    if seen.row.state == CertificateState.REVOKED:  # also a form sent twice
        messages.success(request, _("%(paper)s is revoked.") % {"paper": _called(seen)})
        return redirect(region.link("paper", certificate_id))
    typed = {"on": legal_today().isoformat(), "reason": ""}
    if request.method != "POST":
        return _revoke_page(request, region, seen, typed, {})
    typed = {name: request.POST.get(name, "")[: REASON_MOST * 2] for name in typed}
    errors = _revoked(region, seen, typed)
    if errors:
        return _revoke_page(request, region, seen, typed, errors)
    messages.success(request, _("%(paper)s is revoked.") % {"paper": _called(seen)})
    return redirect(region.link("paper", certificate_id))


def _revoked(region: Region, seen: PaperSeen, typed: Mapping[str, str]) -> dict[str, str]:
    """Do it; a sentence beside the field where it cannot be."""
    on = _day(typed["on"])
    if on is None:
        return {"on": _("Choose a day.")}
    try:
        certificate_revoke(
            actor=region.actor, certificate_id=seen.row.pk, on=on, reason=plain(typed["reason"])
        )
    except Invalid as error:
        return {str(error.params.get("field")): _(str(error.params.get("reason", "")))}
    except WrongState:  # somebody else said it a moment ago
        return {}
    return {}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _revoke_page(
    request: HttpRequest,
    region: Region,
    seen: PaperSeen,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> HttpResponse:
    status = 422 if errors else 200
    context: dict[str, Any] = {
        "seen": seen,
        "called": _called(seen),
        "typed": typed,
        "errors": errors,
        "today": legal_today().isoformat(),
        "reason_most": REASON_MOST,
        "back": region.link("paper", seen.row.pk),
        "action": region.link("paper_revoke", seen.row.pk),
    }
    return page(request, "regions/revoke.html", context, tab=TAB, status=status)
