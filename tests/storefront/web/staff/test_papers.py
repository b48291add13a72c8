"""Papers of a facility: the list, one screen to add and change one, its own page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.dates import legal_today
from catalog.errors import Invalid
from catalog.kept import forget_all
from catalog.models import Brand, Listing
from catalog.types import ListingState
from legality.models import Certificate, CertificateCover, CertificateState, RequirementRule
from legality.paper_values import covers_of
from legality.scans.cleaning import CleanScan
from legality.services.certificates import (
    CertificateDraft,
    Covers,
    certificate_record,
    certificate_return,
    certificate_revoke,
)
from legality.services.evidence import scan_read
from legality.services.publication import listing_submit
from storefront.loading.reference import reference_load
from tests.cast import Cast, cast_make, client_of
from tests.making import (
    SYSTEM,
    draft_listing,
    paper_make,
    photo_give,
    picture_bytes,
    public_listing,
    rule_make,
)

pytestmark = pytest.mark.django_db


PIRT = "2067271010001-30"
SENTENCE = "Keripik perlu P-IRT."


@pytest.fixture
def cast() -> Cast:
    reference_load()
    RequirementRule.objects.all().delete()  # each test makes those that it is about
    forget_all()
    return cast_make()


@pytest.fixture
def sari(cast: Cast) -> Client:
    return client_of(cast.sari)


def place(cast: Cast, more: str = "") -> str:
    """The address of a facility's papers."""
    return f"/petugas/{cast.here.slug}/surat/{more}"


def text_of(html: str) -> str:
    """What a page says, without its marks."""
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def form_of(client: Client, address: str) -> dict[str, Any]:
    """A form as its page shows it."""
    html = client.get(address).content.decode()
    html = html[html.index('id="paper-form"') :]
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]+>", html):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        kind, name = said.get("type", "text"), said.get("name", "")
        if kind == "file" or (kind == "checkbox" and " checked" not in tag) or not name:
            continue
        fields.setdefault(name, []).append(said.get("value", ""))
    chosen = re.search(r'<option value="([^"]*)" selected', html)
    return {**fields, "kind": chosen[1] if chosen else "", "do": "save"}


def new_paper(client: Client, cast: Cast, goods: Listing, **given: Any) -> dict[str, Any]:
    """A new paper's form, filled in."""
    ends = legal_today().replace(year=2030, month=6, day=1)
    return {
        **form_of(client, place(cast, "baru/")),
        "number": f"p-irt no. {PIRT}",
        "holder_name": "Koperasi Lapas",
        "expires_on": f"{ends:%d-%m-%Y}",
        "goods": [str(goods.pk)],
        **given,
    }


def recorded(cast: Cast, goods: Listing, **given: Any) -> Certificate:
    """A paper that is there and checked."""
    values: Mapping[str, Any] = {
        "state": CertificateState.VERIFIED,
        "verified_on": legal_today(),
        "issued_on": legal_today() - timedelta(days=300),
        **given,
    }
    return certificate_record(
        actor=SYSTEM,
        draft=CertificateDraft(cast.here.pk, "pirt", PIRT, "Koperasi", **values),
        covers=Covers(listing_ids=(goods.pk,)),
    )


def test_a_paper_is_added_on_one_screen(cast: Cast, sari: Client) -> None:
    goods = draft_listing(cast.here)
    answer = sari.post(place(cast, "baru/"), new_paper(sari, cast, goods))
    paper = Certificate.objects.get()
    assert answer["Location"] == place(cast, f"{paper.pk}/?sudah=disimpan")
    assert (paper.kind_id, paper.number_norm) == ("pirt", "206727101000130")
    assert paper.state == CertificateState.UNVERIFIED
    assert covers_of(paper.pk) == Covers(listing_ids=(goods.pk,))
    said = text_of(sari.get(place(cast, f"{paper.pk}/")).content.decode())
    for words in ("Belum diperiksa", "Golongan pangan 06", "Kota Palu", "2030", "Koperasi Lapas"):
        assert words in said, said
    listed = text_of(sari.get(place(cast)).content.decode())
    assert "Belum diperiksa" in listed and "hari lagi" not in listed  # years away


