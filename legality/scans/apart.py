"""The process in which one file is opened: told its limits before it reads a byte.

Reads the file from its input; writes one line of JSON and then the made files to its output. It is
given no environment, so that it knows no password, and what it writes is read as what a stranger
says.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import NamedTuple

from PIL import Image

from legality.scans.drawing import Sheet, bound, pages_drawn
from legality.scans.kinds import MOST_BYTES, Kind, Refused, kind_of
from legality.scans.pictures import (
    PREVIEW_SIDE,
    THUMBNAIL_SIDE,
    jpeg_of,
    picture_drawn,
    webp_within,
)
from legality.scans.screening import pdf_screen

MEMORY = 1280 * 1024 * 1024
CPU_SECONDS = 20
MOST_WRITTEN = 64 * 1024 * 1024


class Made(NamedTuple):
    """What is kept of a file: a JPEG or PDF, each of its pages small, and the first one smaller."""

    kind: Kind
    content: bytes
    thumbnail: bytes
    previews: tuple[bytes, ...]


def made_of(content: bytes) -> Made:
    """Look through a file and draw it anew. Raises Refused."""
    kind = kind_of(content)
    if kind is Kind.PDF:
        return _made_of_pdf(content)
    image = picture_drawn(content, kind)
    return Made(Kind.JPEG, jpeg_of(image), _thumbnail(image), (_preview(image),))


def _made_of_pdf(content: bytes) -> Made:
    pdf_screen(content)
    sheets: list[Sheet] = []
    previews: list[bytes] = []
    thumbnail = b""
    for image in pages_drawn(content):  # one at a time: a page is 30 MB while it is drawn
        thumbnail = thumbnail or _thumbnail(image)
        previews.append(_preview(image))
        sheets.append(Sheet(jpeg_of(image), image.width, image.height))
    return Made(Kind.PDF, bound(sheets), thumbnail, tuple(previews))


def _preview(image: Image.Image) -> bytes:
    return webp_within(image, PREVIEW_SIDE)


def _thumbnail(image: Image.Image) -> bytes:
    return webp_within(image, THUMBNAIL_SIDE)


def limits_set() -> None:
    """Bound this process for good."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def main() -> None:
    """One file in, one answer out."""
    limits_set()
    try:
        made = made_of(sys.stdin.buffer.read(MOST_BYTES + 1))
    except Refused as refusal:
        said: dict[str, object] = {"refused": refusal.reason}
        parts: tuple[bytes, ...] = ()
    else:
        parts = (made.content, made.thumbnail, *made.previews)
        said = {"kind": made.kind, "sizes": [len(part) for part in parts]}
    out = sys.stdout.buffer
    out.write(json.dumps(said).encode() + b"\n" + b"".join(parts))
    out.flush()


if __name__ == "__main__":
    main()
