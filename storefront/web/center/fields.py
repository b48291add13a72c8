"""Form fields that several pages share."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from catalog.mapping.numbers import number_of
from catalog.models import Province, Regency, RegionalOffice
from catalog.saleor_adapter.kinds import kind_rows
from storefront.web.context import language_of

Choices = Sequence[tuple[Any, Any]]


def line(label: Any, most: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


class WholeField(forms.IntegerField):
    """A whole number as people write it: 6000, 6.000, 6,000. Django's own takes 6.000 for 6, and
    browsers send nothing at all for 1.000.000 in a field of numbers."""

    default_error_messages = {"invalid": _("Write a whole number.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Raises ValidationError."""
        if value in self.empty_values:
            return None
        found = number_of(str(value))
        if found is None or found != int(found):
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        return int(found)


def text(
    label: Any, most: int, *, required: bool = True, rows: int = 4, help_text: Any = ""
) -> forms.CharField:
    """Several lines; ended alike whatever browser they come from."""
    return _Text(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class _Text(forms.CharField):
    def to_python(self, value: Any) -> str:
        """As the database holds it."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class Slugs(forms.CharField):
    """A part of an address."""

    default_error_messages = {
        "invalid": _("Small letters, digits and hyphens alone, as in kopi-bubuk.")
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Address"))
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("help_text", _("Part of the page's address; stays for good."))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Raises ValidationError."""
        slug = str(super().clean(value))
        if (
            slug
            and not all(
                part.isalnum() and part.islower() or part.isdigit() for part in slug.split("-")
            )
            or not slug.isascii()
        ):
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        return slug


class LongSelect(forms.Select):
    """A choice among hundreds, an empty one first: Django reads two templates for each, here they
    are joined."""

    def use_required_attribute(self, initial: Any) -> bool:
        """Always, as the first is empty; Django would look all of them up to see that."""
        return not self.is_hidden

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The element, as Django's own template writes it."""
        widget = self.get_context(name, value, attrs)["widget"]
        groups = "".join(_group(group, options) for group, options, _n in widget["optgroups"])
        said = flatatt({"name": widget["name"], **widget["attrs"]})
        return mark_safe(f"<select{said}>{groups}</select>")


def _group(group: str | None, options: list[dict[str, Any]]) -> str:
    """One group of a choice; None are those of no group."""
    rows = "".join(
        f'<option value="{escape(str(one["value"]))}"{" selected" if one["selected"] else ""}>'
        f"{escape(str(one['label']))}</option>"
        for one in options
    )
    return rows if group is None else f'<optgroup label="{escape(group)}">{rows}</optgroup>'


class RowsField(forms.CharField):
    """Rows of short texts, one a line, its columns with " | " between."""

    default_error_messages = {"columns": _("Line %(number)s: write %(columns)s.")}

    def __init__(self, *, columns: Any, count: int, **kwargs: Any) -> None:
        self.columns, self.count = columns, count
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 6}))
        super().__init__(max_length=20_000, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Rows as lines."""
        return value if isinstance(value, str) else lines_of_rows(value or [])

    def clean(self, value: Any) -> Any:
        """Lines as rows. Raises ValidationError naming the line."""
        rows = []
        text = str(super().clean(self.prepare_value(value)))
        lines = [one for one in text.splitlines() if one.strip()]
        for number, one in enumerate(lines, start=1):
            # a column may be empty, the last too; a pattern holds "|" without blanks around it
            row = tuple(part.strip() for part in f" {one} ".split(" | "))
            if len(row) != self.count:
                params = {"number": number, "columns": self.columns}
                raise forms.ValidationError(self.error_messages["columns"], "columns", params)
            rows.append(row)
        return rows


def lines_of_rows(rows: Any) -> str:
    """Rows, one a line."""
    return "\n".join(" | ".join(row) for row in rows)


class ManyField(forms.MultipleChoiceField):
    """Several of a list, in the order of the alphabet."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[str]:
        """Raises ValidationError."""
        return sorted(super().clean(value))


class ProvincesField(forms.MultipleChoiceField):
    """Several provinces, as codes in their order."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Provinces"))
        kwargs.setdefault("choices", province_choices)
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[str]:
        """Raises ValidationError."""
        return sorted(super().clean(value))


def province_choices() -> Choices:
    """All by name. One statement."""
    return list(Province.objects.order_by("name").values_list("code", "name"))


def goods_choices() -> Choices:
    """Kinds of goods, in their order."""
    indonesian = language_of() == "id"
    return [(kind.slug, kind.name if indonesian else kind.name_en) for kind in kind_rows()]


def office_choices() -> Choices:
    """All by name. One statement."""
    return [("", "—"), *RegionalOffice.objects.order_by("name").values_list("slug", "name")]


def regency_choices() -> Choices:
    """All, by province. One statement."""
    groups: dict[str, list[tuple[str, str]]] = {}
    rows = Regency.objects.order_by("province__name", "name")
    for code, name, province in rows.values_list("code", "name", "province__name"):
        groups.setdefault(province, []).append((code, name))
    return [("", "—"), *groups.items()]
