"""/webhook/: what payment providers tell us. Whoever can be heard has signed.

200 says that it was taken, or was taken before; 400 that it is refused, which tells a stranger
nothing; 503 that it shall come again.
"""

from __future__ import annotations

import logging

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from storefront.orders.providers.base import NoticeRefused, ProviderRefused, ProviderSilent
from storefront.orders.providers.registry import provider_in_use
from storefront.orders.services.settling import payment_told

MOST_BYTES = 100 * 1024
log = logging.getLogger(__name__)


def _told(request: HttpRequest, code: str) -> HttpResponse:
    """Take one notice. Raises Http404 where that provider is not in use."""
    provider = provider_in_use(code)
    if provider is None:
        raise Http404
    try:
        event = provider.read_notice(request.headers, _body(request), timezone.now())
        settled = payment_told(provider=code, event=event) if event is not None else None
    except NoticeRefused as error:
        log.warning("webhook %s refused: %s", code, error)
        return _said(400)
    except (ProviderSilent, ProviderRefused) as error:
        log.warning("webhook %s: %s", code, error)
        return _said(503)
    return _said(400 if settled is not None and settled.is_refused else 200)


def _body(request: HttpRequest) -> bytes:
    """Raises NoticeRefused for more than a notice can be; none of it is read."""
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = MOST_BYTES + 1
    if length > MOST_BYTES:
        raise NoticeRefused("too long")
    try:
        return request.body
    except RequestDataTooBig as error:
        raise NoticeRefused("too long") from error


def _said(status: int) -> HttpResponse:
    answer = HttpResponse(status=status, content_type="text/plain")
    answer["Cache-Control"] = "no-store"
    return answer


@csrf_exempt
@require_POST
def stripe(request: HttpRequest) -> HttpResponse:
    """Of Stripe."""
    return _told(request, "stripe")


@csrf_exempt
@require_POST
def midtrans(request: HttpRequest) -> HttpResponse:
    """Of Midtrans."""
    return _told(request, "midtrans")
