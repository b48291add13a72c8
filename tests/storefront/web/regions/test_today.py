"""/wilayah/: what an office has to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from catalog.dates import legal_today
from legality.models import CertificateState
from legality.services.suspensions import listing_suspend
from storefront.web.regions.frame import ROLES
from tests.cast import Cast, client_of
from tests.making import paper_make, public_listing, ready_listing, waiting_review
from tests.storefront.web.pages import words_of
from tests.storefront.web.regions.reading import statements_of

pytestmark = pytest.mark.django_db


def test_what_waits_is_counted_with_a_way_to_each(cast: Cast, officer: Client) -> None:
    waiting_review(cast.sari, ready_listing(cast.here))
    sold = public_listing(cast.here)
    listing_suspend(actor=cast.regional_officer, listing_id=sold.pk, reason="Label robek")
    on = legal_today()
    for days in (5, 20, 60, 200):
        paper_make(sold, expires_on=on + timedelta(days=days))
    paper_make(sold, code="halal", state=CertificateState.UNVERIFIED)
    page = officer.get("/wilayah/").content.decode()
    for address in ("antrean/", "surat/?keadaan=diperiksa", "barang/?keadaan=ditahan"):
        assert f'href="/wilayah/{address}"' in page
    said = words_of(officer.get("/wilayah/"))
    for days, number in ((7, 1), (30, 2), (90, 3)):
        assert f"<b>{number}</b> <span>dalam {days} hari" in said.replace("<span> ", "<span>")
        assert f"keadaan=segera&amp;hari={days}" in page


def test_nothing_of_other_offices_is_counted(cast: Cast) -> None:
    waiting_review(cast.sari, ready_listing(cast.here))
    page = words_of(client_of(cast.other_regional_officer).get("/wilayah/"))
    assert "menunggu keputusan" not in page


@pytest.mark.parametrize("name", ["central_officer", "auditor"])
def test_who_sees_all_offices_chooses_one(cast: Cast, name: str) -> None:
    waiting_review(cast.sari, ready_listing(cast.here))
    client = client_of(getattr(cast, name))
    slug = cast.here.office.slug
    assert f'href="?kantor={slug}"' in client.get("/wilayah/").content.decode()
    page = client.get(f"/wilayah/?kantor={slug}").content.decode()
    assert f'href="/wilayah/antrean/?kantor={slug}"' in page
    assert client.get("/wilayah/?kantor=tidak-ada").status_code == 404


def test_an_officer_of_one_office_cannot_choose_another(cast: Cast, officer: Client) -> None:
    slug = cast.elsewhere.office.slug
    assert officer.get(f"/wilayah/?kantor={slug}").status_code == 404
    assert officer.get(f"/wilayah/?kantor={cast.here.office.slug}").status_code == 200


def test_people_of_facilities_and_partners_have_no_such_portal(cast: Cast) -> None:
    for name, actor in cast.everybody().items():
        if actor.user_id is not None:
            may = actor.role in ROLES
            assert (client_of(actor).get("/wilayah/").status_code == 200) is may, name


def test_every_list_takes_few_statements(cast: Cast, officer: Client) -> None:
    waiting_review(cast.sari, ready_listing(cast.here))
    paper_make(public_listing(cast.here))
    counts = {
        path: statements_of(officer, f"/wilayah/{path}")
        for path in ("", "antrean/", "surat/", "barang/", "setelan/")
    }
    assert max(counts.values()) <= 12, counts
