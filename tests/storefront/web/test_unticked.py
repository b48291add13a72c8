"""A filter that the words of a search named is given up in the form, without JavaScript."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client

from catalog.kept import forget_all
from tests.making import facility_make, paper_make, public_listing
from tests.storefront.web.pages import names, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("terms")]

Pairs = list[tuple[str, str]]


class Form(HTMLParser):
    """What a browser would send of a page's form of filters. sent: names and values, in order."""

    def __init__(self, page: str, kind: str) -> None:
        super().__init__()
        self.sent: Pairs = []
        self._kind, self._is_inside = kind, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Fields that send something as they stand: no buttons, no empty ticks."""
        given = dict(attrs)
        if tag == "form":
            self._is_inside = self._kind in (given.get("class") or "").split()
        is_ticked = given.get("type") != "checkbox" or "checked" in given
        if self._is_inside and tag == "input" and is_ticked and "disabled" not in given:
            self.sent.append((given.get("name") or "", given.get("value") or ""))


def form_of(client: Client, path: str, kind: str = "filters") -> Pairs:
    """What the form of this page sends untouched."""
    response = client.get(path)
    assert response.status_code == 200, response
    return Form(response.content.decode(), kind).sent


def send(client: Client, pairs: Pairs, *, path: str = "/cari/") -> dict[str, list[str]]:
    """Send the form; the parameters of the address that it comes to."""
    response: Any = client.get(f"{path}?{urlencode(pairs)}")
    assert response.status_code == 302, response
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(urlsplit(response["Location"]).query):
        found.setdefault(name, []).append(value)
    return found


def without(pairs: Pairs, *gone: str) -> Pairs:
    """Without the fields of these names."""
    return [pair for pair in pairs if pair[0] not in gone]


@pytest.fixture(autouse=True)
def goods(terms: None) -> None:
    """Two kinds of chips, one with a paper that words can name."""
    facility = facility_make()
    one = public_listing(facility, name="Keripik halal pisang", prices=(10_000,))
    public_listing(facility, name="Keripik halal singkong", prices=(30_000,))
    paper_make(one, code="halal", group="halal")
    forget_all()


def test_untouched_it_comes_back_to_the_words_alone(client: Client) -> None:
    sent = form_of(client, "/cari/?q=keripik+halal")

    assert ("surat", "halal") in sent
    assert send(client, sent) == {"q": ["keripik halal"]}


def test_unticked_it_is_gone_and_the_words_are_taken_as_they_stand(client: Client) -> None:
    sent = form_of(client, "/cari/?q=keripik+halal")

    found = send(client, without(sent, "surat"))

    assert found == {"q": ["keripik halal"], "persis": ["ya"]}
    page = client.get("/cari/", found)
    assert sorted(names(page)) == ["Keripik halal pisang", "Keripik halal singkong"]
    assert names(client.get("/cari/?q=keripik+halal")) == ["Keripik halal pisang"]
    assert "dari kata Anda" not in words_of(page)


def test_it_leads_where_the_chip_leads(client: Client) -> None:
    chip = words_of(client.get("/cari/?q=keripik+halal"))
    found = send(client, without(form_of(client, "/cari/?q=keripik+halal"), "surat"))

    assert f'href="/cari/?{urlencode(found, doseq=True)}"'.replace("&", "&amp;") in chip


def test_what_else_the_words_name_stays(client: Client) -> None:
    sent = form_of(client, "/cari/?q=keripik+halal+di+bawah+20000")
    assert ("harga-sampai", "20000") in sent

    assert send(client, without(sent, "surat")) == {
        "q": ["keripik halal di bawah 20000"],
        "persis": ["ya"],
        "harga-sampai": ["20000"],
    }


def test_a_price_of_the_words_is_given_up_by_its_field_or_its_button(client: Client) -> None:
    sent = form_of(client, "/cari/?q=keripik+di+bawah+25000")
    emptied = [*without(sent, "harga-sampai"), ("harga-sampai", "")]
    wanted = {"q": ["keripik di bawah 25000"], "persis": ["ya"]}

    assert send(client, emptied) == wanted
    assert send(client, [*sent, ("kisaran", "-")]) == wanted
    assert send(client, sent) == {"q": wanted["q"]}


def test_another_price_goes_before_that_of_the_words(client: Client) -> None:
    sent = form_of(client, "/cari/?q=keripik+di+bawah+25000")

    found = send(client, [*without(sent, "harga-dari"), ("harga-dari", "5000")])

    assert found["harga-dari"] == ["5000"]
    assert found["harga-sampai"] == ["25000"]
    assert "persis" not in found


def test_a_price_that_cannot_be_read_gives_nothing_up(client: Client) -> None:
    sent = form_of(client, "/cari/?q=keripik+di+bawah+25000")

    page = client.get("/cari/", dict([*sent, ("harga-sampai", "murah")]))

    assert page.status_code == 200
    assert "bukan harga" in words_of(page)
    assert names(page) == ["Keripik halal pisang"]


def test_a_tick_of_ones_own_beside_the_words_stays(client: Client) -> None:
    sent = form_of(client, "/cari/?q=keripik+halal&stok=ya")

    assert send(client, without(sent, "surat")) == {
        "q": ["keripik halal"],
        "persis": ["ya"],
        "stok": ["ya"],
    }
    assert send(client, without(sent, "stok")) == {"q": ["keripik halal"]}


def test_on_the_page_for_small_screens_too(client: Client) -> None:
    sent = form_of(client, "/katalog/saring/?q=keripik+halal", "filter-form")
    assert ("surat", "halal") in sent

    wanted = {"q": ["keripik halal"], "persis": ["ya"]}
    assert send(client, without(sent, "surat")) == wanted
    assert send(client, without(sent, "surat"), path="/katalog/saring/") == wanted


def test_with_htmx_it_is_answered_at_once_and_told_the_address(client: Client) -> None:
    sent = without(form_of(client, "/cari/?q=keripik+halal"), "surat")

    page = client.get(f"/cari/?{urlencode(sent)}", HTTP_HX_REQUEST="true")

    assert len(names(page)) == 2
    assert page["HX-Push-Url"] == "/cari/?q=keripik+halal&persis=ya"
    assert "dari-kata" not in page["HX-Push-Url"]


@pytest.mark.parametrize(
    "marks",
    ["dari-kata=", "dari-kata=surat", "dari-kata=surat:", "dari-kata=x:y", "dari-kata=surat:pirt",
     "dari-kata=harga:", "dari-kata=stok:ya", "dari-kata=%3Cb%3E&dari-kata=:::"],
)  # fmt: skip
def test_marks_of_what_the_words_do_not_name_mean_nothing(client: Client, marks: str) -> None:
    response: Any = client.get(f"/cari/?q=keripik+halal&{marks}")

    assert response["Location"] == "/cari/?q=keripik+halal"
    assert client.get(f"/katalog/?{marks}")["Location"] == "/katalog/"
