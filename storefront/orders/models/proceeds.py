"""Where what buyers paid goes: dated rules, entries, and tax."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from catalog.models import Facility
from catalog.models.history import tracked
from storefront.orders.models.orders import FacilityOrder, FacilityOrderLine
from storefront.orders.models.payments import MoneyMove
from storefront.orders.types import Share


class ShareRule(models.Model):
    """How a line's money is split from a day on; a facility's own rule before the shop's.

    Parts in hundredths of a percent, 10,000 in all. source: what it rests on; certainty: as
    DOMAIN's letters ("V", "I", "U", "D" for an example).
    """

    facility = models.ForeignKey(Facility, models.CASCADE, null=True, blank=True, related_name="+")
    in_force_from = models.DateField()
    premi = models.PositiveSmallIntegerField()
    pnbp = models.PositiveSmallIntegerField()
    capital = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    certainty = models.CharField(max_length=1)

    class Meta:
        ordering = ("facility", "in_force_from")
        constraints = [
            models.UniqueConstraint(
                "facility", "in_force_from", name="share_rule_once_a_day", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(capital=10_000 - F("premi") - F("pnbp")), name="share_rule_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.in_force_from}"


class ProceedsEntry(models.Model):
    """A part of a move of money that belongs to a facility's share; only added to.

    amount: rupiah, negative for what went back; month: the first day of its month in Jakarta; line:
    None for delivery. Entries of a move that is for goods add up to it.
    """

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    facility_order = models.ForeignKey(FacilityOrder, models.PROTECT, related_name="proceeds")
    line = models.ForeignKey(
        FacilityOrderLine, models.PROTECT, null=True, blank=True, related_name="+"
    )
    move = models.ForeignKey(MoneyMove, models.PROTECT, related_name="proceeds")
    share = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Share])
    amount = models.DecimalField(max_digits=14, decimal_places=0)
    rule = models.ForeignKey(ShareRule, models.PROTECT, null=True, blank=True, related_name="+")
    month = models.DateField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "move",
                "facility_order",
                "line",
                "share",
                name="proceeds_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(share__in=[s.value for s in Share]), name="proceeds_share_known"
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="proceeds_not_nothing"),
        ]
        indexes = [
            models.Index(
                fields=["facility", "month"], include=["share", "amount"], name="proceeds_month"
            ),
            models.Index(
                fields=["month", "facility", "share"], include=["amount"], name="proceeds_of_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share} {self.amount}"


class TaxRate(models.Model):
    """PPN from a day on. percent: of the net price, effective. source, certainty: see ShareRule."""

    in_force_from = models.DateField(unique=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    source = models.CharField(max_length=200)
    certainty = models.CharField(max_length=1)

    class Meta:
        ordering = ("in_force_from",)

    def __str__(self) -> str:
        return f"{self.percent} % from {self.in_force_from}"


class TaxpayerPeriod(models.Model):
    """That a facility is a PKP for a time. until: last day, None while it is."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=24, blank=True)

    class Meta:
        ordering = ("facility", "since")
        constraints = [
            models.UniqueConstraint(
                fields=["facility"], condition=Q(until__isnull=True), name="taxpayer_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} since {self.since}"


tracked(ShareRule, by=("facility",))
tracked(TaxRate)
tracked(TaxpayerPeriod, by=("facility",))
