"""/healthz."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from storefront.health import healthz


@pytest.mark.django_db
def test_a_shop_that_serves_says_so(rf: RequestFactory) -> None:
    answer = healthz(rf.get("/healthz"))
    assert answer.status_code == 200
    assert json.loads(answer.content) == {"status": "ok", "database": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_a_shop_without_its_database_says_503_and_no_more(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable() -> None:
        raise OperationalError("connection to /secret/folder failed")

    monkeypatch.setattr(connection, "cursor", unreachable)
    answer = healthz(rf.get("/healthz"))
    assert answer.status_code == 503
    assert b"secret" not in answer.content


def test_it_is_only_read(rf: RequestFactory) -> None:
    assert healthz(rf.post("/healthz")).status_code == 405
