"""Jobs of legality; each only calls a service."""

from __future__ import annotations

from celery import shared_task

from catalog.dates import legal_today
from catalog.types import Actor
from legality.services.certificates import certificate_expire_due


@shared_task(name="legality.certificates_expire_due", ignore_result=True)  # type: ignore[untyped-decorator]
def certificates_expire_due() -> int:
    """Nightly: mark papers that have ended and close what rested on them."""
    return certificate_expire_due(actor=Actor.system("nightly"), on=legal_today())
