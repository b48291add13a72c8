"""What an account itself keeps of its owner, for their own reading."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model

from catalog.models import AuditEntry
from storefront.access.factors import factor_state
from storefront.access.sessions import sessions_of


def account_kept(user_id: int) -> dict[str, Any]:
    """Account, log-ins, and acts about it, as values that JSON can hold. Five statements."""
    user = get_user_model().objects.get(pk=user_id)
    factor = factor_state(user_id)
    acts = AuditEntry.objects.filter(subject_table="account_user", subject_id=str(user_id))
    return {
        "account": {
            "email": user.email,
            "name": f"{user.first_name} {user.last_name}".strip(),
            "since": user.date_joined,
            "last_login": user.last_login,
            "second_factor_since": factor.since,
        },
        "log_ins": [
            {
                "browser": one.agent,
                "address": one.address,
                "since": one.begun_at,
                "last_used": one.seen_at,
            }
            for one in sessions_of(user_id, None)
        ],
        "acts": list(acts.order_by("pk").values("at", "action", "address")),
    }
