"""Settings of the shop: what officers say on every page, and what the server's environment says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.dates import legal_today
from catalog.models import ShopSettings
from catalog.selectors.history_reference import SETTINGS
from catalog.selectors.shop_settings import SettingsValues, settings_values
from catalog.services.shop_settings import settings_change
from storefront.access.actor import actor_of
from storefront.web.center.fields import line
from storefront.web.center.history import history_address
from storefront.web.center.keeping import KeptForm, Sheet, sheet_page

# Label, setting, the name in the environment. Nothing secret.
SHOWN = (
    (_("Address of the shop"), "PUBLIC_URL", "PUBLIC_URL"),
    (_("How the shop runs"), "MODE", "LAPAK_MODE"),
    (_("WhatsApp for buyers"), "SHOP_WHATSAPP", "SHOP_WHATSAPP"),
    (_("Mail for buyers"), "SHOP_MAIL", "SHOP_MAIL"),
    (_("Sender of mails"), "DEFAULT_FROM_EMAIL", "DEFAULT_FROM_EMAIL"),
    (_("Mail server"), "EMAIL_HOST", "EMAIL_HOST"),
)
_EMPTY_SERVER = _("Empty: what the server says, below.")
_EMPTY_OWN = _("Empty in both languages: the shop's own words.")
_STATES = {
    "off": _("Not shown"),
    "ahead": _("Not yet: its first day lies ahead"),
    "shown": _("On every page now"),
    "over": _("Over: its last day is past"),
}


def _day(label: Any) -> forms.CharField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.CharField(label=label, max_length=10, required=False, widget=widget)


def _line(label: Any, name: str, help_text: Any = "") -> forms.CharField:
    kept: Any = ShopSettings._meta.get_field(name)
    return line(label, kept.max_length, required=False, help_text=help_text)


class SettingsForm(KeptForm):
    """SettingsValues."""

    made_of = SettingsValues
    # people write 0812-3456-7890; what is kept is shorter
    whatsapp = line(_("WhatsApp for buyers"), 24, required=False, help_text=_EMPTY_SERVER)
    mail = _line(_("Mail for buyers"), "mail", _EMPTY_SERVER)
    hours = _line(_("Help hours"), "hours", _EMPTY_OWN)
    hours_en = _line(_("Help hours (English)"), "hours_en")
    address = _line(
        _("Address of the office"), "address", _("At the foot of every page. Empty: none is shown.")
    )
    line = _line(_("What the shop is"), "line", _EMPTY_OWN)
    line_en = _line(_("What the shop is (English)"), "line_en")
    notice_is_on = forms.BooleanField(label=_("Show the announcement"), required=False)
    notice = _line(
        _("Announcement"), "notice", _("One sentence at the head of every page for visitors.")
    )
    notice_en = _line(_("Announcement (English)"), "notice_en")
    notice_from = _day(_("Announcement: first day"))
    notice_until = _day(_("Announcement: last day"))


def urls(site: Any) -> list[URLPattern]:
    """The page."""

    def shop_settings(request: HttpRequest) -> HttpResponse:
        row = ShopSettings.objects.filter(pk=ShopSettings.ONE).first() or ShopSettings()
        values = settings_values(row)
        rows = [
            {"label": label, "value": getattr(settings, name), "source": source}
            for label, name, source in SHOWN
        ]
        sheet = Sheet(
            title=gettext("Settings of the shop"),
            form=SettingsForm,
            values=values,
            keep=lambda form: settings_change(
                actor=actor_of(request), wanted=form.wanted, seen=form.seen
            ),
            back=reverse("center:settings"),
            template="center/settings.html",
            context={
                "facts": [(_("Announcement"), _STATES[values.notice_state(legal_today())])],
                "history_address": history_address(SETTINGS, ShopSettings.ONE),
                "rows": rows,
            },
        )
        return sheet_page(request, sheet, site.each_context(request))

    return [path("setelan/", site.admin_view(shop_settings), name="settings")]
