"""Keeping what people type, and doing what a form is for once, however often it is sent."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.errors import Invalid, NotFound
from catalog.models import Facility, Listing, Sketch
from catalog.policies.abilities import Act, require
from catalog.policies.scope import facilities_managed_by
from catalog.types import Actor

MOST_BYTES = 100_000
# What was sent is known again for so long; a phone may have been without signal for days.
KEPT_DAYS = 60


class Sent(NamedTuple):
    """What came of a form. is_new: it did what it was for now, not before."""

    sketch: Sketch
    listing_id: int
    is_new: bool


@transaction.atomic
def sketch_save(
    *,
    actor: Actor,
    facility_id: int,
    key: uuid.UUID,
    data: Mapping[str, Any],
    listing_id: int | None = None,
) -> Sketch:
    """Keep a form as it is typed; one that was sent already comes back as it was sent.

    listing_id: the listing that the form changes. Raises NotFound (out of scope, another's form, a
    listing elsewhere), NotAllowed, Invalid (more than a form can hold).
    """
    _scope(actor, facility_id, listing_id)
    if len(json.dumps(data)) > MOST_BYTES:
        raise Invalid(field="data", reason=gettext_noop("This is too long."))
    sketch = _locked(actor, facility_id, key, listing_id)
    if sketch.done_at is None:
        sketch.data = dict(data)
        sketch.save(update_fields=["data", "saved_at"])
    return sketch


@transaction.atomic
def sketch_send(
    *,
    actor: Actor,
    facility_id: int,
    key: uuid.UUID,
    act: Callable[[], tuple[int, Mapping[str, Any]]],
    listing_id: int | None = None,
) -> Sent:
    """Do what a form is for, once.

    act: does it; answers the listing's key and what is kept of the form. Who sends the same form
    again meanwhile waits and gets what it was sent as, whatever it says by then: see to it that
    nothing of that is lost. Raises as `sketch_save` and `act` do; then nothing is done.
    """
    _scope(actor, facility_id, listing_id)
    sketch = _locked(actor, facility_id, key, listing_id)
    if sketch.done_at is not None and sketch.listing_id is not None:
        return Sent(sketch, sketch.listing_id, is_new=False)
    made, data = act()
    sketch.listing_id, sketch.done_at, sketch.data = made, timezone.now(), dict(data)
    sketch.save(update_fields=["listing", "done_at", "data", "saved_at"])
    _forget_old(actor)
    return Sent(sketch, made, is_new=True)


@transaction.atomic
def sketch_drop(*, actor: Actor, key: uuid.UUID) -> None:
    """Throw one's own sketch away. Raises NotFound."""
    dropped, _by_table = Sketch.objects.filter(
        pk=key, user_id=actor.user_id or 0, done_at__isnull=True
    ).delete()
    if not dropped:
        raise NotFound


def _scope(actor: Actor, facility_id: int, listing_id: int | None) -> None:
    if actor.user_id is None:
        raise NotFound
    if not Facility.objects.filter(facilities_managed_by(actor), pk=facility_id).exists():
        raise NotFound
    require(actor, Act.LISTING_CREATE if listing_id is None else Act.LISTING_CHANGE, facility_id)
    listings = Listing.objects.filter(pk=listing_id or 0, facility_id=facility_id)
    if listing_id is not None and not listings.exists():
        raise NotFound


def _locked(actor: Actor, facility_id: int, key: uuid.UUID, listing_id: int | None) -> Sketch:
    """The sketch with this key, made when there is none. Another's is not found: its key is taken
    and its row not seen."""
    own = Sketch.objects.select_for_update().filter(
        pk=key, user_id=actor.user_id or 0, facility_id=facility_id
    )
    found = own.first()
    if found is None:
        try:
            with transaction.atomic():
                Sketch.objects.create(
                    pk=key,
                    user_id=actor.user_id or 0,
                    facility_id=facility_id,
                    listing_id=listing_id,
                )
        except IntegrityError as error:
            if not own.exists():
                raise NotFound from error
        found = own.get()
    if listing_id is not None and found.listing_id != listing_id:
        raise NotFound
    return found


def _forget_old(actor: Actor) -> None:
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    Sketch.objects.filter(user_id=actor.user_id or 0, done_at__lt=before).delete()
