"""The pages of the rules: what a change does is shown before it is kept, without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import AuditEntry, Listing
from catalog.services.memberships import Post
from catalog.types import ListingState, Role
from legality.models import GoodsTrait, RequirementRule
from storefront.loading.reference import reference_load
from tests.cast import Cast, client_of, member_make
from tests.making import public_listing, rule_make
from tests.storefront.web.center.making import filled_in, send, shop_make

pytestmark = pytest.mark.django_db

PATH = "/pusat/aturan/perlu_pirt/"


@pytest.fixture
def cast() -> Cast:
    return shop_make()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.central_officer)


def hidden(answer: Any, name: str) -> str:
    html = answer.content.decode()
    start = html.index(f'name="{name}" value="') + len(f'name="{name}" value="')
    return str(html[start : html.index('"', start)])


def test_a_change_is_shown_first_and_kept_when_confirmed(cast: Cast, client: Client) -> None:
    listing = public_listing(cast.here, name="Keripik talas")
    answer = send(client, PATH, traits=None)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Berhenti dijual seketika: 1" in html
    assert "Keripik talas" in html
    assert RequirementRule.objects.get(pk="perlu_pirt").traits == ["telur"]
    again = send(client, PATH, traits=None, _seen=hidden(answer, "_seen"))
    assert again["Location"] == "/pusat/aturan/"
    assert RequirementRule.objects.get(pk="perlu_pirt").traits == []
    assert Listing.objects.get(pk=listing.pk).state == ListingState.SUSPENDED
    history = client.get("/pusat/riwayat/aturan/perlu_pirt/").content.decode()
    assert cast.central_officer.name in history


def test_when_the_shop_moved_on_it_is_shown_again(cast: Cast, client: Client) -> None:
    first = send(client, PATH, traits=None)
    public_listing(cast.here, name="Keripik baru")
    answer = send(client, PATH, traits=None, _seen=hidden(first, "_seen"))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "lihat sekali lagi" in html
    assert "Keripik baru" in html
    assert RequirementRule.objects.get(pk="perlu_pirt").traits == ["telur"]


def test_saving_without_a_change_asks_nothing(client: Client) -> None:
    before = AuditEntry.objects.count()
    for path in (PATH, "/pusat/penanda/telur/"):
        assert send(client, path).status_code == 302
    assert AuditEntry.objects.count() == before


def test_what_comes_with_the_shop_is_saved_as_it_was_loaded(client: Client) -> None:
    reference_load()
    codes = RequirementRule.objects.values_list("code", flat=True)
    traits = GoodsTrait.objects.values_list("code", flat=True)
    paths = [f"/pusat/aturan/{code}/" for code in codes]
    paths += [f"/pusat/penanda/{code}/" for code in traits]
    assert [path for path in paths if send(client, path).status_code != 302] == []


def test_a_rule_and_a_mark_are_added(client: Client) -> None:
    mark = {"code": "kulit", "name": "Kulit", "name_en": "Leather", "position": "3",
            "material_words": "kulit sapi\r\n\r\n kulit  domba "}  # fmt: skip
    rule = {"code": "halal_kulit", "name": "Kulit", "name_en": "Leather", "traits": ["kulit"],
            "papers": ["pirt"], "need": "advised", "in_force_from": "2026-10-17", "reason": "A",
            "reason_en": "B", "legal_source": "PP", "certainty": "U", "position": "4",
            "is_on": "on"}  # fmt: skip
    for path, form in (("/pusat/penanda/tambah/", mark), ("/pusat/aturan/tambah/", rule)):
        answer = client.post(path, form)
        assert answer.status_code == 200
        assert "Tidak ada barang yang berubah" in answer.content.decode()
        assert client.post(path, {**form, "_seen": hidden(answer, "_seen")}).status_code == 302
    assert GoodsTrait.objects.get(pk="kulit").material_words == ["kulit sapi", "kulit domba"]
    assert str(RequirementRule.objects.get(pk="halal_kulit").in_force_from) == "2026-10-17"


@pytest.mark.parametrize(
    ("path", "change"),
    [
        (PATH, {"papers": None}),
        (PATH, {"papers": ["paspor"]}),
        (PATH, {"traits": ["sayap"]}),
        (PATH, {"in_force_from": "31/12/2026"}),
        (PATH, {"in_force_from": "2026-12-31", "in_force_until": "2026-01-01"}),
        (PATH, {"certainty": "X"}),
        (PATH, {"legal_source": " "}),
        ("/pusat/penanda/telur/", {"name_words": "x" * 61}),
        ("/pusat/penanda/telur/", {"name_words": ""}),
        ("/pusat/penanda/telur/", {"keeps_at_most": "-1"}),
    ],
)
def test_bad_input_is_one_sentence(client: Client, path: str, change: dict[str, Any]) -> None:
    before = AuditEntry.objects.count()
    answer = send(client, path, **change)
    assert answer.status_code == 422
    assert answer.content.decode().count('class="wrong"') == 1
    assert AuditEntry.objects.count() == before


def test_the_page_of_a_rule_is_in_its_readers_language(client: Client) -> None:
    english = client.get(f"/en{PATH}").content.decode()
    row = RequirementRule.objects.get(pk="perlu_pirt")
    trait = GoodsTrait.objects.get(pk="telur")
    assert row.name != row.name_en and trait.name != trait.name_en
    head = english[english.index("<h1") : english.index("</h1>")]
    assert row.name_en in head and row.name not in head
    assert trait.name_en in english and trait.name not in english


def test_what_another_saved_meanwhile_is_not_lost(client: Client) -> None:
    from_page = client.get("/pusat/penanda/telur/")
    assert from_page.status_code == 200
    GoodsTrait.objects.filter(pk="telur").update(name_en="Fresh eggs")
    form = {"name": "Telur", "name_en": "Eggs", "name_words": "telur\nendog", "position": "0",
            "material_words": "", "without_words": "", "keeps_at_most": "",
            "_shown": hidden(from_page, "_shown").replace("&quot;", '"')}  # fmt: skip
    answer = client.post("/pusat/penanda/telur/", form)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Fresh eggs"' in html
    assert "telur\nendog</textarea>" in html


# --- Two officers, and a preview that is no longer true.


def test_two_officers_change_one_rule_and_the_second_is_told(cast: Cast, client: Client) -> None:
    public_listing(cast.here, name="Keripik talas")
    second = client_of(member_make(Post(Role.CENTRAL_OFFICER)))
    mine = filled_in(client, PATH) | {"traits": []}
    first = client.post(PATH, mine)
    theirs = filled_in(second, PATH) | {"need": "advised"}
    shown = second.post(PATH, theirs)
    assert client.post(PATH, {**mine, "_seen": hidden(first, "_seen")}).status_code == 302
    answer = second.post(PATH, {**theirs, "_seen": hidden(shown, "_seen")})
    assert answer.status_code == 409
    rule = RequirementRule.objects.get(pk="perlu_pirt")
    assert (rule.need, rule.traits) == ("required", [])


def test_a_preview_of_one_rule_is_stale_once_another_rule_has_changed(
    cast: Cast, client: Client
) -> None:
    public_listing(cast.here, name="Keripik talas")
    other = rule_make("pirt", code="juga_pirt", traits=["telur"])
    first = send(client, PATH, traits=None)
    path = f"/pusat/aturan/{other.pk}/"
    kept = send(client, path, traits=None, _seen=hidden(send(client, path, traits=None), "_seen"))
    assert kept.status_code == 302
    answer = send(client, PATH, traits=None, _seen=hidden(first, "_seen"))
    assert answer.status_code == 200
    assert "lihat sekali lagi" in answer.content.decode()
    assert RequirementRule.objects.get(pk="perlu_pirt").traits == ["telur"]


def test_the_preview_of_another_change_confirms_nothing(cast: Cast, client: Client) -> None:
    public_listing(cast.here, name="Keripik talas")
    harmless = hidden(send(client, PATH, name="Nama lain"), "_seen")
    answer = send(client, PATH, traits=None, _seen=harmless)
    assert answer.status_code == 200
    assert RequirementRule.objects.get(pk="perlu_pirt").traits == ["telur"]
    for made_up in ("0" * 64, "", "x", "\0"):
        send(client, PATH, traits=None, _seen=made_up)
    assert RequirementRule.objects.get(pk="perlu_pirt").traits == ["telur"]


def test_a_preview_of_more_goods_asks_no_more_statements(cast: Cast, client: Client) -> None:
    form, counts = filled_in(client, PATH) | {"traits": []}, []
    for many in (3, 9):
        for number in range(many):
            public_listing(cast.here, name=f"Keripik {number}")
        with CaptureQueriesContext(connection) as asked:
            assert client.post(PATH, form).status_code == 200
        counts.append(len(asked))
    # what is kept for some seconds may be read again meanwhile: four statements, not one a listing
    assert counts[1] - counts[0] <= 4 and counts[1] < 60  # noqa: PLR2004


@pytest.mark.parametrize(
    ("path", "own", "other"),
    [
        ("/pusat/aturan/", "Pangan kering dalam kemasan: P-IRT", "Dry packed food: P-IRT"),
        ("/pusat/penanda/", "Air minum dalam kemasan", "Bottled drinking water"),
        ("/pusat/surat/", "Sertifikat halal", "Halal certificate"),
    ],
)
def test_lists_name_their_rows_in_the_pages_language(
    client: Client, path: str, own: str, other: str
) -> None:
    reference_load()
    for prefix, shown, hidden_one in (("", own, other), ("/en", other, own)):
        page = client.get(f"{prefix}{path}").content.decode()
        assert shown in page and hidden_one not in page


def test_a_list_is_sorted_by_the_words_that_it_shows(client: Client) -> None:
    rule_make("pirt", code="satu", name="Aaa", name_en="Zzz")
    rule_make("pirt", code="dua", name="Bbb", name_en="Yyy")
    first, second = (
        ("/pusat/aturan/?o=0", ("Aaa", "Bbb")),
        ("/en/pusat/aturan/?o=0", ("Yyy", "Zzz")),
    )
    for path, names in (first, second):
        page = client.get(path).content.decode()
        assert page.index(names[0]) < page.index(names[1])
