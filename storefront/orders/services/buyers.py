"""What buyers with an account decide about what is kept of them."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from catalog.audit import audit_entry
from catalog.errors import NotAllowed, NotFound
from storefront.orders.acting import SHOP, as_shop
from storefront.orders.consents import CONSENT_ADDRESSES, TEXT_VERSION
from storefront.orders.models import Consent, ShopOrder
from storefront.orders.saleor_adapter import addresses as rows


def consent_give(*, user_id: int, kind: str, version: str = TEXT_VERSION) -> None:
    """Keep that somebody agreed to a text; once, until they withdraw it or the text is another."""
    with as_shop(), transaction.atomic():
        there = Consent.objects.filter(user_id=user_id, kind=kind, version=version)
        if not there.filter(withdrawn_at=None).exists():
            Consent.objects.create(user_id=user_id, kind=kind, version=version)


def consent_withdraw(*, user_id: int, consent_id: int) -> None:
    """Take an agreement back, and do what follows: the address book is emptied.

    Done twice, nothing happens. Raises NotFound (another's), NotAllowed (what the account itself
    stands on ends with the account).
    """
    with as_shop(), transaction.atomic():
        found = Consent.objects.select_for_update().filter(user_id=user_id, pk=consent_id).first()
        if found is None:
            raise NotFound
        if found.kind != CONSENT_ADDRESSES:
            raise NotAllowed
        if found.withdrawn_at is None:
            now = timezone.now()
            same = Consent.objects.filter(user_id=user_id, kind=found.kind, withdrawn_at=None)
            same.update(withdrawn_at=now)
            keys, _default = rows.book_keys(user_id, lock=True)
            rows.addresses_remove(keys)
            audit_entry(SHOP, "consent.withdrawn", "account_user", user_id, {}).save()


def guest_orders_take(*, user_id: int, email: str) -> int:
    """Let orders that were placed without an account, with an e-mail that is proven to be the
    account's, be the account's; how many."""
    with as_shop(), transaction.atomic():
        guests = ShopOrder.objects.filter(user=None, email=email, forgotten_at=None)
        return guests.update(user_id=user_id)
