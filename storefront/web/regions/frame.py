"""What all pages of regional offices share: who may open them, the office looked at, the tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, ParamSpec
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from catalog.errors import NotFound
from catalog.kept import kept
from catalog.models import Facility, RegionalOffice
from catalog.policies.abilities import Act, can_everywhere, can_somewhere
from catalog.types import Actor, Grant, Role
from legality.regional import Place
from storefront.access.actor import actor_of
from storefront.web.context import language_of
from storefront.web.inside import Guarded, View, inside_page

P = ParamSpec("P")

ROLES = (Role.CENTRAL_OFFICER, Role.AUDITOR, Role.REGIONAL_HEAD, Role.REGIONAL_OFFICER)
# In addresses: the office that somebody with several looks at.
OFFICE = "kantor"
# The facility that a list is narrowed to.
PLACE = "tempat"
_KEPT = "_lapak_region"

TABS = (
    ("today", gettext_noop("Today"), "regions:today"),
    ("queue", gettext_noop("Queue"), "regions:queue"),
    ("papers", gettext_noop("Papers"), "regions:papers"),
    ("goods", gettext_noop("Goods"), "regions:goods"),
    ("settings", gettext_noop("Settings"), "regions:settings"),
)


@dataclass(frozen=True)
class Region:
    """Whose pages these are.

    actor: who acts, with the roles that this portal is for and only within the office looked at;
    whole: the same in all of their offices; office: that office, None for all of one's own;
    is_chosen: of several, by the address.
    """

    actor: Actor
    whole: Actor
    office: RegionalOffice | None
    is_chosen: bool
    has_several: bool

    @property
    def query(self) -> dict[str, str]:
        """What addresses go on with."""
        return {OFFICE: self.office.slug} if self.office and self.is_chosen else {}

    @property
    def tail(self) -> str:
        """The same as the end of an address."""
        return f"?{urlencode(self.query)}" if self.query else ""

    @property
    def may_review(self) -> bool:
        """Whether decisions are theirs somewhere."""
        return can_somewhere(self.actor, Act.LISTING_REVIEW)

    def within(self, facility_id: int | None) -> Actor:
        """The same actor, of one of the facilities alone; None is all of them."""
        if facility_id is None:
            return self.actor
        return _of_facilities(self.actor, frozenset({facility_id}))

    def link(self, name: str, *args: object, **asked: object) -> str:
        """The address of a page of this portal, of the same office."""
        said = {**self.query, **{key: str(one) for key, one in asked.items() if one}}
        tail = f"?{urlencode(said)}" if said else ""
        return reverse(f"regions:{name}", args=args) + tail


def region_page(view: View[P]) -> Guarded[P]:
    """A page for officers of regions, of the central office, and auditors; others find nothing."""
    return inside_page(*ROLES)(view)


def region_of(request: HttpRequest) -> Region:
    """The region of a request, asked once. At most one statement, two when offices are not kept.

    Raises NotFound for an office outside of the actor's scope.
    """
    kept: Region | None = getattr(request, _KEPT, None)
    if kept is None:
        kept = _found(actor_of(request), request.GET.get(OFFICE, "")[:60])
        setattr(request, _KEPT, kept)
    return kept


def _found(actor: Actor, slug: str) -> Region:
    grants = tuple(grant for grant in actor.grants if grant.role in ROLES)
    own = replace(actor, grants=grants)
    if can_everywhere(own, Act.FACILITY_SEE):
        office = _office(lambda one: one.slug == slug) if slug else None
        seen = _within(own, office) if office else own
        return Region(seen, own, office, is_chosen=True, has_several=True)
    keys = {grant.office_id for grant in grants if grant.office_id is not None}
    if len(keys) == 1:
        office = _office(lambda one: one.pk in keys)
        if slug not in ("", office.slug):
            raise NotFound
        return Region(own, own, office, is_chosen=False, has_several=False)
    if not slug:
        return Region(own, own, None, is_chosen=False, has_several=True)
    office = _office(lambda one: one.slug == slug and one.pk in keys)
    held = tuple(grant for grant in grants if grant.office_id == office.pk)
    return Region(replace(own, grants=held), own, office, is_chosen=True, has_several=True)


@kept(seconds=30)
def _offices() -> tuple[RegionalOffice, ...]:
    """Their names and addresses; what is set of them is read where it is shown."""
    return tuple(RegionalOffice.objects.all())


def _office(is_it: Callable[[RegionalOffice], bool]) -> RegionalOffice:
    """Raises NotFound. Who is not among those kept may be new."""
    for offices in (_offices, RegionalOffice.objects.all):
        found = next((office for office in offices() if is_it(office)), None)
        if found is not None:
            return found
    raise NotFound


def _within(actor: Actor, office: RegionalOffice) -> Actor:
    """Somebody of the whole shop as if they were of one office alone."""
    rows = Facility.objects.filter(office=office).order_by().values_list("pk", flat=True)
    return _of_facilities(actor, frozenset(rows))


def _of_facilities(actor: Actor, keys: frozenset[int]) -> Actor:
    return replace(actor, grants=tuple(_narrowed(grant, keys) for grant in actor.grants))


def _narrowed(grant: Grant, keys: frozenset[int]) -> Grant:
    held = keys if grant.facility_ids is None else grant.facility_ids & keys
    return replace(grant, facility_ids=held)


def place_asked(request: HttpRequest, places: Sequence[Place]) -> Place | None:
    """The facility that a list is narrowed to, one of those of the region; else none."""
    slug = request.GET.get(PLACE, "")
    return next((place for place in places if place.slug == slug), None)


def place_options(places: Sequence[Place], chosen: Place | None) -> SafeString:
    """Facilities to choose among, as HTML: hundreds for those who look at the whole shop."""
    key = chosen.id if chosen else None
    return mark_safe(
        "".join(
            f'<option value="{one.slug}"{" selected" if one.id == key else ""}>'
            f"{escape(one.name)}</option>\n"
            for one in places
        )
    )


def office_name(office: RegionalOffice) -> str:
    """The name in the page's language."""
    return office.name if language_of() == "id" else office.name_en


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    tab: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page in the portal's frame; the office and the open `tab` stand in its head."""
    region = region_of(request)
    frame = {
        "actor": actor_of(request),
        "region": region,
        "tail": region.tail,
        "office_name": office_name(region.office) if region.office else "",
        "tabs": _tabs(region, tab),
        "ways": _ways(region),
        "said": get_messages(request),
        "may_review": region.may_review,
    }
    return render(request, template, {**frame, **context}, status=status)


def _tabs(region: Region, opened: str) -> list[dict[str, Any]]:
    return [
        {
            "label": gettext(label),
            "address": reverse(name) + region.tail,
            "is_open": key == opened,
        }
        for key, label, name in TABS
    ]


def _ways(region: Region) -> list[dict[str, str]]:
    """To the other portals."""
    ways = [{"label": gettext("Facilities"), "address": reverse("staff:today")}]
    ways.append({"label": gettext("People"), "address": reverse("staff:people")})
    if can_everywhere(region.actor, Act.REFERENCE_SEE):
        ways.append({"label": gettext("Central"), "address": reverse("center:index")})
    return ways
