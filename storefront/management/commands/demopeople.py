"""`python3 -m storefront demo-people`: the sample people, into a sample shop."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from storefront.access.demo import is_demo
from storefront.loading.demo_people import demo_people_load


class Command(BaseCommand):
    """Make the sample people anew as the log-in page shows them."""

    help = "Make the sample shop's people: missing ones, and passwords that somebody changed."

    def handle(self, *args: object, **options: object) -> None:
        if not is_demo():
            raise CommandError("sample people are for a sample shop (LAPAK_MODE=demo) alone.")
        self.stdout.write(f"{demo_people_load()} sample people")
