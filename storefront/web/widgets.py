"""Django's form fields, written without reading a template or two for each.

A form has dozens of inputs and ticks, and Django's own templates of them take longer than all the
rest of the page. What is written is the same to the letter; widgets whose template is another are
left to Django.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]
_FOLDER = "django/forms/widgets/"


def _attributes(widget: Widget) -> str:
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: Any) -> str:
    """As HTML; what is HTML stays so."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def _input(widget: Widget) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{_text(value)}"'
    name = conditional_escape(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{said}{_attributes(widget)}>'


def _ticked(widget: Widget) -> str:
    """One of several, with its label around it where the widget wants that."""
    if not widget["wrap_label"]:
        return _input(widget)
    key = widget["attrs"].get("id")
    named = f' for="{_text(key)}"' if key else ""
    return f"<label{named}>{_input(widget)}\n {_text(widget['label'])}</label>"


def _textarea(widget: Widget) -> str:
    value = widget["value"]
    said = _text(value) if value else ""
    name = conditional_escape(widget["name"])
    return f'<textarea name="{name}"{_attributes(widget)}>\n{said}</textarea>'


def _option(widget: Widget) -> str:
    said = f'value="{_text(widget["value"])}"{_attributes(widget)}'
    return f"<option {said}>{_text(widget['label'])}</option>"


def _select(widget: Widget) -> str:
    groups = "".join(
        f'\n  <optgroup label="{_text(group)}">{_options(options)}\n  </optgroup>'
        if group
        else _options(options)
        for group, options, _index in widget["optgroups"]
    )
    name = conditional_escape(widget["name"])
    return f'<select name="{name}"{_attributes(widget)}>{groups}\n</select>'


def _options(options: list[dict[str, Any]]) -> str:
    return "".join(f"\n  {_option(one)}\n" for one in options)


_WRITERS: dict[str, Callable[[Widget], str]] = {
    **{
        f"{_FOLDER}{kind}.html": _input
        for kind in (
            *("input", "text", "number", "email", "url", "password", "hidden", "date", "time"),
            *("datetime", "checkbox", "file", "tel", "search", "color"),
        )
    },
    **{
        f"{_FOLDER}{kind}.html": _ticked
        for kind in ("input_option", "checkbox_option", "radio_option")
    },
    f"{_FOLDER}textarea.html": _textarea,
    f"{_FOLDER}select.html": _select,
    f"{_FOLDER}select_option.html": _option,
}


class QuickRenderer(DjangoTemplates):
    """FORM_RENDERER."""

    def render(
        self, template_name: str, context: dict[str, Any], request: Any = None
    ) -> SafeString:
        """A widget, a field or a form as HTML."""
        write = _WRITERS.get(template_name)
        if write is None:
            return mark_safe(super().render(template_name, context, request))
        return mark_safe(write(context["widget"]).strip())
