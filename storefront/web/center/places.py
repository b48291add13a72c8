"""Provinces, kab/kota, regional offices and partners."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog.models import Partner, Province, Regency, RegionalOffice
from catalog.models.brands import PartnerKind
from catalog.models.regions import Zone
from catalog.selectors.history_reference import OFFICE, PARTNER, PROVINCE, REGENCY
from catalog.services.regions import (
    OfficeValues,
    PartnerValues,
    ProvinceValues,
    RegencyValues,
    office_change,
    office_open,
    office_values,
    partner_add,
    partner_change,
    partner_values,
    province_change,
    province_values,
    regency_change,
    regency_values,
)
from storefront.access.actor import actor_of
from storefront.web.center.fields import ProvincesField, Slugs, line, text
from storefront.web.center.keeping import KeptForm
from storefront.web.center.lists import CenterAdmin, Worded, column, named


class ProvinceForm(KeptForm):
    """ProvinceValues."""

    made_of = ProvinceValues
    name = line(_("Name"), 80)
    name_en = line(_("English name"), 80)
    zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(one.value, f"{one.value} · {one.label}") for one in Zone]
    )


class ProvinceAdmin(CenterAdmin):
    """The 38; none is added or removed here."""

    address = "provinsi"
    group = PROVINCE
    task = _("Provinces")
    lead = _("Names and time zones. Codes are the ministry's and stay.")
    form_of_row = ProvinceForm
    list_display = (
        column("name", _("Name")),
        column("code", _("Code")),
        column("name_en", _("English name")),
        column("zone", _("Time zone")),
        "regencies_said",
    )
    list_filter = (named("zone", _("Time zone"), admin.ChoicesFieldListFilter),)
    search_fields = ("name", "name_en", "code")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With how many kab/kota each has."""
        return super().get_queryset(request).annotate(how_many=Count("regencies"))

    @admin.display(description=_("Kab/kota"))
    def regencies_said(self, row: Any) -> str:
        """How many it has."""
        return gettext("%(count)s kab/kota") % {"count": row.how_many}

    def facts_of(self, row: Province) -> list[tuple[Any, Any]]:
        """Its code."""
        return [(_("Code"), row.code), (_("Address"), f"/provinsi/{row.slug}/")]

    def values_of(self, row: Province) -> ProvinceValues:
        """As it is."""
        return province_values(row)

    def keep(self, request: HttpRequest, row: Province, form: KeptForm) -> object:
        """By the service."""
        return province_change(
            actor=actor_of(request), code=row.pk, wanted=form.wanted, seen=form.seen
        )


class RegencyForm(KeptForm):
    """RegencyValues."""

    made_of = RegencyValues
    name = line(_("Name"), 80)
    is_city = forms.BooleanField(label=_("Is a kota, not a kabupaten"), required=False)


class RegencyAdmin(CenterAdmin):
    """The 514; none is added or removed here."""

    address = "kabkota"
    group = REGENCY
    task = _("Kab/kota")
    lead = _("Names. Codes and provinces are the ministry's and stay.")
    form_of_row = RegencyForm
    list_display = (
        column("name", _("Name")),
        column("code", _("Code")),
        column("province", _("Province")),
    )
    list_filter = (
        named("is_city", _("Is a kota"), admin.BooleanFieldListFilter),
        named("province", _("Province"), admin.RelatedFieldListFilter),
    )
    list_select_related = ("province",)
    search_fields = ("name", "code", "province__name")

    def facts_of(self, row: Regency) -> list[tuple[Any, Any]]:
        """Its code and province."""
        return [(_("Code"), row.code), (_("Province"), row.province.name)]

    def values_of(self, row: Regency) -> RegencyValues:
        """As it is."""
        return regency_values(row)

    def keep(self, request: HttpRequest, row: Regency, form: KeptForm) -> object:
        """By the service."""
        return regency_change(
            actor=actor_of(request), code=row.pk, wanted=form.wanted, seen=form.seen
        )


class OfficeForm(KeptForm):
    """OfficeValues."""

    made_of = OfficeValues
    name = line(_("Name"), 120)
    name_en = line(_("English name"), 120)
    provinces = ProvincesField()
    is_confirmed = forms.BooleanField(
        label=_("The office itself confirmed its provinces"),
        required=False,
        help_text=_("A confirmed office is left alone when the shop is renewed."),
    )
    lets_publish = forms.BooleanField(
        label=_("Facilities publish at once what needs no paper"),
        required=False,
        help_text=_("Otherwise the office looks at everything before it is shown."),
    )
    note = line(_("Note"), 200, required=False)


class NewOfficeForm(OfficeForm):
    """With the address, which stays."""

    extra = ("slug",)
    slug = Slugs()


