"""A facility's own pages: profile, hours, workshops and brands, by everybody and with anything."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import AuditEntry, Brand, Facility, OpeningHours, ProductionUnit
from catalog.services.facility_parts import BRANDS, UNITS, part_add
from catalog.types import Actor
from tests.cast import Cast, cast_make, client_of
from tests.conftest import serving_role
from tests.making import draft_listing, public_listing
from tests.storefront.cache.test_pages import Shop

pytestmark = pytest.mark.django_db
UNIT_TEXTS = {"kind": "bimker", "name": "Dapur", "skill": "pengolahan pangan"}
PAGES = ("profil/", "jam/", "unit/")
FORMS = (*PAGES[:2], "unit/baru/", "merek/baru/", "unit/{unit}/", "merek/{brand}/")
ACTS = ("unit/{unit}/hapus/", "merek/{brand}/hapus/", "profil/urungkan/{entry}/")
STATEMENTS = 12


@pytest.fixture
def cast() -> Cast:
    return cast_make()


class Head:
    """Somebody with a browser at one facility."""

    def __init__(self, actor: Actor, facility: Facility) -> None:
        self.actor, self.facility, self.client = actor, facility, client_of(actor)

    def address(self, path: str) -> str:
        """Of a page of the facility."""
        return f"/petugas/{self.facility.slug}/{path}"

    def get(self, path: str) -> Any:
        """A page."""
        with serving_role(self.actor):
            return self.client.get(self.address(path))

    def form(self, path: str, **typed: str) -> dict[str, str]:
        """The form of a page as its browser would send it, with what is typed into it."""
        return {**fields_of(self.get(path).content.decode()), **typed}

    def post(self, path: str, data: dict[str, str]) -> Any:
        """Send a form."""
        with serving_role(self.actor):
            return self.client.post(self.address(path), data)

    def save(self, path: str, **typed: str) -> Any:
        """Open, type, send."""
        return self.post(path, self.form(path, **typed))


def fields_of(html: str) -> dict[str, str]:
    """Names and values of the page's main form, as a browser sends them without its buttons."""
    form = re.search(
        r'<form method="post"[^>]*\sclass="(?:place-form|conflict)".*?</form>', html, re.S
    )
    assert form, html
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        given = {k: unescape(v) for k, v in re.findall(r'(\w+)="([^"]*)"', tag)}
        is_off = given.get("type") in ("checkbox", "radio") and not re.search(r"\schecked", tag)
        if not is_off and given.get("name") != "csrfmiddlewaretoken":
            found[given["name"]] = given.get("value", "")
    for name, text in re.findall(
        r'<textarea[^>]*\sname="(\w+)"[^>]*>\n?(.*?)</textarea>', form[0], re.S
    ):
        found[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]*?name="(\w+)".*?>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        taken = chosen or first
        found[name] = taken[1] if taken else ""
    return found


@pytest.fixture
def head(cast: Cast) -> Head:
    return Head(cast.facility_head, cast.here)


def sentence(answer: Any) -> str:
    """The sentences of refused fields."""
    return " ".join(re.findall(r'class="wrong"[^>]*>(.*?)</p>', answer.content.decode()))


# --- Who comes here


def things(cast: Cast) -> dict[str, int]:
    """A workshop, a brand and a change of the first facility."""
    where: dict[str, Any] = {"actor": cast.facility_head, "facility_id": cast.here.pk}
    unit = part_add(UNITS, **where, wanted=UNIT_TEXTS)
    brand = part_add(BRANDS, **where, wanted={"name": "Renjana"})
    entry = AuditEntry.objects.latest("pk").pk
    return {"unit": unit or 0, "brand": brand or 0, "entry": entry}


SEES = {"sari", "regional_officer", "auditor"}
CHANGES = {"facility_head", "regional_head", "central_officer"}


