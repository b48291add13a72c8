"""galleries as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class GalleriesConfig(AppConfig):
    """Pictures of goods and of the places where they are made."""

    name = "galleries"
    default_auto_field = "django.db.models.BigAutoField"
