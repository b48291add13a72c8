"""What all tests of buyers' pages share."""

from __future__ import annotations

import pytest

from storefront.web.buying.frame import limits_forget


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    limits_forget()
