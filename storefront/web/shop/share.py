"""What a page says of itself where its address is shared: title, words, picture."""

from __future__ import annotations

from storefront.web import addresses


def _address(kind: str, name: str, language: str) -> str:
    return addresses.absolute(f"{addresses.prefix(language)}/og/{kind}/{name}.jpg")


def share_of_shop(*, title: str, description: str, language: str) -> dict[str, str]:
    """A page without a picture of its own."""
    return _share(title, description, _address("toko", "lapak", language), "website")


def share_of_facility(*, title: str, description: str, slug: str, language: str) -> dict[str, str]:
    """A facility's page."""
    return _share(title, description, _address("fasilitas", slug, language), "website")


def share_of_album(
    *, title: str, description: str, facility_slug: str, slug: str, language: str
) -> dict[str, str]:
    """An album's page, and those of its photos."""
    image = _address("galeri", f"{facility_slug}/{slug}", language)
    return _share(title, description, image, "article")


def _share(title: str, description: str, image: str, kind: str) -> dict[str, str]:
    return {"title": title, "description": description, "image": image, "type": kind}
