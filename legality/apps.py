"""legality as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class LegalityConfig(AppConfig):
    """Certificates, rules and clearances."""

    name = "legality"
    default_auto_field = "django.db.models.BigAutoField"
