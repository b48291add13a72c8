"""The part of `doctor` that looks at settings, database and services from inside Django."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import storages
from django.core.mail import send_mail
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from redis import RedisError

from catalog.dates import LEGAL_ZONE
from catalog.models import OutboxRow
from legality.models import NightRun
from storefront.cache.build import IN_PROCESS, OFF
from storefront.cache.build import scheme as cache_scheme
from storefront.cache.shared import server_at
from storefront.celery import app
from storefront.checks import Danger, dangers_of_database, dangers_of_settings
from storefront.launch.findings import BAD, OK, WARN, Finding

_LATE = timedelta(minutes=10)
_NIGHT_LATE = timedelta(hours=26)


def is_production() -> bool:
    return bool(settings.MODE == "production")


def of_danger(danger: Danger) -> Finding:
    """Bad where it counts; elsewhere a word of what production would refuse."""
    if is_production():
        return Finding(BAD, danger.code, danger.text)
    return Finding(OK, danger.code, f"(production would refuse) {danger.text}")


def settings_findings() -> Iterator[Finding]:
    """What the settings alone tell."""
    dangers = dangers_of_settings()
    yield from map(of_danger, dangers)
    if not dangers:
        yield Finding(OK, "safety", "secret key, hosts, DEBUG and address are fit for production")
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    named = [one.strip("[]") for one in settings.ALLOWED_HOSTS]
    level = OK if host in named else WARN
    yield Finding(level, "address", f"{settings.PUBLIC_URL}, hosts {', '.join(named)}")
    if is_production():
        yield _deploy_check()
    yield _errors()
    yield _static()


def database_findings() -> Iterator[Finding]:
    """Roles, migrations, waiting work. Raises DatabaseError."""
    dangers = dangers_of_database()
    yield from map(of_danger, dangers)
    if not dangers:
        yield Finding(OK, "role", "serves without owning a table")
    executor = MigrationExecutor(connection)
    due = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if due:
        yield Finding(WARN, "migrations", f"{len(due)} to apply: python3 -m storefront prepare")
        return
    yield Finding(OK, "migrations", "all applied")
    yield _outbox()
    yield _night()


def _outbox() -> Finding:
    late = OutboxRow.objects.filter(done_at__isnull=True, due_at__lt=timezone.now() - _LATE).count()
    if late:
        return Finding(WARN, "worker", f"{late} tasks wait longer than ten minutes: does it run?")
    return Finding(OK, "worker", "no task waits")


def _night() -> Finding:
    """When the night's work on papers last came to its end."""
    run = NightRun.objects.filter(ended_at__isnull=False).order_by("-ended_at").first()
    if run is None or run.ended_at is None:
        return Finding(WARN, "legality", "the night's work on papers never ran: does the worker?")
    at = f"{run.ended_at.astimezone(LEGAL_ZONE):%Y-%m-%d %H:%M} WIB"
    if timezone.now() - run.ended_at > _NIGHT_LATE:
        return Finding(
            WARN, "legality", f"the night's work on papers last ended {at}: does the worker run?"
        )
    done = ", ".join(f"{count} {name}" for name, count in run.counts.items())
    return Finding(OK, "legality", f"last night's run: {at}: {done}")


def _deploy_check() -> Finding:
    try:
        call_command("check", deploy=True, fail_level="WARNING", verbosity=0)
    except SystemCheckError as error:
        said = [line for line in str(error).splitlines() if line.startswith("?:")]
        return Finding(BAD, "deploy check", " ".join(said) or "fails: check --deploy")
    return Finding(OK, "deploy check", "check --deploy finds nothing")


def _errors() -> Finding:
    if settings.SENTRY_DSN:
        return _errors_leave()
    return Finding(WARN if is_production() else OK, "errors", "stand in the log; no SENTRY_DSN")


def _errors_leave() -> Finding:
    """Whether the host that faults are sent to can be reached; its key is never told."""
    address = urlsplit(settings.SENTRY_DSN)
    port = address.port or {"http": 80}.get(address.scheme, 443)
    try:
        socket.create_connection((address.hostname or "", port), timeout=5).close()
    except OSError as error:
        return Finding(WARN, "errors", f"{address.hostname} (SENTRY_DSN) does not answer: {error}")
    return Finding(OK, "errors", f"reported to {address.hostname} (SENTRY_DSN), which answers")


def _static() -> Finding:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists():
        return Finding(OK, "static files", str(settings.STATIC_ROOT))
    level = BAD if is_production() else WARN
    return Finding(level, "static files", "not collected: python3 -m storefront prepare")


def broker() -> Iterable[Finding]:
    """Reachable, and fit for several machines. Raises what the broker's library raises."""
    scheme = urlsplit(settings.CELERY_BROKER_URL).scheme
    with app.connection_for_write() as link:
        link.ensure_connection(max_retries=1, timeout=3)
    if scheme == "filesystem":
        level = WARN if is_production() else OK
        return [Finding(level, "broker", "a folder; fit for one machine (BROKER_URL)")]
    return [Finding(OK, "broker", f"{scheme} answers")]


def page_cache() -> Iterable[Finding]:
    """Where whole pages are kept. A server that is away costs speed and nothing else."""
    kind = cache_scheme()
    if kind == OFF:
        level = WARN if is_production() else OK
        return [Finding(level, "page cache", "off: every page is made anew (CACHE_URL)")]
    size = f"{settings.CACHE_MB} MB in each worker"
    if kind == IN_PROCESS:
        return [Finding(OK, "page cache", f"{size}; machines do not share it (CACHE_URL)")]
    try:
        server_at(settings.CACHE_URL).ping()
    except RedisError as error:
        return [Finding(WARN, "page cache", f"{size}; {kind} does not answer: {error}"[:200])]
    return [Finding(OK, "page cache", f"{size}, shared by machines: {kind} answers")]


def files() -> Iterable[Finding]:
    """Where pictures and papers lie. Raises what the storage raises."""
    for alias, bucket in (
        ("public", settings.S3_PUBLIC_BUCKET),
        ("private", settings.S3_PRIVATE_BUCKET),
    ):
        storages[alias].exists("doctor")
        if bucket:
            yield Finding(OK, f"{alias} files", f"bucket {bucket} answers")
            continue
        level = WARN if is_production() else OK
        yield Finding(
            level, f"{alias} files", "a local folder; fit for one machine (S3_..._BUCKET)"
        )


def mail() -> Iterable[Finding]:
    """Whether mail can leave. Raises OSError or smtplib's errors."""
    if not is_production():
        return [Finding(OK, "mail", f"kept in {settings.EMAIL_FILE_PATH}")]
    if not settings.EMAIL_HOST:
        return [Finding(WARN, "mail", "EMAIL_HOST is not set: no mail leaves the shop")]
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
        server.noop()
    return [Finding(OK, "mail", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers")]


def send_trial_mail(address: str) -> Finding:
    """Send one mail the way the shop does. Raises what the backend raises."""
    send_mail("Lapak Binaan: trial", "This mail was sent by `doctor`.", None, [address])
    return Finding(OK, "trial mail", f"handed over for {address}")


SERVICES: tuple[tuple[str, Callable[[], Iterable[Finding]]], ...] = (
    ("broker", broker),
    ("page cache", page_cache),
    ("files", files),
    ("mail", mail),
)
