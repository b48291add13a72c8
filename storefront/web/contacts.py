"""Where "order by WhatsApp" and "contact" lead.

A real facility's number opens WhatsApp with the message typed; in a sample shop, and where a
facility has no number, the link stays in the shop.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.conf import settings

from storefront.web import addresses


def message_url(*, whatsapp: str, to: str, lines: tuple[str, ...], language: str) -> str:
    """Address that starts a message to somebody, or "" when there is no number.

    whatsapp: "+62..." or empty; to: the name that stands in the message's first line; lines: what
    follows it.
    """
    text = "\n".join((to, *lines))
    if settings.MODE == "demo":
        query = urlencode({"kepada": to, "pesan": text})
        return f"{addresses.sample_contact(language)}?{query}"
    if not whatsapp:
        return ""
    return f"https://wa.me/{whatsapp.removeprefix('+')}?text={quote(text)}"


def share_url(*, name: str, price: str, address: str) -> str:
    """Address that shares a thing by WhatsApp: name, price, absolute address."""
    return "https://wa.me/?text=" + quote(f"{name}, {price}\n{address}")
