"""A facility's place in Saleor: one warehouse with its address, in the one shipping zone."""

from __future__ import annotations

from typing import Any

from saleor.account.models import Address
from saleor.shipping.models import ShippingZone
from saleor.warehouse.models import Warehouse

ZONE = "Indonesia"


def _zone() -> ShippingZone:
    """The one zone of the shop. Saleor ties a zone to a single warehouse in its API only; many
    warehouses in one country need the shared row (HOUSE H9)."""
    zone, _made = ShippingZone.objects.get_or_create(name=ZONE, defaults={"countries": "ID"})
    return zone


def warehouse_open(
    *, slug: str, name: str, street: str, city: str, province: str, email: str
) -> Any:
    """Make the warehouse of a facility; its key (UUID) comes back."""
    address = Address.objects.create(
        company_name=name,
        street_address_1=street,
        city=city,
        country="ID",
        country_area=province,
    )
    warehouse = Warehouse.objects.create(
        slug=slug, name=name, company_name=name, address=address, email=email
    )
    warehouse.shipping_zones.add(_zone())
    return warehouse.pk


def warehouse_change(warehouse_id: Any, *, name: str, street: str, email: str) -> None:
    """Let a facility's warehouse and its address follow what the facility says of itself."""
    warehouse = Warehouse.objects.get(pk=warehouse_id)
    Warehouse.objects.filter(pk=warehouse_id).update(name=name, company_name=name, email=email)
    Address.objects.filter(pk=warehouse.address_id).update(
        company_name=name, street_address_1=street
    )


def warehouse_move(warehouse_id: Any, *, name: str, city: str, province: str) -> None:
    """A facility's place has another name or lies in another kab/kota."""
    warehouse = Warehouse.objects.select_related("address").get(pk=warehouse_id)
    warehouse.name = warehouse.company_name = name
    warehouse.save(update_fields=["name", "company_name"])
    address = warehouse.address
    address.company_name, address.city, address.country_area = name, city, province
    address.save(update_fields=["company_name", "city", "country_area"])
