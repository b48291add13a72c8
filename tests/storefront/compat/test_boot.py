"""The shop starts with Saleor in it, says nothing, and loads nothing that it does not use."""

from __future__ import annotations

import json

from tests.storefront.compat.bare import run_bare

BOOT = """
import os, sys, warnings
warnings.simplefilter("error")
os.environ.update(DJANGO_SETTINGS_MODULE="storefront.settings", LAPAK_MODE="test",
                  SECRET_KEY="x", DATABASE_URL="postgresql://nobody@localhost/nothing")
import django
django.setup()
"""


def test_it_starts_without_a_warning() -> None:
    assert run_bare(f"{BOOT}print(django.apps.apps.ready)") == "True"


def test_it_loads_neither_saleors_graphql_nor_what_is_stood_in_for() -> None:
    unused = ["saleor.graphql", "saleor.settings", "sympy", "faker", "maxminddb", "stripe"]

    said = run_bare(f"{BOOT}print([name for name in {json.dumps(unused)} if name in sys.modules])")

    assert said == "[]"


def test_celery_is_saleors_app_with_the_shops_settings() -> None:
    said = run_bare(f"{BOOT}from storefront.celery import app; print(app.main, app.conf.timezone)")

    assert said == "saleor Asia/Jakarta"
