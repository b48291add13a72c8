"""/petugas/<facility>/stok/<variant>/ and /stok/buku/: stock by hand, and the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.errors import Invalid, NotFound
from catalog.models import Facility, StockSave
from catalog.policies.abilities import Act, can, require
from catalog.selectors.stock import (
    MOVES,
    MoveLine,
    MoveQuery,
    StockLine,
    ledger_people,
    month_sums,
    moved_variant,
    moves,
    stock_lines,
)
from catalog.services.price_table import change_once, changed_of
from catalog.services.stock import UNDOABLE, StockChange, StockChanged, stock_undo
from catalog.types import Actor, StockReason
from storefront.access.actor import actor_of
from storefront.web import formats
from storefront.web.context import language_of
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of, page
from storefront.web.staff.stock_cells import (
    REASONS,
    Unread,
    key_typed,
    pieces_typed,
    seen_typed,
)
from storefront.web.staff.stock_csv import moves_csv
from storefront.web.staff.stock_rows import thumb

_LONGEST_KEY = 200
# One tile each: what the form sends, the reason and the sign of the pieces.
_TILES: dict[str, tuple[StockReason, int]] = {
    "hasil": (StockReason.PRODUCED, 1),
    "terjual": (StockReason.SOLD_AT_GALLERY, 1),
    "rusak": (StockReason.DAMAGED, 1),
    "hitung": (StockReason.COUNTED, 1),
    "tambah": (StockReason.CORRECTED, 1),
    "kurang": (StockReason.CORRECTED, -1),
}
# sign, words, what the number means
_TILE_WORDS = {
    "hasil": ("+", gettext_noop("Add what was made")),
    "terjual": ("−", gettext_noop("Sold at the gallery")),
    "rusak": ("−", gettext_noop("Damaged or lost")),
    "hitung": ("=", gettext_noop("Count anew")),
    "tambah": ("+", gettext_noop("Correct: add")),
    "kurang": ("−", gettext_noop("Correct: take off")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@inside_page()
def stock_variant(request: HttpRequest, slug: str, variant_id: int) -> HttpResponse:
    """One variant's stock: change it, and see what happened to it."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    line = _line(facility, variant_id)
    if request.method == "POST":
        require(actor, Act.STOCK_CHANGE, facility.pk)
        return _taken(request, facility, line)
    return _variant(request, facility, line, told=_told(request, facility))


def _line(facility: Facility, variant_id: int) -> StockLine:
    found = stock_lines(facility.pk, [variant_id]) if variant_id < 2**31 else []
    if not found:
        raise NotFound
    return found[0]


def _taken(request: HttpRequest, facility: Facility, line: StockLine) -> HttpResponse:
    tile = _TILES.get(request.POST.get("apa", ""))
    faults = {}
    pieces = 0
    if tile is None:
        faults["apa"] = gettext("Choose what happened.")
    try:
        pieces = pieces_typed(request.POST.get("jumlah", ""))
    except Unread as unread:
        faults["jumlah"] = unread.sentence
    if tile is None or faults:
        return _variant(request, facility, line, faults=faults, status=422)
    reason, sign = tile
    note = request.POST.get("catatan", "")
    seen = seen_typed(request.POST.get("dilihat", "")) if reason is StockReason.COUNTED else None
    change = StockChange(line.variant_id, reason, sign * pieces, note, seen)
    return _written(request, facility, line, change)


def _written(
    request: HttpRequest, facility: Facility, line: StockLine, change: StockChange
) -> HttpResponse:
    key = request.POST.get("key", "")[:_LONGEST_KEY]
    try:
        saved = change_once(
            actor=actor_of(request), facility_id=facility.pk, key=key, change=change
        )
    except StockChanged as error:
        line = _line(facility, line.variant_id)
        faults = {"jumlah": _changed_sentence(facility, line, error)}
        return _variant(request, facility, line, faults=faults, status=409)
    except Invalid as error:
        faults = {"jumlah": gettext(str(error.params["reason"]))}
        return _variant(request, facility, line, faults=faults, status=422)
    told = {"tercatat": saved.save.pk if saved.save else 0, **({} if saved.is_new else {"lagi": 1})}
    return redirect(f"{request.path}?{urlencode(told)}")


