"""Parts of a scan's first page made black, so that the rest may be shown to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from math import ceil, floor
from typing import NamedTuple

from PIL import Image, ImageDraw

MOST_BOXES = 40


class Box(NamedTuple):
    """A part of a picture: its corner and its measures, each as a fraction of the picture's."""

    left: float
    top: float
    width: float
    height: float

    @property
    def is_within(self) -> bool:
        """Whether it is inside of the picture and has an area; false also for what is no number."""
        return (
            0 <= self.left < 1
            and 0 <= self.top < 1
            and 0 < self.width <= 1
            and 0 < self.height <= 1
            and self.left + self.width <= 1 + _SLACK
            and self.top + self.height <= 1 + _SLACK
        )


# What rounding may add where a box reaches the edge.
_SLACK = 1e-6


def blackened(preview: bytes, boxes: Sequence[Box]) -> bytes:
    """The picture (WebP, as `cleaning` made it) with the boxes burned in, encoded anew.

    A box never covers less than it says: its edges fall on the next whole pixels outside. What was
    below is not in the result.
    """
    with Image.open(BytesIO(preview), formats=("WEBP",)) as opened:
        image = opened.convert("RGB")
    draw = ImageDraw.Draw(image)
    for box in boxes:
        draw.rectangle(_pixels(box, image.width, image.height), fill="black")
    buffer = BytesIO()
    image.save(buffer, "WEBP", quality=80, method=4)
    return buffer.getvalue()


def _pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """First and last pixel of each direction, both of them black."""
    return (
        floor(box.left * width),
        floor(box.top * height),
        min(width, ceil((box.left + box.width) * width)) - 1,
        min(height, ceil((box.top + box.height) * height)) - 1,
    )
