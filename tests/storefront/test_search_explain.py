"""`search-explain` tells staff what the search did."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from tests.making import paper_make, public_listing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]


def explained(*words: str) -> str:
    said = StringIO()
    call_command("searchexplain", *words, stdout=said)
    return said.getvalue()


def test_every_step_is_said() -> None:
    paper_make(public_listing(name="Keripik pisang"))
    text = explained("yang kripik pisng pirt di bawah 50 ribu")
    for line in (
        "stop     yang",
        "paper    pirt  ->  pirt",
        "price    di bawah 50 ribu  ->  ..50000",
        "kripik  ->  keripik",
        "pisng  ->  pisang",
        "look for   keripik  or  ",
        "filter     papers: pirt",
        "all words, with the filters: 1 goods",
    ):
        assert line in text, text
    assert text.splitlines()[-1].endswith("Keripik pisang")


def test_literal_is_neither_corrected_nor_filtered() -> None:
    public_listing(name="Keripik pisang")
    assert "nothing found" in explained("kripik", "--literal")
    assert "Keripik pisang (en)" in explained("keripik", "--language", "en")
