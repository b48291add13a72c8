"""Papers that hold "while the recipe is unchanged", once it has changed.

That it changed is written down by the database, whoever writes (migration 0010); what becomes of
the goods follows from the rules.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Invalid, WrongState
from catalog.plain_text import plain
from catalog.policies.abilities import Act, require
from catalog.services.listings import listing_for_update
from catalog.types import Actor
from legality.errors import EditedMeanwhile
from legality.models import RecipeHold
from legality.services.publication import listings_resume, rules_hold
from legality.types import Change

NOTE_MOST = 1000


@transaction.atomic
def recipe_confirm(*, actor: Actor, listing_id: int, note: str, on: date, seen: str) -> None:
    """Say that the papers still hold for the recipe as it is now: they count again, and goods that
    were held back for it are on sale again when nothing else blocks.

    seen: the composition that the officer saw. Raises NotFound, NotAllowed; WrongState when no
    recipe is on hold, EditedMeanwhile for another composition, Invalid (note).
    """
    rules_hold()  # before any row: who checks a paper waits for rows while holding the rules
    listing = listing_for_update(actor=actor, listing_id=listing_id)
    require(actor, Act.LISTING_REVIEW, listing.facility_id)
    said = plain(note).strip()
    if len(said) > NOTE_MOST:
        raise Invalid(field="note", reason=gettext_noop("This is too long."))
    hold = RecipeHold.objects.filter(listing=listing, ended_at__isnull=True).first()
    if hold is None:
        raise WrongState(current="confirmed", wanted="confirmed")
    if seen != listing.composition:
        raise EditedMeanwhile((Change("composition", seen, listing.composition),))
    hold.ended_at, hold.ended_by, hold.note = timezone.now(), actor.name, said
    hold.save(update_fields=["ended_at", "ended_by", "note"])
    audit(actor, "recipe.confirmed", listing, hold=hold.pk)
    listings_resume(actor=actor, listing_ids=[listing.pk], on=on)
