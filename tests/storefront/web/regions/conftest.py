"""The cast, and browsers of those who decide."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast, cast_make, client_of


@pytest.fixture
def cast() -> Cast:
    return cast_make()


@pytest.fixture
def officer(cast: Cast) -> Client:
    return client_of(cast.regional_officer)


@pytest.fixture
def auditor(cast: Cast) -> Client:
    return client_of(cast.auditor)
