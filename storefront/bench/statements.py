"""Statements of every row, counted in this process.

Run as `python -m storefront.bench.statements` with a shop's environment and rows as JSON on
standard input (name and requests); a number by name comes back as JSON.
"""

from __future__ import annotations

import json
import sys

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storefront.bench.gateway import Application, application, status_of
from storefront.bench.wire import Request


def statements(shop: Application, requests: list[Request]) -> int:
    """How many statements a warm request runs: the most that one of the first three takes."""
    most = 0
    for request in requests[:3]:
        status_of(shop, request)
        with CaptureQueriesContext(connection) as seen:
            status_of(shop, request)
        most = max(most, len(seen))
    return most


def main() -> None:
    """Count and write."""
    django.setup()
    shop = application()
    rows = json.load(sys.stdin)
    counts = {
        name: statements(shop, [Request(*request) for request in requests])
        for name, requests in rows.items()
    }
    json.dump(counts, sys.stdout)


if __name__ == "__main__":
    main()
