"""/petugas/<facility>/stok/simpanan/: all forms of prices and stocks that were taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from catalog.models import Facility, StockSave
from catalog.policies.abilities import Act, can
from catalog.selectors.stock import SAVES, saves
from catalog.services.price_table import changed_of, still_open
from storefront.access.actor import actor_of
from storefront.web import formats
from storefront.web.context import language_of
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of, page
from storefront.web.staff.stock_cells import REASONS, key_typed
from storefront.web.staff.stock_markup import changed_html


@require_safe
@inside_page()
def stock_saves(request: HttpRequest, slug: str) -> HttpResponse:
    """What was changed in the table, the newest first."""
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    before = key_typed(request.GET.get("sebelum", ""))
    found = saves(facility.pk, before=before, most=SAVES + 1)
    context = {
        "latest": saves_shown(found[:SAVES], facility),
        "may_change": can(actor, Act.STOCK_CHANGE, facility.pk),
        "after": f"?sebelum={found[SAVES - 1].pk}" if len(found) > SAVES else "",
        "is_first": before is None,
    }
    return page(request, "staff/stock_saves.html", context, facility=facility, tab="stock")


def saves_shown(found: Sequence[StockSave], facility: Facility) -> list[dict[str, Any]]:
    """Saves as their list shows them; at most two statements."""
    is_open = still_open(found) if found else set()
    return [_shown(save, save.pk in is_open, facility) for save in found]


def _shown(save: StockSave, is_open: bool, facility: Facility) -> dict[str, Any]:
    zone = facility.regency.province.zone
    rows = changed_of(save)
    return {
        "id": save.pk,
        "who": save.actor_name,
        "day": save.at.astimezone(formats.ZONES[zone]).date(),
        "time": formats.clock(save.at, zone, language_of()),
        "count": cells_in(save),
        "rows": changed_html(rows, language_of()),
        "reason": gettext(REASONS[save.reason]) if any(row.stock for row in rows) else "",
        "note": save.note,
        "is_undo": save.undoes_id is not None,
        "is_open": is_open,
    }


def cells_in(save: StockSave) -> int:
    """How many numbers a save changed."""
    return sum(bool(row.price) + bool(row.stock) for row in changed_of(save))
