"""Changing what the shop says about itself on every page for visitors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.errors import Invalid
from catalog.facility_values import Refused, email_text, phone_text
from catalog.models import ShopSettings
from catalog.plain_text import one_line
from catalog.selectors.shop_settings import SettingsValues, settings_values
from catalog.services.reference import differences, keeper_require, kept_down, row_check
from catalog.types import Actor

CHANGED = "settings.changed"
_DAYS = ("notice_from", "notice_until")
_BOTH = (("hours", "hours_en"), ("line", "line_en"), ("notice", "notice_en"))


def _day_text(text: str) -> str:
    """2026-11-30, "" for none. Raises Refused."""
    try:
        return date.fromisoformat(text.strip()).isoformat() if text.strip() else ""
    except ValueError as error:
        raise Refused(gettext_noop("This is no day.")) from error


_READ: dict[str, Callable[[str], str]] = {
    "whatsapp": phone_text,
    "mail": email_text,
    **dict.fromkeys(_DAYS, _day_text),
}


@transaction.atomic
def settings_change(*, actor: Actor, wanted: SettingsValues, seen: SettingsValues) -> None:
    """Write what differs. Texts become one line, the number "+62...".

    Raises NotFound, NotAllowed, Invalid, Stale.
    """
    keeper_require(actor)
    wanted = _read(wanted)
    row, _made = ShopSettings.objects.select_for_update().get_or_create(pk=ShopSettings.ONE)
    changes = differences(settings_values(row), wanted, seen)
    _check(wanted)
    for name, value in asdict(wanted).items():
        setattr(row, name, (value or None) if name in _DAYS else value)
    row_check(row)
    if changes:
        row.save()
        kept_down(actor, CHANGED, ShopSettings._meta.db_table, row.pk, changes)


def _read(values: SettingsValues) -> SettingsValues:
    """The same as they will be kept. Raises Invalid."""
    texts = {name: text for name, text in asdict(values).items() if isinstance(text, str)}
    read: dict[str, Any] = {name: _text(name, text) for name, text in texts.items()}
    return replace(values, **read)


def _text(name: str, text: str) -> str:
    try:
        return _READ.get(name, one_line)(text)
    except Refused as refused:
        raise Invalid(field=name, reason=refused.sentence) from refused


def _check(values: SettingsValues) -> None:
    """Raises Invalid for what says something in one language alone, and for days out of order."""
    for name, name_en in _BOTH:
        if bool(getattr(values, name)) != bool(getattr(values, name_en)):
            empty = name_en if getattr(values, name) else name
            raise Invalid(field=empty, reason=gettext_noop("Say it in both languages, or in none."))
    if values.notice_is_on and not values.notice:
        raise Invalid(field="notice", reason=gettext_noop("An announcement needs words."))
    if values.notice_until and values.notice_until < values.notice_from:
        reason = gettext_noop("The last day lies before the first.")
        raise Invalid(field="notice_until", reason=reason)
