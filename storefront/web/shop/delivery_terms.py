"""What a facility offers for delivery and promises, as its page says it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storefront.orders.selectors.delivery_rows import Terms, senders
from storefront.web.formats import number


def terms_lines(facility_id: int, language: str) -> list[tuple[str, str]]:
    """Label and text of each way that is offered. One statement."""
    terms = senders([facility_id], language=language)[facility_id].terms
    found = []
    if terms.offers_courier:
        found.append((_("By courier"), _packed(terms, language)))
    if terms.offers_pickup:
        found.append((_("Pick up at the facility"), _fetched(terms)))
    if terms.offers_local:
        general = _("The facility contacts you about the day and the courier's cost.")
        found.append((_("Local courier"), terms.local_note or general))
    return found


def _packed(terms: Terms, language: str) -> str:
    days, hours = terms.handling_days, terms.accept_hours
    accepted = _("Accepted within %(hours)s hours") % {"hours": number(hours, language)}
    packed = ngettext(
        "packed within %(days)s working day", "packed within %(days)s working days", days
    ) % {"days": days}
    return f"{accepted}, {packed}."


def _fetched(terms: Terms) -> str:
    found = []
    if terms.pickup_discount:
        found.append(_("Goods are %(percent)s %% cheaper.") % {"percent": terms.pickup_discount})
    if terms.pays_at_pickup:
        found.append(_("You may pay when you fetch."))
    return " ".join(found) or _("In the opening hours.")
