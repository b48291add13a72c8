"""Vouchers: all of them, a new one, what one says, and its end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from catalog.dates import LEGAL_ZONE, legal_today
from catalog.errors import NotFound
from storefront.access.actor import actor_of
from storefront.orders.saleor_adapter.vouchers import VoucherRow, voucher_row, voucher_rows
from storefront.orders.services.vouchers import (
    MOST_USES,
    MOST_VALUE,
    NAME_LENGTH,
    VoucherValues,
    voucher_add,
    voucher_change,
    voucher_end,
    voucher_values,
)
from storefront.orders.voucher_terms import LONGEST_CODE, VoucherKind
from storefront.web.center.fields import ManyField, WholeField, goods_choices, line
from storefront.web.center.keeping import KeptForm, Sheet, change_require, may_change, sheet_page
from storefront.web.center.rules import DayField
from storefront.web.context import language_of
from storefront.web.formats import long_date, percent, rupiah

CRUMB = (_("Vouchers"), "center:vouchers")
KINDS = (
    (VoucherKind.ENTIRE_ORDER.value, _("All goods together")),
    (VoucherKind.SPECIFIC_PRODUCT.value, _("Each piece of certain goods")),
    (VoucherKind.SHIPPING.value, _("Delivery")),
)
_LETTERS = 20_000


def _number(label: Any, most: int, help_text: Any = "") -> WholeField:
    return WholeField(label=label, min_value=1, max_value=most, required=False, help_text=help_text)


class _Goods(forms.CharField):
    """Ends of goods' addresses, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["widget"] = forms.Textarea(attrs={"rows": 4})
        super().__init__(max_length=_LETTERS, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """As lines."""
        return value if isinstance(value, str) else "\n".join(value or ())

    def clean(self, value: Any) -> Any:
        """As a list without doubles."""
        return list(dict.fromkeys(str(super().clean(self.prepare_value(value))).split()))


class VoucherForm(KeptForm):
    """VoucherValues."""

    made_of = VoucherValues
    name = line(_("What it is for"), NAME_LENGTH, help_text=_("For officers; buyers see the code."))
    kind = forms.ChoiceField(label=_("What gets cheaper"), choices=KINDS)
    value = WholeField(label=_("By how much"), min_value=1, max_value=MOST_VALUE)
    is_percent = forms.BooleanField(
        label=_("In percent"), required=False, help_text=_("Else in rupiah.")
    )
    starts = DayField(label=_("First day"), required=True)
    ends = DayField(label=_("Last day"), help_text=_("Empty for no end."))
    min_spent = _number(_("From goods of (rupiah)"), MOST_VALUE)
    min_quantity = _number(_("From so many pieces"), MOST_USES)
    usage_limit = _number(_("How often it can be used in all"), MOST_USES)
    once_per_customer = forms.BooleanField(label=_("Once a buyer"), required=False)
    once_per_order = forms.BooleanField(
        label=_("The cheapest piece alone"),
        required=False,
        help_text=_("For certain goods: else each of their pieces."),
    )
    kinds = ManyField(label=_("Kinds of goods"), choices=goods_choices)
    goods = _Goods(
        label=_("Goods"),
        help_text=_("Ends of their addresses, one a line. Kinds and goods empty: all goods."),
    )


class NewVoucherForm(VoucherForm):
    """With the code, which stays."""

    extra = ("code",)
    code = line(_("Code"), LONGEST_CODE + 8, help_text=_("Letters and digits alone, at most 12."))
    field_order = ("code",)


def _worth(row: VoucherRow) -> str:
    language = language_of()
    return percent(row.value, language) if row.percent else rupiah(row.value, language)


def _until(row: VoucherRow) -> str:
    if row.ends is None:
        return gettext("without end")
    return long_date(row.ends.astimezone(LEGAL_ZONE).date(), language_of())


def _has_ended(row: VoucherRow) -> bool:
    return row.ends is not None and row.ends.astimezone(LEGAL_ZONE).date() < legal_today()


def _shown(row: VoucherRow) -> dict[str, Any]:
    """A row of the list, in words."""
    kind = dict(KINDS)[row.kind]
    uses = f"{row.used} / {row.usage_limit}" if row.usage_limit else str(row.used)
    return {
        "row": row,
        "words": f"{kind}: {_worth(row)}",
        "until": _until(row),
        "uses": uses,
        "has_ended": _has_ended(row),
    }


def _one(voucher_id: int) -> VoucherRow:
    """Raises NotFound."""
    row = voucher_row(voucher_id)
    if row is None:
        raise NotFound
    return row


def urls(site: Any) -> list[URLPattern]:
    """The list, a new one, one, its end."""

    def framed(request: HttpRequest, **context: Any) -> dict[str, Any]:
        return {**site.each_context(request), "crumb": CRUMB, **context}

    def vouchers(request: HttpRequest) -> HttpResponse:
        rows = [_shown(row) for row in voucher_rows()]
        context = framed(request, rows=rows, title=gettext("Vouchers"))
        return TemplateResponse(request, "center/vouchers.html", context)

    def new(request: HttpRequest) -> HttpResponse:
        change_require(request)
        sheet = Sheet(
            title=gettext("A new voucher"),
            form=NewVoucherForm,
            keep=lambda form: voucher_add(
                actor=actor_of(request), code=form.cleaned_data["code"], wanted=form.wanted
            ),
            back=reverse("center:vouchers"),
        )
        return sheet_page(request, sheet, framed(request))

    def voucher(request: HttpRequest, voucher_id: int) -> HttpResponse:
        return sheet_page(request, _sheet(request, _one(voucher_id)), framed(request))

    @require_POST
    def end(request: HttpRequest, voucher_id: int) -> HttpResponse:
        voucher_end(actor=actor_of(request), voucher_id=voucher_id)
        messages.success(request, gettext("The voucher has ended."))
        return redirect("center:vouchers")

    wrap = site.admin_view
    return [
        path("voucher/", wrap(vouchers), name="vouchers"),
        path("voucher/baru/", wrap(new), name="voucher_new"),
        path("voucher/<int:voucher_id>/", wrap(voucher), name="voucher"),
        path("voucher/<int:voucher_id>/akhiri/", wrap(end), name="voucher_end"),
    ]


def _sheet(request: HttpRequest, row: VoucherRow) -> Sheet:
    can_end = may_change(request) and not _has_ended(row)
    return Sheet(
        title=row.code,
        form=VoucherForm,
        values=voucher_values(row),
        keep=lambda form: voucher_change(
            actor=actor_of(request), voucher_id=row.id, wanted=form.wanted, seen=form.seen
        ),
        back=reverse("center:vouchers"),
        context={
            "facts": [(_("Code"), row.code), (_("Used"), row.used)],
            "voucher_id": row.id,
            "after_template": "center/voucher_end.html" if can_end else "",
        },
    )
