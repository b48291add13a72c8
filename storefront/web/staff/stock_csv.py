"""The ledger as a file that spreadsheets open."""

from __future__ import annotations

import csv
import io
import re

from django.http import HttpResponse
from django.utils.translation import gettext

from catalog.dates import legal_today
from catalog.feeds import inert
from catalog.models import Facility
from catalog.selectors.stock import DOWNLOAD, MoveLine, MoveQuery, moves
from storefront.web import formats
from storefront.web.staff.stock_cells import REASONS


def moves_csv(facility: Facility, query: MoveQuery, name: str) -> HttpResponse:
    """Moves as CSV with semicolons, as Indonesian Excel reads it, at most DOWNLOAD of them; a line
    at the end says when there are more. Times are the facility's own."""
    found = moves(query, most=DOWNLOAD + 1)
    zone = facility.regency.province.zone
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(_heads(zone))
    writer.writerows(_cells(line, zone) for line in found[:DOWNLOAD])
    if len(found) > DOWNLOAD:
        words = gettext(
            "Only the newest %(count)s entries are here. Choose fewer days for the rest."
        )
        writer.writerow([words % {"count": DOWNLOAD}])
    body = b"\xef\xbb\xbf" + buffer.getvalue().encode()
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    file_name = re.sub(r"[^a-z0-9-]", "", f"stok-{name}-{legal_today():%Y-%m-%d}")
    response["Content-Disposition"] = f'attachment; filename="{file_name}.csv"'
    return response


def _heads(zone: str) -> list[str]:
    return [
        gettext("No."),
        gettext("Date"),
        f"{gettext('Time')} ({zone})",
        gettext("Goods"),
        gettext("Reason"),
        gettext("Pieces"),
        gettext("Balance"),
        gettext("Who"),
        gettext("Note"),
    ]


def _cells(line: MoveLine, zone: str) -> list[object]:
    there = line.at.astimezone(formats.ZONES[zone])
    return [
        line.id,
        f"{there:%Y-%m-%d}",
        f"{there:%H.%M}",
        inert(line.name),
        gettext(REASONS[line.reason]),
        line.change,
        line.balance,
        inert(line.actor_name),
        inert(line.note),
    ]
