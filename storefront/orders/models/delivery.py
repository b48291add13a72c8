"""Delivery: couriers, what they charge from where to where, and what each facility offers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from catalog.models import Facility, Listing
from catalog.models.history import tracked
from catalog.types import Delivery


class Courier(models.Model):
    """A carrier.

    divisor: cubic centimetres that count as a kilogram; round_up_from: grams over a full kilogram
    from which the next one is charged; tracking_url: with "{number}", "" when there is none.
    """

    code = models.SlugField(max_length=20, primary_key=True)
    name = models.CharField(max_length=60)
    divisor = models.PositiveIntegerField(default=6000)
    round_up_from = models.PositiveSmallIntegerField(default=300)
    tracking_url = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "code")
        constraints = [
            models.CheckConstraint(condition=Q(divisor__gte=1), name="courier_divisor_counts"),
            models.CheckConstraint(
                condition=Q(round_up_from__range=(1, 1000)), name="courier_rounds_within_a_kilogram"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CourierService(models.Model):
    """A service of a carrier ("jne-reg"). most_grams: the heaviest parcel, None for any."""

    code = models.SlugField(max_length=30, primary_key=True)
    courier = models.ForeignKey(Courier, models.PROTECT, related_name="services")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    most_grams = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "code")

    def __str__(self) -> str:
        return self.code


class ShippingRate(models.Model):
    """What a service charges from a place to a place; the closest pair of places counts.

    origin, destination: codes of Kemendagri of a kab/kota ("72.71") or a province ("72"), "" for
    anywhere. first_kg, next_kg: rupiah. days: working days on the way.
    """

    service = models.ForeignKey(CourierService, models.CASCADE, related_name="rates")
    origin = models.CharField(max_length=5, blank=True)
    destination = models.CharField(max_length=5, blank=True)
    first_kg = models.DecimalField(max_digits=12, decimal_places=0)
    next_kg = models.DecimalField(max_digits=12, decimal_places=0)
    days_min = models.PositiveSmallIntegerField()
    days_max = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("service", "origin", "destination", name="rate_once"),
            models.CheckConstraint(
                condition=Q(first_kg__gte=0) & Q(next_kg__gte=0), name="rate_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(days_max__gte=models.F("days_min")), name="rate_days_in_order"
            ),
        ]
        indexes = [models.Index(fields=["destination", "origin"], name="rate_places")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.origin}>{self.destination}"


class FacilityDelivery(models.Model):
    """What a facility offers and promises.

    pickup_discount: percent off its goods when they are fetched; pays_at_pickup: whether buyers may
    pay then; accept_hours: within which it accepts an order; handling_days: working days to pack
    what is in stock; without: codes of services it does not use; local_note: where and how its
    local courier goes.
    """

    facility = models.OneToOneField(
        Facility, models.CASCADE, primary_key=True, related_name="delivery_offer"
    )
    offers_courier = models.BooleanField(default=True)
    offers_pickup = models.BooleanField(default=True)
    pickup_discount = models.PositiveSmallIntegerField(default=0)
    pays_at_pickup = models.BooleanField(default=False)
    offers_local = models.BooleanField(default=False)
    local_note = models.CharField(max_length=200, blank=True)
    local_note_en = models.CharField(max_length=200, blank=True)
    accept_hours = models.PositiveSmallIntegerField(default=48)
    handling_days = models.PositiveSmallIntegerField(default=2)
    without = ArrayField(models.CharField(max_length=30), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pickup_discount__lte=50), name="offer_discount_at_most_half"
            ),
            models.CheckConstraint(
                condition=Q(accept_hours__range=(1, 240)), name="offer_accepts_in_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.facility_id)


class KindDelivery(models.Model):
    """How goods of a kind may leave, stricter than the listing says.

    way: as `catalog.types.Delivery`; within_province: whether they may not cross into another one;
    crosses_with: kind of paper (NKV) whose level lets goods cross, and then only goods that such a
    paper covers are bound, "" for all goods of the kind; reason: what buyers are told.
    """

    kind = models.OneToOneField(
        "product.Category", models.CASCADE, primary_key=True, related_name="+"
    )
    way = models.CharField(
        max_length=14, choices=[(d.value, d.value) for d in Delivery], default="parcel"
    )
    within_province = models.BooleanField(default=False)
    crosses_with = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    reason_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=[d.value for d in Delivery]), name="kind_delivery_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.kind_id)


class PackedSize(models.Model):
    """A listing's pack in centimetres; without it the weight alone counts."""

    listing = models.OneToOneField(
        Listing, models.CASCADE, primary_key=True, related_name="packed_size"
    )
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    length = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(length__range=(1, 400))
                & Q(width__range=(1, 400))
                & Q(height__range=(1, 400)),
                name="packed_size_fits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.length} x {self.width} x {self.height}"


for _model in (Courier, CourierService, FacilityDelivery, KindDelivery, PackedSize):
    tracked(_model)
