"""Baskets: what a checkout of Saleor's does not know of its lines, and where it goes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from catalog.models import District, Facility
from storefront.orders.types import DeliveryKind


class BasketLine(models.Model):
    """What the buyer was shown of a line when it was added or last accepted. unit_price: rupiah."""

    line = models.OneToOneField(
        "checkout.CheckoutLine", models.CASCADE, primary_key=True, related_name="seen"
    )
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    unit_price = models.DecimalField(max_digits=12, decimal_places=0)
    added_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.line_id)


class BasketDelivery(models.Model):
    """How a facility's part of a basket is to be delivered. service: of a courier, "" otherwise."""

    checkout = models.ForeignKey("checkout.Checkout", models.CASCADE, related_name="deliveries")
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in DeliveryKind])
    service = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("checkout", "facility", name="basket_delivery_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in DeliveryKind]),
                name="basket_delivery_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facility_id} {self.kind} {self.service}"


class BasketBuyer(models.Model):
    """Who a basket is for and how they are reached.

    phone: "+62..."; the address proper is the checkout's shipping address; method: code of the
    payment provider and way chosen ("midtrans:qris"), "" until it is.
    """

    checkout = models.OneToOneField(
        "checkout.Checkout", models.CASCADE, primary_key=True, related_name="buyer"
    )
    phone = models.CharField(max_length=16, blank=True)
    language = models.CharField(max_length=5, default="id")
    method = models.CharField(max_length=40, blank=True)
    consent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.checkout_id)


class AddressPlace(models.Model):
    """What an Indonesian address has beside Saleor's fields.

    The address keeps name (first_name), street with RT/RW (street_address_1), kab/kota (city),
    kecamatan (city_area), province (country_area), postal code and phone in words.
    """

    address = models.OneToOneField(
        "account.Address", models.CASCADE, primary_key=True, related_name="place"
    )
    district = models.ForeignKey(District, models.PROTECT, related_name="+")
    village = models.CharField(max_length=80, blank=True)
    courier_note = models.CharField(max_length=140, blank=True)

    def __str__(self) -> str:
        return str(self.district_id)
