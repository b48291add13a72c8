"""Opening facilities and what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.audit import audit
from catalog.errors import Invalid
from catalog.models import (
    Brand,
    Facility,
    FacilityAlias,
    OpeningHours,
    ProductionUnit,
    Regency,
    RegionalOffice,
)
from catalog.policies.abilities import Act, require_everywhere
from catalog.saleor_adapter.warehouses import warehouse_open
from catalog.types import Actor


@dataclass(frozen=True)
class UnitDraft:
    """A production unit to be made; fields as of ProductionUnit."""

    key: str
    kind: str
    name: str
    name_en: str
    skill: str
    skill_en: str
    trained: int | None = None
    training_partner: str = ""
    training_partner_en: str = ""
    is_certified: bool = False


@dataclass(frozen=True)
class FacilityDraft:
    """A facility to be opened; fields as of Facility.

    regency_code: Kemendagri with its dot; hours: weekday (0 is Monday), opens, closes.
    """

    slug: str
    kind: str
    klass: str
    official_name: str
    short_name: str
    place: str
    regency_code: str
    office_slug: str
    address: str
    phone: str = ""
    whatsapp: str = ""
    email: str = ""
    satker_code: str | None = None
    craft_line: str = ""
    craft_line_en: str = ""
    story: str = ""
    story_en: str = ""
    aliases: tuple[str, ...] = ()
    hours: tuple[tuple[int, time, time], ...] = ()
    units: tuple[UnitDraft, ...] = ()
    brands: tuple[tuple[str, str], ...] = field(default_factory=tuple)


def _regency(code: str) -> Regency:
    regency = Regency.objects.select_related("province").filter(pk=code).first()
    if regency is None:
        raise Invalid(field="regency", reason=gettext_noop("No kab/kota has this code."))
    return regency


@transaction.atomic
def facility_open(*, actor: Actor, draft: FacilityDraft) -> Facility:
    """Open a facility with its names, hours, units and brands, and its warehouse in Saleor.

    Raises NotAllowed; Invalid for an unknown kab/kota or office.
    """
    require_everywhere(actor, Act.FACILITY_OPEN)
    regency = _regency(draft.regency_code)
    office = RegionalOffice.objects.filter(slug=draft.office_slug).first()
    if office is None:
        raise Invalid(field="office", reason=gettext_noop("No regional office has this name."))
    warehouse_id = warehouse_open(
        slug=draft.slug,
        name=draft.short_name,
        street=draft.address,
        city=regency.name,
        province=regency.province.name,
        email=draft.email,
    )
    facility = Facility(
        regency=regency,
        office=office,
        warehouse_id=warehouse_id,
        **{
            name: getattr(draft, name)
            for name in [
                "slug",
                "kind",
                "klass",
                "official_name",
                "short_name",
                "place",
                "satker_code",
                "address",
                "phone",
                "whatsapp",
                "email",
                "craft_line",
                "craft_line_en",
                "story",
                "story_en",
            ]
        },
    )
    facility.full_clean(exclude=["warehouse"])
    facility.save()
    _attach(facility, draft)
    audit(actor, "facility.opened", facility, slug=facility.slug)
    return facility


def _attach(facility: Facility, draft: FacilityDraft) -> None:
    """What belongs to a new facility."""
    FacilityAlias.objects.bulk_create(
        FacilityAlias(facility=facility, name=name) for name in dict.fromkeys(draft.aliases)
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(facility=facility, weekday=day, opens=opens, closes=closes)
        for day, opens, closes in draft.hours
    )
    ProductionUnit.objects.bulk_create(
        ProductionUnit(facility=facility, **vars(unit)) for unit in draft.units
    )
    Brand.objects.bulk_create(
        Brand(facility=facility, slug=slug, name=name) for slug, name in draft.brands
    )
