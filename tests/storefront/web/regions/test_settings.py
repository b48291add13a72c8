"""/wilayah/setelan/: whether facilities publish at once what needs no paper."""

from __future__ import annotations

import pytest

from tests.cast import Cast, client_of
from tests.making import public_listing
from tests.storefront.web.pages import words_of

pytestmark = pytest.mark.django_db

PLACE = "/wilayah/setelan/"


@pytest.mark.parametrize("name", ["regional_head", "central_officer"])
def test_who_leads_the_office_switches_it(cast: Cast, name: str) -> None:
    public_listing(cast.here)
    client, office = client_of(getattr(cast, name)), cast.here.office
    assert "1 dari 1 barang" in words_of(client.get(PLACE))
    for do, wanted in (("boleh", True), ("boleh", True), ("tidak", False)):
        client.post(PLACE, {"office": office.pk, "do": do})
        office.refresh_from_db()
        assert office.lets_publish is wanted


@pytest.mark.parametrize("name", ["regional_officer", "auditor"])
def test_others_see_how_it_stands(cast: Cast, name: str) -> None:
    client, office = client_of(getattr(cast, name)), cast.here.office
    page = client.get(PLACE).content.decode()
    assert office.name in page and 'name="do"' not in page
    assert client.post(PLACE, {"office": office.pk, "do": "boleh"}).status_code == 403
    office.refresh_from_db()
    assert office.lets_publish is False


def test_another_office_is_not_there(cast: Cast) -> None:
    head, other = client_of(cast.regional_head), cast.elsewhere.office
    for key in (other.pk, "", "x"):
        assert head.post(PLACE, {"office": key, "do": "boleh"}).status_code == 404
    other.refresh_from_db()
    assert other.lets_publish is False