def test_the_same_form_sent_twice_records_one_paper(cast: Cast, sari: Client) -> None:
    form = new_paper(sari, cast, draft_listing(cast.here))
    places = {sari.post(place(cast, "baru/"), form)["Location"] for _time in range(2)}
    assert len(places) == 1 and Certificate.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"number": ""}, "number", "Ketik nomor suratnya"),
        ({"number": "halo"}, "number", "Bentuknya"),
        ({"number": "P-IRT 2063510010243-30"}, "number", "Kota Palu"),
        ({"number": PIRT[:-1], "kind": "pirt"}, "number", "angka"),
        ({"expires_on": "31-12-9999"}, "expires_on", "9999"),
        ({"issued_on": "01-01-2031"}, "expires_on", "berakhir"),
        ({"expires_on": "besok"}, "expires_on", "31-12-2027"),
        ({"holder_name": " "}, "holder_name", "pemegang"),
        ({"goods": []}, "goods", "Pilih"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    cast: Cast, sari: Client, given: dict[str, Any], field: str, words: str
) -> None:
    form = new_paper(sari, cast, draft_listing(cast.here)) | given
    answer = sari.post(place(cast, "baru/"), form)
    html = answer.content.decode()
    assert answer.status_code == 422
    wrong = re.findall(rf'<li>\s*<a href="#{field}">([^<]+)</a>', html)
    assert wrong and words in wrong[0], (wrong, html[-3000:])
    assert not Certificate.objects.exists() and not CertificateCover.objects.exists()
    if field != "holder_name":
        assert 'value="Koperasi Lapas"' in html


def test_another_facilitys_goods_and_brands_are_refused(cast: Cast, sari: Client) -> None:
    other = draft_listing(cast.elsewhere)
    brand = Brand.objects.create(facility=cast.elsewhere, slug="lain", name="Merek lain")
    form = new_paper(sari, cast, other, brands=[str(brand.pk)])
    answer = sari.post(place(cast, "baru/"), form)
    html = answer.content.decode()
    assert answer.status_code == 422 and html.count("bukan milik") >= 2
    assert "Merek lain" not in html and not Certificate.objects.exists()


def test_the_button_reads_the_number_without_a_script(cast: Cast, sari: Client) -> None:
    form = new_paper(sari, cast, draft_listing(cast.here)) | {"do": "check"}
    html = sari.post(place(cast, "baru/"), form).content.decode()
    assert 'data-kind="pirt"' in html and '<option value="pirt" selected' in html
    assert not Certificate.objects.exists() and 'value="Koperasi Lapas"' in html
    part = sari.get(place(cast, "nomor/"), {"number": "2063510010243-30"}).content.decode()
    assert "is-bad" in part and "Kota Palu" in part and "<html" not in part


def test_a_number_that_is_recorded_already_is_said(cast: Cast, sari: Client) -> None:
    goods = draft_listing(cast.here)
    recorded(cast, goods)
    answer = sari.post(place(cast, "baru/"), new_paper(sari, cast, goods))
    assert answer.status_code == 422 and "sudah tercatat" in answer.content.decode()
    assert Certificate.objects.count() == 1


def test_a_checked_paper_is_changed_only_when_that_was_said(cast: Cast, sari: Client) -> None:
    rule_make("pirt", reason=SENTENCE)
    goods = draft_listing(cast.here)
    photo_give(goods)
    paper = recorded(cast, goods)
    submit(goods)
    address = place(cast, f"{paper.pk}/ubah/")
    form = form_of(sari, address) | {"holder_name": "Koperasi Baru"}
    asked = sari.post(address, form)
    assert asked.status_code == 422 and "1 barangnya sedang dijual" in text_of(
        asked.content.decode()
    )
    paper.refresh_from_db()
    assert paper.holder_name == "Koperasi"
    assert sari.post(address, form | {"sure": "ya"}).status_code == 302
    paper.refresh_from_db()
    goods.refresh_from_db()
    assert (paper.state, paper.verified_on) == (CertificateState.UNVERIFIED, None)
    assert goods.state == ListingState.SUSPENDED


def submit(goods: Listing) -> None:
    """Put goods on sale."""
    listing_submit(actor=SYSTEM, listing_id=goods.pk, on=legal_today())


