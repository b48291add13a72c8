"""One row on one page: shown, changed through a service, and what a second officer did meanwhile.

A form is a Django form of plain values. Beside its fields it carries what its page showed, so that
the service can tell what somebody else changed since.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.errors import Invalid, NotAllowed
from catalog.policies.abilities import Act, can_everywhere
from catalog.services.reference import Stale
from storefront.access.actor import actor_of

SHOWN = "_shown"


class ToConfirm(Exception):
    """What was wanted is to be shown first. context: of the page that shows it."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self.context = context
        super().__init__()


class KeptForm(forms.Form):
    """A form of plain values. made_of: their dataclass; extra: fields that are not among them."""

    made_of: type
    extra: tuple[str, ...] = ()
    required_css_class = "is-required"
    use_required_attribute = False

    def __init__(self, *args: Any, values: Any = None, is_fixed: bool = False, **kwargs: Any):
        kwargs.setdefault("initial", _plain(values) if values is not None else None)
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        self.shown: str = json.dumps(_plain(values)) if values is not None else ""
        for name, one in self.fields.items():
            one.disabled = is_fixed
            if one.help_text:
                one.widget.attrs["aria-describedby"] = f"id_{name}_help"

    @property
    def wanted(self) -> Any:
        """What was filled in. Valid forms alone."""
        return _made(
            self.made_of,
            {k: v for k, v in self.cleaned_data.items() if k not in self.extra},
        )

    @property
    def seen(self) -> Any:
        """What the page showed. Raises Invalid for what no page of ours said."""
        try:
            return _made(self.made_of, json.loads(self.data.get(SHOWN, "")))
        except (TypeError, ValueError, AttributeError, RecursionError) as error:
            reason = gettext("This page is too old. Open it again.")
            raise Invalid(field="", reason=reason) from error

    def refuse(self, refused: Invalid) -> None:
        """Say beside its field what a service refused."""
        name = str(refused.params.get("field", ""))
        sentence = gettext(str(refused.params.get("reason", "")))
        self.add_error(name if name in self.fields else None, sentence)

    def renewed(self, stale: Stale) -> KeptForm:
        """The form once more, with what another saved where this officer changed nothing."""
        seen, mine = self.seen, _plain(self.wanted)
        both = {k: v for k, v in stale.now.items() if getattr(self.wanted, k) != getattr(seen, k)}
        data = {
            **{name: self.data.get(name, "") for name in self.extra},
            **mine,
            **{k: _listed(v) for k, v in stale.now.items() if k not in both},
        }
        now = _plain(seen) | {k: _listed(v) for k, v in stale.now.items()}
        form = type(self)(data)
        form.shown = json.dumps(now)
        form.is_valid()
        form.add_error(None, gettext("Somebody else saved this page while you filled it in."))
        for name, value in both.items():
            sentence = gettext("Meanwhile it became “%(value)s”. Save again to keep yours.")
            form.add_error(name, sentence % {"value": said(value)})
        return form

    def arranged(self) -> KeptForm | None:
        """The form once more where one of its own buttons was pressed, which saves nothing."""
        return None


def _plain(values: Any) -> dict[str, Any]:
    return {name: _listed(value) for name, value in asdict(values).items()}


def _listed(value: Any) -> Any:
    return [_listed(one) for one in value] if isinstance(value, tuple | list) else value


def _tupled(value: Any) -> Any:
    return tuple(_tupled(one) for one in value) if isinstance(value, list | tuple) else value


def _made(made_of: type, values: Mapping[str, Any]) -> Any:
    return made_of(**{name: _tupled(value) for name, value in values.items()})


def said(value: Any) -> str:
    """A value as officers read it."""
    if value in (None, "", [], ()):
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list | tuple):
        return ", ".join(said(one) for one in value)
    return str(value)


def may_change(request: HttpRequest) -> bool:
    """Whether who asks may change reference data, or only look."""
    return can_everywhere(actor_of(request), Act.REFERENCE_CHANGE)


def change_require(request: HttpRequest) -> None:
    """Raises NotAllowed for a form of who may only look."""
    if not may_change(request):
        raise NotAllowed


@dataclass(frozen=True)
class Sheet:
    """A page with one form.

    values: of the row as it is, None for a new one; keep: has the service write what was wanted,
    given the form; back: where the officer goes then; done: what is said there.
    """

    title: str
    form: type[KeptForm]
    keep: Callable[[KeptForm], object]
    back: str
    values: Any = None
    done: Any = field(default_factory=lambda: _("Saved."))
    template: str = "admin/change_form.html"
    context: Mapping[str, Any] = field(default_factory=dict)


def sheet_page(request: HttpRequest, sheet: Sheet, frame: Mapping[str, Any]) -> HttpResponse:
    """Answer a page with one form. Raises NotAllowed."""
    if request.method != "POST":
        is_fixed = not may_change(request)
        form = sheet.form(values=sheet.values, is_fixed=is_fixed)
        return _shown(request, sheet, form, frame)
    change_require(request)
    form = sheet.form(request.POST)
    form.shown = request.POST.get(SHOWN, "")
    arranged = form.arranged()
    if arranged is not None:
        return _shown(request, sheet, arranged, frame)
    if not form.is_valid():
        return _shown(request, sheet, form, frame, status=422)
    return _kept(request, sheet, form, frame)


def _kept(
    request: HttpRequest, sheet: Sheet, form: KeptForm, frame: Mapping[str, Any]
) -> HttpResponse:
    """Have a valid form written, or say why it was not."""
    try:
        sheet.keep(form)
    except Stale as stale:
        return _shown(request, sheet, form.renewed(stale), frame, status=409)
    except Invalid as refused:
        form.refuse(refused)
        return _shown(request, sheet, form, frame, status=422)
    except ToConfirm as asked:
        return _shown(request, sheet, form, {**frame, **asked.context})
    messages.success(request, sheet.done)
    return redirect(sheet.back)


def _shown(
    request: HttpRequest,
    sheet: Sheet,
    form: KeptForm,
    frame: Mapping[str, Any],
    status: int = 200,
) -> HttpResponse:
    for name in form.errors:
        if name in form.fields:
            form.fields[name].widget.attrs["aria-invalid"] = "true"
            described = form.fields[name].widget.attrs.get("aria-describedby", "")
            form.fields[name].widget.attrs["aria-describedby"] = f"id_{name}_error {described}"
    context = {**frame, "sheet": sheet, "form": form, "title": sheet.title, **sheet.context}
    return TemplateResponse(request, sheet.template, context, status=status)
