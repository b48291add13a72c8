"""Who may open which page of the central office: every address that the site has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, reverse

from catalog.models import AuditEntry, RegionalOffice, SearchTerm
from catalog.saleor_adapter.kinds import kind_sheets
from catalog.types import Actor
from storefront.web.center.site import center
from tests.cast import Cast, cast_make, client_of
from tests.storefront.web.center.making import shop_make

pytestmark = pytest.mark.django_db

LOOK, CHANGE, BUTTON = "look", "change", "button"
REMOVABLE = ("legality_certificatekind", "legality_formerregion")
# Every page by its name: what it asks for, and the row it is opened for. BUTTON pages act on POST
# alone and lead back when they are opened.
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "index": (LOOK, ()),
    "kinds": (LOOK, ()),
    "kind": (LOOK, ("camilan",)),
    "kind_add": (CHANGE, ()),
    "kind_move": (BUTTON, ("camilan",)),
    "kind_remove": (BUTTON, ("camilan",)),
    "pages": (LOOK, ()),
    "page": (LOOK, ("tentang",)),
    "menus": (LOOK, ()),
    "menu": (LOOK, ("navbar",)),
    "settings": (LOOK, ()),
    "history": (LOOK, ()),
    "object_history": (LOOK, ("jenis", "{kind}")),
    "facility_close": (CHANGE, ("{facility}",)),
    "facility_reopen": (BUTTON, ("{facility}",)),
    "terms_paste": (CHANGE, ()),
    **{
        f"{model}_{what}": (asks, row if what in ("change", "remove") else ())
        for model, row, can_add in (
            ("catalog_facility", ("{facility}",), True),
            ("catalog_regionaloffice", ("{office}",), True),
            ("catalog_province", ("72",), False),
            ("catalog_regency", ("72.71",), False),
            ("catalog_partner", ("{partner}",), True),
            ("catalog_searchterm", ("{term}",), True),
            ("legality_certificatekind", ("pirt",), True),
            ("legality_requirementrule", ("perlu_pirt",), True),
            ("legality_goodstrait", ("telur",), True),
            ("legality_formerregion", ("9101",), True),
            ("legality_answertemplate", ("foto",), True),
        )
        for what, asks in (
            ("changelist", LOOK), ("change", LOOK), ("add", CHANGE), ("remove", BUTTON),
        )
        if (can_add or what != "add") and (what != "remove" or model in REMOVABLE)
    },
}  # fmt: skip


# These are asked by every role in tests/architecture/endpoints.py, with orders to look at.
OF_BUYING = {
    *("kind_deliveries", "kind_delivery", "proceeds", "rates", "rates_sheet"),
    *("payments", "payment_order", "payment_proof", "payment_proof_file", "payment_refund"),
    *("payment_rounds", "payment_transfer", "return", "return_photo", "returns"),
    *("payment_difference", "voucher", "voucher_end", "voucher_new", "vouchers"),
    *(
        f"orders_{model}_{what}"
        for model in (
            *("courier", "courierservice", "sharerule", "taxpayerperiod", "taxrate"),
            "transferaccount",
        )
        for what in ("add", "change", "changelist")
    ),
}


def names(patterns: list[Any]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns)
        elif isinstance(one, URLPattern):
            yield str(one.name)


def address(cast: Cast, name: str) -> str:
    keys = {
        "facility": cast.here.pk,
        "office": cast.here.office_id,
        "partner": cast.partner.pk,
        "term": SearchTerm.objects.get(phrase="keripik").pk,
        "kind": kind_sheets()[0].kind.id,
    }
    return reverse(f"center:{name}", args=[part.format(**keys) for part in PAGES[name][1]])


def expected(role: str, asks: str, method: str) -> int:
    if role == "anonymous":
        return 302
    if role not in ("central_officer", "auditor"):
        return 404
    if role == "auditor" and asks != LOOK:
        return 403
    if method == "post" and role == "auditor":
        return 403
    return 302 if asks == BUTTON else 200


def test_every_address_of_the_site_has_a_row() -> None:
    assert sorted(names(center.get_urls())) == sorted({*PAGES, *OF_BUYING})


def test_each_role_opens_what_it_may_and_nothing_else() -> None:
    cast = shop_make()
    checked = 0
    for role, actor in cast.everybody().items():
        client = client_of(actor)
        for name, (asks, _row) in PAGES.items():
            answer = client.get(address(cast, name))
            assert answer.status_code == expected(role, asks, "get"), (role, name)
            if role == "anonymous":
                assert answer["Location"].startswith("/masuk/?next=/pusat/")
            checked += 1
    print(f"{checked} pages by roles")
    assert checked == len(PAGES) * len(cast.everybody())


def test_forms_are_taken_from_central_officers_alone() -> None:
    cast = shop_make()
    before = AuditEntry.objects.count()
    for role, actor in cast.everybody().items():
        if role == "central_officer":
            continue
        client = client_of(actor)
        for name in PAGES:
            if name == "index" or name.endswith(("history", "list", "s")):
                continue
            status = client.post(address(cast, name), {"name": "x"}).status_code
            wanted = 302 if role == "anonymous" else 403 if role == "auditor" else 404
            assert status == wanted, (role, name)
    assert AuditEntry.objects.count() == before


def test_an_auditor_sees_the_values_and_no_button() -> None:
    cast = shop_make()
    client = client_of(cast.auditor)
    for name, (asks, row) in PAGES.items():
        if asks == LOOK and row and not name.endswith("history"):
            html = client.get(address(cast, name)).content.decode()
            assert 'name="save"' not in html, name
            assert "disabled" in html, name
            assert "tidak dapat mengubah" in html or "tidak mengubah" in html, name


def test_without_a_second_factor_one_is_set_up_first() -> None:
    client = Client()
    user = get_user_model().objects.get(pk=cast_make().central_officer.user_id)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/pusat/")["Location"] == "/akun/pengaman/pasang/"


@pytest.mark.parametrize(
    "path",
    [
        "/pusat/account/user/", "/pusat/auth/group/", "/pusat/product/product/",
        "/pusat/order/order/", "/pusat/site/sitesettings/", "/pusat/admin/logentry/",
        "/pusat/catalog/listing/", "/pusat/password_change/", "/pusat/jsi18n/", "/pusat/login/",
        "/pusat/autocomplete/", "/pusat/provinsi/tambah/", "/pusat/fasilitas/1/delete/",
    ],
)  # fmt: skip
def test_saleors_models_and_djangos_own_pages_are_not_there(path: str) -> None:
    assert client_of(shop_make().central_officer).get(path).status_code == 404


LISTS = [
    name
    for name in PAGES
    if name.endswith("changelist") or name in ("index", "kinds", "pages", "menus", "history")
]


def statements(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        html = client.get(path).content.decode()
    assert html.count("<tr>") <= 51
    return [one["sql"][:200] for one in asked.captured_queries]


def test_lists_ask_as_much_for_many_rows_as_for_few() -> None:
    cast = shop_make()
    client = client_of(cast.central_officer)
    few = {name: statements(client, address(cast, name)) for name in LISTS}
    SearchTerm.objects.bulk_create(
        SearchTerm(use="stop", phrase=f"kata{number}") for number in range(200)
    )
    RegionalOffice.objects.bulk_create(
        RegionalOffice(slug=f"k{number}", name=f"K{number}", name_en="K") for number in range(60)
    )
    for name in LISTS:
        many = statements(client, address(cast, name))
        assert len(many) <= 12, "\n".join(many)
        assert len(many) <= len(few[name]), name


def test_a_page_holds_no_inline_code_and_no_log_of_django_is_written() -> None:
    cast = shop_make()
    client = client_of(cast.central_officer)
    for name, (asks, _row) in PAGES.items():
        if asks == BUTTON:
            continue
        html = client.get(address(cast, name)).content.decode()
        assert not re.search(r"<script(?! src=)", html), name
        assert " style=" not in html and "<style" not in html, name
        assert len(html) < 120_000, name
    assert not LogEntry.objects.exists()


def test_an_actor_without_a_role_is_nobody_here() -> None:
    assert client_of(Actor.anonymous()).get("/en/pusat/").status_code == 302
