"""Jobs of legality; each only calls a service."""

from __future__ import annotations

from celery import shared_task

from catalog.dates import legal_today
from catalog.types import Actor
from legality.services.certificates import certificate_expire_due, papers_begun_show


@shared_task(name="legality.certificates_expire_due", ignore_result=True)  # type: ignore[untyped-decorator]
def certificates_expire_due() -> int:
    """Nightly: mark papers that have ended, close what rested on them, show those that begin."""
    today = legal_today()
    papers_begun_show(on=today)
    return certificate_expire_due(actor=Actor.system("nightly"), on=today)
