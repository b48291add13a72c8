"""The map of provinces as tiles: one square a province, about where it lies.

Rough places on a grid of 16 columns and 7 rows, drawn for reading, not for measuring.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.shown import ProvinceLine

# Kemendagri code: short name as people write it. The places are in shop.css, class t-<code>.
SHORT = {
    "11": "Aceh", "12": "Sumut", "13": "Sumbar", "14": "Riau", "15": "Jambi", "16": "Sumsel",
    "17": "Bengkulu", "18": "Lampung", "19": "Babel", "21": "Kepri", "31": "Jakarta",
    "32": "Jabar", "33": "Jateng", "34": "DIY", "35": "Jatim", "36": "Banten", "51": "Bali",
    "52": "NTB", "53": "NTT", "61": "Kalbar", "62": "Kalteng", "63": "Kalsel", "64": "Kaltim",
    "65": "Kaltara", "71": "Sulut", "72": "Sulteng", "73": "Sulsel", "74": "Sultra",
    "75": "Gorontalo", "76": "Sulbar", "81": "Maluku", "82": "Malut", "91": "Papua",
    "92": "P. Barat", "93": "P. Selatan", "94": "P. Tengah", "95": "P. Pegun.", "96": "P. B. Daya",
}  # fmt: skip
_SOME, _MANY = 1, 8


@dataclass(frozen=True, slots=True)
class MapTile:
    """A province on the map. depth: 0 without goods, 1 some, 2 many."""

    line: ProvinceLine
    short: str
    depth: int


def map_tiles(lines: Iterable[ProvinceLine]) -> list[MapTile]:
    """A tile for every province; one with an unknown code keeps its whole name."""
    return [
        MapTile(
            line, SHORT.get(line.code, line.name), (line.goods >= _SOME) + (line.goods >= _MANY)
        )
        for line in lines
    ]
