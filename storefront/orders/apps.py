"""orders as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Baskets, orders and payments."""

    name = "storefront.orders"
    label = "orders"
    default_auto_field = "django.db.models.BigAutoField"
