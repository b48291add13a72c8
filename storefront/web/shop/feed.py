"""/umpan/: everything on sale as Google Merchant Center and Meta's catalogues read it.

One feed of the shop and one a facility, each in both languages under the same ids. What a feed says
is what the page says: price and stock of each choice, the facility or its mark as the brand, never
a person. Sold-out goods stay in, as sold out; what is closed or whose papers ended is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.errors import NotFound
from catalog.feeds import FEED_END, FeedHead, feed_begin, feed_item
from catalog.saleor_adapter.kinds import kind_rows
from catalog.selectors.facilities import facility_public, facility_slugs
from catalog.selectors.feed import FeedGoods, feed_goods
from catalog.shown import Variant
from galleries.selectors import photos_column, photos_of
from storefront.orders.rules.days import after, facility_open
from storefront.web import addresses, structured
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page
from storefront.web.middleware import takes_gzip
from storefront.web.shop.feed_kept import FeedBusy, FeedFile, feeds

# The lengths that Google takes; what is longer would be refused with all that is right in it.
_ID, _TITLE, _TEXT, _BRAND, _SIZE, _PICTURES = 50, 150, 5000, 70, 100, 10
_REVALIDATED = "public, max-age=0, must-revalidate"
_RETRY = 10  # seconds

Fields = list[tuple[str, str]]


@require_safe
@domain_errors_as_page
def feed(request: HttpRequest, /, slug: str = "") -> HttpResponseBase:
    """The feed of all goods, or of one facility's. Statements: the catalogue's version, and when
    that has moved one more of all goods, two of kinds and one or two of the facility."""
    if slug and slug not in facility_slugs():
        raise NotFound
    language = language_of()
    try:
        found, was_there = feeds.get(f"{language} {slug}", partial(_pieces, slug, language))
    except FeedBusy:
        return HttpResponse(status=503, headers={"Retry-After": str(_RETRY)})
    response = _answer(request, found)
    response["ETag"], response["Cache-Control"] = found.tag, _REVALIDATED
    response["Vary"] = "Accept-Encoding"
    response["X-Cache"] = "hit" if was_there else "miss"
    return response


def _answer(request: HttpRequest, found: FeedFile) -> HttpResponseBase:
    """Word for word as long as the file is, so that nobody takes half of it for all."""
    known = request.headers.get("If-None-Match", "")
    if found.tag[2:] in known or known.strip() == "*":
        return HttpResponse(status=304)
    is_packed = takes_gzip(request.headers.get("Accept-Encoding", ""))
    headers = {"Content-Length": str(found.packed if is_packed else found.plain)}
    if is_packed:
        headers["Content-Encoding"] = "gzip"
    kind = "application/xml; charset=utf-8"
    if request.method == "HEAD":
        return HttpResponse(content_type=kind, headers=headers)
    parts = found.parts() if is_packed else found.plain_parts()
    return StreamingHttpResponse(parts, content_type=kind, headers=headers)


# --- What stands in it


def _pieces(slug: str, language: str) -> Iterator[str]:
    on = legal_today()
    kinds = {row.id: row.name if language == "id" else row.name_en for row in kind_rows()}
    yield feed_begin(_head(slug, language, on))
    more = (photos_column(language),)
    for one in feed_goods(more, language=language, on=on, facility_slug=slug):
        shared = _shared(one, kinds.get(one.goods.category_id or 0, ""), language)
        for variant in one.goods.variants:
            yield feed_item(_own(one, variant, on) + shared)
    yield FEED_END


def _head(slug: str, language: str, on: date) -> FeedHead:
    title, link = "Lapak Binaan", addresses.home(language)
    if slug:
        facility = facility_public(slug=slug, language=language, on=on)
        title, link = f"{facility.short_name} · {title}", addresses.facility(slug, language)
    said = _(
        "Goods made in Indonesian correctional facilities, with papers you can check yourself."
    )
    if settings.MODE == "demo":
        said = f"{_('Sample shop: the goods and papers here are not real.')} {said}"
    itself = addresses.absolute(addresses.feed(slug, language))
    return FeedHead(title, addresses.absolute(link), said, language, itself)


def _own(one: FeedGoods, variant: Variant, on: date) -> Fields:
    """What differs between the choices of a listing."""
    card = one.card
    is_one_of_many = len(one.goods.variants) > 1
    title = f"{card.name}, {variant.name}" if is_one_of_many and variant.name else card.name
    state, ready = _availability(variant, card.lead_time_days, on)
    return [
        ("id", variant.sku if len(variant.sku) <= _ID else f"V{variant.id}"),
        ("item_group_id", f"L{card.listing_id}" if is_one_of_many else ""),
        ("title", title[:_TITLE]),
        ("size", variant.name[:_SIZE] if is_one_of_many else ""),
        ("price", f"{variant.price:.2f} IDR"),
        ("availability", state),
        ("availability_date", ready),
        ("shipping_weight", f"{variant.weight_grams} g" if variant.weight_grams else ""),
    ]


def _availability(variant: Variant, lead_time_days: int | None, on: date) -> tuple[str, str]:
    """Google's word, and the moment when goods that are made to order will be ready."""
    if variant.stock > 0:
        return "in_stock", ""
    if lead_time_days is None:
        return "out_of_stock", ""
    return "backorder", f"{after(on, lead_time_days, facility_open(())).isoformat()}T00:00+0700"


def _shared(one: FeedGoods, kind: str, language: str) -> Fields:
    """What is the same for all choices of a listing."""
    card, goods = one.card, one.goods
    pictures = [structured.picture_url(photo) for photo in photos_of(one.more[0])]
    return [
        ("description", ("\n\n".join(goods.paragraphs) or card.name)[:_TEXT]),
        ("link", addresses.absolute(addresses.listing(card.slug, language))),
        *(("image_link", picture) for picture in pictures[:1]),
        *(("additional_image_link", picture) for picture in pictures[1 : 1 + _PICTURES]),
        ("condition", "new"),
        ("brand", (one.brand or card.facility_name)[:_BRAND]),
        ("identifier_exists", "no"),  # made in workshops: there is no number of a world's register
        ("product_type", kind),
        ("adult", "yes" if goods.adults_only else ""),
        ("custom_label_0", card.delivery.value),
        ("custom_label_1", card.province_name),
        ("custom_label_2", card.facility_slug),
    ]
