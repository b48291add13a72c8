"""In a sample shop the log-in page says how to log in; nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from storefront.access.demo import DOMAIN, demo_key, demo_password
from tests.cast import cast_make
from tests.storefront.web.account.people import code_now

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("mode", "is_said"), [("demo", True), ("test", False), ("production", False)]
)
def test_who_they_are_is_said_in_a_sample_shop_alone(
    settings: Any, mode: str, is_said: bool
) -> None:
    sari = cast_make().sari
    email = f"sari{DOMAIN}"
    get_user_model().objects.filter(pk=sari.user_id).update(email=email)
    settings.MODE = mode
    page = Client().get("/masuk/").content.decode()
    for word in (email, demo_password(email), code_now(demo_key(email))):
        assert (word in page) == is_said
