"""The README's pictures are those that the script takes."""

from __future__ import annotations

import re

from PIL import Image

from tests.browser.screens import FOLDER, RECEIPT, shots
from tests.browser.screens_buying import Bought

README = FOLDER.parent.parent.parent / "README.md"


def test_every_picture_is_taken_and_shown() -> None:
    nobody = Bought({}, "", "", Image.new("RGB", (1, 1)))
    taken = [*(shot.name for shot in shots({}, {}, nobody)), RECEIPT]
    shown = re.findall(r"tests/browser/screens/([\w-]+)\.png", README.read_text(encoding="utf-8"))

    assert sorted(taken) == sorted(shown) == sorted(path.stem for path in FOLDER.iterdir())
