"""What a worker does before its first request."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from storefront.launch import webserver


def test_without_a_database_a_worker_starts_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []

    def refuses(_on: object) -> object:
        raise OperationalError("nobody answers")

    class Connection:
        def close(self) -> None:
            closed.append(True)

    monkeypatch.setattr(webserver, "index_now", refuses)
    monkeypatch.setattr(webserver, "connection", Connection())
    webserver._count_ahead()
    assert closed == [True]
