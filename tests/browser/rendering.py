"""Makes the renditions of some pictures: `python -m tests.browser.rendering <key> ...`."""

from __future__ import annotations

import sys

import django

django.setup()

from galleries.models import Picture  # noqa: E402
from galleries.services import picture_render  # noqa: E402


def main(keys: list[str]) -> None:
    """Render the pictures with these content hashes that were not rendered yet."""
    for picture in Picture.objects.filter(key__in=keys, widths=[]):
        picture_render(picture_id=picture.pk)


if __name__ == "__main__":
    main(sys.argv[1:])