class OfficeAdmin(CenterAdmin):
    """Regional offices, which are not provinces."""

    address = "kanwil"
    group = OFFICE
    task = _("Regional offices")
    lead = _("Which provinces each office looks after.")
    add_task = _("Add a regional office")
    can_add = True
    form_of_row = OfficeForm
    list_display = (
        Worded("name", _("Name")),
        "provinces_said",
        "facilities_said",
        "publishing_said",
        "confirmed_said",
    )
    list_filter = (
        named("is_confirmed", _("Confirmed by the office"), admin.BooleanFieldListFilter),
        named("lets_publish", _("Publishing without a paper"), admin.BooleanFieldListFilter),
    )
    search_fields = ("name", "name_en", "provinces__name")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With provinces and how many facilities each has."""
        rows = super().get_queryset(request).prefetch_related("provinces")
        return rows.annotate(how_many=Count("facilities", distinct=True))

    @admin.display(description=_("Provinces"))
    def provinces_said(self, row: Any) -> str:
        """Their names."""
        return ", ".join(one.name for one in row.provinces.all())

    @admin.display(description=_("Confirmed by the office"), ordering="is_confirmed")
    def confirmed_said(self, row: Any) -> str:
        """Whether the office said so itself."""
        return gettext("confirmed") if row.is_confirmed else gettext("not confirmed yet")

    @admin.display(description=_("Publishing without a paper"), ordering="lets_publish")
    def publishing_said(self, row: Any) -> str:
        """Whether its facilities publish at once what needs no paper."""
        return gettext("at once") if row.lets_publish else gettext("after a review")

    @admin.display(description=_("Facilities"))
    def facilities_said(self, row: Any) -> str:
        """How many it looks after."""
        said = ngettext("%(count)s facility", "%(count)s facilities", row.how_many)
        return said % {"count": row.how_many}

    def form_of_new(self) -> type[KeptForm]:
        """With its address."""
        return NewOfficeForm

    def facts_of(self, row: RegionalOffice) -> list[tuple[Any, Any]]:
        """Its address."""
        return [(_("Address"), row.slug)]

    def values_of(self, row: RegionalOffice) -> OfficeValues:
        """As it is."""
        return office_values(row)

    def keep(self, request: HttpRequest, row: RegionalOffice, form: KeptForm) -> object:
        """By the service."""
        return office_change(
            actor=actor_of(request), office_id=row.pk, wanted=form.wanted, seen=form.seen
        )

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        slug = form.cleaned_data["slug"]
        return office_open(actor=actor_of(request), slug=slug, wanted=form.wanted)


class PartnerForm(KeptForm):
    """PartnerValues."""

    made_of = PartnerValues
    kind = forms.ChoiceField(label=_("Kind"), choices=PartnerKind.choices)
    name = line(_("Name"), 120)
    name_en = line(_("English name"), 120)
    provinces = ProvincesField()
    about = text(_("About"), 4000, required=False)
    about_en = text(_("About, in English"), 4000, required=False)


class NewPartnerForm(PartnerForm):
    """With the address, which stays."""

    extra = ("slug",)
    slug = Slugs(max_length=80)


class PartnerAdmin(CenterAdmin):
    """Organisations that train, certify or promote."""

    address = "mitra"
    group = PARTNER
    task = _("Partners")
    lead = _("Boards, foundations, offices and training centers, and their provinces.")
    add_task = _("Add a partner")
    can_add = True
    form_of_row = PartnerForm
    list_display = (column("name", _("Name")), column("kind", _("Kind")), "provinces_said")
    list_filter = (named("kind", _("Kind"), admin.ChoicesFieldListFilter),)
    search_fields = ("name", "name_en", "provinces__name")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With provinces."""
        return super().get_queryset(request).prefetch_related("provinces")

    @admin.display(description=_("Provinces"))
    def provinces_said(self, row: Any) -> str:
        """Their names."""
        return ", ".join(one.name for one in row.provinces.all())

    def form_of_new(self) -> type[KeptForm]:
        """With its address."""
        return NewPartnerForm

    def facts_of(self, row: Partner) -> list[tuple[Any, Any]]:
        """Its address."""
        return [(_("Address"), row.slug)]

    def values_of(self, row: Partner) -> PartnerValues:
        """As it is."""
        return partner_values(row)

    def keep(self, request: HttpRequest, row: Partner, form: KeptForm) -> object:
        """By the service."""
        return partner_change(
            actor=actor_of(request), partner_id=row.pk, wanted=form.wanted, seen=form.seen
        )

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        slug = form.cleaned_data["slug"]
        return partner_add(actor=actor_of(request), slug=slug, wanted=form.wanted)
