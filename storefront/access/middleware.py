"""Sessions and accounts, asked only where somebody can be logged in: public pages pay nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

from axes.middleware import AxesMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from storefront.access.devices import DeviceMiddleware

Answer = Callable[[HttpRequest], HttpResponseBase]

INSIDE = re.compile(r"/(?:en/)?(?:masuk|akun|checkout|pesanan|petugas|wilayah|mitra|pusat)/")
# The last is nearest the view. They work by __call__ alone; none needs process_view.
_CHAIN = (
    SessionMiddleware,
    AuthenticationMiddleware,
    MessageMiddleware,
    DeviceMiddleware,
    AxesMiddleware,
)


class InsideMiddleware:
    """Django's, django-otp's and django-axes' middleware around portals alone."""

    def __init__(self, get_response: Answer) -> None:
        self.outside = get_response
        inside = get_response
        for one in reversed(_CHAIN):
            inside = one(inside)
        self.inside = inside

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not INSIDE.match(request.path_info):
            return self.outside(request)
        response = self.inside(request)
        patch_cache_control(response, private=True, no_store=True)
        return response
