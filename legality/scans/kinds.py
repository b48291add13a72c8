"""What a file is, told by its bytes and never by its name."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Kinds of file that are taken; the values are media types."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"


class Reason(StrEnum):
    """Why a file is not taken; `sentences` has the words."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"
    MIXED = "mixed"
    DAMAGED = "damaged"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_PIXELS = "too_many_pixels"
    LOCKED = "locked"
    SCRIPT = "script"
    ATTACHMENT = "attachment"
    LIVE_FORM = "live_form"
    TOO_COMPLEX = "too_complex"
    BUSY = "busy"
    TOO_MANY_SCANS = "too_many_scans"
    NOT_KEPT = "not_kept"


class Refused(Exception):
    """A file is not taken. reason: why."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason)


MOST_BYTES = 10 * 1024 * 1024
MOST_PAGES = 20
MOST_PIXELS = 40_000_000

_PDF = b"%PDF-"
_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
# Readers look for a PDF's first line this far into a file, and for a ZIP's last one this far
# before its end.
_PDF_WITHIN = 1024
_ZIP_WITHIN = 22 + 65_535
_ZIP_END = b"PK\x05\x06"
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")
_BOX = slice(4, 8)
_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_BRAND_BYTES = 4
_MOST_BRANDS = 64


def kind_of(content: bytes) -> Kind:
    """What the file is. Raises Refused for one that is empty, too large, of another kind, or of
    two kinds at once."""
    if not content:
        raise Refused(Reason.EMPTY)
    if len(content) > MOST_BYTES:
        raise Refused(Reason.TOO_LARGE)
    kind = _begins(content)
    if kind is None:
        is_later = _PDF in content[: _PDF_WITHIN + len(_PDF)]
        raise Refused(Reason.MIXED if is_later else Reason.UNKNOWN)
    if _holds_another(content, kind):
        raise Refused(Reason.MIXED)
    return kind


def _begins(content: bytes) -> Kind | None:
    for mark, kind in ((_PDF, Kind.PDF), (_JPEG, Kind.JPEG), (_PNG, Kind.PNG)):
        if content.startswith(mark):
            return kind
    return Kind.HEIC if content[_BOX] == b"ftyp" and _brands(content) & _BRANDS else None


def _brands(content: bytes) -> set[bytes]:
    """What a file of boxes says that it can be read as."""
    end = min(int.from_bytes(content[: _BOX.start], "big"), _BRAND_BYTES * _MOST_BRANDS)
    return {content[at : at + _BRAND_BYTES] for at in range(_BOX.stop, end, _BRAND_BYTES)}


def _holds_another(content: bytes, kind: Kind) -> bool:
    """Whether other programs would open the same bytes as something else."""
    return (
        _ZIP_END in content[-_ZIP_WITHIN:]
        or any(mark in content for mark in _ARCHIVES)
        or (kind is not Kind.PDF and _PDF in content)
    )
