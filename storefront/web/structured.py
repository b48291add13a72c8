"""What pages tell search engines, as schema.org data that equals what is seen.

Builders return dictionaries for base.html's `structured`. Addresses inside are absolute. A sample
shop emits no Certification: its papers are not real.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext

from catalog.shown import FacilityInfo, ListingInfo, OpenHours, Variant
from catalog.storage import picture_name, public_base, public_url
from catalog.types import Delivery
from galleries.types import AlbumInfo, AlbumPhotoInfo, Photo
from legality.types import Paper
from storefront.web import addresses

Data = dict[str, Any]

_SCHEMA = "https://schema.org/"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ADULT = 18  # years
_GRAMS_UNIT = "GRM"  # UN/CEFACT common code
_CONTEXT = {"@context": "https://schema.org"}


class Crumb(NamedTuple):
    """One step of the way to a page. path: as it stands after the host."""

    name: str
    path: str


def trail(language: str, *steps: tuple[str, str]) -> list[Crumb]:
    """The way from the front page; steps: name and path of each page below it."""
    home = Crumb(gettext("Home"), addresses.home(language))
    return [home, *(Crumb(name, path) for name, path in steps)]


def _absolute(url: str) -> str:
    """Addresses of files may already be absolute, when they stand in a bucket."""
    return addresses.absolute(url) if url.startswith("/") else url


def picture_url(photo: Photo) -> str:
    """Absolute address of the widest JPEG of a picture, or of the original before it is made."""
    if not photo.widths:
        return _absolute(public_url(photo.original))
    return _absolute(public_base() + picture_name(photo.key, max(photo.widths), "jpg"))


def organization() -> Data:
    """The shop itself."""
    return {
        **_CONTEXT,
        "@type": "Organization",
        "@id": addresses.absolute("/#toko"),
        "name": "Lapak Binaan",
        "url": addresses.absolute("/"),
        "logo": _absolute(static("storefront/icon-512.png")),
    }


def breadcrumbs(crumbs: Sequence[Crumb]) -> Data:
    """The way from the front page, the page itself last."""
    return {
        **_CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb.name,
                "item": addresses.absolute(crumb.path),
            }
            for position, crumb in enumerate(crumbs, start=1)
        ],
    }


def _certifications(papers: Iterable[Paper], language: str) -> list[Data]:
    """Papers in force as the page shows them; a holder who is a person is not named."""
    if settings.MODE == "demo":
        return []
    return [_certification(paper, language) for paper in papers]


def _certification(paper: Paper, language: str) -> Data:
    data: Data = {
        "@type": "Certification",
        "name": paper.label,
        "certificationIdentification": paper.number,
        "certificationStatus": f"{_SCHEMA}CertificationActive",
        "issuedBy": {"@type": "Organization", "name": paper.issuer},
        "url": addresses.absolute(addresses.proof(paper.normal, language)),
    }
    if paper.issued_on:
        data["validFrom"] = paper.issued_on.isoformat()
    if paper.expires_on:
        data["expires"] = paper.expires_on.isoformat()
    return data


def _availability(variant: Variant, listing: ListingInfo) -> str:
    if variant.stock <= 0:
        word = "OutOfStock" if listing.lead_time_days is None else "MadeToOrder"
    elif listing.delivery is Delivery.PARCEL:
        word = "InStock"
    else:
        word = "InStoreOnly"
    return f"{_SCHEMA}{word}"


def _offer(variant: Variant, listing: ListingInfo, url: str) -> Data:
    return {
        "@type": "Offer",
        "url": url,
        "sku": variant.sku,
        "name": variant.name,
        "price": f"{variant.price:.0f}",
        "priceCurrency": "IDR",
        "availability": _availability(variant, listing),
        "itemCondition": f"{_SCHEMA}NewCondition",
        "seller": {"@type": "Organization", "name": listing.facility.official_name},
    }


def _offers(listing: ListingInfo, url: str) -> Data:
    """One offer, or an aggregate that holds one for every variant."""
    offers = [_offer(variant, listing, url) for variant in listing.variants]
    if len(offers) == 1:
        return offers[0]
    return {
        "@type": "AggregateOffer",
        "lowPrice": f"{listing.price_min:.0f}",
        "highPrice": f"{listing.price_max:.0f}",
        "priceCurrency": "IDR",
        "offerCount": len(offers),
        "offers": offers,
    }


def product(
    listing: ListingInfo, *, papers: Sequence[Paper], photos: Sequence[Photo], language: str
) -> Data:
    """A listing with its offers, its maker and the papers in force."""
    url = addresses.absolute(addresses.listing(listing.slug, language))
    data: Data = {
        **_CONTEXT,
        "@type": "Product",
        "@id": f"{url}#barang",
        "url": url,
        "name": listing.name,
        "description": " ".join(listing.description),
        "category": listing.kind.name,
        "image": [picture_url(photo) for photo in photos],
        "manufacturer": {
            "@type": "Organization",
            "name": listing.facility.official_name,
            "url": addresses.absolute(addresses.facility(listing.facility.slug, language)),
        },
        "countryOfOrigin": "ID",
    }
    if listing.variants:
        data["offers"] = _offers(listing, url)
    if listing.brand_name:
        data["brand"] = {"@type": "Brand", "name": listing.brand_name}
    if listing.net_weight_grams:
        data["weight"] = {
            "@type": "QuantitativeValue",
            "value": listing.net_weight_grams,
            "unitCode": _GRAMS_UNIT,
        }
    if listing.adults_only:
        data["audience"] = {"@type": "PeopleAudience", "suggestedMinAge": _ADULT}
    if shown := _certifications(papers, language):
        data["hasCertification"] = shown
    return data


def _hours(spans: Iterable[OpenHours]) -> list[Data]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"{_SCHEMA}{_DAYS[span.weekday]}",
            "opens": span.opens.replace(".", ":"),
            "closes": span.closes.replace(".", ":"),
        }
        for span in spans
    ]


def facility(info: FacilityInfo, *, papers: Sequence[Paper], language: str) -> Data:
    """A facility: its names, where it stands, when goods can be picked up, papers it holds."""
    url = addresses.absolute(addresses.facility(info.slug, language))
    place: Data = {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": info.address,
            "addressLocality": info.regency_name,
            "addressRegion": info.province_name,
            "addressCountry": "ID",
        },
    }
    if info.hours:
        place["openingHoursSpecification"] = _hours(info.hours)
    data: Data = {
        **_CONTEXT,
        "@type": "Organization",
        "@id": f"{url}#tempat",
        "url": url,
        "name": info.official_name,
        "alternateName": [info.short_name, *info.aliases],
        "description": info.craft_line,
        "location": place,
    }
    if settings.MODE != "demo" and info.phone:
        data["telephone"] = info.phone
    if shown := _certifications(papers, language):
        data["hasCertification"] = shown
    return data


def _image(shown: AlbumPhotoInfo, credit: str) -> Data:
    data: Data = {
        "@type": "ImageObject",
        "contentUrl": picture_url(shown.photo),
        "caption": shown.caption,
        "width": shown.photo.width,
        "height": shown.photo.height,
        "creditText": ", ".join(part for part in (shown.unit, credit) if part),
    }
    if shown.taken_on:
        data["dateCreated"] = shown.taken_on.isoformat()
    return data


def gallery(album: AlbumInfo, *, language: str) -> Data:
    """An album with all its photos."""
    path = addresses.album(album.facility_slug, album.slug, language)
    return {
        **_CONTEXT,
        "@type": "ImageGallery",
        "url": addresses.absolute(path),
        "name": album.title,
        "description": album.intro,
        "dateCreated": album.made_on.isoformat(),
        "about": {"@type": "Organization", "name": album.facility_name},
        "image": [_image(shown, album.facility_name) for shown in album.photos],
    }
