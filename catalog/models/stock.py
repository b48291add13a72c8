"""The ledger of stock: every change of every balance, with its reason; and forms sent once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.models.facilities import Facility
from catalog.types import StockReason


class StockMove(models.Model):
    """One change of what a facility has of a variant.

    Triggers of the database write it whenever a stock row of Saleor's changes, whoever changes it:
    the sum of a variant's changes is its stock, always. `app` may only read it. change: pieces,
    never 0 but at the opening; balance: pieces after it; reason: `other` when the writer said none;
    variant: stays when Saleor's row is deleted; user: None for commands and jobs.
    """

    variant = models.ForeignKey(
        "product.ProductVariant", models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    sku = models.CharField(max_length=255)
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=12, choices=[(r.value, r.value) for r in StockReason])
    change = models.IntegerField()
    balance = models.IntegerField()
    note = models.CharField(max_length=200, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=[r.value for r in StockReason]),
                name="stock_move_reason_known",
            )
        ]
        indexes = [
            models.Index(fields=["variant", "-id"], name="stock_move_variant"),
            models.Index(fields=["facility", "-id"], name="stock_move_facility"),
            models.Index(
                fields=["facility", "at"], include=["reason", "change"], name="stock_move_month"
            ),
            models.Index(fields=["facility", "user", "-id"], name="stock_move_person"),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.change:+}"


class StockSave(models.Model):
    """One form of prices and stocks that was taken, so that it is taken once and can be undone.

    Only added to. key: SHA-256 of the form's key with what it said: the same form sent again is the
    same save; changes: what it changed, as `catalog.services.price_table.Changed` packs it; reason:
    of its stocks, a StockReason; undoes: the save that this one took back.
    """

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    key = models.BinaryField(max_length=32, unique=True)
    changes = models.JSONField()
    reason = models.CharField(max_length=12)
    note = models.CharField(max_length=200, blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=["facility", "-id"], name="stock_save_facility")]

    def __str__(self) -> str:
        return f"{self.actor_name} {self.pk}"
