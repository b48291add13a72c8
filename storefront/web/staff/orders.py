"""/petugas/<facility>/pesanan/: a facility's orders, what is to be done first on top."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_http_methods

from catalog.errors import NotFound, WrongState
from catalog.models import Facility
from catalog.policies.abilities import Act, can, facilities_where, require
from catalog.types import Actor
from storefront.access.actor import actor_of
from storefront.orders.selectors.facility_orders import (
    MOST_AT_ONCE,
    WORK,
    QueueQuery,
    RowSeen,
    queue_counts,
    queue_page,
)
from storefront.orders.services.fulfilling import part_accept
from storefront.orders.types import FacilityOrderState
from storefront.web.context import language_of
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of, page
from storefront.web.staff.part_words import StateWord, due_said, goods_said, kind_said, state_word
from storefront.web.staff.stock_cells import key_typed

TAB = "orders"
S = FacilityOrderState
ACCEPT = "terima"
_LONGEST = 100
# What of the list is shown, by the word in the address; the first is what it opens with.
_SHOWS: dict[str, tuple[str, tuple[FacilityOrderState, ...]]] = {
    "": (gettext_noop("To do"), WORK),
    "terima": (gettext_noop("To accept"), (S.TO_ACCEPT,)),
    "kemas": (gettext_noop("To pack"), (S.ACCEPTED,)),
    "serahkan": (gettext_noop("To hand over"), (S.PACKED,)),
    "siap": (gettext_noop("Ready to be fetched"), (S.READY,)),
    "jalan": (gettext_noop("Under way"), (S.SHIPPED,)),
    "selesai": (gettext_noop("Completed and cancelled"), (S.DONE, S.CANCELLED)),
}
SHEETS = {
    "ambil": gettext_noop("Print the pick list"),
    "isi": gettext_noop("Print packing slips"),
    "label": gettext_noop("Print address labels, 4 on an A4"),
    "label-a6": gettext_noop("Print address labels, A6 each"),
}


class Row(NamedTuple):
    """An order in the list. until: the sentence of what was promised."""

    seen: RowSeen
    state: StateWord
    goods: str
    kind: str
    until: str
    is_ticked: bool


def orders_facility(actor: Actor, slug: str) -> Facility:
    """The facility of an address, for who sees its orders. Raises NotFound for others."""
    facility = facility_of(actor, slug)
    where = facilities_where(actor, Act.ORDER_SEE)
    if where is not None and facility.pk not in where:
        raise NotFound
    return facility


@inside_page()
@require_http_methods(["GET", "HEAD", "POST"])
def orders(request: HttpRequest, slug: str) -> HttpResponse:
    """The queue; several at once are accepted or printed by ticking them."""
    actor = actor_of(request)
    facility = orders_facility(actor, slug)
    if request.method != "POST":
        return _shown(request, facility)
    wanted = request.POST.get("do", "")
    keys = list(dict.fromkeys(filter(None, map(key_typed, request.POST.getlist("id")))))
    if not keys:
        return _shown(request, facility, fault=_("Tick the orders first."))
    if wanted in SHEETS:
        query = urlencode([("id", key) for key in keys[:MOST_AT_ONCE]])
        return redirect(f"{reverse('staff:order_sheet', args=[slug, wanted])}?{query}")
    require(actor, Act.ORDER_HANDLE, facility.pk)
    if wanted != ACCEPT:
        raise NotFound
    return _accepted(request, facility, keys[:MOST_AT_ONCE])


def _accepted(request: HttpRequest, facility: Facility, keys: list[int]) -> HttpResponse:
    """Accept each; one that somebody has taken further meanwhile stays as it is."""
    done = 0
    for key in keys:
        try:
            part_accept(actor=actor_of(request), facility_order_id=key)
        except WrongState:
            continue
        done += 1
    told = urlencode({"diterima": done, "dari": len(keys)})
    return redirect(f"{reverse('staff:orders', args=[facility.slug])}?{told}")


def _shown(request: HttpRequest, facility: Facility, *, fault: str = "") -> HttpResponse:
    actor, language = actor_of(request), language_of()
    show = request.GET.get("keadaan", "")
    show = show if show in _SHOWS else ""
    words = request.GET.get("q", "").strip()[:_LONGEST]
    after = _after(request.GET.get("setelah", ""))
    found = queue_page(actor=actor, query=QueueQuery(facility.pk, _SHOWS[show][1], words, after))
    counts = queue_counts(actor=actor, facility_id=facility.pk)
    zone = facility.regency.province.zone
    ticks_all = request.GET.get("semua") == "1"
    rows = [_row(row, zone, language, is_ticked=ticks_all) for row in found.rows]
    context = {
        "rows": rows,
        "shows": _shows(counts, "" if words else show, words),
        "words": words,
        "show": show,
        "heads_at": _heads(found.rows) if not (words or show) else {},
        "next": ".".join(map(str, found.after)),
        "is_first": not after,
        "acts": _acts(actor, facility, found.rows),
        "told": _told(request),
        "fault": fault,
        "here": _here(show, words, request.GET.get("setelah", "")),
        "is_ticked": ticks_all,
    }
    status = 422 if fault else 200
    return page(request, "staff/orders.html", context, facility=facility, tab=TAB, status=status)


def _after(text: str) -> tuple[int, ...]:
    """The place a page begins at, () for the first and for what no page of ours links."""
    rank, _dot, key = text.partition(".")
    found = key_typed(key)
    return (int(rank), found) if found and rank in ("0", "1", "2") else ()


def _here(show: str, words: str, after: str) -> str:
    """The address of what is shown, without its page."""
    given = {"keadaan": show, "q": words, "setelah": after}
    return urlencode({name: value for name, value in given.items() if value})


def _row(row: RowSeen, zone: str, language: str, *, is_ticked: bool) -> Row:
    return Row(
        seen=row,
        state=state_word(row),
        goods=goods_said(row.lines),
        kind=kind_said(row),
        until=due_said(row, zone, language),
        is_ticked=is_ticked,
    )


def _heads(rows: tuple[RowSeen, ...]) -> dict[int, str]:
    """Headings of the list, by the order that each stands before."""
    found: dict[int, str] = {}
    last = None
    for row in rows:
        if row.state != last:
            found[row.id] = state_word(row).word
        last = row.state
    return found


def _shows(counts: Counter[str], show: str, words: str) -> list[dict[str, Any]]:
    return [
        {
            "value": value,
            "label": _(label),
            "count": None if S.DONE in states else sum(counts[state] for state in states),
            "is_on": value == show and not words,
        }
        for value, (label, states) in _SHOWS.items()
    ]


def _acts(actor: Actor, facility: Facility, rows: tuple[RowSeen, ...]) -> list[tuple[str, str]]:
    """What can be done with several of them."""
    accepts = any(row.state is S.TO_ACCEPT for row in rows)
    may = accepts and can(actor, Act.ORDER_HANDLE, facility.pk)
    return [
        *([(ACCEPT, _("Accept"))] if may else []),
        *[(name, _(label)) for name, label in SHEETS.items()],
    ]


def _told(request: HttpRequest) -> str:
    """What came of accepting several, or of printing."""
    if request.GET.get("cetak") == "kosong":
        return _("Nothing to print: these are fetched, cancelled, or their address was removed.")
    done, of = (key_typed(request.GET.get(name, "")) or 0 for name in ("diterima", "dari"))
    if not of or done > of:
        return ""
    said = ngettext("%(count)s order accepted.", "%(count)s orders accepted.", done)
    said %= {"count": done}
    if done < of:
        left = _("The others had changed meanwhile; nothing was done with them.")
        said = f"{said} {left}"
    return said
