"""Facilities as the central office registers them: opened, moved to an office, closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Facility, Listing
from catalog.models.facilities import FacilityKind
from catalog.selectors.history_reference import FACILITY
from catalog.services.facilities import FacilityDraft
from catalog.services.facility_register import (
    REASON_LENGTH,
    RegisterValues,
    facility_close,
    facility_open_once,
    facility_register_change,
    facility_reopen,
    register_values,
)
from catalog.types import ListingState
from storefront.access.actor import actor_of
from storefront.web.center.fields import (
    LongSelect,
    Slugs,
    line,
    office_choices,
    regency_choices,
)
from storefront.web.center.keeping import KeptForm, Sheet, change_require, sheet_page
from storefront.web.center.lists import CenterAdmin, column, named

CLASSES = ("I", "IIA", "IIB", "II", "III")


class RegisterForm(KeptForm):
    """RegisterValues."""

    made_of = RegisterValues
    official_name = line(_("Official name"), 160)
    short_name = line(_("Short name"), 60, help_text=_("As buyers read it: Lapas Palu."))
    kind = forms.ChoiceField(label=_("Kind"), choices=FacilityKind.choices)
    klass = forms.ChoiceField(
        label=_("Class"), required=False, choices=[("", "—"), *((c, c) for c in CLASSES)]
    )
    satker_code = forms.RegexField(
        r"^\d{6}\Z",
        label=_("Satker code"),
        required=False,
        help_text=_("Six digits; empty while it is not known."),
        error_messages={"invalid": _("Give six digits.")},
    )
    regency = forms.ChoiceField(label=_("Kab/kota"), choices=regency_choices, widget=LongSelect)
    office = forms.ChoiceField(
        label=_("Regional office"),
        choices=office_choices,
        help_text=_("Another office sees and looks after the facility at once."),
    )


class OpeningForm(RegisterForm):
    """A facility to be opened."""

    extra = ("slug", "place", "address")
    slug = Slugs(max_length=80)
    place = Slugs(
        label=_("Short place"),
        max_length=40,
        help_text=_("Stands in the addresses of its goods, as palu."),
    )
    address = line(_("Street address"), 200)


class ClosingForm(KeptForm):
    """Why a facility closes."""

    made_of = dict
    reason = line(
        _("Reason"), REASON_LENGTH, help_text=_("Stands in the history of each of its goods.")
    )


class FacilityAdmin(CenterAdmin):
    """The register of facilities."""

    address = "fasilitas"
    group = FACILITY
    task = _("Facilities")
    lead = _("Official names, places and offices. Open new ones, close old ones.")
    add_task = _("Open a facility")
    can_add = True
    form_of_row = RegisterForm
    list_display = (
        column("short_name", _("Short name")),
        column("official_name", _("Official name")),
        "place_said",
        column("office", _("Regional office")),
        "open_said",
    )
    list_filter = (
        named("is_open", _("Open"), admin.BooleanFieldListFilter),
        named("kind", _("Kind"), admin.ChoicesFieldListFilter),
        named("office", _("Regional office"), admin.RelatedFieldListFilter),
    )
    list_select_related = ("office", "regency__province")
    search_fields = (
        "short_name", "official_name", "satker_code", "regency__name", "regency__province__name",
        "aliases__name",
    )  # fmt: skip

    @admin.display(description=_("Kab/kota"), ordering="regency__name")
    def place_said(self, row: Facility) -> str:
        """Kab/kota and province."""
        return f"{row.regency.name}, {row.regency.province.name}"

    @admin.display(description=_("State"), ordering="is_open")
    def open_said(self, row: Facility) -> str:
        """Whether it is open."""
        return gettext("open") if row.is_open else gettext("closed")

    def more_urls(self) -> list[URLPattern]:
        """Closing and opening again."""
        wrap = self.admin_site.admin_view
        return [
            path("<int:key>/tutup/", wrap(self.close_view), name="facility_close"),
            path("<int:key>/buka/", wrap(self.reopen_view), name="facility_reopen"),
        ]

    def facts_of(self, row: Facility) -> list[tuple[Any, Any]]:
        """What stays, and what its own people keep."""
        said = gettext("open") if row.is_open else gettext("closed")
        return [(_("Address"), f"/fasilitas/{row.slug}/"), (_("State"), said)]

    def more_of_row(self, request: HttpRequest, row: Facility) -> dict[str, Any]:
        """The way to close it, or to open it again."""
        name = "facility_close" if row.is_open else "facility_reopen"
        return {
            "close_address": reverse(f"center:{name}", args=[row.pk]),
            "is_open": row.is_open,
            "after_template": "center/facility_state.html",
        }

    def form_of_new(self) -> type[KeptForm]:
        """With address, place and street."""
        return OpeningForm

    def values_of(self, row: Facility) -> RegisterValues:
        """As it is."""
        return register_values(row)

    def keep(self, request: HttpRequest, row: Facility, form: KeptForm) -> object:
        """By the service."""
        return facility_register_change(
            actor=actor_of(request), facility_id=row.pk, wanted=form.wanted, seen=form.seen
        )

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        given = dict(form.cleaned_data)
        draft = FacilityDraft(
            regency_code=given.pop("regency"),
            office_slug=given.pop("office"),
            satker_code=given.pop("satker_code") or None,
            **given,
        )
        return facility_open_once(actor=actor_of(request), draft=draft)

    def close_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Close a facility, with the reason."""
        change_require(request)
        row = self.row_of(str(key))
        if not row.is_open:  # the form was sent twice, or somebody else was faster
            messages.success(request, _("It is closed."))
            return redirect(self.address_of("change", row.pk))
        goods = Listing.objects.filter(facility=row, state=ListingState.PUBLISHED).count()
        warning = ngettext(
            "%(count)s listing will be taken off sale at once.",
            "%(count)s listings will be taken off sale at once.",
            goods,
        )
        sheet = Sheet(
            title=gettext("Close %(facility)s") % {"facility": row.short_name},
            form=ClosingForm,
            keep=lambda form: facility_close(
                actor=actor_of(request), facility_id=row.pk, reason=form.cleaned_data["reason"]
            ),
            back=self.address_of("change", row.pk),
            done=_("Closed. Its goods are off sale."),
            context={
                "page": self,
                "row": row,
                "warning": warning % {"count": goods},
                "submit": _("Close the facility"),
            },
        )
        return sheet_page(request, sheet, self.admin_site.each_context(request))

    def reopen_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Open a closed facility again; by a button."""
        change_require(request)
        row = self.row_of(str(key))
        if request.method == "POST" and not row.is_open:
            facility_reopen(actor=actor_of(request), facility_id=row.pk)
            messages.success(request, _("Open again. Its people hand their goods in anew."))
        return redirect(self.address_of("change", row.pk))
