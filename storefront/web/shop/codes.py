"""Codes that a phone reads: as a picture, in a page, and on sheets of labels for packs.

A code holds the address of a paper's own page and nothing else.
"""

from __future__ import annotations

import io
from functools import lru_cache
from http import HTTPStatus

import segno
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from catalog.dates import legal_today
from catalog.errors import Invalid, NotFound
from catalog.selectors.listing import listing_public
from legality.proof import proofs, wanted_number
from legality.selectors import papers_of_listing
from legality.types import Paper
from storefront.access.address import client_address
from storefront.web import addresses
from storefront.web.context import language_of
from storefront.web.errors import domain_errors_as_page, refusal_page
from storefront.web.shop.codes_labels import MOST_LABELS, PER_SHEET, Label, label_sheet
from storefront.web.shop.often import Often

_CORRECTION = "m"  # 15 % of the code may be smudged
_QUIET = 4  # modules of white around it, as the standard asks
# Pixels of the picture's side.
LEAST_PIXELS, MOST_PIXELS, USUAL_PIXELS = 100, 1600, 600
_HOUR = 3600
# How many sheets of labels one address may have within how many seconds: setting one takes a
# moment of all of a core.
SHEETS, WITHIN = 30, 600.0
often = Often(SHEETS, WITHIN)
_OUT_OF_BOUNDS = gettext_noop("This number is too small or too large.")


@lru_cache(maxsize=512)
def _code(number: str) -> segno.QRCode:
    address = addresses.absolute(addresses.proof(number, "id"))
    return segno.make(address, error=_CORRECTION, micro=False)


def code_markup(number: str) -> SafeString:
    """SVG to stand in a page. number: of a paper, as it is compared."""
    code = _code(number)
    drawn = code.svg_inline(border=_QUIET, omitsize=True, dark="#000", light="#fff", svgclass="qr")
    return mark_safe(drawn)  # noqa: S308 (numbers in a path)


def code_svg(number: str) -> bytes:
    """An SVG file."""
    buffer = io.BytesIO()
    _code(number).save(buffer, kind="svg", border=_QUIET, scale=10, dark="#000", light="#fff")
    return buffer.getvalue()


def code_png(number: str, pixels: int) -> bytes:
    """A PNG whose side is the largest that fits `pixels`: modules stay whole."""
    code = _code(number)
    side = code.symbol_size(border=_QUIET)[0]
    buffer = io.BytesIO()
    code.save(buffer, kind="png", border=_QUIET, scale=max(1, pixels // side))
    return buffer.getvalue()


def _known(number: str) -> str:
    """The number as it is compared. Raises NotFound for one that is not known here."""
    wanted = wanted_number(number)
    if not proofs(number=wanted, language=language_of(), on=legal_today()):
        raise NotFound
    return wanted


def _whole(request: HttpRequest, name: str, usual: int, least: int, most: int) -> int:
    """A number that stands in the address. Raises Invalid for what is none, or out of bounds."""
    text = request.GET.get(name, "")
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        raise Invalid(field=name, reason=_OUT_OF_BOUNDS)
    if not least <= int(text) <= most:
        raise Invalid(field=name, reason=_OUT_OF_BOUNDS)
    return int(text)


@require_safe
@domain_errors_as_page
def svg(request: HttpRequest, number: str) -> HttpResponse:
    """The code as an SVG."""
    return _file(code_svg(_known(number)), "image/svg+xml", f"qr-{wanted_number(number)}.svg")


@require_safe
@domain_errors_as_page
def png(request: HttpRequest, number: str) -> HttpResponse:
    """The code as a PNG; ?ukuran= pixels."""
    pixels = _whole(request, "ukuran", USUAL_PIXELS, LEAST_PIXELS, MOST_PIXELS)
    known = _known(number)
    return _file(code_png(known, pixels), "image/png", f"qr-{known}.png")


@require_safe
@domain_errors_as_page
def labels(request: HttpRequest, slug: str) -> HttpResponse:
    """A sheet of labels for packs of goods on sale: ?surat= which paper, ?jumlah= how many."""
    language, on = language_of(), legal_today()
    count = _whole(request, "jumlah", PER_SHEET, 1, MOST_LABELS)
    listing = listing_public(slug=slug, language=language, on=on)
    papers = papers_of_listing(listing_id=listing.id, language=language, on=on)
    paper = _chosen(papers, request.GET.get("surat", ""))
    if not often.may(client_address(request)):
        return _wait(request)
    label = Label(
        name=listing.name,
        maker=listing.facility.short_name,
        paper=paper.short,
        number=paper.number.removeprefix(paper.short).strip(),
        code=code_svg(paper.normal),
        language=language,
    )
    return _file(label_sheet(label, count), "application/pdf", f"label-{slug}.pdf")


def _wait(request: HttpRequest) -> HttpResponse:
    """What an address reads that had many sheets."""
    sentence = gettext("That were many sheets of labels. Wait ten minutes and try again.")
    response = refusal_page(request, sentence, HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(int(WITHIN))
    return response


def _chosen(papers: tuple[Paper, ...], number: str) -> Paper:
    """The paper in force with a number, or the first. Raises NotFound."""
    wanted = wanted_number(number)
    fitting = [paper for paper in papers if not number or paper.normal == wanted]
    if not fitting:
        raise NotFound
    return fitting[0]


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    patch_cache_control(response, public=True, max_age=_HOUR)
    return response
