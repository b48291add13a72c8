"""What Saleor does not have: facilities, regions, papers and galleries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from catalog.dates import legal_today
from catalog.models import Facility, FacilityAlias, OpeningHours, ProductionUnit
from catalog.services.listings import listing_close
from catalog.types import ListingState
from galleries.models import Album, AlbumPhoto
from galleries.services import AlbumDraft, AlbumPhotoDraft, album_create, picture_add
from legality.models import Certificate, CertificateState
from storefront.graphql.ids import global_id
from tests.making import SYSTEM, facility_make, paper_make, picture_bytes, public_listing
from tests.storefront.graphql.conftest import Ask
from tests.storefront.graphql.rows import shop_make

PAPER = """query ($number: String!, $language: LanguageCodeEnum) {
  certificate(number: $number, languageCode: $language) {
    kind { code label tellsBuyer } number holder issuer expiresOn verifyUrl
    facility { slug } products { slug } } }"""


def told(facility: Facility) -> None:
    """Gives a facility everything that is told of one."""
    Facility.objects.filter(pk=facility.pk).update(
        story="Cerita.", story_en="Story.", craft_line="Bawang.", craft_line_en="Onions."
    )
    FacilityAlias.objects.create(facility=facility, name="Lapas Petobo")
    OpeningHours.objects.create(facility=facility, weekday=0, opens="08:00", closes="15:00")
    ProductionUnit.objects.create(
        facility=facility, key="dapur", kind="bimker", name="Dapur", name_en="Kitchen",
        skill="Menggoreng", skill_en="Frying", trained=12,
    )  # fmt: skip


def test_a_facility_in_both_languages(ask: Ask) -> None:
    rows = shop_make()
    told(rows.facility)
    text = """query ($slug: String, $id: ID, $language: LanguageCodeEnum) {
      facility(slug: $slug, id: $id, languageCode: $language) {
        id slug kind class name officialName aliases zone craftLine story productCount
        regency { code name isCity } province { code name } regionalOffice { name }
        hours { weekday opens closes } units { name skill trained } certificates { number }
        products(first: 1) { totalCount } galleries(first: 1) { totalCount } } }"""
    answer = ask(text, slug="lapas-palu")
    assert answer.errors == []
    base = answer.data["facility"]
    assert (base["kind"], base["class"], base["zone"]) == ("LAPAS", "IIA", "WITA")
    assert base["regency"] == {"code": "72.71", "name": "Kota Palu", "isCity": True}
    assert (base["story"], base["units"][0]["name"]) == ("Cerita.", "Dapur")
    assert base["aliases"] == ["Lapas Petobo"]
    assert base["hours"] == [{"weekday": 0, "opens": "08.00", "closes": "15.00"}]
    assert base["certificates"] == [{"number": "CONTOH-1"}]
    assert (base["productCount"], base["products"]["totalCount"]) == (2, 2)
    english = ask(text, id=base["id"], language="EN").data["facility"]
    assert english["province"]["name"] == "Central Sulawesi"
    assert english["regionalOffice"]["name"] == "Central Sulawesi office"
    assert (english["story"], english["units"][0]["skill"]) == ("Story.", "Frying")
    assert ask(text, slug="lapas-palu", language="FR").data["facility"]["story"] == "Cerita."


@pytest.mark.parametrize("given", [{"slug": "tidak-ada"}, {"id": global_id("Product", 1)}, {}])
def test_a_facility_that_is_none_or_closed(ask: Ask, given: dict[str, Any]) -> None:
    closed = facility_make("tutup")
    Facility.objects.update(is_open=False)
    text = "query ($slug: String, $id: ID) { facility(slug: $slug, id: $id) { name } }"
    assert ask(text, **given).data == {"facility": None}
    assert ask(text, slug="tutup").data == {"facility": None}
    assert ask(text, id=global_id("Facility", closed.pk)).data == {"facility": None}


def test_facilities_are_narrowed_and_cut(ask: Ask) -> None:
    for slug in ("lapas-a", "lapas-b", "lapas-c"):
        facility_make(slug)
    public_listing(Facility.objects.get(slug="lapas-b"))
    text = """query ($first: Int!, $after: String, $filter: FacilityFilterInput) {
      facilities(first: $first, after: $after, filter: $filter) { totalCount
        pageInfo { hasNextPage endCursor } edges { node { slug } } } }"""

    def found(**given: Any) -> list[str]:
        edges = ask(text, **{"first": 10, **given}).data["facilities"]["edges"]
        return [edge["node"]["slug"] for edge in edges]

    assert found() == ["lapas-a", "lapas-b", "lapas-c"]
    assert found(filter={"hasProducts": True}) == ["lapas-b"]
    assert found(filter={"search": "pemasyarakatan LAPAS-C"}) == ["lapas-c"]
    assert found(filter={"kinds": ["RUTAN"]}) == found(filter={"provinces": ["11"]}) == []
    page = ask(text, first=2).data["facilities"]
    assert page["totalCount"] == 3 and page["pageInfo"]["hasNextPage"]
    assert found(first=2, after=page["pageInfo"]["endCursor"]) == ["lapas-c"]


def test_provinces_and_offices(ask: Ask) -> None:
    shop_make()
    text = """query ($language: LanguageCodeEnum) {
      provinces(languageCode: $language) { id code slug name zone facilityCount productCount
        regionalOffices { slug } }
      regionalOffices(languageCode: $language) { slug name isConfirmed provinces { name } } }"""
    data = ask(text, language="EN").data
    assert data["provinces"] == [
        {
            "id": global_id("Province", "72"), "code": "72", "slug": "sulawesi-tengah",
            "name": "Central Sulawesi", "zone": "WITA", "facilityCount": 1, "productCount": 2,
            "regionalOffices": [{"slug": "sulawesi-tengah"}],
        }
    ]  # fmt: skip
    assert data["regionalOffices"][0]["provinces"] == [{"name": "Central Sulawesi"}]
    assert not data["regionalOffices"][0]["isConfirmed"]
    assert ask(text).data["provinces"][0]["name"] == "Sulawesi Tengah"


def test_a_paper_is_found_however_its_number_is_typed(ask: Ask) -> None:
    shop_make()
    answer = ask(PAPER, number=" contoh 1")
    assert answer.errors == []
    paper = answer.data["certificate"]
    assert (paper["kind"]["code"], paper["number"], paper["holder"]) == (
        "pirt",
        "CONTOH-1",
        "Koperasi",
    )
    assert paper["facility"] == {"slug": "lapas-palu"}
    assert paper["products"] == [{"slug": "bawang-goreng"}]
    assert (
        ask(PAPER, number="CONTOH-1", language="EN").data["certificate"]["kind"]["tellsBuyer"]
        == "Yes."
    )


@pytest.mark.parametrize("state", list(CertificateState))
def test_a_paper_is_known_once_it_was_verified(ask: Ask, state: CertificateState) -> None:
    """By its number with what has become of it; on goods only while it counts."""
    listing = public_listing(slug="barang")
    paper = paper_make(listing, number="CONTOH-9")
    Certificate.objects.filter(pk=paper.pk).update(state=state)
    on_goods = '{ product(slug: "barang") { certificates { number } } }'
    is_known = state not in (CertificateState.FILED, CertificateState.UNVERIFIED)
    assert (ask(PAPER, number="CONTOH-9").data["certificate"] is not None) == is_known
    counts = state is CertificateState.VERIFIED
    assert len(ask(on_goods).data["product"]["certificates"]) == int(counts)


@pytest.mark.parametrize(("days", "is_seen"), [(0, True), (-1, False)])
def test_a_paper_is_shown_until_its_last_day(ask: Ask, days: int, is_seen: bool) -> None:
    listing = public_listing(slug="barang")
    paper = paper_make(listing, number="CONTOH-9")
    ends = legal_today() + timedelta(days=days)
    Certificate.objects.filter(pk=paper.pk).update(expires_on=ends)
    by_number = '{ certificate(number: "CONTOH-9") { state } }'
    assert (ask(by_number).data["certificate"]["state"] == "IN_FORCE") == is_seen
    on_goods = '{ product(slug: "barang") { certificates { number } } }'
    assert len(ask(on_goods).data["product"]["certificates"]) == int(is_seen)


def test_a_person_who_holds_a_paper_is_not_named(ask: Ask) -> None:
    paper_make(public_listing(), number="CONTOH-9", holder_is_person=True)
    assert ask(PAPER, number="CONTOH-9").data["certificate"]["holder"] == ""


def test_a_paper_does_not_lead_to_goods_that_are_closed(ask: Ask) -> None:
    listing = public_listing()
    paper_make(listing, number="CONTOH-9")
    listing_close(actor=SYSTEM, listing_id=listing.pk, state=ListingState.SUSPENDED, reason="test")
    assert ask(PAPER, number="CONTOH-9").data["certificate"]["products"] == []


def _album(facility: Facility, slug: str, listing_ids: tuple[int, ...] = ()) -> None:
    picture = picture_add(actor=SYSTEM, upload=picture_bytes(f"#{len(slug):06}"))
    draft = AlbumDraft(
        facility_id=facility.pk,
        slug=slug,
        title="Dapur",
        title_en="Kitchen",
        intro="Pagi.",
        intro_en="Morning.",
        made_on=date(2026, 11, 1),
    )
    photo = AlbumPhotoDraft(
        picture_id=picture.pk,
        caption="Wajan",
        caption_en="Pan",
        alt="Wajan besar",
        alt_en="Large pan",
        taken_on=None,
        unit_id=None,
        listing_ids=listing_ids,
    )
    album_create(actor=SYSTEM, draft=draft, photos=(photo,))


GALLERIES = """query ($facility: String, $language: LanguageCodeEnum) {
  galleries(first: 10, facility: $facility, languageCode: $language) { totalCount edges { node {
    id slug title intro madeOn photoCount cover { url alt } facility { slug }
    photos { position caption alt url(size: 320) width products { slug } } } } } }"""


def test_galleries_with_their_photos_and_the_goods_in_them(ask: Ask) -> None:
    rows = shop_make()
    _album(rows.facility, "dapur", (rows.onion.pk, rows.bag.pk))
    answer = ask(GALLERIES, language="EN")
    assert answer.errors == []
    gallery = answer.data["galleries"]["edges"][0]["node"]
    assert (gallery["title"], gallery["intro"], gallery["madeOn"]) == (
        "Kitchen", "Morning.", "2026-11-01",
    )  # fmt: skip
    assert gallery["cover"]["alt"] == "Large pan"
    photo = gallery["photos"][0]
    assert (photo["caption"], photo["width"]) == ("Pan", 300)
    # the draft in the picture is not there
    assert photo["products"] == [{"slug": "bawang-goreng"}]
    one = ask('{ gallery(facility: "lapas-palu", slug: "dapur") { title photoCount } }')
    assert one.data == {"gallery": {"title": "Dapur", "photoCount": 1}}
    by_id = ask("query ($id: ID) { gallery(id: $id) { slug } }", id=gallery["id"])
    assert by_id.data == {"gallery": {"slug": "dapur"}}
    assert ask('{ gallery(facility: "lain", slug: "dapur") { slug } }').data == {"gallery": None}


def test_more_galleries_take_no_more_statements(ask: Ask) -> None:
    rows = shop_make()
    _album(rows.facility, "dapur", (rows.onion.pk,))
    few = ask(GALLERIES)
    for number in range(4):
        facility = facility_make()
        goods = (public_listing(facility).pk, public_listing(facility).pk)
        _album(facility, f"album-{number}", goods)
    many = ask(GALLERIES)
    assert many.data["galleries"]["totalCount"] == 5
    assert many.statements == few.statements
    assert ask(GALLERIES, facility="lapas-palu").data["galleries"]["totalCount"] == 1


def test_a_withdrawn_photo_and_a_hidden_album_are_nowhere(ask: Ask) -> None:
    rows = shop_make()
    _album(rows.facility, "dapur")
    _album(rows.facility, "kebun")
    AlbumPhoto.objects.filter(album__slug="dapur").update(is_withdrawn=True)
    Album.objects.filter(slug="kebun").update(is_public=False)
    assert ask(GALLERIES).data["galleries"] == {"totalCount": 0, "edges": []}
    text = '{ gallery(facility: "lapas-palu", slug: "%s") { title } }'
    for slug in ("dapur", "kebun"):
        assert ask(text % slug).data == {"gallery": None}


def test_what_a_listing_says_of_its_goods(ask: Ask) -> None:
    rows = shop_make()
    type(rows.onion).objects.filter(pk=rows.onion.pk).update(
        composition="Bawang, minyak", composition_en="Shallots, oil", care="Simpan kering",
        buyer_limit=5, net_weight_grams=200, lead_time_days=3, is_not_halal=True,
    )  # fmt: skip
    text = """query ($language: LanguageCodeEnum) { product(slug: "bawang-goreng") {
      delivery leadTimeDays notHalal flagship facts(languageCode: $language) { brand unit { name }
        buyerLimit netWeightGrams bestBeforeDays composition care } } }"""
    product = ask(text, language="EN").data["product"]
    assert product["facts"] == {
        "brand": "", "unit": None, "buyerLimit": 5, "netWeightGrams": 200, "bestBeforeDays": None,
        "composition": "Shallots, oil", "care": "Simpan kering",
    }  # fmt: skip
    assert (product["delivery"], product["leadTimeDays"]) == ("PARCEL", 3)
    assert product["notHalal"] and not product["flagship"]
    assert ask(text).data["product"]["facts"]["composition"] == "Bawang, minyak"


def test_goods_are_counted_only_when_asked_for(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    public_listing()

    def refuses(_on: object) -> object:
        raise AssertionError("counted")

    monkeypatch.setattr("catalog.selectors.api_places.index_now", refuses)
    places = "{ facilities(first: 5) { edges { node { slug province { code facilityCount } } } } }"
    (edge,) = ask(places).data["facilities"]["edges"]
    assert edge["node"]["province"]["facilityCount"] == 1
    assert ask("{ provinces { productCount } }").errors
