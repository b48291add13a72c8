"""The groups of a list's filters: tick boxes with how many goods each would leave."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from catalog.types import FacetValue
from storefront.web.formats import number

SHOWN, FEWEST = 6, 3  # before the fold; fewer where the rest would leave nothing
MOST = 60


@dataclass(frozen=True, slots=True)
class Group:
    """One group. name: of the parameter; values: in the order of their counts; chosen: ticked;
    said: ticked by the words searched for."""

    name: str
    title: str
    values: Sequence[FacetValue]
    chosen: Collection[str]
    said: Collection[str] = ()


def _tick(group: Group, value: FacetValue, place: str, language: str) -> str:
    """One tick box; what would leave nothing cannot be ticked, but can always be unticked."""
    is_chosen = value.value in group.chosen
    source = gettext("from your words") if value.value in group.said else ""
    state = " checked" if is_chosen else "" if value.count else " disabled"
    none = "" if value.count or is_chosen else ' class="none"'
    label = _label(value.label)
    said = f" <small>({escape(source)})</small>" if source else ""
    return (
        f"<li{none}>{_box(group.name, value.value, place)}{state}>"
        f"<span>{label}{said}</span>"
        f'<span class="n">{number(value.count, language)}</span></label></li>'
    )


# The same few hundred values stand in every list.
@lru_cache(maxsize=4096)
def _label(label: str) -> str:
    return escape(label)


@lru_cache(maxsize=4096)
def _box(name: str, value: str, place: str) -> str:
    """The beginning of a tick box, up to its state."""
    safe = escape(value)
    return (
        f'<label class="tick"><input type="checkbox" name="{name}" value="{safe}"'
        f' id="{place}-{name}-{safe}"'
    )


def _ordered(group: Group) -> list[FacetValue]:
    """Chosen values first, then the rest by count; at most MOST."""
    chosen = [value for value in group.values if value.value in group.chosen]
    rest = [value for value in group.values if value.value not in group.chosen]
    return (chosen + rest)[:MOST]


def group_html(group: Group, place: str, language: str) -> str:
    """A fieldset. place: prefix of ids, as the same group may stand twice in a page. Safe."""
    values = _ordered(group)
    fruitful = sum(bool(value.count) for value in values)
    chosen = sum(value.value in group.chosen for value in values)
    shown = max(min(SHOWN, max(fruitful, FEWEST)), chosen)
    if len(values) <= shown + 2:
        shown = len(values)
    ticks = [_tick(group, value, place, language) for value in values]
    rest = ""
    if len(ticks) > shown:
        more = gettext("Show %(count)s more") % {"count": len(ticks) - shown}
        rest = (
            f'<details id="{place}-{group.name}-more"><summary>{escape(more)}</summary>'
            f"<ul>{''.join(ticks[shown:])}</ul></details>"
        )
    hint = gettext("Find")
    find = gettext("Find in “%(group)s”") % {"group": group.title}
    field = (
        f'<input type="search" class="narrow" data-narrow aria-label="{escape(find)}"'
        f' placeholder="{escape(hint)}" autocomplete="off" spellcheck="false">'
        if rest
        else ""
    )
    return (
        f'<fieldset class="group"><legend>{escape(group.title)}</legend>{field}'
        f"<ul>{''.join(ticks[:shown])}</ul>{rest}</fieldset>"
    )


def ticks_html(groups: Sequence[Group], place: str, language: str) -> SafeString:
    """The tick boxes of groups of one value, as list items."""
    return mark_safe(
        "".join(_tick(group, value, place, language) for group in groups for value in group.values)
    )


def groups_html(groups: Sequence[Group], place: str, language: str) -> SafeString:
    """All groups that have anything to choose."""
    return mark_safe(
        "".join(group_html(group, place, language) for group in groups if group.values)
    )
