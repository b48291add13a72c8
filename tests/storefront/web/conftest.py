"""Pages that start without what earlier tests left in the process."""

from __future__ import annotations

import pytest

from catalog.kept import forget_all


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Names, counts and numbers of the whole shop are kept for some seconds."""
    forget_all()
