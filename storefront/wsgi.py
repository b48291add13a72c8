"""What the web server loads: Django, with the kept answers before it."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from storefront.cache.build import with_cache  # noqa: E402 # the settings are known by now
from storefront.checks import refuse_unsafe_start  # noqa: E402 # as above

refuse_unsafe_start()

application = with_cache(django_application)
