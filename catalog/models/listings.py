"""Listings: one Saleor product bound to one facility, with our state."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from catalog.models.brands import Brand
from catalog.models.facilities import Facility, ProductionUnit
from catalog.types import Delivery, ListingState


class Listing(models.Model):
    """What is for sale, by one facility.

    name, prices, variants, kind and stock are Saleor's. lead_time_days: working days for goods
    made after they are ordered; buyer_limit: most that one buyer may take; net_weight_grams:
    without the pack; cleared_until: last legal date of the clearance in force, None when it has
    no end; the texts are what the page's details show.
    """

    product = models.OneToOneField("product.Product", models.PROTECT, related_name="+")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="listings")
    unit = models.ForeignKey(ProductionUnit, models.SET_NULL, null=True, blank=True)
    brand = models.ForeignKey(Brand, models.SET_NULL, null=True, blank=True)
    slug = models.SlugField(max_length=120, unique=True)
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in ListingState],
        default="draft",
    )
    delivery = models.CharField(
        max_length=14, choices=[(d.value, d.value) for d in Delivery], default="parcel"
    )
    lead_time_days = models.PositiveSmallIntegerField(null=True, blank=True)
    buyer_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    net_weight_grams = models.PositiveIntegerField(null=True, blank=True)
    best_before_days = models.PositiveSmallIntegerField(null=True, blank=True)
    is_not_halal = models.BooleanField(default=False)
    size = models.CharField(max_length=120, blank=True)
    size_en = models.CharField(max_length=120, blank=True)
    composition = models.TextField(blank=True)
    composition_en = models.TextField(blank=True)
    allergens = models.CharField(max_length=200, blank=True)
    allergens_en = models.CharField(max_length=200, blank=True)
    storage = models.CharField(max_length=300, blank=True)
    storage_en = models.CharField(max_length=300, blank=True)
    care = models.CharField(max_length=300, blank=True)
    care_en = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    cleared_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ListingState]),
                name="listing_state_known",
            ),
            models.CheckConstraint(
                condition=Q(delivery__in=[d.value for d in Delivery]),
                name="listing_delivery_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="listing_published_has_a_time",
            ),
            # what Flagship's own foreign key points at, so that its facility is the listing's
            models.UniqueConstraint("id", "facility", name="listing_with_facility"),
        ]

    def __str__(self) -> str:
        return self.slug


class FormerAddress(models.Model):
    """An address a listing had; it redirects to the present one."""

    slug = models.SlugField(max_length=120, unique=True)
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="former_addresses")

    def __str__(self) -> str:
        return self.slug


class Flagship(models.Model):
    """A listing that a facility puts forward for a time.

    period: legal dates, first day included and last day excluded. At most two are in force in a
    facility on any day: each takes one of two slots, and no two periods of one slot overlap.
    """

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="flagships")
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    slot = models.PositiveSmallIntegerField()
    period = DateRangeField()
    set_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(slot__in=(1, 2)), name="flagship_two_slots"),
            models.CheckConstraint(
                condition=Q(period__isempty=False)
                & Q(period__lower_inf=False)
                & Q(period__upper_inf=False),
                name="flagship_period_has_days",
            ),
            ExclusionConstraint(
                name="flagship_at_most_two_a_facility",
                expressions=[
                    ("facility", RangeOperators.EQUAL),
                    ("slot", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="flagship_a_listing_once_a_day",
                expressions=[
                    ("listing", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.period}"
