"""Keeping couriers, their services, and how goods of a kind may leave: done by central officers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_noop

from catalog.errors import Invalid, NotFound
from catalog.saleor_adapter.kinds import kind_rows
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
from legality.models import CertificateKind
from storefront.orders.models import Courier, CourierService, KindDelivery

COURIER_CHANGED, COURIER_ADDED = "courier.changed", "courier.added"
SERVICE_CHANGED, SERVICE_ADDED = "courier_service.changed", "courier_service.added"
KIND_SET = "kind_delivery.set"
NUMBER = "{number}"
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_CHOOSE = gettext_noop("Choose among what there is.")
_THERE = gettext_noop("There is one of this code already. Take another, or change that one.")


@dataclass(frozen=True)
class CourierValues:
    """Of Courier."""

    name: str
    divisor: int
    round_up_from: int
    tracking_url: str
    position: int
    is_on: bool


@dataclass(frozen=True)
class ServiceValues:
    """Of CourierService, whose courier stays."""

    name: str
    name_en: str
    most_grams: int | None
    position: int
    is_on: bool


@dataclass(frozen=True)
class KindDeliveryValues:
    """Of KindDelivery."""

    way: str
    within_province: bool
    crosses_with: str
    reason: str
    reason_en: str


UNSAID = KindDeliveryValues("parcel", False, "", "", "")


def courier_values(row: Courier) -> CourierValues:
    """As it is."""
    return CourierValues(**{name: getattr(row, name) for name in CourierValues.__annotations__})


def service_values(row: CourierService) -> ServiceValues:
    """As it is."""
    return ServiceValues(**{name: getattr(row, name) for name in ServiceValues.__annotations__})


def kind_delivery_values(kind_id: int) -> KindDeliveryValues:
    """As it is, or as where nothing was said. One statement."""
    row = KindDelivery.objects.filter(pk=kind_id).first()
    return UNSAID if row is None else _kind_values(row)


def kinds_said() -> dict[int, KindDeliveryValues]:
    """What was said of kinds of goods, by key. One statement."""
    return {row.pk: _kind_values(row) for row in KindDelivery.objects.all()}


def _kind_values(row: KindDelivery) -> KindDeliveryValues:
    names = KindDeliveryValues.__annotations__
    return KindDeliveryValues(**{name: getattr(row, name) for name in names})


# --- Couriers


def _courier_check(wanted: CourierValues) -> None:
    texts_require(wanted)
    filled(wanted, "name")
    if wanted.tracking_url and not _shows_parcels(wanted.tracking_url):
        reason = gettext_noop("An address that begins with https:// and holds {number} once.")
        raise Invalid(field="tracking_url", reason=reason)


def _shows_parcels(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that are no number of a host
        return False
    return parts.scheme == "https" and bool(parts.netloc) and address.count(NUMBER) == 1


@transaction.atomic
def courier_add(*, actor: Actor, code: str, wanted: CourierValues) -> None:
    """A further courier; the very same asked twice is made once. Raises NotFound, NotAllowed,
    Invalid."""
    keeper_require(actor)
    _code_require(code)
    _courier_check(wanted)
    _added(actor, Courier(code=code, **vars(wanted)), courier_values, COURIER_ADDED)


@transaction.atomic
def courier_change(*, actor: Actor, code: str, wanted: CourierValues, seen: CourierValues) -> None:
    """Raises NotFound, NotAllowed, Invalid, Stale."""
    row = _locked(actor, Courier, code)
    changes = differences(courier_values(row), wanted, seen)
    _courier_check(wanted)
    _changed(actor, row, wanted, changes, COURIER_CHANGED)


# --- Services


@transaction.atomic
def service_add(*, actor: Actor, code: str, courier: str, wanted: ServiceValues) -> None:
    """A further service of a courier, whose code begins with the courier's. Raises NotFound,
    NotAllowed, Invalid."""
    keeper_require(actor)
    _code_require(code)
    if not Courier.objects.filter(pk=courier).exists():
        raise Invalid(field="courier", reason=_CHOOSE)
    if not code.startswith(f"{courier}-"):
        reason = gettext_noop("Begin with the courier's code, as in jne-reg.")
        raise Invalid(field="code", reason=reason)
    texts_require(wanted)
    filled(wanted, "name", "name_en")
    row = CourierService(code=code, courier_id=courier, **vars(wanted))
    _added(actor, row, service_values, SERVICE_ADDED)


@transaction.atomic
def service_change(*, actor: Actor, code: str, wanted: ServiceValues, seen: ServiceValues) -> None:
    """Raises NotFound, NotAllowed, Invalid, Stale."""
    row = _locked(actor, CourierService, code)
    changes = differences(service_values(row), wanted, seen)
    filled(wanted, "name", "name_en")
    _changed(actor, row, wanted, changes, SERVICE_CHANGED)


# --- Kinds of goods


@transaction.atomic
def kind_delivery_set(
    *, actor: Actor, kind_id: int, wanted: KindDeliveryValues, seen: KindDeliveryValues
) -> None:
    """Say how goods of a kind may leave. Raises NotFound (also for no such kind), NotAllowed,
    Invalid, Stale."""
    keeper_require(actor)
    if all(kind.id != kind_id for kind in kind_rows()):
        raise NotFound
    one_at_a_time(f"{KindDelivery._meta.db_table} {kind_id}")
    changes = differences(kind_delivery_values(kind_id), wanted, seen)
    _kind_check(wanted)
    row = KindDelivery.objects.filter(pk=kind_id).first() or KindDelivery(kind_id=kind_id)
    _changed(actor, row, wanted, changes, KIND_SET)


def _kind_check(wanted: KindDeliveryValues) -> None:
    paper = wanted.crosses_with
    if paper and not CertificateKind.objects.filter(pk=paper).exists():
        raise Invalid(field="crosses_with", reason=_CHOOSE)
    if (wanted.way != UNSAID.way or wanted.within_province) and not wanted.reason:
        raise Invalid(field="reason", reason=gettext_noop("Say why: buyers are told."))


# --- What these share


def _code_require(code: str) -> None:
    if not _CODE.fullmatch(code):
        reason = gettext_noop("Small letters, digits and hyphens alone, as in jne-reg.")
        raise Invalid(field="code", reason=reason)


def _added(actor: Actor, row: Any, values_of: Any, action: str) -> None:
    table = row._meta.db_table
    one_at_a_time(f"{table} {row.pk}")
    there = type(row).objects.filter(pk=row.pk).first()
    wanted = values_of(row)
    if there is not None:
        if values_of(there) == wanted:
            return
        raise Invalid(field="code", reason=_THERE)
    row_check(row)
    row.save(force_insert=True)
    kept_down(actor, action, table, row.pk, {n: (None, v) for n, v in vars(wanted).items()})


def _changed(
    actor: Actor, row: Model, wanted: Any, changes: dict[str, tuple[Any, Any]], action: str
) -> None:
    if not changes:
        return
    for name, value in vars(wanted).items():
        setattr(row, name, value)
    row_check(row)
    row.save()
    kept_down(actor, action, row._meta.db_table, row.pk, changes)


def _locked(actor: Actor, model: Any, code: str) -> Any:
    keeper_require(actor)
    row = model.objects.select_for_update(of=("self",)).filter(pk=code).first()
    if row is None:
        raise NotFound
    return row
