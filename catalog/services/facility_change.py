"""Changing what a facility says of itself: names, story, address, contacts, opening hours.

Texts are those of `catalog.facility_values`. Every change takes what the person was shown (`seen`)
and what they want of it; what others changed meanwhile stays, and what both changed is a clash.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from catalog.audit import audit
from catalog.errors import DomainError, ErrorCode, Invalid
from catalog.facility_values import (
    DAYS,
    HOURS,
    OFFICIAL,
    PROFILE,
    Merged,
    Refused,
    Rule,
    Texts,
    day_spans,
    merged,
    read,
)
from catalog.models import Facility, FacilityAlias, OpeningHours
from catalog.policies.abilities import Act, require, require_everywhere
from catalog.policies.scope import facilities_managed_by
from catalog.saleor_adapter.warehouses import warehouse_change
from catalog.services.locking import locked
from catalog.services.receipts import receipt_claim
from catalog.services.reference import one_at_a_time
from catalog.types import Actor

PROFILE_CHANGED, HOURS_CHANGED = "facility.profile_changed", "facility.hours_changed"
_OF_WAREHOUSE = frozenset({"short_name", "address", "email"})


class FieldsRefused(Invalid):
    """Some texts cannot be taken. faults: why, by field."""

    def __init__(self, faults: Mapping[str, Refused]) -> None:
        self.faults = dict(faults)
        name, fault = next(iter(self.faults.items()))
        reason = gettext(fault.sentence)
        super().__init__(field=name, reason=reason % fault.params if fault.params else reason)


class FacilityClash(DomainError):
    """Somebody else changed the same texts meanwhile; a person has to choose.

    merged: both people's changes, with the clashes; now: the texts as they are.
    """

    code = ErrorCode.WRONG_STATE
    template = gettext_noop("Somebody else changed this meanwhile. Choose what holds.")

    def __init__(self, found: Merged, now: Texts) -> None:
        self.merged, self.now = found, dict(now)
        super().__init__()


def profile_texts(facility: Facility) -> dict[str, str]:
    """A facility's own texts. One statement, for its aliases."""
    names = FacilityAlias.objects.filter(facility=facility).values_list("name", flat=True)
    own = (name for name in (*PROFILE, *OFFICIAL) if name != "aliases")
    return {
        **{name: getattr(facility, name) or "" for name in own},
        "aliases": "\n".join(names),
    }


def hours_texts(facility: Facility) -> dict[str, str]:
    """The opening hours, a text a weekday. One statement."""
    days: dict[str, list[str]] = {day: [] for day in DAYS}
    for span in OpeningHours.objects.filter(facility=facility):
        days[str(span.weekday)].append(f"{span.opens:%H.%M}-{span.closes:%H.%M}")
    return {day: " ".join(spans) for day, spans in days.items()}


@transaction.atomic
def profile_change(
    *,
    actor: Actor,
    facility_id: int,
    wanted: Texts,
    seen: Texts,
    key: uuid.UUID | None = None,
) -> list[str] | None:
    """Write a facility's texts; names of those that changed, None when the same form did it before.

    Raises NotFound (out of scope), NotAllowed (also for the official texts, which are written by
    those who open facilities), FieldsRefused, FacilityClash.
    """
    facility = facility_for_change(actor, facility_id)
    if OFFICIAL.keys() & wanted.keys():
        require_everywhere(actor, Act.FACILITY_OPEN)
    said = (PROFILE_CHANGED, dict(wanted))
    if not receipt_claim(actor=actor, facility_id=facility_id, key=key, said=said):
        return None
    now = profile_texts(facility)
    changed = settled({**PROFILE, **OFFICIAL}, wanted, seen, now)
    texts_write(actor, facility, now, changed)
    return list(changed)


