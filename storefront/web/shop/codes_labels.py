"""Sheets of labels for packs, as PDF: name, maker, paper, and the code that leads to its page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext, override

from storefront.web.typesetting import typeset

PER_SHEET, MOST_LABELS = 21, 210
_HERE = Path(__file__).resolve().parent
_LONGEST_NAME = 60  # letters: what two or three lines of a label hold
_KEPT = 32  # sheets, about 50 KB each
_BREAK = "\u200b"  # where a number may go on in the next line


@dataclass(frozen=True)
class Label:
    """What a label says. code: SVG; language: of the words beside it."""

    name: str
    maker: str
    paper: str
    number: str
    code: bytes
    language: str


@lru_cache(maxsize=_KEPT)
def label_sheet(label: Label, count: int) -> bytes:
    """A PDF of `count` labels, PER_SHEET a page. The same labels give the same bytes."""
    inputs = {"label": json.dumps(_words(label) | {"count": count}), "code": label.code.decode()}
    return typeset(_HERE / "labels.typ", inputs)


def _words(label: Label) -> dict[str, str]:
    name = label.name
    if len(name) > _LONGEST_NAME:
        name = name[: _LONGEST_NAME - 1].rstrip() + "…"
    with override(label.language):
        scan = gettext("Scan to check the paper")
        shop = gettext("Sample, not real") if settings.MODE == "demo" else "Lapak Binaan"
    return {
        "title": f"{label.name} · {label.paper} {label.number}",
        "name": name,
        "maker": label.maker,
        "paper": label.paper,
        "number": _BREAK.join(label.number),
        "scan": scan,
        "shop": shop,
        "language": label.language,
    }
