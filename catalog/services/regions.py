"""Keeping provinces, kab/kota, regional offices and partners. Codes and addresses stay fixed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.errors import Invalid, NotFound
from catalog.models import Partner, Province, Regency, RegionalOffice
from catalog.services.reference import (
    differences,
    filled,
    keeper_require,
    kept_down,
    one_at_a_time,
    row_check,
    texts_require,
)
from catalog.types import Actor

OFFICE_CHANGED, OFFICE_OPENED = "office.changed", "office.opened"
PROVINCE_CHANGED, REGENCY_CHANGED = "province.changed", "regency.changed"
PARTNER_CHANGED, PARTNER_ADDED = "partner.changed", "partner.added"


@dataclass(frozen=True)
class ProvinceValues:
    """Of Province."""

    name: str
    name_en: str
    zone: str


@dataclass(frozen=True)
class RegencyValues:
    """Of Regency."""

    name: str
    is_city: bool


@dataclass(frozen=True)
class OfficeValues:
    """Of RegionalOffice. provinces: codes, sorted; lets_publish: whether its facilities publish at
    once what needs no paper."""

    name: str
    name_en: str
    provinces: tuple[str, ...]
    is_confirmed: bool
    note: str = ""
    lets_publish: bool = False


@dataclass(frozen=True)
class PartnerValues:
    """Of Partner. provinces: codes, sorted."""

    kind: str
    name: str
    name_en: str
    provinces: tuple[str, ...]
    about: str = ""
    about_en: str = ""


def province_values(row: Province) -> ProvinceValues:
    """As it is."""
    return ProvinceValues(row.name, row.name_en, row.zone)


def regency_values(row: Regency) -> RegencyValues:
    """As it is."""
    return RegencyValues(row.name, row.is_city)


def office_values(row: RegionalOffice) -> OfficeValues:
    """As it is. One statement."""
    given = (row.name, row.name_en, _codes(row), row.is_confirmed, row.note, row.lets_publish)
    return OfficeValues(*given)


def partner_values(row: Partner) -> PartnerValues:
    """As it is. One statement."""
    return PartnerValues(row.kind, row.name, row.name_en, _codes(row), row.about, row.about_en)


def _codes(row: RegionalOffice | Partner) -> tuple[str, ...]:
    return tuple(row.provinces.order_by("code").values_list("code", flat=True))


def _locked(model: Any, key: object) -> Any:
    row = model.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        raise NotFound
    return row


def _write(row: Any, changes: dict[str, tuple[Any, Any]]) -> None:
    """Set what changed, have the model look at it, save."""
    for name, (_before, after) in changes.items():
        if name != "provinces":
            setattr(row, name, after)
    row_check(row)
    row.save()
    if "provinces" in changes:
        row.provinces.set(changes["provinces"][1])


@transaction.atomic
def province_change(
    *, actor: Actor, code: str, wanted: ProvinceValues, seen: ProvinceValues
) -> None:
    """Raises NotFound, NotAllowed, Invalid, Stale."""
    keeper_require(actor)
    row = _locked(Province, code)
    _settle(actor, PROVINCE_CHANGED, row, differences(province_values(row), wanted, seen))


@transaction.atomic
def regency_change(*, actor: Actor, code: str, wanted: RegencyValues, seen: RegencyValues) -> None:
    """Raises NotFound, NotAllowed, Invalid, Stale."""
    keeper_require(actor)
    row = _locked(Regency, code)
    _settle(actor, REGENCY_CHANGED, row, differences(regency_values(row), wanted, seen))


@transaction.atomic
def office_change(
    *, actor: Actor, office_id: int, wanted: OfficeValues, seen: OfficeValues
) -> None:
    """Raises NotFound, NotAllowed, Invalid (also a province that there is not), Stale."""
    keeper_require(actor)
    row = _locked(RegionalOffice, office_id)
    changes = differences(office_values(row), wanted, seen)
    provinces_require(wanted.provinces)
    _settle(actor, OFFICE_CHANGED, row, changes)


@transaction.atomic
def partner_change(
    *, actor: Actor, partner_id: int, wanted: PartnerValues, seen: PartnerValues
) -> None:
    """Raises NotFound, NotAllowed, Invalid (also a province that there is not), Stale."""
    keeper_require(actor)
    row = _locked(Partner, partner_id)
    changes = differences(partner_values(row), wanted, seen)
    provinces_require(wanted.provinces)
    _settle(actor, PARTNER_CHANGED, row, changes)


def _settle(actor: Actor, action: str, row: Any, changes: dict[str, tuple[Any, Any]]) -> None:
    if changes:
        _write(row, changes)
        kept_down(actor, action, row._meta.db_table, row.pk, changes)


def provinces_require(codes: Iterable[str]) -> None:
    """Raises Invalid unless some are named and there are all of them."""
    wanted = set(codes)
    if not wanted:
        raise Invalid(field="provinces", reason=gettext_noop("Choose at least one province."))
    if Province.objects.filter(pk__in=wanted).count() != len(wanted):
        raise Invalid(field="provinces", reason=gettext_noop("There is no such province."))


@transaction.atomic
def office_open(*, actor: Actor, slug: str, wanted: OfficeValues) -> RegionalOffice:
    """A new regional office. The very same asked twice is made once.

    Raises NotFound, NotAllowed, Invalid (its address is taken, values).
    """
    keeper_require(actor)
    row: RegionalOffice = _added(
        actor, OFFICE_OPENED, RegionalOffice(slug=slug), wanted, office_values
    )
    return row


@transaction.atomic
def partner_add(*, actor: Actor, slug: str, wanted: PartnerValues) -> Partner:
    """A new partner organisation. The very same asked twice is made once.

    Raises NotFound, NotAllowed, Invalid (its address is taken, values).
    """
    keeper_require(actor)
    row: Partner = _added(actor, PARTNER_ADDED, Partner(slug=slug), wanted, partner_values)
    return row


def _added(actor: Actor, action: str, row: Any, wanted: Any, values_of: Any) -> Any:
    one_at_a_time(f"{row._meta.db_table} {row.slug}")
    there = type(row).objects.filter(slug=row.slug).first()
    if there is not None and values_of(there) == wanted:
        return there
    texts_require(wanted)
    filled(wanted, "name", "name_en")
    provinces_require(wanted.provinces)
    values = {"slug": ("", row.slug), **{k: (None, v) for k, v in vars(wanted).items()}}
    for name, (_none, value) in values.items():
        if name != "provinces":
            setattr(row, name, value)
    row_check(row)
    row.save(force_insert=True)
    row.provinces.set(wanted.provinces)
    kept_down(actor, action, row._meta.db_table, row.pk, values)
    return row
