"""The selling application as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class StorefrontConfig(AppConfig):
    """Last of our apps, so that everything is loaded when the host's behavior is mended."""

    name = "storefront"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from storefront.compat.saleor_patches import apply_patches

        apply_patches()
        # every process knows every job: the outbox names them, whoever sweeps it
        import catalog.tasks
        import galleries.tasks
        import legality.tasks
        import storefront.access.tasks
        import storefront.checks
        import storefront.notices.tasks
        import storefront.orders.tasks

        self.jobs = (
            *(catalog.tasks, galleries.tasks, legality.tasks),
            *(storefront.access.tasks, storefront.notices.tasks, storefront.orders.tasks),
        )
        self.checks = storefront.checks
