"""What the central office says about the shop itself, for every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalog.kept import kept
from catalog.models import ShopSettings


@dataclass(frozen=True)
class SettingsValues:
    """As forms and pages take them; meanings as of ShopSettings. notice_from, notice_until: days
    like 2026-11-30, "" for none."""

    whatsapp: str = ""
    mail: str = ""
    hours: str = ""
    hours_en: str = ""
    address: str = ""
    line: str = ""
    line_en: str = ""
    notice_is_on: bool = False
    notice: str = ""
    notice_en: str = ""
    notice_from: str = ""
    notice_until: str = ""

    def notice_state(self, on: date) -> str:
        """How the announcement stands on a day: "off", "ahead", "shown" or "over"."""
        if not self.notice_is_on:
            return "off"
        if self.notice_from and on < date.fromisoformat(self.notice_from):
            return "ahead"
        if self.notice_until and on > date.fromisoformat(self.notice_until):
            return "over"
        return "shown"


def settings_values(row: ShopSettings) -> SettingsValues:
    """As they are."""
    return SettingsValues(
        whatsapp=row.whatsapp,
        mail=row.mail,
        hours=row.hours,
        hours_en=row.hours_en,
        address=row.address,
        line=row.line,
        line_en=row.line_en,
        notice_is_on=row.notice_is_on,
        notice=row.notice,
        notice_en=row.notice_en,
        notice_from=row.notice_from.isoformat() if row.notice_from else "",
        notice_until=row.notice_until.isoformat() if row.notice_until else "",
    )


@kept(seconds=5)
def settings_now() -> SettingsValues:
    """All empty before anybody said anything. One statement when not kept."""
    row = ShopSettings.objects.filter(pk=ShopSettings.ONE).first()
    return settings_values(row) if row else SettingsValues()