def test_who_sees_who_changes_and_who_finds_nothing(cast: Cast) -> None:
    ids = things(cast)
    count = 0
    for name, actor in cast.everybody().items():
        client = client_of(actor)
        for path in (*PAGES, *FORMS[2:], *ACTS):
            for method in ("get", "post"):
                if (path in ACTS and method == "get") or (path == "unit/" and method == "post"):
                    continue
                address = f"/petugas/{cast.here.slug}/{path.format(**ids)}"
                with transaction.atomic():  # each meets the same things
                    status = getattr(client, method)(address).status_code
                    transaction.set_rollback(True)
                assert status == expected(name, path, method), (name, path, method, status)
                count += 1
    assert count == len(cast.everybody()) * 16


def expected(name: str, path: str, method: str) -> int:
    """The status of a page; forms that are sent empty are refused (400) to who may send them."""
    if name == "anonymous":
        return 302
    if name not in SEES | CHANGES:
        return 404
    if name in SEES:
        return 200 if path in PAGES and method == "get" else 403
    if path in ACTS:
        return 302
    return 200 if method == "get" else 400


def test_of_another_facility_nothing_is_found(cast: Cast) -> None:
    ids = things(cast)
    for actor in (cast.facility_head, cast.regional_head):
        client = client_of(actor)
        for path in (*PAGES, *(one.format(**ids) for one in (*FORMS, *ACTS))):
            address = f"/petugas/{cast.elsewhere.slug}/{path}"
            assert client.post(address).status_code == 404 if path != "unit/" else True
            if path not in [one.format(**ids) for one in ACTS]:
                assert client.get(address).status_code == 404, path
    # the central office reaches both places, but a thing only under its own
    client = client_of(cast.central_officer)
    for path in (FORMS[4], FORMS[5], ACTS[2]):
        address = f"/petugas/{cast.elsewhere.slug}/{path.format(**ids)}"
        assert client.post(address).status_code == 404, path


@pytest.mark.parametrize("name", sorted(SEES))
def test_who_only_sees_gets_no_inputs(cast: Cast, name: str) -> None:
    things(cast)
    client = client_of(cast.everybody()[name])
    for path in PAGES:
        html = client.get(f"/petugas/{cast.here.slug}/{path}").content.decode()
        html = re.sub(r"(?s)<template.*?</template>", "", html)  # what a script may show
        assert not re.search(r"<(input|textarea|select|button)\b", html), path
    assert "Dapur" in html


# --- Profile


def test_a_profile_is_written_as_typed_and_shown(head: Head) -> None:
    answer = head.save(
        "profil/",
        short_name="Lapas <b>Baru</b>",
        whatsapp="0812 3456 7890",
        story="Satu.\r\n\r\nDua.",
        aliases="LP Baru\r\nLapas Lama",
        email="a@contoh.go.id",
    )
    assert answer["Location"].endswith("/profil/?tersimpan=1")
    facility = Facility.objects.get(pk=head.facility.pk)
    assert facility.whatsapp == "+6281234567890"
    assert facility.story == "Satu.\n\nDua."
    html = head.get("profil/?tersimpan=1").content.decode()
    assert "Lapas &lt;b&gt;Baru&lt;/b&gt;" in html
    assert "0812-3456-7890" in html
    assert 'role="status"' in html
    assert Client().get(f"/fasilitas/{facility.slug}/").status_code == 200


def test_an_untouched_form_changes_nothing(head: Head) -> None:
    head.save("profil/", whatsapp="0812 3456 7890", story="A\r\n\r\nB", aliases="A\r\nB")
    before = AuditEntry.objects.count()
    for path in ("profil/", "jam/"):
        assert head.save(path).status_code == 302
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("short_name", "x" * 10_000, "10000 huruf"),
        ("short_name", "\u202e\x00\u200b ", "Isi nama"),
        ("story", "x" * 10_000, "10000 huruf"),
        ("phone", "abc", "nomor telepon Indonesia"),
        ("whatsapp", "+1 650 253 0000", "nomor telepon Indonesia"),
        ("email", "lapas.contoh.go.id", "alamat surel"),
        ("address", " ", "Isi alamatnya"),
        ("aliases", "\n".join(f"Nama {n}" for n in range(30)), "paling banyak 20"),
    ],
)
def test_a_bad_text_is_one_sentence_and_nothing_is_lost(
    head: Head, name: str, typed: str, said: str
) -> None:
    answer = head.save("profil/", **{"craft_line": "Kayu & besi", name: typed})
    assert answer.status_code == 422
    assert said in sentence(answer)
    assert fields_of(answer.content.decode())["craft_line"] == "Kayu & besi"
    assert Facility.objects.get(pk=head.facility.pk).craft_line == ""
    assert head.post("profil/", {**fields_of(answer.content.decode()), name: "0812-3456-7890"})


