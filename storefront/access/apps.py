"""storefront.access as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Log-in, sessions, invitations and tokens; tables are named access_*."""

    name = "storefront.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
