"""How proceeds are split, PPN, and which facilities owe it: each from a day on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Facility
from storefront.access.actor import actor_of
from storefront.orders.history import SHARE_RULE, TAX_RATE, TAXPAYER
from storefront.orders.models import ShareRule, TaxpayerPeriod, TaxRate
from storefront.orders.services.terms import (
    ShareRuleValues,
    TaxpayerValues,
    TaxRateValues,
    percent_text,
    share_rule_add,
    share_rule_change,
    share_rule_values,
    tax_rate_add,
    tax_rate_change,
    tax_rate_values,
    taxpayer_add,
    taxpayer_change,
    taxpayer_values,
)
from storefront.web.center.fields import Choices, LongSelect, line, text
from storefront.web.center.keeping import KeptForm
from storefront.web.center.lists import CenterAdmin, column
from storefront.web.components.certainty import CERTAINTIES
from storefront.web.context import language_of
from storefront.web.formats import long_date, percent


class _Day(forms.DateField):
    """A day, kept as its text."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        """Raises ValidationError."""
        found = super().clean(value)
        return found.isoformat() if found else ""


class _Percent(forms.DecimalField):
    """Percent from 0 to 100, kept as its text."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})  # a comma too, in any browser
        super().__init__(
            widget=widget, min_value=0, max_value=100, max_digits=5, decimal_places=2, **kwargs
        )

    def to_python(self, value: Any) -> Any:
        """With a point or a comma. Raises ValidationError."""
        return super().to_python(str(value or "").replace(",", "."))

    def clean(self, value: Any) -> Any:
        """Raises ValidationError."""
        return percent_text(Decimal(super().clean(value)))


def _source() -> forms.CharField:
    return text(_("What it rests on"), 200, rows=2)


def _certainty() -> forms.ChoiceField:
    example = ("D", _("An example for the demonstration"))
    return forms.ChoiceField(label=_("How sure this is"), choices=[*CERTAINTIES, example])


def facility_choices() -> Choices:
    """All, by name. One statement."""
    return list(Facility.objects.order_by("short_name").values_list("slug", "short_name"))


def _or_shop() -> Choices:
    return [("", _("the whole shop")), *facility_choices()]


def _or_none() -> Choices:
    return [("", "—"), *facility_choices()]


def _said(day: date | None) -> str:
    return long_date(day, language_of()) if day else "–"


def _of_hundredths(value: int) -> str:
    return percent(Decimal(value) / 100, language_of())


class ShareRuleForm(KeptForm):
    """ShareRuleValues."""

    made_of = ShareRuleValues
    in_force_from = _Day(label=_("In force from"))
    premi = _Percent(
        label=_("Premium of the makers (percent)"),
        help_text=_("Of what was paid for goods, without PPN and delivery."),
    )
    pnbp = _Percent(
        label=_("PNBP (percent)"), help_text=_("What is left is working capital of the facility.")
    )
    source = _source()
    certainty = _certainty()


class NewShareRuleForm(ShareRuleForm):
    """With whose it is, which stays."""

    extra = ("facility",)
    facility = forms.ChoiceField(
        label=_("Facility"), choices=_or_shop, widget=LongSelect, required=False
    )


class ShareRuleAdmin(CenterAdmin):
    """All rules."""

    address = "pembagian"
    group = SHARE_RULE
    task = _("Shares of proceeds")
    lead = _("How what buyers pay for goods is split; a facility's own rule before the shop's.")
    add_task = _("Add a rule")
    can_add = True
    form_of_row = ShareRuleForm
    list_display = ("whose", "since", "premi_said", "pnbp_said", "capital_said")
    list_select_related = ("facility",)
    search_fields = ("facility__short_name", "source")

    @admin.display(description=_("Facility"), ordering="facility__short_name")
    def whose(self, row: ShareRule) -> str:
        """A facility's, or the shop's."""
        return row.facility.short_name if row.facility else gettext("the whole shop")

    @admin.display(description=_("In force from"), ordering="in_force_from")
    def since(self, row: ShareRule) -> str:
        """The day."""
        return _said(row.in_force_from)

    @admin.display(description=_("Premium of the makers"), ordering="premi")
    def premi_said(self, row: ShareRule) -> str:
        """Percent."""
        return _of_hundredths(row.premi)

    @admin.display(description=_("PNBP"), ordering="pnbp")
    def pnbp_said(self, row: ShareRule) -> str:
        """Percent."""
        return _of_hundredths(row.pnbp)

    @admin.display(description=_("Working capital"), ordering="capital")
    def capital_said(self, row: ShareRule) -> str:
        """Percent."""
        return _of_hundredths(row.capital)

    def title_of(self, row: ShareRule) -> str:
        """Whose, and from when."""
        return f"{self.whose(row)}, {_said(row.in_force_from)}"

    def facts_of(self, row: ShareRule) -> list[tuple[Any, Any]]:
        """What is left."""
        return [(_("Working capital"), _of_hundredths(row.capital))]

    def form_of_new(self) -> type[KeptForm]:
        """With whose it is."""
        return NewShareRuleForm

    def values_of(self, row: ShareRule) -> ShareRuleValues:
        """As it is."""
        return share_rule_values(row)

    def keep(self, request: HttpRequest, row: ShareRule, form: KeptForm) -> object:
        """By the service."""
        actor = actor_of(request)
        return share_rule_change(actor=actor, rule_id=row.pk, wanted=form.wanted, seen=form.seen)

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        whose = form.cleaned_data["facility"]
        return share_rule_add(actor=actor_of(request), facility=whose, wanted=form.wanted)


