"""One field of a form, and how it is written: here, as forms of goods have dozens."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

_RUPIAH = "Rp"  # stands before the number, other units after it


@dataclass(frozen=True)
class Field:
    """One field. kind: text, long, choice or check; hint: said under the label; most: letters;
    mode: the keyboard; unit: said beside it; was: the former value, where it is another now."""

    name: str
    label: str
    value: str
    kind: str = "text"
    hint: str = ""
    error: str = ""
    most: int = 250
    mode: str = ""
    unit: str = ""
    lang: str = ""
    is_optional: bool = False
    options: tuple[tuple[str, str], ...] = ()

    @property
    def described(self) -> str:
        """Ids of what is said about it."""
        found = (("h", self.hint), ("e", self.error))
        return " ".join(f"{mark}-{self.name}" for mark, words in found if words)

    @property
    def html(self) -> SafeString:
        """Its label, what is said about it, and where it is filled in."""
        name, optional = escape(self.name), ""
        if self.is_optional:
            optional = f" <small>{escape(gettext('(may stay empty)'))}</small>"
        write = {"choice": _choice, "long": _long}.get(self.kind, _text)
        return mark_safe(
            f'<div class="field{" is-wrong" if self.error else ""}">\n'
            f'<label for="{name}">{escape(self.label)}{optional}</label>\n'
            f"{_said(self, name)}{write(self, name)}</div>\n"
        )


def _said(field: Field, name: str) -> str:
    hint = f'<p class="hint" id="h-{name}">{escape(field.hint)}</p>\n' if field.hint else ""
    wrong = f'<p class="wrong" id="e-{name}">{escape(field.error)}</p>\n' if field.error else ""
    return hint + wrong


def _about(field: Field) -> str:
    """The attributes that lead to what is said about it."""
    described, lang = field.described, field.lang
    return (
        (f' lang="{escape(lang)}"' if lang else "")
        + (f' aria-describedby="{escape(described)}"' if described else "")
        + (' aria-invalid="true"' if field.error else "")
    )


def _choice(field: Field, name: str) -> str:
    options = "".join(
        f'<option value="{escape(str(value))}"{" selected" if value == field.value else ""}>'
        f"{escape(str(label))}</option>\n"
        for value, label in field.options
    )
    return f'<select id="{name}" name="{name}"{_about(field)}>\n{options}</select>\n'


def _long(field: Field, name: str) -> str:
    return (
        f'<textarea id="{name}" name="{name}" rows="4" maxlength="{field.most}"{_about(field)}>\n'
        f"{escape(field.value)}</textarea>\n"
    )


def _text(field: Field, name: str) -> str:
    mode = f' inputmode="{escape(field.mode)}"' if field.mode else ""
    before = f'<span class="unit-before" id="u-{name}">Rp</span>' if field.unit == _RUPIAH else ""
    after = ""
    if field.unit and not before:
        after = f'<span class="unit-after">{escape(field.unit)}</span>'
    return (
        f'<div class="with-unit">{before}<input type="text" id="{name}" name="{name}"'
        f' value="{escape(field.value)}" maxlength="{field.most}" autocomplete="off"'
        f"{mode}{_about(field)}>{after}</div>\n"
    )
