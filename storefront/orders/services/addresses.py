"""Where goods go: the address of a basket, and the address book of an account."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from catalog.errors import Blocked, NotFound
from storefront.orders.acting import as_shop
from storefront.orders.errors import Invalids
from storefront.orders.models import AddressPlace
from storefront.orders.rules.addresses import (
    AddressValues,
    address_plain,
    address_wrong,
    email_wrong,
)
from storefront.orders.saleor_adapter import addresses as rows
from storefront.orders.saleor_adapter.basket_writes import (
    WrittenAddress,
    checkout_address_write,
)
from storefront.orders.selectors.addresses import DistrictShown, district_shown

MOST_IN_BOOK = 20

__all__ = [
    "MOST_IN_BOOK",
    "AddressValues",
    "basket_address_checked",
    "basket_address_set",
    "basket_email_set",
    "book_add",
    "book_change",
    "book_default",
    "book_remove",
    "email_checked",
]


def basket_address_set(*, token: UUID, values: AddressValues) -> None:
    """Write where a basket goes. Done twice, nothing changes.

    Raises NotFound (no such basket), Invalids (by field).
    """
    plain, written = basket_address_checked(values)
    with as_shop():
        if not checkout_address_write(token, written, plain.email):
            raise NotFound


def basket_address_checked(values: AddressValues) -> tuple[AddressValues, WrittenAddress]:
    """An address as a basket keeps it. Raises Invalids (by field)."""
    plain, district = _checked(values)
    written = WrittenAddress(
        fields=_fields(plain, district),
        district_code=plain.district_code,
        village=plain.village,
        courier_note=plain.courier_note,
        phone=plain.phone,
    )
    return plain, written


def basket_email_set(*, token: UUID, email: str) -> None:
    """Write whom mails go to, nobody for "", before or after it is known where the goods go.

    Raises NotFound (no such basket), Invalids (field "email").
    """
    plain = email_checked(email)
    with as_shop(), transaction.atomic():
        if not rows.checkout_email_write(token, plain):
            raise NotFound


def email_checked(email: str) -> str:
    """An e-mail as a basket keeps it. Raises Invalids."""
    plain = email.strip().lower()
    wrong = email_wrong(plain)
    if wrong:
        raise Invalids({"email": wrong})
    return plain


# --- The address book. Every one of these gives NotFound for another's address.


def book_add(*, user_id: int, values: AddressValues) -> int:
    """Add an address; its key. The first is the default; one that is there already is not added
    again. Raises Invalids, Blocked (the book is full)."""
    plain, district = _checked(values)
    with as_shop(), transaction.atomic():
        keys, default = rows.book_keys(user_id, lock=True)
        again = _same(keys, plain)
        if again is not None:
            return again
        if len(keys) >= MOST_IN_BOOK:
            raise Blocked(reasons=gettext_noop("The address book is full. Remove one first."))
        key = rows.address_write(None, _fields(plain, district))
        _place_write(key, plain)
        rows.book_add(user_id, key)
        if default is None:
            rows.book_default(user_id, key)
        return key


def book_change(*, user_id: int, address_id: int, values: AddressValues) -> None:
    """Change an address of one's own. Raises NotFound, Invalids."""
    with as_shop(), transaction.atomic():
        _own(user_id, address_id)
        plain, district = _checked(values)
        rows.address_write(address_id, _fields(plain, district))
        _place_write(address_id, plain)


def book_remove(*, user_id: int, address_id: int) -> None:
    """Take an address away; when it was the default, the oldest one left is. Raises NotFound."""
    with as_shop(), transaction.atomic():
        keys, default = _own(user_id, address_id)
        rows.addresses_remove([address_id])
        left = [key for key in keys if key != address_id]
        if default == address_id:
            rows.book_default(user_id, left[0] if left else None)


def book_default(*, user_id: int, address_id: int) -> None:
    """Let an address be the one that is filled in at the checkout. Raises NotFound."""
    with as_shop(), transaction.atomic():
        _own(user_id, address_id)
        rows.book_default(user_id, address_id)


def _own(user_id: int, address_id: int) -> tuple[list[int], int | None]:
    keys, default = rows.book_keys(user_id, lock=True)
    if address_id not in keys:
        raise NotFound
    return keys, default


def _same(keys: list[int], plain: AddressValues) -> int | None:
    """The address of a book that says the same already."""
    found = AddressPlace.objects.filter(
        pk__in=keys,
        district_id=plain.district_code,
        village=plain.village,
        address__first_name=plain.name,
        address__phone=plain.phone,
        address__street_address_1=plain.street,
    )
    return found.values_list("pk", flat=True).first()


def _checked(values: AddressValues) -> tuple[AddressValues, DistrictShown]:
    """As it is kept, with its kecamatan. Raises Invalids."""
    plain = address_plain(values)
    district = district_shown(plain.district_code)
    wrong = address_wrong(plain, district.postal_codes if district else None)
    if wrong or district is None:
        raise Invalids(wrong)
    return plain, district


def _fields(plain: AddressValues, district: DistrictShown) -> dict[str, str]:
    """Saleor's fields; see AddressPlace."""
    return {
        "first_name": plain.name,
        "street_address_1": plain.street,
        "city": district.regency,
        "city_area": district.name,
        "country_area": district.province,
        "postal_code": plain.postal_code or district.postal_codes[0],
        "phone": plain.phone,
    }


def _place_write(key: int, plain: AddressValues) -> None:
    row = AddressPlace(
        address_id=key,
        district_id=plain.district_code,
        village=plain.village,
        courier_note=plain.courier_note,
    )
    AddressPlace.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["address"],
        update_fields=["district", "village", "courier_note"],
    )
