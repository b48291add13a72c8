"""Which goods carry which papers: rules and marks of goods. A change shows first what it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.dates import legal_today
from legality.history import RULE, TRAIT
from legality.models import CertificateKind, GoodsTrait, RequirementRule
from legality.services.requirement_rules import (
    NotShownYet,
    Preview,
    RuleValues,
    Told,
    TraitValues,
    rule_add,
    rule_change,
    rule_values,
    told,
    trait_add,
    trait_change,
    trait_values,
)
from legality.types import Need
from storefront.access.actor import actor_of
from storefront.web.center.fields import ManyField, goods_choices, line, text
from storefront.web.center.keeping import KeptForm, ToConfirm
from storefront.web.center.lists import CenterAdmin, Worded, column, in_language, named
from storefront.web.components.certainty import CERTAINTIES

MOST_TOLD = 50
DIGEST = "_seen"
_NEEDS = (
    (Need.REQUIRED.value, _("required")),
    (Need.ADVISED.value, _("advised")),
    (Need.NOT_APPLICABLE.value, _("not applicable")),
)
_CODE_HELP = _("Small letters, digits and _; stays for good.")


class DayField(forms.DateField):
    """A day, as the text that plain values hold; "" for none."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        kwargs.setdefault("required", False)
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)

    def clean(self, value: Any) -> Any:
        """Raises ValidationError."""
        day = super().clean(value)
        return day.isoformat() if day else ""


class WordsField(forms.CharField):
    """Words or short phrases, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4})
        super().__init__(required=False, max_length=4000, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """As lines."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """Raises ValidationError."""
        text = str(super().clean(self.prepare_value(value)))
        lines = (" ".join(one.split()) for one in text.splitlines())
        words = [one for one in lines if one]
        for word in words:
            if len(word) > 60:  # noqa: PLR2004 # as the model's
                raise forms.ValidationError(gettext("This is too long."))
        return words


def trait_choices() -> list[tuple[str, str]]:
    """All, in their order. One statement."""
    return list(GoodsTrait.objects.values_list("code", in_language("name")))


def paper_choices() -> list[tuple[str, str]]:
    """All kinds of papers, in their order. One statement."""
    return list(CertificateKind.objects.values_list("code", in_language("short")))


class RuleForm(KeptForm):
    """RuleValues."""

    made_of = RuleValues
    name = line(_("Name"), 120)
    name_en = line(_("English name"), 120)
    kinds = ManyField(label=_("Kinds of goods; any when none is ticked"), choices=goods_choices)
    traits = ManyField(label=_("Marks that the goods have, all of them"), choices=trait_choices)
    unless_traits = ManyField(label=_("Marks that the goods do not have"), choices=trait_choices)
    papers = ManyField(
        label=_("Papers, any one of which will do"), choices=paper_choices, required=True
    )
    need = forms.ChoiceField(label=_("What it says"), choices=_NEEDS)
    in_force_from = DayField(label=_("In force from"))
    in_force_until = DayField(label=_("In force until, that day included"))
    not_halal_answers = forms.BooleanField(
        label=_("Goods sold as not halal have answered"), required=False
    )
    reason = text(_("What the facility is told"), 2000)
    reason_en = text(_("What the facility is told, in English"), 2000)
    legal_source = text(_("Legal source"), 2000)
    certainty = forms.ChoiceField(
        label=_("How sure this is"),
        choices=CERTAINTIES,
        help_text=_("A rule that is not verified never closes goods."),
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


class NewRuleForm(RuleForm):
    """With the code, which stays."""

    extra = ("code",)
    code = line(_("Code"), 40, help_text=_CODE_HELP)


class TraitForm(KeptForm):
    """TraitValues."""

    made_of = TraitValues
    name = line(_("Name"), 80)
    name_en = line(_("English name"), 80)
    kinds = ManyField(label=_("Kinds of goods; any when none is ticked"), choices=goods_choices)
    name_words = WordsField(
        label=_("One of these words in the name"),
        help_text=_("One a line; whole words, large or small letters alike."),
    )
    material_words = WordsField(label=_("Or one of these words in the composition"))
    without_words = WordsField(label=_("None of these words in the name"))
    keeps_at_most = forms.IntegerField(
        label=_("Keeps at most so many days"), required=False, min_value=0, max_value=3650
    )
    position = forms.IntegerField(
        label=_("Place in the order"), min_value=0, max_value=999, initial=0
    )


class NewTraitForm(TraitForm):
    """With the code, which stays."""

    extra = ("code",)
    code = line(_("Code"), 24, help_text=_CODE_HELP)


class Effect(NamedTuple):
    """Listings that change in one way. goods: how many; rows: the first; more: the others."""

    title: Any
    goods: int
    rows: list[Told]
    more: int


def effects_of(preview: Preview) -> list[Effect]:
    """What a preview tells, the gravest first. Four statements at most."""
    sorts = (
        (_("Goes off sale at once"), preview.closes),
        (_("Stays on sale, with another last day"), preview.ends),
        (_("Could not be published any more"), preview.blocks),
        (_("Could be published then"), preview.clears),
    )
    return [
        Effect(title, len(rows), told(rows, MOST_TOLD), max(0, len(rows) - MOST_TOLD))
        for title, rows in sorts
        if rows
    ]


class ShownFirst(CenterAdmin):
    """Rows whose change is kept only by who has seen what it does."""

    can_add = True

    def more_of_row(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """The button's words."""
        return {"submit": _("See what it changes")}

    def shown_first(self, request: HttpRequest, keep: Callable[[str], object]) -> object:
        """Raises ToConfirm with the effects where they were not shown yet, or are others now."""
        digest = request.POST.get(DIGEST, "")
        try:
            return keep(digest)
        except NotShownYet as asked:
            raise ToConfirm(
                {
                    "effects": effects_of(asked.preview),
                    "effect_digest": asked.preview.digest,
                    "effect_moved": bool(digest),
                    "confirm_template": "center/effects.html",
                }
            ) from asked

    def facts_of(self, row: Any) -> list[tuple[Any, Any]]:
        """Its code."""
        return [(_("Code"), row.code)]

    def title_of(self, row: Any) -> str:
        """What it is called."""
        return str(getattr(row, in_language("name")))


