"""A product page, and the redirect from an address that a product once had."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.errors import NotFound
from catalog.selectors.listings import cards, listing_present_address, listing_public
from catalog.types import CatalogQuery, Delivery, ListingInfo, OpenHours, Variant
from galleries.selectors import photos_of_listing
from galleries.types import Photo
from legality.selectors import papers_of_listing
from legality.types import Paper
from storefront.web import addresses, contacts, structured
from storefront.web.components.picture import address as picture_address
from storefront.web.components.picture import original_address
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page
from storefront.web.formats import hour, rupiah, rupiah_range, weekday, weight

_RELATED = 4
_FEW = 5
_HUNDRED_GRAMS = 100
_KILOGRAM = 1000
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant as a radio button, with where its order goes.

    can_order: whether there is something to order; order_address: "" when the facility cannot be
    written to.
    """

    number: int
    variant: Variant
    price: str
    stock: str
    weight: str
    can_order: bool
    order_address: str


@dataclass(frozen=True, slots=True)
class Slide:
    """A picture of the gallery with the address of its large version."""

    number: int
    photo: Photo
    large: str


def _stock(variant: Variant, listing: ListingInfo) -> str:
    if variant.stock <= 0:
        return _("Sold out") if listing.lead_time_days is None else _("Made to order")
    if variant.stock <= _FEW:
        return _("Only %(count)s left") % {"count": variant.stock}
    return _("In stock: %(count)s") % {"count": variant.stock}


def _order_address(listing: ListingInfo, variant: Variant, language: str) -> str:
    page = addresses.absolute(addresses.listing(listing.slug, language))
    what = listing.name if not variant.name else f"{listing.name}, {variant.name}"
    wish = _("I would like to order: %(what)s (%(sku)s), %(price)s") % {
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


def _choice(number: int, variant: Variant, listing: ListingInfo, language: str) -> Choice:
    is_made = variant.stock <= 0 and listing.lead_time_days is not None
    is_one_of_many = len(listing.variants) > 1  # alone, the lead time is said below in full
    return Choice(
        number=number,
        variant=variant,
        price=rupiah(variant.price, language),
        stock=_stock(variant, listing) if is_one_of_many or not is_made else "",
        weight=weight(variant.weight_grams, language) if variant.weight_grams else "",
        can_order=variant.stock > 0 or listing.lead_time_days is not None,
        order_address=_order_address(listing, variant, language),
    )


def _first_choice(choices: list[Choice]) -> int:
    """Number of the choice that is ticked at first: one that can be ordered."""
    return next((choice.number for choice in choices if choice.can_order), 1)


def _unit_price(listing: ListingInfo, language: str) -> str:
    """Price of 100 g, or of a kilogram from there up, for food in one size; else empty."""
    grams = listing.net_weight_grams
    is_food = any(code == "best_before_days" for code, _text in listing.details)
    if not grams or not is_food or len(listing.variants) != 1:
        return ""
    step = _HUNDRED_GRAMS if grams < _KILOGRAM else _KILOGRAM
    if grams == step:
        return ""
    price = rupiah(listing.price_min * step / Decimal(grams), language)
    return _("%(price)s per %(weight)s") % {"price": price, "weight": weight(step, language)}


def _labelled(label: str, variant: Variant | None) -> str:
    """A label that says whose measure it is when it is not everyone's."""
    return f"{label} ({variant.name})" if variant and variant.name else label


def _weighed(listing: ListingInfo, net: str) -> tuple[bool, Variant | None]:
    """Whether the net weight can be told, and the one variant it belongs to; None: to all."""
    variants = listing.variants
    naming = [variant for variant in variants if net in variant.name]
    if naming:
        return True, None if len(naming) == len(variants) else naming[0]
    if len({variant.weight_grams for variant in variants}) == 1 or not variants:
        return True, None
    first = variants[0]  # the measures are entered for the first; its pack must be able to hold it
    return (first.weight_grams or 0) >= (listing.net_weight_grams or 0), first


def _numbers(text: str) -> set[str]:
    return set(_NUMBER.findall(text))


def _sized(listing: ListingInfo, size: str, weighed: Variant | None) -> Variant | None:
    """The one variant that a size belongs to, by the numbers in its name; None: not only one."""
    if weighed is not None:
        return weighed
    named = [(variant, _numbers(variant.name)) for variant in listing.variants]
    fitting = [variant for variant, numbers in named if numbers and numbers <= _numbers(size)]
    return fitting[0] if len(fitting) == 1 and len(named) > 1 else None


def _packed_weights(listing: ListingInfo, language: str) -> list[tuple[str, str]]:
    """Weight with the pack: one row when all weigh the same, else one for each variant."""
    label = _("Shipping weight")
    packed = [(v.name, v.weight_grams) for v in listing.variants if v.weight_grams]
    if len({grams for _name, grams in packed}) == 1 and len(packed) == len(listing.variants):
        return [(label, weight(packed[0][1], language))]
    return [
        (f"{label} ({name})" if name else label, weight(grams, language)) for name, grams in packed
    ]


def _details(listing: ListingInfo, language: str) -> list[tuple[str, str]]:
    """Labels and texts of the two-column list, in the order that buyers ask."""
    labels = {
        "size": _("Size"),
        "composition": _("Made of"),
        "allergens": _("Allergens"),
        "best_before_days": _("Keeps"),
    }
    rows = []
    weighed = None
    if listing.net_weight_grams:
        net = weight(listing.net_weight_grams, language)
        is_sure, weighed = _weighed(listing, net)
        if is_sure:
            rows.append((_labelled(_("Net weight"), weighed), net))
    rows += _packed_weights(listing, language)
    for code, text in listing.details:
        if code == "best_before_days":
            rows.append((labels[code], _("%(days)s days from the day it is made") % {"days": text}))
        elif code == "size":
            rows.append((_labelled(labels[code], _sized(listing, text, weighed)), text))
        elif code in labels:
            rows.append((labels[code], text))
    if listing.brand_name:
        rows.append((_("Brand"), listing.brand_name))
    return rows


def _care(listing: ListingInfo) -> list[tuple[str, str]]:
    labels = {"storage": _("Storage"), "care": _("Care")}
    return [(labels[code], text) for code, text in listing.details if code in labels]


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
) -> dict[str, object]:
    choices = [
        _choice(number, variant, listing, language)
        for number, variant in enumerate(listing.variants, start=1)
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
        "price": price,
        "unit_price": _unit_price(listing, language),
        "details": _details(listing, language),
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
    """A product. Raises NotFound alike for unknown, draft, suspended and closed goods."""
    language, on = language_of(), legal_today()
    try:
        found = listing_public(slug=slug, language=language, on=on)
    except NotFound:
        present = listing_present_address(slug)
        if present is None:
            raise
        listing_public(slug=present, language=language, on=on)  # a closed one stays unknown
        return HttpResponsePermanentRedirect(addresses.listing(present, language))
    photos = photos_of_listing(listing_id=found.id, language=language)
    papers = papers_of_listing(listing_id=found.id, language=language, on=on)
    own = CatalogQuery(facilities=(found.facility.slug,), without=(found.id,))
    same_place = cards(own, language=language, on=on, limit=_RELATED).cards
    shown = (found.id, *(card.listing_id for card in same_place))
    alike = CatalogQuery(kinds=(found.kind.slug,), without=shown)
    context = _context(found, photos, papers, language) | {
        "same_place": same_place,
        "alike": cards(alike, language=language, on=on, limit=_RELATED).cards,
    }
    return render(request, "shop/listing.html", context)
