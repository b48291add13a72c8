"""/petugas/<facility>/stok/: prices and stocks of a facility in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from catalog.errors import DomainError, NotFound
from catalog.models import Facility, StockSave
from catalog.policies.abilities import Act, can, require
from catalog.selectors.stock import (
    ROWS,
    TablePage,
    TableQuery,
    saves,
    stock_counts,
    stock_lines,
    stock_table,
)
from catalog.services.price_table import CellsRefused, table_save, table_undo
from catalog.types import StockReason
from storefront.access.actor import actor_of
from storefront.web.context import language_of
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of, page
from storefront.web.staff.stock_cells import REASONS, key_typed
from storefront.web.staff.stock_markup import rows_html
from storefront.web.staff.stock_rows import (
    Row,
    cells_of,
    faults_set,
    fresh_rows,
    keys_sent,
    typed_rows,
)
from storefront.web.staff.stock_saves import cells_in, saves_shown

_SHOWS = {"": "", "sedikit": "low", "habis": "out", "konsep": "drafts"}
_SAID = (
    StockReason.COUNTED,
    StockReason.PRODUCED,
    StockReason.SOLD_AT_GALLERY,
    StockReason.DAMAGED,
    StockReason.CORRECTED,
)
_LATEST = 5
_LONGEST_TEXT, _LAST_PAGE, _LONGEST_KEY = 60, 2000, 200


class _Told(NamedTuple):
    """What a page says above the table. save: the one that may be undone."""

    sentence: str
    is_bad: bool = False
    save_id: int | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@inside_page()
def stock(request: HttpRequest, slug: str) -> HttpResponse:
    """The table; a form of it comes back here."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    if request.method == "POST":
        require(actor, Act.STOCK_CHANGE, facility.pk)
        return _taken(request, facility)
    return _table(request, facility, told=_told(request, facility))


