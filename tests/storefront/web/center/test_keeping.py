"""What central officers change: through services, written down, in force at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from catalog.acting import acting
from catalog.dates import legal_today
from catalog.errors import NotAllowed, NotFound
from catalog.kept import forget_all
from catalog.models import (
    AuditEntry,
    Facility,
    Listing,
    Partner,
    Province,
    Regency,
    RegionalOffice,
    SearchTerm,
)
from catalog.policies.scope import can_see_facility
from catalog.saleor_adapter.kinds import kind_sheets
from catalog.saleor_adapter.pages import menu_sheets, page_sheets
from catalog.selectors.search_terms import lexicon
from catalog.selectors.version import catalogue_marks
from catalog.services.facility_register import facility_close
from catalog.services.regions import ProvinceValues, province_change
from catalog.types import ListingState
from legality.models import CertificateKind, GoodsTrait
from storefront.loading.reference import reference_load
from tests.cast import Cast, actor_again, client_of
from tests.conftest import serving_role
from tests.making import draft_listing, public_listing
from tests.storefront.web.center.making import entries, filled_in, send, shop_make

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return shop_make()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.central_officer)


def last_act() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def test_a_saved_form_is_written_down_with_officer_and_change(cast: Cast, client: Client) -> None:
    answer = send(client, "/pusat/provinsi/72/", name_en="Central Celebes")
    assert answer["Location"] == "/pusat/provinsi/"
    assert Province.objects.get(pk="72").name_en == "Central Celebes"
    act = last_act()
    assert (act.action, act.actor_name) == ("province.changed", cast.central_officer.name)
    assert act.detail["changes"] == {"name_en": ["Central Sulawesi", "Central Celebes"]}
    assert act.address == "127.0.0.1"
    html = client.get("/pusat/riwayat/provinsi/72/").content.decode()
    assert "Central Celebes" in html
    assert cast.central_officer.name in html


def test_saving_without_a_change_writes_nothing(cast: Cast, client: Client) -> None:
    paths = [
        "/pusat/provinsi/72/", "/pusat/kabkota/72.71/", f"/pusat/kanwil/{cast.here.office_id}/",
        f"/pusat/fasilitas/{cast.here.pk}/", "/pusat/surat/pirt/", "/pusat/jenis/camilan/",
        "/pusat/halaman/tentang/", "/pusat/menu/navbar/",
        f"/pusat/kata/{SearchTerm.objects.get().pk}/",
    ]  # fmt: skip
    before = AuditEntry.objects.count()
    for path in paths:
        assert send(client, path).status_code == 302, path
    assert AuditEntry.objects.count() == before


def test_the_second_of_two_officers_is_told_and_loses_nothing(cast: Cast, client: Client) -> None:
    form = filled_in(client, "/pusat/jenis/camilan/")
    assert send(client, "/pusat/jenis/camilan/", name="Kudapan").status_code == 302
    answer = client.post("/pusat/jenis/camilan/", {**form, "name": "Jajanan", "name_en": "Bites"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Kudapan" in html  # what the other saved
    assert 'value="Jajanan"' in html  # what was typed
    assert kind_sheets()[0].kind.name == "Kudapan"
    again = {**form, "name": "Jajanan", "name_en": "Bites", "_shown": _shown(html)}
    assert client.post("/pusat/jenis/camilan/", again).status_code == 302
    assert kind_sheets()[0].kind[2:4] == ("Jajanan", "Bites")


def test_what_another_saved_where_one_changed_nothing_is_taken_over(client: Client) -> None:
    form = filled_in(client, "/pusat/provinsi/72/")
    send(client, "/pusat/provinsi/72/", name_en="Celebes")
    answer = client.post("/pusat/provinsi/72/", {**form, "zone": "WIT"})
    assert answer.status_code == 409
    again = {**form, "zone": "WIT", "name_en": "Celebes", "_shown": _shown(answer.content.decode())}
    assert 'value="Celebes"' in answer.content.decode()
    assert client.post("/pusat/provinsi/72/", again).status_code == 302
    row = Province.objects.get(pk="72")
    assert (row.name_en, row.zone) == ("Celebes", "WIT")


def test_rows_of_texts_that_another_saved_are_taken_over_too(client: Client) -> None:
    paths = ("/pusat/surat/pirt/", "/pusat/penanda/telur/")
    first, second = (filled_in(client, path) for path in paths)
    rows = "\\d{3}|\\d{5} | number_old_form | nomor lama | an old number"
    assert send(client, paths[0], other_forms=rows, goods=["camilan"]).status_code == 302
    answer = client.post(paths[0], {**first, "label": "Lain"})
    assert answer.status_code == 409
    assert rows in answer.content.decode()
    assert [*answer.context["form"].errors] == ["__all__"]
    GoodsTrait.objects.filter(pk="telur").update(name_words=["telur", "telur asin"])
    answer = client.post(paths[1], {**second, "name": "Lain"})
    assert answer.status_code == 409
    assert "telur\ntelur asin" in answer.content.decode()
    assert [*answer.context["form"].errors] == ["__all__"]


def _shown(html: str) -> str:
    start = html.index('name="_shown" value="') + len('name="_shown" value="')
    return html[start : html.index('"', start)].replace("&quot;", '"')


def test_a_forged_or_missing_memory_of_the_page_is_refused(client: Client) -> None:
    for shown in ("", "[]", "{", '{"x": 1}'):
        answer = send(client, "/pusat/provinsi/72/", name="X", _shown=shown)
        assert answer.status_code == 422, shown
    assert Province.objects.get(pk="72").name == "Sulawesi Tengah"


BAD: list[tuple[str, dict[str, Any]]] = [
    ("/pusat/provinsi/72/", {"name": ""}),
    ("/pusat/provinsi/72/", {"name": "x" * 81}),
    ("/pusat/provinsi/72/", {"zone": "GMT"}),
    ("/pusat/kabkota/72.71/", {"name": "a\x00b"}),
    ("/pusat/surat/pirt/", {"source": ""}),
    ("/pusat/surat/pirt/", {"certainty": "X"}),
    ("/pusat/surat/pirt/", {"number_pattern": "("}),
    ("/pusat/surat/pirt/", {"number_pattern": r"(\d+)+"}),
    ("/pusat/surat/pirt/", {"number_pattern": r"(?P<owner>\d)"}),
    ("/pusat/surat/pirt/", {"number_pattern": r"(?=\d)\d"}),
    ("/pusat/surat/pirt/", {"number_form": "P-IRT {serial}"}),
    ("/pusat/surat/pirt/", {"number_pattern": r"(?P<year>\d)", "number_form": "{year}{year}"}),
    ("/pusat/surat/pirt/", {"number_pattern": r"(?P<year>\d)", "number_form": "{year}{"}),
    ("/pusat/surat/pirt/", {"other_forms": "a | b"}),
    ("/pusat/surat/pirt/", {"other_forms": "( | number_old_form | lama | old"}),
    ("/pusat/surat/pirt/", {"other_forms": r"\d{3} | number_form | lama | old"}),
    ("/pusat/surat/pirt/", {"other_forms": r"\d{3} | number_old_form | | old"}),
    ("/pusat/surat/pirt/", {"part_codes": "group | 01 | daging | meat | "}),
    ("/pusat/surat/pirt/", {"number_pattern": r"(?P<group>\d)", "part_codes": "group | 1 | a | b"}),
    (
        "/pusat/surat/pirt/",
        {"number_pattern": r"(?P<group>\d)", "part_codes": "group | 1 | a | b | kapal"},
    ),
    ("/pusat/surat/pirt/", {"goods": ["kapal"]}),
    ("/pusat/surat/pirt/", {"blocking": ["anything"]}),
    ("/pusat/surat/pirt/", {"verify_url_template": "javascript:alert(1)"}),
    ("/pusat/surat/pirt/", {"portal_url": "http://example.org/"}),
    ("/pusat/jenis/camilan/", {"name_en": "  "}),
    ("/pusat/halaman/tentang/", {"body": "[x](javascript:alert)"}),
    ("/pusat/halaman/tentang/", {"title": ""}),
    ("/pusat/menu/navbar/", entries(("Katalog", "", ""))),
    ("/pusat/menu/navbar/", entries(("A", "B", "javascript:x"))),
    ("/pusat/menu/navbar/", entries(("A", "B", "/x/"), ("C", "D", "/x/"))),
    ("/pusat/fasilitas/{here}/", {"satker_code": "12"}),
    ("/pusat/fasilitas/{here}/", {"office": "nowhere"}),
    ("/pusat/fasilitas/{here}/", {"regency": "99.99"}),
    ("/pusat/fasilitas/{here}/tutup/", {"reason": " "}),
    ("/pusat/kata/{term}/", {"phrase": "!!"}),
    ("/pusat/kata/{term}/", {"means": "keripik"}),
    ("/pusat/kata/{term}/", {"use": "place", "means": "atlantis"}),
    ("/pusat/kata/{term}/", {"use": "paper", "means": "sim"}),
    ("/pusat/kata/{term}/", {"use": "flag", "means": "free"}),
    ("/pusat/kata/{term}/", {"use": "maker", "means": "hotel"}),
    ("/pusat/kata/{term}/", {"use": "stop", "means": "chips"}),
    ("/pusat/kata/{term}/", {"use": "stem", "phrase": "dua kata"}),
]


def test_bad_input_is_one_sentence_and_nothing_is_written(cast: Cast, client: Client) -> None:
    term = SearchTerm.objects.get().pk
    before = AuditEntry.objects.count()
    for path, change in BAD:
        answer = send(client, path.format(here=cast.here.pk, term=term), **change)
        html = answer.content.decode()
        assert answer.status_code == 422, (path, change)
        assert html.count('class="wrong"') == 1, (path, change)
        assert 'aria-invalid="true"' in html, (path, change)
    assert AuditEntry.objects.count() == before


def test_how_numbers_are_read_is_kept_line_by_line(client: Client) -> None:
    form: dict[str, Any] = {
        "number_pattern": r"(?P<group>\d{2})(?P<year>\d{2})", "number_form": "X {group}-{year}",
        "other_forms": "\\d{3}|\\d{5} | number_old_form | nomor lama | an old number\r\n",
        "part_codes": "group | 01 | daging | meat | camilan\r\ngroup | 02 | ikan | fish | \r\n",
        "goods": ["camilan"], "blocking": ["region_other", "number_form"],
    }  # fmt: skip
    assert send(client, "/pusat/surat/pirt/", **form).status_code == 302
    kind = CertificateKind.objects.get(pk="pirt")
    assert kind.other_forms == [[r"\d{3}|\d{5}", "number_old_form", "nomor lama", "an old number"]]
    assert kind.part_codes == [
        ["group", "01", "daging", "meat", "camilan"], ["group", "02", "ikan", "fish", ""],
    ]  # fmt: skip
    assert (kind.goods, kind.blocking) == (["camilan"], ["number_form", "region_other"])
    before = AuditEntry.objects.count()
    assert send(client, "/pusat/surat/pirt/").status_code == 302
    assert AuditEntry.objects.count() == before  # the page says what is there
    other = send(client, "/pusat/surat/pirt/", label="Lain", part_codes="", blocking=None)
    assert other.status_code == 302
    kind.refresh_from_db()
    assert (kind.label, kind.part_codes, kind.blocking) == ("Lain", [], [])


NEW: dict[str, dict[str, Any]] = {
    "/pusat/kanwil/tambah/": {
        "slug": "maluku", "name": "Kanwil Maluku", "name_en": "Maluku office", "provinces": ["72"],
    },
    "/pusat/mitra/tambah/": {
        "slug": "blk-palu", "kind": "blk", "name": "BLK Palu", "name_en": "BLK Palu",
        "provinces": ["72"],
    },
    "/pusat/jenis/tambah/": {"slug": "kopi", "name": "Kopi", "name_en": "Coffee"},
    "/pusat/kata/tambah/": {
        "use": "spelling", "phrase": "Kripik", "means": "keripik", "is_on": "on",
    },
    "/pusat/fasilitas/tambah/": {
        "slug": "rutan-sigi", "official_name": "Rutan Kelas IIB Sigi", "short_name": "Rutan Sigi",
        "kind": "rutan", "klass": "IIB", "satker_code": "123456", "regency": "72.10",
        "office": "sulawesi-tengah", "place": "sigi", "address": "Jalan Contoh 2",
    },
    "/pusat/surat/tambah/": {
        "code": "uji_lab", "label": "Uji lab", "label_en": "Lab test", "short": "Lab",
        "short_en": "Lab", "group": "lain", "position": "20", "issuer": "Lab", "issuer_en": "Lab",
        "validity": "none", "portal_name": "Lab", "verify_steps": "Tanya.",
        "verify_steps_en": "Ask.", "tells_buyer": "Ya.", "tells_buyer_en": "Yes.",
        "source": "Permen", "certainty": "I",
    },
}  # fmt: skip


def test_a_form_that_adds_sent_twice_adds_once(client: Client) -> None:
    for path, form in NEW.items():
        assert client.get(path).status_code == 200
        before = AuditEntry.objects.count()
        for _time in range(2):
            assert client.post(path, form).status_code == 302, path
        added = AuditEntry.objects.order_by("pk")[before:]
        assert len(added) == 1, path
        assert added[0].action.endswith(("added", "opened")), path
    assert Facility.objects.get(slug="rutan-sigi").satker_code == "123456"
    assert SearchTerm.objects.filter(phrase="kripik", means="keripik").count() == 1
    assert Partner.objects.get(slug="blk-palu").provinces.count() == 1
    assert CertificateKind.objects.get(pk="uji_lab").source == "Permen"


def test_another_row_under_a_taken_address_is_refused(client: Client) -> None:
    for path, form in NEW.items():
        client.post(path, form)
        named = form.keys() & {"name", "label", "official_name"}
        other = {**form, **dict.fromkeys(named, "Lain")}
        if other != form:
            answer = client.post(path, other)
            assert answer.status_code == 422, path
            assert "Lain" in answer.content.decode(), path


def test_another_office_sees_a_moved_facility_at_once(cast: Cast, client: Client) -> None:
    other = RegionalOffice.objects.get(pk=cast.elsewhere.office_id)
    path = f"/pusat/fasilitas/{cast.here.pk}/"
    assert send(client, path, office=other.slug).status_code == 302
    here = Facility.objects.get(pk=cast.here.pk)
    sees = {
        name: can_see_facility(actor_again(getattr(cast, name).user_id), here)
        for name in ("regional_officer", "other_regional_officer", "sari", "budi")
    }
    assert sees == {
        "regional_officer": False, "other_regional_officer": True, "sari": True, "budi": False,
    }  # fmt: skip


def test_goods_follow_their_facility_to_another_province(cast: Cast, client: Client) -> None:
    Province.objects.create(code="81", slug="maluku", name="Maluku", name_en="Moluccas", zone="WIT")
    Regency.objects.create(code="81.71", province_id="81", name="Kota Ambon", is_city=True)
    listing = public_listing(cast.here)
    path = f"/pusat/fasilitas/{cast.here.pk}/"
    assert send(client, path, regency="81.71").status_code == 302
    forget_all()
    assert "Maluku" in client.get(f"/produk/{listing.slug}/").content.decode()
    assert Facility.objects.get(pk=cast.here.pk).regency_id == "81.71"


@pytest.mark.django_db(transaction=True)
def test_a_closed_facility_takes_its_goods_off_sale_with_the_reason(
    cast: Cast, client: Client
) -> None:
    listing, draft = public_listing(cast.here), draft_listing(cast.here)
    stays = public_listing(cast.elsewhere)
    forget_all()
    assert client.get(f"/produk/{listing.slug}/").status_code == 200
    marks = catalogue_marks()
    path = f"/pusat/fasilitas/{cast.here.pk}/tutup/"
    assert send(client, path, reason="Gedung direnovasi").status_code == 302
    # the front cache keeps pages while the marks stand still, and asks for them every second
    assert catalogue_marks().words != marks.words
    forget_all()
    assert client.get(f"/produk/{listing.slug}/").status_code != 200
    assert client.get(f"/fasilitas/{cast.here.slug}/").status_code == 404
    assert listing.slug not in client.get("/katalog/").content.decode()
    assert client.get(f"/produk/{stays.slug}/").status_code == 200
    states = Listing.objects.in_bulk([listing.pk, draft.pk])
    assert states[listing.pk].state == ListingState.SUSPENDED
    assert states[draft.pk].state == ListingState.DRAFT
    assert AuditEntry.objects.filter(
        action="listing.suspended", detail__reason="Gedung direnovasi"
    ).exists()
    assert client.post(path, {"reason": "Lagi"}).status_code == 302
    assert AuditEntry.objects.filter(action="facility.closed").count() == 1
    back = f"/pusat/fasilitas/{cast.here.pk}/buka/"
    assert client.post(back).status_code == 302
    assert client.post(back).status_code == 302
    assert AuditEntry.objects.filter(action="facility.reopened").count() == 1
    assert client.get(f"/fasilitas/{cast.here.slug}/").status_code == 200
    assert client.get(f"/produk/{listing.slug}/").status_code != 200


def test_a_changed_synonym_is_what_search_finds_by(cast: Cast, client: Client) -> None:
    public_listing(cast.here, slug="keripik-tempe", name="Keripik tempe")
    term = SearchTerm.objects.get()
    assert send(client, f"/pusat/kata/{term.pk}/", means="garingan").status_code == 302
    forget_all()  # within 5 s by itself
    assert "keripik-tempe" in client.get("/cari/?q=garingan").content.decode()
    term.refresh_from_db()
    assert not term.is_on  # what came with the shop does not come back by a load
    assert SearchTerm.objects.get(means="garingan").is_on


def test_pasted_lines_are_shown_before_they_are_added(client: Client) -> None:
    lines = "Kripik = keripik\n\ntanpa tanda\nkeripik=chips\nkripik = keripik\n=x\na = A"
    form = {"use": "synonym", "lines": lines}
    html = client.post("/pusat/kata/tempel/", form).content.decode()
    assert SearchTerm.objects.count() == 1
    assert html.count("is-wrong") == 3
    assert html.count("sudah ada") == 2
    for _time in range(2):
        assert client.post("/pusat/kata/tempel/", {**form, "add": "1"}).status_code == 302
    assert set(SearchTerm.objects.values_list("phrase", "means")) == {
        ("keripik", "chips"), ("kripik", "keripik"),
    }  # fmt: skip
    assert AuditEntry.objects.filter(action="search_term.added").count() == 1
    forget_all()
    assert ("keripik",) in lexicon(legal_today()).synonyms[("kripik",)]


def test_too_much_and_nothing_are_not_pasted(client: Client) -> None:
    for lines in ("", "\n", "\n".join(f"a{n} = b{n}" for n in range(501))):
        answer = client.post("/pusat/kata/tempel/", {"use": "synonym", "lines": lines, "add": "1"})
        assert answer.status_code == 422
    assert SearchTerm.objects.count() == 1


def test_kinds_change_places_and_only_empty_ones_go(cast: Cast, client: Client) -> None:
    public_listing(cast.here)  # of "camilan"
    slugs = [use.kind.slug for use in kind_sheets()]
    for _twice in range(2):
        client.post(f"/pusat/jenis/{slugs[1]}/pindah/", {"up": "", "seen": "2"})
    assert [use.kind.slug for use in kind_sheets()] == [slugs[1], slugs[0], *slugs[2:]]
    client.post(f"/pusat/jenis/{slugs[1]}/pindah/", {"up": "", "seen": "1"})
    assert [use.kind.slug for use in kind_sheets()][0] == slugs[1]
    client.post("/pusat/jenis/camilan/hapus/")
    client.post("/pusat/jenis/kriya/hapus/")
    assert [use.kind.slug for use in kind_sheets()] == ["camilan"]


def test_a_page_is_previewed_then_saved(client: Client) -> None:
    path = "/pusat/halaman/tentang/"
    body = "Baru <b>.\r\n\r\n## Judul lain\r\n- satu\r\n1. dua\r\n[di sini](/katalog/)"
    html = send(client, path, body=body, preview="").content.decode()
    assert "Baru &lt;b&gt;." in html
    assert '<a href="/katalog/">di sini</a>' in html
    assert page_sheets("tentang")[0].content["blocks"][0]["text"].startswith("Satu")
    assert send(client, path, body=body).status_code == 302
    forget_all()
    page = client.get("/tentang/").content.decode()
    assert "Judul lain" in page
    assert "Baru &lt;b&gt;." in page


def test_a_menu_is_changed(client: Client) -> None:
    rows = entries(("Katalog", "Catalogue", "/katalog/"), ("Galeri", "Gallery", "/galeri/"))
    assert send(client, "/pusat/menu/navbar/", **rows).status_code == 302
    assert menu_sheets("navbar")[0].items[1] == ("Galeri", "Gallery", "/galeri/")


def test_the_officer_may_do_all_this_as_app(cast: Cast, client: Client) -> None:
    with serving_role(cast.central_officer):
        test_a_form_that_adds_sent_twice_adds_once(client)
        test_a_saved_form_is_written_down_with_officer_and_change(cast, client)
        test_another_office_sees_a_moved_facility_at_once(cast, client)
        assert send(client, "/pusat/menu/navbar/", **entries(("A", "B", "/a/"))).status_code == 302
        assert send(client, "/pusat/halaman/tentang/", title="Baru").status_code == 302


def test_services_ask_for_scope_and_then_ability(cast: Cast) -> None:
    values = ProvinceValues("A", "B", "WIB")
    for actor, refusal in ((cast.auditor, NotAllowed), (cast.sari, NotFound)):
        with acting(actor), pytest.raises(refusal):
            province_change(actor=actor, code="72", wanted=values, seen=values)
    for actor, refusal in (
        (cast.auditor, NotAllowed), (cast.sari, NotFound), (cast.budi, NotFound),
    ):  # fmt: skip
        with acting(actor), pytest.raises(refusal):
            facility_close(actor=actor, facility_id=cast.here.pk, reason="x")


def test_what_officers_changed_stays_when_the_shop_is_renewed(cast: Cast, client: Client) -> None:
    reference_load()
    send(client, "/pusat/provinsi/72/", name_en="Celebes")
    send(client, "/pusat/halaman/tentang/", title="Kami")
    send(client, "/pusat/menu/navbar/", **entries(("A", "B", "/a/")))
    send(client, "/pusat/surat/pirt/", source="Surat edaran")
    send(client, "/pusat/jenis/camilan/", name="Kudapan")
    client.post("/pusat/jenis/kriya/hapus/")
    removed = next(use.kind.slug for use in kind_sheets() if use.kind.slug != "camilan")
    client.post(f"/pusat/jenis/{removed}/hapus/")
    reference_load()
    assert Province.objects.get(pk="72").name_en == "Celebes"
    assert Province.objects.get(pk="11").name_en
    assert page_sheets("tentang")[0].title == "Kami"
    assert menu_sheets("navbar")[0].items == (("A", "B", "/a/"),)
    assert CertificateKind.objects.get(pk="pirt").source == "Surat edaran"
    kinds = {use.kind.slug: use.kind.name for use in kind_sheets()}
    assert kinds["camilan"] == "Kudapan"
    assert removed not in kinds
