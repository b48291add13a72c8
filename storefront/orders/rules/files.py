"""Names of what buyers showed, in the private storage. A key cannot be guessed. Pure."""

from __future__ import annotations

_EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg"}


def proof_extension(media_type: str) -> str:
    """Of a proof of a transfer, as it is kept."""
    return _EXTENSIONS[media_type]


def proof_name(key: str, media_type: str) -> str:
    """A proof of a transfer."""
    return f"bukti/{key[:2]}/{key}.{proof_extension(media_type)}"


def preview_name(key: str) -> str:
    """A picture (WebP) of its first page."""
    return f"bukti/{key[:2]}/{key}-pratinjau.webp"


def return_photo_name(key: str) -> str:
    """A photo (WebP) of goods that are to go back."""
    return f"kembali/{key[:2]}/{key}.webp"
