"""What all pages of the staff portal share: the facility worked on, the tabs, the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from catalog.errors import NotFound
from catalog.models import Facility
from catalog.policies.abilities import Act, can, can_everywhere
from catalog.policies.scope import can_see_facility, facilities_managed_by
from catalog.types import Actor, Role
from catalog.whole_rows import row_of
from storefront.access.actor import actor_of
from storefront.orders.selectors.facility_orders import WORK_COUNT
from storefront.web.inside import holds


@dataclass(frozen=True)
class Tab:
    """One way through a facility's pages. needs: the act without which it is not shown."""

    key: str
    label: str
    address: str
    needs: Act = Act.FACILITY_SEE


# In the order of the day. address: a name of `staff:`, given the facility's slug.
TABS: tuple[Tab, ...] = (
    Tab("today", gettext_noop("Today"), "today_of"),
    Tab("orders", gettext_noop("Orders"), "orders", Act.ORDER_SEE),
    Tab("listings", gettext_noop("Goods"), "listings"),
    Tab("stock", gettext_noop("Stock & prices"), "stock"),
    Tab("papers", gettext_noop("Papers"), "papers"),
    Tab("people", gettext_noop("People"), "facility_people", Act.PEOPLE_SEE),
    Tab("proceeds", gettext_noop("Proceeds"), "proceeds", Act.PROCEEDS_SEE),
    Tab("profile", gettext_noop("Profile"), "profile"),
    Tab("tokens", gettext_noop("API keys"), "tokens", Act.TOKEN_MAKE),
    Tab("history", gettext_noop("History"), "history"),
)


# Whom /wilayah/ is for.
_REGIONAL = (
    Role.CENTRAL_OFFICER,
    Role.AUDITOR,
    Role.REGIONAL_HEAD,
    Role.REGIONAL_OFFICER,
)
_OF_SEVERAL = (
    *_REGIONAL,
    Role.BOARD_EDITOR,
    Role.BOARD_VIEWER,
)


def facility_of(actor: Actor, slug: str) -> Facility:
    """The facility of an address. Raises NotFound outside of the actor's scope."""
    related = ("regency", "regency__province", "office")
    also = (("orders_to_do", WORK_COUNT.format(facility="t.id")),)
    found = row_of(Facility, related, "t.slug = %(slug)s", {"slug": slug}, also)
    if found is None or not can_see_facility(actor, found):
        raise NotFound
    return found


def facilities_of(actor: Actor) -> list[Facility]:
    """All facilities of the actor's scope, by name."""
    return list(Facility.objects.filter(facilities_managed_by(actor)).order_by("short_name"))


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    facility: Facility | None = None,
    tab: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page in the portal's frame; `facility` and the open `tab` stand in its head."""
    actor = actor_of(request)
    frame = {
        "actor": actor,
        "facility": facility,
        "tabs": _tabs(actor, facility, tab) if facility else _ways(actor, tab),
    }
    return render(request, template, {**frame, **context}, status=status)


def _ways(actor: Actor, opened: str) -> list[dict[str, Any]]:
    """Where somebody goes who looks after more than one facility."""
    ways = [("today", gettext("Today"), "staff:today", True)]
    ways.append(("people", gettext("People"), "staff:people", holds(actor, *_OF_SEVERAL)))
    ways.append(("region", gettext("Regional office"), "regions:today", holds(actor, *_REGIONAL)))
    center = can_everywhere(actor, Act.REFERENCE_SEE)
    ways.append(("center", gettext("Central"), "center:index", center))
    shown = [way for way in ways if way[3]]
    if len(shown) == 1:
        return []
    return [
        {"label": label, "address": reverse(name), "is_open": key == opened}
        for key, label, name, _is_shown in shown
    ]


def _tabs(actor: Actor, facility: Facility, opened: str) -> list[dict[str, Any]]:
    return [
        {
            "label": gettext(tab.label),
            "address": reverse(f"staff:{tab.address}", args=[facility.slug]),
            "is_open": tab.key == opened,
            "count": vars(facility).get("orders_to_do", 0) if tab.key == "orders" else 0,
        }
        for tab in TABS
        if can(actor, tab.needs, facility.pk)
    ]
