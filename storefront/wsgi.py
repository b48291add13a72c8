"""What the web server loads."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storefront.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from storefront.checks import refuse_unsafe_start  # noqa: E402 # the settings are known by now

refuse_unsafe_start()
