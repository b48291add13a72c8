"""Addresses of public pages, joined from strings: cards need hundreds a page.

A test keeps them equal to what the address table resolves. `language` is "id" or "en".
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings

_ENGLISH = "/en"


def prefix(language: str) -> str:
    """What stands before every path: nothing in Indonesian, /en in English."""
    return _ENGLISH if language == "en" else ""


def home(language: str) -> str:
    """The front page."""
    return f"{prefix(language)}/"


def catalog(language: str, query: str = "") -> str:
    """The list of goods; query as it stands after the question mark."""
    return f"{prefix(language)}/katalog/" + (f"?{query}" if query else "")


def catalog_with(parameter: str, value: str, language: str) -> str:
    """The list of goods narrowed by one value, e.g. "jenis", "batik"."""
    return catalog(language, urlencode({parameter: value}))


def filters(language: str, query: str = "") -> str:
    """The page where small screens choose filters."""
    return f"{prefix(language)}/katalog/saring/" + (f"?{query}" if query else "")


def search(language: str, query: str = "") -> str:
    """The list of goods that a text finds; without a query string the page to begin at."""
    return f"{prefix(language)}/cari/" + (f"?{query}" if query else "")


def suggestions(language: str) -> str:
    """What a text that is being typed may become."""
    return f"{prefix(language)}/cari/saran/"


def listing(slug: str, language: str) -> str:
    """A product page."""
    return f"{prefix(language)}/produk/{slug}/"


def labels(slug: str, language: str) -> str:
    """A sheet of labels of goods; ?surat= which paper their code leads to."""
    return f"{prefix(language)}/produk/{slug}/label.pdf"


def proof(number: str, language: str) -> str:
    """What is known of a paper; number: as it is compared, capitals and digits alone."""
    return f"{prefix(language)}/sertifikat/{number}/"


def verify(language: str, query: str = "") -> str:
    """Where the number of a paper, or a photo of its code, is looked at."""
    return f"{prefix(language)}/verifikasi/" + (f"?{query}" if query else "")


def facilities(language: str) -> str:
    """The list of facilities."""
    return f"{prefix(language)}/fasilitas/"


def facility(slug: str, language: str) -> str:
    """A facility's page."""
    return f"{prefix(language)}/fasilitas/{slug}/"


def province(slug: str, language: str) -> str:
    """A province's page."""
    return f"{prefix(language)}/provinsi/{slug}/"


def galleries(language: str) -> str:
    """The list of albums."""
    return f"{prefix(language)}/galeri/"


def album(facility_slug: str, slug: str, language: str) -> str:
    """An album of a facility."""
    return f"{prefix(language)}/galeri/{facility_slug}/{slug}/"


def feed(facility_slug: str, language: str) -> str:
    """A facility's goods as machines read them; with "" those of all."""
    return f"{prefix(language)}/umpan/{facility_slug or 'produk'}.xml"


def basket(language: str) -> str:
    """What this browser put in."""
    return f"{prefix(language)}/keranjang/"


def order_find(language: str) -> str:
    """Where an order is found by its number."""
    return f"{prefix(language)}/pesanan/"


def basket_count(language: str) -> str:
    """How many pieces that are: data for the head."""
    return f"{prefix(language)}/keranjang/jumlah/"


def page(slug: str, language: str) -> str:
    """A page to read: tentang, cara-belanja, surat, privasi, ketentuan, bantuan."""
    return f"{prefix(language)}/{slug}/"


def sample_contact(language: str) -> str:
    """Where contacts of a sample shop lead, so that nobody real is called."""
    return f"{prefix(language)}/contoh/kontak/"


def absolute(path: str) -> str:
    """The path with the shop's own public address before it."""
    return f"{settings.PUBLIC_URL}{path}"


@lru_cache(maxsize=2048)
def in_language(path: str, language: str) -> str:
    """The same page's path in another language."""
    bare = path[len(_ENGLISH) :] if path == _ENGLISH or path.startswith(f"{_ENGLISH}/") else path
    return f"{prefix(language)}{bare or '/'}"
