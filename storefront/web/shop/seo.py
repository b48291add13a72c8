"""Files for search engines, phones and those who share links: sitemaps, robots, manifest, pictures.

The sitemap is one index and a small file a facility, so that no request reads the whole catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.errors import NotFound
from catalog.selectors.facilities import facility_public, facility_slugs
from catalog.selectors.listing import listing_public
from catalog.selectors.listings import cards, listing_slugs
from catalog.selectors.regions import provinces_public
from catalog.storage import picture_name
from catalog.types import CatalogQuery
from galleries.selectors import (
    album_addresses,
    album_public,
    albums_public,
    photos_of_listing,
)
from galleries.types import Photo
from legality.proof import proof_numbers
from legality.selectors import papers_of_listing
from storefront.web import addresses
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page
from storefront.web.formats import rupiah
from storefront.web.sharing import ShareCard, share_picture
from storefront.web.shop.gallery import photo_address
from storefront.web.shop.provinces import provinces_address

READING = ("tentang", "cara-belanja", "surat", "privasi", "ketentuan", "bantuan")
_HOUR, _DAY = 3600, 86_400
MOST_PATHS = 25_000  # each is two addresses, and a sitemap may have 50,000
# Renditions from which a sharing picture is drawn, the best first.
_DRAWN_FROM = (960, 640, 1600, 480, 320, 160)


# --- Sitemaps


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Addresses of the sitemaps: one of the shop, one of every facility."""
    paths = ["/sitemap/toko.xml", *(f"/sitemap/{slug}.xml" for slug in facility_slugs())]
    return _xml(request, "seo/sitemap_index.xml", [addresses.absolute(path) for path in paths])


@require_safe
def sitemap_shop(request: HttpRequest) -> HttpResponse:
    """The pages that belong to no facility."""
    provinces = provinces_public(language="id", on=legal_today())
    paths = [
        addresses.home("id"),
        addresses.catalog("id"),
        addresses.facilities("id"),
        provinces_address("id"),
        addresses.galleries("id"),
        addresses.verify("id"),
        *(addresses.page(slug, "id") for slug in READING),
        *(addresses.province(line.slug, "id") for line in provinces if line.facilities),
    ]
    return _sitemap(request, paths)


@require_safe
@domain_errors_as_page
def sitemap_facility(request: HttpRequest, slug: str) -> HttpResponse:
    """A facility's page, its albums with their photos, its goods, its papers in force.

    At most five statements.
    """
    if slug not in facility_slugs():
        raise NotFound
    paths = [addresses.facility(slug, "id")]
    for album, positions in album_addresses(slug):
        paths.append(addresses.album(slug, album, "id"))
        paths += [photo_address(slug, album, position, "id") for position in positions]
    goods = listing_slugs(slug, on=legal_today(), limit=MOST_PATHS)
    paths += [addresses.listing(one, "id") for one in goods]
    papers = proof_numbers(facility_slug=slug, on=legal_today(), limit=MOST_PATHS)
    paths += [addresses.proof(one, "id") for one in papers]
    return _sitemap(request, paths[:MOST_PATHS])


def _sitemap(request: HttpRequest, paths: Iterable[str]) -> HttpResponse:
    """Each page in both languages, each naming the other."""
    both = [
        (addresses.absolute(path), addresses.absolute(addresses.in_language(path, "en")))
        for path in paths
    ]
    return _xml(request, "seo/sitemap.xml", both)


def _xml(request: HttpRequest, template: str, entries: object) -> HttpResponse:
    response = render(request, template, {"entries": entries}, content_type="application/xml")
    patch_cache_control(response, public=True, max_age=_HOUR)
    return response