def test_official_names_are_the_central_offices(cast: Cast, head: Head) -> None:
    assert "official_name" not in head.form("profil/")
    assert head.save("profil/", official_name="Istana").status_code == 403
    center = Head(cast.central_officer, cast.here)
    assert center.save("profil/", official_name="Lapas Kelas IIB", klass="IIB").status_code == 302
    facility = Facility.objects.get(pk=cast.here.pk)
    assert (facility.official_name, facility.klass) == ("Lapas Kelas IIB", "IIB")
    # the head sees whose change it was and is not offered to take it back
    assert "profil/urungkan" not in head.get("profil/").content.decode()


def test_the_slug_is_not_changed_here(head: Head) -> None:
    head.save("profil/", slug="lain", is_open="", warehouse="1", regency="11.01", id="1")
    found = Facility.objects.get(pk=head.facility.pk)
    assert (found.slug, found.is_open) == (head.facility.slug, True)


def test_a_look_before_it_is_saved(head: Head) -> None:
    form = head.form("profil/", story="Satu.\r\n\r\n<i>Dua</i>.", do="preview")
    answer = head.post("profil/", form)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<p>Satu.</p>\n\n<p>&lt;i&gt;Dua&lt;/i&gt;.</p>" in html
    assert Facility.objects.get(pk=head.facility.pk).story == ""
    assert head.post("profil/", fields_of(html)).status_code == 302
    assert Facility.objects.get(pk=head.facility.pk).story.startswith("Satu.")


@pytest.mark.parametrize("text", ["Oleh narapidana Budi Santoso.", "NIK 7271012304560001"])
def test_what_looks_like_somebody_is_asked_about(head: Head, text: str) -> None:
    answer = head.save("profil/", story=text)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="sure"' in html
    assert Facility.objects.get(pk=head.facility.pk).story == ""
    mark = re.search(r'name="sure" value="(\w+)"', html)
    assert mark
    # a "yes" holds for the text that was asked about, and for no other
    other = {**fields_of(html), "story": "Oleh napi Joko", "sure": mark[1]}
    assert head.post("profil/", other).status_code == 422
    assert head.post("profil/", {**fields_of(html), "sure": mark[1]}).status_code == 302
    assert Facility.objects.get(pk=head.facility.pk).story == text


def test_the_promise_stands_beside_story_and_workshops(head: Head) -> None:
    for path in ("profil/", "unit/", "unit/baru/"):
        page = head.get(path).content.decode()
        assert "Tanpa nama, wajah, perkara atau nomor warga binaan." in page


# --- Two people, twice, and old forms


def test_the_second_of_two_chooses(cast: Cast, head: Head) -> None:
    form = head.form("profil/", address="Jalan Saya 1", story="Cerita saya")
    Head(cast.regional_head, cast.here).save("profil/", address="Jalan Dua 2", craft_line="Kayu")
    answer = head.post("profil/", form)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Jalan Saya 1" in html
    assert "Jalan Dua 2" in html
    assert cast.regional_head.name in html
    assert Facility.objects.get(pk=cast.here.pk).story == ""
    chosen = fields_of(html)
    assert chosen["address"] == "Jalan Dua 2"  # what is there, unless one's own is chosen
    assert head.post("profil/", {**chosen, "address": "Jalan Saya 1"}).status_code == 302
    found = Facility.objects.get(pk=cast.here.pk)
    assert (found.address, found.craft_line, found.story) == ("Jalan Saya 1", "Kayu", "Cerita saya")


