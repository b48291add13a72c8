"""/wilayah/barang/: what is on sale and what is held back, at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from legality.regional import Goods, GoodsLine, PlaceCounts, goods_counts, goods_of
from storefront.web.context import language_of
from storefront.web.regions.frame import PLACE, Region, page, region_of, region_page
from storefront.web.regions.markup import ANY, places_html
from storefront.web.regions.queue import before_asked
from storefront.web.regions.states import cause_words, goods_state

TAB = "goods"
# Of the list of facilities alone: those with nothing on sale.
BARE = "kosong"


@require_GET
@region_page
def goods_list(request: HttpRequest) -> HttpResponse:
    """Counts a facility, and a page of goods."""
    region = region_of(request)
    counted = goods_counts(actor=region.actor)
    slug = request.GET.get(PLACE, "")
    place = next((one for one in counted if one.slug == slug), None)
    state = request.GET.get("keadaan", "")
    if state == BARE:
        return _bare(request, region, counted)
    which = Goods(state) if state in set(Goods) else _first(counted)
    rows, has_more = goods_of(
        actor=region.actor,
        which=which,
        language=language_of(),
        facility_id=place.id if place else None,
        after=before_asked(request),
    )
    here = {"tempat": place.slug if place else "", "keadaan": which}
    context = {
        "rows": [_row(row) for row in rows],
        "which": which,
        "chips": _chips(region, [place] if place else counted, which, place),
        "counted": _places(region, counted, place),
        "place": place,
        "all_places": region.link("goods", keadaan=which),
        "more": region.link("goods", **here, sesudah=rows[-1].id) if has_more else "",
        "start": region.link("goods", **here) if request.GET.get("sesudah") else "",
    }
    return page(request, "regions/goods.html", context, tab=TAB)


def _first(counted: Sequence[PlaceCounts]) -> Goods:
    """What is shown when nothing is asked for: the first that there is any of."""
    return next(
        (which for which in Goods if any(one.counts[which] for one in counted)), Goods.PUBLISHED
    )


def goods_words(which: Goods) -> str:
    """What a list is called."""
    return {
        Goods.SUSPENDED: _("Suspended"),
        Goods.HELD: _("Recipe changed"),
        Goods.CHANGED: _("Changed since approval"),
        Goods.PUBLISHED: _("On sale"),
    }[which]


def _chips(
    region: Region, counted: Sequence[PlaceCounts], opened: Goods, place: PlaceCounts | None
) -> list[dict[str, Any]]:
    slug = place.slug if place else ""
    return [
        {
            "label": goods_words(which),
            "number": sum(one.counts[which] for one in counted),
            "address": region.link("goods", tempat=slug, keadaan=which),
            "is_on": which is opened,
        }
        for which in Goods
    ]


def _places(region: Region, counted: Sequence[PlaceCounts], chosen: PlaceCounts | None) -> str:
    """Rows of the facilities' table."""
    links = {which: region.link("goods", tempat=ANY, keadaan=which) for which in Goods}
    words = {which: goods_words(which) for which in Goods}
    return places_html(counted, words=words, links=links, chosen=chosen)


def _row(row: GoodsLine) -> dict[str, Any]:
    return {"one": row, "state": goods_state(row.state), "cause": cause_words(row.cause)}


def _bare(request: HttpRequest, region: Region, counted: Sequence[PlaceCounts]) -> HttpResponse:
    """The facilities that have nothing on sale."""
    bare = [one for one in counted if not one.counts[Goods.PUBLISHED]]
    context = {"bare": bare, "all_goods": region.link("goods")}
    return page(request, "regions/bare.html", context, tab=TAB)
