"""`python3 -m storefront reference-load`: regions, kinds, pages and menus."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from storefront.loading.reference import reference_load


class Command(BaseCommand):
    """Load reference data; twice changes nothing more."""

    help = "Load regions, offices, kinds of goods and papers, pages and menus."

    def handle(self, *args: object, **options: object) -> None:
        reference_load()
        self.stdout.write("reference data is loaded")
