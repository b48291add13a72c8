"""Bank transfer to an account of the shop: known by its amount, which no other open one has."""

from __future__ import annotations

from django.utils.translation import gettext as _

from storefront.orders.providers.base import Answer, Ask, Method, ProviderRefused
from storefront.orders.providers.byhand import ByHand
from storefront.orders.selectors.transfer_accounts import transfer_accounts, transfer_is_offered


class TransferProvider(ByHand):
    """To the accounts that central officers keep."""

    code = "transfer"

    def methods(self, language: str) -> tuple[Method, ...]:
        """One, where there is an account."""
        note = _("To our account, with an amount of your own. An officer looks, on working days.")
        there = transfer_is_offered()
        return (Method("transfer:", _("Bank transfer"), note),) if there else ()

    def create(self, ask: Ask) -> Answer:
        """The accounts of this moment, for the page."""
        accounts = transfer_accounts()
        if not accounts:
            raise ProviderRefused("no account is in force")
        return Answer(f"transfer-{ask.key}", shown={"accounts": accounts})
