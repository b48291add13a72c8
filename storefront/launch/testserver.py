"""A throw-away server with a template database for the tests."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from storefront.launch import roles, schema
from storefront.launch.embedded import Cluster, throwaway_server
from storefront.launch.places import Places

TEMPLATE = "lapak_template"
_OURS = (
    *("LAPAK_", "DATABASE_", "SECRET_", "S3_", "EMAIL_", "BROKER_", "DJANGO_", "DEFAULT_FROM"),
    *("ALLOWED_HOSTS", "CACHE_", "PUBLIC_URL", "SENTRY_DSN", "TRUST_PROXY", "LOG_LEVEL"),
)


@contextlib.contextmanager
def test_environment(places: Places) -> Iterator[dict[str, str]]:
    """Environment variables of a test process, with server, template and data folder behind them.

    The test role owns the template and may make copies of it; it is no superuser.
    """
    with tempfile.TemporaryDirectory(prefix="lapak-test-") as folder, throwaway_server() as cluster:
        os.chmod(folder, 0o711)  # the server's user may have to pass through
        yield {**plain_environment(places), **_template(places, cluster), "LAPAK_TEST_DATA": folder}


def plain_environment(places: Places) -> dict[str, str]:
    """For checks that only read code: nothing of a running shop's settings gets in."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    path = f"{places.venv / 'bin'}{os.pathsep}{kept.get('PATH', '')}"
    return {**kept, "PATH": path, "DJANGO_SETTINGS_MODULE": "tests.settings"}


def _template(places: Places, cluster: Cluster) -> dict[str, str]:
    """Make the template from the dump, brought up to date, with the rights of `app`."""
    with psycopg.connect(cluster.superuser_url, autocommit=True) as superuser:
        roles.ensure_roles_and_database(superuser, TEMPLATE)
        superuser.execute("ALTER ROLE owner CREATEDB")
        superuser.execute("GRANT app TO owner WITH INHERIT FALSE")
    url = cluster.url(roles.OWNER, TEMPLATE)
    urls = {"DATABASE_URL": url, "DATABASE_OWNER_URL": url}
    with psycopg.connect(url, autocommit=True) as owner:
        if places.schema.exists():
            schema.load(owner, places.schema)
        _migrate(places, urls)
        roles.apply_rights(owner)
    return urls


def _migrate(places: Places, urls: dict[str, str]) -> None:
    """Apply what is newer than the dump."""
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
        cwd=places.root,
        env={**plain_environment(places), **urls},
        check=True,
    )


def scratch_folder(environment: dict[str, str]) -> Path:
    """The folder that is gone with the server."""
    return Path(environment["LAPAK_TEST_DATA"])
