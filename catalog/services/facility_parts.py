"""A facility's production units and brands, and taking the last change of its texts back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Invalid, NotFound
from catalog.facility_values import BRAND, OFFICIAL, UNIT, Refused, Rule, Texts, read
from catalog.models import AuditEntry, Brand, Facility, Listing, ProductionUnit
from catalog.policies.abilities import Act, can_everywhere
from catalog.services.facility_change import (
    HOURS_CHANGED,
    PROFILE_CHANGED,
    FacilityClash,
    FieldsRefused,
    facility_for_change,
    from_to,
    hours_change,
    profile_change,
    settled,
)
from catalog.services.receipts import receipt_claim
from catalog.types import Actor

MOST_UNITS, MOST_BRANDS = 40, 40
_ENGLISH = ("name", "skill")  # said in Indonesian too where nobody wrote the English
_GONE = gettext_noop("This was changed again since then.")


class InUse(Invalid):
    """A unit or brand that listings name. count: how many."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(
            field="listings", reason=gettext_noop("Goods name this. Let them name another first.")
        )


@dataclass(frozen=True)
class Part:
    """A kind of thing that belongs to a facility and that listings may name."""

    word: str
    model: Any
    rules: dict[str, Rule]
    most: int
    again: str

    def texts(self, row: Any) -> dict[str, str]:
        """A row's texts."""
        return {name: _said(getattr(row, name)) for name in self.rules}

    def naming(self, row: Any) -> int:
        """How many listings name it, in whatever state."""
        return Listing.objects.filter(**{f"{self.word}_id": row.pk}).count()

    @property
    def actions(self) -> tuple[str, str, str]:
        """What the audit table calls adding, changing and removing."""
        return (f"{self.word}.added", f"{self.word}.changed", f"{self.word}.removed")


UNITS = Part(
    "unit", ProductionUnit, UNIT, MOST_UNITS, gettext_noop("There is a workshop of this name.")
)
BRANDS = Part("brand", Brand, BRAND, MOST_BRANDS, gettext_noop("There is a brand of this name."))


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


def part_of(part: Part, facility_id: int, row_id: int) -> Any:
    """A facility's own row. Raises NotFound for any other's."""
    row = part.model.objects.filter(facility_id=facility_id, pk=row_id).first()
    if row is None:
        raise NotFound
    return row


@transaction.atomic
def part_add(
    part: Part, *, actor: Actor, facility_id: int, wanted: Texts, key: uuid.UUID | None = None
) -> int | None:
    """Add a unit or brand; its key, None when the same form did it before.

    Raises NotFound (out of scope), NotAllowed, FieldsRefused, Invalid (too many).
    """
    facility = facility_for_change(actor, facility_id)
    said = (part.actions[0], dict(wanted))
    if not receipt_claim(actor=actor, facility_id=facility_id, key=key, said=said):
        return None
    row = _add(part, actor, facility, wanted)
    audit(actor, part.actions[0], facility, id=row.pk, **{"from": None, "to": part.texts(row)})
    return int(row.pk)


@transaction.atomic
def part_change(
    part: Part,
    *,
    actor: Actor,
    facility_id: int,
    row_id: int,
    wanted: Texts,
    seen: Texts,
    key: uuid.UUID | None = None,
) -> list[str] | None:
    """Change a unit or brand; names of changed fields, None when the same form did it before.

    Raises NotFound (out of scope, another facility's), NotAllowed, FieldsRefused, FacilityClash.
    """
    facility = facility_for_change(actor, facility_id)
    row = part_of(part, facility_id, row_id)
    said = (part.actions[1], row_id, dict(wanted))
    if not receipt_claim(actor=actor, facility_id=facility_id, key=key, said=said):
        return None
    now = part.texts(row)
    changed = _with_english(part, now, settled(part.rules, wanted, seen, now))
    _write(part, row, now, changed)
    if changed:
        audit(actor, part.actions[1], facility, id=row.pk, **from_to(now, changed))
    return list(changed)


@transaction.atomic
def part_remove(
    part: Part, *, actor: Actor, facility_id: int, row_id: int, key: uuid.UUID | None = None
) -> None:
    """Remove a unit or brand that no listing names; nothing when the same form did it before.

    Raises NotFound (out of scope, another facility's), NotAllowed, InUse.
    """
    facility = facility_for_change(actor, facility_id)
    said = (part.actions[2], row_id)
    if not receipt_claim(actor=actor, facility_id=facility_id, key=key, said=said):
        return
    texts = _remove(part, facility, row_id)
    audit(actor, part.actions[2], facility, id=row_id, **{"from": texts, "to": None})


def _add(part: Part, actor: Actor, facility: Facility, wanted: Texts) -> Any:
    found = read(part.rules, wanted, {})
    if found.faults:
        raise FieldsRefused(found.faults)
    rows = part.model.objects.filter(facility=facility)
    if rows.count() >= part.most:
        raise Invalid(field="name", reason=gettext_noop("There are too many already."))
    _name_check(part, rows, found.texts["name"])
    row = part.model(facility=facility)
    texts = _with_english(part, {}, found.texts)
    for name, value in _columns(part, texts).items():
        setattr(row, name, value)
    _name_address(part, row)
    row.save(force_insert=True)
    return row


def _write(part: Part, row: Any, now: Texts, changed: Texts) -> None:
    if not changed:
        return
    if "name" in changed:
        others = part.model.objects.filter(facility_id=row.facility_id).exclude(pk=row.pk)
        _name_check(part, others, changed["name"])
    columns = _columns(part, {**now, **changed})
    for name in columns:
        setattr(row, name, columns[name])
    row.save(update_fields=list(columns))


