"""Pages whose statements are planned ahead say what they say with statements that run plainly."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.kept import forget_all
from catalog.planned import _known
from legality.models import RequirementRule
from storefront.loading.reference import reference_load
from tests.cast import Cast, cast_make, client_of
from tests.making import (
    draft_listing,
    paper_make,
    public_listing,
    ready_listing,
    rule_make,
    waiting_review,
)

pytestmark = pytest.mark.django_db(transaction=True)

_OTHER_EACH_TIME = re.compile(r'name="(csrfmiddlewaretoken|key|seen)" value="[^"]*"')
_STALL = (
    *("", "barang/", "barang/?keadaan=habis", "barang/?q=a", "barang/?hal=2", "barang/{listing}/"),
    *("stok/", "stok/?q=a", "stok/?tampil=habis", "stok/buku/", "stok/buku/?alasan=damaged"),
    *("surat/", "surat/{paper}/", "surat/{paper}/ubah/", "surat/baru/?barang={listing}"),
    *("riwayat/", "riwayat/?jenis=barang", "riwayat/?jenis=profil", "riwayat/?orang={person}"),
    *("riwayat/barang/{listing}/", "riwayat/surat/{paper}/", "orang/", "profil/"),
)
_REGION = (
    *("/wilayah/", "/wilayah/antrean/", "/wilayah/surat/?keadaan=diperiksa", "/pusat/riwayat/"),
    *("/wilayah/barang/?keadaan=dijual", "/petugas/", "/petugas/orang/"),
)


@pytest.fixture
def cast() -> Cast:
    reference_load()
    RequirementRule.objects.all().delete()
    forget_all()
    return cast_make()


def said(client: Client, address: str) -> str:
    """A page but for what is another each time."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return _OTHER_EACH_TIME.sub("", answer.content.decode())


def test_pages_are_the_same_with_statements_planned_ahead(cast: Cast) -> None:
    listing = public_listing(cast.here, name="Keripik pisang")
    paper = paper_make(listing)
    draft_listing(cast.here)
    waiting_review(cast.sari, ready_listing(cast.here))
    rule_make("halal")
    keys = {"listing": listing.pk, "paper": paper.pk, "person": cast.sari.user_id}
    here = f"/petugas/{cast.here.slug}/"
    asked = [(cast.facility_head, here + page.format(**keys)) for page in _STALL]
    asked += [(who, page) for who in (cast.regional_officer, cast.auditor) for page in _REGION[:3]]
    asked += [(cast.central_officer, page) for page in _REGION]
    clients = {who: client_of(who) for who, _address in asked}
    for who, address in asked:
        planned = said(clients[who], address)
        assert planned == said(clients[who], address)
        with CaptureQueriesContext(connection):
            assert planned == said(clients[who], address)
    known = _known[connection.connection]
    assert len(known) >= 30
    assert [sql for sql, planned in known.items() if not planned.execute] == []
