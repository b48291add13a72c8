"""Kecamatan of one city, and addresses there, for tests."""

from __future__ import annotations

from uuid import UUID

from catalog.acting import acting
from catalog.models import Listing
from storefront.loading.districts import districts_load
from storefront.orders.rules.addresses import AddressValues
from storefront.orders.services.addresses import basket_address_set
from storefront.orders.services.baskets import basket_add
from tests.making import SYSTEM, office_make, public_listing

# Palu Barat, where Kelurahan Siranindi has this code.
WEST, SIRANINDI = "72.71.02", "94221"
ADDRESS = AddressValues(
    name="Sarifah",
    phone="0812-3456-7890",
    email="Sarifah@Contoh.ID",
    district_code=WEST,
    postal_code=SIRANINDI,
    village="Siranindi",
    street="Jl. Mawar No. 3\nRT 02/RW 05",
    courier_note="Pagar hijau di samping musala",
)


def places_make() -> None:
    """The eight kecamatan of Kota Palu."""
    office_make()
    with acting(SYSTEM):
        districts_load()


def basket_make(
    listing: Listing | None = None, *, user_id: int | None = None, address: bool = False
) -> UUID:
    """A basket with one piece; address: with ADDRESS in it."""
    listing = listing or public_listing()
    variant = listing.product.variants.all()[0]
    token = basket_add(token=None, user_id=user_id, variant_id=variant.pk, quantity=1).token
    if address:
        basket_address_set(token=token, values=ADDRESS)
    return token
