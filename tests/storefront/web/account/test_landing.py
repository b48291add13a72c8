"""Where somebody's day begins after the log-in."""

from __future__ import annotations

import pytest

from storefront.web.account.roles import portal_of
from tests.cast import cast_make, client_of, person_make
from tests.storefront.web.pages import words_of

pytestmark = pytest.mark.django_db


def test_people_begin_where_their_work_is() -> None:
    cast = cast_make()
    found = {name: portal_of(one.user_id) for name, one in cast.everybody().items() if one.user_id}
    regional = {"regional_officer", "regional_head", "other_regional_officer"}
    central = {"central_officer", "auditor"}
    for name, begins in found.items():
        place = "wilayah" if name in regional else "pusat" if name in central else "petugas"
        assert begins == f"/{place}/", name
    assert portal_of(person_make().pk) == "/akun/"


def test_who_may_open_the_regional_portal_finds_the_way_from_the_other() -> None:
    cast = cast_make()
    for name in ("regional_officer", "central_officer", "auditor"):
        page = words_of(client_of(getattr(cast, name)).get("/petugas/orang/"))
        assert 'href="/wilayah/"' in page, name
    page = words_of(client_of(cast.board_editor).get("/petugas/orang/"))
    assert 'href="/wilayah/"' not in page