def test_who_changed_each_text_is_named_beside_it(cast: Cast, head: Head) -> None:
    form = head.form("profil/", address="Jalan Saya 1", story="Cerita saya")
    Head(cast.regional_head, cast.here).save("profil/", address="Jalan Dua 2")
    Head(cast.central_officer, cast.here).save("profil/", story="Cerita pusat")
    html = head.post("profil/", form).content.decode()
    told = dict(re.findall(r"<legend>(.*?)</legend>.*?Diubah (\S+)", html, re.S))
    assert told == {
        "Alamat": cast.regional_head.name,
        "Cerita tempat dan keterampilannya": cast.central_officer.name,
    }


def test_the_second_of_two_chooses_hours(cast: Cast, head: Head) -> None:
    form = head.form("jam/", **{"d0-o1": "8", "d0-c1": "12", "d1-o1": "9", "d1-c1": "10"})
    form.pop("d0-closed"), form.pop("d1-closed")
    other = Head(cast.regional_head, cast.here)
    theirs = other.form("jam/", **{"d0-o1": "8", "d0-c1": "15"})
    theirs.pop("d0-closed")
    assert other.post("jam/", theirs).status_code == 302
    answer = head.post("jam/", form)
    assert answer.status_code == 409
    assert "08.00–12.00" in answer.content.decode()
    assert head.post("jam/", fields_of(answer.content.decode())).status_code == 302
    assert week(cast.here) == {0: ["08.00-15.00"], 1: ["09.00-10.00"]}


def test_the_second_of_two_chooses_a_workshops_words(cast: Cast, head: Head) -> None:
    path = f"unit/{things(cast)['unit']}/"
    form = head.form(path, trained="9", is_certified="1")
    Head(cast.regional_head, cast.here).save(path, trained="8")
    answer = head.post(path, form)
    assert answer.status_code == 409
    chosen = fields_of(answer.content.decode())
    assert head.post(path, {**chosen, "trained": "9"}).status_code == 302
    unit = ProductionUnit.objects.get(facility=cast.here)
    assert (unit.trained, unit.is_certified) == (9, True)


def test_a_form_sent_twice_acts_once(head: Head) -> None:
    form = head.form("unit/baru/", **UNIT_TEXTS)
    for _ in range(3):
        assert head.post("unit/baru/", form).status_code == 302
    form = head.form("merek/baru/", name="Renjana")
    for _ in range(3):
        assert head.post("merek/baru/", form).status_code == 302
    where = {"facility": head.facility}
    assert ProductionUnit.objects.filter(**where).count() == 1
    assert Brand.objects.filter(**where).count() == 1
    form = head.form("profil/", address="Jalan Dua 2")
    assert head.post("profil/", form).status_code == 302
    assert head.save("profil/", address="Jalan Tiga 3").status_code == 302
    assert head.post("profil/", form).status_code == 302  # late, and already done
    assert Facility.objects.get(pk=head.facility.pk).address == "Jalan Tiga 3"


def test_a_page_sent_again_after_back_says_what_became_of_it(head: Head) -> None:
    form = head.form("profil/", address="Jalan Dua 2")
    assert head.post("profil/", form)["Location"].endswith("?tersimpan=1")
    again = head.post("profil/", form)
    assert again["Location"].endswith("?tersimpan=lagi")
    shown = head.get("profil/" + again["Location"].rpartition("/")[2]).content.decode()
    assert "tidak ditulis dua kali" in shown and "Toko menampilkannya" not in shown
    other = head.post("profil/", {**form, "story": "Cerita yang baru"})
    assert other["Location"].endswith("?tersimpan=1")
    assert Facility.objects.get(pk=head.facility.pk).story == "Cerita yang baru"