# --- robots.txt, manifest


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read; a sample shop asks to be left alone."""
    if settings.MODE == "demo":
        lines = ["User-agent: *", "Disallow: /"]
    else:
        lines = [
            "User-agent: *",
            "Disallow: /katalog/saring/",
            "Disallow: /en/katalog/saring/",
            "Disallow: /graphql/",
            f"Sitemap: {addresses.absolute('/sitemap.xml')}",
        ]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=_DAY)
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the shop looks on a phone's home screen."""
    icons = [("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any")]
    icons.append(("icon-maskable-512.png", "512x512", "maskable"))
    response = JsonResponse(
        {
            "name": "Lapak Binaan",
            "short_name": "Lapak Binaan",
            "description": gettext(
                "Goods made in Indonesian correctional facilities, with papers you can check"
                " yourself."
            ),
            "lang": language_of(),
            "dir": "ltr",
            "start_url": addresses.home(language_of()),
            "scope": "/",
            "display": "browser",
            "theme_color": "#27428a",
            "background_color": "#f8fafd",
            "icons": [
                {
                    "src": static(f"storefront/{file}"),
                    "sizes": sizes,
                    "type": "image/png",
                    "purpose": purpose,
                }
                for file, sizes, purpose in icons
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
    patch_cache_control(response, public=True, max_age=_DAY)
    return response


# --- Pictures for shared links


@require_safe
@domain_errors_as_page
def shop_picture(request: HttpRequest) -> HttpResponse:
    """The shop's own: what it is, and one of its flagships."""
    card = ShareCard(
        title=gettext("Made in lapas and rutan"),
        line=gettext("With papers you can check yourself."),
        is_price=False,
        maker="Lapak Binaan",
        place=gettext("All over Indonesia"),
        papers=(),
        picture=_of_goods(CatalogQuery(flagship=True)),
        note=_note(),
    )
    return _picture(request, card)


@require_safe
@domain_errors_as_page
def listing_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """Goods: name, price, maker, papers in force."""
    language = language_of()
    on = legal_today()
    listing = listing_public(slug=slug, language=language, on=on)
    papers = papers_of_listing(listing_id=listing.id, language=language, on=on)
    price = rupiah(listing.price_min, language)
    if listing.price_min != listing.price_max:
        price = f"{pgettext('price', 'from')} {price}"
    words = tuple(dict.fromkeys(paper.short for paper in papers))
    card = ShareCard(
        title=listing.name,
        line=price,
        is_price=True,
        maker=listing.facility.short_name,
        place=listing.facility.province_name,
        papers=words,
        picture=_first(photos_of_listing(listing_id=listing.id, language=language)),
        note=_note(),
    )
    return _picture(request, card)


@require_safe
@domain_errors_as_page
def facility_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """A facility: its name, its craft, a photo of its newest album or of its goods."""
    language = language_of()
    info = facility_public(slug=slug, language=language, on=legal_today())
    albums = albums_public(language=language, facility_slug=slug, limit=1)
    card = ShareCard(
        title=info.short_name,
        line=info.craft_line,
        is_price=False,
        maker=info.regency_name,
        place=info.province_name,
        papers=(),
        picture=_first([albums[0].cover])
        if albums
        else _of_goods(CatalogQuery(facilities=(slug,))),
        note=_note(),
    )
    return _picture(request, card)


@require_safe
@domain_errors_as_page
def album_picture(request: HttpRequest, facility_slug: str, slug: str) -> HttpResponse:
    """An album: its title and first photo."""
    album = album_public(facility_slug=facility_slug, slug=slug, language=language_of())
    card = ShareCard(
        title=album.title,
        line=album.intro,
        is_price=False,
        maker=album.facility_name,
        place=gettext("Gallery"),
        papers=(),
        picture=_first([shown.photo for shown in album.photos]),
        note=_note(),
    )
    return _picture(request, card)


def _note() -> str:
    return gettext("Sample shop") if settings.MODE == "demo" else ""


def _first(photos: Iterable[Photo | None]) -> str:
    """The file from which the first picture is drawn; empty without one."""
    for photo in photos:
        if photo is not None:
            return _name(photo.key, photo.widths, photo.original)
    return ""


def _of_goods(query: CatalogQuery) -> str:
    """The file of the newest fitting goods' picture; empty without any. One statement."""
    found = cards(query, language="id", on=legal_today(), limit=1).cards
    photo = found[0].photo if found else None
    return _name(photo.key, photo.widths, "") if photo else ""


def _name(key: str, widths: tuple[int, ...], original: str) -> str:
    width = next((width for width in _DRAWN_FROM if width in widths), None)
    if width is not None:
        return picture_name(key, width, "jpg")
    return original or picture_name(key, None, "webp")


def _picture(request: HttpRequest, card: ShareCard) -> HttpResponse:
    """JPEG with an ETag of its content: who has it already costs no drawing."""
    tag = f'"{card.version}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(share_picture(card), content_type="image/jpeg")
    response["ETag"] = tag
    patch_cache_control(response, public=True, max_age=_HOUR)
    return response
