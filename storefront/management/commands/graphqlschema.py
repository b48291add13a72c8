"""Write the GraphQL schema's text anew, or say whether the committed one is still true."""

from __future__ import annotations

import difflib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storefront.graphql.schema import schema_text

PATH = Path(__file__).resolve().parents[2] / "graphql" / "schema.graphql"
_SHOWN = 40  # lines of a difference


def difference(kept: str, made: str) -> str:
    """The first lines in which two texts differ; empty when they are equal."""
    lines = difflib.unified_diff(
        kept.splitlines(), made.splitlines(), "schema.graphql", "code", lineterm="", n=2
    )
    return "\n".join(line for line, _ in zip(lines, range(_SHOWN), strict=False))


class Command(BaseCommand):
    help = "Write storefront/graphql/schema.graphql."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail if it differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        made = schema_text()
        if not options["check"]:
            PATH.write_text(made, "utf-8")
            self.stdout.write(f"{PATH.name}: {len(made.splitlines())} lines")
            return
        kept = PATH.read_text("utf-8") if PATH.exists() else ""
        if found := difference(kept, made):
            raise CommandError(
                "schema.graphql is old. Review what changed, then run"
                f" `python3 -m storefront graphql-schema`.\n{found}"
            )
        self.stdout.write("schema.graphql is what the code makes")
