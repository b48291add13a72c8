"""Examples of how proceeds are split, of PPN and who owes it, and of an account for transfers."""

from __future__ import annotations

from catalog.types import Actor
from storefront.loading.files import rows_of
from storefront.orders.services.terms import (
    ShareRuleValues,
    TaxpayerValues,
    TaxRateValues,
    share_rule_add,
    tax_rate_add,
    taxpayer_add,
)
from storefront.orders.services.transfer_accounts import AccountValues, account_add

ACTOR = Actor.system("demo")


def terms_load() -> int:
    """Load them; how many."""
    rows = rows_of("demo/terms")
    for row in rows:
        what, facility = row.pop("what"), row.pop("facility", "")
        if what == "share_rule":
            share_rule_add(actor=ACTOR, facility=facility, wanted=ShareRuleValues(**row))
        elif what == "tax_rate":
            tax_rate_add(actor=ACTOR, wanted=TaxRateValues(**row))
        else:
            taxpayer_add(actor=ACTOR, facility=facility, wanted=TaxpayerValues(**row))
    return len(rows) + _accounts_load()


def _accounts_load() -> int:
    rows = rows_of("demo/transfer_accounts")
    for place, row in enumerate(rows, start=1):
        account_add(actor=ACTOR, wanted=AccountValues(**row, position=place, is_on=True))
    return len(rows)
