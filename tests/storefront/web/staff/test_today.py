"""The first page: what one facility has to do, or which facility to look at."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from catalog.services.listings import listing_close
from catalog.services.sketches import sketch_save
from catalog.types import ListingState
from tests.cast import Cast, cast_make, client_of
from tests.making import SYSTEM, draft_listing, facility_make, public_listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return cast_make()


def text_of(html: str) -> str:
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_a_facility_sees_its_tasks_with_a_verb_each(cast: Cast) -> None:
    draft_listing(cast.here)
    draft_listing(cast.here)
    public_listing(cast.here, stock=0)
    public_listing(cast.here, stock=3)
    stopped = public_listing(cast.here)
    listing_close(actor=SYSTEM, listing_id=stopped.pk, state=ListingState.SUSPENDED, reason="t")
    draft_listing(cast.elsewhere)
    sketch_save(
        actor=cast.sari,
        facility_id=cast.here.pk,
        key=uuid.uuid4(),
        data={"typed": {"name": "Keripik <b>"}},
    )
    html = client_of(cast.sari).get("/petugas/").content.decode()
    said = text_of(html)
    for words in (
        "2 konsep perlu dilengkapi Lengkapi",
        "1 ditangguhkan, tidak dijual Perbaiki",
        "1 stok habis Isi stok",
        "1 barang hampir habis Isi stok",
        "Keripik &lt;b&gt; dimulai, belum dikirim",
    ):
        assert words in said, said
    assert "Lanjutkan<span" in html
    stock = f"/petugas/{cast.here.slug}/stok/"
    assert f'href="{stock}?tampil=habis"' in html and f'href="{stock}?tampil=sedikit"' in html
    for show in ("habis", "sedikit"):
        table = client_of(cast.sari).get(stock, {"tampil": show}).content.decode()
        assert len(re.findall(r'name="stock-\d+"', table)) == 1


def test_a_sketch_is_shown_to_its_author_alone(cast: Cast) -> None:
    key = uuid.uuid4()
    typed = {"typed": {"name": "Rahasia Sari"}}
    sketch_save(actor=cast.sari, facility_id=cast.here.pk, key=key, data=typed)
    for actor in (cast.facility_head, cast.central_officer, cast.auditor, cast.budi):
        client = client_of(actor)
        assert "Rahasia" not in client.get(f"/petugas/{cast.here.slug}/").content.decode()
        assert client.get(f"/petugas/{cast.here.slug}/barang/draf/{key}/").status_code == 404
        dropped = client.post(f"/petugas/{cast.here.slug}/barang/draf/{key}/buang/")
        assert dropped.status_code == 404


def test_nothing_to_do_says_so(cast: Cast) -> None:
    public_listing(cast.here)
    assert "Tidak ada yang menunggu Anda" in text_of(
        client_of(cast.sari).get("/petugas/").content.decode()
    )


def test_those_with_several_facilities_choose_one(cast: Cast) -> None:
    public_listing(cast.here)
    draft_listing(cast.elsewhere)
    for actor in (cast.central_officer, cast.auditor):
        page = client_of(actor).get("/petugas/").content.decode()
        assert f"/petugas/{cast.here.slug}/" in page
        assert f"/petugas/{cast.elsewhere.slug}/" in page
    found = client_of(cast.auditor).get(f"/petugas/?q={cast.here.short_name}").content.decode()
    assert f"/petugas/{cast.elsewhere.slug}/" not in found
    assert "1 terbit" in text_of(found)


def test_an_office_sees_its_own_facilities_alone(cast: Cast) -> None:
    facility_make()
    page = client_of(cast.regional_officer).get("/petugas/").content.decode()
    assert f"/petugas/{cast.here.slug}/" in page
    assert f"/petugas/{cast.elsewhere.slug}/" not in page
    assert (
        client_of(cast.regional_officer).get(f"/petugas/{cast.elsewhere.slug}/").status_code == 404
    )


def test_many_facilities_come_in_pages(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for _number in range(52):
        facility_make()
    client = client_of(cast.central_officer)
    with django_assert_max_num_queries(12):
        first = client.get("/petugas/").content.decode()
    assert first.count('class="place"') == 50
    assert client.get("/petugas/?hal=2").content.decode().count('class="place"') == 4


def test_a_board_has_no_facility_here(cast: Cast) -> None:
    page = client_of(cast.board_viewer).get("/petugas/").content.decode()
    assert "Belum ada lapas atau rutan" in text_of(page)
