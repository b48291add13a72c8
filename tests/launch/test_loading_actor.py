"""What `prepare` loads it loads as the shop itself: the history knows who brought it."""

from __future__ import annotations

import pytest

from catalog.acting import Acting, present
from storefront.launch import prepare


def test_reference_and_demo_rows_are_brought_by_the_shop(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Acting | None] = []
    monkeypatch.setattr(prepare, "call_command", lambda *_args, **_given: found.append(present()))
    prepare._load("Reference", "referenceload")
    (who,) = found
    assert who is not None
    assert (who.actor.role.value, who.actor.name) == ("system", "referenceload")
    assert present() is None
