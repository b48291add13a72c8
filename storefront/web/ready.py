"""What pages need and no request changes, made before the workers are forked.

Each worker would make it at its first pages, while somebody waits, and hold a copy of its own.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

_TEMPLATES = Path(__file__).resolve().parent / "templates"


def pages_ready() -> None:
    """Import the views, read the translations, and compile every template in each language."""
    get_resolver().url_patterns  # noqa: B018 # reading it imports the views
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("Catalogue")  # reading one word reads them all
            for name in _template_names():
                # static files that were not collected: the page that needs one will say so
                with contextlib.suppress(ValueError):
                    get_template(name)


def _template_names() -> list[str]:
    """Every template of the shop's own, as views ask for it."""
    return sorted(str(path.relative_to(_TEMPLATES)) for path in _TEMPLATES.rglob("*.*"))
