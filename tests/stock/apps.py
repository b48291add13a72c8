"""Stock Saleor's shims as a Django app."""

from __future__ import annotations

import warnings
from importlib import import_module

from django.apps import AppConfig


class StockConfig(AppConfig):
    """Last of the apps; it puts Saleor's GraphQL schema right before anything builds it."""

    name = "tests.stock"
    label = "stock"

    def ready(self) -> None:
        """Imported here: the shims import models, and types written for an older graphene."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PendingDeprecationWarning)
            import_module("tests.stock.shims").apply_shims()
