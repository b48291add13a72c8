"""catalog as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Facilities, listings and the read model."""

    name = "catalog"
    default_auto_field = "django.db.models.BigAutoField"
