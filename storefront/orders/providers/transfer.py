"""Bank transfer to an account of the shop: known by its amount, which no other open one has."""

from __future__ import annotations

from django.utils.translation import gettext as _

from storefront.orders.providers.base import Answer, Ask, Method, ProviderRefused
from storefront.orders.providers.byhand import ByHand


class TransferProvider(ByHand):
    """accounts: "Bank|number|name", several with ";" between."""

    code = "transfer"

    def __init__(self, accounts: str) -> None:
        self.accounts = tuple(read for one in accounts.split(";") if (read := _account(one)))

    def methods(self, language: str) -> tuple[Method, ...]:
        """One, where there is an account."""
        note = _("To our account, with an amount of your own. An officer looks, on working days.")
        return (Method("transfer:", _("Bank transfer"), note),) if self.accounts else ()

    def create(self, ask: Ask) -> Answer:
        """The accounts, for the page."""
        if not self.accounts:
            raise ProviderRefused("TRANSFER_ACCOUNTS is empty")
        return Answer(f"transfer-{ask.key}", shown={"accounts": [list(a) for a in self.accounts]})


def _account(text: str) -> tuple[str, str, str] | None:
    """Bank, number, name; None for what is none."""
    parts = [part.strip() for part in text.split("|")]
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 and all(parts) else None  # noqa: PLR2004