@transaction.atomic
def hours_change(
    *,
    actor: Actor,
    facility_id: int,
    wanted: Texts,
    seen: Texts,
    key: uuid.UUID | None = None,
) -> list[str] | None:
    """Write the opening hours of weekdays, in the facility's own zone; those that changed.

    Answers and raises as `profile_change` does.
    """
    facility = facility_for_change(actor, facility_id)
    said = (HOURS_CHANGED, dict(wanted))
    if not receipt_claim(actor=actor, facility_id=facility_id, key=key, said=said):
        return None
    now = hours_texts(facility)
    changed = settled(HOURS, wanted, seen, now)
    OpeningHours.objects.filter(facility=facility, weekday__in=changed).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(facility=facility, weekday=int(day), opens=_time(opens), closes=_time(closes))
        for day, text in changed.items()
        for opens, closes in day_spans(text)
    )
    if changed:
        audit(actor, HOURS_CHANGED, facility, **from_to(now, changed))
    return list(changed)


# --- What all changes of a facility share


def facility_for_change(actor: Actor, facility_id: int) -> Facility:
    """The facility, locked: its changes come one after the other. Raises NotFound, NotAllowed."""
    facility = locked(Facility.objects.filter(facilities_managed_by(actor), pk=facility_id))
    require(actor, Act.FACILITY_CHANGE, facility_id)
    return facility


def settled(rules: Mapping[str, Rule], wanted: Texts, seen: Texts, now: Texts) -> dict[str, str]:
    """What is to be written, by field. Raises FieldsRefused, FacilityClash."""
    asked = {name: rule for name, rule in rules.items() if name in wanted}
    found = read(asked, wanted, seen)
    if found.faults:
        raise FieldsRefused(found.faults)
    both = merged(seen, found.texts, now)
    if both.clashes:
        raise FacilityClash(both, now)
    return {name: text for name, text in both.values.items() if text != now.get(name, "")}


def from_to(now: Texts, changed: Texts) -> dict[str, Any]:
    """What the audit table keeps of a change, enough to take it back."""
    return {"from": {name: now.get(name, "") for name in changed}, "to": dict(changed)}


def _time(text: str) -> time:
    return time(int(text[:2]), int(text[3:]))


def texts_write(actor: Actor, facility: Facility, now: Texts, changed: Texts) -> None:
    """Write texts that were read and settled, and who did it; the facility is locked. Its warehouse
    follows. Raises FieldsRefused (a code that another has)."""
    if not changed:
        return
    _texts_write(facility, changed)
    audit(actor, PROFILE_CHANGED, facility, **from_to(now, changed))


def _texts_write(facility: Facility, changed: Texts) -> None:
    own = {name: text for name, text in changed.items() if name != "aliases"}
    code_require_free(own.get("satker_code", ""))
    for name, text in own.items():
        setattr(facility, name, text if name != "satker_code" else text or None)
    if own:
        facility.save(update_fields=list(own))
    if "aliases" in changed:
        _aliases_write(facility, changed["aliases"].split("\n"))
    if _OF_WAREHOUSE.intersection(own):
        warehouse_change(
            facility.warehouse_id,
            name=facility.short_name,
            street=facility.address,
            email=facility.email,
        )


def code_require_free(code: str) -> None:
    """Raises FieldsRefused when another facility has this satker code; until the transaction ends
    nobody else takes it. "" is free."""
    if not code:
        return
    one_at_a_time(f"satker {code}")
    if Facility.objects.filter(satker_code=code).exists():
        taken = Refused(gettext_noop("Another facility has this code."))
        raise FieldsRefused({"satker_code": taken})


def _aliases_write(facility: Facility, names: list[str]) -> None:
    FacilityAlias.objects.filter(facility=facility).exclude(name__in=names).delete()
    kept = set(FacilityAlias.objects.filter(facility=facility).values_list("name", flat=True))
    FacilityAlias.objects.bulk_create(
        FacilityAlias(facility=facility, name=name) for name in names if name and name not in kept
    )
