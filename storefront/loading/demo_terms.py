"""Examples of how proceeds are split, the rate of PPN, and one facility that owes it."""

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
    return len(rows)
