"""Words of links stand neither in the log nor in reports of faults."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from storefront.access.invitations import invitation_make
from storefront.access.links import email_word, reset_word
from storefront.reporting import scrubbed
from storefront.unsaid import LineFormatter, without_words
from tests.cast import Cast, cast_make, client_of, person_make
from tests.storefront.access.test_invitations import NEW, operator
from tests.storefront.web.account.people import PASSWORD, logged_in, member


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the shop's log writes meanwhile, from the least level on."""
    found = [
        one for one in logging.getLogger().handlers if isinstance(one.formatter, LineFormatter)
    ]
    [handler] = found
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    for name in ("", "django"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)
    yield written


def asked(client: Client, path: str, *statuses: int) -> None:
    """Ask in both ways for a page of a link that opens a door."""
    for answer in (client.get(path), client.post(path, {"csrfmiddlewaretoken": "x"})):
        assert answer.status_code in statuses, (path, answer.status_code)


@pytest.mark.django_db
def test_no_line_of_the_log_holds_the_word_of_a_link(lines: io.StringIO) -> None:
    cast: Cast = cast_make()
    invited = invitation_make(actor=cast.facility_head, email=NEW, post=operator(cast)).word
    lost = reset_word(person_make(password=PASSWORD))
    person = member()
    inside = logged_in(person)
    person.refresh_from_db()
    moved = email_word(person, "baru@contoh.example")
    asked(client_of(cast.budi), f"/masuk/undangan/{invited}/", 403)
    asked(client_of(cast.budi), f"/en/masuk/undangan/{invited}/x", 404)
    strict = Client(enforce_csrf_checks=True)
    asked(strict, f"/masuk/sandi/{lost}/", 200, 403)
    asked(Client(), f"/masuk/?next=/masuk/undangan/{invited}/", 200, 400)
    asked(Client(), f"/masuk/?next=%2Fmasuk%2Fsandi%2F{lost}%2F", 200, 400)
    asked(Client(), f"/akun/surel/{moved}/", 302)
    asked(client_of(cast.budi), f"/akun/surel/{moved}/", 410)
    asked(inside, f"/akun/surel/{moved}/", 200, 302)
    text = lines.getvalue()
    assert "POST /masuk/undangan/.../" in text and "Forbidden: /masuk/undangan/.../" in text
    for word in (invited, lost, moved):
        assert word not in text
        for part in word.split(":"):
            assert part not in text


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("GET /masuk/sandi/2s.c1-0ab/ 403", "GET /masuk/sandi/.../ 403"),
        ('"GET /en/akun/surel/W1s:1v:x_y/?a=1"', '"GET /en/akun/surel/.../?a=1"'),
        ("?next=%2fmasuk%2fundangan%2fabc%3Adef%2f&x=1", "?next=%2fmasuk%2fundangan%2f...%2f&x=1"),
        ("GET /akun/surel/ 200", "GET /akun/surel/ 200"),
        ("GET /masuk/lupa/terkirim/", "GET /masuk/lupa/terkirim/"),
        ("/petugas/orang/undangan/12/kirim/", "/petugas/orang/undangan/12/kirim/"),
    ],
)
def test_words_alone_are_left_out(said: str, left: str) -> None:
    assert without_words(said) == left


def test_a_report_of_a_fault_holds_no_word() -> None:
    request = {"method": "GET", "url": "https://lapak.example.id/masuk/sandi/2s.c1-0ab/?a=1"}
    event: Any = {"request": request}
    assert scrubbed(event, {})["request"]["url"] == "https://lapak.example.id/masuk/sandi/.../"
