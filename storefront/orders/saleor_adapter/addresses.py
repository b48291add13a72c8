"""Saleor's addresses: of a checkout, and of an account's book."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from saleor.account.models import Address, User
from saleor.checkout.models import Checkout


def checkout_email_write(token: UUID, email: str) -> bool:
    """Write whom a checkout's mails go to; whether there is such a checkout. One statement."""
    return bool(Checkout.objects.filter(pk=token).update(email=email, last_change=timezone.now()))


def address_write(key: int | None, fields: Mapping[str, str]) -> int:
    """Change a row, or make one; its key."""
    if key is None:
        return int(Address.objects.create(country="ID", **fields).pk)
    Address.objects.filter(pk=key).update(**fields)
    return key


def book_keys(user_id: int, *, lock: bool = False) -> tuple[list[int], int | None]:
    """The keys of an account's addresses, oldest first, and which is the default. lock: the
    account's row, so that two who change its book wait for each other."""
    users = User.objects.select_for_update(of=("self",)) if lock else User.objects
    user = users.only("default_shipping_address").get(pk=user_id)
    keys = user.addresses.order_by("pk").values_list("pk", flat=True)
    return list(keys), user.default_shipping_address_id


def book_add(user_id: int, key: int) -> None:
    """Put an address into an account's book."""
    User(pk=user_id).addresses.add(key)


def book_default(user_id: int, key: int | None) -> None:
    """Let an address of the book be the one that is taken first."""
    User.objects.filter(pk=user_id).update(default_shipping_address_id=key)


def addresses_remove(keys: list[int]) -> int:
    """Take rows away, wherever they are named; how many."""
    return int(Address.objects.filter(pk__in=keys).delete()[0])
