"""The ledger as a file that spreadsheets open."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import gettext

from catalog.dates import legal_today
from catalog.models import Facility
from catalog.selectors.stock import MoveLine
from storefront.web import formats
from storefront.web.staff.stock_cells import REASONS

# What a spreadsheet would run.
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def _plain(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what begins like a formula."""
    return f"'{text}" if text.startswith(_LIVE) else text


def moves_csv(facility: Facility, lines: Iterable[MoveLine], name: str) -> HttpResponse:
    """Moves as CSV with semicolons, as Indonesian Excel reads it. Times are the facility's own."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    zone = facility.regency.province.zone
    writer.writerow(
        [
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
    )
    for line in lines:
        there = line.at.astimezone(formats.ZONES[zone])
        writer.writerow(
            [
                line.id,
                f"{there:%Y-%m-%d}",
                f"{there:%H.%M}",
                _plain(line.name),
                gettext(REASONS[line.reason]),
                line.change,
                line.balance,
                _plain(line.actor_name),
                _plain(line.note),
            ]
        )
    body = b"\xef\xbb\xbf" + buffer.getvalue().encode()
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    file_name = re.sub(r"[^a-z0-9-]", "", f"stok-{name}-{legal_today():%Y-%m-%d}")
    response["Content-Disposition"] = f'attachment; filename="{file_name}.csv"'
    return response
