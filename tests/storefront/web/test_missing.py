"""The page for what is not there and the page for what broke."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from catalog.services.listings import listing_close
from catalog.types import ListingState
from storefront.web.shop.missing import broken, not_found
from tests.making import SYSTEM, draft_listing, facility_make, public_listing


@pytest.mark.django_db
def test_unknown_draft_and_suspended_goods_are_one_page(client: Client) -> None:
    facility = facility_make()
    draft = draft_listing(facility)
    closed = public_listing(facility)
    listing_close(actor=SYSTEM, listing_id=closed.pk, state=ListingState.SUSPENDED, reason="test")
    pages = []
    for slug in ("tidak-ada", draft.slug, closed.slug):
        response = client.get(f"/produk/{slug}/")
        assert response.status_code == 404
        pages.append(response.content.decode().replace(slug, ""))
    assert pages[0] == pages[1] == pages[2]


@pytest.mark.django_db
def test_it_leads_on_in_the_visitors_language(client: Client) -> None:
    public_listing(kind="batik")
    page = client.get("/tidak/ada/").content.decode()
    assert "<title>Halaman ini tidak ada · Lapak Binaan</title>" in page
    assert 'href="/katalog/?jenis=batik"' in page
    assert 'content="noindex"' in page
    assert "This page does not exist" in client.get("/en/tidak/ada/").content.decode()


@pytest.mark.django_db
def test_a_long_wrong_address_is_not_said_again(client: Client) -> None:
    response = client.get(f"/{'tidak-ada-' * 700}/")
    assert response.status_code == 404
    assert b"tidak-ada-" not in response.content
    assert len(response.content) < 20_000


@pytest.mark.django_db
def test_a_second_wrong_address_costs_no_statement(
    client: Client, django_assert_num_queries: Callable[[int], Any]
) -> None:
    client.get("/tidak-ada/")
    with django_assert_num_queries(0):
        assert client.get("/tidak-ada-juga/").status_code == 404


@pytest.mark.django_db
def test_not_found_says_nothing_of_why(rf: RequestFactory) -> None:
    response = not_found(rf.get("/x/"), ValueError("secret of the shop"))
    assert b"secret" not in response.content


def test_a_missing_file_is_no_page(rf: RequestFactory) -> None:
    response = not_found(rf.get("/media/p/aa/none.webp"), ValueError())
    assert (response.status_code, response.content) == (404, b"404")


def test_without_a_database_it_is_still_a_404(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**kwargs: object) -> None:
        raise OperationalError("the server is gone")

    monkeypatch.setattr("storefront.web.shop.missing.kinds_public", fails)
    monkeypatch.setattr("storefront.web.context.settings_now", fails)
    response = not_found(rf.get("/x/"), ValueError())
    assert response.status_code == 404
    assert "Halaman ini tidak ada" in response.content.decode()


def test_the_broken_page_needs_no_data_and_gives_a_number(rf: RequestFactory) -> None:
    request = rf.get("/produk/x/")
    request.request_id = "3f2a-77"  # type: ignore[attr-defined]
    response = broken(request)
    page = response.content.decode()
    assert response.status_code == 500
    assert "Ada yang rusak di pihak kami" in page and "3f2a-77" in page
    assert "Something broke on our side" in broken(rf.get("/en/x/")).content.decode()


def test_when_even_that_page_cannot_be_made_a_sentence_remains(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> str:
        raise RuntimeError("template folder is gone")

    monkeypatch.setattr("storefront.web.shop.missing.render_to_string", fails)
    response = broken(rf.get("/x/"))
    assert (response.status_code, response.content.decode()) == (
        500,
        "Ada yang rusak di pihak kami.",
    )


def test_a_fault_in_a_view_shows_the_page_and_nothing_of_the_fault(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*args: object, **kwargs: object) -> None:
        raise RuntimeError("password=hunter2")

    monkeypatch.setattr("storefront.web.shop.provinces.provinces_public", fails)
    client.raise_request_exception = False
    response = client.get("/provinsi/")
    page = response.content.decode()
    assert response.status_code == 500
    assert "Ada yang rusak" in page and response["X-Request-ID"] in page
    assert "hunter2" not in page and "RuntimeError" not in page


@pytest.mark.django_db
def test_a_thousand_parameters_get_a_page_and_a_sentence(client: Client) -> None:
    many = "&".join(f"p{number}=1" for number in range(1100))
    page = client.get(f"/katalog/?{many}")
    assert page.status_code == 400
    assert "Alamat ini tidak bisa dibaca." in page.content.decode()
    assert "cannot be read" in client.get(f"/en/katalog/?{many}").content.decode()
