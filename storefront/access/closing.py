"""The end of a buyer's account, by its owner: closed, and what is kept of them taken away."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.audit import audit
from catalog.errors import NotAllowed
from catalog.models import Membership, OutboxRow
from storefront.access.models import RecoveryCodes, SignUp
from storefront.access.sessions import sessions_end
from storefront.orders.acting import SHOP, as_shop
from storefront.orders.services.forgetting import buyer_forget, person_forget

# Nobody has it: reserved by RFC 2606.
_NOWHERE = "closed-{key}@lapak.invalid"


def can_close(user_id: int) -> bool:
    """Whether an account is a buyer's alone. Who holds or held a role is named in what they did
    there; a central officer closes such an account."""
    with as_shop():
        return not Membership.objects.filter(user_id=user_id).exists()


@transaction.atomic
def buyer_close(*, user_id: int) -> None:
    """Close a buyer's account and forget its owner. The row stays, with nothing in it: orders and
    acts point there. Done twice, nothing happens.

    Raises NotAllowed (the account holds or held a role), Blocked (an order is still open).
    """
    user = get_user_model().objects.select_for_update().get(pk=user_id)
    if not user.is_active:
        return
    if not can_close(user_id):
        raise NotAllowed
    with as_shop():
        buyer_forget(user_id=user_id)
        told = Q(arguments__email=user.email) | Q(arguments__user_id=user_id)
        OutboxRow.objects.filter(told).delete()
        SignUp.objects.filter(email=user.email).delete()
        for rows in (TOTPDevice.objects, RecoveryCodes.objects):
            rows.filter(user_id=user_id).delete()
        sessions_end(user_id)
        user.email, user.first_name, user.last_name = _NOWHERE.format(key=user_id), "", ""
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["email", "first_name", "last_name", "is_active", "password"])
        audit(SHOP, "account.closed", user)
        person_forget(user_id=user_id)
