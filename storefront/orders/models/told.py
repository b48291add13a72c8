"""Mails of orders that were or are to be sent, and guesses at orders' second keys."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from storefront.orders.models.orders import ShopOrder


class OrderMail(models.Model):
    """One mail to one reader: a person who works here, or, without one, the buyer.

    kind: `services.mails.MailKind`; part: key of a facility order, 0 for none; about: key of what
    it tells, 0 for none. Sent while the row is locked and marked with it, so that no two workers
    send it.
    """

    shop_order = models.ForeignKey(ShopOrder, models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=16)
    part = models.BigIntegerField(default=0)
    about = models.BigIntegerField(default=0)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                "shop_order",
                "kind",
                "part",
                "about",
                "user",
                name="order_mail_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.shop_order_id}"


class KeyGuess(models.Model):
    """Wrong second keys within a while. what: a keyed hash of an address of the network, an
    order's number or its address; nothing that was typed is kept."""

    what = models.CharField(max_length=64, primary_key=True)
    begun_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["begun_at"], name="key_guess_begun")]

    def __str__(self) -> str:
        return f"{self.failures} since {self.begun_at}"
