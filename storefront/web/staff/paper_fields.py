"""What the form of a paper has, and reading what was typed into it.

Texts are those of `legality.paper_values`, one canonical text a field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog.plain_text import one_line
from legality.models import CertificateKind
from legality.paper_values import LEVELS, YES, keys_text
from storefront.web.context import language_of
from storefront.web.staff.field import Field

Typed = dict[str, str]
TICKS = ("holder_is_person", "is_filed", "whole")
DATES = ("issued_on", "expires_on")
LISTS = ("goods", "brands")
MOST = {"number": 80, "holder_name": 160, "issuer": 160, "issued_on": 20, "expires_on": 20}
MOST_KEYS = 1000
_DAY = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})|(\d\d)(\d\d)(\d{4})", re.ASCII)
_KEY = re.compile(r"[0-9]{1,18}", re.ASCII)

NO_NUMBER = gettext_noop("Type the number of the paper.")
NO_KIND = gettext_noop("Choose which paper it is.")
NO_HOLDER = gettext_noop("Write who holds the paper, as it stands on it.")
NO_DATE = gettext_noop("Write the date like 31-12-2027.")
NO_COVER = gettext_noop("Choose what the paper is for.")
TOO_LONG = gettext_noop("This is too long.")
NOT_OWN = gettext_noop("This is not of your facility. Choose again.")


class ReadPaper(NamedTuple):
    """texts: canonical, as typed where refused; errors: sentences by field."""

    texts: Typed
    errors: dict[str, str]


def typed_of(post: QueryDict) -> Typed:
    """A form as it came."""
    typed = {name: post.get(name, "") for name in (*MOST, "kind", "level", *TICKS)}
    for name in LISTS:
        found = [one for text in post.getlist(name) for one in text.split()]
        keys = [
            int(one) for one in found[:MOST_KEYS] if one.isdecimal() and len(one) < len("1" * 19)
        ]
        typed[name] = keys_text(keys)
    return typed


def asked_for(query: QueryDict) -> Typed:
    """A new paper's form as an address asks for it: its kind, and the goods that it is for."""
    goods = keys_text(_keys(query.get("barang", "").split(",")))
    return {"kind": query.get("jenis", "")[:24], "goods": goods}


def _keys(found: list[str]) -> list[int]:
    return [int(one) for one in found[:MOST_KEYS] if _KEY.fullmatch(one)]


def read(
    typed: Typed, kinds: Mapping[str, CertificateKind], own: Mapping[str, set[int]]
) -> ReadPaper:
    """What was typed. own: keys of the facility's goods and brands."""
    texts, errors = dict.fromkeys((*MOST, "kind", "level", *TICKS, *LISTS), ""), {}
    for name, most in MOST.items():
        texts[name] = one_line(typed.get(name, "")).strip()
        if len(texts[name]) > most:
            errors[name] = _(TOO_LONG)
    texts["kind"] = typed.get("kind", "")
    texts["level"] = typed.get("level", "") if typed.get("level") in LEVELS else ""
    texts |= {name: YES if typed.get(name) else "" for name in TICKS}
    texts |= {name: typed.get(name, "") for name in LISTS}
    errors |= _missing(texts, kinds)
    errors |= _dates(texts)
    for name in LISTS:
        if not {int(one) for one in texts[name].split()} <= own[name]:
            errors[name] = _(NOT_OWN)
    return ReadPaper(texts, errors)


def _missing(texts: Typed, kinds: Mapping[str, CertificateKind]) -> dict[str, str]:
    asked = (
        ("number", bool(texts["number"]), NO_NUMBER),
        ("kind", texts["kind"] in kinds, NO_KIND),
        ("holder_name", bool(texts["holder_name"]), NO_HOLDER),
        ("goods", any(texts[name] for name in (*LISTS, "whole")), NO_COVER),
    )
    return {name: _(sentence) for name, is_there, sentence in asked if not is_there}


def _dates(texts: Typed) -> dict[str, str]:
    """Writes dates as they are kept; sentences of those that are none."""
    errors = {}
    for name in DATES:
        day = day_of(texts[name]) if texts[name] else None
        if day is not None:
            texts[name] = day.isoformat()
        elif texts[name]:
            errors[name] = _(NO_DATE)
    return errors


def day_of(text: str) -> date | None:
    """A date as a browser or a person writes it; None for none."""
    typed = _DAY.fullmatch(text)
    if typed:
        day, month, year = (part for part in typed.groups() if part)
        text = f"{year}-{month:0>2}-{day:0>2}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def labels() -> dict[str, str]:
    """The fields' labels."""
    return {
        "number": _("Number of the paper"),
        "kind": _("Which paper"),
        "holder_name": _("Holder"),
        "holder_is_person": _("The holder is a person, not an organisation"),
        "issuer": _("Issued by"),
        "level": _("Level"),
        "issued_on": _("Issued on"),
        "expires_on": _("Holds until"),
        "is_filed": _("Only applied for, not issued yet"),
        "goods": _("Goods"),
        "brands": _("Brands"),
        "whole": _("The whole facility"),
    }


def _hints() -> dict[str, str]:
    return {
        "number": _("As it stands on the paper; dots, blanks and small letters do not matter."),
        "holder_name": _("As it stands on the paper, for instance a cooperative."),
        "holder_is_person": _("Then the name is shown to nobody outside."),
        "issued_on": _("For instance 31-12-2025."),
        "expires_on": _("Empty when the paper has no end."),
        "issuer": _("Only if it is another than usual."),
        "level": _("Only where the paper states one, as a veterinary control number (NKV) does."),
    }


_OPTIONAL = frozenset({"issuer", "level", "issued_on", "expires_on"})
_CHOICES = frozenset({"kind", "level"})


def fields(
    typed: Typed, errors: Mapping[str, str], kinds: Mapping[str, CertificateKind]
) -> dict[str, Field]:
    """The form's fields by name."""
    hints, is_id = _hints(), language_of() == "id"
    named = tuple((one.code, one.label if is_id else one.label_en) for one in kinds.values())
    options = {
        "kind": (("", _("Choose")), *named),
        "level": (("", _("none stated")), *((level, level) for level in LEVELS)),
    }
    return {
        name: Field(
            name,
            label,
            day_said(typed.get(name, "")) if name in DATES else typed.get(name, ""),
            kind="choice" if name in _CHOICES else "check" if name in TICKS else "text",
            hint=hints.get(name, ""),
            error=errors.get(name, ""),
            most=MOST.get(name, 20),
            mode="numeric" if name in DATES else "",
            is_optional=name in _OPTIONAL,
            options=options.get(name, ()),
        )
        for name, label in labels().items()
    }


def day_said(text: str) -> str:
    """A date as it is typed here; what is none stays as it is."""
    day = day_of(text)
    return f"{day:%d-%m-%Y}" if day else text


def kinds_known() -> dict[str, CertificateKind]:
    """All kinds of papers by code, in their order. One statement."""
    return {one.code: one for one in CertificateKind.objects.all()}
