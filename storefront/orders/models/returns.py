"""Requests to send goods back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.models import Facility
from catalog.models.history import tracked
from storefront.orders.models.orders import FacilityOrder, FacilityOrderLine
from storefront.orders.models.payments import Refund
from storefront.orders.types import ReturnState


class ReturnRequest(models.Model):
    """What a buyer wishes to send back and why. note: what the buyer is told of the decision."""

    facility_order = models.ForeignKey(FacilityOrder, models.PROTECT, related_name="returns")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    reason = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in ReturnState], default="asked"
    )
    note = models.TextField(blank=True)
    refund = models.OneToOneField(
        Refund, models.PROTECT, null=True, blank=True, related_name="return_request"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["facility_order"], condition=Q(state="asked"), name="return_waits_once"
            )
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="return_queue", condition=Q(state="asked"))
        ]

    def __str__(self) -> str:
        return f"{self.facility_order_id} {self.state}"


class ReturnLine(models.Model):
    """How many pieces of a line."""

    request = models.ForeignKey(ReturnRequest, models.CASCADE, related_name="lines")
    line = models.ForeignKey(FacilityOrderLine, models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("request", "line", name="return_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="return_line_has_pieces"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.line_id}"


class ReturnPhoto(models.Model):
    """A picture of what is wrong. key: in private storage."""

    request = models.ForeignKey(ReturnRequest, models.CASCADE, related_name="photos")
    key = models.CharField(max_length=80, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.key


tracked(ReturnRequest, by=("facility_order",))
