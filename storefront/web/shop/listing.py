"""A product page, and the redirect from an address that a product once had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.errors import NotFound
from catalog.selectors.listing import (
    listing_present_address,
    listing_public,
    listing_with,
    listings_beside,
)
from catalog.shown import ListingInfo, OpenHours, Variant
from catalog.types import Delivery
from galleries.selectors import photos_column, photos_of
from galleries.types import Photo
from legality.selectors import papers_column, papers_of
from legality.types import Paper
from storefront.web import addresses, contacts, structured
from storefront.web.components.gallery import Slide
from storefront.web.components.picture import address as picture_address
from storefront.web.components.picture import original_address
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page
from storefront.web.formats import hour, rupiah, rupiah_range, weekday
from storefront.web.shop.delivery_line import delivery_line
from storefront.web.shop.sizes import Measures, measures_of, shared, size_rows, size_table

_RELATED = 4
_FEW = 5
# Labels of details by their codes, to be translated where they are shown.
_DETAIL_LABELS = {
    "composition": gettext_noop("Made of"),
    "allergens": gettext_noop("Allergens"),
    "best_before_days": gettext_noop("Keeps"),
}
_CARE_LABELS = {"storage": gettext_noop("Storage"), "care": gettext_noop("Care")}


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant as a radio button, with where its order goes.

    measures: its own weights and unit price; can_order: whether there is something to order;
    order_address: where to write to order it, or, when there is none, to be told of the next; ""
    when the facility cannot be written to.
    """

    number: int
    variant: Variant
    price: str
    stock: str
    measures: Measures
    can_order: bool
    order_address: str


def _stock(variant: Variant, listing: ListingInfo) -> str:
    if variant.stock <= 0:
        return _("Sold out") if listing.lead_time_days is None else _("Made to order")
    if variant.stock <= _FEW:
        return _("Only %(count)s left") % {"count": variant.stock}
    return _("In stock: %(count)s") % {"count": variant.stock}


def _order_address(
    listing: ListingInfo, variant: Variant, language: str, *, can_order: bool
) -> str:
    page = addresses.absolute(addresses.listing(listing.slug, language))
    what = listing.name if not variant.name else f"{listing.name}, {variant.name}"
    sentence = (
        _("I would like to order: %(what)s (%(sku)s), %(price)s")
        if can_order
        else _("Please tell me when there is more of this: %(what)s (%(sku)s)")
    )
    wish = sentence % {
        "what": what,
        "sku": variant.sku,
        "price": rupiah(variant.price, language),
    }
    return contacts.message_url(
        whatsapp=listing.facility.whatsapp,
        to=listing.facility.short_name,
        lines=(wish, page),
        language=language,
    )


def _choice(
    number: int, variant: Variant, measures: Measures, listing: ListingInfo, language: str
) -> Choice:
    can_order = variant.stock > 0 or listing.lead_time_days is not None
    is_made = variant.stock <= 0 and listing.lead_time_days is not None
    is_one_of_many = len(listing.variants) > 1  # alone, the lead time is said below in full
    return Choice(
        number=number,
        variant=variant,
        price=rupiah(variant.price, language),
        stock=_stock(variant, listing) if is_one_of_many or not is_made else "",
        measures=measures,
        can_order=can_order,
        order_address=_order_address(listing, variant, language, can_order=can_order),
    )


def _first_choice(choices: list[Choice]) -> int:
    """Number of the choice that is ticked at first: one that can be ordered."""
    return next((choice.number for choice in choices if choice.can_order), 1)


def _most(listing: ListingInfo) -> int | None:
    """How many pieces the field lets one ask for; None for any number."""
    in_stock = max((variant.stock for variant in listing.variants), default=0)
    bounds = [listing.buyer_limit, in_stock if listing.lead_time_days is None else None]
    return min((bound for bound in bounds if bound is not None), default=None)


def _details(
    listing: ListingInfo, measures: Sequence[Measures], language: str
) -> list[tuple[str, str]]:
    """Labels and texts of the two-column list, in the order that buyers ask."""
    rows = shared(measures) + size_rows(listing, measures)
    for code, text in listing.details:
        if code in _DETAIL_LABELS:
            rows.append((_(_DETAIL_LABELS[code]), _detail(code, text)))
    if listing.brand_name:
        rows.append((_("Brand"), listing.brand_name))
    return rows


def _detail(code: str, text: str) -> str:
    if code == "best_before_days":
        return _("%(days)s days from the day it is made") % {"days": text}
    return text


def _care(listing: ListingInfo) -> list[tuple[str, str]]:
    return [(_(_CARE_LABELS[code]), text) for code, text in listing.details if code in _CARE_LABELS]


