"""The shop's accounts for bank transfers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from storefront.access.actor import actor_of
from storefront.orders.history import TRANSFER_ACCOUNT
from storefront.orders.models import TransferAccount
from storefront.orders.services.transfer_accounts import (
    AccountValues,
    account_add,
    account_change,
    account_values,
)
from storefront.web.center.fields import line
from storefront.web.center.keeping import KeptForm
from storefront.web.center.lists import CenterAdmin, column


class TransferAccountForm(KeptForm):
    """AccountValues."""

    made_of = AccountValues
    bank = line(_("Bank"), 60)
    number = line(_("Account number"), 34, help_text=_("As buyers copy it."))
    holder = line(_("In the name of"), 80)
    note = line(_("Note for buyers"), 160, required=False)
    note_en = line(_("Note for buyers (English)"), 160, required=False)
    position = forms.IntegerField(
        label=_("Place in the order"), min_value=0, max_value=999, initial=0
    )
    is_on = forms.BooleanField(
        label=_("In force"),
        required=False,
        initial=True,
        help_text=_("Off, new orders do not show it; those that wait for a transfer still do."),
    )


class TransferAccountAdmin(CenterAdmin):
    """All accounts."""

    address = "rekening"
    group = TRANSFER_ACCOUNT
    task = _("Accounts for transfers")
    lead = _("Without one that is in force, buyers are not offered to pay by bank transfer.")
    add_task = _("Add an account")
    can_add = True
    form_of_row = TransferAccountForm
    list_display = (
        column("bank", _("Bank")),
        column("number", _("Account number")),
        column("holder", _("In the name of")),
        "on_said",
    )
    search_fields = ("bank", "number", "holder")

    @admin.display(description=_("State"), ordering="is_on")
    def on_said(self, row: TransferAccount) -> str:
        """Whether new orders show it."""
        return gettext("in force") if row.is_on else gettext("off")

    def title_of(self, row: TransferAccount) -> str:
        """Bank and number."""
        return f"{row.bank} {row.number}"

    def form_of_new(self) -> type[KeptForm]:
        """The same."""
        return TransferAccountForm

    def values_of(self, row: TransferAccount) -> AccountValues:
        """As it is."""
        return account_values(row)

    def keep(self, request: HttpRequest, row: TransferAccount, form: KeptForm) -> object:
        """By the service."""
        actor = actor_of(request)
        return account_change(actor=actor, account_id=row.pk, wanted=form.wanted, seen=form.seen)

    def add(self, request: HttpRequest, form: KeptForm) -> object:
        """By the service."""
        made: Any = account_add(actor=actor_of(request), wanted=form.wanted)
        return made
