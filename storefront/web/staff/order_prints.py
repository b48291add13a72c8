"""What a facility prints of its orders, as PDF: pick list, packing slips, address labels."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.errors import NotFound
from catalog.models import Facility
from storefront.access.actor import actor_of
from storefront.orders.selectors.facility_orders import MOST_AT_ONCE, RowSeen, parts_chosen
from storefront.orders.types import DeliveryKind, FacilityOrderState
from storefront.web.context import language_of
from storefront.web.formats import long_date, number, phone
from storefront.web.inside import inside_page
from storefront.web.staff.orders import orders_facility
from storefront.web.staff.part_words import kind_said
from storefront.web.staff.stock_cells import key_typed
from storefront.web.typesetting import typeset

_HERE = Path(__file__).resolve().parent
_SOURCE = {"ambil": "pick_list.typ", "isi": "packing_slip.typ", "label": "address_labels.typ"}
A6 = "label-a6"


@require_safe
@inside_page()
def order_sheet(request: HttpRequest, slug: str, sheet: str) -> HttpResponse:
    """A PDF of the orders that the address names. Raises NotFound for other sheets and when none
    of the orders is there."""
    actor = actor_of(request)
    facility = orders_facility(actor, slug)
    if sheet not in _WORDS:
        raise NotFound
    keys = list(filter(None, map(key_typed, request.GET.getlist("id"))))[:MOST_AT_ONCE]
    rows = parts_chosen(actor=actor, facility_id=facility.pk, keys=keys)
    if not rows:
        raise NotFound
    words = _WORDS[sheet](facility, rows, language_of())
    if not words:
        return redirect(f"{reverse('staff:orders', args=[slug])}?cetak=kosong")
    response = HttpResponse(sheet_pdf(sheet, words), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{sheet}-{rows[0].number}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def sheet_pdf(sheet: str, words: Mapping[str, Any]) -> bytes:
    """The PDF. The same words give the same bytes."""
    source = _SOURCE[sheet.partition("-")[0]]
    return typeset(_HERE / source, {"sheet": json.dumps(words)})


def _frame(facility: Facility, language: str) -> dict[str, Any]:
    """What all sheets say."""
    return {
        "language": language,
        "facility": facility.official_name,
        "shop": _("Sample, not real") if settings.MODE == "demo" else "Lapak Binaan",
        "date": long_date(legal_today(), language),
        "page": _("Page {page} of {pages}"),
    }


# --- Pick list


def pick_words(facility: Facility, rows: Sequence[RowSeen], language: str) -> dict[str, Any]:
    """All goods that still have to leave, each once, with the orders they are for."""
    goods: dict[str, dict[str, Any]] = {}
    for row in rows:
        for line in row.lines:
            if line.left <= 0:
                continue
            one = goods.setdefault(
                line.sku, {"sku": line.sku, "name": line.said, "pieces": 0, "orders": []}
            )
            one["pieces"] += line.left
            one["orders"].append(f"{number(line.left, language)} × {row.number}")
    found = sorted(goods.values(), key=lambda one: (str(one["name"]), str(one["sku"])))
    return {
        **_frame(facility, language),
        "title": _("Pick list"),
        "about": _("%(goods)s different goods for %(orders)s orders")
        % {"goods": len(found), "orders": len(rows)},
        "columns": ["", _("Goods"), _("Orders"), _("Pieces")],
        "goods": [{**one, "pieces": number(one["pieces"], language)} for one in found],
        "none": _("Nothing has to leave any more."),
    }


# --- Packing slips


def slip_words(facility: Facility, rows: Sequence[RowSeen], language: str) -> dict[str, Any]:
    """A slip for each order, to be put into the parcel; no prices, no address."""
    return {
        **_frame(facility, language),
        "title": _("Packing slip"),
        "columns": ["", _("Goods"), _("SKU"), _("Pieces")],
        "to": _("For"),
        "by": _("Delivery"),
        "thanks": _("Something missing or broken? Open your order on Lapak Binaan and tell us."),
        "slips": [_slip(row, language) for row in rows],
    }


def _slip(row: RowSeen, language: str) -> dict[str, Any]:
    lines = [
        {
            "name": line.said,
            "sku": line.sku,
            "pieces": number(line.quantity - line.cancelled, language),
        }
        for line in row.lines
        if line.quantity > line.cancelled
    ]
    return {
        "number": row.number,
        "code": _code(row.number),
        "to": row.recipient.name or _("Buyer's data removed"),
        "kind": kind_said(row),
        "lines": lines,
    }


# --- Address labels


def label_words(facility: Facility, rows: Sequence[RowSeen], language: str) -> dict[str, Any]:
    """A label for each order that is sent and whose address is still known; {} without any."""
    sent = [
        row
        for row in rows
        if row.kind is not DeliveryKind.PICKUP
        and row.forgotten_at is None
        and row.state is not FacilityOrderState.CANCELLED
    ]
    if not sent:
        return {}
    return {
        **_frame(facility, language),
        "title": _("Address labels"),
        "paper": "a4",
        "words": {"to": _("To"), "from": _("From"), "note": _("Note to the courier:")},
        "sender": _sender(facility),
        "labels": [_label(row) for row in sent],
    }


def _a6_words(facility: Facility, rows: Sequence[RowSeen], language: str) -> dict[str, Any]:
    """The same, each on a sheet of its own, for printers of labels."""
    words = label_words(facility, rows, language)
    return {**words, "paper": "a6"} if words else {}


def _sender(facility: Facility) -> list[str]:
    regency = facility.regency
    lines = (
        facility.official_name,
        facility.address,
        f"{regency.name}, {regency.province.name}",
        phone(facility.phone or facility.whatsapp),
    )
    return [line for line in lines if line]


def _label(row: RowSeen) -> dict[str, Any]:
    """As the post writes it: name, street with RT/RW, village, kecamatan, kabupaten or kota, then
    province and postal code in capitals."""
    to = row.recipient
    place = ", ".join(filter(None, (to.village, to.district)))
    return {
        "number": row.number,
        "code": _code(row.number),
        "kind": kind_said(row),
        "name": to.name,
        "phone": phone(to.phone),
        "address": [line for line in (to.street, place, to.regency) if line],
        "last": f"{to.province} {to.postal_code}".strip().upper(),
        "note": to.courier_note,
        "goods": "; ".join(
            f"{line.quantity - line.cancelled} × {line.said}"
            for line in row.lines
            if line.quantity > line.cancelled
        )[:160],
    }


def _code(text: str) -> str:
    """Its QR as SVG."""
    drawn = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(drawn, kind="svg", border=2, xmldecl=False, nl=False)
    return drawn.getvalue().decode()


_WORDS: Mapping[str, Callable[[Facility, Sequence[RowSeen], str], dict[str, Any]]] = {
    "ambil": pick_words,
    "isi": slip_words,
    "label": label_words,
    A6: _a6_words,
}