def test_two_people_choose(cast: Cast, sari: Client) -> None:
    goods = draft_listing(cast.here)
    paper = recorded(cast, goods, state=CertificateState.UNVERIFIED, verified_on=None)
    address = place(cast, f"{paper.pk}/ubah/")
    mine = form_of(sari, address) | {"holder_name": "Koperasi Satu"}
    head = client_of(cast.facility_head)
    theirs = form_of(head, address) | {"holder_name": "Koperasi Dua", "issuer": "Dinas Palu"}
    assert head.post(address, theirs).status_code == 302
    answer = sari.post(address, mine)
    html = answer.content.decode()
    assert answer.status_code == 409 and html.count('type="radio"') == 2
    chosen = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    sari.post(address, chosen | {"holder_name": "Koperasi Satu", "do": "save"})
    paper.refresh_from_db()
    assert (paper.holder_name, paper.issuer) == ("Koperasi Satu", "Dinas Palu")
    assert covers_of(paper.pk) == Covers(listing_ids=(goods.pk,))


def test_what_the_office_says_is_shown_and_answered(cast: Cast, sari: Client) -> None:
    goods = draft_listing(cast.here)
    paper = recorded(cast, goods, state=CertificateState.UNVERIFIED, verified_on=None)
    certificate_return(
        actor=cast.regional_officer, certificate_id=paper.pk, note="Pindaian <buram>."
    )
    for address in (place(cast), place(cast, f"{paper.pk}/")):
        html = sari.get(address).content.decode()
        assert "Pindaian &lt;buram&gt;." in html and "Dikembalikan" in html
    sari.post(place(cast, f"{paper.pk}/lagi/"))
    paper.refresh_from_db()
    assert paper.note == "" and paper.state == CertificateState.UNVERIFIED


def test_a_revoked_paper_says_so_and_cannot_be_changed(cast: Cast, sari: Client) -> None:
    paper = recorded(cast, draft_listing(cast.here))
    certificate_revoke(
        actor=cast.regional_officer,
        certificate_id=paper.pk,
        on=legal_today(),
        reason="Dicabut BPOM.",
    )
    html = sari.get(place(cast, f"{paper.pk}/")).content.decode()
    assert "Dicabut BPOM.</bdi>" in html
    assert "/ubah/" not in html
    assert sari.get(place(cast, f"{paper.pk}/ubah/")).status_code == 409


def test_goods_say_what_they_lack_and_lead_to_the_form(cast: Cast, sari: Client) -> None:
    rule_make("pirt", reason=SENTENCE)
    goods = draft_listing(cast.here)
    way = place(cast, f"baru/?jenis=pirt&amp;barang={goods.pk}")
    for address in (place(cast), f"/petugas/{cast.here.slug}/barang/{goods.pk}/"):
        html = sari.get(address).content.decode()
        assert SENTENCE in html and way in html, address
    form = form_of(sari, place(cast, f"baru/?jenis=pirt&barang={goods.pk}"))
    assert (form["kind"], form["goods"]) == ("pirt", [str(goods.pk)])


def test_a_paper_that_does_not_hold_yet_is_one_tap_from_what_asks_for_it(
    cast: Cast, sari: Client
) -> None:
    rule_make("pirt", reason=SENTENCE)
    goods = draft_listing(cast.here)
    paper = recorded(cast, goods, state=CertificateState.UNVERIFIED, verified_on=None)
    way = f'href="{place(cast, f"{paper.pk}/")}"'
    for address in (place(cast), f"/petugas/{cast.here.slug}/barang/{goods.pk}/"):
        html = sari.get(address).content.decode()
        wants = html[html.index('class="wants"') :]
        assert SENTENCE in wants and way in wants[: wants.index("</ul>")], address
    assert sari.get(place(cast, f"{paper.pk}/")).status_code == 200
    office = client_of(cast.regional_officer).get(f"/wilayah/barang/{goods.pk}/").content.decode()
    found = office[office.index('class="findings"') :]
    assert f'href="/wilayah/surat/{paper.pk}/"' in found[: found.index("</ul>")]


def test_a_person_who_holds_it_is_said_to_be_shown_to_nobody(cast: Cast, sari: Client) -> None:
    form = new_paper(sari, cast, public_listing(cast.here), holder_is_person="1")
    sari.post(place(cast, "baru/"), form)
    paper = Certificate.objects.get()
    assert paper.holder_is_person
    assert "tidak ditampilkan" in text_of(sari.get(place(cast, f"{paper.pk}/")).content.decode())


