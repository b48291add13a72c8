"""What somebody tries with addresses and forms of the central office: no 500, no other table, no
value that no field takes, nothing written by who only looks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.admin.views.main import PAGE_VAR
from django.db import connection
from django.test import Client

from catalog.dates import legal_today
from catalog.kept import forget_all
from catalog.models import (
    AuditEntry,
    Facility,
    Partner,
    Province,
    Regency,
    RegionalOffice,
    SearchTerm,
)
from catalog.rich_text import is_safe_address
from catalog.saleor_adapter.kinds import kind_sheets
from catalog.saleor_adapter.pages import menu_sheets, page_sheets
from catalog.selectors.search import investigate
from legality.models import AnswerTemplate, CertificateKind, FormerRegion
from tests.cast import Cast, client_of
from tests.making import draft_listing, paper_make, public_listing
from tests.storefront.web.center.making import entries, filled_in, send, shop_make
from tests.storefront.web.center.test_access import PAGES, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return shop_make()


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.central_officer)


LISTS = ["fasilitas", "kanwil", "provinsi", "kabkota", "mitra", "surat", "kata"]
REACHING = [
    "memberships__user__password__startswith=a", "memberships__user__email__contains=a",
    "office__memberships__user__password__regex=.", "short_name__regex=(", "name__regex=(",
    "phrase__regex=(a%2B)%2B", "label__regex=(", "name__startswith=K", "pk__in=1", "id__gt=0",
    "office__id__gte=0", "office__name__exact=x", "kind__regex=(", "kind__in=lapas,rutan",
    "brands__name=x", "listings__slug__startswith=a", "province__code__regex=(", "password=x",
]  # fmt: skip


@pytest.mark.parametrize("query", REACHING)
def test_no_address_asks_a_list_for_more_than_its_filters(client: Client, query: str) -> None:
    for name in LISTS:
        assert client.get(f"/pusat/{name}/?{query}").status_code == 400, name


ODD = [
    "q=%00", "q=" + "x" * 5000, "q=%22%27", "q=a+" * 400, f"{PAGE_VAR}=-1", f"{PAGE_VAR}=x",
    f"{PAGE_VAR}=99999999999999999999", "all=", "o=99", "o=-1.2.x", "o=1.1.1.1", "e=1",
    f"e=1&{PAGE_VAR}=99", "_facets=1", "_popup=1", "is_open__exact=x", "office__id__exact=x",
    "office__id__exact=99999999999999999999", "kind__exact=%00", "kind__exact=x",
    "is_confirmed__exact=%00", "use=%00", "use=x", "zone__exact=%00", "certainty=%00",
    "province__code__exact=%00", "is_on__exact=2", "is_open__isnull=x", "%00=1",
    "is_open__exact=1&is_open__exact=x",
]  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_an_odd_address_of_a_list_is_answered(client: Client, query: str) -> None:
    for name in LISTS:
        answer = client.get(f"/pusat/{name}/?{query}", follow=True)
        assert answer.status_code in (200, 400), (name, query)
        if answer.status_code == 200:
            assert 'class="staff center"' in answer.content.decode()
            assert "/akun/" in answer.content.decode()


@pytest.mark.parametrize("field", ["password", "pk", "memberships", "id", "office"])
def test_a_list_is_no_popup_of_another_table(client: Client, field: str) -> None:
    for name in LISTS:
        assert client.get(f"/pusat/{name}/?_popup=1&_to_field={field}").status_code in (200, 400)


@pytest.mark.parametrize(
    "key", ["x", "-1", "99999999999999999999", "1'--", "..", "72_2E71", "%F0%9F%98%80", "1_"]
)
def test_a_row_that_there_is_not_is_not_found(client: Client, key: str) -> None:
    for name in LISTS:
        for rest in ("", "tutup/", "buka/", "delete/", "history/", "change/", "riwayat/"):
            status = client.get(f"/pusat/{name}/{key}/{rest}").status_code
            assert status == 404, (name, key, rest)
    for name in ("jenis", "halaman", "menu"):
        assert client.get(f"/pusat/{name}/{key}/").status_code == 404, name


SHOWN: list[Any] = [
    "", "null", "5", "[]", "{}", "[[]]", '{"name": 1}', "[" * 100_000, "{" * 50_000, "9" * 6000,
    '"' + "x" * 100_000 + '"', "NaN", '{"__class__": 1, "name": 2, "name_en": 3, "zone": 4}',
    json.dumps({"name": {"a": [1] * 5}, "name_en": [[]], "zone": "\ud800"}),
    json.dumps({"name": None, "name_en": True, "zone": 1e999}),
]  # fmt: skip


@pytest.mark.parametrize("shown", SHOWN, ids=range(len(SHOWN)))
def test_a_forged_memory_of_a_page_writes_nothing(client: Client, shown: str) -> None:
    before = AuditEntry.objects.count()
    form = {**filled_in(client, "/pusat/provinsi/72/"), "name": "X", "_shown": shown}
    assert client.post("/pusat/provinsi/72/", form).status_code in (409, 422)
    assert AuditEntry.objects.count() == before
    assert Province.objects.get(pk="72").name == "Sulawesi Tengah"


# Columns that no page gives; what a form brings of them is left alone.
MASS: dict[str, Any] = {
    "id": 1, "pk": 1, "code": "99", "slug": "lain", "warehouse": 1, "is_open": "", "place": "x",
    "province": "11", "facilities": [1], "memberships": [1], "is_published": "", "tree_id": 9,
    "publication_date": "2020-01-01", "parent": 1, "user": 1, "pgh_id": 1, "address": "Lain",
    "phone": "1", "email": "a@b.example", "story": "x",
}  # fmt: skip


def state() -> list[Any]:
    """Everything that the pages keep."""
    models: list[Any] = [
        Facility, Partner, Province, Regency, RegionalOffice, SearchTerm, CertificateKind,
        FormerRegion, AnswerTemplate,
    ]  # fmt: skip
    rows = [sorted(map(str, model.objects.values_list())) for model in models]
    return [*rows, kind_sheets(), menu_sheets(), page_sheets()]


def test_columns_that_no_form_has_are_left_alone(cast: Cast, client: Client) -> None:
    cast.partner.provinces.set(Province.objects.filter(pk="72"))
    before = state()
    for name, (_asks, row) in PAGES.items():
        if row and name not in ("facility_close", "facility_reopen", "object_history"):
            path = address(cast, name)
            if name.startswith("kind_") or name.endswith("_remove"):
                continue
            form = filled_in(client, path)
            extra = {key: value for key, value in MASS.items() if key not in form}
            assert client.post(path, {**form, **extra}).status_code == 302, path
    assert state() == before


def test_who_only_looks_changes_nothing_by_any_form(cast: Cast) -> None:
    before, acts = state(), AuditEntry.objects.count()
    auditor, officer = client_of(cast.auditor), client_of(cast.central_officer)
    for name, (asks, row) in PAGES.items():
        path = address(cast, name)
        form: dict[str, Any] = {"name": "x", "reason": "x", "up": "", "seen": "2", "add": "1"}
        if (row and asks == "look" and name != "object_history") or name.endswith("add"):
            form |= {**filled_in(officer, path), "name": "Lain", "short_name": "Lain"}
        for more in ({}, {"preview": ""}, {"row": "add"}, {"action": "delete_selected"}):
            for method in (auditor.post, auditor.put, auditor.patch, auditor.delete):
                assert method(path, {**form, **more}).status_code < 500, (name, more)
    assert state() == before and AuditEntry.objects.count() == acts


def test_actions_on_many_rows_are_not_there(cast: Cast, client: Client) -> None:
    before = state()
    for name in LISTS:
        form = {"action": "delete_selected", "_selected_action": ["1", "72"], "post": "yes"}
        assert client.post(f"/pusat/{name}/", form).status_code == 404
    assert state() == before


UNSAFE = [
    "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//evil.example/", "/\\evil",
    "\\\\evil", "https:evil", "http://evil.example", "https:///x", "/a b", "/\tx", " /x", "ftp://x",
    "https://x y", "", "x", "vbscript:x", "/\x01/x",
]  # fmt: skip


@pytest.mark.parametrize("link", UNSAFE)
def test_an_unsafe_link_is_no_link_anywhere(client: Client, link: str) -> None:
    assert not is_safe_address(link)
    saved = send(client, "/pusat/menu/navbar/", **entries(("A", "B", link)))
    if link.strip() == link:
        assert saved.status_code == 422
        assert menu_sheets("navbar")[0].items[0][0] == "Katalog"
    send(client, "/pusat/halaman/tentang/", body=f"Lihat [ini]({link}).")
    forget_all()
    html = client.get("/tentang/").content.decode()
    main = html[html.index("<main") : html.index("</main")]
    assert "evil" not in "".join(part.split(">")[0] for part in main.split("<a ")[1:])


HTML = '<script>alert(1)</script><img src=x onerror=alert(1)>\n## <b>x</b>\n- [a](/x/"onclick="y)'


def test_html_in_a_page_is_text_everywhere(client: Client) -> None:
    path = "/pusat/halaman/tentang/"
    html = send(client, path, body=HTML, title="<i>T</i>", preview="").content.decode()
    assert send(client, path, body=HTML, title="<i>T</i>").status_code == 302
    forget_all()
    for one in (html, client.get("/tentang/").content.decode(), client.get(path).content.decode()):
        assert "<script>alert" not in one and "<img src=x" not in one and "<i>T" not in one
        assert 'onclick="' not in one


def test_search_terms_that_mean_harm_leave_the_search_working(cast: Cast, client: Client) -> None:
    public_listing(cast.here, slug="keripik-tempe", name="Keripik tempe")
    circles = ["a1 = b1", "b1 = c1", "c1 = a1", "keripik = tempe", "tempe = keripik"]
    many = [f"keripik = kata{number}" for number in range(400)]
    for use in ("synonym", "spelling", "stem"):
        form = {"use": use, "lines": "\n".join([*circles, *many]), "add": ""}
        assert client.post("/pusat/kata/tempel/", form).status_code == 302
    for lines in ("keripik\ntempe\ndan", "ke" * 30):
        client.post("/pusat/kata/tempel/", {"use": "stop", "lines": lines, "add": ""})
    forget_all()
    for text in ("a1", "keripik", "keripik tempe", "tempe", "ke" * 30, "b1 c1"):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '2s'")
        investigate(text, on=legal_today())
        assert client.get("/cari/", {"q": text}).status_code == 200


@pytest.mark.parametrize(
    ("use", "line"),
    [("synonym", "x" * 10_000 + " = y"), ("synonym", "y = " + "x" * 10_000), ("stop", ".*"),
     ("stem", "a b = c"), ("spelling", "= x"), ("spelling", "x ="), ("synonym", "x = " + "y" * 81),
     ("synonym", "a b c d e f g = h"), ("flag", "x = __class__"), ("maker", "x = lapas" + "x" * 90),
     ("place", "x = 72'"), ("synonym", "\x00 = y"), ("stop", "'; DROP TABLE x")],
)  # fmt: skip
def test_a_line_that_is_no_lesson_is_not_added_cut_off(client: Client, use: str, line: str) -> None:
    before = set(SearchTerm.objects.values_list("phrase", "means"))
    client.post("/pusat/kata/tempel/", {"use": use, "lines": line, "add": ""})
    added = set(SearchTerm.objects.values_list("phrase", "means")) - before
    assert all(phrase == "drop table x" for phrase, _means in added)


def test_what_papers_rest_on_stays(cast: Cast, client: Client) -> None:
    assert send(client, "/pusat/surat/pirt/", group="lain").status_code == 302
    assert send(client, "/pusat/surat/pirt/", group="izin").status_code == 302
    paper_make(draft_listing(cast.here))
    for change in ({"group": "lain"}, {"validity": "none"}):
        answer = send(client, "/pusat/surat/pirt/", **change)
        assert answer.status_code == 422
        assert "tambahkan jenis lain" in answer.content.decode()
    assert send(client, "/pusat/surat/pirt/", label="Lain").status_code == 302
    assert CertificateKind.objects.get(pk="pirt").group == "izin"
