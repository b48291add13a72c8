"""A rule of shares, a rate of PPN and a PKP, for tests."""

from __future__ import annotations

from storefront.orders.models import ShareRule, TaxpayerPeriod, TaxRate


def terms_make(facility_id: int) -> tuple[int, int, int]:
    """Keys of a facility's rule, of a rate, and of its time as PKP; made once."""
    given = {"premi": 5000, "pnbp": 1500, "capital": 3500, "source": "test", "certainty": "D"}
    rule, _made = ShareRule.objects.get_or_create(
        facility_id=facility_id, in_force_from="2030-01-01", defaults=given
    )
    rate, _made = TaxRate.objects.get_or_create(
        in_force_from="2030-01-01", defaults={"percent": 11, "source": "test", "certainty": "V"}
    )
    period, _made = TaxpayerPeriod.objects.get_or_create(
        facility_id=facility_id, since="2030-01-01"
    )
    return rule.pk, rate.pk, period.pk
