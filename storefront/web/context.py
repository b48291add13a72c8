"""What every page knows: its language, its address in the other one, and where help is.

Nothing here depends on the visitor: pages are cached whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from storefront.web import addresses, contacts, formats

# Nobody has them: a number of zeros, a mail domain reserved for examples (RFC 2606).
_SAMPLE_PHONE, _SAMPLE_MAIL = "+628000000000", "bantuan@lapak.example"


@dataclass(frozen=True, slots=True)
class NavItem:
    """A word of the head's navigation. is_here: the page is it or lies below it."""

    label: str
    address: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Help:
    """How to reach the shop; the same in every footer.

    phone, mail: as people read them, empty when there is none; the addresses: where they lead.
    """

    message_url: str
    phone: str
    phone_url: str
    mail: str
    mail_url: str
    hours: str


def language_of() -> str:
    """The page's language: "id" or "en"."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def _nav(path: str, language: str) -> list[NavItem]:
    pages = (
        (gettext("Catalogue"), addresses.catalog(language)),
        (gettext("Lapas & Rutan"), addresses.facilities(language)),
        (gettext("Gallery"), addresses.galleries(language)),
        (gettext("Papers & authenticity"), addresses.page("surat", language)),
        (gettext("Help"), addresses.page("bantuan", language)),
    )
    return [NavItem(label, address, path.startswith(address)) for label, address in pages]


def _help(language: str) -> Help:
    name = "Lapak Binaan"
    is_demo = settings.MODE == "demo"
    number = _SAMPLE_PHONE if is_demo else settings.SHOP_WHATSAPP
    mail = _SAMPLE_MAIL if is_demo else settings.SHOP_MAIL
    sample = addresses.sample_contact(language)
    return Help(
        message_url=contacts.message_url(
            whatsapp=settings.SHOP_WHATSAPP,
            to=name,
            lines=(gettext("Hello, I would like to ask:"),),
            language=language,
        ),
        phone=formats.phone(number),
        phone_url=sample if is_demo else f"tel:{number}",
        mail=mail,
        mail_url=sample if is_demo else f"mailto:{mail}",
        hours=gettext("Monday to Friday, 08:00–16:00 WIB"),
    )


def shop(request: HttpRequest) -> dict[str, object]:
    """The variables of base.html; see there."""
    language = language_of()
    other = "id" if language == "en" else "en"
    return {
        "language": language,
        "other_language": other,
        "other_address": addresses.in_language(request.path, other),
        "page_address": addresses.absolute(request.path),
        "address_id": addresses.absolute(addresses.in_language(request.path, "id")),
        "address_en": addresses.absolute(addresses.in_language(request.path, "en")),
        "is_demo": settings.MODE == "demo",
        "nav": _nav(request.path, language),
        "help": _help(language),
    }
