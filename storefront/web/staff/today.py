"""/petugas/: what needs doing."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.dates import legal_today
from catalog.models import Facility, Sketch
from catalog.policies.abilities import Act, can
from catalog.selectors.stall import FEW, OUT, counts_of, only_facility, places_page, sketches_of
from catalog.types import Actor
from legality.paper_reading import Waiting, waiting_of
from storefront.access.actor import actor_of
from storefront.orders.selectors.facility_orders import ASKED, queue_counts
from storefront.orders.types import FacilityOrderState as S
from storefront.web.inside import inside_page
from storefront.web.staff.frame import facility_of, page
from storefront.web.staff.listings import number_asked


class Task(NamedTuple):
    """One thing to do, so many times. verb: of its link."""

    number: int
    words: str
    verb: str
    address: str


@inside_page()
def today(request: HttpRequest) -> HttpResponse:
    """The first page after the log-in: one's facility, or the choice of one."""
    actor = actor_of(request)
    alone = only_facility(actor)
    if alone is not None:
        slug = Facility.objects.values_list("slug", flat=True).get(pk=alone)
        return _of_facility(request, slug)
    words = request.GET.get("q", "").strip()[:100]
    found = places_page(actor=actor, words=words, page=number_asked(request))
    return page(request, "staff/places.html", {"found": found, "words": words}, tab="today")


@inside_page()
def today_of(request: HttpRequest, slug: str) -> HttpResponse:
    """What one facility has to do."""
    return _of_facility(request, slug)


def _of_facility(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    facility = facility_of(actor, slug)
    counts = dict(counts_of(facility_id=facility.pk))
    waiting = waiting_of(facility_id=facility.pk, on=legal_today())
    # what came back is told of by itself
    counts["draft"] = max(0, counts["draft"] - len(waiting.sent_back))
    may_create = can(actor, Act.LISTING_CREATE, facility.pk)
    sketches = sketches_of(actor=actor, facility_id=facility.pk) if may_create else []
    tasks = _order_tasks(actor, facility)
    context = {
        "tasks": tasks + _paper_tasks(actor, facility, waiting) + _tasks(actor, facility, counts),
        "sketches": [(sketch, _name(sketch)) for sketch in sketches],
        "counts": counts,
        "may_create": may_create,
        "zone": facility.regency.province.zone,
    }
    return page(request, "staff/today.html", context, facility=facility, tab="today")


def _name(sketch: Sketch) -> str:
    return str(sketch.data.get("typed", {}).get("name", "")).strip()[:80] or _("Without a name")


def _order_tasks(actor: Actor, facility: Facility) -> list[Task]:
    """What of orders waits for hands."""
    if not can(actor, Act.ORDER_SEE, facility.pk):
        return []
    orders = reverse("staff:orders", args=[facility.slug])
    counts = queue_counts(actor=actor, facility_id=facility.pk)
    may_act = can(actor, Act.ORDER_HANDLE, facility.pk)
    new, packs, leaves, asked = (counts[key] for key in (S.TO_ACCEPT, S.ACCEPTED, S.PACKED, ASKED))
    found = (
        (new, ngettext("new order", "new orders", new), _("Accept"), "terima"),
        (
            asked,
            ngettext("buyer asks to cancel", "buyers ask to cancel", asked),
            _("Answer now"),
            "kemas",
        ),
        (packs, ngettext("order to pack", "orders to pack", packs), _("Pack"), "kemas"),
        (
            leaves,
            ngettext("packed order to hand over", "packed orders to hand over", leaves),
            _("Hand over"),
            "serahkan",
        ),
    )
    look = _("Look")
    return [
        Task(number, words, verb if may_act else look, f"{orders}?keadaan={show}")
        for number, words, verb, show in found
        if number
    ]


def _paper_tasks(actor: Actor, facility: Facility, waiting: Waiting) -> list[Task]:
    """What of papers is to be done, and goods that came back from the office."""
    papers = reverse("staff:papers", args=[facility.slug])
    back = f"{reverse('staff:listings', args=[facility.slug])}?keadaan=draft"
    goods = len(waiting.sent_back)
    if goods == 1:
        back = reverse("staff:listing", args=[facility.slug, *waiting.sent_back])
    may_change = can(actor, Act.LISTING_CHANGE, facility.pk)
    may_add = can(actor, Act.CERTIFICATE_RECORD, facility.pk)
    look, put_right = _("Look"), _("Put right")
    goods_back = ngettext(
        "of the goods was sent back by the regional office",
        "of the goods were sent back by the regional office",
        goods,
    )
    returned = ngettext("paper was sent back", "papers were sent back", waiting.returned)
    ending = ngettext("paper ends within 90 days", "papers end within 90 days", waiting.ending)
    found = (
        (goods, goods_back, put_right if may_change else look, back),
        (waiting.returned, returned, put_right if may_add else look, papers),
        (waiting.ending, ending, _("Renew") if may_add else look, papers),
    )
    return [Task._make(one) for one in found if one[0]]


def _tasks(actor: Actor, facility: Facility, counts: dict[str, int]) -> list[Task]:
    goods = reverse("staff:listings", args=[facility.slug])
    stock = reverse("staff:stock", args=[facility.slug])
    may_change = can(actor, Act.LISTING_CHANGE, facility.pk)
    may_fill = can(actor, Act.STOCK_CHANGE, facility.pk)
    look = _("Look")
    put_right, finish = (_("Put right"), _("Finish")) if may_change else (look, look)
    fill = _("Fill up") if may_fill else look
    drafts = ngettext("draft to finish", "drafts to finish", counts["draft"])
    found = (
        ("suspended", _("suspended, not on sale"), put_right, f"{goods}?keadaan=suspended"),
        (OUT, _("sold out"), fill, f"{stock}?tampil=habis"),
        (FEW, _("nearly sold out"), fill, f"{stock}?tampil=sedikit"),
        ("draft", drafts, finish, f"{goods}?keadaan=draft"),
        ("submitted", _("handed in, being checked"), look, f"{goods}?keadaan=submitted"),
    )
    return [
        Task(counts[key], words, verb, address)
        for key, words, verb, address in found
        if counts[key]
    ]
