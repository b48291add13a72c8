"""Pages that a browser may fetch while a finger is still on its way to the link.

A header names this file (Speculation-Rules), so that no inline script is needed. Browsers that do
not know it ignore it; those that do leave it alone when the visitor saves data, and fetch only what
is hovered or touched ("moderate"). Pages are the same for everyone, so a fetched one can be shown.
"""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

RULES_ADDRESS = "/s/rules.json"
_SECTIONS = ("produk", "katalog", "fasilitas", "provinsi", "galeri", "surat")
# Links that a script answers without leaving the page, and those that lead out of the shop.
_ANSWERED_HERE = "[data-photo],[data-dialog],[data-more],[hx-get],[rel~=external],[rel~=nofollow]"

_RULES = {
    "prefetch": [
        {
            "where": {
                "and": [
                    {
                        "href_matches": [
                            f"{way}/{one}/*" for way in ("", "/en") for one in _SECTIONS
                        ]
                    },
                    {"not": {"href_matches": "/*katalog/saring/*"}},
                    {"not": {"selector_matches": _ANSWERED_HERE}},
                ]
            },
            "eagerness": "moderate",
        }
    ]
}


@require_safe
@cache_control(public=True, max_age=86_400)
def rules(request: HttpRequest) -> HttpResponse:
    """The rules; the same for every visitor."""
    return HttpResponse(json.dumps(_RULES), content_type="application/speculationrules+json")