def _hours(spans: tuple[OpenHours, ...], language: str) -> list[tuple[str, str]]:
    """Opening hours by runs of days with the same hours: "Senin–Kamis", "08.00–15.00"."""
    runs: list[tuple[list[int], str]] = []
    for span in sorted(spans, key=lambda span: (span.weekday, span.opens)):
        time = f"{hour(span.opens, language)}–{hour(span.closes, language)}"
        if runs and runs[-1][1] == time and runs[-1][0][-1] == span.weekday - 1:
            runs[-1][0].append(span.weekday)
        else:
            runs.append(([span.weekday], time))
    return [
        ("–".join(weekday(day, language) for day in {days[0]: 0, days[-1]: 0}), time)
        for days, time in runs
    ]


def _hours_words(hours: list[tuple[str, str]], zone: str) -> str:
    """Hours in one line: "Senin–Kamis 08.00–15.00; Jumat 08.00–11.00 WITA"."""
    return "; ".join(f"{days} {time}" for days, time in hours) + f" {zone}" if hours else ""


def _made_by(listing: ListingInfo) -> str:
    """Who made it, by place and skill: never a name, people only as a number."""
    unit = listing.unit
    if unit is None:
        return f"{listing.facility.craft_line}."
    words = _("Made in %(unit)s.") % {"unit": unit.name}
    if not unit.trained:
        return words
    trained = ngettext("%(count)s person trained", "%(count)s people trained", unit.trained) % {
        "count": unit.trained
    }
    if unit.training_partner:
        trained += _(", with %(partner)s") % {"partner": unit.training_partner}
    if unit.is_certified:
        trained += _(", certified")
    return f"{words} {trained}."


def _slides(photos: tuple[Photo, ...]) -> list[Slide]:
    return [
        Slide(
            number,
            photo,
            picture_address(photo.key, max(photo.widths), "jpg")
            if photo.widths
            else original_address(photo.original),
        )
        for number, photo in enumerate(photos, start=1)
    ]


def _og(listing: ListingInfo, photos: tuple[Photo, ...], price: str) -> dict[str, str]:
    words = f"{price} · {listing.facility.short_name}, {listing.facility.province_name}"
    image = structured.picture_url(photos[0]) if photos else ""
    return {"title": listing.name, "description": words, "type": "product", "image": image}


def _context(
    listing: ListingInfo, photos: tuple[Photo, ...], papers: tuple[Paper, ...], language: str
) -> dict[str, Any]:
    measures = measures_of(listing, language)
    choices = [
        _choice(number, variant, own, listing, language)
        for number, (variant, own) in enumerate(zip(listing.variants, measures, strict=True), 1)
    ]
    price = rupiah_range(listing.price_min, listing.price_max, language)
    hours = _hours(listing.facility.hours, language)
    path = addresses.listing(listing.slug, language)
    trail = [
        (_("Catalogue"), addresses.catalog(language)),
        (listing.kind.name, addresses.catalog_with("jenis", listing.kind.slug, language)),
    ]
    crumbs = [structured.Crumb(name, url) for name, url in (*trail, (listing.name, path))]
    return {
        "listing": listing,
        "slides": _slides(photos),
        "papers": papers,
        "choices": choices,
        "chosen": _first_choice(choices),
        "can_order": any(choice.can_order for choice in choices),
        "most": _most(listing),
        "price": price,
        "sizes": size_table(measures),
        "details": _details(listing, measures, language),
        "care": _care(listing),
        "hours": hours,
        "hours_words": _hours_words(hours, listing.facility.zone),
        "papers_words": " · ".join(paper.short for paper in papers),
        "made_by": _made_by(listing),
        "is_pickup": listing.delivery is Delivery.PICKUP,
        "is_local": listing.delivery is Delivery.LOCAL_COURIER,
        "trail": trail,
        "kind_address": trail[1][1],
        "facility_address": addresses.facility(listing.facility.slug, language),
        "facility_goods_address": addresses.catalog_with(
            "fasilitas", listing.facility.slug, language
        ),
        "share_address": contacts.share_url(
            name=listing.name, price=price, address=addresses.absolute(path)
        ),
        "og": _og(listing, photos, price),
        "structured": [
            structured.product(listing, papers=papers, photos=photos, language=language),
            structured.breadcrumbs(crumbs),
        ],
    }


@require_safe
@domain_errors_as_page
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """A product. Two statements: all that is said of it, and the goods beside it; five more where
    the address names a place to deliver to.

    Raises NotFound alike for unknown, draft, suspended and closed goods.
    """
    language, on = language_of(), legal_today()
    more = (photos_column(language), papers_column(language))
    try:
        found, (photos, papers) = listing_with(more, slug=slug, language=language, on=on)
    except NotFound:
        present = listing_present_address(slug)
        if present is None:
            raise
        listing_public(slug=present, language=language, on=on)  # a closed one stays unknown
        return HttpResponsePermanentRedirect(addresses.listing(present, language))
    beside = listings_beside(found, language=language, on=on, limit=_RELATED)
    context = _context(found, photos_of(photos), papers_of(papers), language)
    if found.delivery is not Delivery.PICKUP and found.variants:
        told = found.variants[_first_choice(context["choices"]) - 1]
        context["delivery"] = delivery_line(request, found, told, on=on, language=language)
    return render(request, "shop/listing.html", context | beside._asdict())
