"""Kinds of papers: what they are called, who gives them, how they are checked, and how we know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from legality.history import PAPER_KIND
from legality.models import CertificateKind, Validity
from legality.number_findings import blocking_by_default
from legality.services.certificate_kinds import (
    CertificateKindValues,
    certificate_kind_add,
    certificate_kind_change,
    certificate_kind_remove,
    certificate_kind_values,
    kind_rests,
)
from legality.services.kind_checks import CODE_COLUMNS, FORM_COLUMNS
from storefront.access.actor import actor_of
from storefront.web.center.fields import ManyField, RowsField, goods_choices, line, text
from storefront.web.center.keeping import KeptForm
from storefront.web.center.lists import Worded, column, in_language, named
from storefront.web.center.removing import Removable
from storefront.web.center.trying import TryingForm
from storefront.web.components.certainty import CERTAINTIES
from storefront.web.components.history_lists import WORDS

GROUPS = (
    ("izin", _("Licenses")),
    ("halal", _("Halal")),
    ("haki", _("Intellectual property")),
    ("lain", _("Others")),
)
VALIDITIES = (
    (Validity.FIXED, _("until a date")),
    (Validity.NONE, _("without end")),
    (Validity.RECIPE, _("while the recipe is unchanged")),
)
FINDINGS = tuple((code, _(words)) for code, words in WORDS["blocking"].items())


class CertificateKindForm(TryingForm):
    """CertificateKindValues, and a number to be read by them."""

    made_of = CertificateKindValues
    label = line(_("Name"), 80)
    label_en = line(_("English name"), 80)
    short = line(_("Short name"), 24)
    short_en = line(_("Short name, in English"), 24)
    group = forms.ChoiceField(label=_("Group"), choices=GROUPS)
    position = forms.IntegerField(label=_("Place in the order"), min_value=0, max_value=999)
    issuer = line(_("Who gives it"), 160)
    issuer_en = line(_("Who gives it, in English"), 160)
    validity = forms.ChoiceField(label=_("How long it holds"), choices=VALIDITIES)
    term_years = forms.IntegerField(
        label=_("Usual term in years"), required=False, min_value=1, max_value=100
    )
    number_pattern = line(
        _("Pattern of its number"),
        300,
        required=False,
        help_text=_(
            "A regular expression of its capitals and digits alone; parts of it bear names, as in"
            " (?P<year>\\d{2}). Empty when none is known."
        ),
    )
    number_form = line(
        _("How its number is written"),
        120,
        required=False,
        help_text=_("With every part in braces, as in IDM{serial}."),
    )
    other_forms = RowsField(
        label=_("Other forms of its number"),
        columns=_("pattern | finding | name | English name"),
        count=FORM_COLUMNS,
        help_text=_(
            "One a line: pattern | finding | name | English name. Old and odd forms, numbers of"
            " applications, and what people take for this number."
        ),
    )
    part_codes = RowsField(
        label=_("Codes within its number"),
        columns=_("part | code | name | English name | goods"),
        count=CODE_COLUMNS,
        help_text=_(
            "One a line: part | code | name | English name | goods. Goods by their address,"
            " blanks between; empty for any."
        ),
    )
    goods = ManyField(
        label=_("Goods that it is for"), choices=goods_choices, help_text=_("None for any.")
    )
    blocking = ManyField(
        label=_("What a number is refused for"),
        choices=FINDINGS,
        help_text=_("The others only warn."),
    )
    portal_name = line(_("Where it is checked"), 80, required=False)
    portal_url = forms.URLField(
        label=_("Address of that place"), required=False, max_length=200, assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )  # fmt: skip
    verify_url_template = line(
        _("Address that shows one paper"),
        300,
        required=False,
        help_text=_("With {number} where the number goes; empty when there is none."),
    )
    verify_steps = text(_("How to check it"), 2000)
    verify_steps_en = text(_("How to check it, in English"), 2000)
    tells_buyer = text(_("What it tells buyers"), 2000)
    tells_buyer_en = text(_("What it tells buyers, in English"), 2000)
    source = text(_("Source of these facts"), 2000)
    certainty = forms.ChoiceField(label=_("How sure this is"), choices=CERTAINTIES)


class NewCertificateKindForm(CertificateKindForm):
    """With the code, which stays."""

    extra = ("code", "sample")
    code = line(_("Code"), 24, help_text=_("Small letters, digits and _; stays for good."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["blocking"].initial = blocking_by_default()

    @property
    def code_said(self) -> str:
        """As it was filled in."""
        return str(self.cleaned_data["code"])


class CertificateKindAdmin(Removable):
    """All kinds of papers."""

    address = "surat"
    group = PAPER_KIND
    task = _("Kinds of papers")
    lead = _("Every fact names its source and how sure it is.")
    add_task = _("Add a kind of paper")
    can_add = True
    form_of_row = CertificateKindForm
    list_display = (
        Worded("label", _("Name")),
        column("code", _("Code")),
        column("issuer", _("Who gives it")),
        "certainty_said",
    )
    list_filter = (
        named("certainty", _("How sure this is"), admin.AllValuesFieldListFilter),
        named("group", _("Group"), admin.AllValuesFieldListFilter),
    )
    search_fields = ("code", "label", "label_en", "short", "issuer")

    @admin.display(description=_("How sure this is"), ordering="certainty")
    def certainty_said(self, row: CertificateKind) -> Any:
        """In words."""
        return dict(CERTAINTIES)[row.certainty]

    def title_of(self, row: CertificateKind) -> str:
        """What it is called."""
        return str(getattr(row, in_language("label")))

    def form_for(self, row: CertificateKind) -> type[KeptForm]:
        """One that knows which kind numbers are tried as."""
        return type("CertificateKindForm", (CertificateKindForm,), {"of_code": row.pk})

    def form_of_new(self) -> type[KeptForm]:
        """With its code."""
        return NewCertificateKindForm

    def facts_of(self, row: CertificateKind) -> list[tuple[Any, Any]]:
        """Its code."""
        return [(_("Code"), row.code)]

    def values_of(self, row: CertificateKind) -> CertificateKindValues:
        """As it is."""
        return certificate_kind_values(row)

    def keep(self, request: HttpRequest, row: CertificateKind, form: KeptForm) -> object:
        """By the service."""
        return certificate_kind_change(
            actor=actor_of(request), code=row.pk, wanted=form.wanted, seen=form.seen
        )

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        code = form.cleaned_data["code"]
        return certificate_kind_add(actor=actor_of(request), code=code, wanted=form.wanted)

    def why_not_removed(self, row: CertificateKind) -> str:
        """What rests on it."""
        return kind_rests(row.pk)

    def remove(self, request: HttpRequest, row: CertificateKind) -> object:
        """By the service."""
        return certificate_kind_remove(actor=actor_of(request), code=row.pk)
