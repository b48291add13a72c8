"""The README's pictures are those that the script takes."""

from __future__ import annotations

import re

from tests.browser.screens import FOLDER, shots

README = FOLDER.parent.parent.parent / "README.md"


def test_every_picture_is_taken_and_shown() -> None:
    taken = [shot.name for shot in shots({}, {})]
    shown = re.findall(r"tests/browser/screens/([\w-]+)\.png", README.read_text(encoding="utf-8"))

    assert sorted(taken) == sorted(shown) == sorted(path.stem for path in FOLDER.iterdir())
