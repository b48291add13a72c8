"""What a browser says of itself, in the words of people."""

from __future__ import annotations

import re

from django.utils.translation import gettext

# The first that fits: most browsers name their ancestors as well.
_BROWSERS = (
    ("SamsungBrowser/", "Samsung Internet"),
    ("OPR/|Opera", "Opera"),
    ("UCBrowser/", "UC Browser"),
    ("Edg(?:A|iOS)?/", "Edge"),
    ("Firefox/|FxiOS/", "Firefox"),
    ("Chrome/|CriOS/|Chromium/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_name(agent: str) -> str:
    """ "Chrome di Android", in the active language. agent: the User-Agent header."""
    browser, system = _first(_BROWSERS, agent), _first(_SYSTEMS, agent)
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("Unknown browser")


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for pattern, name in known if re.search(pattern, agent)), "")
