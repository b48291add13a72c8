"""The receipt or invoice of an order as PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

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
from storefront.web.typesetting import typeset

_HERE = Path(__file__).resolve().parent
# Of an address: who prints a receipt does it once or twice.
window = Window(10)


def nota_pdf(words: Any) -> bytes:
    """A PDF of `nota_words`. The same words give the same bytes."""
    return typeset(_HERE / "nota.typ", {"nota": json.dumps(words)})


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
