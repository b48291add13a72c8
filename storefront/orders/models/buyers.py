"""What buyers agreed to."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Consent(models.Model):
    """That somebody agreed to a text. version: the day of the text; withdrawn_at: by themselves."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    shop_order = models.ForeignKey(
        "orders.ShopOrder", models.CASCADE, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20)
    version = models.CharField(max_length=10)
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"
