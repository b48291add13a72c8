"""Codes that kab/kota had before their provinces were split; numbers given then still bear them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from legality.history import FORMER_REGION
from legality.models import FormerRegion
from legality.services.former_regions import (
    FIRST_YEAR,
    FormerRegionValues,
    former_region_add,
    former_region_change,
    former_region_remove,
    former_region_values,
)
from storefront.access.actor import actor_of
from storefront.web.center.fields import LongSelect, line, regency_choices, text
from storefront.web.center.keeping import KeptForm
from storefront.web.center.lists import column, named
from storefront.web.center.removing import Removable
from storefront.web.components.certainty import CERTAINTIES


class FormerRegionForm(KeptForm):
    """FormerRegionValues."""

    made_of = FormerRegionValues
    regency = forms.ChoiceField(
        label=_("Kab/kota today"), choices=regency_choices, widget=LongSelect
    )
    until = forms.IntegerField(label=_("Year of the split"), min_value=FIRST_YEAR, max_value=9999)
    source = text(_("Source of these facts"), 2000)
    certainty = forms.ChoiceField(label=_("How sure this is"), choices=CERTAINTIES)


class NewFormerRegionForm(FormerRegionForm):
    """With the code, which stays."""

    extra = ("code",)
    code = line(_("Former code"), 4, help_text=_("Four digits, without the dot."))


class FormerRegionAdmin(Removable):
    """All former codes."""

    address = "kode-lama"
    group = FORMER_REGION
    task = _("Former codes of kab/kota")
    lead = _("Numbers of papers name a kab/kota by the code of their day.")
    add_task = _("Add a former code")
    can_add = True
    form_of_row = FormerRegionForm
    list_display = (
        column("code", _("Former code")),
        column("regency", _("Kab/kota today")),
        column("until", _("Year of the split")),
        "certainty_said",
    )
    list_filter = (named("certainty", _("How sure this is"), admin.AllValuesFieldListFilter),)
    list_select_related = ("regency",)
    search_fields = ("code", "regency__name", "regency__code", "source")

    @admin.display(description=_("How sure this is"), ordering="certainty")
    def certainty_said(self, row: FormerRegion) -> Any:
        """In words."""
        return dict(CERTAINTIES)[row.certainty]

    def title_of(self, row: FormerRegion) -> str:
        """The code, and what it is today."""
        return f"{row.code} → {row.regency.name}"

    def form_of_new(self) -> type[KeptForm]:
        """With its code."""
        return NewFormerRegionForm

    def facts_of(self, row: FormerRegion) -> list[tuple[Any, Any]]:
        """Both codes."""
        return [(_("Former code"), row.code), (_("Code today"), row.regency_id)]

    def values_of(self, row: FormerRegion) -> FormerRegionValues:
        """As it is."""
        return former_region_values(row)

    def keep(self, request: HttpRequest, row: FormerRegion, form: KeptForm) -> object:
        """By the service."""
        return former_region_change(
            actor=actor_of(request), code=row.pk, wanted=form.wanted, seen=form.seen
        )

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        code = form.cleaned_data["code"]
        return former_region_add(actor=actor_of(request), code=code, wanted=form.wanted)

    def why_not_removed(self, row: FormerRegion) -> str:
        """Nothing rests on a code: papers keep what was read."""
        return ""

    def remove(self, request: HttpRequest, row: FormerRegion) -> object:
        """By the service."""
        return former_region_remove(actor=actor_of(request), code=row.pk)