@pytest.mark.parametrize("page", ["", "baru/", "{paper}/", "{paper}/ubah/"])
def test_pages_take_few_statements(
    cast: Cast, sari: Client, django_assert_max_num_queries: Any, page: str
) -> None:
    goods = [public_listing(cast.here) for _n in range(3)]
    paper = paper_make(goods[0])
    address = place(cast, page.format(paper=paper.pk))
    sari.get(address)
    with django_assert_max_num_queries(12):
        assert sari.get(address).status_code == 200


def test_scans_are_looked_through_before_any_row_is_locked(
    cast: Cast, sari: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes seconds, and who changes a paper keeps everybody from publishing meanwhile."""
    seen: list[int] = []

    def looked(content: bytes) -> CleanScan:
        seen.append(Certificate.objects.count())
        return scan_read(content)

    monkeypatch.setattr("storefront.web.staff.paper_form.scan_read", looked)
    scan = SimpleUploadedFile("pindaian.jpg", picture_bytes(), "image/jpeg")
    form = new_paper(sari, cast, draft_listing(cast.here), scans=scan)
    assert sari.post(place(cast, "baru/"), form).status_code == 302
    assert seen == [0]
    assert Certificate.objects.get().evidence.count() == 1


def test_eleven_scans_are_refused_before_any_is_looked_at(
    cast: Cast, sari: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storefront.web.staff.paper_form.scan_read", None)
    scans = [SimpleUploadedFile("a.jpg", b"x", "image/jpeg") for _each in range(11)]
    form = new_paper(sari, cast, draft_listing(cast.here), scans=scans)
    assert sari.post(place(cast, "baru/"), form).status_code == 422
    assert not Certificate.objects.exists()


def test_a_number_recorded_elsewhere_at_the_same_moment_is_told(
    cast: Cast, sari: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the database alone, and not whose it is."""
    paper = recorded(cast, draft_listing(cast.here))
    Certificate.objects.filter(pk=paper.pk).update(facility=cast.elsewhere, holder_name="Rahasia")
    monkeypatch.setattr(Certificate, "full_clean", lambda _self: None)
    form = new_paper(sari, cast, draft_listing(cast.here))
    answer = sari.post(place(cast, "baru/"), form)
    html = answer.content.decode()
    assert answer.status_code == 422 and "sudah tercatat" in html
    assert "Rahasia" not in html and cast.elsewhere.short_name not in html


def test_goods_and_brands_of_others_are_not_covered(cast: Cast, sari: Client) -> None:
    own, others = draft_listing(cast.here), draft_listing(cast.elsewhere)
    brand = Brand.objects.create(facility=cast.elsewhere, slug="merek-b", name="Merek B")
    for given in (
        {"goods": [str(own.pk), str(others.pk)]},
        {"brands": [str(brand.pk)]},
        {"goods": ["9" * 18]},
    ):
        answer = sari.post(place(cast, "baru/"), new_paper(sari, cast, own) | given)
        assert answer.status_code == 422, given
    assert not Certificate.objects.exists()


def test_the_level_of_a_paper_is_typed_shown_and_checked_again(cast: Cast, sari: Client) -> None:
    goods = public_listing(cast.here)
    paper = recorded(cast, goods)
    address = place(cast, f"{paper.pk}/ubah/")
    changed = {**form_of(sari, address), "kind": "pirt", "level": "II"}
    assert sari.post(address, changed).status_code == 422  # asks whether that is meant
    answer = sari.post(address, {**changed, "sure": "ya"})
    assert answer.status_code == 302
    paper.refresh_from_db()
    assert (paper.level, paper.state) == ("II", CertificateState.UNVERIFIED)
    assert "Tingkat II" in text_of(sari.get(place(cast, f"{paper.pk}/")).content.decode())


def test_what_is_no_level(cast: Cast, sari: Client) -> None:
    form = new_paper(sari, cast, draft_listing(cast.here), level="IV")
    assert sari.post(place(cast, "baru/"), form).status_code == 302
    assert Certificate.objects.get().level == ""
    draft = CertificateDraft(cast.here.pk, "pirt", PIRT, "Koperasi", level="IV")
    with pytest.raises(Invalid):
        certificate_record(actor=SYSTEM, draft=draft, covers=Covers())
