"""`python3 -m storefront demo-load`: the demo shop, into an empty one."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from storefront.loading.demo import demo_load, demo_numbers


class Command(BaseCommand):
    """Load the demo shop unless something is here already."""

    help = "Load the demo shop's facilities, goods, papers and albums into an empty shop."

    def handle(self, *args: object, **options: object) -> None:
        loaded = demo_load(say=lambda line: self.stdout.write(f"  {line}"))
        facilities, cards = demo_numbers()
        word = "loaded" if loaded else "already here"
        self.stdout.write(f"demo shop {word}: {facilities} facilities, {cards} public listings")
