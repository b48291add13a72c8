"""Answers that regional officers take over into a review, and change there as they like."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from legality.history import ANSWER
from legality.models import AnswerTemplate, RequirementRule
from legality.services.answer_templates import (
    BASIC,
    MOST_LETTERS,
    AnswerTemplateValues,
    answer_template_add,
    answer_template_change,
    answer_template_values,
)
from storefront.access.actor import actor_of
from storefront.web.center.fields import ManyField, line
from storefront.web.center.fields import text as long_text
from storefront.web.center.keeping import KeptForm
from storefront.web.center.lists import CenterAdmin, column, named
from storefront.web.center.papers import FINDINGS

_BASIC_SAID = {
    "english": _("English name and description"),
    "price": _("Price"),
    "photo": _("Picture"),
    "weight": _("Shipping weight"),
    "facility": _("Facility not open"),
}


def finding_choices() -> list[tuple[str, Any]]:
    """What is found of goods, of papers that rules ask for, of numbers. One statement."""
    rules = RequirementRule.objects.values_list("code", "name")
    return [*((code, _BASIC_SAID[code]) for code in BASIC), *rules, *FINDINGS]


class AnswerTemplateForm(KeptForm):
    """AnswerTemplateValues."""

    made_of = AnswerTemplateValues
    label = line(_("Name"), 80, help_text=_("What officers choose it by."))
    text = long_text(_("Answer"), MOST_LETTERS, help_text=_("As the facility reads it."))
    text_en = long_text(_("Answer, in English"), MOST_LETTERS)
    codes = ManyField(
        label=_("Findings that it is offered for"),
        choices=finding_choices,
        help_text=_("None for any."),
    )
    position = forms.IntegerField(
        label=_("Place in the order"), min_value=0, max_value=999, initial=0
    )
    is_on = forms.BooleanField(
        label=_("In force"),
        required=False,
        initial=True,
        help_text=_("Rows are switched off rather than removed: they stay so for good."),
    )


class NewAnswerTemplateForm(AnswerTemplateForm):
    """With the code, which stays."""

    extra = ("code",)
    code = line(_("Code"), 40, help_text=_("Small letters, digits and _; stays for good."))


class AnswerTemplateAdmin(CenterAdmin):
    """All answers."""

    address = "jawaban"
    group = ANSWER
    task = _("Answers of reviews")
    lead = _("What regional officers often answer to facilities.")
    add_task = _("Add an answer")
    can_add = True
    form_of_row = AnswerTemplateForm
    list_display = (
        column("label", _("Name")),
        column("position", _("Place in the order")),
        "codes_said",
        "on_said",
    )
    list_filter = (named("is_on", _("In force"), admin.BooleanFieldListFilter),)
    search_fields = ("code", "label", "text", "text_en")

    @admin.display(description=_("Findings that it is offered for"))
    def codes_said(self, row: AnswerTemplate) -> str:
        """How many."""
        count = len(row.codes)
        said = ngettext("%(count)s finding", "%(count)s findings", count)
        return said % {"count": count} if count else gettext("any finding")

    @admin.display(description=_("State"), ordering="is_on")
    def on_said(self, row: AnswerTemplate) -> str:
        """Whether it is offered."""
        return gettext("in force") if row.is_on else gettext("off")

    def title_of(self, row: AnswerTemplate) -> str:
        """What officers choose it by."""
        return row.label

    def form_of_new(self) -> type[KeptForm]:
        """With its code."""
        return NewAnswerTemplateForm

    def facts_of(self, row: AnswerTemplate) -> list[tuple[Any, Any]]:
        """Its code."""
        return [(_("Code"), row.code)]

    def values_of(self, row: AnswerTemplate) -> AnswerTemplateValues:
        """As it is."""
        return answer_template_values(row)

    def keep(self, request: HttpRequest, row: AnswerTemplate, form: KeptForm) -> object:
        """By the service."""
        return answer_template_change(
            actor=actor_of(request), code=row.pk, wanted=form.wanted, seen=form.seen
        )

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        code = form.cleaned_data["code"]
        return answer_template_add(actor=actor_of(request), code=code, wanted=form.wanted)