def _changed_sentence(facility: Facility, line: StockLine, error: StockChanged) -> str:
    (last, *_rest) = moves(MoveQuery(facility.pk, line.variant_id), most=1)
    zone = facility.regency.province.zone
    return gettext(
        "%(who)s changed the stock at %(time)s: it is %(now)s now, you saw %(seen)s."
        " Save again if your count still holds."
    ) % {
        "who": last.actor_name or gettext("Somebody"),
        "time": formats.clock(last.at, zone, language_of()),
        "now": formats.number(int(str(error.params["now"])), language_of()),
        "seen": formats.number(int(str(error.params["seen"])), language_of()),
    }


def _told(request: HttpRequest, facility: Facility) -> dict[str, Any] | None:
    """What was just written, or taken back."""
    text = request.GET.get("tercatat", "")
    if text == "0":
        return {"sentence": gettext("The stock is as it was; nothing was written.")}
    if request.GET.get("diurungkan"):
        return {"sentence": gettext("Taken back.")}
    key = key_typed(text)
    save = StockSave.objects.filter(pk=key, facility=facility).first() if key else None
    if save is None or not (rows := changed_of(save)) or rows[0].stock is None:
        return None
    before, after = rows[0].stock
    words = {
        "change": _signed(after - before),
        "reason": gettext(REASONS[save.reason]),
        "balance": formats.number(after, language_of()),
    }
    sentence = (
        gettext("This was written before; it was not written twice.")
        if request.GET.get("lagi")
        else gettext("Written: %(change)s, %(reason)s. Stock now %(balance)s.") % words
    )
    return {"sentence": sentence, "move": rows[0].move_id}


