"""Drawn signs of the shop, put into pages as they stand in the static folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

_FOLDER = Path(__file__).resolve().parent.parent / "static" / "storefront"
_KEPT = 'viewBox="0 0 24 24" fill="none"'


@cache
def icon(name: str) -> SafeString:
    """An icon's SVG; its size and stroke come from the style sheet. Raises FileNotFoundError."""
    source = (_FOLDER / "icons" / f"{name}.svg").read_text(encoding="utf-8").strip()
    drawing = source[source.index(">") + 1 :]
    return mark_safe(f'<svg class="icon" {_KEPT} aria-hidden="true">{drawing}')


@cache
def logo() -> SafeString:
    """The shop's sign without words; takes the color of the text around it."""
    source = (_FOLDER / "logo.svg").read_text(encoding="utf-8").strip()
    return mark_safe(source.replace("<svg ", '<svg class="logo-mark" ', 1))
