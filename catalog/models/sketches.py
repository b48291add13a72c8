"""What people type before it is sent: nothing of it is lost, nobody else sees it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from catalog.models.facilities import Facility
from catalog.models.listings import Listing


class Sketch(models.Model):
    """One form being filled in by one person.

    key: made with the form, so that a form sent twice is known again; listing: the one that the
    form changes, or that was made of it, None before that; data: the fields as typed; done_at: when
    the form did what it was for, None until then.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    listing = models.ForeignKey(Listing, models.CASCADE, null=True, related_name="+")
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-saved_at",)
        indexes = [
            models.Index(
                fields=["user", "facility", "-saved_at"],
                name="sketch_of_person",
                condition=models.Q(done_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.key)