class RuleAdmin(ShownFirst):
    """All rules."""

    address = "aturan"
    group = RULE
    task = _("Rules of papers")
    lead = _("Which goods must carry which papers. A change shows first what it does.")
    add_task = _("Add a rule")
    form_of_row = RuleForm
    list_display = (Worded("name", _("Name")), "need_said", "force_said", "certainty_said")
    list_filter = (
        named("need", _("What it says"), admin.AllValuesFieldListFilter),
        named("certainty", _("How sure this is"), admin.AllValuesFieldListFilter),
    )
    search_fields = ("code", "name", "name_en", "reason", "legal_source")

    @admin.display(description=_("What it says"), ordering="need")
    def need_said(self, row: RequirementRule) -> Any:
        """In a word."""
        return dict(_NEEDS)[row.need]

    @admin.display(description=_("How sure this is"), ordering="certainty")
    def certainty_said(self, row: RequirementRule) -> Any:
        """In words."""
        return dict(CERTAINTIES)[row.certainty]

    @admin.display(description=_("In force"), ordering="in_force_from")
    def force_said(self, row: RequirementRule) -> str:
        """Whether it counts today."""
        today = legal_today()
        if not row.is_on:
            return gettext("off")
        if row.in_force_from and row.in_force_from > today:
            return _on_day(gettext("comes into force on %(day)s"), row.in_force_from)
        if row.in_force_until and row.in_force_until < today:
            return _on_day(gettext("ended on %(day)s"), row.in_force_until)
        return gettext("in force")

    def form_of_new(self) -> type[KeptForm]:
        """With its code."""
        return NewRuleForm

    def values_of(self, row: RequirementRule) -> RuleValues:
        """As it is."""
        return rule_values(row)

    def keep(self, request: HttpRequest, row: RequirementRule, form: KeptForm) -> object:
        """By the service."""
        return self.shown_first(
            request,
            lambda digest: rule_change(
                actor=actor_of(request), code=row.pk, wanted=form.wanted, seen=form.seen,
                shown=digest, on=legal_today(),
            ),
        )  # fmt: skip

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        return self.shown_first(
            request,
            lambda digest: rule_add(
                actor=actor_of(request), code=form.cleaned_data["code"], wanted=form.wanted,
                shown=digest, on=legal_today(),
            ),
        )  # fmt: skip


def _on_day(sentence: str, day: Any) -> str:
    return sentence % {"day": date_format(day, "j F Y")}


class TraitAdmin(ShownFirst):
    """All marks of goods."""

    address = "penanda"
    group = TRAIT
    task = _("What goods are told by")
    lead = _("Marks tell goods apart where their kind alone does not.")
    add_task = _("Add a mark")
    form_of_row = TraitForm
    list_display = (Worded("name", _("Name")), column("code", _("Code")))
    search_fields = ("code", "name", "name_en")

    def form_of_new(self) -> type[KeptForm]:
        """With its code."""
        return NewTraitForm

    def values_of(self, row: GoodsTrait) -> TraitValues:
        """As it is."""
        return trait_values(row)

    def keep(self, request: HttpRequest, row: GoodsTrait, form: KeptForm) -> object:
        """By the service."""
        return self.shown_first(
            request,
            lambda digest: trait_change(
                actor=actor_of(request), code=row.pk, wanted=form.wanted, seen=form.seen,
                shown=digest, on=legal_today(),
            ),
        )  # fmt: skip

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        return self.shown_first(
            request,
            lambda digest: trait_add(
                actor=actor_of(request), code=form.cleaned_data["code"], wanted=form.wanted,
                shown=digest, on=legal_today(),
            ),
        )  # fmt: skip
