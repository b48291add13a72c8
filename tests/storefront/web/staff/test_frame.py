"""Who comes into the staff portal, and who does not."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import cast_make, client_of, person_make

pytestmark = pytest.mark.django_db


def test_people_with_a_role_come_in_and_others_find_nothing() -> None:
    for name, actor in cast_make().everybody().items():
        answer = client_of(actor).get("/petugas/")
        if name == "anonymous":
            assert answer["Location"] == "/masuk/?next=/petugas/"
        else:
            assert answer.status_code == 200, name
            assert answer["Cache-Control"] == "private, no-store"


def test_without_a_second_factor_one_is_set_up_first() -> None:
    client = Client()
    user = get_user_model().objects.get(pk=cast_make().sari.user_id)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/petugas/")["Location"] == "/akun/pengaman/pasang/"


def test_a_person_without_any_role_finds_nothing() -> None:
    user = person_make()
    client = client_of(cast_make().sari)
    assert client.get("/en/petugas/").status_code == 200
    client.logout()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/petugas/").status_code == 404


def test_who_is_with_a_board_is_told_so_and_led_on() -> None:
    page = client_of(cast_make().board_viewer).get("/petugas/").content.decode()
    assert "Peran Anda bukan di lapas atau rutan." in page
    assert 'href="/petugas/orang/"' in page
