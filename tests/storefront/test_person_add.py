"""The first people of a shop, and the sample people of a sample one."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.models import Membership, Partner, RegionalOffice
from catalog.services.outbox import outbox_sweep
from catalog.types import Actor, Role
from storefront import checks
from storefront.access.demo import demo_password, demo_people
from storefront.access.models import Invitation
from storefront.loading.demo_people import demo_people_load
from storefront.loading.files import rows_of
from tests.cast import person_make
from tests.conftest import serving_role
from tests.making import facility_make

pytestmark = pytest.mark.django_db

MAIL = "kepala@pusat.go.id"
LONG = "q8Zr2" * 12


def person_add(*words: str) -> str:
    said = io.StringIO()
    call_command("personadd", *words, stdout=said, stderr=io.StringIO())
    return said.getvalue().strip()


def taken(link: str) -> Client:
    """A browser in which the invitation was accepted."""
    client = Client()
    path = "/" + link.split("/", 3)[3]
    answer = client.post(path, {"name": "Kepala Pusat", "password": "gunung-berapi-tidur-7"})
    assert answer["Location"] == "/akun/pengaman/pasang/"
    return client


def test_the_first_central_officer_comes_by_a_link(settings: Any) -> None:
    settings.PUBLIC_URL = "https://lapak.contoh.go.id"
    with serving_role(Actor.system("personadd")):
        link = person_add(MAIL, "--role", "central_officer")
    assert link.startswith("https://lapak.contoh.go.id/masuk/undangan/")
    assert "\n" not in link
    taken(link)
    membership = Membership.objects.get()
    assert (membership.role, membership.given_by) == (Role.CENTRAL_OFFICER, None)
    outbox_sweep()
    assert mail.outbox == []


def test_said_again_there_is_a_new_link_and_the_old_one_is_dead() -> None:
    old, new = (person_add(MAIL, "--role", "central_officer") for _ in range(2))
    assert old != new and Invitation.objects.count() == 1
    assert Client().get("/" + old.split("/", 3)[3]).status_code == 404
    taken(new)


def test_people_of_places() -> None:
    facility = facility_make()
    partner = Partner.objects.create(kind="dewan", slug="dewan", name="Dewan", name_en="Board")
    person_add(MAIL, "--role", "facility_head", "--facility", facility.slug)
    person_add(MAIL, "--role", "regional_head", "--office", "sulawesi-tengah")
    person_add(MAIL, "--role", "board_editor", "--partner", partner.slug)
    rows = Invitation.objects.order_by("pk")
    assert [(row.facility, row.office, row.partner) for row in rows] == [
        (facility, None, None),
        (None, RegionalOffice.objects.get(), None),
        (None, None, partner),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody", "--role", "central_officer"), "whole e-mail"),
        ((MAIL, "--role", "king"), "invalid choice"),
        ((MAIL,), "--role"),
        ((MAIL, "--role", "facility_head"), "needs --facility"),
        ((MAIL, "--role", "facility_head", "--facility", "x"), "there is no facility 'x'"),
        ((MAIL, "--role", "regional_officer"), "needs --office"),
        ((MAIL, "--role", "auditor", "--office", "sulawesi-tengah"), "needs no place"),
    ],
)
def test_nonsense_is_refused_in_one_line(words: tuple[str, ...], said: str) -> None:
    facility_make()
    with pytest.raises(CommandError, match=said) as refused:
        person_add(*words)
    assert "\n" not in str(refused.value)
    assert not Invitation.objects.exists()


# --- Sample people


@pytest.fixture
def sample(settings: Any) -> Any:
    """A sample shop with the places of the sample people."""
    settings.MODE = "demo"
    for slug in ("lapas-palu", "lapas-surabaya"):
        facility_make(slug)
    Partner.objects.create(
        kind="dewan", slug="dekranasda-bali", name="Dekranasda", name_en="Dekranasda"
    )
    demo_people_load()
    return settings


def test_there_is_one_of_each_role(sample: Any) -> None:
    rows = rows_of("demo/people")
    assert {row["role"] for row in rows} == {role.value for role in Role} - {"system", "anonymous"}
    assert all(row["email"].endswith("@contoh.example") for row in rows)
    people = demo_people()
    assert [one.email for one in people] == [row["email"] for row in rows]
    assert people[0].role == "Petugas lapas atau rutan" and people[0].place == "Lapas Palu"
    assert len({one.password for one in people}) == len(people)
    assert all(0 < one.seconds <= 30 for one in people)


def logged_in(email: str, password: str, code: str) -> Client:
    """Through the real pages of the log-in."""
    client = Client()
    step = {"login_view-current_step": "auth", "auth-username": email, "auth-password": password}
    assert client.post("/masuk/", step).status_code == 200
    step = {"login_view-current_step": "token", "token-otp_token": code}
    answer = client.post("/masuk/", step)
    assert answer.status_code == 302, answer.content.decode()
    return client


def test_one_logs_in_as_any_of_them(sample: Any) -> None:
    for one in demo_people():
        assert logged_in(one.email, one.password, one.code).get("/petugas/").status_code == 200


def test_loaded_again_they_are_as_the_page_says(sample: Any) -> None:
    user = get_user_model().objects.get(email="sari@contoh.example")
    user.set_password("lain-sekali-99")
    user.save()
    TOTPDevice.objects.filter(user=user).update(key="00" * 20)
    assert demo_people_load() == len(rows_of("demo/people"))
    user.refresh_from_db()
    assert user.check_password(demo_password(user.email))
    assert TOTPDevice.objects.filter(user=user).count() == 1
    one = demo_people()[0]
    logged_in(one.email, one.password, one.code)
    assert Membership.objects.filter(user=user).count() == 1


def test_passwords_differ_from_shop_to_shop(settings: Any) -> None:
    first = demo_password("sari@contoh.example")
    settings.SECRET_KEY = LONG
    assert demo_password("sari@contoh.example") != first


def test_they_hold_nothing_of_saleor(sample: Any) -> None:
    for user in get_user_model().objects.filter(email__endswith="@contoh.example"):
        assert not (user.is_staff or user.is_superuser)
        assert not user.groups.exists() and not user.user_permissions.exists()


@pytest.mark.parametrize("mode", ["test", "production"])
def test_elsewhere_there_are_none(sample: Any, mode: str) -> None:
    sample.MODE = mode
    assert demo_people() == []
    before = get_user_model().objects.count()
    assert demo_people_load() == 0
    assert get_user_model().objects.count() == before
    with pytest.raises(CommandError, match="sample shop"):
        call_command("demopeople")
    page = Client().get("/masuk/").content.decode()
    assert "@contoh.example" not in page.replace("sari@contoh.go.id", "")


def test_the_log_in_page_of_a_sample_shop_shows_them(sample: Any) -> None:
    page = Client().get("/masuk/").content.decode()
    for one in demo_people():
        assert one.email in page and one.password in page


@pytest.fixture
def production(settings: Any) -> Any:
    settings.MODE = "production"
    settings.SECRET_KEY = "9f" + "Qw7xZr2LmT5vKp8NsB3hJ6dYcA1uGe4o" * 2
    settings.ALLOWED_HOSTS = ["lapak.contoh.go.id"]
    settings.PUBLIC_URL = "https://lapak.contoh.go.id"
    settings.DEBUG = False
    settings.PAYMENTS = ["stripe", "midtrans", "transfer", "pickup"]
    return settings


def test_production_does_not_start_with_sample_people(production: Any, as_app: None) -> None:
    assert checks.dangers_of_database() == []
    person_make("siapa-saja@contoh.example")
    with pytest.raises(ImproperlyConfigured, match="1 sample people"):
        checks.refuse_unsafe_start()


def test_production_starts_once_their_accounts_are_closed(production: Any, as_app: None) -> None:
    user = person_make("siapa-saja@contoh.example")
    get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    checks.refuse_unsafe_start()


def test_a_sample_shop_is_no_danger_to_itself(sample: Any) -> None:
    assert "sample-people" not in [danger.code for danger in checks.dangers_of_database()]
    sample.MODE = "production"
    assert "sample-people" in [danger.code for danger in checks.dangers_of_database()]
