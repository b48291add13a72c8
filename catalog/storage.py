"""Where files stand and how they are addressed; the only place that knows of buckets."""

from __future__ import annotations

from functools import cache

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.http import content_disposition_header

# How long a private file's address holds.
ADDRESS_SECONDS = 300


@cache
def _public() -> Storage:
    return storages["public"]


@cache
def _private() -> Storage:
    return storages["private"]


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


def public_remove(name: str) -> None:
    """Take a file away; one that is not there is gone already."""
    _public().delete(name)


def private_scan_name(key: str, part: str, extension: str) -> str:
    """Name of one of a scan's files in the private storage. key: cannot be guessed."""
    return f"surat/{key[:2]}/{key}-{part}.{extension}"


def public_scan_name(key: str) -> str:
    """Name of a paper's picture for everybody in the public storage. key: cannot be guessed, so
    that a picture that was taken back is not found by its content."""
    return f"s/{key[:2]}/{key}.webp"


def private_write(name: str, content: bytes) -> None:
    """Put a file there that nobody sees without an address of `private_address`."""
    _private().save(name, ContentFile(content))


def private_read(name: str) -> bytes:
    """The file's bytes. Raises FileNotFoundError when it is not there."""
    with _private().open(name) as file:
        return bytes(file.read())


def private_remove(name: str) -> None:
    """Take a file away; one that is not there is gone already."""
    _private().delete(name)


def private_address(name: str, *, ticket: str, media_type: str, called: str, inline: bool) -> str:
    """Where the file is fetched for the next five minutes.

    A bucket gives it to whoever holds the address that is signed here, as `called` and as this
    type. Where files lie in a folder, a page of ours gives it to whoever brings the ticket and may
    see it.
    """
    storage = _private()
    if isinstance(storage, FileSystemStorage):
        return f"{storage.base_url}{ticket}/"
    told = {
        "ResponseContentType": media_type,
        "ResponseContentDisposition": content_disposition_header(not inline, called),
    }
    signed: str = storage.url(name, parameters=told, expire=ADDRESS_SECONDS)  # type: ignore[call-arg]
    return signed


def public_scan_address(key: str) -> str:
    """Address of a paper's picture for everybody."""
    return public_url(public_scan_name(key))