def _remove(part: Part, facility: Facility, row_id: int) -> dict[str, str]:
    """Its texts come back. Locked first: who lets a listing name it meanwhile is waited for."""
    rows = part.model.objects.select_for_update().filter(facility=facility, pk=row_id)
    row = rows.first()
    if row is None:
        raise NotFound
    if count := part.naming(row):
        raise InUse(count)
    texts = part.texts(row)
    row.delete()
    return texts


def _columns(part: Part, texts: Texts) -> dict[str, Any]:
    values: dict[str, Any] = {name: texts.get(name, "") for name in part.rules}
    if part is UNITS:
        values["trained"] = int(values["trained"]) if values["trained"] else None
        values["is_certified"] = values["is_certified"] == "1"
    return values


def _with_english(part: Part, now: Texts, changed: Texts) -> dict[str, str]:
    """What changes, with the Indonesian in place of English that nobody wrote."""
    values = {**now, **changed}
    if part is UNITS:
        values |= {f"{name}_en": values[f"{name}_en"] or values[name] for name in _ENGLISH}
    return {name: text for name, text in values.items() if text != now.get(name, "")}


def _name_check(part: Part, others: Any, name: str) -> None:
    if others.filter(name__iexact=name).exists():
        raise FieldsRefused({"name": Refused(part.again)})


def _name_address(part: Part, row: Any) -> None:
    """The word that stands for it in addresses and sheets, one that nobody has yet."""
    field = "key" if part is UNITS else "slug"
    column = row._meta.get_field(field)
    others = part.model.objects.filter(facility=row.facility) if part is UNITS else Brand.objects
    base = slugify(row.name)[: column.max_length - 4] or part.word
    number, word = 1, base
    while others.filter(**{field: word}).exists():
        number += 1
        word = f"{base}-{number}"
    setattr(row, field, word)


# --- Taking the last change back


@transaction.atomic
def change_undo(
    *, actor: Actor, facility_id: int, entry_id: int, key: uuid.UUID | None = None
) -> None:
    """Take back a change of texts, units or brands, while it is the last of its kind.

    Raises NotFound (out of scope, no such change), NotAllowed, Invalid (changed again since), and
    what the change the other way round raises.
    """
    facility = facility_for_change(actor, facility_id)
    entry = AuditEntry.objects.filter(
        pk=entry_id, subject_table=facility._meta.db_table, subject_id=str(facility_id)
    ).first()
    topic = topic_of(entry.action) if entry else None
    if entry is None or topic is None:
        raise NotFound
    if not receipt_claim(actor=actor, facility_id=facility_id, key=key, said=("undo", entry_id)):
        return
    last = last_change(facility_id, topic)
    if last is None or last.pk != entry.pk:
        raise Invalid(field="undo", reason=_GONE)
    try:
        _undo(actor, facility, entry)
    except FacilityClash as error:  # by a door that writes no such entry
        raise Invalid(field="undo", reason=_GONE) from error


TOPICS: dict[str, tuple[str, ...]] = {
    "profile": (PROFILE_CHANGED,),
    "hours": (HOURS_CHANGED,),
    "parts": (*UNITS.actions, *BRANDS.actions),
}


def topic_of(action: str) -> str | None:
    """The page that an act belongs to."""
    return next((topic for topic, actions in TOPICS.items() if action in actions), None)


def last_change(facility_id: int, topic: str) -> AuditEntry | None:
    """Who changed a page's texts last. One statement."""
    return _entries(facility_id, TOPICS[topic]).first()


def last_change_of(
    facility_id: int, actions: tuple[str, ...], name: str, row_id: int | None = None
) -> AuditEntry | None:
    """Who changed one text last. row_id: of the unit or brand whose it is. One statement."""
    rows = _entries(facility_id, actions).filter(detail__to__has_key=name)
    return (rows if row_id is None else rows.filter(detail__id=row_id)).first()


def _entries(facility_id: int, actions: tuple[str, ...]) -> QuerySet[AuditEntry]:
    rows = AuditEntry.objects.filter(
        subject_table=Facility._meta.db_table, subject_id=str(facility_id), action__in=actions
    )
    return rows.order_by("-pk")  # numbered under the lock, in the order of the changes


def can_undo(actor: Actor, entry: AuditEntry) -> bool:
    """Whether the actor may write the texts that it would bring back."""
    is_official = bool(OFFICIAL.keys() & (entry.detail.get("to") or {}).keys())
    return not is_official or can_everywhere(actor, Act.FACILITY_OPEN)


def _undo(actor: Actor, facility: Facility, entry: AuditEntry) -> None:
    before, after = entry.detail["from"], entry.detail["to"]
    change = {PROFILE_CHANGED: profile_change, HOURS_CHANGED: hours_change}.get(entry.action)
    if change is not None:
        change(actor=actor, facility_id=facility.pk, wanted=before, seen=after)
        return
    part = UNITS if entry.action in UNITS.actions else BRANDS
    row_id = entry.detail["id"]
    if before is None:
        part_remove(part, actor=actor, facility_id=facility.pk, row_id=row_id)
    elif after is None:
        part_add(part, actor=actor, facility_id=facility.pk, wanted=before)
    else:
        part_change(
            part,
            actor=actor,
            facility_id=facility.pk,
            row_id=row_id,
            wanted=before,
            seen=after,
        )
