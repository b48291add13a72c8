"""Boxes on the picture of a paper: four numbers each, drawn with a finger where scripts run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from legality.scans.blackening import MOST_BOXES, Box

SIDES = ("left", "top", "width", "height")
# Rows of an empty form; the script adds more.
ROWS = 4
# Said where a picture is to be shown whole: a form sent by mistake shows nothing.
NOTHING = "tanpa-kotak"
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?", re.ASCII)


@dataclass(frozen=True)
class BoxRow:
    """One box as typed: percent of the picture's width or height from its left and its top.

    error: what is wrong with it, empty when nothing is.
    """

    number: int
    left: str = ""
    top: str = ""
    width: str = ""
    height: str = ""
    error: str = ""

    @property
    def sides(self) -> list[tuple[str, str, str]]:
        """Name of the field, its label and its text."""
        labels = (_("From the left"), _("From the top"), _("Width"), _("Height"))
        return [
            (f"box-{self.number}-{side}", label, str(getattr(self, side)))
            for side, label in zip(SIDES, labels, strict=True)
        ]


class BoxesRead(NamedTuple):
    """rows: to be shown again; boxes: those that are whole; is_nothing: whether it was said that
    nothing has to become black."""

    rows: list[BoxRow]
    boxes: list[Box]
    is_nothing: bool

    @property
    def is_wrong(self) -> bool:
        """Whether there is something to mend before anything is burned in."""
        return any(row.error for row in self.rows)

    @property
    def is_unsaid(self) -> bool:
        """Whether there is neither a box nor the word that none is needed."""
        return not self.boxes and not self.is_wrong and not self.is_nothing


def boxes_read(data: Mapping[str, str]) -> BoxesRead:
    """The boxes of a form; rows without any number are none."""
    rows: list[BoxRow] = []
    boxes: list[Box] = []
    for number in range(MOST_BOXES):
        texts = {side: data.get(f"box-{number}-{side}", "").strip()[:12] for side in SIDES}
        if not any(texts.values()):
            continue
        box, error = _box(texts)
        rows.append(BoxRow(len(rows), **texts, error=error))
        if box is not None:
            boxes.append(box)
    left = [BoxRow(at) for at in range(len(rows), ROWS)]
    return BoxesRead(rows + left, boxes, data.get(NOTHING, "") == "1")


def _box(texts: Mapping[str, str]) -> tuple[Box | None, str]:
    if not all(_NUMBER.fullmatch(texts[side]) for side in SIDES):
        return None, _("Each box needs four numbers from 0 to 100, such as 12.5.")
    box = Box(*(float(texts[side].replace(",", ".")) / 100 for side in SIDES))
    return (box, "") if box.is_within else (None, _("A box must lie inside of the picture."))
