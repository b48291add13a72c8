"""What the tests of the central office need: reference rows, and forms as a browser sends them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from catalog.dates import legal_today
from catalog.models import Regency, SearchTerm
from catalog.rich_text import rich_text_of
from catalog.saleor_adapter.kinds import kind_save
from catalog.saleor_adapter.pages import menu_save, page_save
from legality.models import AnswerTemplate, FormerRegion, GoodsTrait
from tests.cast import Cast, cast_make
from tests.making import certificate_kind, rule_make

_FIELD = re.compile(r"<input\b([^>]*)>|<(select|textarea)\b([^>]*)>(.*?)</\2>", re.S)
_OPTION = re.compile(r'<option value="([^"]*)"[^>]* selected')


def shop_make() -> Cast:
    """The cast, and one row of everything that is kept."""
    cast = cast_make()
    kind_save(slug="camilan", name="Camilan", name_en="Snacks", description="", description_en="")
    kind_save(slug="kriya", name="Kriya", name_en="Crafts", description="", description_en="")
    page_save(
        slug="tentang",
        title="Tentang",
        title_en="About",
        content=rich_text_of(["Satu [tautan](/katalog/).", "## Judul", "- butir"]),
        content_en=rich_text_of(["One."]),
        since=legal_today(),
    )
    menu_save("navbar", [("Katalog", "Catalogue", "/katalog/")])
    certificate_kind()
    GoodsTrait.objects.create(code="telur", name="Telur", name_en="Eggs", name_words=["telur"])
    rule_make("pirt", code="perlu_pirt", traits=["telur"])
    AnswerTemplate.objects.create(code="foto", label="Foto", text="Ulangi.", text_en="Again.")
    FormerRegion.objects.create(
        code="9101", regency_id="72.71", until=2022, source="UU", certainty="V"
    )
    SearchTerm.objects.get_or_create(use="synonym", phrase="keripik", means="chips")
    Regency.objects.get_or_create(
        code="72.10", defaults={"province_id": "72", "name": "Kabupaten Sigi", "is_city": False}
    )
    return cast


def filled_in(client: Client, path: str) -> dict[str, Any]:
    """What a browser would send of the page's own form, unchanged."""
    html = client.get(path).content.decode()
    form = html[html.index('class="center-form"') :]
    form = form[: form.index("</form>")]
    found: dict[str, Any] = {}
    for one in _FIELD.finditer(form):
        tag, inner = one[2] or "input", one[4] or ""
        attributes = one[1] or one[3] or ""
        name = re.search(r'name="([^"]*)"', attributes)
        if name is None:
            continue
        value = re.search(r'value="([^"]*)"', attributes)
        if tag == "textarea":
            found[name[1]] = unescape(inner).removeprefix("\n")
        elif tag == "select":
            chosen = _OPTION.search(inner)
            found[name[1]] = unescape(chosen[1]) if chosen else ""
        elif 'type="checkbox"' in attributes:
            if " checked" in attributes:
                kept = unescape(value[1]) if value else "on"
                found.setdefault(name[1], []).append(kept)
        elif name[1].startswith("items-"):  # a column of rows
            found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
        else:
            found[name[1]] = unescape(value[1]) if value else ""
    return found


def entries(*rows: tuple[str, str, str]) -> dict[str, list[str]]:
    """Rows of a menu as a browser sends them: name, English name, address."""
    columns = zip(*rows, strict=True)
    return dict(
        zip(("items-name", "items-name_en", "items-address"), map(list, columns), strict=True)
    )


def send(client: Client, path: str, **changes: Any) -> Any:
    """Open a page, change some fields, save. None leaves a tick out."""
    form = {**filled_in(client, path), **changes}
    return client.post(path, {name: value for name, value in form.items() if value is not None})
