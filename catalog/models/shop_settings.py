"""What the central office says about the shop itself on every page for visitors."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ShopSettings(models.Model):
    """The one row; what is empty in it is as the server's environment or the shop's own words say.

    whatsapp: "+62..."; hours: when help answers; address: of the office, one line; line: what the
    shop is, below its name; notice: the announcement above every page, shown from its first to its
    last day, both included, where they are given, while it is on.
    """

    ONE = 1

    id = models.SmallIntegerField(primary_key=True, default=ONE)
    whatsapp = models.CharField(max_length=16, blank=True)
    mail = models.EmailField(blank=True)
    hours = models.CharField(max_length=80, blank=True)
    hours_en = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=200, blank=True)
    line = models.CharField(max_length=200, blank=True)
    line_en = models.CharField(max_length=200, blank=True)
    notice_is_on = models.BooleanField(default=False)
    notice = models.CharField(max_length=160, blank=True)
    notice_en = models.CharField(max_length=160, blank=True)
    notice_from = models.DateField(null=True, blank=True)
    notice_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="shop_settings_one"),
        ]

    def __str__(self) -> str:
        return "settings"
