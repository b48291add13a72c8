"""The page of keys: one is made, shown once, listed and revoked, by those who may."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from storefront.access.models import ApiToken
from storefront.access.tokens import SCOPES, token_of
from storefront.web.staff.tokens import SCOPE_WORDS
from tests.cast import Cast, cast_make, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def address(cast: Cast, *, elsewhere: bool = False) -> str:
    return f"/petugas/{(cast.elsewhere if elsewhere else cast.here).slug}/kunci/"


def typed(page: Any, **given: Any) -> dict[str, Any]:
    """What a browser would send of the page's form."""
    form = re.search(r'name="form" value="([^"]+)"', page.text)
    assert form is not None
    return {
        "form": form[1], "name": "Kasir galeri", "scopes": ["stock.change"], "days": "90", **given,
    }  # fmt: skip


def test_every_scope_has_words() -> None:
    assert set(SCOPE_WORDS) == {act.value for act in SCOPES}


def test_a_key_is_shown_once(cast: Cast) -> None:
    client = client_of(cast.facility_head)
    empty = client.get(address(cast))
    made = client.post(address(cast), typed(empty))
    assert made.status_code == 200
    (secret,) = re.findall(r"lapak_[A-Za-z0-9_-]{43}", made.text)
    assert token_of(secret) is not None
    assert made["Cache-Control"] == "private, no-store" or "no-store" in made["Cache-Control"]
    listed = client.get(address(cast))
    assert secret not in listed.text and f"…{secret[-4:]}" in listed.text
    assert "Kasir galeri" in listed.text and "Berlaku" in listed.text


def test_a_form_sent_twice_makes_one_key(cast: Cast) -> None:
    client = client_of(cast.facility_head)
    given = typed(client.get(address(cast)))
    pages = [client.post(address(cast), given) for _each in range(2)]
    found = {re.findall(r"lapak_[A-Za-z0-9_-]{43}", one.text)[0] for one in pages}
    assert len(found) == 1 and ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "anchor"),
    [
        ({"name": ""}, "e-name"),
        ({"name": "a" * 500}, "e-name"),
        ({"scopes": []}, "e-scopes"),
        ({"scopes": ["people.manage"]}, "e-scopes"),
        ({"days": "3650"}, "e-days"),
        ({"days": "-1"}, "e-days"),
        ({"days": "٣"}, "e-days"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, given: dict[str, Any], anchor: str
) -> None:
    client = client_of(cast.facility_head)
    sent = typed(client.get(address(cast)), **given)
    answer = client.post(address(cast), sent)
    assert answer.status_code == 400
    assert f'id="{anchor}"' in answer.text
    assert sent["name"][:80] in answer.text and sent["form"] in answer.text
    assert not ApiToken.objects.exists()


def test_a_key_is_revoked_at_once(cast: Cast) -> None:
    client = client_of(cast.facility_head)
    made = client.post(address(cast), typed(client.get(address(cast))))
    (secret,) = re.findall(r"lapak_[A-Za-z0-9_-]{43}", made.text)
    token = ApiToken.objects.get()
    end = f"{address(cast)}{token.pk}/cabut/"
    assert client.get(end).status_code == 405
    for _each in range(2):  # a form sent twice is no mistake
        listed = client.post(end, follow=True)
        assert f"…{secret[-4:]}" in listed.text and "Dicabut" in listed.text
    assert token_of(secret) is None
    assert end not in listed.text


PERSONAS = {
    "facility_head": 200,
    "central_officer": 200,
    "sari": 403,
    "regional_officer": 403,
    "regional_head": 200,
    "auditor": 403,
    "budi": 404,
    "other_regional_officer": 404,
    "board_editor": 404,
    "board_viewer": 404,
    "anonymous": 302,
}


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_sees_the_page(cast: Cast, persona: str) -> None:
    ours = client_of(cast.facility_head)
    ours.post(address(cast), typed(ours.get(address(cast))))
    token = ApiToken.objects.get()
    client, wanted = client_of(cast.everybody()[persona]), PERSONAS[persona]
    sent = {"form": "z" * 24, "name": "a", "scopes": ["listing.close"], "days": "30"}
    assert client.get(address(cast)).status_code == wanted
    assert client.post(address(cast), sent).status_code == wanted
    ended = client.post(f"{address(cast)}{token.pk}/cabut/")
    token.refresh_from_db()
    assert (token.revoked_at is not None) is (wanted == 200)
    assert ended.status_code == (302 if wanted == 200 else wanted)


def test_a_key_of_another_facility_is_not_here(cast: Cast) -> None:
    central = client_of(cast.central_officer)
    central.post(address(cast, elsewhere=True), typed(central.get(address(cast, elsewhere=True))))
    token = ApiToken.objects.get()
    client = client_of(cast.facility_head)
    assert client.post(f"{address(cast)}{token.pk}/cabut/").status_code == 404
    token.refresh_from_db()
    assert token.revoked_at is None


def test_the_tab_is_for_those_who_may(cast: Cast) -> None:
    assert "Kunci API" in client_of(cast.facility_head).get(address(cast)).text
    other = client_of(cast.sari).get(f"/petugas/{cast.here.slug}/barang/")
    assert "Kunci API" not in other.text


def test_what_the_page_costs(cast: Cast) -> None:
    client = client_of(cast.facility_head)
    for _each in range(6):
        client.post(address(cast), typed(client.get(address(cast))))
    with CaptureQueriesContext(connection) as statements:
        page = client.get(address(cast))
    assert len(statements) <= 12
    assert len(gzip.compress(page.content)) < 10_000
