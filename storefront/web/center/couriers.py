"""Couriers and their services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from storefront.access.actor import actor_of
from storefront.orders.history import COURIER, SERVICE
from storefront.orders.models import Courier, CourierService
from storefront.orders.services.couriers import (
    CourierValues,
    ServiceValues,
    courier_add,
    courier_change,
    courier_values,
    service_add,
    service_change,
    service_values,
)
from storefront.web.center.fields import Choices, WholeField, line
from storefront.web.center.keeping import KeptForm
from storefront.web.center.lists import CenterAdmin, column, named

_CODE_HELP = _("Small letters, digits and hyphens; stays for good.")


def _position() -> WholeField:
    return WholeField(label=_("Place in the order"), min_value=0, max_value=999, initial=0)


def _in_force() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("In force"),
        required=False,
        initial=True,
        help_text=_("Rows are switched off rather than removed: they stay so for good."),
    )


class CourierForm(KeptForm):
    """CourierValues."""

    made_of = CourierValues
    name = line(_("Name"), 60)
    divisor = WholeField(
        label=_("Divisor of the volume"),
        min_value=1,
        max_value=100_000,
        initial=6000,
        help_text=_("So many cubic centimetres count as a kilogram: 6000 or 5000 with most."),
    )
    round_up_from = WholeField(
        label=_("Rounds up from (grams)"),
        min_value=1,
        max_value=1000,
        initial=300,
        help_text=_("Grams over a full kilogram from which the next one is charged."),
    )
    tracking_url = line(
        _("Address that shows a parcel"),
        200,
        required=False,
        help_text=_("With {number} where the tracking number stands."),
    )
    position = _position()
    is_on = _in_force()


class NewCourierForm(CourierForm):
    """With the code, which stays."""

    extra = ("code",)
    code = line(_("Code"), 20, help_text=_CODE_HELP)


class _Switched(CenterAdmin):
    """A list of rows that are in force or off."""

    can_add = True
    list_filter = (named("is_on", _("In force"), admin.BooleanFieldListFilter),)

    @admin.display(description=_("State"), ordering="is_on")
    def on_said(self, row: Any) -> str:
        """Whether it is offered."""
        return gettext("in force") if row.is_on else gettext("off")

    def title_of(self, row: Any) -> str:
        """Its name."""
        return str(row.name)

    def facts_of(self, row: Any) -> list[tuple[Any, Any]]:
        """Its code."""
        return [(_("Code"), row.code)]


class CourierAdmin(_Switched):
    """All couriers."""

    address = "kurir"
    group = COURIER
    task = _("Couriers")
    lead = _("How each weighs what is large, rounds, and shows where a parcel is.")
    add_task = _("Add a courier")
    form_of_row = CourierForm
    list_display = (
        column("name", _("Name")),
        column("divisor", _("Divisor of the volume")),
        column("round_up_from", _("Rounds up from (grams)")),
        "on_said",
    )
    search_fields = ("code", "name")

    def form_of_new(self) -> type[KeptForm]:
        """With its code."""
        return NewCourierForm

    def values_of(self, row: Courier) -> CourierValues:
        """As it is."""
        return courier_values(row)

    def keep(self, request: HttpRequest, row: Courier, form: KeptForm) -> object:
        """By the service."""
        return courier_change(
            actor=actor_of(request), code=row.pk, wanted=form.wanted, seen=form.seen
        )

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        code = form.cleaned_data["code"]
        return courier_add(actor=actor_of(request), code=code, wanted=form.wanted)


def courier_choices() -> Choices:
    """All, in their order. One statement."""
    return [("", "—"), *Courier.objects.values_list("code", "name")]


class ServiceForm(KeptForm):
    """ServiceValues."""

    made_of = ServiceValues
    name = line(_("Name"), 60)
    name_en = line(_("English name"), 60)
    most_grams = WholeField(
        label=_("Heaviest parcel (grams)"),
        min_value=1,
        max_value=10_000_000,
        required=False,
        help_text=_("Empty for any."),
    )
    position = _position()
    is_on = _in_force()


class NewServiceForm(ServiceForm):
    """With its courier and the code, which stay."""

    extra = ("code", "courier")
    courier = forms.ChoiceField(label=_("Courier"), choices=courier_choices)
    code = line(_("Code"), 30, help_text=_("Begin with the courier's code, as in jne-reg."))


class ServiceAdmin(_Switched):
    """All services."""

    address = "layanan-kurir"
    group = SERVICE
    task = _("Services of couriers")
    lead = _("What buyers choose among; their prices stand in the rate table.")
    add_task = _("Add a service")
    form_of_row = ServiceForm
    list_display = (
        column("code", _("Code")),
        column("courier", _("Courier")),
        column("name", _("Name")),
        column("most_grams", _("Heaviest parcel (grams)")),
        "on_said",
    )
    list_select_related = ("courier",)
    search_fields = ("code", "name", "courier__name")

    def title_of(self, row: CourierService) -> str:
        """With its courier's."""
        return f"{row.courier.name} {row.name}"

    def form_of_new(self) -> type[KeptForm]:
        """With its courier and code."""
        return NewServiceForm

    def values_of(self, row: CourierService) -> ServiceValues:
        """As it is."""
        return service_values(row)

    def keep(self, request: HttpRequest, row: CourierService, form: KeptForm) -> object:
        """By the service."""
        return service_change(
            actor=actor_of(request), code=row.pk, wanted=form.wanted, seen=form.seen
        )

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        given = form.cleaned_data
        return service_add(
            actor=actor_of(request),
            code=given["code"],
            courier=given["courier"],
            wanted=form.wanted,
        )
