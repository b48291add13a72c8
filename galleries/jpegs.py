"""How many scans a JPEG has. Knows nothing of its pixels."""

from __future__ import annotations

import re

# A JPEG in several scans is held whole and gone over once a scan. Cameras write about ten; in ten
# megabytes there is room for a hundred thousand, an hour of a core.
MOST_SCANS = 64
_MARK, _SCAN, _END = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]"), 0xDA, 0xD9


def scans_of(jpeg: bytes) -> list[int]:
    """How many colors each scan of a JPEG brings; what follows the picture's end is left out. One
    step a byte."""
    scans: list[int] = []
    at = 2
    while (mark := _MARK.search(jpeg, at)) and mark[0][1] != _END:
        at = mark.end()
        if mark[0][1] == _SCAN:
            scans += jpeg[at + 2 : at + 3]
        at += int.from_bytes(jpeg[at : at + 2], "big")
    return scans
