"""The receipt or invoice of an order as PDF."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.selectors.shop_settings import settings_now
from storefront.access.address import client_address
from storefront.access.limits import Window
from storefront.web import addresses
from storefront.web.buying.frame import buyers_page, too_often, unkept
from storefront.web.buying.nota_words import nota_words
from storefront.web.buying.order import opened_order, order_address
from storefront.web.context import language_of

_HERE = Path(__file__).resolve().parent
_FONTS = _HERE.parent / "print_fonts"
# Setting type takes all of a core for a moment: one sheet at a time in a process.
_setting = threading.Lock()
# Of an address: who prints a receipt does it once or twice.
window = Window(10)


def nota_pdf(words: Any) -> bytes:
    """A PDF of `nota_words`. The same words give the same bytes."""
    with _setting:
        made: bytes = typst.compile(
            _HERE / "nota.typ",
            root=_HERE,
            font_paths=[_FONTS],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"nota": json.dumps(words)},
            timestamp=datetime(2000, 1, 1, tzinfo=UTC),
        )
    return made


@buyers_page
@require_safe
def nota(request: HttpRequest, token: UUID) -> HttpResponse:
    """The PDF, for who gave the order's key. Raises NotFound."""
    shown = opened_order(request, token)
    if not window.may(client_address(request)):
        return too_often(request)
    words = nota_words(
        shown,
        language=language_of(),
        address=addresses.absolute(order_address(shown.token)),
        shop_address=settings_now().address,
    )
    response = HttpResponse(nota_pdf(words), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="nota-{shown.number}.pdf"'
    return unkept(response)
