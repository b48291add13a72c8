"""Paying at the facility's counter when the goods are fetched."""

from __future__ import annotations

from django.utils.translation import gettext as _

from storefront.orders.providers.base import Answer, Ask, Method
from storefront.orders.providers.byhand import ByHand


class PickupProvider(ByHand):
    """The facility takes the money."""

    code = "pickup"

    def methods(self, language: str) -> tuple[Method, ...]:
        """One."""
        note = _("You pay at the facility when you fetch the goods.")
        return (Method("pickup:", _("Pay at pickup"), note),)

    def create(self, ask: Ask) -> Answer:
        """Nothing to do."""
        return Answer(f"pickup-{ask.key}")
