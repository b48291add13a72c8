"""The head's navigation: the same few words on every page, one of them marked."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe


class NavItem(NamedTuple):
    """A word of the navigation. rest: what it goes on with where there is room."""

    label: str
    rest: str
    address: str


@lru_cache(maxsize=32)
def nav_html(items: tuple[NavItem, ...], here: tuple[bool, ...]) -> SafeString:
    """List items. here: for each word whether the page is it or lies below it."""
    return mark_safe(
        "\n".join(_item(item, is_here) for item, is_here in zip(items, here, strict=True))
    )


def _item(item: NavItem, is_here: bool) -> str:
    current = ' aria-current="page"' if is_here else ""
    rest = f'<span class="nav-rest">&nbsp;{escape(item.rest)}</span>' if item.rest else ""
    return f'<li><a href="{escape(item.address)}"{current}>{escape(item.label)}{rest}</a></li>'
