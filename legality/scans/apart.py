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
    """What is kept of a file: a JPEG or PDF, its pages, and the first one small and smaller."""

    kind: Kind
    pages: int
    content: bytes
    preview: bytes
    thumbnail: bytes


def made_of(content: bytes) -> Made:
    """Look through a file and draw it anew. Raises Refused."""
    kind = kind_of(content)
    if kind is Kind.PDF:
        return _made_of_pdf(content)
    image = picture_drawn(content, kind)
    return Made(Kind.JPEG, 1, jpeg_of(image), *_small(image))


def _made_of_pdf(content: bytes) -> Made:
    pdf_screen(content)
    sheets: list[Sheet] = []
    small = (b"", b"")
    for image in pages_drawn(content):
        small = small if sheets else _small(image)
        sheets.append(Sheet(jpeg_of(image), image.width, image.height))
    return Made(Kind.PDF, len(sheets), bound(sheets), *small)


def _small(image: Image.Image) -> tuple[bytes, bytes]:
    return webp_within(image, PREVIEW_SIDE), webp_within(image, THUMBNAIL_SIDE)


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
        parts = (made.content, made.preview, made.thumbnail)
        said = {"kind": made.kind, "pages": made.pages, "sizes": [len(part) for part in parts]}
    out = sys.stdout.buffer
    out.write(json.dumps(said).encode() + b"\n" + b"".join(parts))
    out.flush()


if __name__ == "__main__":
    main()
