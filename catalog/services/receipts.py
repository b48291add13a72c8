"""A form sent twice acts once, whatever the form is for."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.errors import NotFound
from catalog.models import Sketch
from catalog.types import Actor

# What was sent is known again for so long; a phone may have been without signal for days.
KEPT_DAYS = 60


def receipt_claim(*, actor: Actor, facility_id: int, key: uuid.UUID | None) -> bool:
    """Whether a form with this key is to be acted on now: False when it was already.

    To be called inside the transaction of the act, so that an act that fails leaves the key free;
    who sends the same form at the same moment waits. Acts of no person, or without a key, are
    always done. Raises NotFound for a key that somebody else used.
    """
    if key is None or actor.user_id is None:
        return True
    now = timezone.now()
    own = Sketch.objects.filter(user_id=actor.user_id, facility_id=facility_id)
    try:
        with transaction.atomic():
            Sketch.objects.create(
                pk=key, user_id=actor.user_id, facility_id=facility_id, done_at=now
            )
    except IntegrityError as error:
        if not own.filter(pk=key).exists():
            raise NotFound from error
        return False
    own.filter(listing=None, done_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return True