class TaxRateForm(KeptForm):
    """TaxRateValues."""

    made_of = TaxRateValues
    in_force_from = _Day(label=_("In force from"))
    percent = _Percent(
        label=_("PPN (percent)"), help_text=_("Of the net price, as it comes out in the end.")
    )
    source = _source()
    certainty = _certainty()


class TaxRateAdmin(CenterAdmin):
    """All rates."""

    address = "ppn"
    group = TAX_RATE
    task = _("Rates of PPN")
    lead = _("Prices are final; PPN is said of goods of a facility that owes it, and of no other.")
    add_task = _("Add a rate")
    can_add = True
    form_of_row = TaxRateForm
    list_display = ("since", "percent_said", column("source", _("What it rests on")))

    @admin.display(description=_("In force from"), ordering="in_force_from")
    def since(self, row: TaxRate) -> str:
        """The day."""
        return _said(row.in_force_from)

    @admin.display(description=_("PPN"), ordering="percent")
    def percent_said(self, row: TaxRate) -> str:
        """Percent."""
        return percent(row.percent, language_of())

    def title_of(self, row: TaxRate) -> str:
        """From when."""
        return f"{gettext('PPN')}, {_said(row.in_force_from)}"

    def form_of_new(self) -> type[KeptForm]:
        """The same."""
        return TaxRateForm

    def values_of(self, row: TaxRate) -> TaxRateValues:
        """As it is."""
        return tax_rate_values(row)

    def keep(self, request: HttpRequest, row: TaxRate, form: KeptForm) -> object:
        """By the service."""
        actor = actor_of(request)
        return tax_rate_change(actor=actor, rate_id=row.pk, wanted=form.wanted, seen=form.seen)

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        return tax_rate_add(actor=actor_of(request), wanted=form.wanted)


class TaxpayerForm(KeptForm):
    """TaxpayerValues."""

    made_of = TaxpayerValues
    since = _Day(label=_("From"))
    until = _Day(label=_("Until"), required=False, help_text=_("Empty while it lasts."))
    number = line(_("NPWP or number of the PKP"), 24, required=False)


class NewTaxpayerForm(TaxpayerForm):
    """With whose it is, which stays."""

    extra = ("facility",)
    facility = forms.ChoiceField(label=_("Facility"), choices=_or_none, widget=LongSelect)


class TaxpayerAdmin(CenterAdmin):
    """All times."""

    address = "pkp"
    group = TAXPAYER
    task = _("Facilities that owe PPN (PKP)")
    lead = _("A unit of the state or a small cooperative is usually none: ask a tax officer.")
    add_task = _("Add a PKP")
    can_add = True
    form_of_row = TaxpayerForm
    list_display = ("whose", "since_said", "until_said", column("number", _("Number")))
    list_select_related = ("facility",)
    search_fields = ("facility__short_name", "number")

    @admin.display(description=_("Facility"), ordering="facility__short_name")
    def whose(self, row: TaxpayerPeriod) -> str:
        """The facility."""
        return row.facility.short_name

    @admin.display(description=_("From"), ordering="since")
    def since_said(self, row: TaxpayerPeriod) -> str:
        """The day."""
        return _said(row.since)

    @admin.display(description=_("Until"), ordering="until")
    def until_said(self, row: TaxpayerPeriod) -> str:
        """The last day."""
        return _said(row.until)

    def title_of(self, row: TaxpayerPeriod) -> str:
        """Whose."""
        return row.facility.short_name

    def form_of_new(self) -> type[KeptForm]:
        """With whose it is."""
        return NewTaxpayerForm

    def values_of(self, row: TaxpayerPeriod) -> TaxpayerValues:
        """As it is."""
        return taxpayer_values(row)

    def keep(self, request: HttpRequest, row: TaxpayerPeriod, form: KeptForm) -> object:
        """By the service."""
        actor = actor_of(request)
        return taxpayer_change(actor=actor, period_id=row.pk, wanted=form.wanted, seen=form.seen)

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        whose = form.cleaned_data["facility"]
        return taxpayer_add(actor=actor_of(request), facility=whose, wanted=form.wanted)
