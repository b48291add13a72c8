"""The shop's settings in mode `test`, told by the environment like any other.

`python3 -m storefront test` (or `pytest`) brings the server and a template database; checks that
only read code do without.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

NO_SERVER = "postgresql:///none"

os.environ["LAPAK_MODE"] = "test"
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789abcdef" * 4)
os.environ.setdefault("DATABASE_URL", NO_SERVER)
os.environ.setdefault("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])
# Every test process keeps its files apart.
os.environ["LAPAK_DATA"] = str(
    Path(os.environ.get("LAPAK_TEST_DATA", tempfile.gettempdir()))
    / f"lapak-test-{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
)

from storefront.settings import *  # noqa: E402, F403
from storefront.settings import DATABASES, MEDIA_ROOT, STATICFILES_DIRS, STORAGES  # noqa: E402

HAS_SERVER = os.environ["DATABASE_URL"] != NO_SERVER
# A copy of the template that the test command made: 0.3 s instead of 25 s of migrations.
DATABASES["default"]["TEST"] = {"TEMPLATE": "lapak_template", "MIGRATE": False}
# On a busy machine what is short elsewhere takes long.
DATABASES["default"]["OPTIONS"] = {"options": "-c statement_timeout=120000"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files straight from their sources, by their plain names.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

__all__ = ["DATABASES", "HAS_SERVER", "MEDIA_ROOT", "STATICFILES_DIRS", "STORAGES"]