@pytest.mark.parametrize("seen", ["", "x", "W10:1abc:def"])
def test_a_forged_form_is_a_sentence(head: Head, seen: str) -> None:
    form = head.form("profil/", address="Jalan Dua 2", seen=seen)
    answer = head.post("profil/", form)
    assert answer.status_code == 400
    assert "Buka lagi halamannya" in answer.content.decode()


def test_a_form_of_another_thing_or_place_is_a_sentence(cast: Cast, head: Head) -> None:
    center = Head(cast.central_officer, cast.elsewhere)
    for form in (head.form("jam/"), center.form("profil/")):
        assert head.post("profil/", {**form, "address": "Jalan Dua 2"}).status_code == 400
    assert head.post("profil/", {**head.form("profil/"), "key": "x"}).status_code == 400


def test_a_change_is_taken_back(head: Head) -> None:
    head.save("profil/", address="Jalan Dua 2")
    html = head.get("profil/").content.decode()
    path = re.search(r'action="/petugas/[\w-]+/(profil/urungkan/\d+/)"', html)
    assert path
    answer = head.post(path[1], {"key": fields_of(html)["key"]})
    assert answer["Location"].endswith("/profil/?diurungkan=1")
    assert Facility.objects.get(pk=head.facility.pk).address == head.facility.address
    assert head.post(path[1], {"key": "x"}).status_code == 400  # no longer the last


# --- Hours


def week(facility: Facility) -> dict[int, list[str]]:
    """The opening hours as they are kept."""
    found: dict[int, list[str]] = {}
    for span in OpeningHours.objects.filter(facility=facility):
        found.setdefault(span.weekday, []).append(f"{span.opens:%H.%M}-{span.closes:%H.%M}")
    return found


def test_a_week_with_a_break_and_closed_days(head: Head) -> None:
    form = head.form("jam/", **{"d0-o1": "8", "d0-c1": "12", "d0-o2": "13.00", "d0-c2": "1530"})
    form.pop("d0-closed")
    copied = head.post("jam/", {**form, "do": "copy"})
    assert copied.status_code == 200
    assert week(head.facility) == {}
    assert head.post("jam/", fields_of(copied.content.decode())).status_code == 302
    assert week(head.facility) == dict.fromkeys(range(5), ["08.00-12.00", "13.00-15.30"])
    assert "(WITA)" in head.get("jam/").content.decode()
    # an open day is closed by a tick, its times still standing there
    assert head.save("jam/", **{"d2-closed": "1"}).status_code == 302
    assert sorted(week(head.facility)) == [0, 1, 3, 4]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"o1": "8", "c1": "24.00"}, "23.59"),
        ({"o1": "15", "c1": "8"}, "mendahului jam buka"),
        ({"o1": "8", "c1": "12", "o2": "11", "c2": "15"}, "bertumpuk"),
        ({"o1": "8"}, "Isi keduanya"),
        ({"o1": "pagi", "c1": "sore"}, "08.00 atau 15.30"),
        ({"o1": "\u202e8" + "0" * 10_000, "c1": "9"}, "08.00 atau 15.30"),
        ({"o1": "8", "c1": "9", "closed": "1"}, "Tutup juga dicentang"),
    ],
)
def test_hours_that_cannot_be_are_a_sentence(head: Head, cells: dict[str, str], said: str) -> None:
    form = head.form("jam/")
    form.pop("d3-closed")
    answer = head.post("jam/", {**form, **{f"d3-{name}": text for name, text in cells.items()}})
    assert answer.status_code == 422
    assert re.search(said, sentence(answer)), sentence(answer)
    assert fields_of(answer.content.decode())["d3-o1"] == cells["o1"][:12].replace("\x00", "")
    assert week(head.facility) == {}


# --- Workshops and brands


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("trained", "4", "Kurang dari lima"),
        ("trained", "-7", "angka saja"),
        ("trained", "banyak", "angka saja"),
        ("kind", "penjara", "dari daftar"),
        ("name", "", "nama bengkelnya"),
        ("skill", "x" * 10_000, "10000 huruf"),
    ],
)
def test_a_bad_workshop_is_a_sentence(head: Head, name: str, typed: str, said: str) -> None:
    answer = head.save("unit/baru/", **{**UNIT_TEXTS, name: typed})
    assert answer.status_code == 422
    assert said in sentence(answer)
    assert not ProductionUnit.objects.exists()


