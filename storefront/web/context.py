"""What every page knows: its language, its address in the other one, and what the shop says.

Nothing here depends on the visitor: pages are cached whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, partial

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override

from catalog.dates import legal_today
from catalog.selectors.shop_settings import SettingsValues, settings_now
from storefront.web import addresses, contacts, formats
from storefront.web.components.nav import NavItem, nav_html

# Nobody has them: a number of zeros, a mail domain reserved for examples (RFC 2606).
_SAMPLE_PHONE, _SAMPLE_MAIL = "+628000000000", "bantuan@lapak.example"


@dataclass(frozen=True, slots=True)
class Said:
    """What the shop says about itself; the same in every head and footer.

    notice: the announcement of the day, "" for none; line: what the shop is; phone, mail: as people
    read them, empty when there is none; message_url, phone_url, mail_url: where they lead; address:
    of the office, "" for none.
    """

    notice: str
    line: str

    message_url: str
    phone: str
    phone_url: str
    mail: str
    mail_url: str
    hours: str
    address: str


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


def _said(language: str) -> Said:
    """Of a page that is being made; nothing is asked for where a page shows none of it."""
    try:
        now = settings_now()
    except DatabaseError:  # the page says itself what is wrong
        now = SettingsValues()
    is_shown = now.notice_state(legal_today()) == "shown"
    return _said_of(language, settings.MODE, _known(now), is_shown)


def _known(now: SettingsValues) -> SettingsValues:
    """The same, with the environment's values where officers gave none."""
    is_demo = settings.MODE == "demo"
    number = _SAMPLE_PHONE if is_demo else settings.SHOP_WHATSAPP
    mail = _SAMPLE_MAIL if is_demo else settings.SHOP_MAIL
    return replace(now, whatsapp=now.whatsapp or number, mail=now.mail or mail)


@lru_cache(maxsize=8)
def _said_of(language: str, mode: str, known: SettingsValues, is_notice_shown: bool) -> Said:
    """The same for every page of a language, so made once for each state of the settings."""
    is_english, is_demo = language == "en", mode == "demo"
    sample = addresses.sample_contact(language)
    hours, line = (known.hours_en, known.line_en) if is_english else (known.hours, known.line)
    notice = known.notice_en if is_english else known.notice
    return Said(
        notice=notice if is_notice_shown else "",
        line=line
        or gettext(
            "One shop for goods made in Indonesian correctional facilities. Every paper shown has"
            " been checked by an officer and can be checked by you."
        ),
        message_url=contacts.message_url(
            whatsapp=known.whatsapp,
            to="Lapak Binaan",
            lines=(gettext("Hello, I would like to ask:"),),
            language=language,
        ),
        phone=formats.phone(known.whatsapp),
        phone_url=sample if is_demo else f"tel:{known.whatsapp}",
        mail=known.mail,
        mail_url=sample if is_demo else f"mailto:{known.mail}",
        hours=hours or gettext("Monday to Friday, 08:00–16:00 WIB"),
        address=known.address,
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
        "said_by_shop": SimpleLazyObject(partial(_said, language)),
    }
