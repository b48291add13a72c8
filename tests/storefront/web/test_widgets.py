"""Form fields are written as Django's templates write them."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from storefront.web.widgets import QuickRenderer

CHOICES = [
    ("", "—"),
    ("a&b", 'Salt & "pepper"'),
    (3, gettext_lazy("Name")),
    ("Fruit", [("m", "Mango"), ("d", mark_safe("<b>Durian</b>"))]),
    (True, 12345),
]
WIDGETS: list[tuple[forms.Widget, Any]] = [
    *(
        (kind(attrs={"class": 'x"<', "required": True, "hidden": False, "size": 3}), value)
        for kind in (forms.TextInput, forms.EmailInput, forms.PasswordInput, forms.Textarea)
        for value in ("", None, "<script>'\"&", mark_safe("&amp;"), 12345)
    ),
    (forms.PasswordInput(render_value=True), "se<ret"),
    (forms.NumberInput(), 1234567),
    (forms.URLInput(), "https://example.test/?a=1&b=2"),
    (forms.HiddenInput(), "hidden"),
    (forms.DateInput(), None),
    (forms.DateTimeInput(), "2026-01-02 03:04"),
    (forms.TimeInput(), "03:04"),
    (forms.FileInput(), "some.png"),
    (forms.ClearableFileInput(), None),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(), "yes & no"),
    (forms.Select(choices=CHOICES), "a&b"),
    (forms.Select(choices=[]), None),
    (forms.NullBooleanSelect(), True),
    (forms.SelectMultiple(choices=CHOICES), ["m", 3]),
    (forms.RadioSelect(choices=CHOICES), "d"),
    (forms.CheckboxSelectMultiple(choices=CHOICES), ["a&b", "m"]),
    (forms.MultipleHiddenInput(), ["1", "2"]),
    (forms.SplitDateTimeWidget(), None),
    (forms.SelectDateWidget(years=[2026]), "2026-01-02"),
]


@pytest.mark.parametrize(
    ("widget", "value"), WIDGETS, ids=[f"{type(one).__name__}-{v!r}" for one, v in WIDGETS]
)
def test_a_widget_is_written_as_django_writes_it(widget: forms.Widget, value: Any) -> None:
    for attrs in ({"id": "id_field"}, {"data-long": "<&>", "autofocus": True}):
        ours, theirs = (
            widget.render("na<me", value, attrs, renderer=kind())
            for kind in (QuickRenderer, DjangoTemplates)
        )
        assert ours == theirs


def test_one_of_several_is_written_alone_as_django_writes_it() -> None:
    class Several(forms.Form):
        ticks = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)

    ours, theirs = (
        [str(one) + str(one.tag()) for one in Several({"ticks": ["m"]}, renderer=kind())["ticks"]]
        for kind in (QuickRenderer, DjangoTemplates)
    )
    assert ours == theirs and len(ours) == 6


def test_all_forms_are_written_so() -> None:
    assert settings.FORM_RENDERER == "storefront.web.widgets.QuickRenderer"
    assert isinstance(get_default_renderer(), QuickRenderer)
