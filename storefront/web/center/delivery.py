"""The rate table, and how goods of each kind may leave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.errors import NotFound
from catalog.saleor_adapter.kinds import KindUse, kind_sheets
from catalog.selectors.history_reference import KIND
from catalog.types import Delivery
from legality.models import CertificateKind
from storefront.access.actor import actor_of
from storefront.orders.selectors.rates import RatesOfService, rates_summary
from storefront.orders.services.couriers import (
    KindDeliveryValues,
    kind_delivery_set,
    kind_delivery_values,
    kinds_said,
)
from storefront.orders.services.rates import (
    COLUMNS,
    MOST_BYTES,
    Loaded,
    SheetRefused,
    rates_load,
    rates_sheet,
)
from storefront.web.center.fields import Choices, line
from storefront.web.center.history import history_address
from storefront.web.center.keeping import KeptForm, Sheet, change_require, sheet_page

FILE = "sheet"
KINDS_CRUMB = (_("How kinds of goods may leave"), "center:kind_deliveries")
WAYS = (
    (Delivery.PARCEL.value, _("By courier, like other goods")),
    (Delivery.LOCAL_COURIER.value, _("By local courier or picked up")),
    (Delivery.PICKUP.value, _("Picked up only")),
)


def paper_choices() -> Choices:
    """Kinds of papers. One statement."""
    kinds = CertificateKind.objects.values_list("code", "label")
    return [("", _("no paper does")), *kinds]


class KindDeliveryForm(KeptForm):
    """KindDeliveryValues."""

    made_of = KindDeliveryValues
    way = forms.ChoiceField(
        label=_("How they may leave"),
        choices=WAYS,
        help_text=_("Goods may be stricter than their kind, never freer."),
    )
    within_province = forms.BooleanField(
        label=_("They stay in their province"),
        required=False,
        help_text=_("Buyers elsewhere are told why; whoever comes may fetch them."),
    )
    crosses_with = forms.ChoiceField(
        label=_("Unless this paper lets them leave"),
        choices=paper_choices,
        required=False,
        help_text=_(
            "Then goods are bound as soon as such a paper covers them, and may leave at its"
            " level I or II. Goods of the kind that need no such paper are not bound."
        ),
    )
    reason = line(_("What buyers are told"), 200, required=False)
    reason_en = line(_("What buyers are told, in English"), 200, required=False)


def _one(slug: str) -> KindUse:
    """Raises NotFound."""
    for use in kind_sheets():
        if use.kind.slug == slug:
            return use
    raise NotFound


def _said(values: KindDeliveryValues | None) -> str:
    """What holds for a kind, in a line."""
    if values is None:
        return gettext("like other goods")
    said = [str(dict(WAYS)[values.way])]
    if values.within_province:
        said.append(gettext("stays in its province"))
    return " · ".join(said)


def urls(site: Any) -> list[URLPattern]:
    """The rate table, its sheet, and the kinds."""

    def rates(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            change_require(request)
            return _loaded(site, request)
        return _rates_page(site, request)

    def sheet(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse(rates_sheet(), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="ongkir.csv"'
        return answer

    def kinds(request: HttpRequest) -> HttpResponse:
        known = kinds_said()
        context = {
            **site.each_context(request),
            "title": gettext("How kinds of goods may leave"),
            "kinds": [(use.kind, _said(known.get(use.kind.id))) for use in kind_sheets()],
        }
        return TemplateResponse(request, "center/kind_deliveries.html", context)

    def kind(request: HttpRequest, slug: str) -> HttpResponse:
        use = _one(slug)
        page = Sheet(
            title=use.kind.name,
            form=KindDeliveryForm,
            values=kind_delivery_values(use.kind.id),
            keep=lambda form: kind_delivery_set(
                actor=actor_of(request), kind_id=use.kind.id, wanted=form.wanted, seen=form.seen
            ),
            back=reverse("center:kind_deliveries"),
            context={"history_address": history_address(KIND, use.kind.id)},
        )
        return sheet_page(request, page, {**site.each_context(request), "crumb": KINDS_CRUMB})

    wrap = site.admin_view
    return [
        path("ongkir/", wrap(rates), name="rates"),
        path("ongkir/tabel.csv", wrap(sheet), name="rates_sheet"),
        path("pengiriman/", wrap(kinds), name="kind_deliveries"),
        path("pengiriman/<slug:slug>/", wrap(kind), name="kind_delivery"),
    ]


def _loaded(site: Any, request: HttpRequest) -> HttpResponse:
    """Load the sheet that was sent, or say of each line why not."""
    sent = request.FILES.get(FILE)
    if sent is None:
        return _rates_page(site, request, wrong=gettext("Choose a file."))
    try:
        loaded = rates_load(actor=actor_of(request), text=_content(sent))
    except SheetRefused as refused:
        return _rates_page(site, request, wrong=refused.sentence, faults=refused.faults)
    messages.success(request, loaded_said(loaded))
    return redirect("center:rates")


def _content(sent: UploadedFile[Any]) -> bytes:
    """The file, one byte more than is read at most: the service says that it is too long."""
    return bytes(sent.read(MOST_BYTES + 1))


def loaded_said(loaded: Loaded) -> str:
    """What a load did."""
    if not any(loaded[1:]):
        return gettext("%(lines)s lines: all of it was there already.") % loaded._asdict()
    return (
        gettext(
            "%(lines)s lines: %(added)s new rates, %(changed)s changed, %(removed)s taken away."
        )
        % loaded._asdict()
    )


def _rates_page(
    site: Any, request: HttpRequest, *, wrong: str = "", faults: Any = ()
) -> HttpResponse:
    services: list[RatesOfService] = rates_summary()
    context = {
        **site.each_context(request),
        "title": gettext("Rates of couriers"),
        "services": services,
        "columns": COLUMNS,
        "wrong": wrong,
        "faults": faults,
    }
    return TemplateResponse(request, "center/rates.html", context, status=422 if wrong else 200)
