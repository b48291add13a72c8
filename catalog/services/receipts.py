"""A form sent twice acts once, whatever the form is for.

Every form carries a key that its page made. Known again is the key together with what the form
says: the same page sent again with something else in it (after Back, or after a lost answer) is
another form, and nothing of it is dropped.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.models import Sketch
from catalog.types import Actor

# What was sent is known again for so long; a phone may have been without signal for days.
KEPT_DAYS = 60


def form_digest(actor: Actor, facility_id: int, key: str, *said: object) -> bytes:
    """SHA-256 of a form: whose, where, its key and what it says (values that JSON can hold)."""
    whole = json.dumps([facility_id, actor.user_id, actor.name, key, *said], sort_keys=True)
    return hashlib.sha256(whole.encode()).digest()


def receipt_claim(
    *, actor: Actor, facility_id: int, key: uuid.UUID | None, said: tuple[object, ...]
) -> bool:
    """Whether a form is to be acted on now: False when it was already.

    said: what it is for and what it says. To be called inside the transaction of the act, so that
    an act that fails leaves the form free; who sends the same form at the same moment waits. Acts
    of no person, or without a key, are always done.
    """
    if key is None or actor.user_id is None:
        return True
    now = timezone.now()
    receipt = uuid.UUID(bytes=form_digest(actor, facility_id, str(key), *said)[:16])
    try:
        with transaction.atomic():
            Sketch.objects.create(
                pk=receipt, user_id=actor.user_id, facility_id=facility_id, done_at=now
            )
    except IntegrityError:
        return False
    own = Sketch.objects.filter(user_id=actor.user_id, facility_id=facility_id)
    own.filter(listing=None, done_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
    return True
