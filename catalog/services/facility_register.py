"""What the central office says of a facility: its names, kind, class, place and office, and whether
it is open.

Names, class and code are the very texts that the facility's own page changes (`facility_change`):
read by the same rules, written and written down by the same function.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Invalid, WrongState
from catalog.facility_values import OFFICIAL, PROFILE, read
from catalog.models import Facility, Listing, Regency, RegionalOffice
from catalog.policies.abilities import Act, require
from catalog.policies.scope import facilities_managed_by
from catalog.saleor_adapter.editing import product_origin_write
from catalog.saleor_adapter.warehouses import warehouse_move
from catalog.services.facilities import FacilityDraft, facility_open
from catalog.services.facility_change import (
    FieldsRefused,
    code_require_free,
    profile_texts,
    texts_write,
)
from catalog.services.listings import listing_close, origin_of
from catalog.services.locking import locked
from catalog.services.reference import (
    differences,
    keeper_require,
    kept_down,
    one_at_a_time,
    row_check,
)
from catalog.types import Actor, ListingState

CHANGED, CLOSED, REOPENED = "facility.registered", "facility.closed", "facility.reopened"
REASON_LENGTH = 200
_TEXTS = {**OFFICIAL, "short_name": PROFILE["short_name"]}


@dataclass(frozen=True)
class RegisterValues:
    """Of Facility. regency: the code; office: the slug; satker_code: "" where it is not known."""

    official_name: str
    short_name: str
    kind: str
    klass: str
    satker_code: str
    regency: str
    office: str


def register_values(row: Facility) -> RegisterValues:
    """As it is; reads the office."""
    return RegisterValues(
        row.official_name,
        row.short_name,
        row.kind,
        row.klass,
        row.satker_code or "",
        row.regency_id,
        row.office.slug,
    )


def _locked(actor: Actor, facility_id: int) -> Facility:
    rows = Facility.objects.filter(facilities_managed_by(actor), pk=facility_id)
    return locked(rows.select_related("office", "regency__province"))


@transaction.atomic
def facility_register_change(
    *, actor: Actor, facility_id: int, wanted: RegisterValues, seen: RegisterValues
) -> None:
    """Change it. Another office sees and keeps the facility from this moment on.

    Raises NotFound, NotAllowed, Invalid, Stale.
    """
    row = _locked(actor, facility_id)
    keeper_require(actor)
    changes = differences(register_values(row), wanted, seen)
    _texts_change(actor, row, {name: after for name, (_was, after) in changes.items()})
    place = {name: pair for name, pair in changes.items() if name not in _TEXTS}
    if not place:
        return
    former_province = row.regency.province_id
    for name, (_before, after) in place.items():
        _set(row, name, after)
    row_check(row)
    row.save(update_fields=list(place))
    if "regency" in place:
        _goods_follow(row, province_changed=row.regency.province_id != former_province)
    kept_down(actor, CHANGED, row._meta.db_table, row.pk, place)


def _texts_change(actor: Actor, row: Facility, wanted: dict[str, str]) -> None:
    rules = {name: rule for name, rule in _TEXTS.items() if name in wanted}
    found = read(rules, wanted, {})
    if found.faults:
        raise FieldsRefused(found.faults)
    now = profile_texts(row)
    texts_write(actor, row, now, {n: text for n, text in found.texts.items() if text != now[n]})


def _set(row: Facility, name: str, value: str) -> None:
    if name == "regency":
        row.regency = _one(Regency.objects.select_related("province"), "regency", pk=value)
    elif name == "office":
        row.office = _one(RegionalOffice.objects, "office", slug=value)
    else:
        setattr(row, name, value)


def _one(rows: Any, field: str, **wanted: str) -> Any:
    found = rows.filter(**wanted).first()
    if found is None:
        raise Invalid(field=field, reason=gettext_noop("Choose one of the list."))
    return found


def _goods_follow(row: Facility, *, province_changed: bool) -> None:
    """Saleor's warehouse and goods say where they are."""
    province = row.regency.province
    warehouse_move(
        row.warehouse_id, name=row.short_name, city=row.regency.name, province=province.name
    )
    if province_changed:
        for product_id in Listing.objects.filter(facility=row).values_list("product_id", flat=True):
            product_origin_write(product_id, origin_of(row))


@transaction.atomic
def facility_close(*, actor: Actor, facility_id: int, reason: str) -> int:
    """Close a facility: it leaves the shop, its goods are taken off sale with the reason. How many
    were comes back.

    Raises NotFound, NotAllowed, Invalid (no reason), WrongState (it is closed).
    """
    row = _locked(actor, facility_id)
    keeper_require(actor)
    require(actor, Act.LISTING_CLOSE, row.pk)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= REASON_LENGTH:
        raise Invalid(field="reason", reason=gettext_noop("Say why in 1 to 200 letters."))
    if not row.is_open:
        raise WrongState(current="closed", wanted="closed")
    open_goods = Listing.objects.filter(facility=row, state=ListingState.PUBLISHED).order_by("pk")
    keys = list(open_goods.values_list("pk", flat=True))
    for listing_id in keys:
        listing_close(
            actor=actor, listing_id=listing_id, state=ListingState.SUSPENDED, reason=reason
        )
    row.is_open = False
    row.save(update_fields=["is_open"])
    audit(actor, CLOSED, row, reason=reason, goods=len(keys))
    return len(keys)


@transaction.atomic
def facility_reopen(*, actor: Actor, facility_id: int) -> None:
    """Open a closed facility again. Its goods stay off sale until its people hand them in anew.

    Raises NotFound, NotAllowed, WrongState (it is open).
    """
    row = _locked(actor, facility_id)
    keeper_require(actor)
    if row.is_open:
        raise WrongState(current="open", wanted="open")
    row.is_open = True
    row.save(update_fields=["is_open"])
    audit(actor, REOPENED, row)


@transaction.atomic
def facility_open_once(*, actor: Actor, draft: FacilityDraft) -> Facility:
    """`facility_open`; the very same asked twice is opened once.

    Raises NotFound, NotAllowed, Invalid.
    """
    keeper_require(actor)
    one_at_a_time(f"facility {draft.slug}")
    there = Facility.objects.select_related("office").filter(slug=draft.slug).first()
    if there is None:
        code_require_free(draft.satker_code or "")
        return facility_open(actor=actor, draft=draft)
    same = ("official_name", "short_name", "kind", "klass", "place", "address", "satker_code")
    if (
        all(getattr(there, name) == getattr(draft, name) for name in same)
        and there.regency_id == draft.regency_code
        and there.office.slug == draft.office_slug
    ):
        return there
    raise Invalid(field="slug", reason=gettext_noop("Another facility has this address."))
