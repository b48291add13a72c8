"""What differs between two states of a listing, side by side, and what buyers read of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from catalog.models import Brand, Listing, ProductionUnit
from catalog.saleor_adapter.kinds import kind_rows
from catalog.selectors.stall import own_choices
from legality.types import Change
from storefront.web import formats
from storefront.web.components.history_fields import FIELDS
from storefront.web.components.history_lists import WORDS

_LABELS = {
    **FIELDS,
    "photo": gettext_noop("First picture"),
    "variants": gettext_noop("Choices and prices"),
    "description_en": gettext_noop("Description (English)"),
    "adults_only": gettext_noop("For adults alone"),
}
# What buyers read besides name, price and description, in the order of the page.
_DETAILS = (
    "category_id", "unit_id", "brand_id", "size", "net_weight_grams", "composition", "allergens",
    "is_not_halal", "adults_only", "storage", "best_before_days", "care", "delivery",
    "lead_time_days", "buyer_limit",
)  # fmt: skip
_WEIGHTS = frozenset({"net_weight_grams", "weight_grams"})


class Line(NamedTuple):
    """One value that differs. before, after: HTML."""

    label: str
    before: SafeString
    after: SafeString


class Detail(NamedTuple):
    """One value of a page, in words."""

    label: str
    text: str


@dataclass(frozen=True)
class Teller:
    """Says values of a facility's listings in the page's language. names: of its kinds, units and
    brands, by field and key."""

    language: str
    names: Mapping[str, Mapping[int, str]]

    @classmethod
    def of(cls, listing: Listing, language: str, changes: Iterable[Change] = ()) -> Teller:
        """For a listing, read with its unit and brand, and what was changed of it. At most one
        statement: where it was of another unit or brand."""
        kinds = {
            kind.id: kind.name if language == "id" else kind.name_en or kind.name
            for kind in kind_rows()
        }
        names = {"category_id": kinds, "unit_id": _named(listing.unit)}
        names["brand_id"] = _named(listing.brand)
        if any(change.field in ("unit_id", "brand_id") for change in changes):
            own = own_choices(facility_id=listing.facility_id)
            names |= {"unit_id": dict(own.units), "brand_id": dict(own.brands)}
        return cls(language, names)

    def lines(self, changes: Iterable[Change]) -> list[Line]:
        """What changed, before and after."""
        return [self._line(change) for change in changes]

    def details(self, values: Mapping[str, Any]) -> list[Detail]:
        """What buyers read beside the photographs, what is empty left out."""
        end = "" if self.language == "id" else "_en"
        found = []
        for name in _DETAILS:
            value = values.get(f"{name}{end}") or values.get(name)
            if value not in (None, "", False):
                found.append(Detail(gettext(_LABELS[name]), self._said(name, value)))
        return found

    def choices(self, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """Name, price and weight of each choice."""
        end = "" if self.language == "id" else "_en"
        return [
            (
                one.get(f"name{end}") or one["name"],
                formats.rupiah(Decimal(one["price"]), self.language),
                formats.weight(int(one["weight_grams"]), self.language),
            )
            for one in values.get("variants", ())
        ]

    def _line(self, change: Change) -> Line:
        label = gettext(_LABELS.get(change.field, change.field))
        before, after = (self._said(change.field, one) for one in (change.before, change.after))
        if change.field == "photo":
            return Line(label, *map(_shown, _photo_words(change)))
        return Line(label, *_sides(before, after))

    def _said(self, name: str, value: Any) -> str:
        """A value in words; "" for nothing."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if name in self.names:
            return self.names[name].get(int(value), f"#{value}")
        if name == "variants":
            return "\n".join(" · ".join(one) for one in self.choices({"variants": value}))
        if name in _WEIGHTS:
            return formats.weight(int(value), self.language)
        known = WORDS.get(name, {}).get(str(value))
        return gettext(known) if known else str(value)


def _named(row: ProductionUnit | Brand | None) -> dict[int, str]:
    return {row.pk: row.name} if row else {}


def _photo_words(change: Change) -> tuple[str, str]:
    had, has = bool(change.before), bool(change.after)
    if had and has:
        return gettext("the picture of then"), gettext("another picture")
    return gettext("a picture") if had else "", gettext("a picture") if has else ""


def _shown(text: str) -> SafeString:
    if not text:
        return mark_safe(f'<span class="nothing">{escape(gettext("empty"))}</span>')
    return mark_safe(escape(text))


def _sides(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Two texts with what went and what came marked, word by word."""
    if not before or not after:
        return _shown(before), _shown(after)
    old, new = _pieces(before), _pieces(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    left, right = [], []
    for step, i, j, k, m in matcher.get_opcodes():
        gone, come = escape("".join(old[i:j])), escape("".join(new[k:m]))
        left.append(gone if step == "equal" or not gone else f"<del>{gone}</del>")
        right.append(come if step == "equal" or not come else f"<ins>{come}</ins>")
    return mark_safe("".join(left)), mark_safe("".join(right))


def _pieces(text: str) -> Sequence[str]:
    """Words with the space that follows each."""
    pieces: list[str] = []
    for line in text.splitlines(keepends=True):
        pieces += [f"{word} " for word in line.split(" ")[:-1]] + [line.split(" ")[-1]]
    return pieces
