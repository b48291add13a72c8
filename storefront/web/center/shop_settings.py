"""Settings of the shop, to be looked at: they come from the environment of the server."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Label, setting, the name in the environment. Nothing secret.
SHOWN = (
    (_("Address of the shop"), "PUBLIC_URL", "PUBLIC_URL"),
    (_("How the shop runs"), "MODE", "LAPAK_MODE"),
    (_("WhatsApp for buyers"), "SHOP_WHATSAPP", "SHOP_WHATSAPP"),
    (_("Mail for buyers"), "SHOP_MAIL", "SHOP_MAIL"),
    (_("Sender of mails"), "DEFAULT_FROM_EMAIL", "DEFAULT_FROM_EMAIL"),
    (_("Mail server"), "EMAIL_HOST", "EMAIL_HOST"),
)


def urls(site: Any) -> list[URLPattern]:
    """The page."""

    def shop_settings(request: HttpRequest) -> HttpResponse:
        rows = [
            {"label": label, "value": getattr(settings, name), "source": source}
            for label, name, source in SHOWN
        ]
        context = {
            **site.each_context(request),
            "title": gettext("Settings of the shop"),
            "rows": rows,
        }
        return TemplateResponse(request, "center/settings.html", context)

    return [path("setelan/", site.admin_view(shop_settings), name="settings")]
