"""The forms of workshops and brands: their fields, and how their texts are worded."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalog.facility_values import Texts
from catalog.models.facilities import UnitKind
from catalog.services.facility_parts import BRANDS, UNITS, Part
from storefront.web.staff.field import Field

_MOST = {
    "name": 80, "name_en": 80, "skill": 120, "skill_en": 120, "trained": 6,
    "training_partner": 120, "training_partner_en": 120,
}  # fmt: skip
_ASKED = frozenset({"name", "skill", "kind", "is_certified"})
_ENGLISH = ("name", "skill")


def labels(part: Part) -> dict[str, str]:
    """The fields' labels."""
    if part is BRANDS:
        return {"name": _("Name of the brand")}
    return {
        "kind": _("Kind of workshop"),
        "name": _("Name of the workshop"),
        "name_en": _("Name in English"),
        "skill": _("Skill"),
        "skill_en": _("Skill in English"),
        "trained": _("People trained"),
        "training_partner": _("Training partner"),
        "training_partner_en": _("Training partner in English"),
        "is_certified": _("Training with a certificate"),
    }


def _hints() -> dict[str, str]:
    return {
        "name": _("For instance Dapur Bimker."),
        "name_en": _("Empty: the Indonesian stands on the English pages too."),
        "skill": _("What is made or practised, for instance pengolahan pangan."),
        "trained": _("A bare number. Under five it stays empty, so that nobody is recognized."),
        "training_partner": _("An organisation, no person: for instance BLK Palu."),
    }


def kinds() -> dict[str, str]:
    """Kinds of workshop in words."""
    return {
        UnitKind.BIMKER: _("Bimker, the facility's work guidance section"),
        UnitKind.SAE: _("SAE, an open production site"),
        UnitKind.WORKSHOP: _("Workshop"),
    }


def options_of(name: str) -> tuple[tuple[str, str], ...]:
    """What is chosen from: value and words; nothing where one types."""
    if name == "kind":
        return tuple((str(key), words) for key, words in kinds().items())
    if name == "is_certified":
        return (("", _("No")), ("1", _("Yes")))
    return ()


def fields(part: Part, texts: Texts, errors: dict[str, str]) -> list[Field]:
    """The form's fields. texts: as they stand or were typed; errors: sentences by field."""
    hints = _hints() if part is UNITS else {}
    return [
        Field(
            name,
            label,
            _without_echo(name, texts),
            kind="choice" if options_of(name) else "text",
            hint=hints.get(name, ""),
            error=errors.get(name, ""),
            most=_MOST.get(name, 60) if part is UNITS else 60,
            mode="numeric" if name == "trained" else "",
            lang="en" if name.endswith("_en") else "",
            is_optional=name not in _ASKED,
            options=options_of(name),
        )
        for name, label in labels(part).items()
    ]


def _without_echo(name: str, texts: Texts) -> str:
    """English that only repeats the Indonesian is left for the Indonesian to say."""
    text = texts.get(name, "")
    base = name.removesuffix("_en")
    return "" if base != name and base in _ENGLISH and text == texts.get(base) else text


def echo(typed: Texts, seen: Texts) -> dict[str, str]:
    """English that was shown empty because it repeats the Indonesian, and stayed empty: repeats."""
    return {
        f"{name}_en": typed.get(name, seen.get(name, ""))
        for name in _ENGLISH
        if f"{name}_en" in typed
        and not typed[f"{name}_en"].strip()
        and seen.get(f"{name}_en") == seen.get(name)
    }


def text_words(name: str, text: str) -> str:
    """A text as people read it."""
    return dict(options_of(name)).get(text, text)
