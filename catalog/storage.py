"""Where files stand and how they are addressed; the only place that knows of buckets."""

from __future__ import annotations

from functools import cache

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages


@cache
def _public() -> Storage:
    return storages["public"]


def picture_name(key: str, width: int | None, extension: str) -> str:
    """Name of a rendition, or of the original when width is None, in the public storage."""
    size = "asli" if width is None else str(width)
    return f"{picture_stem(key)}{size}.{extension}"


def picture_stem(key: str) -> str:
    """What the names of all renditions of a picture begin with."""
    return f"p/{key[:2]}/{key}-"


def public_url(name: str) -> str:
    """Address of a file that everyone may see."""
    return _public().url(name)


@cache
def public_base() -> str:
    """What stands before a name in its public address, for those who join many at once."""
    return public_url("x")[:-1]


def public_write(name: str, content: bytes) -> None:
    """Put a file there; the same name means the same content, so writing twice is harmless."""
    storage = _public()
    if not storage.exists(name):
        storage.save(name, ContentFile(content))


def public_read(name: str) -> bytes:
    """The file's bytes. Raises FileNotFoundError when it is not there."""
    with _public().open(name) as file:
        return bytes(file.read())
