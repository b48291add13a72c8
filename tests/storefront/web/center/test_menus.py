"""A menu's entries as rows: moved, added and taken out without scripts, saved at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from catalog.models import AuditEntry
from catalog.saleor_adapter.pages import menu_sheets
from storefront.web.center.menus import arranged_rows
from tests.cast import Cast, client_of
from tests.storefront.web.center.making import entries, filled_in, send, shop_make

pytestmark = pytest.mark.django_db

PATH = "/pusat/menu/navbar/"
A, B, C = ("Satu", "One", "/satu/"), ("Dua", "Two", "/dua/"), ("Tiga", "Three", "https://x.id/3")


@pytest.fixture
def cast() -> Cast:
    return shop_make()


@pytest.fixture
def client(cast: Cast) -> Client:
    client = client_of(cast.central_officer)
    assert send(client, PATH, **entries(A, B, C)).status_code == 302
    return client


def rows_of(html: str) -> list[str]:
    """The names in the rows of a page, in their order."""
    parts = html.split('name="items-name"')[1:]
    return [part[part.index('value="') + 7 :].split('"')[0] for part in parts]


@pytest.mark.parametrize(
    ("button", "names"),
    [("up-2", ["Dua", "Satu", "Tiga"]), ("down-1", ["Dua", "Satu", "Tiga"]),
     ("up-1", ["Satu", "Dua", "Tiga"]), ("down-3", ["Satu", "Dua", "Tiga"]),
     ("remove-2", ["Satu", "Tiga"]), ("add", ["Satu", "Dua", "Tiga", ""]),
     ("up-0", ["Satu", "Dua", "Tiga"]), ("remove-99", ["Satu", "Dua", "Tiga"])],
)  # fmt: skip
def test_buttons_arrange_rows_and_save_nothing(
    client: Client, button: str, names: list[str]
) -> None:
    before = AuditEntry.objects.count()
    html = send(client, PATH, row=button).content.decode()
    assert rows_of(html) == names
    assert "_error" not in html
    assert menu_sheets("navbar")[0].items == (A, B, C)
    assert AuditEntry.objects.count() == before


def test_arranged_rows_are_saved_in_their_order(client: Client) -> None:
    form = filled_in(client, PATH)
    html = client.post(PATH, {**form, "row": "up-3"}).content.decode()
    shown = {"_shown": form["_shown"]}
    assert shown["_shown"].replace('"', "&quot;") in html
    assert client.post(PATH, {**entries(A, C, B), **shown}).status_code == 302
    assert menu_sheets("navbar")[0].items == (A, C, B)


def test_a_row_left_empty_is_none_and_a_half_one_is_named(client: Client) -> None:
    answer = send(client, PATH, **entries(A, ("", "", ""), ("Dua", "", "/dua/")))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Baris 3:" in html and "Baris 2:" not in html
    assert rows_of(html) == ["Satu", "", "Dua"]  # what was typed stays
    assert send(client, PATH, **entries(A, ("", "", ""), B)).status_code == 302
    assert menu_sheets("navbar")[0].items == (A, B)
    assert send(client, PATH, **entries(("", "", ""))).status_code == 422


def test_no_more_than_twenty(client: Client) -> None:
    rows = [(f"N{number}", f"E{number}", f"/n/{number}/") for number in range(21)]
    assert send(client, PATH, **entries(*rows)).status_code == 422
    assert send(client, PATH, **entries(*rows[:20])).status_code == 302
    html = client.get(PATH).content.decode()
    assert 'value="add"' not in html
    assert arranged_rows(rows[:20], "add", 0) == rows[:20]


def test_columns_of_unlike_length_make_no_half_rows(client: Client) -> None:
    rows = {
        "items-name": ["X", "Y"],
        "items-name_en": ["X"],
        "items-address": ["/x/", "/y/", "/z/"],
    }
    assert send(client, PATH, **rows).status_code == 302
    assert menu_sheets("navbar")[0].items == (("X", "X", "/x/"),)


def test_two_officers_at_one_menu(client: Client) -> None:
    form = filled_in(client, PATH)
    assert send(client, PATH, **entries(A, B)).status_code == 302
    answer = client.post(PATH, {**form, **entries(B, A, C)})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert rows_of(html) == ["Dua", "Satu", "Tiga"]
    assert "Satu, One, /satu/" in html  # what the other saved
    assert menu_sheets("navbar")[0].items == (A, B)


def test_an_auditor_sees_rows_and_no_button(cast: Cast, client: Client) -> None:
    html = client_of(cast.auditor).get(PATH).content.decode()
    assert rows_of(html) == ["Satu", "Dua", "Tiga"]
    assert "<button" not in re.sub(r"(?s)<template.*?</template>", "", html)
