"""The words of the search: one list of all its lessons, and many at once from pasted lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog.errors import Invalid
from catalog.models import SearchTerm, TermUse
from catalog.selectors.history_reference import TERM
from catalog.services.search_terms import (
    MEANS_LENGTH,
    PHRASE_LENGTH,
    Codes,
    Line,
    TermValues,
    codes_now,
    lines_read,
    term_add,
    term_change,
    term_values,
    terms_add,
)
from legality.models import CertificateKind
from storefront.access.actor import actor_of
from storefront.web.center.fields import line, text
from storefront.web.center.keeping import KeptForm, change_require
from storefront.web.center.lists import CenterAdmin, column, named

USES = (
    (TermUse.SYNONYM, _("Synonym: means the same, both ways")),
    (TermUse.SPELLING, _("Spelling: is read as another word")),
    (TermUse.STOP, _("Stop word: is left out")),
    (TermUse.STEM, _("Stem: is a form of another word")),
    (TermUse.MAKER, _("Maker: another way to write a kind of facility")),
    (TermUse.PLACE, _("Place: names a province or kab/kota")),
    (TermUse.PAPER, _("Paper: asks for a kind of paper")),
    (TermUse.FLAG, _("Wish: asks for stock, delivery or flagship goods")),
)
_SHORT = {
    TermUse.SYNONYM: _("synonym"),
    TermUse.SPELLING: _("spelling"),
    TermUse.STOP: _("stop word"),
    TermUse.STEM: _("stem"),
    TermUse.MAKER: _("maker"),
    TermUse.PLACE: _("place"),
    TermUse.PAPER: _("paper"),
    TermUse.FLAG: _("wish"),
}
LETTERS_MOST = 60_000


def _codes() -> Codes:
    return codes_now(CertificateKind.objects.values_list("code", flat=True))


class TermForm(KeptForm):
    """TermValues."""

    made_of = TermValues
    use = forms.ChoiceField(label=_("What the row teaches"), choices=USES)
    phrase = line(_("Word or phrase"), PHRASE_LENGTH, help_text=_("What people type."))
    means = line(
        _("Stands for"),
        MEANS_LENGTH,
        required=False,
        help_text=_("Empty for a stop word."),
    )
    is_on = forms.BooleanField(
        label=_("In force"),
        required=False,
        initial=True,
        help_text=_("Rows are switched off rather than removed: they stay so for good."),
    )


class PasteForm(forms.Form):
    """Many lines."""

    use_required_attribute = False
    use = forms.ChoiceField(label=_("What the rows teach"), choices=USES)
    lines = text(
        _("Lines"),
        LETTERS_MOST,
        rows=10,
        help_text=_("One a line, as: kripik = keripik. Stop words stand alone."),
    )


class UseFilter(admin.SimpleListFilter):
    """By what rows teach, in words."""

    title = _("What the row teaches")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """All uses."""
        return [(use.value, _SHORT[use]) for use, _said in USES]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Rows of the use chosen."""
        return queryset.filter(use=self.value()) if self.value() in TermUse.values else queryset


class SearchTermAdmin(CenterAdmin):
    """All lessons."""

    address = "kata"
    group = TERM
    task = _("Words of the search")
    lead = _("What you change here is in force within five seconds.")
    add_task = _("Add a word")
    can_add = True
    form_of_row = TermForm
    list_display = (column("phrase", _("Word or phrase")), "means_said", "use_said", "on_said")
    list_filter = (UseFilter, named("is_on", _("In force"), admin.BooleanFieldListFilter))
    search_fields = ("phrase", "means")

    @admin.display(description=_("Stands for"), ordering="means")
    def means_said(self, row: SearchTerm) -> str:
        """What it stands for; a stop word for nothing."""
        return f"= {row.means}" if row.means else "–"

    @admin.display(description=_("What the row teaches"), ordering="use")
    def use_said(self, row: SearchTerm) -> Any:
        """In a word."""
        return _SHORT[TermUse(row.use)]

    @admin.display(description=_("In force"), ordering="is_on")
    def on_said(self, row: SearchTerm) -> str:
        """Whether it counts."""
        return gettext("in force") if row.is_on else gettext("off")

    def more_urls(self) -> list[URLPattern]:
        """Pasting."""
        wrap = self.admin_site.admin_view
        return [path("tempel/", wrap(self.paste_view), name="terms_paste")]

    def more_of_list(self) -> dict[str, Any]:
        """The way to paste."""
        return {"tools": [(_("Paste many lines"), reverse("center:terms_paste"))]}

    def title_of(self, row: SearchTerm) -> str:
        """Its phrase."""
        return row.phrase

    def form_of_new(self) -> type[KeptForm]:
        """The same."""
        return TermForm

    def values_of(self, row: SearchTerm) -> TermValues:
        """As it is."""
        return term_values(row)

    def keep(self, request: HttpRequest, row: SearchTerm, form: KeptForm) -> object:
        """By the service."""
        return term_change(
            actor=actor_of(request),
            term_id=row.pk,
            wanted=form.wanted,
            seen=form.seen,
            codes=_codes(),
        )

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        return term_add(actor=actor_of(request), wanted=form.wanted, codes=_codes())

    def paste_view(self, request: HttpRequest) -> HttpResponse:
        """Read pasted lines, show what is understood, then add them."""
        change_require(request)
        form = PasteForm(request.POST or None)
        lines: list[Line] = []
        if request.method == "POST" and form.is_valid():
            codes = _codes()
            try:
                lines = lines_read(form.cleaned_data["use"], form.cleaned_data["lines"], codes)
            except Invalid as refused:
                form.add_error("lines", gettext(str(refused.params["reason"])))
            if lines and "add" in request.POST:
                return self._added(request, lines, codes)
        return self._paste_page(request, form, lines)

    def _added(self, request: HttpRequest, lines: list[Line], codes: Codes) -> HttpResponse:
        values = [line.values for line in lines if line.values is not None]
        count = terms_add(actor=actor_of(request), values=values, codes=codes)
        said = ngettext("%(count)s row added.", "%(count)s rows added.", count)
        messages.success(request, said % {"count": count})
        return redirect(self.address_of("changelist"))

    def _paste_page(self, request: HttpRequest, form: PasteForm, lines: list[Line]) -> HttpResponse:
        fresh = [one for one in lines if one.values is not None and not one.is_there]
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Paste many lines"),
            "page": self,
            "form": form,
            "lines": [
                {"line": one, "reason": gettext(one.reason) if one.reason else ""} for one in lines
            ],
            "fresh": len(fresh),
            "wrong": sum(one.values is None for one in lines),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "center/paste.html", context, status=status)