def test_workshops_are_added_changed_and_removed(head: Head) -> None:
    assert head.save("unit/baru/", **UNIT_TEXTS, trained="12", is_certified="1").status_code == 302
    unit = ProductionUnit.objects.get(facility=head.facility)
    assert (unit.name_en, unit.trained, unit.is_certified) == ("Dapur", 12, True)
    path = f"unit/{unit.pk}/"
    assert head.form(path)["name_en"] == ""
    assert head.save(path, name="Dapur Besar", trained="").status_code == 302
    unit.refresh_from_db()
    assert (unit.name, unit.name_en, unit.trained) == ("Dapur Besar", "Dapur Besar", None)
    assert "Dapur Besar" in head.get("unit/").content.decode()
    assert head.post(f"{path}hapus/", {"key": "x"}).status_code == 302
    assert not ProductionUnit.objects.exists()
    assert head.get(path).status_code == 404


def test_a_workshop_that_goods_name_stays(head: Head) -> None:
    head.save("unit/baru/", **UNIT_TEXTS)
    unit = ProductionUnit.objects.get(facility=head.facility)
    for _ in range(3):
        listing = draft_listing(head.facility)
        listing.unit = unit
        listing.save()
    page = head.get(f"unit/{unit.pk}/").content.decode()
    assert "3 barang memakai ini" in page
    assert "hapus/" not in page
    answer = head.post(f"unit/{unit.pk}/hapus/", {})
    assert answer.status_code == 422
    assert "3 barang memakai ini" in answer.content.decode()
    assert ProductionUnit.objects.filter(pk=unit.pk).exists()


def test_a_brand_is_renamed_and_its_word_in_addresses_stays(head: Head) -> None:
    head.save("merek/baru/", name="Renjana <Lembah>")
    brand = Brand.objects.get(facility=head.facility)
    assert brand.slug == "renjana-lembah"
    head.save(f"merek/{brand.pk}/", name="Renjana")
    brand.refresh_from_db()
    assert (brand.name, brand.slug) == ("Renjana", "renjana-lembah")


# --- The shop shows it


@pytest.mark.django_db(transaction=True)
def test_the_shop_shows_a_change_at_the_next_request() -> None:
    cast = cast_make()
    listing = public_listing(cast.here)
    head = Head(cast.facility_head, cast.here)
    place, goods = f"/fasilitas/{cast.here.slug}/", f"/produk/{listing.slug}/"
    shop = Shop()
    for address in (place, goods, "/katalog/"):
        shop.get(address)
        assert shop.get(address).how == "hit"
    assert head.save("profil/", short_name="Lapas Teluk Biru").status_code == 302
    form = head.form("jam/", **{"d5-o1": "9.15", "d5-c1": "10.45"})
    form.pop("d5-closed")
    assert head.post("jam/", form).status_code == 302
    assert head.save("unit/baru/", **{**UNIT_TEXTS, "name": "Bengkel Ukir"}).status_code == 302
    shop.seconds += 10
    for address in (place, goods, "/katalog/"):
        assert "Lapas Teluk Biru" in shop.get(address).body.decode(), address
    page = shop.get(place).body.decode()
    assert "09.15" in page
    assert "Bengkel Ukir" in page


@pytest.mark.parametrize("path", [*PAGES, "unit/{unit}/"])
def test_pages_ask_the_database_little(cast: Cast, path: str) -> None:
    ids = things(cast)
    Brand.objects.bulk_create(
        Brand(facility=cast.here, slug=f"b-{n}", name=f"B {n}") for n in range(30)
    )
    client = client_of(cast.facility_head)
    address = f"/petugas/{cast.here.slug}/{path.format(**ids)}"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    assert len(asked) <= STATEMENTS, [one["sql"][:120] for one in asked]
