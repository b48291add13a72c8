"""/verifikasi/: the number of a paper, or a photo of the code on a pack, leads to what is known.

A number is read first, so that who mistyped one learns what is odd about it; that says nothing of
whether it is known here. A code is only ever compared with our own addresses, never followed.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from catalog.dates import legal_today
from catalog.kept import kept
from legality.number_findings import Found
from legality.numbers import About, Numbers
from legality.proof import proofs, wanted_number
from legality.reading import Reading
from legality.sentences import finding_said
from storefront.access.address import client_address
from storefront.web import addresses, structured
from storefront.web.context import language_of
from storefront.web.shop.verify_photo import MOST_BYTES, TOO_LARGE, PhotoRefused, Turnstile

LONGEST_NUMBER = 200
_FORM_BYTES = 20_000  # what stands around the photo in its message
_SHOWN_LETTERS = 300
_PROOF = re.compile(r"(?:/en)?/sertifikat/([^/]+)/?")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|www\.", re.IGNORECASE)
# Of these nothing is wrong with the number itself.
_NOT_WRONG = frozenset({Found.FITS_SEVERAL})

turnstile = Turnstile()


@csrf_exempt  # the page is the same for everybody, so it holds no token; and nothing is changed
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form; with ?nomor= what is odd about a number, or on to what is known of it; by POST
    the same for what a photo holds."""
    if request.method == "POST":
        response = _of_photo(request)
        response["Cache-Control"] = "no-store"
        return response
    text = request.GET.get("nomor", "").strip()
    if not text:
        return _page(request)
    response = _of_number(request, text)
    response["Cache-Control"] = "no-store"  # anybody can think of numbers
    return response


def _page(request: HttpRequest, status: int = 200, **said: object) -> HttpResponse:
    """said: text, findings of the number; refused: why a photo was not read; code: what one holds,
    is_ours: whether that is an address of this shop."""
    language = language_of()
    path = addresses.verify(language)
    crumbs = structured.trail(
        language,
        (gettext("Papers"), addresses.page("surat", language)),
        (gettext("Check a paper"), path),
    )
    context = {
        "trail": crumbs[1:-1],
        "canonical": addresses.absolute(path),
        "structured": [structured.breadcrumbs(crumbs)],
        **said,
    }
    return render(request, "shop/verify.html", context, status=status)


# --- Numbers


@kept(seconds=60)
def _numbers() -> Numbers:
    """Kinds and regions; who types numbers must not cost three statements each."""
    return Numbers.now()


def _of_number(request: HttpRequest, text: str) -> HttpResponse:
    """On to a number's own page, or what is odd about it. At most two statements."""
    language, shown = language_of(), text[:LONGEST_NUMBER]
    reading = _numbers().read(shown, code=None, about=About())
    for number in dict.fromkeys((wanted_number(shown), wanted_number(reading.normal))):
        if number and proofs(number=number, language=language, on=legal_today()):
            return redirect(addresses.proof(number, language))
    findings = _findings(reading, language)
    if findings or not wanted_number(reading.normal):
        return _page(request, text=shown, findings=findings)
    return redirect(addresses.proof(wanted_number(reading.normal), language))


def _findings(reading: Reading, language: str) -> list[str]:
    return [
        finding_said(finding, language)
        for finding in reading.blocking
        if finding.code not in _NOT_WRONG
    ]


# --- Photos


class _Unread(Exception):
    """A photo that was not read. Its text is for the visitor."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def _of_photo(request: HttpRequest) -> HttpResponse:
    """What the codes in a photo say."""
    try:
        return _of_texts(request, _texts(_upload(request)))
    except _Unread as error:
        return _page(request, error.status, refused=str(error))


def _upload(request: HttpRequest) -> bytes:
    """The photo sent; nothing of a longer message is read. Raises _Unread."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MOST_BYTES + _FORM_BYTES:
        raise _Unread(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, gettext(TOO_LARGE))
    if not turnstile.may(client_address(request)):
        sentence = gettext("That were many photos. Wait ten minutes, or type the number.")
        raise _Unread(HTTPStatus.TOO_MANY_REQUESTS, sentence)
    photo = request.FILES.get("foto") or request.FILES.get("berkas")
    if photo is None:
        sentence = gettext("Take or choose a photo first.")
        raise _Unread(HTTPStatus.UNPROCESSABLE_ENTITY, sentence)
    return bytes(photo.read())


def _texts(upload: bytes) -> tuple[str, ...]:
    """What its codes hold. Raises _Unread."""
    try:
        texts = turnstile.read(upload)
    except PhotoRefused as error:
        raise _Unread(HTTPStatus.UNPROCESSABLE_ENTITY, gettext(str(error))) from error
    if texts is None:
        sentence = gettext("Many photos are being read just now. Try again in a moment.")
        raise _Unread(HTTPStatus.SERVICE_UNAVAILABLE, sentence)
    return texts


def _of_texts(request: HttpRequest, texts: tuple[str, ...]) -> HttpResponse:
    """A code of ours leads to its page; of another one is said what it holds."""
    if not texts:
        refused = gettext(
            "No code was found in this photo. Hold the phone straight above it, closer, in better"
            " light, or type the number."
        )
        return _page(request, refused=refused)
    for text in texts:
        if number := own_number(text):
            return redirect(addresses.proof(number, language_of()))
    first = texts[0].strip()
    if _ADDRESS.match(first):
        return _page(request, code=first[:_SHOWN_LETTERS], is_ours=_is_ours(first))
    return _of_number(request, first)


def own_number(text: str) -> str:
    """The number that an address of ours names, as it is compared; empty for anything else."""
    if not _is_ours(text):
        return ""
    found = _PROOF.fullmatch(urlsplit(text.strip()).path)
    return wanted_number(unquote(found[1])) if found else ""


def _is_ours(text: str) -> bool:
    """Whether a text is an address of this shop: the same host and port, by either scheme."""
    try:
        parts, own = urlsplit(text.strip()), urlsplit(settings.PUBLIC_URL)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and parts.netloc.lower() == own.netloc.lower()