def _variant(
    request: HttpRequest,
    facility: Facility,
    line: StockLine,
    *,
    told: dict[str, Any] | None = None,
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    query = replace(
        MoveQuery(facility.pk, line.variant_id, zone=_zone(facility)),
        before=key_typed(request.GET.get("sebelum", "")),
    )
    found = moves(query, most=MOVES + 1)
    context = {
        "line": line,
        "photo": thumb(line),
        "label": ", ".join(part for part in (line.name, line.choice) if part),
        "may_change": can(actor_of(request), Act.STOCK_CHANGE, facility.pk),
        "tiles": [
            (value, sign, gettext(words), value == request.POST.get("apa"))
            for value, (sign, words) in _TILE_WORDS.items()
        ],
        "key": request.POST.get("key") or uuid4().hex,
        "typed": request.POST,
        "told": told,
        "faults": faults or {},
        "months": _months(query),
        "download": reverse("staff:stock_variant_csv", args=[facility.slug, line.variant_id]),
        **_moves_context(actor_of(request), facility, found),
    }
    if context["after"]:
        context["after"] = f"?sebelum={context['after']}"
    return page(
        request, "staff/stock_variant.html", context, facility=facility, tab="stock", status=status
    )


def _zone(facility: Facility) -> str:
    return formats.ZONES[facility.regency.province.zone].key


def _moves_context(actor: Actor, facility: Facility, found: list[MoveLine]) -> dict[str, Any]:
    """The lines of the ledger, and the key after which the next page begins."""
    zone = facility.regency.province.zone
    may = can(actor, Act.STOCK_CHANGE, facility.pk)
    shown = found[:MOVES]
    return {
        "moves": [_move(move, zone, may and actor.user_id == move.user_id) for move in shown],
        "after": shown[-1].id if len(found) > MOVES else "",
    }


def _signed(pieces: int) -> str:
    """+1.200, −3 or 0."""
    sign = "+" if pieces > 0 else "−" if pieces < 0 else ""
    return sign + formats.number(abs(pieces), language_of())


def _move(move: MoveLine, zone: str, may_undo: bool) -> dict[str, Any]:
    language = language_of()
    is_back = move.reason is StockReason.UNDONE and move.note.startswith("#")
    return {
        "line": move,
        "day": move.at.astimezone(formats.ZONES[zone]).date(),
        "time": formats.clock(move.at, zone, language),
        "reason": gettext(REASONS[move.reason]),
        "change": _signed(move.change),
        "note": gettext("of entry no. %(number)s") % {"number": move.note[1:]}
        if is_back
        else move.note,
        "may_undo": may_undo and move.reason in UNDOABLE and not move.is_undone,
    }


def _months(query: MoveQuery) -> list[dict[str, Any]]:
    """Sums by month, the newest first, each with its reasons."""
    found: dict[date, list[tuple[str, int]]] = {}
    for month, reason, pieces in month_sums(replace(query, before=None)):
        found.setdefault(month, []).append((reason, pieces))
    order = list(REASONS)
    return [
        {
            "month": formats.long_date(month, language_of()).partition(" ")[2],
            "rows": [
                (gettext(REASONS[reason]), _signed(pieces))
                for reason, pieces in sorted(rows, key=lambda row: order.index(row[0]))
            ],
            "sum": _signed(sum(pieces for _reason, pieces in rows)),
        }
        for month, rows in found.items()
    ]


@require_POST
@inside_page()
def stock_undo_move(request: HttpRequest, slug: str, move_id: int) -> HttpResponse:
    """Take one move back, and go to where its variant's ledger stands."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    line = _line(facility, moved_variant(facility.pk, move_id))
    try:
        stock_undo(actor=actor, move_id=move_id, facility_id=facility.pk)
    except Invalid as error:
        told = {"sentence": gettext(str(error.params["reason"])), "is_bad": True}
        return _variant(request, facility, line, told=told, status=409)
    return redirect(reverse("staff:stock_variant", args=[slug, line.variant_id]) + "?diurungkan=1")


def _day_typed(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-22") else None
    except ValueError:
        return None


def _ledger_query(request: HttpRequest, facility: Facility) -> MoveQuery:
    asked = request.GET
    reason = asked.get("alasan", "")
    return MoveQuery(
        facility.pk,
        since=_day_typed(asked.get("dari", "")),
        until=_day_typed(asked.get("sampai", "")),
        reason=StockReason(reason) if reason in REASONS else None,
        person=key_typed(asked.get("petugas", "")),
        before=key_typed(asked.get("sebelum", "")),
        zone=_zone(facility),
    )


@require_safe
@inside_page()
def stock_ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """All moves of a facility."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    query = _ledger_query(request, facility)
    kept = {
        name: request.GET[name]
        for name in ("dari", "sampai", "alasan", "petugas")
        if request.GET.get(name)
    }
    context = {
        "query": query,
        "kept": kept,
        "reasons": [(value, gettext(words)) for value, words in REASONS.items()],
        "people": ledger_people(facility.pk),
        "months": _months(query),
        "download": reverse("staff:stock_ledger_csv", args=[slug]) + f"?{urlencode(kept)}",
        **_moves_context(actor, facility, moves(query, most=MOVES + 1)),
    }
    if context["after"]:
        context["after"] = "?" + urlencode({**kept, "sebelum": context["after"]})
    return page(request, "staff/stock_ledger.html", context, facility=facility, tab="stock")


@require_safe
@inside_page()
def stock_ledger_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The ledger as the filters show it, as a file."""
    facility = facility_of(actor_of(request), slug)
    query = replace(_ledger_query(request, facility), before=None)
    return moves_csv(facility, query, slug)


@require_safe
@inside_page()
def stock_variant_csv(request: HttpRequest, slug: str, variant_id: int) -> HttpResponse:
    """One variant's ledger as a file."""
    facility = facility_of(actor_of(request), slug)
    line = _line(facility, variant_id)
    query = MoveQuery(facility.pk, line.variant_id, zone=_zone(facility))
    return moves_csv(facility, query, f"{slug}-{line.listing_slug}")
