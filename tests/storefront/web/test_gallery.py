"""Albums and photos: whole without scripts, without holes, without faces' names."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalog.selectors.shop_settings import settings_now
from galleries.models import AlbumPhoto
from storefront.web.shop.gallery import grid_of
from tests.making import draft_listing, public_listing
from tests.storefront.web.places_making import album_make, full_facility

ALBUM = "/galeri/lapas-palu/sehari-di-dapur/"


def body(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("lead", [True, False])
@pytest.mark.parametrize("count", range(1, 30))
def test_no_row_of_the_grid_stays_short(count: int, lead: bool) -> None:
    tiles = grid_of(list(range(count)), lead=lead)
    # of six columns; the large one takes two rows
    wide = {"": 2, "is-first": 2, "is-half": 3, "is-wide": 8}
    columns = [wide[tile.css.replace("is-end", "").strip()] for tile in tiles]
    large = {"is-wide", "is-first", "is-end"}  # on phones as broad as the row
    phone = [2 if large & set(tile.css.split()) else 1 for tile in tiles]
    if count > 2:  # one or two photos cannot fill three columns
        assert sum(columns) % 6 == 0
    assert sum(phone) % 2 == 0
    assert [tile.loading for tile in tiles][:4] == ["first", "eager", "eager", "lazy"][:count]


@pytest.mark.django_db
class TestAlbum:
    """An album's page."""

    def test_every_photo_has_words_size_and_a_page_of_its_own(self, client: Client) -> None:
        album_make(full_facility(), photos=3)
        page = body(client, ALBUM)
        assert re.findall(r'href="(/galeri/[^"]+/\d+/)"', page) == [
            f"{ALBUM}{number}/" for number in (1, 2, 3)
        ]
        assert page.count('width="400" height="300"') == 3
        assert 'alt="Wajan nomor 2"' in page and "Langkah 2." in page
        assert page.count('fetchpriority="high"') == 1

    def test_it_promises_once_that_nobody_is_shown(self, client: Client) -> None:
        album_make(full_facility())
        assert body(client, ALBUM).count("Wajah dan nama tidak ditampilkan.") == 1

    def test_it_shows_the_goods_in_its_photos_but_no_draft(self, client: Client) -> None:
        facility = full_facility()
        shown = public_listing(facility, name="Abon sapi")
        draft = draft_listing(facility, name="Rahasia dapur")
        album_make(facility, listing_ids=(shown.pk, draft.pk))
        page = body(client, ALBUM)
        assert "Abon sapi" in page
        assert "Rahasia dapur" not in page

    def test_an_album_without_goods_lists_none(self, client: Client) -> None:
        public_listing(full_facility("rutan-lain"), name="Abon sapi")
        album_make(full_facility())
        assert "Abon sapi" not in body(client, ALBUM)

    def test_it_costs_few_statements_however_many_photos(
        self, client: Client, django_assert_num_queries: Callable[[int], Any]
    ) -> None:
        facility = full_facility()
        listing = public_listing(facility)
        album_make(facility, photos=9, listing_ids=(listing.pk,))
        settings_now()  # kept
        with django_assert_num_queries(2):
            client.get(ALBUM)

    def test_another_facilitys_album_is_not_found(self, client: Client) -> None:
        album_make(full_facility())
        full_facility("rutan-lain")
        body(client, "/galeri/rutan-lain/sehari-di-dapur/", 404)


@pytest.mark.django_db
class TestPhoto:
    """A photo's page, the whole gallery for who has no scripts."""

    def test_it_leads_to_its_neighbours_and_its_goods(self, client: Client) -> None:
        facility = full_facility()
        listing = public_listing(facility, name="Abon sapi")
        album_make(facility, listing_ids=(listing.pk,))
        page = body(client, f"{ALBUM}2/")
        assert "Foto 2 dari 3" in page and "Langkah 2." in page
        assert f'rel="prev" href="{ALBUM}1/"' in re.sub(r"\s+", " ", page)
        assert f'rel="next" href="{ALBUM}3/"' in re.sub(r"\s+", " ", page)
        assert "Abon sapi" in page and "15 Juli 2026" in page

    def test_the_ends_have_one_neighbour(self, client: Client) -> None:
        album_make(full_facility())
        assert 'rel="prev"' not in body(client, f"{ALBUM}1/")
        assert 'rel="next"' not in body(client, f"{ALBUM}3/")

    def test_a_withdrawn_photo_is_gone_and_leaves_no_hole(self, client: Client) -> None:
        album = album_make(full_facility())
        AlbumPhoto.objects.filter(album=album, position=1).update(is_withdrawn=True)
        body(client, f"{ALBUM}2/", 404)
        page = body(client, ALBUM)
        assert "Langkah 2." not in page
        assert page.count("data-photo>") == 2
        first = re.sub(r"\s+", " ", body(client, f"{ALBUM}1/"))
        assert "Foto 1 dari 2" in first
        assert f'rel="next" href="{ALBUM}3/"' in first

    @pytest.mark.parametrize("number", ["01", "00001", "0x1"])
    def test_a_photo_has_one_address(self, client: Client, number: str) -> None:
        album_make(full_facility())
        body(client, f"{ALBUM}1/")
        body(client, f"{ALBUM}{number}/", 404)

    @pytest.mark.parametrize("number", ["0", "4", "99999999999999999999"])
    def test_numbers_past_the_ends_are_not_found(self, client: Client, number: str) -> None:
        album_make(full_facility())
        body(client, f"{ALBUM}{number}/", 404)

    def test_an_album_with_nothing_left_is_gone(self, client: Client) -> None:
        album = album_make(full_facility())
        AlbumPhoto.objects.filter(album=album).update(is_withdrawn=True)
        body(client, ALBUM, 404)
        assert "Sehari di dapur" not in body(client, "/galeri/")


@pytest.mark.django_db
class TestGallery:
    """The list of albums."""

    def test_it_counts_albums_photos_and_places(self, client: Client) -> None:
        facility = full_facility()
        album_make(facility, "satu", photos=2)
        album_make(facility, "dua", photos=1)
        page = body(client, "/galeri/")
        assert "2 album · 3 foto · 1 tempat" in re.sub(r"\s+", " ", page)
        english = re.sub(r"\s+", " ", body(client, "/en/galeri/"))
        assert "2 albums · 3 photos · 1 place" in english

    def test_without_albums_it_says_so_and_leads_on(self, client: Client) -> None:
        page = body(client, "/galeri/")
        assert "Belum ada foto" in page
        assert 'href="/katalog/"' in page

    def test_many_albums_come_in_pages(self, client: Client) -> None:
        facility = full_facility()
        for number in range(25):
            album_make(facility, f"album-{number}", photos=1)
        first, second = body(client, "/galeri/"), body(client, "/galeri/?halaman=2")
        assert first.count("album-title") == 24 and 'href="/galeri/?halaman=2"' in first
        assert second.count("album-title") == 1 and 'href="/galeri/"' in second

    @pytest.mark.parametrize("asked", ["0", "-1", "x", "²", "9" * 400, "1e9"])
    def test_odd_page_numbers_are_a_clean_page(self, client: Client, asked: str) -> None:
        album_make(full_facility())
        assert "Sehari di dapur" in body(client, f"/galeri/?halaman={asked}")

    def test_it_costs_one_statement(
        self, client: Client, django_assert_num_queries: Callable[[int], Any]
    ) -> None:
        facility = full_facility()
        for number in range(4):
            album_make(facility, f"album-{number}")
        settings_now()  # kept
        with django_assert_num_queries(1):
            client.get("/galeri/")
