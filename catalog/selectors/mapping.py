"""What reading a mapping sheet asks of the shop: names of facilities, goods that are there."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from catalog.models import Brand, Facility, ProductionUnit
from catalog.policies.scope import facilities_managed_by
from catalog.types import Actor, ListingState


class NamedFacility(NamedTuple):
    """A facility with all of its names. is_managed: in the actor's scope."""

    id: int
    slug: str
    klass: str
    short_name: str
    names: tuple[str, ...]
    office_slug: str
    place: str
    is_managed: bool


class GoodsThere(NamedTuple):
    """A variant of a listing that is there. weight_grams: None when not known; is_touched: somebody
    changed the listing after it came from a sheet, or made it otherwise."""

    listing_id: int
    facility_id: int
    product_id: int
    name: str
    state: ListingState
    is_touched: bool
    variant_id: int
    variant: str
    price: Decimal
    weight_grams: int | None
    stock: int


def facilities_named(*, actor: Actor) -> list[NamedFacility]:
    """All open facilities. Three statements."""
    managed = set(
        Facility.objects.filter(facilities_managed_by(actor)).values_list("pk", flat=True)
    )
    rows = Facility.objects.filter(is_open=True).select_related("office")
    return [
        NamedFacility(
            row.pk,
            row.slug,
            row.klass,
            row.short_name,
            (row.official_name, row.short_name, row.slug.replace("-", " "),
             *(alias.name for alias in row.aliases.all())),
            row.office.slug,
            row.place,
            row.pk in managed,
        )
        for row in rows.prefetch_related("aliases")
    ]  # fmt: skip


_THERE = """SELECT l.id, l.facility_id, l.product_id, p.name, l.state,
 EXISTS (SELECT 1 FROM catalog_auditentry a WHERE a.subject_table = 'catalog_listing'
  AND a.subject_id = l.id::text AND a.action <> ALL(%(imported)s)),
 v.id, v.name, coalesce(v.price_override_amount, p.price_amount),
 nullif(round(coalesce(v.weight, 0)::numeric)::int, 0), coalesce(s.quantity, 0)
 FROM catalog_listing l JOIN product_product p ON p.id = l.product_id
 JOIN product_productvariant v ON v.product_id = p.id
 LEFT JOIN warehouse_stock s ON s.product_variant_id = v.id
 WHERE l.facility_id = ANY(%(facilities)s) AND l.state <> 'archived' ORDER BY l.id, v.id"""

IMPORTED, UPDATED = "listing.imported", "listing.import_updated"


def goods_there(*, facility_ids: Iterable[int]) -> list[GoodsThere]:
    """Every variant of the facilities' listings, archived ones left out. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_THERE, {"facilities": list(facility_ids), "imported": [IMPORTED, UPDATED]})
        rows: list[Any] = cursor.fetchall()
    return [GoodsThere(*(*row[:4], ListingState(row[4]), *row[5:])) for row in rows]


def brands_there(*, facility_ids: Iterable[int]) -> list[tuple[int, int, str]]:
    """Facility, id and name of brands. One statement."""
    found = Brand.objects.filter(facility_id__in=list(facility_ids))
    return list(found.values_list("facility_id", "pk", "name"))


def units_there(*, facility_ids: Iterable[int]) -> list[tuple[int, int, str, str]]:
    """Facility, id, kind and name of production units. One statement."""
    found = ProductionUnit.objects.filter(facility_id__in=list(facility_ids))
    return list(found.values_list("facility_id", "pk", "kind", "name"))
