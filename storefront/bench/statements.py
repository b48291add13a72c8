"""Statements of every row, counted in this process; names of things to ask for.

Run as `python -m storefront.bench.statements` with a shop's environment; writes JSON.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from catalog.models import CardRow, Facility  # noqa: E402
from catalog.saleor_adapter.kinds import kind_rows  # noqa: E402
from storefront.bench.load import Request  # noqa: E402
from storefront.bench.rows import rows_for  # noqa: E402

SAMPLE = 60


def names() -> dict[str, list[str]]:
    """Some goods, facilities that have goods, all kinds."""
    slugs = (
        CardRow.objects.filter(is_open=True).order_by("listing_id").values_list("slug", flat=True)
    )
    step = max(1, slugs.count() // SAMPLE)
    busy = CardRow.objects.order_by("facility_slug").values("facility_slug").distinct()
    return {
        "slugs": list(slugs[::step])[:SAMPLE],
        "kinds": [kind.slug for kind in kind_rows()],
        "facilities": list(
            Facility.objects.filter(slug__in=busy).order_by("pk").values_list("slug", flat=True)
        )[:SAMPLE],
    }


def statements(client: Client, request: Request) -> int:
    """How many statements one warm request runs."""
    for _warm in range(2):
        with CaptureQueriesContext(connection) as seen:
            if request.body is None:
                client.get(request.path, headers={"host": "localhost"})
            else:
                client.post(
                    request.path,
                    request.body,
                    content_type="application/json",
                    headers={"host": "localhost"},
                )
    return len(seen)


def main() -> None:
    """Count and write."""
    found = names()
    client = Client()
    counts = {row.name: statements(client, row.requests[0]) for row in rows_for(**found)}
    json.dump({"names": found, "statements": counts}, sys.stdout)


main()