@require_POST
@inside_page()
def stock_undo_save(request: HttpRequest, slug: str, save_id: int) -> HttpResponse:
    """Take a whole form back."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    try:
        undone = table_undo(actor=actor, facility_id=facility.pk, save_id=save_id)
    except NotFound:
        raise
    except DomainError as error:
        require(actor, Act.STOCK_CHANGE, facility.pk)
        reason = gettext(str(error.params.get("reason", error.template)))
        return _table(request, facility, told=_Told(reason, is_bad=True), status=409)
    return redirect(f"{reverse('staff:stock', args=[slug])}?tersimpan={undone.pk}")


def _taken(request: HttpRequest, facility: Facility) -> HttpResponse:
    """A sent form: written, or shown again with what is wrong beside each cell."""
    lines = stock_lines(facility.pk, keys := keys_sent(request.POST))
    if len(lines) != len(keys):
        raise NotFound
    rows = typed_rows(lines, request.POST, language_of())
    if any(cell.fault for row in rows for cell in row.cells):
        return _again(request, facility, rows, 422)
    try:
        saved = table_save(
            actor=actor_of(request),
            facility_id=facility.pk,
            key=request.POST.get("key", "")[:_LONGEST_KEY],
            cells=cells_of(rows),
            reason=_reason(request.POST.get("alasan", "")),
            note=request.POST.get("catatan", ""),
        )
    except CellsRefused as refused:
        faults_set(rows, refused.faults)
        asks = any(cell.asks for row in rows for cell in row.cells)
        return _again(request, facility, rows, 409 if asks else 422)
    told = {
        "tersimpan": saved.save.pk if saved.save else 0,
        **({} if saved.is_new else {"lagi": 1}),
    }
    kept = {name: request.GET[name] for name in ("tampil", "q", "hal") if request.GET.get(name)}
    return redirect(f"{request.path}?{urlencode({**kept, **told})}")


def _reason(text: str) -> StockReason:
    return next((reason for reason in _SAID if reason.value == text), StockReason.COUNTED)


def _again(
    request: HttpRequest, facility: Facility, rows: Sequence[Row], status: int
) -> HttpResponse:
    count = sum(1 for row in rows for cell in row.cells if cell.fault)
    sentence = gettext(
        "Nothing is saved yet: look at the %(count)s marked cells. What you typed is still there."
    ) % {"count": count}
    told = _Told(sentence, is_bad=True)
    return _table(request, facility, rows=rows, told=told, status=status)


def _told(request: HttpRequest, facility: Facility) -> _Told | None:
    """What the page before wants said."""
    text = request.GET.get("tersimpan", "")
    if text == "0":
        return _Told(gettext("Nothing was different, so nothing was saved."))
    key = key_typed(text)
    save = StockSave.objects.filter(pk=key, facility=facility).first() if key else None
    if save is None:
        return None
    count = {"count": cells_in(save)}
    if save.undoes_id:
        return _Told(gettext("Taken back: %(count)s changes.") % count)
    if request.GET.get("lagi"):
        sentence = gettext("This form was saved before; it was not written twice.")
        return _Told(sentence, save_id=save.pk)
    return _Told(gettext("Saved: %(count)s changes.") % count, save_id=save.pk)


def _query(request: HttpRequest) -> TableQuery:
    number = key_typed(request.GET.get("hal", "")) or 1
    text = " ".join(request.GET.get("q", "").split())[:_LONGEST_TEXT]
    return TableQuery(_SHOWS.get(request.GET.get("tampil", ""), ""), text, min(number, _LAST_PAGE))


def _table(
    request: HttpRequest,
    facility: Facility,
    *,
    rows: Sequence[Row] | None = None,
    told: _Told | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page. rows: those of a form that comes back, else what the address asks for."""
    query = _query(request)
    actor = actor_of(request)
    if rows is None:
        found = stock_table(facility.pk, query)
        rows = fresh_rows(found.lines, language_of())
    else:
        found = TablePage([], 0, stock_counts(facility.pk))
    latest = saves_shown(saves(facility.pk, most=_LATEST), facility)
    if told and told.save_id not in {save["id"] for save in latest if save["is_open"]}:
        told = told._replace(save_id=None)
    may_change = can(actor, Act.STOCK_CHANGE, facility.pk)
    context = {
        "rows": rows_html(rows, slug=facility.slug, may_change=may_change, language=language_of()),
        "may_change": may_change,
        "key": request.POST.get("key") or uuid4().hex,
        "told": told,
        "typed": request.POST,
        "reasons": [(reason.value, gettext(REASONS[reason])) for reason in _SAID],
        "latest": latest,
        "sums": _sums(rows),
        **_ways(request, query, found),
    }
    return page(request, "staff/stock.html", context, facility=facility, tab="stock", status=status)


def _sums(rows: Sequence[Row]) -> dict[str, int]:
    return {
        "pieces": sum(row.line.quantity for row in rows),
        "promised": sum(row.line.promised for row in rows),
    }


def _ways(request: HttpRequest, query: TableQuery, table: TablePage) -> Mapping[str, Any]:
    """Filters, words and pages."""
    counts, found = table.counts, table.found
    show = request.GET.get("tampil", "")
    labels = (
        ("", gettext("All"), counts.every),
        ("sedikit", gettext("Few left"), counts.low),
        ("habis", gettext("Sold out"), counts.out),
        ("konsep", gettext("Drafts"), counts.drafts),
    )
    pages = max(1, -(-found // ROWS))
    return {
        "shows": [
            (_at(value, query.text, 1), label, n, value == show) for value, label, n in labels
        ],
        "show": show if query.show else "",
        "text": query.text,
        "found": found,
        "number": query.page,
        "pages": pages,
        "here": _at(show, query.text, query.page),
        "before": _at(show, query.text, query.page - 1) if query.page > 1 else "",
        "after": _at(show, query.text, query.page + 1) if query.page < pages else "",
        "has_goods": counts.every > 0,
    }


def _at(show: str, text: str, number: int) -> str:
    parts = {"tampil": show, "q": text, "hal": str(number) if number > 1 else ""}
    return "?" + urlencode({name: value for name, value in parts.items() if value})
