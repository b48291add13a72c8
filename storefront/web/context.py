"""What every page knows: its language, its address in the other one, and where help is.

Nothing here depends on the visitor: pages are cached whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override

from storefront.web import addresses, contacts, formats
from storefront.web.components.nav import NavItem, nav_html

# Nobody has them: a number of zeros, a mail domain reserved for examples (RFC 2606).
_SAMPLE_PHONE, _SAMPLE_MAIL = "+628000000000", "bantuan@lapak.example"


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


@lru_cache(maxsize=4)
def _pages(language: str) -> tuple[NavItem, ...]:
    """What the navigation leads to."""
    with override(language):
        return (
            NavItem(gettext("Catalogue"), "", addresses.catalog(language)),
            NavItem(gettext("Lapas & Rutan"), "", addresses.facilities(language)),
            NavItem(gettext("Gallery"), "", addresses.galleries(language)),
            NavItem(
                gettext("Papers"), gettext("& authenticity"), addresses.page("surat", language)
            ),
            NavItem(gettext("Help"), "", addresses.page("bantuan", language)),
        )


def _nav(path: str, language: str) -> SafeString:
    pages = _pages(language)
    return nav_html(pages, tuple(path.startswith(page.address) for page in pages))


@lru_cache(maxsize=8)
def _help(language: str, mode: str, whatsapp: str, shop_mail: str) -> Help:
    """The same for every page of a language, so made once for each state of the settings."""
    name = "Lapak Binaan"
    is_demo = mode == "demo"
    number = _SAMPLE_PHONE if is_demo else whatsapp
    mail = _SAMPLE_MAIL if is_demo else shop_mail
    sample = addresses.sample_contact(language)
    return Help(
        message_url=contacts.message_url(
            whatsapp=whatsapp,
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
        "help": _help(language, settings.MODE, settings.SHOP_WHATSAPP, settings.SHOP_MAIL),
    }
